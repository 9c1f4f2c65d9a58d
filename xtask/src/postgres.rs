//! A PostgreSQL cluster that lives as long as the value that holds it.
//!
//! Its data lie in a temporary folder and it listens on a free port of the loopback interface. One for tests does not care for
//! durability, one for measurements is as durable as PostgreSQL is by itself. PostgreSQL refuses to run as root, so root hands it to an unprivileged user.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::{Doing, Failure, Outcome};
use crate::process::{self, Service};
use crate::{setup, workspace};

/// Users that can own the cluster when we are root, the first that exists.
const USERS: [&str; 2] = ["postgres", "nobody"];

pub(crate) struct Cluster {
    server: Service,
    folder: PathBuf,
    port: u16,
}

/// What is taken from a folder of PostgreSQL's programs.
const PROGRAMS: [&str; 3] = ["initdb", "postgres", "pg_isready"];

/// The folder with PostgreSQL's programs: where `initdb` of `PATH` really lies, or the newest of Debian's.
pub(crate) fn programs() -> Option<PathBuf> {
    let complete = |folder: &Path| PROGRAMS.iter().all(|program| folder.join(program).is_file());
    let in_path = workspace::find_program("initdb", &[]).and_then(|initdb| initdb.canonicalize().ok());
    if let Some(folder) = in_path.as_deref().and_then(Path::parent).filter(|folder| complete(folder)) {
        return Some(folder.to_path_buf());
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder): &(u32, PathBuf)| complete(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

impl Cluster {
    /// For tests: quick, and worth nothing after a power failure.
    pub(crate) fn start() -> Outcome<Self> {
        Self::with(&["fsync=off", "synchronous_commit=off", "full_page_writes=off"])
    }

    /// For measurements: what is committed is on the disk.
    pub(crate) fn start_durable() -> Outcome<Self> {
        Self::with(&[])
    }

    fn with(further: &[&str]) -> Outcome<Self> {
        let programs = programs().ok_or_else(|| Failure::new("PostgreSQL is missing: run `cargo xtask setup`"))?;
        let user = if setup::is_root() { Some(unprivileged()?) } else { None };
        let folder = new_folder(user)?;
        let outcome = Self::start_in(&programs, &folder, user, further);
        if outcome.is_err() {
            fs::remove_dir_all(&folder).ok();
        }
        outcome
    }

    fn start_in(programs: &Path, folder: &Path, user: Option<&str>, further: &[&str]) -> Outcome<Self> {
        let data = folder.join("data");
        process::capture(
            process::bound_to_us(&programs.join("initdb"), user, "KILL")
                .args(["--auth=trust", "--username=okno", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
                .arg(&data)
                .current_dir(folder),
        )?;
        let port = process::free_port()?;
        let mut server = Service::start(
            "PostgreSQL",
            process::bound_to_us(&programs.join("postgres"), user, "INT")
                .arg("-D")
                .arg(&data)
                .arg("-k")
                .arg(folder)
                .args(["-p", &port.to_string()])
                .args(settings(&[
                    "listen_addresses=127.0.0.1",
                    "max_connections=400",
                    "shared_buffers=64MB",
                    "log_min_messages=fatal",
                ]))
                .args(settings(further))
                .current_dir(folder),
            Some(&folder.join("log")),
            "INT",
        )?;
        let ready = || {
            process::succeeds(Command::new(programs.join("pg_isready")).args([
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                &port.to_string(),
            ]))
        };
        if let Err(failure) = server.wait_until("readiness", Duration::from_mins(1), ready) {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            return Err(Failure::new(format!("{failure}\n{log}")));
        }
        Ok(Self { server, folder: folder.to_path_buf(), port })
    }

    /// The URL of the cluster's first database, as the program and the tests take it.
    pub(crate) fn url(&self) -> String {
        format!("postgres://okno@127.0.0.1:{}/postgres?sslmode=disable", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.server.stop();
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn settings(values: &[&str]) -> Vec<String> {
    values.iter().flat_map(|value| ["-c".to_owned(), (*value).to_owned()]).collect()
}

fn unprivileged() -> Outcome<&'static str> {
    USERS
        .into_iter()
        .find(|user| process::succeeds(Command::new("id").arg(user)))
        .ok_or_else(|| Failure::new("no unprivileged user is there to run PostgreSQL"))
}

/// A new folder that only the cluster's user can enter.
fn new_folder(user: Option<&str>) -> Outcome<PathBuf> {
    let template = std::env::temp_dir().join("okno-postgres-XXXXXXXX");
    let made = process::capture(Command::new("mktemp").arg("-d").arg(&template))?;
    let folder = PathBuf::from(made.trim());
    if let Some(user) = user {
        process::capture(Command::new("chown").arg(user).arg(&folder)).doing("handing the folder to PostgreSQL")?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where PostgreSQL is installed; elsewhere `cargo xtask ci` fails at its setup, not here.
    #[test]
    fn a_cluster_starts_answers_and_leaves_nothing_behind() {
        let Some(programs) = programs() else { return };
        let cluster = Cluster::start().unwrap();
        let answer =
            process::capture(Command::new(programs.join("psql")).args(["-At", "-c", "SELECT 6 * 7", &cluster.url()]));
        assert_eq!(answer.unwrap().trim(), "42");
        let (folder, port) = (cluster.folder.clone(), cluster.port);
        drop(cluster);
        assert!(!folder.exists());
        assert!(process::is_free(port));
    }
}
