//! What operators decide at their workplace: checks that no registry answers (R108), documents that none knows (R211),
//! and answers that contradict each other.
//!
//! A check is shown and decided only while a case about it is open: there is no look without a task.

use okno_domain::{
    account::AccountId,
    operator::{Act as OperatorAct, Task},
    refusal::{Class, Refusal},
    time::Timestamp,
    verification::{CheckId, CheckKind},
};
use okno_store::{
    Read,
    operator_case::{self as store, CaseRow},
};

use super::{
    CheckSeen, case,
    look::seen,
    operator::{decided, step_of},
};
use crate::{
    audit::Actor,
    context::Cx,
    error::{Error, Result},
    operator::{self, SignedIn as Operator},
};

/// The most cases that the queue shows.
const MOST_LISTED: i64 = 200;

/// Why a check is in front of operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// A document that no registry knows, or a registry that is not there (R211).
    Manual,
    /// No answer within the longest time (R108).
    Overdue,
    /// Answers that contradict each other.
    Contradiction,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Manual, Self::Overdue, Self::Contradiction];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manual => case::MANUAL,
            Self::Overdue => case::OVERDUE,
            Self::Contradiction => case::CONTRADICTION,
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A check that waits for an operator: nothing of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Why.
    pub kind: CaseKind,
    /// Whose.
    pub account: AccountId,
    /// Which check.
    pub check: CheckId,
    /// What is checked, as far as the case says.
    pub check_kind: Option<CheckKind>,
    /// Since when it waits.
    pub opened_at: Timestamp,
}

fn read_case(row: &CaseRow) -> Option<Case> {
    Some(Case {
        kind: CaseKind::from_name(&row.kind)?,
        account: row.account?,
        check: row.subject.parse().ok()?,
        check_kind: row.detail.get("kind").and_then(|kind| kind.as_str()).and_then(CheckKind::from_name),
        opened_at: row.opened_at,
    })
}

/// The checks that wait for an operator, the oldest first.
pub async fn cases(cx: &Cx, operator: &Operator) -> Result<Vec<Case>> {
    operator.demand(OperatorAct::DecideVerification)?;
    let mut read = cx.app.store.read().await?;
    let own = operator::own_account(&mut read, operator).await?;
    let rows = store::of_checks(&mut read, MOST_LISTED).await?;
    Ok(rows.iter().filter_map(read_case).filter(|case| Some(case.account) != own).collect())
}

/// Refuses unless a case about this check of this account is open.
async fn demand_case(read: &mut Read, account: AccountId, check: CheckId) -> Result<Case> {
    let rows = store::of_subject(read, &check.to_string()).await?;
    let found = rows.iter().filter_map(read_case).find(|case| case.account == account);
    found.ok_or_else(|| Error::Refused(Refusal::new("case-closed", Class::Gone)))
}

/// Shows a check for which a case is open. The person sees the look in their history.
pub async fn look_for_case(
    cx: &Cx,
    operator: &Operator,
    account: AccountId,
    check: CheckId,
) -> Result<(Case, CheckSeen)> {
    operator.demand(OperatorAct::DecideVerification)?;
    let mut tx = cx.app.store.write().await?;
    let case = demand_case(&mut tx, account, check).await?;
    operator::look(&mut tx, cx, operator, account, Task::DecideVerification).await?;
    let check = seen(&mut tx, cx, account, check).await?;
    cx.commit(tx).await?;
    Ok((case, check))
}

/// Decides a check for which a case is open; of two who decide at once one does. Where the decision takes evidence back,
/// the operator must have proved of late who they are.
pub async fn decide_case(
    cx: &Cx,
    operator: &Operator,
    (account, check): (AccountId, CheckId),
    is_right: bool,
) -> Result<()> {
    operator.demand(OperatorAct::DecideVerification)?;
    cx.again(|| async move {
        let mut tx = cx.app.store.write().await?;
        demand_case(&mut tx, account, check).await?;
        operator::authorize(&mut tx, cx, operator, account, OperatorAct::DecideVerification).await?;
        let actor = operator.actor();
        let Actor::Operator(name) = &actor else { return Err(Error::Denied) };
        let took_effect = decided(&mut tx, cx, (account, check), is_right, step_of(name, check, is_right)).await?;
        if took_effect && !is_right {
            operator.demand_fresh(cx)?;
        }
        cx.commit(tx).await
    })
    .await?;
    cx.app.signals.raise(account);
    Ok(())
}
