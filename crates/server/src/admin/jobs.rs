//! `okno admin jobs`: work that was given up.

use std::time::Duration;

use clap::{Args, Subcommand};
use okno_app::{
    Client, Cx,
    job::{
        self, JobId,
        desk::{self, What, Which, Who},
    },
};
use okno_domain::{locale::Locale, operator::LoginName};

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// What to do with jobs that were given up.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List jobs that were given up, the newest first: id, kind, attempts, when, why. Without personal data.
    Dead {
        /// At most this many.
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
    /// Put them back into the queue, when what stood in their way is gone.
    Retry {
        #[command(flatten)]
        which: Chosen,
    },
    /// Drop them for good.
    Drop {
        #[command(flatten)]
        which: Chosen,
        /// Why; it is written into the operator's record.
        #[arg(long)]
        reason: String,
    },
}

/// Which jobs, and in whose name.
#[derive(Debug, Args)]
pub(crate) struct Chosen {
    /// Their ids.
    #[arg(required_unless_present = "kind", conflicts_with = "kind")]
    jobs: Vec<JobId>,
    /// All of this kind.
    #[arg(long)]
    kind: Option<String>,
    /// The login name of the operator in whose record it is written.
    #[arg(long)]
    operator: Option<LoginName>,
}

async fn settle(cx: &Cx, chosen: &Chosen, what: &What) -> Outcome {
    let who = Who::at_the_machine(cx, chosen.operator.as_ref()).await?;
    let which = match &chosen.kind {
        Some(kind) => Which::Kind(kind.clone()),
        None => {
            let mut found = Vec::new();
            for job in &chosen.jobs {
                found.push(desk::find(cx, *job).await?);
            }
            Which::Chosen(found)
        }
    };
    let settled = desk::settle(cx, who, &which, what).await?;
    let said = match what {
        What::Retry => "in the queue again",
        What::Drop { .. } => "dropped",
    };
    system::print(&format!("{} {said}", settled.done))
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
            Command::Retry { which } => settle(&cx, which, &What::Retry).await,
            Command::Drop { which, reason } => settle(&cx, which, &What::Drop { reason: reason.clone() }).await,
        }
    })
}
