//! Jobs: reactions to what happened, written in the same transaction (the outbox) and run with leases (decision 8).
//!
//! A job is a struct of ids with a name that never changes. It may run twice, so each is idempotent. It is never run
//! while a lock or a transaction is held.

pub mod desk;
mod lane;
mod runner;
mod schedule;

use std::{future::Future, sync::Arc};

use okno_domain::time::{Timestamp, after};
use okno_store::{Tx, job as store};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::Notify;

pub use lane::Lane;
pub use runner::{Runner, RunnerStats, registry_of_jobs};
pub use schedule::enqueue_periodic;

use crate::{
    context::Cx,
    error::{Error, Result},
    settings::seconds,
};

/// What a job did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its work.
    Did,
    /// Nothing was left to do.
    Nothing,
    /// Its work is not over; it runs again at this instant, with its attempts counted anew.
    Again(Timestamp),
}

/// Why a job is not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may succeed later.
    #[error("later: {reason}")]
    Later {
        /// For the log and the operators; no personal data.
        reason: String,
        /// The outside system's wish for a pause, seconds.
        pause_seconds: Option<u32>,
    },
    /// It can never succeed.
    #[error("failed: {0}")]
    Failed(String),
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        match error {
            Error::Bug(reason) => Self::Failed(reason),
            other => Self::Later { reason: other.to_string(), pause_seconds: None },
        }
    }
}

/// How a job is tried again: pauses that double from `first` to `longest` seconds, at most `attempts` times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    first: u32,
    longest: u32,
    attempts: u32,
}

impl Retry {
    /// Pauses in seconds that double from `first` to `longest`; after `attempts` the job is dead.
    pub const fn exponential(first: u32, longest: u32, attempts: u32) -> Self {
        Self { first, longest, attempts }
    }

    /// When to try again after this many attempts; `None` when it was the last.
    pub fn next(self, attempts: i64, now: Timestamp, wish: Option<u32>) -> Option<Timestamp> {
        let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
        if attempts >= self.attempts {
            return None;
        }
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1).min(20)).unwrap_or(u32::MAX);
        let pause = self.first.saturating_mul(factor).min(self.longest);
        Some(after(now, seconds(pause.max(wish.unwrap_or(0).min(24 * 3600)))))
    }
}

/// A kind of job.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the database, for ever.
    const NAME: &'static str;
    /// How it is tried again.
    const RETRY: Retry;

    /// Jobs with one mark are one job while it waits; none by default.
    fn mark(&self) -> Option<String> {
        None
    }

    /// What it waits for.
    fn lane(&self) -> Lane {
        Lane::Own
    }

    /// Does the work.
    fn run(&self, cx: &Cx) -> impl Future<Output = std::result::Result<Done, JobError>> + Send;

    /// What to do when it has failed for good; nothing by default.
    fn give_up(&self, _cx: &Cx, _reason: &str) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// Enqueues a job to run as soon as the transaction is committed.
pub async fn enqueue<J: Job>(tx: &mut Tx, cx: &Cx, job: &J) -> Result<()> {
    enqueue_at(tx, cx, job, cx.now).await
}

/// Enqueues a job to run at `at`.
pub async fn enqueue_at<J: Job>(tx: &mut Tx, cx: &Cx, job: &J, at: Timestamp) -> Result<()> {
    let args = serde_json::to_value(job).map_err(|error| Error::Bug(format!("job {}: {error}", J::NAME)))?;
    let new = store::NewJob {
        id: cx.fresh_id(),
        name: J::NAME,
        args,
        dedupe: job.mark(),
        lane: job.lane().name(),
        run_at: at,
    };
    store::insert(tx, new, cx.now).await?;
    Ok(())
}

/// How the reason begins when every attempt of a job was used up in vain.
pub(crate) const USED_UP: &str = "every attempt used up: ";

/// The case that a job which was given up opens for the operators.
pub(crate) const CASE_DEAD: &str = "job_dead";

pub use okno_store::job::{DeadJob, JobId};

/// Jobs that were given up, the newest first.
pub async fn dead(cx: &Cx, most: i64) -> Result<Vec<DeadJob>> {
    Ok(store::list_dead(&mut cx.app.store.read().await?, most).await?)
}

/// Wakes the worker of this process when there is new work.
#[derive(Clone, Default)]
pub struct Wakeups(Arc<Notify>);

impl Wakeups {
    /// There is work.
    pub fn raise(&self) {
        self.0.notify_one();
    }

    /// Waits until there may be work.
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}

impl Cx {
    /// Commits, and only then wakes the worker, so that it finds what was enqueued. Where nothing was, it sleeps on: each time
    /// it wakes it asks the database for every lane.
    pub async fn commit(&self, tx: Tx) -> Result<()> {
        let leaves_work = tx.leaves_work();
        tx.commit().await?;
        if leaves_work {
            self.app.wakeups.raise();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R99: pauses double up to the longest, an outside system's wish is honoured, and attempts end.
    #[test]
    fn pauses_double_and_end() {
        let retry = Retry::exponential(60, 3600, 4);
        let now = Timestamp::UNIX_EPOCH;
        let pause = |attempts, wish| retry.next(attempts, now, wish).map(|at| at.duration_since(now).as_secs());
        assert_eq!(pause(1, None), Some(60));
        assert_eq!(pause(2, None), Some(120));
        assert_eq!(pause(3, Some(1000)), Some(1000));
        assert_eq!(pause(4, None), None);
        assert_eq!(Retry::exponential(60, 3600, 100).next(40, now, None), Some(after(now, seconds(3600))));
    }
}
