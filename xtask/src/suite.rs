//! The Rust tests, on SQLite alone or on PostgreSQL too.

use clap::Args;

use crate::failure::Outcome;
use crate::postgres::Cluster;
use crate::process::{self, Count};
use crate::{assets, workspace};

/// Says where the PostgreSQL is that tests may use; each test makes its own schema or database there.
pub(crate) const URL: &str = "OKNO_TEST_POSTGRES_URL";
/// Set when a test that cannot reach PostgreSQL must fail instead of passing over it.
pub(crate) const REQUIRED: &str = "OKNO_TEST_POSTGRES_REQUIRED";

#[derive(Args)]
pub(crate) struct Options {
    /// Starts a temporary PostgreSQL, so that the database tests run on it too.
    #[arg(long)]
    postgres: bool,
    /// Passed on to `cargo test`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    assets::run()?;
    programs()?;
    let count = if options.postgres { on_both(&options.rest)? } else { on_sqlite(&options.rest)? };
    println!("\n{} passed, {} failed", count.passed, count.failed);
    Ok(())
}

/// Builds the programs for a demonstration: no tests, so that the first one is soon there.
pub(crate) fn programs_only() -> Outcome {
    process::run(workspace::cargo().args(["build", "--workspace", "--bins", "--locked"]))
}

/// Builds the programs together with the tests: some tests start them as processes, and both in one go are built once.
pub(crate) fn programs() -> Outcome {
    process::run(workspace::cargo().args(["build", "--workspace", "--all-targets", "--locked"]))
}

fn on_sqlite(rest: &[String]) -> Outcome<Count> {
    process::run_counting(
        workspace::cargo()
            .args(["test", "--workspace", "--locked", "--no-fail-fast"])
            .args(rest)
            .env_remove(URL)
            .env_remove(REQUIRED),
    )
}

/// Every test, those of the database on both engines; fails when PostgreSQL is not there.
pub(crate) fn on_both(rest: &[String]) -> Outcome<Count> {
    let cluster = Cluster::start()?;
    process::run_counting(
        workspace::cargo()
            .args(["test", "--workspace", "--locked", "--no-fail-fast"])
            .args(rest)
            .env(URL, cluster.url())
            .env(REQUIRED, "1"),
    )
}
