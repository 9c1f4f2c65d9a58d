//! `cargo xtask bench`: a release build, real server processes, loopback.
//!
//! The load generator is a program of its own (`bench/`), so that xtask stays quick to build.

mod protocol;

use std::{process::Command, time::Instant};

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::failure::{Doing, Outcome};
use crate::stack::{self, Plan, Stack, offset};
use crate::{assets, process, workspace};

#[derive(Args)]
pub(crate) struct Options {
    /// What is measured; left out, both.
    #[arg(long)]
    part: Option<Part>,
    /// Seconds for each measurement.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Connections that ask for pages at the same time; those of the protocol are eight.
    #[arg(long, default_value_t = 16)]
    connections: u32,
    /// Measures once more with this many accounts in the database.
    #[arg(long, default_value_t = 0)]
    accounts: u32,
    /// Asks the protocol for so many seconds without measuring, and then measures once more.
    #[arg(long, default_value_t = 0)]
    soak: u32,
    /// `postgres://...` in place of the embedded database.
    #[arg(long)]
    database: Option<String>,
    /// Measures the protocol on a temporary PostgreSQL too.
    #[arg(long, conflicts_with = "database")]
    postgres: bool,
    /// Has `oidc-provider` (npm) do the same beside the portal.
    #[arg(long)]
    reference: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Pages of the portal.
    Pages,
    /// What sites and their visitors do by OpenID Connect.
    Protocol,
}

/// As many service centers as a large country has.
const CENTERS: usize = 20_000;
/// Away from the demo's ports, so that both can run.
const PORT: u16 = 18_080;
/// Of every generated account.
const PASSWORD: &str = "Kedr;7Sosna";

pub(crate) fn run(options: &Options) -> Outcome {
    assets::run()?;
    let programs = stack::build("release")?;
    process::run(workspace::cargo().args(["build", "--locked", "--release", "--package", "okno-bench"]))?;
    let data = workspace::target_directory()?.join("bench");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let plan = Plan { programs, data, port: PORT, database: options.database.clone(), tls: false };
    if options.part != Some(Part::Protocol) {
        pages(options, &plan)?;
    }
    if options.part != Some(Part::Pages) {
        protocol::run(options, plan)?;
    }
    Ok(())
}

fn pages(options: &Options, plan: &Plan) -> Outcome {
    let mut stack = plan.start()?;
    // One person signs in sixteen times at once, and one clerk serves thousands of visitors an hour.
    plan.set("login", "max_failures = 100000")?;
    plan.set("operator", "finds_per_hour = 4000000000")?;
    let few = measure(options, plan, &mut stack, 0)?;
    if options.accounts > 0 {
        println!("\nwith {} accounts more:", options.accounts);
        generate(0, options.accounts, plan)?;
        plan.import_many_centers(CENTERS)?;
        settle(options.database.as_deref())?;
        let many = measure(options, plan, &mut stack, options.accounts)?;
        compare(&few, &many);
    }
    Ok(())
}

/// Lets PostgreSQL finish what writing a million rows leaves behind, which is not what is measured.
fn settle(database: Option<&str>) -> Outcome {
    let Some(database) = database else { return Ok(()) };
    process::run(Command::new("psql").arg(database).args(["--quiet", "-c", "VACUUM (ANALYZE)", "-c", "CHECKPOINT"]))
}

/// How much dearer and slower each request became.
fn compare(few: &Value, many: &Value) {
    println!("\n| what | CPU | p50 |\n| --- | ---: | ---: |");
    for (what, before) in few.as_object().into_iter().flatten() {
        let change = |figure: &str| {
            let of = |all: &Value| all.get(figure).and_then(Value::as_f64);
            let (before, after) = (of(before)?, of(many.get(what)?)?);
            (before > 0.0).then(|| format!("{:+.1} %", (after / before - 1.0) * 100.0))
        };
        let told = |figure| change(figure).unwrap_or_else(|| "-".to_owned());
        println!("| {what} | {} | {} |", told("cpu_ms"), told("p50_ms"));
    }
}

/// Starts the portal anew on what is there.
fn restart(plan: &Plan, stack: &mut Stack) -> Outcome {
    let ready = plan.restart_portal(stack)?;
    println!("start to ready on an existing database: {:.0} ms", ready.as_secs_f64() * 1000.0);
    Ok(())
}

fn measure(options: &Options, plan: &Plan, stack: &mut Stack, accounts: u32) -> Outcome<Value> {
    let figures = plan.data.join("figures.json");
    restart(plan, stack)?;
    process::run(
        Command::new(plan.programs.join("okno-bench"))
            .arg("pages")
            .args(["--port", &PORT.to_string()])
            .args(["--simulators", &PORT.saturating_add(offset::PAGES).to_string()])
            .args(["--process", &stack.portal.id().to_string()])
            .args(["--seconds", &options.seconds.to_string()])
            .args(["--connections", &options.connections.to_string()])
            .args(["--accounts", &accounts.to_string()])
            .arg("--figures")
            .arg(&figures),
    )?;
    let text = std::fs::read(&figures).doing("reading the figures")?;
    serde_json::from_slice(&text).doing("reading the figures")
}

/// Has the portal's own command make accounts that differ from people's in nothing but their numbers.
fn generate(from: u32, accounts: u32, plan: &Plan) -> Outcome {
    let password = plan.data.join("password");
    std::fs::write(&password, PASSWORD).doing("writing the password of the accounts")?;
    let begun = Instant::now();
    process::run(
        Command::new(plan.programs.join("okno"))
            .arg("--config")
            .arg(plan.config())
            .args(["admin", "generate-accounts", &accounts.to_string(), "--from", &from.to_string(), "--password-file"])
            .arg(&password)
            .env("OKNO_LOG__FILTER", "warn"),
    )?;
    println!("made in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}
