//! Developer commands: `cargo xtask demo`, `test`, `ci` and the checks behind them.
//!
//! It is compiled before anything else, so it stays light and never depends on a crate of the product; it talks to the
//! programs as an operator would, by their command line, their configuration file and their ports.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks by printing")]

mod assets;
mod bench;
mod browser;
mod ci;
mod demo;
mod failure;
mod generated;
mod lexer;
mod paper;
mod postgres;
mod process;
mod races;
mod requirements;
mod setup;
mod stack;
mod suite;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of Okno", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs what Debian and npm provide, or names what is missing.
    Setup,
    /// Builds the styles, scripts and fonts that the program embeds.
    Assets,
    /// Starts the portal and the simulators with demo persons.
    Demo(demo::Options),
    /// Runs the tests on SQLite.
    Test(suite::Options),
    /// Runs every check, on both databases, and the browser journeys.
    Ci(ci::Options),
    /// Runs the browser journeys.
    E2e(browser::Options),
    /// Makes the pictures of docs/screenshots.
    Screenshots,
    /// Measures a release build over loopback.
    Bench(bench::Options),
    /// Asks two servers at the same instant for what must happen once, ten thousand times.
    Races(races::Options),
    /// Lists the requirements with the tests that name them.
    Requirements(requirements::Options),
    /// Checks what the compiler does not: edges, lengths, licences, texts.
    Tidy,
    /// Has veraPDF look at the documents for paper.
    Paper,
    /// Writes the files that are made from code.
    Generate,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Setup => setup::run(),
        Command::Assets => assets::run(),
        Command::Demo(options) => demo::run(&options),
        Command::Test(options) => suite::run(&options),
        Command::Ci(options) => ci::run(&options),
        Command::E2e(options) => browser::run(&options).map(|_| ()),
        Command::Screenshots => browser::screenshots(),
        Command::Bench(options) => bench::run(&options),
        Command::Races(options) => races::run(&options),
        Command::Requirements(options) => requirements::run(&options),
        Command::Tidy => tidy::run(),
        Command::Paper => paper::check(),
        Command::Generate => generated::write(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            println!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
