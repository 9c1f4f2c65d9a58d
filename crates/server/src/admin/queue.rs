//! `okno admin queue`: what waits for operators (R108).

use std::time::Duration;

use clap::Subcommand;
use okno_store::operator_case;

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// What to do with the queue.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List open cases, the oldest first: id, kind, what it is about, since when. Without personal data.
    List {
        /// At most this many.
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let Command::List { most } = command;
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        let cases = operator_case::list(&mut store.read().await?, i64::from(*most)).await?;
        for case in &cases {
            system::print(&format!("{}\t{}\t{}\t{}", case.id, case.kind, case.subject, case.opened_at))?;
        }
        system::print(&format!("{} open", cases.len()))
    })
}
