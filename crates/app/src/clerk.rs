//! What operators do to persons at the window of a center (R121 to R135, R200 to R202).
//!
//! Everything begins with [`find()`]: an exact number leads to at most one account, and the look is written down as a
//! [`Visit`] for one task, one operator, one center and a short time. All that follows names the visit; who does not
//! serve it sees nothing. Accreditation is asked for at the moment of each act, for its own service (R123, R133).
//! Confirming takes one action ([`confirm()`]); what cannot be undone is asked for, agreed to by a colleague, and done
//! ([`ask`], [`execute`]).

mod code;
mod colleague;
mod confirm;
mod correct;
mod delete;
mod find;
mod form;
mod order;
mod queue;
mod restore;
mod view;

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    confirmation::ConfirmationMethod,
    operator::Task,
    person::PersonalData,
    refusal::FieldFault,
    service_center::{ServiceCenter, accredited},
    time::Timestamp,
    visit::{Paper, Seen, Visit, VisitId, VisitRefusal, service_of},
};
use okno_store::{
    Read,
    person::PersonRow,
    visit::{self as store, VisitRow},
};
use serde_json::json;

pub use code::{HandedOut, hand_out};
pub use colleague::{Request, agree, look_at_request};
pub use confirm::confirm;
pub use correct::{Correction, corrections};
pub use find::find;
pub use form::{PaperForm, paper_form};
pub use order::{Wish, ask, execute, leave, reopen};
pub use queue::{Waiting, miss, take, waiting};
pub use restore::{NewContact, offer_contact, prove_contact};
pub use view::{Standing, View, view};

use crate::{
    account::{self, Account},
    context::Cx,
    error::{Error, Result},
    evidence,
    operator::Acting,
    person,
    seal::{DataKey, Place},
    service_center,
    session::person_place,
    settings::{ends, minutes},
};

fn refused(refusal: VisitRefusal) -> Error {
    Error::refused(&refusal)
}

/// The place where what is to be done in a visit is sealed.
fn order_place(visit: VisitId) -> Place {
    Place::new("visit", "order_sealed", visit)
}

/// A visitor at the window with all that is needed to serve them.
struct Serving {
    row: VisitRow,
    account: Account,
    key: DataKey,
    person: PersonRow,
    data: PersonalData,
}

impl Serving {
    fn visit(&self) -> &Visit {
        &self.row.visit
    }

    /// Whether the data in force were verified, so that a document can be compared with them.
    const fn is_verified(&self) -> bool {
        self.person.verified_at.is_some()
    }

    /// Whether the person has been confirmed at a center already. One who was confirmed in another way may be so here as well:
    /// not every way counts everywhere (R118, R151).
    async fn is_confirmed_in_person(&self, read: &mut Read) -> Result<bool> {
        Ok(evidence::standing(read, &self.account).await?.methods.contains(&ConfirmationMethod::InPerson))
    }

    /// Stands for exactly the data that a page shows: what was compared is what is acted on.
    fn mark(&self, cx: &Cx) -> String {
        let shown = json!({ "data": self.data, "version": self.person.version }).to_string();
        URL_SAFE_NO_PAD.encode(cx.app.keys.secret_hash("visit-shown", self.visit().id, shown.as_bytes()))
    }

    /// Refuses when the data are not those that were compared.
    fn demand_unchanged(&self, cx: &Cx, mark: &str) -> Result<()> {
        if self.mark(cx) == mark { Ok(()) } else { Err(refused(VisitRefusal::Changed)) }
    }
}

/// The visit, if this operator serves it now. One at another center is not there at all.
async fn served(read: &mut Read, cx: &Cx, clerk: &Acting, id: VisitId) -> Result<VisitRow> {
    let row = store::find(read, clerk.center, id).await?.ok_or(Error::NotFound)?;
    row.visit.serve(clerk.operator.operator, cx.now).map_err(refused)?;
    Ok(row)
}

/// The same with the person.
async fn serving(read: &mut Read, cx: &Cx, clerk: &Acting, id: VisitId) -> Result<Serving> {
    let row = served(read, cx, clerk, id).await?;
    person_of(read, cx, row).await
}

/// A visit with its person.
async fn person_of(read: &mut Read, cx: &Cx, row: VisitRow) -> Result<Serving> {
    let account = account::get(read, row.visit.account).await?;
    let key = account::data_key(read, cx, account.id).await?;
    let person = person::get(read, account.id).await?;
    let data = key.open_json(&person_place("data_sealed", account.id), &person.data_sealed)?;
    Ok(Serving { row, account, key, person, data })
}

/// Refuses unless the center, and the organization that runs it, may do this at this moment (R123); each task is a
/// service of its own (R133).
async fn demand_accredited(read: &mut Read, cx: &Cx, clerk: &Acting, task: Task) -> Result<()> {
    match service_center::serving(read, clerk.center).await? {
        Some((center, _)) if does(&center, task, cx.now) => Ok(()),
        _ => Err(refused(VisitRefusal::NotAccredited)),
    }
}

/// Whether a center may do a task of its window at this instant (R123, R133).
pub fn does(center: &ServiceCenter, task: Task, at: Timestamp) -> bool {
    service_of(task).is_some_and(|service| accredited(center, service, at))
}

/// What a visitor must show for a task (C11).
pub fn papers(cx: &Cx, task: Task) -> Vec<Paper> {
    let center = &cx.settings().center;
    match task {
        Task::ConfirmIdentity => center.confirm.required_documents.clone(),
        Task::RestoreAccess => center.restore.required_documents.clone(),
        Task::DeleteAccount => center.delete.required_documents.clone(),
        _ => vec![Paper::IdentityDocument],
    }
}

/// Refuses when something that must be compared was not.
fn demand_seen(cx: &Cx, task: Task, seen: &BTreeSet<Seen>) -> Result<()> {
    let missing = needed(cx, task).into_iter().filter(|needed| !seen.contains(needed));
    let faults: Vec<_> = missing.map(|seen| FieldFault::new(seen.field(), "visit-not-seen")).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Fields(faults)) }
}

/// What must be compared for a task.
fn needed(cx: &Cx, task: Task) -> Vec<Seen> {
    let needed = Seen::needed(&papers(cx, task));
    // What is about to be corrected differs from the document, by design.
    if task == Task::CorrectData { vec![Seen::Photo] } else { needed }
}

/// The end of a visit that begins now.
fn visit_end(cx: &Cx) -> Timestamp {
    ends(cx.now, minutes(cx.settings().operator.visit_minutes))
}

/// What an operator saw, in one fixed form; only its keyed hash is kept as evidence.
fn seen_text(serving: &Serving, seen: &BTreeSet<Seen>) -> String {
    json!({ "visit": serving.visit().id, "data": serving.data, "seen": seen }).to_string()
}
