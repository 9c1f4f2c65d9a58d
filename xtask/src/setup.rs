//! What a Debian machine needs beside Rust and Node, found or installed.
//!
//! Looks first, so that it costs nothing when all is there. As root, or where `sudo` asks no question, it installs; in
//! any other case it says the one command that would.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::{assets, browser, postgres, process, workspace};

/// Something a step needs and the Debian packages that bring it.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    present: fn() -> bool,
}

const NEEDS: [Need; 11] = [
    Need {
        what: "a C compiler (SQLite and the cryptography library are built from source)",
        packages: &["gcc", "libc6-dev"],
        present: || workspace::find_program("cc", &[]).is_some(),
    },
    Need {
        what: "Node.js and npm",
        packages: &["nodejs", "npm"],
        present: || workspace::find_program("node", &[]).is_some() && workspace::find_program("npm", &[]).is_some(),
    },
    Need { what: "Chromium", packages: &["chromium"], present: || browser::chromium().is_some() },
    Need { what: "PostgreSQL", packages: &["postgresql"], present: || postgres::programs().is_some() },
    Need {
        what: "fonts for the browser",
        packages: &["fonts-dejavu-core"],
        present: || PathBuf::from("/usr/share/fonts/truetype/dejavu").is_dir(),
    },
    Need {
        what: "qpdf (it checks the documents for paper)",
        packages: &["qpdf"],
        present: || workspace::find_program("qpdf", &[]).is_some(),
    },
    Need {
        what: "pdftotext (it reads letters as their addressees do)",
        packages: &["poppler-utils"],
        present: || workspace::find_program("pdftotext", &[]).is_some(),
    },
    Need {
        what: "Maven and Java (veraPDF looks at the documents for paper)",
        packages: &["maven", "default-jre-headless"],
        present: || workspace::find_program("mvn", &[]).is_some() && workspace::find_program("java", &[]).is_some(),
    },
    Need {
        what: "setpriv and runuser",
        packages: &["util-linux"],
        present: || workspace::find_program("setpriv", &[]).is_some(),
    },
    Need {
        what: "OpenSSL with its GOST engine (it signs as systems of ESIA do)",
        packages: &["openssl", "libengine-gost-openssl"],
        present: || process::succeeds(Command::new("openssl").args(["engine", "-t", "gost"])),
    },
    Need {
        what: "Python 3.11 to 3.13 with virtual environments (a client of ESIA is written in it)",
        packages: &["python3", "python3-venv"],
        present: browser::has_python,
    },
];

/// The oldest Node.js whose test runner and modules the project uses.
const NODE_MAJOR: u32 = 20;

pub(crate) fn run() -> Outcome {
    rust_tools()?;
    system()?;
    node_version()?;
    assets::install()?;
    browser::install()?;
    println!("setup: everything is there");
    Ok(())
}

/// Components of the Rust toolchain come with it and are not ours to install.
fn rust_tools() -> Outcome {
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !process::succeeds(workspace::cargo().args([tool, "--version"])) {
            return Err(Failure::new(format!(
                "cargo {tool} is missing: run `rustup component add {component}` or install your distribution's {component}"
            )));
        }
    }
    Ok(())
}

fn system() -> Outcome {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    for need in &missing {
        println!("setup: missing {}", need.what);
    }
    install(&packages)?;
    match missing.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => Err(Failure::new(format!("{} is still missing after the installation", need.what))),
    }
}

fn install(packages: &[&str]) -> Outcome {
    let by_hand = format!("sudo apt-get install --no-install-recommends {}", packages.join(" "));
    if workspace::find_program("apt-get", &[]).is_none() {
        return Err(Failure::new(format!(
            "this is not Debian; install what these packages bring: {}",
            packages.join(" ")
        )));
    }
    let may = is_root() || process::succeeds(Command::new("sudo").args(["-n", "true"]));
    if !may {
        return Err(Failure::new(format!("run this and try again: {by_hand}")));
    }
    // The lists may be empty or old on a new machine; a failure to fetch them shows in the installation itself.
    process::run(apt().arg("update"))?;
    process::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut command = if is_root() {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env"]);
        sudo
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
    command
}

/// Whether we are root, as the system's own `id` tells.
pub(crate) fn is_root() -> bool {
    process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn node_version() -> Outcome {
    let version = process::capture(Command::new("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|digits| digits.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE_MAJOR => Ok(()),
        _ => Err(Failure::new(format!("Node.js {NODE_MAJOR} or newer is needed, found {}", version.trim()))),
    }
}
