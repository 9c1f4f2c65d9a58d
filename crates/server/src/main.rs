//! The program `okno`: reads configuration, clock, environment and randomness, puts the parts together, serves, stops.
//!
//! No rule lives here. What can fail fails at the start, with a message that names the setting, not at the first request.

mod admin;
mod check;
mod cli;
mod config;
mod doors;
mod exit;
mod listen;
mod management;
mod metrics;
mod migrate;
mod redirect;
mod serve;
mod system;
mod telemetry;
mod tls;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{cli::Cli, exit::Failure};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            system::complain(&failure);
            failure.code()
        }
    }
}

/// What a command ends with.
type Outcome = Result<(), Failure>;
