//! Evidence is taken back, with a reason and a second operator's consent, and the level follows (R118).
//!
//! The log shows what proves the account's level, never what was seen. Of verified data only those that are in force can be
//! taken back: the level does not rest on earlier ones.

use okno_domain::{
    account::AccountLevel,
    approval::{ApprovalId, Subject},
    evidence::{EvidenceId, Finding},
    operator::{Act as OperatorAct, Task},
    refusal::FieldFault,
    support::{RequestNumber, SupportRequestId},
};
use okno_store::{Read, Tx, verification};
use serde_json::{Value, json};

use super::{
    desk,
    merge::{Asked, asked, reason},
};
use crate::{
    account::{self, Account},
    approval, confirmation,
    context::Cx,
    error::{Error, Result},
    evidence::{self, EvidenceRow},
    operator::{self, SignedIn as Operator},
    verification as checks,
};

/// The name of the evidence in what the second operator's page is given.
const DETAIL: &str = "evidence";

/// An entry of the log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The entry.
    pub row: EvidenceRow,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
    /// Whether it can be.
    pub may_withdraw: bool,
}

/// The log of the account of a request.
#[derive(Clone, Debug)]
pub struct Log {
    /// The number of the request.
    pub request_number: RequestNumber,
    /// The level that follows.
    pub level: AccountLevel,
    /// The entries, oldest first; what took another back is told by that one.
    pub entries: Vec<Entry>,
    /// What the operator has asked to take back.
    pub asked: Option<(EvidenceId, Asked)>,
}

/// The account of a request in hand.
async fn subject(
    tx: &mut Tx,
    cx: &Cx,
    operator: &Operator,
    request: SupportRequestId,
) -> Result<(RequestNumber, Account)> {
    let (row, _) = desk::in_hand(tx, cx, operator, request).await?;
    let account = row.request.account.ok_or(Error::NotFound)?;
    Ok((row.request.number, account::get(tx, account).await?))
}

async fn entries(read: &mut Read, account: &Account) -> Result<Vec<Entry>> {
    let rows = evidence::log(read, account).await?;
    let in_force = verification::in_effect(read, account.id).await?.and_then(|row| row.verification.effect);
    let withdrawn: Vec<EvidenceId> = rows
        .iter()
        .filter_map(|row| match row.evidence.finding {
            Finding::Withdrawn { evidence } => Some(evidence),
            Finding::DataVerified { .. } | Finding::IdentityConfirmed { .. } | Finding::MadeUp { .. } => None,
        })
        .collect();
    let entry = |row: EvidenceRow| {
        let is_withdrawn = withdrawn.contains(&row.evidence.id);
        let may_withdraw = !is_withdrawn
            && match row.evidence.finding {
                Finding::DataVerified { .. } => in_force == Some(row.evidence.id),
                Finding::IdentityConfirmed { .. } => true,
                Finding::MadeUp { .. } | Finding::Withdrawn { .. } => false,
            };
        Entry { row, is_withdrawn, may_withdraw }
    };
    let told = |row: &EvidenceRow| !matches!(row.evidence.finding, Finding::Withdrawn { .. });
    Ok(rows.into_iter().filter(told).map(entry).collect())
}

/// Which evidence a request for agreement is about.
fn named(detail: &Value) -> Option<EvidenceId> {
    detail.get(DETAIL)?.as_str()?.parse().ok()
}

/// The log of the account whose request the operator has in hand; the person sees the look.
pub async fn log(cx: &Cx, operator: &Operator, request: SupportRequestId) -> Result<Log> {
    let mut tx = cx.app.store.write().await?;
    let (request_number, account) = subject(&mut tx, cx, operator, request).await?;
    operator::look(&mut tx, cx, operator, account.id, Task::AnswerSupport).await?;
    let asked =
        asked(&mut tx, cx, operator, (OperatorAct::WithdrawEvidence, account.id), |detail| named(detail).is_some());
    let asked = asked.await?.and_then(|(asked, detail)| Some((named(&detail)?, asked)));
    let log = Log { request_number, level: account.level, entries: entries(&mut tx, &account).await?, asked };
    cx.commit(tx).await?;
    Ok(log)
}

fn payload(request: SupportRequestId, account: &Account, evidence: EvidenceId) -> Value {
    json!({ "request": request, "account": account.id, DETAIL: evidence })
}

/// The entry that `typed` names, if it can be taken back.
async fn chosen(read: &mut Read, account: &Account, typed: &str) -> Result<EvidenceId> {
    let fault = || Error::Fields(vec![FieldFault::new(DETAIL, "required")]);
    let id: EvidenceId = typed.parse().map_err(|_| fault())?;
    let all = entries(read, account).await?;
    if all.iter().any(|entry| entry.row.evidence.id == id && entry.may_withdraw) { Ok(id) } else { Err(fault()) }
}

/// Asks a second operator to agree that an entry is taken back; `typed` is the reason that they read.
pub async fn ask(
    cx: &Cx,
    operator: &Operator,
    request: SupportRequestId,
    (typed_entry, typed): (&str, &str),
) -> Result<()> {
    let reason = reason(typed);
    let mut tx = cx.app.store.write().await?;
    let (number, account) = subject(&mut tx, cx, operator, request).await?;
    // Both faults at once, so that nobody is told twice.
    let (id, reason) = match (chosen(&mut tx, &account, typed_entry).await, reason) {
        (Ok(id), Ok(reason)) => (id, reason),
        (Err(Error::Fields(mut faults)), Err(Error::Fields(more))) => {
            faults.extend(more);
            return Err(Error::Fields(faults));
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let what = (OperatorAct::WithdrawEvidence, Subject::Account(account.id));
    let detail = json!({ "notes": [number.as_str(), reason], DETAIL: id });
    approval::ask(&mut tx, cx, operator, what, &payload(request, &account, id), detail).await?;
    cx.commit(tx).await
}

/// Takes an entry back, as agreed: the level follows, and the person is told when it is another one. Of two who do it at
/// once one does.
pub async fn withdraw(
    cx: &Cx,
    operator: &Operator,
    request: SupportRequestId,
    (evidence, agreed): (EvidenceId, ApprovalId),
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (number, account) = subject(&mut tx, cx, operator, request).await?;
    let what = (OperatorAct::WithdrawEvidence, Subject::Account(account.id));
    approval::execute(&mut tx, cx, operator, agreed, what, &payload(request, &account, evidence)).await?;
    operator::authorize(&mut tx, cx, operator, account.id, OperatorAct::WithdrawEvidence).await?;
    let entry = entries(&mut tx, &account).await?.into_iter().find(|entry| entry.row.evidence.id == evidence);
    let entry = entry.filter(|entry| entry.may_withdraw).ok_or(Error::Conflict)?;
    let name = operator.acting_name();
    if matches!(entry.row.evidence.finding, Finding::DataVerified { .. }) {
        checks::found_wrong(&mut tx, cx, account.id, &name).await?;
    } else {
        let reason = format!("request {}, approval {agreed}", number.as_str());
        confirmation::withdraw(&mut tx, cx, &account, evidence, &reason, &name).await?;
    }
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(())
}
