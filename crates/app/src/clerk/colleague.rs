//! What a colleague sees before they agree to what cannot be undone at a window (R129, R200, R201): the data that the task
//! needs, so that they compare and do not just believe. It is a look like any other: the person sees it.
//!
//! To restore access and to delete, it is what the first operator compared. To correct, it is what would change, before
//! and after, with the names and the document that say whose it is. Agreeing names the mark of exactly these data; it is
//! refused when they, or what is to be done, are others by now. An administrator of the installation serves nobody and
//! sees no person: they read the request without data, as `app::approval` shows it.

use okno_domain::{
    approval::{Approval, ApprovalId},
    contact::{ContactKind, masked},
    operator::{Act, CenterId, Task},
    person::form::PersonForm,
    visit::{Seen, VisitRefusal, VisitState},
};
use okno_store::{Tx, approval as approvals, visit as store};

use super::{Serving, needed, order, person_of, refused, view};
use crate::{
    approval,
    context::Cx,
    error::{Error, Result},
    operator::{self, Acting},
};

/// A request as a colleague compares it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request.
    pub approval: Approval,
    /// Who asked, by login name.
    pub requested_by: String,
    /// What for.
    pub task: Task,
    /// The fields to compare, in order.
    pub fields: Vec<&'static str>,
    /// Their values as verified; those of other fields are empty.
    pub form: Box<PersonForm>,
    /// The fields that would change.
    pub changes: Vec<&'static str>,
    /// Their values afterwards; those of other fields are empty.
    pub after: Box<PersonForm>,
    /// What the first operator says to have compared.
    pub seen: Vec<Seen>,
    /// New contacts, masked.
    pub contacts: Vec<(ContactKind, String)>,
    /// Whether the contacts that are not replaced go.
    pub forgets_others: bool,
    /// Stands for exactly these data.
    pub mark: String,
}

/// The visit whose request this is, with its person; refused when another step is due or the data changed since.
async fn asked(tx: &mut Tx, cx: &Cx, clerk: &Acting, row: &approvals::ApprovalRow) -> Result<Serving> {
    let visit = approval::visit_of(&row.detail).ok_or(Error::NotFound)?;
    let visit = store::find(tx, clerk.center, visit).await?.ok_or(Error::NotFound)?;
    let is_asked = visit.visit.state == VisitState::Asked && visit.visit.approval == Some(row.approval.id);
    if !is_asked || cx.now >= visit.visit.expires_at {
        return Err(refused(VisitRefusal::Over));
    }
    clerk.demand(visit.visit.task.act())?;
    let serving = person_of(tx, cx, visit).await?;
    serving.demand_unchanged(cx, &order::work(&serving)?.mark)?;
    Ok(serving)
}

/// The fields that are shown, and those of them that would change.
fn shown(cx: &Cx, serving: &Serving, work: &order::Work) -> (Vec<&'static str>, Vec<&'static str>) {
    let form = PersonForm::of(&serving.data);
    let Some(after) = &work.form else { return (view::fields(cx, serving.visit().task, &form), Vec::new()) };
    let is_changed = |field: &&'static str| form.value(field) != after.value(field);
    // What is empty on both sides, or was left empty where only the names are known, is no change.
    let changes: Vec<_> = after.fields().filter(is_changed).filter(|field| !after.value(field).is_empty()).collect();
    let mut fields = view::fields_to_tell_apart(&form);
    for field in &changes {
        if !fields.contains(field) && !form.value(field).is_empty() {
            fields.push(field);
        }
    }
    (fields, changes)
}

/// A colleague looks at what they are asked to agree to. Only who may decide it sees anything.
pub async fn look_at_request(cx: &Cx, clerk: &Acting, (center, id): (CenterId, ApprovalId)) -> Result<Request> {
    clerk.demand(Act::Approve)?;
    let mut tx = cx.app.store.write().await?;
    let row = approvals::find(&mut tx, Some(center), id).await?.ok_or(Error::NotFound)?;
    approval::demand_second(&mut tx, cx, clerk, &row.approval).await?;
    let serving = asked(&mut tx, cx, clerk, &row).await?;
    let work = order::work(&serving)?;
    let task = serving.visit().task;
    operator::look(&mut tx, cx, clerk, serving.account.id, task).await?;
    let requested_by = approval::asker(&mut tx, &row.approval).await?;
    cx.commit(tx).await?;
    let (fields, changes) = shown(cx, &serving, &work);
    let form = PersonForm::of(&serving.data);
    Ok(Request {
        requested_by,
        task,
        form: Box::new(view::only(&form, &fields)),
        after: Box::new(view::only(work.form.as_ref().unwrap_or(&form), &changes)),
        fields,
        changes,
        seen: needed(cx, task).into_iter().filter(|seen| work.seen.contains(seen)).collect(),
        contacts: work.contacts.iter().map(|new| (new.kind, masked(new.kind, &new.value))).collect(),
        forgets_others: work.forget_others,
        mark: serving.mark(cx),
        approval: row.approval,
    })
}

/// The colleague agrees to exactly what they saw.
pub async fn agree(cx: &Cx, clerk: &Acting, (center, id): (CenterId, ApprovalId), mark: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = approvals::find(&mut tx, Some(center), id).await?.ok_or(Error::NotFound)?;
    approval::demand_second(&mut tx, cx, clerk, &row.approval).await?;
    let serving = asked(&mut tx, cx, clerk, &row).await?;
    serving.demand_unchanged(cx, mark)?;
    approval::decide_in(&mut tx, cx, clerk, row, true).await?;
    cx.commit(tx).await
}
