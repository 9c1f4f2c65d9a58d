//! The browser journeys in `e2e/`, run by Node's own test runner against Debian's Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::failure::{Doing, Failure, Outcome};
use crate::postgres::Cluster;
use crate::process::{self, Count};
use crate::{assets, suite, workspace};

const FOLDER: &str = "e2e";
/// Where the Python packages of the journeys are, below it.
const ENVIRONMENT: &str = ".venv";
/// The journeys that run on PostgreSQL: from the main page to level Standard. One file, as each has the database alone.
const ON_POSTGRES: &str = "registration.spec.mjs";
/// Says where that PostgreSQL is.
const DATABASE: &str = "OKNO_E2E_DATABASE";

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Only the journeys whose title matches.
    #[arg(long)]
    only: Option<String>,
    /// Runs the journeys of one file on a temporary PostgreSQL.
    #[arg(long)]
    postgres: bool,
    /// Files to run, relative to e2e; the default is all.
    files: Vec<String>,
}

/// Where Chromium is.
pub(crate) fn chromium() -> Option<PathBuf> {
    std::env::var_os("OKNO_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| workspace::find_program("chromium", &["/usr/lib/chromium/chromium"]))
}

/// Ends well where Python can do what is needed.
const PYTHON: &str = "import ensurepip, venv, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))";

/// Whether there is a Python that can make environments, of a version for which the packages of the journeys are known by their hashes.
pub(crate) fn has_python() -> bool {
    process::succeeds(Command::new("python3").args(["-c", PYTHON]))
}

/// Installs the packages of the journeys.
pub(crate) fn install() -> Outcome {
    assets::install_packages(Path::new(FOLDER))?;
    install_clients()
}

/// A client of ESIA that is written in Python, in an environment of its own beside the journeys, unless its list is the one already
/// installed.
fn install_clients() -> Outcome {
    let folder = workspace::root().join(FOLDER);
    let (environment, list) = (folder.join(ENVIRONMENT), folder.join("requirements.txt"));
    let wanted = fs::read_to_string(&list).doing("reading the list of Python packages")?;
    let stamp = environment.join("installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !has_python() {
        return Err(Failure::new("Python 3.11 to 3.13 with virtual environments is missing: run `cargo xtask setup`"));
    }
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut pip = Command::new(environment.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]).arg(&list);
    process::run(&mut pip)?;
    fs::write(&stamp, wanted).doing("writing the stamp of the Python packages")
}

pub(crate) fn run(options: &Options) -> Outcome<Count> {
    let cluster = if options.postgres { Some(Cluster::start()?) } else { None };
    let mut command = node()?;
    install_clients()?;
    command.args(["--test", "--test-reporter=spec", "--test-concurrency=2"]);
    if let Some(only) = &options.only {
        command.args(["--test-name-pattern", only]);
    }
    command.env_remove(DATABASE);
    if let Some(cluster) = &cluster {
        command.env(DATABASE, cluster.url());
    }
    if !options.files.is_empty() {
        command.args(&options.files);
    } else if cluster.is_some() {
        command.arg(ON_POSTGRES);
    } else {
        let journeys = workspace::files()?;
        let journeys =
            journeys.iter().filter_map(|path| path.strip_prefix(FOLDER).ok()).filter(|path| is_journey(path));
        command.args(journeys);
    }
    let count = process::run_counting(&mut command)?;
    if count.passed == 0 {
        return Err(Failure::new("no browser journey was run"));
    }
    Ok(count)
}

/// All of them with the embedded database, then one file on PostgreSQL.
pub(crate) fn on_both() -> Outcome<Count> {
    let mut count = run(&Options::default())?;
    count.add(run(&Options { postgres: true, ..Options::default() })?);
    Ok(count)
}

pub(crate) fn screenshots() -> Outcome {
    process::run(node()?.arg("screenshots.mjs"))
}

fn is_journey(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(".spec.mjs"))
}

/// Node in the folder of the journeys, with everything built and installed that pages need.
fn node() -> Outcome<Command> {
    let chromium = chromium().ok_or_else(|| Failure::new("Chromium is missing: run `cargo xtask setup`"))?;
    assets::run()?;
    assets::install_packages(Path::new(FOLDER))?;
    suite::programs()?;
    let mut command = Command::new("node");
    command
        .current_dir(workspace::root().join(FOLDER))
        .env("OKNO_BIN", workspace::target_directory()?.join("debug"))
        .env("OKNO_CHROMIUM", chromium);
    Ok(command)
}
