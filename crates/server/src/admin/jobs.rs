//! `okno admin jobs`: work that was given up.

use std::time::Duration;

use clap::Subcommand;
use okno_app::{
    Client, Cx,
    job::{self, JobId},
};
use okno_domain::locale::Locale;

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// What to do with jobs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List jobs that were given up, the newest first: id, kind, attempts, when, why. Without personal data.
    Dead {
        /// At most this many.
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
    /// Put one of them back into the queue, when what stood in its way is gone.
    Retry {
        /// Its id.
        job: JobId,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        let app = wiring::app(&config, store).await?;
        let client = Client { request_id: "admin".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        match command {
            Command::Dead { most } => {
                let dead = job::dead(&cx, i64::from(*most)).await?;
                for it in &dead {
                    let (id, name, attempts) = (it.job.id, &it.job.name, it.job.attempts);
                    system::print(&format!("{id}\t{name}\t{attempts}\t{}\t{}", it.at, it.reason))?;
                }
                system::print(&format!("{} given up", dead.len()))
            }
            Command::Retry { job } => {
                job::revive(&cx, *job).await?;
                system::print(&"in the queue again".to_owned())
            }
        }
    })
}
