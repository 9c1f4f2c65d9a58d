//! The clock over the registries: the deadline of a submission (R108), and checks that lost work has left behind (R99).

use okno_domain::{
    account::AccountId,
    time::{HOUR, SignedDuration, after},
    verification::{VerificationId, VerificationRefusal, VerificationStatus},
};
use okno_store::verification::{self as store, StuckCheck};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{AskRegistry, PollAnswer, case, load, settle};
use crate::{
    audit::Actor,
    context::Cx,
    error::{Error, Result},
    job::{self, Done, Job, JobError, Retry},
};

/// Hands what has no answer at the deadline of a submission to the operators.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Overdue {
    /// Whose submission.
    pub account: AccountId,
    /// Which.
    pub verification: VerificationId,
}

impl Job for Overdue {
    const NAME: &'static str = "verification-overdue";
    const RETRY: Retry = Retry::exponential(10, 600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(format!("verification-overdue:{}", self.verification))
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        Ok(cx.again(|| self.escalate(cx)).await?)
    }
}

impl Overdue {
    async fn escalate(&self, cx: &Cx) -> Result<Done> {
        let mut tx = cx.app.store.write().await?;
        let Some(loaded) = load(&mut tx, cx, self.account, self.verification).await? else { return Ok(Done::Nothing) };
        let before = loaded.verification().clone();
        let next = match before.clone().overdue(cx.now) {
            Ok(next) => next,
            Err(VerificationRefusal::NotOverdue) => return Ok(Done::Again(before.deadline_at)),
            Err(_) => return Ok(Done::Nothing),
        };
        for (old, new) in before.checks.iter().zip(&next.checks) {
            if old.status != new.status && new.status == VerificationStatus::NeedsOperator {
                let detail = json!({ "kind": new.kind.name(), "was": old.status.name(), "ticket": new.ticket });
                case::open(&mut tx, cx, case::OVERDUE, self.account, new.id, detail).await?;
            }
        }
        let step = settle::Step {
            actor: Actor::System,
            act: "verification-overdue",
            detail: self.verification.to_string(),
            check: None,
        };
        settle::settle(&mut tx, cx, &loaded, next, step).await?;
        cx.commit(tx).await?;
        cx.app.signals.raise(self.account);
        Ok(Done::Did)
    }
}

/// How many checks one run looks at.
const STEP: i64 = 200;

/// Finds unanswered checks to which nothing has happened in time and puts their work back into the queue. Work that is there
/// is recognised by its mark and not doubled.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReconcileVerifications {}

impl Job for ReconcileVerifications {
    const NAME: &'static str = "reconcile-verifications";
    const RETRY: Retry = Retry::exponential(60, 3600, u32::MAX);

    fn mark(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }

    async fn run(&self, cx: &Cx) -> std::result::Result<Done, JobError> {
        let mut read = cx.app.store.read().await.map_err(Error::from)?;
        let stuck = store::stuck(&mut read, cx.now, STEP).await.map_err(Error::from)?;
        drop(read);
        let is_full = i64::try_from(stuck.len()).unwrap_or(STEP) >= STEP;
        for check in stuck {
            match put_back(cx, check).await {
                // Somebody is working on it: it is not stuck.
                Ok(()) | Err(Error::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let pause = if is_full { SignedDuration::from_secs(1) } else { SignedDuration::from_mins(5) };
        Ok(Done::Again(after(cx.now, pause)))
    }
}

async fn put_back(cx: &Cx, StuckCheck { account, check, verification }: StuckCheck) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, account, verification).await?;
    let awaited = row.as_ref().filter(|row| {
        let is_open = row.verification.check(check).is_some_and(|check| check.status.is_open());
        row.verification.asks(check, cx.now) || (is_open && row.verification.is_in_force())
    });
    let Some(row) = awaited else {
        store::put_off(&mut tx, account, check, None).await?;
        return cx.commit(tx).await;
    };
    tracing::warn!(%check, "nothing has happened to a check in time; its work is put back");
    let ticket = row.verification.check(check).and_then(|check| check.ticket.clone());
    let is_open = row.verification.check(check).is_some_and(|check| check.status.is_open());
    if is_open && cx.now >= row.verification.deadline_at {
        job::enqueue(&mut tx, cx, &Overdue { account, verification }).await?;
    } else if let Some(ticket) = ticket {
        job::enqueue(&mut tx, cx, &PollAnswer { account, check, ticket }).await?;
    } else {
        job::enqueue(&mut tx, cx, &AskRegistry { account, check }).await?;
    }
    store::put_off(&mut tx, account, check, Some(after(cx.now, HOUR))).await?;
    cx.commit(tx).await
}
