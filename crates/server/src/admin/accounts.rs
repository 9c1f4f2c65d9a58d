//! `okno admin generate-accounts`: makes a large database to measure on.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use okno_app::{config::SecretSource, generate};

use crate::{
    Outcome,
    cli::{self, Source},
    exit::Failure,
    serve, system, wiring,
};

/// How many accounts, and how one signs in to them. Their phones are the never dialable +7 000 numbers, counted up; to
/// sign in by one, `[contact] phone_test_numbers` must be on.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many.
    count: u32,
    /// The number of the first.
    #[arg(long, default_value_t = 0)]
    from: u32,
    /// A file that holds the password of all of them.
    #[arg(long)]
    password_file: PathBuf,
    /// The surname of all of them.
    #[arg(long, default_value = "Test")]
    family_name: String,
    /// The first name of all of them.
    #[arg(long, default_value = "Test")]
    given_name: String,
}

pub(super) fn run(options: &Options, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    let password = SecretSource::file(options.password_file.clone()).read();
    let password = password.map_err(|fault| Failure::Config(vec![fault.to_string()]))?;
    serve::runtime(4)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        wiring::schema(&config, &store).await?;
        let app = wiring::app(&config, store).await?;
        let names = (options.family_name.as_str(), options.given_name.as_str());
        let told = |made: u32| tracing::info!(made, "accounts made");
        let made = generate::accounts(&app, options.from, options.count, &password, names, told).await?;
        system::print(&format!("{made} accounts"))
    })
}
