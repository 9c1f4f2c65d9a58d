//! `okno admin queue`: what waits for operators (R108).

use std::time::Duration;

use clap::{Subcommand, ValueEnum};
use okno_app::{Client, Cx, verification};
use okno_domain::{account::AccountId, locale::Locale, verification::CheckId};
use okno_store::{Store, operator_case};

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// What to do with the queue.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List open cases, the oldest first: id, kind, account, what it is about, since when. Without personal data.
    List {
        /// At most this many.
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
    /// Decide a check that no registry answers, with the document at hand: the person's level follows.
    Decide {
        /// The account, as the case names it.
        #[arg(long)]
        account: AccountId,
        /// The check: what the case is about.
        #[arg(long)]
        check: CheckId,
        /// What was found.
        #[arg(long)]
        verdict: Verdict,
        /// Who decides; it is written into the account's history.
        #[arg(long)]
        operator: String,
    },
}

/// What an operator found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verdict {
    /// The document is what was entered.
    Right,
    /// It is not.
    Wrong,
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        match command {
            Command::List { most } => list(&store, *most).await,
            Command::Decide { account, check, verdict, operator } => {
                let app = wiring::app(&config, store).await?;
                let client = Client { request_id: "admin".to_owned(), ..Client::default() };
                let cx = Cx::begin(&app, Locale::default(), client);
                let is_right = *verdict == Verdict::Right;
                verification::decide(&cx, operator, *account, *check, is_right).await?;
                system::print(&"decided".to_owned())
            }
        }
    })
}

async fn list(store: &Store, most: u16) -> Outcome {
    let cases = operator_case::list(&mut store.read().await?, i64::from(most)).await?;
    for case in &cases {
        let account = case.account.map_or_else(|| "-".to_owned(), |account| account.to_string());
        let case = format!("{}\t{}\t{account}\t{}\t{}", case.id, case.kind, case.subject, case.opened_at);
        system::print(&case)?;
    }
    system::print(&format!("{} open", cases.len()))
}
