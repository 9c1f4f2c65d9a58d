//! The silent call for help (docs/decisions/0003): an operator who is forced to sign in types the password with the
//! ending agreed on. Everything goes on as always; a case is opened for those who may know, and every act of the session
//! is marked. Nothing that any page shows depends on it.

use okno_domain::{account::AccountId, operator::OperatorId};
use okno_store::{
    Tx,
    operator_case::{self, CaseRow},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    SignedIn,
    audit::{self, By},
};
use crate::{context::Cx, error::Result};

/// The act in the operator's record.
pub(super) const ACT: &str = "alarm";
/// The kind of the case.
pub(super) const CASE: &str = "operator_alarm";

/// The ending was typed: opens a case about this sign-in or session, once.
pub(super) async fn raise(tx: &mut Tx, cx: &Cx, operator: OperatorId, by: By<'_>, about: Uuid) -> Result<()> {
    let detail = json!({
        "operator": operator,
        "login_name": by.actor,
        "center": by.center,
        "network": cx.client.network,
    });
    let case = CaseRow {
        id: cx.fresh_id(),
        kind: CASE.to_owned(),
        account: None,
        subject: about.to_string(),
        detail,
        opened_at: cx.now,
    };
    operator_case::open(tx, &case).await?;
    audit::record_on(tx, cx, operator, by, ACT, &format!("raised {about}")).await
}

/// Marks an act of a session that calls for help, so that what was done under it is found and can be taken back.
pub(super) async fn mark(
    tx: &mut Tx,
    cx: &Cx,
    operator: &SignedIn,
    what: &str,
    account: Option<AccountId>,
) -> Result<()> {
    if !operator.alarm {
        return Ok(());
    }
    let whom = account.map(|account| format!(" {account}")).unwrap_or_default();
    audit::record(tx, cx, operator, ACT, &format!("under {what}{whom}")).await
}
