//! What cannot be undone: the operator asks a colleague, the colleague agrees, and it is done exactly as asked (R129, R200,
//! R201).

use std::collections::BTreeSet;

use okno_domain::{
    approval::{ApprovalState, Subject},
    operator::Task,
    person::form::PersonForm,
    session::EndReason,
    statistic::CenterKind,
    time::after,
    visit::{Seen, Visit, VisitId, VisitRefusal, VisitState},
};
use okno_store::{Tx, approval as approvals, visit as store};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    NewContact, Serving, correct, delete, demand_accredited, demand_seen, order_place, papers, refused, restore,
    served, serving, visit_end,
};
use crate::{
    account, approval,
    context::Cx,
    error::Result,
    operator::{self, Acting, audit as operator_audit},
    settings::minutes,
    site_session, statistic,
};

/// What the visitor wishes.
#[derive(Clone, Debug)]
pub enum Wish {
    /// To get in again (R200).
    Restore {
        /// Whether the contacts that are not replaced are lost as well.
        forget_others: bool,
    },
    /// To be deleted for good (R201).
    Delete,
    /// To have data corrected (R129).
    Correct(Box<PersonForm>),
}

/// What is to be done, as a colleague agrees to it and as it is done.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Work {
    /// Contacts that were proved at the window, or are being proved; at most one of a kind.
    pub(super) contacts: Vec<NewContact>,
    /// Whether the other contacts go.
    pub(super) forget_others: bool,
    /// The corrected data as typed.
    pub(super) form: Option<PersonForm>,
    /// What was compared.
    pub(super) seen: BTreeSet<Seen>,
    /// Stands for the data that were shown.
    pub(super) mark: String,
}

/// What stands in the visit; nothing yet in one that has just begun.
pub(super) fn work(serving: &Serving) -> Result<Work> {
    let place = order_place(serving.visit().id);
    let stored = serving.row.order_sealed.as_deref();
    Ok(stored.map(|sealed| serving.key.open_json(&place, sealed)).transpose()?.unwrap_or_default())
}

/// Stores the next state of a visit with what is to be done in it.
pub(super) async fn save(tx: &mut Tx, cx: &Cx, serving: &Serving, next: &Visit, work: &Work) -> Result<()> {
    let sealed = serving.key.seal_json(&order_place(next.id), work, &mut cx.rng())?;
    Ok(store::update(tx, serving.row.version, next, Some(&sealed)).await?)
}

fn check(cx: &Cx, serving: &Serving, work: &mut Work, wish: Wish) -> Result<serde_json::Value> {
    let task = serving.visit().task;
    let papers = papers(cx, task);
    match (task, wish) {
        (Task::RestoreAccess, Wish::Restore { forget_others }) => {
            work.forget_others = forget_others;
            restore::check(work)?;
            let kinds: Vec<_> = work.contacts.iter().map(|contact| contact.kind.name()).collect();
            Ok(json!({ "papers": papers, "contacts": kinds, "forget_others": forget_others }))
        }
        (Task::DeleteAccount, Wish::Delete) => Ok(json!({ "papers": papers })),
        (Task::CorrectData, Wish::Correct(form)) => {
            let fields = correct::check(cx, serving, &form)?.fields;
            work.form = Some(*form);
            Ok(json!({ "papers": papers, "fields": fields }))
        }
        _ => Err(refused(VisitRefusal::OutOfStep)),
    }
}

/// Asks a colleague to agree. The operator must be fresh; the center must be accredited, now and when it is done.
pub async fn ask(
    cx: &Cx,
    clerk: &Acting,
    id: VisitId,
    (seen, mark): (&BTreeSet<Seen>, &str),
    wish: Wish,
) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let serving = serving(&mut tx, cx, clerk, id).await?;
    let task = serving.visit().task;
    operator::authorize(&mut tx, cx, clerk, serving.account.id, task.act()).await?;
    demand_accredited(&mut tx, cx, clerk, task).await?;
    if task != Task::CorrectData && !serving.is_verified() {
        return Err(refused(VisitRefusal::NotVerified));
    }
    demand_seen(cx, task, seen)?;
    serving.demand_unchanged(cx, mark)?;
    let mut work = work(&serving)?;
    let mut detail = check(cx, &serving, &mut work, wish)?;
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("visit".to_owned(), json!(id));
    }
    work.seen.clone_from(seen);
    mark.clone_into(&mut work.mark);
    if task == Task::RestoreAccess {
        restore::demand_contact(&mut tx, &serving, &work).await?;
    }
    let what = (task.act(), Subject::Account(serving.account.id));
    let approval = approval::ask(&mut tx, cx, clerk, what, &(id, &work), detail).await?;
    let until = after(cx.now, minutes(cx.settings().operator.approval_minutes));
    let next = serving.row.visit.clone().ask(approval, until).map_err(refused)?;
    save(&mut tx, cx, &serving, &next, &work).await?;
    cx.commit(tx).await
}

/// Does what a colleague agreed to, once.
pub async fn execute(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<Task> {
    let mut tx = cx.app.store.write().await?;
    let serving = serving(&mut tx, cx, clerk, id).await?;
    let visit = serving.visit();
    let approval = visit.approval.filter(|_| visit.state == VisitState::Asked);
    let approval = approval.ok_or_else(|| refused(VisitRefusal::OutOfStep))?;
    let task = visit.task;
    operator::authorize(&mut tx, cx, clerk, serving.account.id, task.act()).await?;
    demand_accredited(&mut tx, cx, clerk, task).await?;
    let work = work(&serving)?;
    serving.demand_unchanged(cx, &work.mark)?;
    let account = account::hold(&mut tx, cx, &serving.account).await?;
    // Before any entry is written: sessions are locked before the account's turn is taken.
    let ended = match task {
        Task::RestoreAccess => Some(EndReason::Restored),
        Task::DeleteAccount => Some(EndReason::Deleted),
        _ => None,
    };
    let ended = match ended {
        Some(reason) => site_session::end_others(&mut tx, cx, account.id, None, reason).await?,
        None => 0,
    };
    let what = (task.act(), Subject::Account(account.id));
    let agreed = approval::execute(&mut tx, cx, clerk, approval, what, &(id, &work)).await?;
    store::update(&mut tx, serving.row.version, &serving.row.visit.clone().finish(), None).await?;
    match task {
        Task::RestoreAccess => restore::perform(&mut tx, cx, clerk, (&serving, &account, ended), &work).await?,
        Task::DeleteAccount => delete::perform(&mut tx, cx, clerk, (&serving, &account, ended)).await?,
        Task::CorrectData => correct::perform(&mut tx, cx, clerk, &serving, &work, &agreed).await?,
        _ => return Err(refused(VisitRefusal::OutOfStep)),
    }
    let done = match task {
        Task::RestoreAccess => CenterKind::AccessRestored,
        Task::DeleteAccount => CenterKind::AccountDeleted,
        _ => CenterKind::DataCorrected,
    };
    statistic::count_at(&mut tx, cx, clerk.center, done);
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(task)
}

/// The request came to nothing, or the operator takes it back: the visitor can be served anew.
pub async fn reopen(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let serving = serving(&mut tx, cx, clerk, id).await?;
    if let Some(approval) = serving.visit().approval
        && let Some(row) = approvals::find(&mut tx, Some(clerk.center), approval).await?
        && matches!(row.approval.state, ApprovalState::Requested | ApprovalState::Approved)
    {
        approval::withdraw_in(&mut tx, cx, clerk, row).await?;
    }
    let next = Visit { expires_at: visit_end(cx), ..serving.row.visit.clone().reopen().map_err(refused)? };
    let mut work = work(&serving)?;
    work.form = None;
    save(&mut tx, cx, &serving, &next, &work).await?;
    cx.commit(tx).await
}

/// The visitor leaves without anything done.
pub async fn leave(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = served(&mut tx, cx, clerk, id).await?;
    let next = row.visit.clone().leave().map_err(refused)?;
    store::update(&mut tx, row.version, &next, None).await?;
    operator_audit::record(&mut tx, cx, clerk, "visit-left", &format!("{id}")).await?;
    cx.commit(tx).await
}
