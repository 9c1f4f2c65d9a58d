//! The styles, scripts and fonts that `ui` embeds: installed by npm, built by `crates/ui/assets/build.mjs`.
//!
//! A stamp in the output holds the hash of everything that went in, so that an unchanged tree costs nothing.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Doing, Outcome};
use crate::{process, workspace};

const FOLDER: &str = "crates/ui/assets";
const STAMP: &str = ".built-from";

/// Installs what is needed and builds, unless nothing changed.
pub(crate) fn run() -> Outcome {
    let folder = workspace::root().join(FOLDER);
    if !folder.join("package.json").is_file() {
        println!("assets: {FOLDER} has no package.json, nothing to build");
        return Ok(());
    }
    let stamp = folder.join("dist").join(STAMP);
    let inputs = inputs_hash()?;
    if fs::read_to_string(&stamp).is_ok_and(|built| built == inputs) {
        println!("assets: up to date");
        return Ok(());
    }
    install()?;
    process::run(Command::new("node").arg("build.mjs").current_dir(&folder))?;
    fs::create_dir_all(folder.join("dist"))?;
    fs::write(&stamp, inputs).doing("writing the stamp of the assets")
}

/// Installs the packages of the assets.
pub(crate) fn install() -> Outcome {
    install_packages(Path::new(FOLDER))
}

/// `npm ci` in a folder of the project, unless its lock is the one already installed.
pub(crate) fn install_packages(folder: &Path) -> Outcome {
    let folder = workspace::root().join(folder);
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Ok(());
    }
    let hash = hash_files(&[lock, folder.join("package.json")])?;
    let stamp = folder.join("node_modules").join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == hash) {
        return Ok(());
    }
    process::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder))?;
    fs::create_dir_all(folder.join("node_modules"))?;
    fs::write(&stamp, hash).doing("writing the stamp of the packages")
}

fn inputs_hash() -> Outcome<String> {
    let inputs: Vec<PathBuf> = workspace::files()?
        .into_iter()
        // Templates are input too: a build may keep only the styles they use.
        .filter(|path| path.starts_with(FOLDER) || path.starts_with("crates/ui/templates"))
        .map(|path| workspace::root().join(path))
        .collect();
    hash_files(&inputs)
}

/// A hash for telling changes apart; it protects nothing.
fn hash_files(paths: &[PathBuf]) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        workspace::relative(path).hash(&mut hasher);
        fs::read(path).doing(format_args!("reading {}", path.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}
