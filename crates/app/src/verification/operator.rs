//! An operator decides what no registry can (R108, R211).

use okno_domain::{account::AccountId, refusal::Refuse, verification::CheckId};

use super::{load_of_check, settle};
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
    let loaded = load_of_check(&mut tx, cx, account, check).await?.ok_or(Error::NotFound)?;
    let next = loaded.verification().clone().decided(check, is_right, cx.now);
    let next = next.map_err(|refusal| Error::Refused(refusal.refusal()))?;
    let step = settle::Step {
        actor: Actor::Operator(operator.to_owned()),
        act: if is_right { "check-accepted" } else { "check-refused" },
        detail: check.to_string(),
        check: Some(check),
    };
    settle::settle(&mut tx, cx, &loaded, next, step).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(())
}
