//! `okno admin queue`: what waits for operators (R108).

use std::time::Duration;

use clap::{Subcommand, ValueEnum};
use okno_app::{
    Client, Cx,
    verification::{self, AnswerSeen, CheckSeen},
};
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
    /// Show a check that waits: the data as submitted and what the registries said. The look is written into the account's
    /// history, where the person sees it.
    Show {
        /// The account, as the case names it.
        #[arg(long)]
        account: AccountId,
        /// The check: what the case is about.
        #[arg(long)]
        check: CheckId,
        /// Who looks.
        #[arg(long)]
        operator: String,
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
        if let Command::List { most } = command {
            return list(&store, *most).await;
        }
        let app = wiring::app(&config, store).await?;
        let client = Client { request_id: "admin".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        match command {
            Command::List { .. } => Ok(()),
            Command::Show { account, check, operator } => {
                show(&verification::look(&cx, operator, *account, *check).await?)
            }
            Command::Decide { account, check, verdict, operator } => {
                let is_right = *verdict == Verdict::Right;
                verification::decide(&cx, operator, *account, *check, is_right).await?;
                system::print(&"decided".to_owned())
            }
        }
    })
}

fn show(seen: &CheckSeen) -> Outcome {
    let CheckSeen { id, kind, status, finding, submitted_at, form, answers } = seen;
    let finding = finding.unwrap_or("-");
    system::print(&format!("check\t{id}\t{}\t{}\t{finding}\tsent {submitted_at}", kind.name(), status.name()))?;
    for field in form.fields() {
        system::print(&format!("{field}\t{}", form.value(field)))?;
    }
    for AnswerSeen { result, reception, answered_at } in answers {
        system::print(&format!("answer\t{result}\t{reception}\t{answered_at}"))?;
    }
    Ok(())
}

async fn list(store: &Store, most: u16) -> Outcome {
    let cases = operator_case::list(&mut store.read().await?, i64::from(most)).await?;
    for case in &cases {
        let account = case.account.map_or_else(|| "-".to_owned(), |account| account.to_string());
        let case =
            format!("{}\t{}\t{account}\t{}\t{}\t{}", case.id, case.kind, case.subject, case.opened_at, case.detail);
        system::print(&case)?;
    }
    system::print(&format!("{} open", cases.len()))
}
