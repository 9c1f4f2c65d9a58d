//! `okno admin audit`: whether the records of accounts are whole (decision 15).

use std::time::Duration;

use clap::Subcommand;
use okno_app::{Client, Cx, account, audit, evidence, operator};
use okno_domain::{account::AccountId, locale::Locale};

use crate::{
    Outcome,
    cli::{self, Source},
    exit::Failure,
    serve, system, wiring,
};

/// How many accounts are read at a time.
const STEP: i64 = 500;

/// What to do with the records.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the chain of each audit trail, of accounts and of operators, the signature of each piece of evidence, and that the level of each account
    /// follows from its evidence. Ends with an error when something is wrong.
    Verify {
        /// Only this account; all of them otherwise.
        #[arg(long)]
        account: Option<AccountId>,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let Command::Verify { account: only } = command;
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        let app = wiring::app(&config, store).await?;
        let client = Client { request_id: "admin".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        let (mut checked, mut wrong) = (0_u64, 0_u64);
        if let Some(id) = only {
            wrong += verify(&cx, *id).await?;
            checked = 1;
        } else {
            let mut after = None;
            loop {
                let page = account::page(&cx, after, STEP).await?;
                let Some(last) = page.last() else { break };
                after = Some(*last);
                for id in page {
                    wrong += verify(&cx, id).await?;
                    checked += 1;
                }
            }
        }
        if only.is_none() {
            wrong += verify_operators(&cx).await?;
        }
        system::print(&format!("{checked} accounts checked, {wrong} faults"))?;
        if wrong == 0 { Ok(()) } else { Err(Failure::Check(usize::try_from(wrong).unwrap_or(usize::MAX))) }
    })
}

/// Prints what is wrong with the records of an account; returns how many faults there are.
async fn verify(cx: &Cx, id: AccountId) -> Result<u64, Failure> {
    let mut read = cx.app.store.read().await?;
    let mut faults = 0;
    if let Err(fault) = audit::verify(&mut read, id).await? {
        system::print(&format!("{id}\taudit\t{fault:?}"))?;
        faults += 1;
    }
    let account = match account::get(&mut read, id).await {
        Ok(account) => account,
        // Of a deleted account only the trail is left.
        Err(okno_app::Error::NotFound) => return Ok(faults),
        Err(error) => return Err(error.into()),
    };
    if let Err(fault) = evidence::verify(&mut read, cx, &account).await? {
        system::print(&format!("{id}\tevidence\t{fault:?}"))?;
        faults += 1;
    }
    Ok(faults)
}

/// Prints what is wrong with the records of operators (R135); returns how many faults there are.
async fn verify_operators(cx: &Cx) -> Result<u64, Failure> {
    let (mut after, mut faults) = (None, 0);
    loop {
        let page = operator::admin::list(cx, after).await?;
        let Some(last) = page.last() else { return Ok(faults) };
        after = Some(last.id);
        for listed in &page {
            let mut read = cx.app.store.read().await?;
            if let Err(fault) = operator::audit::verify(&mut read, listed.id).await? {
                system::print(&format!("{}\toperator\t{fault:?}", listed.login_name))?;
                faults += 1;
            }
        }
    }
}
