//! Where things lie: the repository, the build directory, the files of the project.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use crate::failure::{Doing, Failure, Outcome};
use crate::process;

/// The repository's root, known since compilation: xtask is always run from the clone it was built in.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A path below the root, for messages.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// `cargo`, the one that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    // What cargo told us about our own package is not for the next cargo: some build scripts look at these variables, and
    // would build anew whenever a developer changes between `cargo xtask` and `cargo`.
    for (name, _) in env::vars_os() {
        let ours =
            name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST"));
        if ours {
            command.env_remove(name);
        }
    }
    command
}

/// The whole dependency graph, as cargo tells it.
pub(crate) fn metadata() -> Outcome<Value> {
    let text = process::capture(cargo().args(["metadata", "--format-version", "1", "--locked"]))?;
    serde_json::from_str(&text).doing("reading the output of cargo metadata")
}

/// The build directory.
pub(crate) fn target_directory() -> Outcome<PathBuf> {
    let text = process::capture(cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&text).doing("reading the output of cargo metadata")?;
    metadata
        .get("target_directory")
        .and_then(Value::as_str)
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("cargo metadata names no target directory"))
}

/// Every file of the project that git knows or would take, relative to the root, in order.
pub(crate) fn files() -> Outcome<Vec<PathBuf>> {
    let listing =
        process::capture(
            Command::new("git")
                .current_dir(root())
                .args(["-c", "safe.directory=*", "-c", "core.quotePath=false"])
                .args(["ls-files", "--cached", "--others", "--exclude-standard"]),
        )?;
    let mut files: Vec<PathBuf> =
        listing.lines().map(PathBuf::from).filter(|path| root().join(path).is_file()).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// Reads a file of the project that must be text.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(root().join(path)).doing(format_args!("reading {}", path.display()))
}

pub(crate) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension() == Some(OsStr::new(extension))
}

/// Finds a program in `PATH` or among the given places.
pub(crate) fn find_program(name: &str, elsewhere: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .chain(elsewhere.iter().map(PathBuf::from))
        .find(|candidate| candidate.is_file())
}
