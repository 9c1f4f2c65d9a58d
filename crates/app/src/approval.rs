//! Four eyes: asking a second operator, deciding, and doing once what was agreed to.
//!
//! The use case of a sensitive act has two parts. The first one calls [`ask`] with everything that will be done as
//! `payload`; a colleague decides on the page `/operator/approvals` ([`decide`]). The second part calls [`execute`] with
//! the same payload in the transaction that does it: it fails unless exactly this was agreed to, and a second call fails
//! always.

use okno_domain::{
    account::AccountId,
    approval::{
        Approval, ApprovalId, ApprovalRefusal, ApprovalRequest, ApprovalState, SecondOperator, Subject, Wanted,
    },
    operator::{Act as OperatorAct, CenterId, OperatorRefusal, Role},
    visit::VisitId,
};
use okno_store::{
    Read, Tx,
    approval::{self as store, ApprovalRow},
    operator as operators,
};
use serde::Serialize;

use crate::{
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    operator::{self, SignedIn, audit as operator_audit},
    settings::{ends, minutes},
};

/// More requests than a page shows.
const MOST_LISTED: i64 = 100;

/// The keyed digest of what will be done. Keyed, because a payload may be personal data that can be guessed.
fn digest(cx: &Cx, id: ApprovalId, payload: &impl Serialize) -> Result<[u8; 32]> {
    let bytes =
        serde_json::to_vec(payload).map_err(|error| Error::Bug(format!("the payload of an approval: {error}")))?;
    Ok(cx.app.keys.secret_hash("approval", id, &bytes))
}

fn refused(refusal: ApprovalRefusal) -> Error {
    Error::refused(&refusal)
}

/// Asks a second operator. `detail` is what they read of it, without personal data. The operator must be fresh.
pub async fn ask(
    tx: &mut Tx,
    cx: &Cx,
    operator: &SignedIn,
    (act, subject): (OperatorAct, Subject),
    payload: &impl Serialize,
    detail: serde_json::Value,
) -> Result<ApprovalId> {
    operator.demand(act)?;
    operator.demand_fresh(cx)?;
    if let Subject::Account(account) = subject
        && operator::is_own_account(tx, operator, account).await?
    {
        return Err(Error::refused(&OperatorRefusal::Oneself));
    }
    let id = cx.fresh_id();
    let request = ApprovalRequest {
        act,
        subject,
        digest: digest(cx, id, payload)?,
        requested_by: operator.operator,
        center: operator.center,
        requested_at: cx.now,
        expires_at: ends(cx.now, minutes(cx.settings().operator.approval_minutes)),
    };
    let approval = Approval::ask(id, request).map_err(refused)?;
    store::insert(tx, &ApprovalRow { approval: approval.clone(), detail, version: 1 }).await?;
    note(tx, cx, operator, &approval, "approval-asked").await?;
    Ok(id)
}

/// Writes a step down: in the operator's record, and on the account it is about.
async fn note(tx: &mut Tx, cx: &Cx, operator: &SignedIn, approval: &Approval, step: &'static str) -> Result<()> {
    let act = approval.request.act.name();
    operator_audit::record(tx, cx, operator, step, &format!("{act} {}", approval.id)).await?;
    if let Subject::Account(account) = approval.request.subject {
        let on_account = Act { actor: operator.actor(), act: step, detail: act.to_owned() };
        audit::record(tx, cx, account, on_account).await?;
    }
    Ok(())
}

/// The operator as the second one.
struct Colleague<'a> {
    operator: &'a SignedIn,
    own_account: Option<AccountId>,
}

impl<'a> Colleague<'a> {
    async fn of(read: &mut Read, operator: &'a SignedIn) -> Result<Self> {
        Ok(Self { operator, own_account: operator::own_account(read, operator).await? })
    }

    fn for_request(&self, approval: &Approval) -> SecondOperator {
        let SignedIn { operator, role, center, .. } = self.operator;
        let is_subject = match approval.request.subject {
            Subject::Account(account) => self.own_account == Some(account),
            Subject::Operator(subject) => subject == *operator,
            Subject::Installation => false,
        };
        SecondOperator { operator: *operator, role: *role, center: *center, is_subject }
    }
}

/// The second operator agrees or does not. They must be fresh; a decision falls once.
pub async fn decide(
    cx: &Cx,
    operator: &SignedIn,
    (center, id): (Option<CenterId>, ApprovalId),
    agrees: bool,
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, center, id).await?.ok_or(Error::NotFound)?;
    // Who can compare, compares: `clerk::agree`.
    let is_blind = agrees && operator.role.works_at_center() && visit_of(&row.detail).is_some();
    if is_blind {
        demand_second(&mut tx, cx, operator, &row.approval).await?;
        return Err(refused(ApprovalRefusal::NotSeen));
    }
    decide_in(&mut tx, cx, operator, row, agrees).await?;
    cx.commit(tx).await
}

/// The visit that a request at a window is about.
pub(crate) fn visit_of(detail: &serde_json::Value) -> Option<VisitId> {
    detail.get("visit")?.as_str()?.parse().ok()
}

/// Refuses unless this operator may decide the request now.
pub(crate) async fn demand_second(read: &mut Read, cx: &Cx, operator: &SignedIn, approval: &Approval) -> Result<()> {
    operator.demand(OperatorAct::Approve)?;
    demand_another_person(read, operator, approval).await?;
    let second = Colleague::of(read, operator).await?.for_request(approval);
    approval.may_decide(&second, cx.now).map_err(refused)
}

/// One person under two login names is not two.
async fn demand_another_person(read: &mut Read, operator: &SignedIn, approval: &Approval) -> Result<()> {
    let asker = operators::find(read, approval.request.requested_by).await?;
    match asker {
        Some(asker) if asker.id != operator.operator && operator::is_same_person(operator, &asker) => {
            Err(refused(ApprovalRefusal::SameOperator))
        }
        _ => Ok(()),
    }
}

/// The login name of who asked.
pub(crate) async fn asker(read: &mut Read, approval: &Approval) -> Result<String> {
    let row = operators::find(read, approval.request.requested_by).await?;
    Ok(row.map(|row| row.login_name).unwrap_or_default())
}

/// The decision in the transaction of something else.
pub(crate) async fn decide_in(tx: &mut Tx, cx: &Cx, operator: &SignedIn, row: ApprovalRow, agrees: bool) -> Result<()> {
    operator.demand(OperatorAct::Approve)?;
    operator.demand_fresh(cx)?;
    demand_another_person(tx, operator, &row.approval).await?;
    let second = Colleague::of(tx, operator).await?.for_request(&row.approval);
    let next = row.approval.decide(&second, agrees, cx.now).map_err(refused)?;
    store::update(tx, row.version, &next).await?;
    note(tx, cx, operator, &next, if agrees { "approval-given" } else { "approval-refused" }).await
}

/// The first operator takes a request back.
pub async fn withdraw(cx: &Cx, operator: &SignedIn, (center, id): (Option<CenterId>, ApprovalId)) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = store::find(&mut tx, center, id).await?.ok_or(Error::NotFound)?;
    withdraw_in(&mut tx, cx, operator, row).await?;
    cx.commit(tx).await
}

/// The same in the transaction of something else.
pub(crate) async fn withdraw_in(tx: &mut Tx, cx: &Cx, operator: &SignedIn, row: ApprovalRow) -> Result<()> {
    let next = row.approval.withdraw(operator.operator).map_err(refused)?;
    store::update(tx, row.version, &next).await?;
    note(tx, cx, operator, &next, "approval-withdrawn").await
}

/// Uses up a request that was agreed to, in the transaction that does what was agreed to. Refused when the payload, the
/// act or the subject is another one, when it is too late or was done before; `Conflict` when somebody was first.
pub async fn execute(
    tx: &mut Tx,
    cx: &Cx,
    operator: &SignedIn,
    id: ApprovalId,
    (act, subject): (OperatorAct, Subject),
    payload: &impl Serialize,
) -> Result<Approval> {
    operator.demand(act)?;
    operator.demand_fresh(cx)?;
    let row = store::find(tx, operator.center, id).await?.ok_or(Error::NotFound)?;
    let wanted =
        Wanted { act, subject, digest: digest(cx, id, payload)?, by: operator.operator, center: operator.center };
    let next = row.approval.execute(&wanted, cx.now).map_err(refused)?;
    store::update(tx, row.version, &next).await?;
    note(tx, cx, operator, &next, "approval-executed").await?;
    Ok(next)
}

/// A request on the page.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The request.
    pub approval: Approval,
    /// What is read of it.
    pub detail: serde_json::Value,
    /// Who asked, by login name.
    pub requested_by: String,
    /// Whether the operator who looks asked for it.
    pub is_own: bool,
    /// Whether that operator may decide it.
    pub may_decide: bool,
    /// Whether they look at what it is about first.
    pub looks: bool,
}

async fn open(read: &mut Read, cx: &Cx, operator: &SignedIn) -> Result<Vec<ApprovalRow>> {
    Ok(if operator.role.works_at_center() {
        store::open_at(read, operator.center, cx.now, MOST_LISTED).await?
    } else {
        store::open(read, cx.now, MOST_LISTED).await?
    })
}

/// The open requests that concern an operator: those of their center; for administrators of the installation all.
pub async fn list(cx: &Cx, operator: &SignedIn) -> Result<Vec<Listed>> {
    operator.demand(OperatorAct::Approve)?;
    let mut read = cx.app.store.read().await?;
    let colleague = Colleague::of(&mut read, operator).await?;
    let mut all = Vec::new();
    for ApprovalRow { approval, detail, .. } in open(&mut read, cx, operator).await? {
        all.push(Listed {
            requested_by: asker(&mut read, &approval).await?,
            looks: operator.role.works_at_center() && visit_of(&detail).is_some(),
            is_own: approval.request.requested_by == operator.operator,
            may_decide: approval.may_decide(&colleague.for_request(&approval), cx.now).is_ok(),
            approval,
            detail,
        });
    }
    Ok(all)
}

/// How many requests wait for this operator; none for whom nothing can wait.
pub(crate) async fn waiting(read: &mut Read, cx: &Cx, operator: &SignedIn) -> Result<Option<u32>> {
    if !operator.role.may(OperatorAct::Approve) {
        return Ok(None);
    }
    let rows = open(read, cx, operator).await?;
    if rows.is_empty() {
        return Ok(Some(0));
    }
    let colleague = Colleague::of(read, operator).await?;
    let waits = |row: &&ApprovalRow| row.approval.may_decide(&colleague.for_request(&row.approval), cx.now).is_ok();
    Ok(Some(u32::try_from(rows.iter().filter(waits).count()).unwrap_or(u32::MAX)))
}

/// An open request of the operator's own, and what they asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// Its id.
    pub id: ApprovalId,
    /// Whether a second operator agreed.
    pub is_approved: bool,
    /// To whom.
    pub subject: Subject,
    /// What the second operator reads of it.
    pub detail: serde_json::Value,
    /// Until when something can happen.
    pub expires_at: okno_domain::time::Timestamp,
}

/// The operator's own open requests of an act, the newest first.
pub(crate) async fn own(read: &mut Read, cx: &Cx, operator: &SignedIn, act: OperatorAct) -> Result<Vec<Own>> {
    let rows = store::open_at(read, operator.center, cx.now, MOST_LISTED).await?;
    let is_own = |row: &ApprovalRow| {
        let request = &row.approval.request;
        request.requested_by == operator.operator && request.act == act
    };
    let own = rows.into_iter().rev().filter(is_own).map(|row| Own {
        id: row.approval.id,
        is_approved: row.approval.state == ApprovalState::Approved,
        subject: row.approval.request.subject,
        detail: row.detail,
        expires_at: row.approval.request.expires_at,
    });
    Ok(own.collect())
}

/// Whether there is anybody who could agree to what concerns the installation: an administrator beside the one who asks.
pub async fn has_second_administrator(cx: &Cx, operator: &SignedIn) -> Result<bool> {
    let mut read = cx.app.store.read().await?;
    let two = operators::active_of_role(&mut read, Role::Administrator, 2).await?;
    Ok(two.iter().any(|id| *id != operator.operator))
}
