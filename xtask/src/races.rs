//! `cargo xtask races`: what must happen once is asked of two servers at the same instant, ten thousand times, on both
//! databases.

use std::process::Command;
use std::time::{Duration, Instant};

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::postgres::Cluster;
use crate::suite::{REQUIRED, URL};
use crate::{process, workspace};

/// How the tests are told how often.
const ROUNDS: &str = "OKNO_TEST_ROUNDS";
/// Where the races are.
const RACES: &str = "site_grant::race::";

#[derive(Args)]
pub(crate) struct Options {
    /// Rounds of each race on each database.
    #[arg(long, default_value_t = 10_000)]
    rounds: u32,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let cluster = Cluster::start()?;
    let mut times: Vec<(String, Duration)> = vec![];
    for name in names()? {
        let begun = Instant::now();
        let count = process::run_counting(
            races(&name)
                .args(["--", "--exact"])
                .env(URL, cluster.url())
                .env(REQUIRED, "1")
                .env(ROUNDS, options.rounds.to_string()),
        )?;
        if count.passed != 1 {
            return Err(Failure::new(format!("{name} did not run")));
        }
        times.push((name, begun.elapsed()));
    }
    println!("\n{:<60} {:>7} {:>9}", "race", "rounds", "seconds");
    for (name, time) in &times {
        let name = name.strip_prefix(RACES).unwrap_or(name).replace("::", ", ").replace('_', " ");
        println!("{name:<60} {:>7} {:>9.1}", options.rounds, time.as_secs_f64());
    }
    println!("each had exactly one winner in every round");
    Ok(())
}

fn races(filter: &str) -> Command {
    let mut command = workspace::cargo();
    command.args(["test", "--locked", "--package", "okno-app", "--test", "use_cases", filter]);
    command
}

/// The races as the test program lists them, so that none is forgotten here.
fn names() -> Outcome<Vec<String>> {
    let listed = process::capture(races(RACES).args(["--", "--list", "--format", "terse"]))?;
    let names: Vec<String> = listed.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect();
    if names.is_empty() { Err(Failure::new(format!("no test is named {RACES}"))) } else { Ok(names) }
}
