//! Proofs of identity whose time has run out (R149).

use okno_domain::{
    account::AccountId,
    confirmation::{ConfirmationEvent, ConfirmationId, ConfirmationStatus},
    time::{SignedDuration, after},
};
use okno_store::confirmation as store;
use serde::{Deserialize, Serialize};

use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Retry},
};

/// How many proofs one run looks at.
const STEP: i64 = 200;

/// Ends proofs whose time has run out. A code that is too old is refused without it; this only tidies up.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireConfirmations {}

impl Job for ExpireConfirmations {
    const NAME: &'static str = "expire-confirmations";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut is_full = false;
        for status in [ConfirmationStatus::Started, ConfirmationStatus::AwaitingCode] {
            let mut read = cx.app.store.read().await.map_err(Error::from)?;
            let over = store::overdue(&mut read, status, cx.now, STEP).await.map_err(Error::from)?;
            drop(read);
            is_full |= i64::try_from(over.len()).unwrap_or(STEP) >= STEP;
            for (account, id) in over {
                match expire(cx, account, id).await {
                    // Somebody was first.
                    Ok(()) | Err(Error::Conflict | Error::NotFound | Error::Refused(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        let pause = if is_full { SignedDuration::from_secs(1) } else { SignedDuration::from_mins(10) };
        Ok(Done::Again(after(cx.now, pause)))
    }
}

async fn expire(cx: &Cx, account: AccountId, id: ConfirmationId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, account).await?;
    let row = super::get(&mut tx, &account, id).await?;
    super::step(&mut tx, cx, &account, &row, ConfirmationEvent::TimeRanOut, true).await?;
    let act = Act::by_system("confirmation-expired").on(row.confirmation.method.name());
    audit::record(&mut tx, cx, account.id, act).await?;
    cx.commit(tx).await
}
