//! Documents for paper, looked at by veraPDF: whether they are the PDF/A-2a and PDF/UA-1 that they say they are.
//!
//! The samples are those of the tests of `ui`, in every language. The validator comes from Maven.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Doing, Failure, Outcome};
use crate::{process, workspace};

/// What the documents claim to be, in the validator's words.
const PROFILES: [&str; 2] = ["2a", "ua1"];
const MAIN: &str = "org.verapdf.apps.GreenfieldCliWrapper";

pub(crate) fn check() -> Outcome {
    let prints = samples()?;
    let classes = classpath()?;
    for profile in PROFILES {
        let mut java = Command::new("java");
        java.args(["-cp", classes.trim(), MAIN, "--flavour", profile, "--format", "text"]).args(&prints);
        let said = process::capture(&mut java)?;
        let passed = said.lines().filter(|line| line.starts_with("PASS ")).count();
        if passed != prints.len() {
            return Err(Failure::new(format!("not every document is PDF/{profile}:\n{said}")));
        }
        println!("paper: {passed} documents are PDF/{profile}");
    }
    Ok(())
}

/// Has the tests write their samples.
fn samples() -> Outcome<Vec<PathBuf>> {
    let folder = workspace::target_directory()?.join("prints");
    if folder.exists() {
        fs::remove_dir_all(&folder).doing(format_args!("emptying {}", folder.display()))?;
    }
    process::run(
        workspace::cargo()
            .args(["test", "--locked", "--quiet", "--workspace", "--lib", "print"])
            .env("OKNO_PRINTS", &folder),
    )?;
    let entries = fs::read_dir(&folder).doing(format_args!("reading {}", folder.display()))?;
    let mut prints: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    prints.sort();
    if prints.is_empty() { Err(Failure::new("the tests wrote no documents".to_owned())) } else { Ok(prints) }
}

/// Where the validator's classes are, fetched if need be.
fn classpath() -> Outcome<String> {
    let file = workspace::target_directory()?.join("verapdf.classpath");
    process::run(
        Command::new("mvn")
            .args(["-q", "-B", "-f", "xtask/verapdf/pom.xml", "dependency:build-classpath"])
            .arg(format!("-Dmdep.outputFile={}", file.display()))
            .current_dir(workspace::root()),
    )?;
    fs::read_to_string(&file).doing(format_args!("reading {}", file.display()))
}
