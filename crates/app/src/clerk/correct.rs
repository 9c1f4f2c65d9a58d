//! Correcting what was entered wrongly, with the document at hand (R129). What is corrected goes through the registries
//! again, as when the person had corrected it; until then the verified data stay in force (R95). Both states are kept under
//! the person's own key, with who corrected and who agreed; the record names the fields only.

use std::collections::BTreeMap;

use okno_domain::{
    account::AccountId,
    approval::Approval,
    identifier::{Reason as _, person_name::PersonName},
    person::{
        PersonalData,
        form::{PersonForm, differing},
    },
    time::Timestamp,
    visit::VisitRefusal,
};
use okno_store::{
    Tx,
    correction::{self as store, CorrectionId, CorrectionRow},
    person as people,
};

use super::{Serving, order::Work, refused};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    notification::{self, Event},
    operator::Acting,
    person,
    registration::public_link,
    seal::Place,
    session::person_place,
    verification,
};

/// The notice and message of a correction.
const CORRECTED: &str = "data_corrected";

/// What a correction comes to.
pub(super) struct Checked {
    /// The data as they are to be.
    data: PersonalData,
    /// The fields that change.
    pub(super) fields: Vec<&'static str>,
    /// Whether only the names are known, as right after registration: there is nothing to ask a registry about yet.
    names_only: bool,
}

fn names(form: &PersonForm, before: &PersonalData) -> Result<PersonalData> {
    let mut faults = Vec::new();
    let mut name = |field: &'static str, typed: &str, is_needed: bool| {
        if typed.trim().is_empty() && !is_needed {
            return String::new();
        }
        match PersonName::parse(typed) {
            Ok(name) => name.as_str().to_owned(),
            Err(refusal) => {
                faults.push(refusal.on(field));
                String::new()
            }
        }
    };
    let data = PersonalData {
        family_name: name("family_name", &form.family_name, true),
        given_name: name("given_name", &form.given_name, true),
        patronymic: name("patronymic", &form.patronymic, false),
        ..before.clone()
    };
    if faults.is_empty() { Ok(data) } else { Err(Error::Fields(faults)) }
}

/// Whether the person has given no more than names.
pub(super) fn has_names_only(serving: &Serving) -> bool {
    !serving.is_verified() && serving.data.snils.is_empty() && serving.data.document.number.is_empty()
}

/// Checks what the operator typed by the rules of the form.
pub(super) fn check(cx: &Cx, serving: &Serving, form: &PersonForm) -> Result<Checked> {
    let is_bare = [&form.snils, &form.document_number, &form.birth_date].iter().all(|text| text.trim().is_empty());
    let names_only = has_names_only(serving) && is_bare;
    let data =
        if names_only { names(form, &serving.data)? } else { form.check(&person::rules(cx)).map_err(Error::Fields)? };
    let fields = differing(&serving.data, &data);
    if fields.is_empty() {
        return Err(refused(VisitRefusal::NothingChanges));
    }
    Ok(Checked { data, fields, names_only })
}

fn place(column: &'static str, id: CorrectionId) -> Place {
    Place::new("correction", column, id)
}

/// Does it, in the transaction of the colleague's consent.
pub(super) async fn perform(
    tx: &mut Tx,
    cx: &Cx,
    clerk: &Acting,
    serving: &Serving,
    work: &Work,
    agreed: &Approval,
) -> Result<()> {
    let form = work.form.as_ref().ok_or_else(|| refused(VisitRefusal::OutOfStep))?;
    let Checked { data, fields, names_only } = check(cx, serving, form)?;
    let (account, key) = (serving.account.id, &serving.key);
    let id: CorrectionId = cx.fresh_id();
    let row = CorrectionRow {
        id,
        center: clerk.center,
        corrected_by: clerk.operator.operator,
        approved_by: agreed.decided.map(|(operator, _)| operator),
        fields: fields.join(" "),
        before_sealed: key.seal_json(&place("before_sealed", id), &serving.data, &mut cx.rng())?,
        after_sealed: key.seal_json(&place("after_sealed", id), &data, &mut cx.rng())?,
        at: cx.now,
    };
    store::insert(tx, account, &row).await?;
    let act = Act { actor: clerk.actor(), act: "data-corrected", detail: row.fields.clone() };
    audit::record(tx, cx, account, act).await?;
    if names_only {
        let sealed = key.seal_json(&person_place("data_sealed", account), &data, &mut cx.rng())?;
        people::save_data(tx, account, serving.person.version, &sealed, None, cx.now).await?;
    } else {
        person::keep_draft(tx, cx, (account, key), serving.person.version, form).await?;
        verification::begin(tx, cx, (account, key), &data).await?;
    }
    let mark = format!("{CORRECTED}:{id}");
    let args = BTreeMap::from([("link".to_owned(), public_link(cx, "/account/data"))]);
    let event = Event { kind: CORRECTED, args, mark: &mark, outside: true };
    notification::tell(tx, cx, &serving.account, key, event).await
}

/// A correction, opened.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The fields that changed.
    pub fields: Vec<String>,
    /// What was there.
    pub before: PersonalData,
    /// What was entered.
    pub after: PersonalData,
    /// When.
    pub at: Timestamp,
    /// As stored.
    pub row: CorrectionRow,
}

/// Every correction of a person's data, the newest first.
pub async fn corrections(cx: &Cx, account: AccountId) -> Result<Vec<Correction>> {
    let mut read = cx.app.store.read().await?;
    let key = account::data_key(&mut read, cx, account).await?;
    let rows = store::list(&mut read, account).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Correction {
                fields: row.fields.split(' ').map(str::to_owned).collect(),
                before: key.open_json(&place("before_sealed", row.id), &row.before_sealed)?,
                after: key.open_json(&place("after_sealed", row.id), &row.after_sealed)?,
                at: row.at,
                row,
            })
        })
        .collect()
}
