//! The Rust tests, on SQLite alone or on PostgreSQL too.

use clap::Args;

use crate::failure::Outcome;
use crate::postgres::Cluster;
use crate::process::{self, Count};
use crate::{assets, workspace};

/// Says where the PostgreSQL is that tests may use; each test makes its own schema or database there.
const URL: &str = "OKNO_TEST_POSTGRES_URL";
/// Set when a test that cannot reach PostgreSQL must fail instead of passing over it.
const REQUIRED: &str = "OKNO_TEST_POSTGRES_REQUIRED";

/// Packages whose tests touch a database; the others have nothing new to say on a second one.
const WITH_DATABASE: [&str; 4] = ["okno-store", "okno-app", "okno-web", "okno-server"];

#[derive(Args)]
pub(crate) struct Options {
    /// Starts a temporary PostgreSQL and runs the database tests on it too.
    #[arg(long)]
    postgres: bool,
    /// Passed on to `cargo test`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    assets::run()?;
    programs()?;
    let mut count = on_sqlite(&options.rest)?;
    if options.postgres {
        count.add(on_postgres(&options.rest)?);
    }
    println!("\n{} passed, {} failed", count.passed, count.failed);
    Ok(())
}

/// Builds the programs in the profile of the tests: some tests start them as processes.
pub(crate) fn programs() -> Outcome {
    process::run(workspace::cargo().args(["build", "--workspace", "--bins", "--locked"]))
}

pub(crate) fn on_sqlite(rest: &[String]) -> Outcome<Count> {
    process::run_counting(
        workspace::cargo()
            .args(["test", "--workspace", "--locked", "--no-fail-fast"])
            .args(rest)
            .env_remove(URL)
            .env_remove(REQUIRED),
    )
}

pub(crate) fn on_postgres(rest: &[String]) -> Outcome<Count> {
    let cluster = Cluster::start()?;
    let mut command = workspace::cargo();
    command.args(["test", "--locked", "--no-fail-fast"]);
    for package in WITH_DATABASE {
        command.args(["--package", package]);
    }
    process::run_counting(command.args(rest).env(URL, cluster.url()).env(REQUIRED, "1"))
}
