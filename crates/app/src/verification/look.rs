//! What an operator sees of a check that waits for them: the data as submitted and what the registries said (R108, R109,
//! R211).

use okno_domain::{
    account::AccountId,
    person::form::PersonForm,
    time::Timestamp,
    verification::{CheckId, CheckKind, Finding, VerificationStatus},
};
use okno_store::{Read, verification as store};

use super::load_of_check;
use crate::{
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
};

/// A signed answer that was kept.
#[derive(Clone, Debug)]
pub struct AnswerSeen {
    /// `match`, `mismatch` or `no_data`.
    pub result: String,
    /// `taken`, `repeated`, `contradiction` or `late`.
    pub reception: String,
    /// When the registry made it.
    pub answered_at: Timestamp,
}

/// A check with what is needed to decide it.
#[derive(Clone, Debug)]
pub struct CheckSeen {
    /// The number of the request (R109).
    pub id: CheckId,
    /// What is checked.
    pub kind: CheckKind,
    /// Where it stands.
    pub status: VerificationStatus,
    /// The finding, if there is one.
    pub finding: Option<&'static str>,
    /// When the person sent the data.
    pub submitted_at: Timestamp,
    /// The form as submitted.
    pub form: PersonForm,
    /// Every answer that came, in order.
    pub answers: Vec<AnswerSeen>,
}

/// Shows a check to an operator. The look is an entry in the person's audit trail, which they see (decision 15).
pub async fn look(cx: &Cx, operator: &str, account: AccountId, check: CheckId) -> Result<CheckSeen> {
    let mut tx = cx.app.store.write().await?;
    let seen = seen(&mut tx, cx, account, check).await?;
    let actor = Actor::Operator(operator.to_owned());
    let act = Act { actor, act: "operator-looked", detail: check.to_string() };
    audit::record(&mut tx, cx, account, act).await?;
    cx.commit(tx).await?;
    Ok(seen)
}

/// A check as an operator sees it. The caller writes the look down, in the same transaction.
pub(super) async fn seen(read: &mut Read, cx: &Cx, account: AccountId, check: CheckId) -> Result<CheckSeen> {
    let loaded = load_of_check(read, cx, account, check).await?.ok_or(Error::NotFound)?;
    let answers = store::answers(read, account, check).await?;
    let verification = loaded.verification();
    let state = verification.check(check).ok_or(Error::NotFound)?;
    Ok(CheckSeen {
        id: check,
        kind: state.kind,
        status: state.status,
        finding: state.finding.as_ref().map(Finding::name),
        submitted_at: verification.submitted_at,
        form: PersonForm::of(&loaded.data()?),
        answers: answers
            .into_iter()
            .map(|row| AnswerSeen { result: row.result, reception: row.reception, answered_at: row.answered_at })
            .collect(),
    })
}
