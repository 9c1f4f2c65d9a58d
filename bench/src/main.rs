//! `okno-bench`: asks a running server the same things again and again, and says what that cost it.
//!
//! Started by `cargo xtask bench` next to servers that it owns. It speaks HTTP as a browser or a site does, knows nothing of
//! the server's inside, and measures the server's process from `/proc`.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod browser;
mod figures;
mod floor;
mod flow;
mod form;
mod hash;
mod http;
mod load;
mod operator;
mod pages;
mod person;
mod process;
mod protocol;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
enum Command {
    /// Pages of the portal.
    Pages(pages::Options),
    /// What sites and their visitors do by OpenID Connect.
    Protocol(protocol::Options),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Pages(options) => pages::run(&options).await,
        Command::Protocol(options) => protocol::run(&options).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            println!("okno-bench: {fault}");
            ExitCode::FAILURE
        }
    }
}
