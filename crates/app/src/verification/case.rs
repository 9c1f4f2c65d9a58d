//! What the verification puts in front of operators.

use okno_domain::{account::AccountId, verification::CheckId};
use okno_store::{
    Tx,
    operator_case::{self as store, CaseRow},
};
use serde_json::{Value, json};

use crate::{context::Cx, error::Result};

/// A document that no registry knows, or a registry that is not there (R211).
pub(super) const MANUAL: &str = "verification_manual";
/// No answer within the longest time (R108).
pub(super) const OVERDUE: &str = "verification_overdue";
/// Answers that contradict each other.
pub(super) const CONTRADICTION: &str = "verification_contradiction";
/// A registry refuses our requests: its keys or ours are wrong. One case for the registry, however many wait for it.
const REFUSED: &str = "verification_refused";

/// The cases that a check can be in front of operators with.
const OF_CHECKS: [&str; 3] = [MANUAL, OVERDUE, CONTRADICTION];

/// Opens a case about a check, unless it is open.
pub(super) async fn open(
    tx: &mut Tx,
    cx: &Cx,
    kind: &str,
    account: AccountId,
    check: CheckId,
    detail: Value,
) -> Result<()> {
    insert(tx, cx, kind, (Some(account), check.to_string()), detail).await
}

/// A check is decided or put aside: nobody need look at it.
pub(super) async fn close_of(tx: &mut Tx, cx: &Cx, check: CheckId) -> Result<()> {
    for kind in OF_CHECKS {
        store::close_subject(tx, kind, &check.to_string(), cx.now).await?;
    }
    Ok(())
}

/// A registry refuses what we send. Trying again can only help after somebody has put keys or data right; they must
/// learn of it.
pub(super) async fn registry_refuses(tx: &mut Tx, cx: &Cx, registry: &str, check: CheckId, reason: &str) -> Result<()> {
    let detail = json!({ "reason": reason, "check": check });
    insert(tx, cx, REFUSED, (None, registry.to_owned()), detail).await
}

/// A registry has done what it was asked.
pub(super) async fn registry_works(tx: &mut Tx, cx: &Cx, registry: &str) -> Result<()> {
    Ok(store::close_subject(tx, REFUSED, registry, cx.now).await?)
}

async fn insert(
    tx: &mut Tx,
    cx: &Cx,
    kind: &str,
    (account, subject): (Option<AccountId>, String),
    detail: Value,
) -> Result<()> {
    let case = CaseRow { id: cx.fresh_id(), kind: kind.to_owned(), account, subject, detail, opened_at: cx.now };
    store::open(tx, &case).await?;
    Ok(())
}
