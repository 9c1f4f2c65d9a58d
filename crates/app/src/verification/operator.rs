//! An operator decides what no registry can (R108, R211).

use okno_domain::{account::AccountId, refusal::Refuse, verification::CheckId};
use okno_store::{Tx, verification as store};

use super::{load, load_of_check, settle};
use crate::{
    audit::Actor,
    context::Cx,
    error::{Error, Result},
};

/// Accepts or refuses a document whose check waits for an operator. Refused when the check does not wait.
pub async fn decide(cx: &Cx, operator: &str, account: AccountId, check: CheckId, is_right: bool) -> Result<()> {
    cx.again(|| decide_once(cx, operator, account, check, is_right)).await
}

async fn decide_once(cx: &Cx, operator: &str, account: AccountId, check: CheckId, is_right: bool) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    decided(&mut tx, cx, (account, check), is_right, step_of(operator, check, is_right)).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(())
}

/// The decision as it is written down.
pub(super) fn step_of(operator: &str, check: CheckId, is_right: bool) -> settle::Step {
    settle::Step {
        actor: Actor::Operator(operator.to_owned()),
        act: if is_right { "check-accepted" } else { "check-refused" },
        detail: check.to_string(),
        check: Some(check),
    }
}

/// Decides in the caller's transaction. Returns whether the submission had taken effect before.
pub(super) async fn decided(
    tx: &mut Tx,
    cx: &Cx,
    (account, check): (AccountId, CheckId),
    is_right: bool,
    step: settle::Step,
) -> Result<bool> {
    let loaded = load_of_check(tx, cx, account, check).await?.ok_or(Error::NotFound)?;
    let next = loaded.verification().clone().decided(check, is_right, cx.now);
    let next = next.map_err(|refusal| Error::Refused(refusal.refusal()))?;
    let took_effect = loaded.verification().effect.is_some();
    settle::settle(tx, cx, &loaded, next, step).await?;
    Ok(took_effect)
}

/// The submission that the data in force of an account rest on is found wrong, in the caller's transaction: its evidence is
/// withdrawn, and data, SNILS and level follow. Refused when there is none.
pub(crate) async fn found_wrong(tx: &mut Tx, cx: &Cx, account: AccountId, operator: &str) -> Result<()> {
    let row = store::in_effect(tx, account).await?.ok_or(Error::NotFound)?;
    let loaded = load(tx, cx, account, row.verification.id).await?.ok_or(Error::NotFound)?;
    let next = loaded.verification().clone().found_wrong(cx.now);
    let next = next.map_err(|refusal| Error::Refused(refusal.refusal()))?;
    let step = settle::Step {
        actor: Actor::Operator(operator.to_owned()),
        act: "check-refused",
        detail: row.verification.id.to_string(),
        check: None,
    };
    settle::settle(tx, cx, &loaded, next, step).await
}
