//! The personal data form: loading, keeping a draft, looking it over, and sending it to the registries (R75 to R95).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    account::AccountId,
    identifier::person_name::NO_NAME,
    person::{
        PersonalData,
        form::{FormRules, PersonForm, Today, differing, doubts},
    },
    refusal::{FieldFault, Refuse},
    time::{DAY, Timestamp},
    verification::{VerificationId, VerificationRefusal},
};
use okno_store::{
    Read, Tx,
    person::{self as store, PersonRow},
};
use serde_json::json;

use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    limit::{self, LimitKey},
    seal::DataKey,
    session::{SignedIn, person_place},
    verification,
};

/// The longest text that a draft keeps of one field, in characters; what is longer is faulty anyway.
const LONGEST_KEPT: usize = 1000;
/// So often in a day one account, and one network, is told that a SNILS belongs to somebody else.
const MOST_TAKEN: u32 = 5;

/// What the form page shows.
#[derive(Clone, Debug)]
pub struct FormView {
    /// The fields: the draft, or what is known (R76).
    pub form: PersonForm,
    /// When the draft was saved; none when the fields show what is in force.
    pub draft_saved_at: Option<Timestamp>,
    /// The fields that level Standard needs and that are empty (R68).
    pub missing: Vec<&'static str>,
    /// Whether verified data are in force (R95).
    pub is_verified: bool,
    /// Whether a draft can be stored (C22).
    pub may_save_draft: bool,
    /// The present day, for the calendars (R79, R85).
    pub today: Today,
}

/// What the review page shows (R88).
#[derive(Clone, Debug)]
pub struct Review {
    /// The fields as typed.
    pub form: PersonForm,
    /// The data in canonical form.
    pub data: PersonalData,
    /// What deserves a second look.
    pub doubts: Vec<FieldFault>,
    /// The fields that change verified data (R95); empty when nothing is verified yet.
    pub changes: Vec<&'static str>,
    /// Whether registries will look at the data: not when only something is added that none of them knows.
    pub is_sent: bool,
    /// Stands for exactly these data; sending names it, so that nobody sends what they have not seen.
    pub mark: String,
}

/// What sending did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// A verification began.
    Started(VerificationId),
    /// The same data are being verified already.
    Running(VerificationId),
    /// What registries look at is verified already; what the person added in their own word is kept.
    Added,
    /// The same data are verified already.
    Unchanged,
}

/// The rules for a person with these data in force.
pub(crate) fn rules(cx: &Cx, in_force: &PersonalData) -> FormRules {
    FormRules {
        today: Today::at(cx.now),
        may_have_one_name: [&in_force.family_name, &in_force.given_name].into_iter().any(|name| name == NO_NAME),
        snils_allow_unchecked_range: cx.settings().profile.snils_allow_unchecked_range,
    }
}

/// The person of an account that must be there.
pub(crate) async fn get(read: &mut Read, account: AccountId) -> Result<PersonRow> {
    store::find(read, account).await?.ok_or(Error::NotFound)
}

/// The blind index of a SNILS, the same as at login.
pub(crate) fn snils_hash(cx: &Cx, snils: &str) -> [u8; 32] {
    cx.app.keys.blind("snils", snils)
}

/// The blind index of an identity document, by which operators find its holder (R124).
pub(crate) fn document_hash(cx: &Cx, document_type: &str, number: &str) -> [u8; 32] {
    let number: String = number.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_uppercase).collect();
    cx.app.keys.blind("document", &format!("{document_type}:{number}"))
}

fn index_of(cx: &Cx, data: &PersonalData) -> Option<[u8; 32]> {
    let document = &data.document;
    let number = format!("{}{}", document.series, document.number);
    (!number.is_empty()).then(|| document_hash(cx, &document.document_type, &number))
}

/// The identity document of these data leads to the account from now on: they are in force and verified.
pub async fn index_document(tx: &mut Tx, cx: &Cx, account: AccountId, data: &PersonalData) -> Result<()> {
    match index_of(cx, data) {
        Some(hash) => Ok(store::add_document(tx, &hash, account).await?),
        None => Ok(()),
    }
}

/// The same for up to `most` accounts after this one that were verified before documents were indexed. Safe to repeat.
/// Returns the last account that was looked at; none at the end.
pub async fn index_documents(cx: &Cx, after: Option<AccountId>, most: i64) -> Result<Option<AccountId>> {
    let accounts = account::page(cx, after, most).await?;
    let mut tx = cx.app.store.write().await?;
    for id in &accounts {
        // A deleted account has no key, and nothing to be found by.
        let Some(row) = store::find(&mut tx, *id).await?.filter(|row| row.verified_at.is_some()) else { continue };
        let key = match account::data_key(&mut tx, cx, *id).await {
            Err(Error::NotFound) => continue,
            key => key?,
        };
        if account::get(&mut tx, *id).await?.made_up.is_some() {
            continue;
        }
        let data = key.open_json(&person_place("data_sealed", *id), &row.data_sealed)?;
        index_document(&mut tx, cx, *id, &data).await?;
    }
    tx.commit().await?;
    Ok(accounts.last().copied())
}

/// It does not any more.
pub(crate) async fn forget_document(tx: &mut Tx, cx: &Cx, account: AccountId, data: &PersonalData) -> Result<()> {
    match index_of(cx, data) {
        Some(hash) => Ok(store::remove_document(tx, &hash, account).await?),
        None => Ok(()),
    }
}

pub(crate) fn draft(key: &DataKey, account: AccountId, row: &PersonRow) -> Result<Option<PersonForm>> {
    let place = person_place("draft_sealed", account);
    Ok(row.draft_sealed.as_deref().map(|sealed| key.open_json(&place, sealed)).transpose()?)
}

async fn load(read: &mut Read, signed_in: &SignedIn) -> Result<(PersonRow, PersonalData, Option<PersonForm>)> {
    let account = signed_in.id();
    let row = get(read, account).await?;
    let data = signed_in.key.open_json(&person_place("data_sealed", account), &row.data_sealed)?;
    let draft = draft(&signed_in.key, account, &row)?;
    Ok((row, data, draft))
}

/// The form as it is to be shown: the draft, or else what is known (R76).
pub async fn form(cx: &Cx, signed_in: &SignedIn) -> Result<FormView> {
    let (row, data, draft) = load(&mut cx.app.store.read().await?, signed_in).await?;
    let draft_saved_at = row.draft_saved_at.filter(|_| draft.is_some());
    let form = draft.unwrap_or_else(|| PersonForm::of(&data));
    Ok(FormView {
        missing: form.missing(),
        form,
        draft_saved_at,
        is_verified: row.verified_at.is_some(),
        may_save_draft: cx.settings().profile.save_draft,
        today: Today::at(cx.now),
    })
}

fn shortened(form: &PersonForm) -> PersonForm {
    let cut = |text: &String| text.chars().take(LONGEST_KEPT).collect::<String>();
    PersonForm {
        family_name: cut(&form.family_name),
        given_name: cut(&form.given_name),
        patronymic: cut(&form.patronymic),
        sex: cut(&form.sex),
        birth_date: cut(&form.birth_date),
        birth_place: cut(&form.birth_place),
        snils: cut(&form.snils),
        citizenship: cut(&form.citizenship),
        document_type: cut(&form.document_type),
        document_number: cut(&form.document_number),
        issue_date: cut(&form.issue_date),
        issued_by: cut(&form.issued_by),
        unit_code: cut(&form.unit_code),
        issuing_state: cut(&form.issuing_state),
        expiry_date: cut(&form.expiry_date),
        latin_family_name: cut(&form.latin_family_name),
        latin_given_name: cut(&form.latin_given_name),
        inn: cut(&form.inn),
    }
}

pub(crate) async fn keep_draft(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (AccountId, &DataKey),
    seen: i64,
    form: &PersonForm,
) -> Result<()> {
    let sealed = key.seal_json(&person_place("draft_sealed", account), &shortened(form), &mut cx.rng())?;
    Ok(store::save_draft(tx, account, seen, Some(&sealed), cx.now).await?)
}

/// Keeps what was typed, right or not, without sending it (R89, C22).
pub async fn save_draft(cx: &Cx, signed_in: &SignedIn, form: &PersonForm) -> Result<()> {
    if !cx.settings().profile.save_draft {
        return Err(Error::Denied);
    }
    store_draft(cx, signed_in, form).await
}

async fn store_draft(cx: &Cx, signed_in: &SignedIn, form: &PersonForm) -> Result<()> {
    cx.again(|| async move {
        let mut tx = cx.app.store.write().await?;
        let row = get(&mut tx, signed_in.id()).await?;
        keep_draft(&mut tx, cx, (signed_in.id(), &signed_in.key), row.version, form).await?;
        cx.commit(tx).await
    })
    .await
}

/// Throws the draft away.
pub async fn discard_draft(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    cx.again(|| async move {
        let mut tx = cx.app.store.write().await?;
        let row = get(&mut tx, signed_in.id()).await?;
        store::save_draft(&mut tx, signed_in.id(), row.version, None, cx.now).await?;
        cx.commit(tx).await
    })
    .await
}

fn mark(cx: &Cx, data: &PersonalData) -> String {
    URL_SAFE_NO_PAD.encode(cx.app.keys.blind("review", &json!(data).to_string()))
}

fn reviewed(cx: &Cx, form: &PersonForm, in_force: &PersonalData, is_verified: bool) -> Result<Review> {
    let data = form.check(&rules(cx, in_force)).map_err(Error::Fields)?;
    Ok(Review {
        form: form.clone(),
        doubts: doubts(&data, Today::at(cx.now)),
        changes: if is_verified { differing(in_force, &data) } else { Vec::new() },
        is_sent: !is_verified || in_force.examined() != data.examined(),
        mark: mark(cx, &data),
        data,
    })
}

/// Whether to tell that another account holds this SNILS (R107). It is told a few times a day to one account and one
/// network, so that nobody can ask who has an account (R244); beyond that the submission goes on, and its outcome tells.
async fn tells_taken(tx: &mut Tx, cx: &Cx, account: AccountId, snils: &str) -> Result<bool> {
    let holder = store::lookup_snils(tx, &snils_hash(cx, snils)).await?;
    if holder.is_none_or(|holder| holder == account) {
        return Ok(false);
    }
    let mut may = true;
    for whom in [account.to_string(), cx.client.network.clone()] {
        may &= limit::count_within(tx, LimitKey::new(cx, "snils-taken", &whom), MOST_TAKEN, DAY, cx.now).await?;
    }
    Ok(may)
}

/// "Continue": checks the whole form and keeps it for the review page; nothing is sent (R88, R93). A SNILS that another
/// account holds is refused here already (R107).
pub async fn go_on(cx: &Cx, signed_in: &SignedIn, form: &PersonForm) -> Result<()> {
    account::demand_person(&signed_in.account)?;
    let (_, in_force, _) = load(&mut cx.app.store.read().await?, signed_in).await?;
    let data = form.check(&rules(cx, &in_force)).map_err(Error::Fields)?;
    store_draft(cx, signed_in, form).await?;
    let mut tx = cx.app.store.write().await?;
    let told = tells_taken(&mut tx, cx, signed_in.id(), &data.snils).await?;
    tx.commit().await?;
    if told { Err(Error::refused(&VerificationRefusal::SnilsTaken)) } else { Ok(()) }
}

/// What is about to be sent, on one page (R88).
pub async fn review(cx: &Cx, signed_in: &SignedIn) -> Result<Review> {
    let (row, data, draft) = load(&mut cx.app.store.read().await?, signed_in).await?;
    let form = draft.unwrap_or_else(|| PersonForm::of(&data));
    reviewed(cx, &form, &data, row.verified_at.is_some())
}

/// Sends what the review page showed; `Conflict` when it has been changed in another window since.
pub async fn submit_reviewed(cx: &Cx, signed_in: &SignedIn, seen: &str) -> Result<Submitted> {
    let review = review(cx, signed_in).await?;
    if review.mark != seen {
        return Err(Error::Conflict);
    }
    submit(cx, signed_in, &review.form).await
}

/// Sends the form to the registries (R96). A running submission is superseded; what is verified stays in force until the
/// new data are (R95). Of two clicks one begins a verification.
pub async fn submit(cx: &Cx, signed_in: &SignedIn, form: &PersonForm) -> Result<Submitted> {
    cx.again(|| async move { submit_once(cx, signed_in, form).await }).await
}

async fn submit_once(cx: &Cx, signed_in: &SignedIn, form: &PersonForm) -> Result<Submitted> {
    account::demand_person(&signed_in.account)?;
    let account = signed_in.id();
    let mut tx = cx.app.store.write().await?;
    let (row, in_force, _) = load(&mut tx, signed_in).await?;
    let data = &form.check(&rules(cx, &in_force)).map_err(Error::Fields)?;
    if tells_taken(&mut tx, cx, account, &data.snils).await? {
        tx.commit().await?;
        return Err(Error::refused(&VerificationRefusal::SnilsTaken));
    }
    if let Some(running) = verification::running(&mut tx, cx, signed_in, data).await? {
        return Ok(Submitted::Running(running));
    }
    if row.verified_at.is_some() && in_force == *data {
        go_back(&mut tx, cx, account, row.version).await?;
        let contested = verification::running(&mut tx, cx, signed_in, data).await?;
        cx.commit(tx).await?;
        cx.app.signals.raise(account);
        return Ok(contested.map_or(Submitted::Unchanged, Submitted::Running));
    }
    if row.verified_at.is_some() && in_force.examined() == data.examined() {
        add(&mut tx, cx, signed_in, &row, &in_force, data).await?;
        cx.commit(tx).await?;
        cx.app.signals.raise(account);
        return Ok(Submitted::Added);
    }
    let holder = (account, &signed_in.key);
    keep_draft(&mut tx, cx, holder, row.version, form).await?;
    let id = verification::begin(&mut tx, cx, holder, data).await?;
    audit::record(&mut tx, cx, account, Act::by_person("verification-submitted").on(id.to_string())).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account);
    Ok(Submitted::Started(id))
}

/// Puts in force what the person added in their own word; no registry is asked, and what was verified stays so (R87).
async fn add(
    tx: &mut Tx,
    cx: &Cx,
    signed_in: &SignedIn,
    row: &PersonRow,
    in_force: &PersonalData,
    data: &PersonalData,
) -> Result<()> {
    let account = signed_in.id();
    let sealed = signed_in.key.seal_json(&person_place("data_sealed", account), data, &mut cx.rng())?;
    store::save_data(tx, account, row.version, &sealed, row.verified_at, cx.now).await?;
    go_back(tx, cx, account, row.version + 1).await?;
    let fields = differing(in_force, data).join(",");
    audit::record(tx, cx, account, Act::by_person("data-added").on(fields)).await
}

/// The verified data stay what they are: the draft is thrown away, and a change that is being verified or did not match is
/// withdrawn (R95). `Conflict` when nothing is verified.
pub async fn keep_verified(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    cx.again(|| async move {
        let account = signed_in.id();
        let mut tx = cx.app.store.write().await?;
        let row = get(&mut tx, account).await?;
        if row.verified_at.is_none() {
            return Err(Error::Conflict);
        }
        go_back(&mut tx, cx, account, row.version).await?;
        cx.commit(tx).await?;
        cx.app.signals.raise(account);
        Ok(())
    })
    .await
}

async fn go_back(tx: &mut Tx, cx: &Cx, account: AccountId, seen: i64) -> Result<()> {
    store::save_draft(tx, account, seen, None, cx.now).await?;
    if verification::set_aside(tx, cx, account).await? {
        audit::record(tx, cx, account, Act::by_person("verification-withdrawn")).await?;
    }
    Ok(())
}

/// The refusal of a SNILS that belongs to somebody else, for pages that show its ways out (R107).
pub fn is_snils_taken(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.code == VerificationRefusal::SnilsTaken.refusal().code)
}
