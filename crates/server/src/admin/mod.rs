//! `okno admin`: what those who run an installation need at hand.

mod accounts;
mod audit;
mod centers;
mod documents;
mod esia;
mod jobs;
mod keys;
mod messages;
mod operators;
mod queue;
mod sites;

use clap::Subcommand;

use crate::{Outcome, cli::Source};

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The keys that protect personal data.
    #[command(subcommand)]
    Keys(keys::Command),
    /// What waits for operators.
    #[command(subcommand)]
    Queue(queue::Command),
    /// Work that was given up.
    #[command(subcommand)]
    Jobs(jobs::Command),
    /// Whether the records of accounts are whole.
    #[command(subcommand)]
    Audit(audit::Command),
    /// How many messages wait, went out and arrived, and which did not reach their readers.
    Messages(messages::Options),
    /// Who works at the operators' workplace.
    #[command(subcommand)]
    Operators(operators::Command),
    /// Service centers.
    #[command(subcommand)]
    Centers(centers::Command),
    /// Sites and programs that people sign in to.
    #[command(subcommand)]
    Sites(sites::Command),
    /// The dialect of ESIA: its keys, and what became of requests.
    #[command(subcommand)]
    Esia(esia::Command),
    /// Have operators find people by identity documents that were verified before release of the clerks' workplace.
    IndexDocuments,
    /// Make many accounts, for measurements on a database of their own.
    GenerateAccounts(accounts::Options),
}

/// Does it.
pub(crate) fn run(command: Command, source: &Source) -> Outcome {
    match command {
        Command::Keys(command) => keys::run(&command, source),
        Command::Queue(command) => queue::run(&command, source),
        Command::Jobs(command) => jobs::run(&command, source),
        Command::Audit(command) => audit::run(&command, source),
        Command::Messages(options) => messages::run(&options, source),
        Command::Operators(command) => operators::run(&command, source),
        Command::Centers(command) => centers::run(&command, source),
        Command::Sites(command) => sites::run(&command, source),
        Command::Esia(command) => esia::run(&command, source),
        Command::IndexDocuments => documents::run(source),
        Command::GenerateAccounts(options) => accounts::run(&options, source),
    }
}
