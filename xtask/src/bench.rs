//! `cargo xtask bench`: a release build, a real server process, loopback.
//!
//! The load generator is a program of its own (`bench/`), so that xtask stays quick to build.

use std::process::Command;

use clap::Args;

use crate::failure::Outcome;
use crate::stack::{self, Plan, offset};
use crate::{assets, process, workspace};

#[derive(Args)]
pub(crate) struct Options {
    /// Seconds for each measurement.
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Connections that ask at the same time.
    #[arg(long, default_value_t = 16)]
    connections: u32,
    /// `postgres://...` in place of the embedded database.
    #[arg(long)]
    database: Option<String>,
}

/// Away from the demo's ports, so that both can run.
const PORT: u16 = 18_080;

pub(crate) fn run(options: &Options) -> Outcome {
    assets::run()?;
    let programs = stack::build("release")?;
    let generator = programs.join("okno-bench");
    process::run(workspace::cargo().args(["build", "--locked", "--release", "--package", "okno-bench"]))?;
    let data = workspace::target_directory()?.join("bench");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    let plan = Plan { programs, data, port: PORT, database: options.database.clone() };
    let mut stack = plan.start()?;
    let ready = plan.restart_portal(&mut stack)?;
    println!("start to ready on an existing database: {:.0} ms", ready.as_secs_f64() * 1000.0);
    process::run(
        Command::new(generator)
            .args(["--port", &PORT.to_string()])
            .args(["--simulators", &PORT.saturating_add(offset::PAGES).to_string()])
            .args(["--process", &stack.portal.id().to_string()])
            .args(["--seconds", &options.seconds.to_string()])
            .args(["--connections", &options.connections.to_string()]),
    )
}
