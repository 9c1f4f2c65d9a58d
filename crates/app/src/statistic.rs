//! Counting what happens, and reading the numbers (docs/decisions/0012).
//!
//! A use case counts in its own transaction, so an act that is not kept is not counted, and one that is repeated is
//! counted once. No counter holds anything of a person.

mod export;
mod report;

use okno_domain::{
    id::Id,
    operator::CenterId,
    statistic::{Area, CenterKind, Kind, SHARDS, day_of, shard_of},
};
use okno_store::{Tx, statistic as store};

use crate::{
    account::Account,
    context::Cx,
    error::{Error, Result},
};

pub use export::export;
pub use report::{CenterLine, MOST_CENTERS, Report, Slice, report};

/// Counts an act of somebody, at the commit of its transaction.
pub(crate) fn count<T>(tx: &mut Tx, cx: &Cx, whose: Id<T>, kind: Kind, dimension: &str) {
    store::raise(tx, shard_of(whose.uuid().into_bytes()), day_of(cx.now), kind, dimension);
}

/// Counts an act of the holder of an account; those who are made up do not count.
pub(crate) fn count_person(tx: &mut Tx, cx: &Cx, account: &Account, kind: Kind, dimension: &str) {
    if account.made_up.is_none() {
        count(tx, cx, account.id, kind, dimension);
    }
}

/// Counts a refusal to the holder of an account; those who are made up do not count.
pub(crate) fn count_failure_of_person(tx: &mut Tx, cx: &Cx, account: &Account, area: Area, code: &str) {
    if account.made_up.is_none() {
        count_failure(tx, cx, account.id, area, code);
    }
}

/// Counts what was done at a center.
pub(crate) fn count_at(tx: &mut Tx, cx: &Cx, center: CenterId, kind: CenterKind) {
    store::raise_at(tx, center, day_of(cx.now), kind);
}

/// Counts a refusal in a transaction that keeps something of it, such as the failed attempt.
pub(crate) fn count_failure<T>(tx: &mut Tx, cx: &Cx, whose: Id<T>, area: Area, code: &str) {
    count(tx, cx, whose, Kind::Failure, &format!("{}.{code}", area.name()));
}

/// The same where it is not known whose it is: `hash` stands for what was typed.
pub(crate) fn count_failure_of(tx: &mut Tx, cx: &Cx, hash: &[u8; 32], area: Area, code: &str) {
    let [.., last] = hash;
    store::raise(tx, last % SHARDS, day_of(cx.now), Kind::Failure, &format!("{}.{code}", area.name()));
}

/// Counts the refusal of a use case that keeps nothing, in a transaction of its own; what the person is told does not
/// depend on it.
pub(crate) async fn counting_refusals<T, R>(
    cx: &Cx,
    whose: Id<T>,
    area: Area,
    done: impl Future<Output = Result<R>>,
) -> Result<R> {
    let done = done.await;
    if let Err(Error::Refused(refusal)) = &done
        && let Err(error) = count_alone(cx, whose, area, refusal.code).await
    {
        tracing::warn!(%error, area = area.name(), "a refusal was not counted");
    }
    done
}

async fn count_alone<T>(cx: &Cx, whose: Id<T>, area: Area, code: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    count_failure(&mut tx, cx, whose, area, code);
    Ok(tx.commit().await?)
}
