//! The commands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{Outcome, admin, check, config, exit::Failure, migrate, serve, system};

/// Okno: a public services portal and identity system.
#[derive(Debug, Parser)]
#[command(name = "okno", version, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    source: Source,
    #[command(subcommand)]
    command: Command,
}

/// Where the configuration comes from.
#[derive(Clone, Debug, Args)]
pub(crate) struct Source {
    /// The configuration file; `OKNO_CONFIG`, else `okno.toml` here if there is one. Every value can also come from the
    /// environment: `OKNO_DATABASE__URL` is `url` in `[database]`.
    #[arg(long, global = true)]
    pub(crate) config: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and do the background work.
    Serve(ServeOptions),
    /// Bring the database to the schema of this program.
    Migrate,
    /// Say what the program would run with, and whether the database and every outside system answer.
    Check,
    /// About the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// For those who run the installation.
    #[command(subcommand)]
    Admin(admin::Command),
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    /// Only pages, or only background work; both unless given.
    #[arg(long)]
    pub(crate) role: Option<Role>,
    /// Wait for the database this many seconds before giving up.
    #[arg(long, default_value_t = 0)]
    pub(crate) wait: u32,
}

/// A part of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// Pages.
    Web,
    /// Background work.
    Worker,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print the JSON schema of the configuration file.
    Schema,
    /// Print the configuration in force, without its secrets.
    Show,
}

/// Runs a command.
pub(crate) fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Serve(options) => serve::run(&load(&cli.source)?, &options),
        Command::Migrate => migrate::run(&load(&cli.source)?),
        Command::Check => check::run(&load(&cli.source)?),
        Command::Config(ConfigCommand::Schema) => system::print(&config::schema()),
        Command::Config(ConfigCommand::Show) => {
            let shown = config::show(cli.source.config.as_deref()).map_err(Failure::Config)?;
            system::print(&shown)?;
            check::print_changes(&load(&cli.source)?)
        }
        Command::Admin(command) => admin::run(command, &cli.source),
    }
}

/// The configuration, or everything that is wrong with it.
pub(crate) fn load(source: &Source) -> Result<config::Config, Failure> {
    config::load(source.config.as_deref()).map_err(Failure::Config)
}
