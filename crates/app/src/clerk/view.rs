//! What the page of a visit shows: what the task needs and nothing else.

use okno_domain::{
    account::AccountLevel,
    approval::ApprovalState,
    contact::{ContactKind, ContactStatus, masked},
    operator::Task,
    person::form::{PersonForm, document_fields},
    verification::VerificationState,
    visit::{Paper, Seen, Visit, VisitId, VisitState},
};
use okno_store::{Read, approval as approvals, verification as verifications};

use super::{NewContact, Serving, correct, needed, order, papers, serving};
use crate::{context::Cx, error::Result, notification, operator::Acting, settings::CenterConfirmMode};

/// Whether the visitor can be served.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Not yet: what is missing, and nothing about the person (R125).
    Missing {
        /// The fields of the form that are empty.
        fields: Vec<&'static str>,
        /// How the newest verification stands.
        verification: Option<VerificationState>,
    },
    /// The identity is confirmed already, at a center.
    Confirmed,
    /// The data to compare.
    Ready {
        /// The fields that the task needs, in order.
        fields: Vec<&'static str>,
        /// Their values; those of other fields are empty.
        form: Box<PersonForm>,
        /// Stands for exactly these data.
        mark: String,
    },
}

/// A visit as its page shows it.
#[derive(Clone, Debug)]
pub struct View {
    /// The visit.
    pub visit: Visit,
    /// The level (R124).
    pub level: AccountLevel,
    /// Whether the visitor can be served.
    pub standing: Standing,
    /// What must be compared.
    pub needed: Vec<Seen>,
    /// The confirmed contacts, masked: where the messages go.
    pub contacts: Vec<(ContactKind, String)>,
    /// Contacts that the visitor gave.
    pub offered: Vec<NewContact>,
    /// Whether the operator confirms at once (C12).
    pub confirms: bool,
    /// Whether a code can be handed out (R130).
    pub hands_out: bool,
    /// How the request to a colleague stands.
    pub approval: Option<ApprovalState>,
    /// Whether only the names are known.
    pub has_names_only: bool,
}

const NAMES: [&str; 4] = ["family_name", "given_name", "patronymic", "birth_date"];

/// The fields that say whose data they are: the names, and the document that the visitor shows.
pub(super) fn fields_to_tell_apart(form: &PersonForm) -> Vec<&'static str> {
    NAMES.into_iter().chain(["document_type"]).chain(document_fields(form.chosen_type()).iter().copied()).collect()
}

/// The fields that a task needs to be seen.
pub(super) fn fields(cx: &Cx, task: Task, form: &PersonForm) -> Vec<&'static str> {
    if task == Task::CorrectData {
        return form.fields().collect();
    }
    let mut fields = fields_to_tell_apart(form);
    if papers(cx, task).contains(&Paper::Snils) {
        fields.push("snils");
    }
    fields
}

/// The form with nothing in it but these fields.
pub(super) fn only(form: &PersonForm, fields: &[&str]) -> PersonForm {
    let take = |field: &str| if fields.contains(&field) { form.value(field).to_owned() } else { String::new() };
    PersonForm {
        family_name: take("family_name"),
        given_name: take("given_name"),
        patronymic: take("patronymic"),
        sex: take("sex"),
        birth_date: take("birth_date"),
        birth_place: take("birth_place"),
        snils: take("snils"),
        citizenship: take("citizenship"),
        document_type: take("document_type"),
        document_number: take("document_number"),
        issue_date: take("issue_date"),
        issued_by: take("issued_by"),
        unit_code: take("unit_code"),
        issuing_state: take("issuing_state"),
        expiry_date: take("expiry_date"),
        latin_family_name: take("latin_family_name"),
        latin_given_name: take("latin_given_name"),
        inn: take("inn"),
    }
}

async fn standing(read: &mut Read, cx: &Cx, serving: &Serving) -> Result<Standing> {
    let task = serving.visit().task;
    let form = PersonForm::of(&serving.data);
    let level = serving.account.level;
    if task == Task::ConfirmIdentity && serving.is_confirmed_in_person(read).await? {
        return Ok(Standing::Confirmed);
    }
    let is_ready = task == Task::CorrectData || (serving.is_verified() && level >= AccountLevel::Standard);
    if !is_ready {
        let newest = verifications::latest(read, serving.account.id).await?;
        let verification = newest.map(|row| row.verification.state);
        // What was sent is not missing, whatever became of it.
        let fields = if verification.is_some() { Vec::new() } else { form.missing() };
        return Ok(Standing::Missing { fields, verification });
    }
    let fields = fields(cx, task, &form);
    Ok(Standing::Ready { form: Box::new(only(&form, &fields)), fields, mark: serving.mark(cx) })
}

/// The visit, for the operator who serves it.
pub async fn view(cx: &Cx, clerk: &Acting, id: VisitId) -> Result<View> {
    let mut read = cx.app.store.read().await?;
    let serving = serving(&mut read, cx, clerk, id).await?;
    let visit = serving.visit().clone();
    let contacts = notification::contacts(&mut read, &serving.key, serving.account.id).await?;
    let confirmed = contacts.iter().filter(|contact| contact.row.status == ContactStatus::Confirmed);
    let contacts =
        confirmed.map(|contact| (contact.row.kind, masked(contact.row.kind, contact.value.expose()))).collect();
    let approval = match visit.approval.filter(|_| visit.state == VisitState::Asked) {
        Some(approval) => approvals::find(&mut read, Some(clerk.center), approval).await?,
        None => None,
    };
    let modes = &cx.settings().center.confirm.mode;
    Ok(View {
        level: serving.account.level,
        standing: standing(&mut read, cx, &serving).await?,
        needed: needed(cx, visit.task),
        contacts,
        offered: order::work(&serving)?.contacts,
        confirms: modes.contains(&CenterConfirmMode::Operator),
        hands_out: modes.contains(&CenterConfirmMode::Code),
        approval: approval.map(|row| row.approval.state),
        has_names_only: correct::has_names_only(&serving),
        visit,
    })
}
