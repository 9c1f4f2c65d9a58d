//! `okno admin messages`: what became of messages, without addresses and contents.

use std::time::Duration;

use clap::Args;
use okno_store::{Store, outgoing_message};

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// What to show. Messages of the last 30 days are known.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// At most this many of those that did not reach their readers, the newest first.
    #[arg(long, default_value_t = 100)]
    most: u16,
}

pub(super) fn run(options: &Options, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        list(&store, options.most).await
    })
}

async fn list(store: &Store, most: u16) -> Outcome {
    let mut read = store.read().await?;
    for ([channel, state, delivery], count) in outgoing_message::count(&mut read).await? {
        system::print(&format!("{channel}\t{state}\t{delivery}\t{count}"))?;
    }
    let lost = outgoing_message::lost(&mut read, i64::from(most)).await?;
    for message in &lost {
        let (state, delivery) = (&message.state, &message.delivery);
        let at = message.finished_at;
        system::print(&format!("{}\t{}\t{}\t{state}\t{delivery}\t{at}", message.id, message.channel, message.kind))?;
    }
    system::print(&format!("{} not delivered", lost.len()))
}
