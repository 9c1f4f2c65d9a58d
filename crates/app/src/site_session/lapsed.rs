//! Sessions that end by themselves: nobody writes down that nobody was there, so a periodic job looks.

use std::collections::BTreeSet;

use okno_domain::{
    account::AccountId,
    session::{EndReason, SessionId},
    time::{SignedDuration, after},
};
use okno_store::{session as sessions, session_site as store};
use serde::{Deserialize, Serialize};

use super::{
    end::{end, may_end},
    note::{Reason, of_ended},
};
use crate::{
    context::Cx,
    error::{Error, Result},
    job::{Done, Job, JobError, Retry},
    session,
};

/// Sessions that one run looks at.
const STEP: i64 = 200;
/// The pause between runs: so much later than the session's end a site hears of it at most.
const PAUSE: SignedDuration = SignedDuration::from_secs(20);
/// One that cannot be looked at is put off by this much: it must not take the place of others in each run.
const PUT_OFF: SignedDuration = SignedDuration::from_mins(10);

/// Ends sessions with sites that are over by time, so that the sites are told; and tells of sessions that ended in another way
/// without a word.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndLapsedSessions {}

impl Job for EndLapsedSessions {
    const NAME: &'static str = "end-lapsed-sessions";
    const RETRY: Retry = Retry::exponential(20, 600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let due = {
            let mut read = cx.app.store.read().await.map_err(Error::from)?;
            store::due(&mut read, cx.now, STEP).await.map_err(Error::from)?
        };
        let is_full = i64::try_from(due.len()).unwrap_or(STEP) >= STEP;
        let each: BTreeSet<(AccountId, SessionId)> = due.into_iter().collect();
        for (account, root) in each {
            // One that cannot be ended must not keep the others from their end.
            if let Err(error) = cx.again(|| look(cx, account, root)).await {
                tracing::warn!(%account, %error, "a session cannot be looked at");
                put_off(cx, account, root).await?;
            }
        }
        // A full step means that more may be left: go on soon.
        let pause = if is_full { SignedDuration::from_secs(1) } else { PAUSE };
        Ok(Done::Again(after(cx.now, pause)))
    }
}

async fn put_off(cx: &Cx, account: AccountId, root: SessionId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    store::look_again(&mut tx, account, root, after(cx.now, PUT_OFF)).await?;
    cx.commit(tx).await
}

/// Looks at one session, in a transaction of its own.
async fn look(cx: &Cx, account: AccountId, root: SessionId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    // Nobody renews it meanwhile.
    sessions::hold(&mut tx, account, root).await?;
    match sessions::of_root(&mut tx, account, root).await? {
        Some((_, times, true)) if times.is_open(cx.now, session::rule(cx)) => {
            let look_at = may_end(cx, times.seen_at, times.expires_at);
            store::look_again(&mut tx, account, root, look_at).await?;
        }
        Some((session, ..)) => {
            end(&mut tx, cx, account, session, EndReason::Time).await?;
        }
        None => {
            of_ended(&mut tx, cx, account, Reason::Ended(EndReason::Time)).await?;
        }
    }
    cx.commit(tx).await
}
