//! Registration of a person (R12 to R32).

use std::collections::BTreeMap;

use okno_domain::{
    contact::{ContactKind, ContactStatus},
    credential::password::{OwnData, check_repeat},
    id::Id,
    identifier::{Reason, email::Email, person_name::PersonName, phone::Phone},
    one_time_code::{CodeForm, IssuedCode, Purpose},
    person::PersonalData,
    refusal::{FieldFault, Refuse},
    registration::{GivenContact, Registration, RegistrationId, RegistrationRefusal, Stage},
    secret::Secret,
    time::after,
};
use okno_store::{
    Read, Tx,
    contact::{self, ContactRow},
    password, person,
    registration::{self as store, RegistrationRow},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    login::{email_rules, phone_rules},
    notification::contact_place,
    one_time_code::{self as codes, Claim, IssuedSecrets, LinkToken},
    outbox::{self, Letter},
    seal::Place,
    session::{self, SessionToken, person_place},
    settings::{EmailMode, RequiredContacts, hours},
    token,
};

/// What the form holds (R13), as typed.
#[derive(Clone, Debug, Default)]
pub struct StartForm {
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
    /// Mobile phone; may be empty.
    pub mobile_phone: String,
    /// E-mail address; may be empty.
    pub email: String,
}

/// Names and contacts in canonical form, sealed while the registration is under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Detail {
    family_name: String,
    given_name: String,
    mobile_phone: Option<String>,
    email: Option<String>,
}

impl Detail {
    fn address(&self, kind: ContactKind) -> Option<&String> {
        match kind {
            ContactKind::MobilePhone => self.mobile_phone.as_ref(),
            ContactKind::Email => self.email.as_ref(),
        }
    }
}

/// What the browser's cookie holds: the registration's id and a secret.
#[derive(Clone)]
pub struct RegistrationToken {
    id: RegistrationId,
    secret: [u8; 32],
}

token::hidden_debug!(RegistrationToken);

impl RegistrationToken {
    /// The text for the cookie.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.id.uuid()], &self.secret)
    }

    /// Reads a cookie; `None` for anything that is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([id], secret) = token::parse(text)?;
        Some(Self { id: Id::from_uuid(id), secret })
    }
}

/// A registration as its pages show it.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Where it stands.
    pub registration: Registration,
    /// Surname and first name.
    pub names: (String, String),
    /// The contact to prove next with its address, for "sent to ...".
    pub next: Option<(ContactKind, String)>,
    /// Every contact given, with its address and whether it is proved.
    pub contacts: Vec<(ContactKind, String, bool)>,
    /// The code that can be typed now.
    pub code: Option<IssuedCode>,
    /// Seconds until another code may be asked for.
    pub resend_in: i64,
}

fn detail_place(id: RegistrationId) -> Place {
    Place::new("registration", "detail_sealed", id)
}

fn token_hash(cx: &Cx, id: RegistrationId, secret: &[u8]) -> [u8; 32] {
    cx.app.keys.secret_hash("registration", id, secret)
}

fn parse(cx: &Cx, form: &StartForm) -> std::result::Result<(Detail, Vec<GivenContact>), Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut name = |field: &'static str, typed: &str| match PersonName::parse(typed) {
        Ok(name) => name.as_str().to_owned(),
        Err(refusal) => {
            faults.push(refusal.on(field));
            String::new()
        }
    };
    let family_name = name("family_name", &form.family_name);
    let given_name = name("given_name", &form.given_name);
    let mut detail = Detail { family_name, given_name, ..Detail::default() };
    let mut contacts = Vec::with_capacity(2);
    let mut given = |kind: ContactKind, key: &str| {
        contacts.push(GivenContact { kind, hash: cx.app.keys.blind(kind.name(), key), confirmed_at: None });
    };
    if !form.mobile_phone.trim().is_empty() {
        match Phone::parse(&form.mobile_phone, phone_rules(cx)) {
            Ok(phone) => {
                given(ContactKind::MobilePhone, phone.as_str());
                detail.mobile_phone = Some(phone.as_str().to_owned());
            }
            Err(refusal) => faults.push(refusal.on("mobile_phone")),
        }
    }
    if !form.email.trim().is_empty() {
        match Email::parse(&form.email, email_rules(cx)) {
            Ok(email) => {
                given(ContactKind::Email, email.comparison());
                detail.email = Some(email.as_str().to_owned());
            }
            Err(refusal) => faults.push(refusal.on("email")),
        }
    }
    let (no_phone, no_email) = (form.mobile_phone.trim().is_empty(), form.email.trim().is_empty());
    let required = cx.settings().registration.required_contacts;
    let (phone_missing, email_missing) = match required {
        RequiredContacts::Any => (no_phone && no_email, false),
        RequiredContacts::Phone => (no_phone, false),
        RequiredContacts::Email => (false, no_email),
        RequiredContacts::Both => (no_phone, no_email),
    };
    let code = if required == RequiredContacts::Any { "contact-required" } else { "required" };
    for (field, missing) in [("mobile_phone", phone_missing), ("email", email_missing)] {
        if missing {
            faults.push(FieldFault::new(field, code));
        }
    }
    if faults.is_empty() { Ok((detail, contacts)) } else { Err(faults) }
}

/// Begins a registration: checks the form (R17), stores it, and sends a code or link to each contact (R20, R21, R23).
pub async fn start(cx: &Cx, form: &StartForm) -> Result<RegistrationToken> {
    let (detail, contacts) = parse(cx, form).map_err(Error::Fields)?;
    let token = RegistrationToken { id: cx.fresh_id(), secret: cx.random_bytes() };
    let registration = Registration {
        id: token.id,
        stage: Stage::Started,
        contacts,
        expires_at: after(cx.now, hours(cx.settings().registration.pending_ttl_hours)),
    };
    let row = RegistrationRow {
        token_hash: token_hash(cx, token.id, &token.secret),
        detail_sealed: cx.app.keys.system().seal_json(&detail_place(token.id), &detail, &mut cx.rng())?,
        locale: cx.locale,
        created_at: cx.now,
        version: 1,
        registration,
    };
    let mut tx = cx.app.store.write().await?;
    store::insert(&mut tx, &row).await?;
    for contact in &row.registration.contacts {
        send_code(&mut tx, cx, &row, &detail, contact).await?;
    }
    cx.commit(tx).await?;
    Ok(token)
}

fn claim<'a>(row: &RegistrationRow, contact: &'a GivenContact) -> Claim<'a> {
    Claim {
        owner: row.registration.id.uuid(),
        purpose: Purpose::Registration,
        kind: contact.kind,
        contact_hash: &contact.hash,
    }
}

/// Sends a code or a link. Somebody else's confirmed contact gets the hint that an account exists instead (R29); to the
/// one who asked, both look the same.
async fn send_code(tx: &mut Tx, cx: &Cx, row: &RegistrationRow, detail: &Detail, contact: &GivenContact) -> Result<()> {
    let Some(address) = detail.address(contact.kind) else { return Ok(()) };
    let forms: &[CodeForm] = match (contact.kind, cx.settings().registration.email_mode) {
        (ContactKind::MobilePhone, _) => &[CodeForm::Code],
        (ContactKind::Email, EmailMode::Link) => &[CodeForm::Link],
        (ContactKind::Email, EmailMode::LinkAndCode) => &[CodeForm::Code, CodeForm::Link],
    };
    let secrets =
        codes::issue(tx, cx, claim(row, contact), forms).await?.map_err(|refusal| Error::refused(&refusal))?;
    let taken = contact::lookup(tx, &contact.hash).await?.is_some();
    let (kind, args) = match (taken, contact.kind) {
        (true, _) => ("registration_existing", BTreeMap::from([("link".to_owned(), public_link(cx, "/login"))])),
        (false, ContactKind::MobilePhone) => ("registration_code", code_args(cx, &secrets)),
        (false, ContactKind::Email) => ("registration_link", link_args(cx, "/registration/link", &secrets)),
    };
    let to = Secret::new(address.clone());
    let owner = row.registration.id.uuid();
    let letter = Letter { owner, channel: contact.kind, to: &to, kind, locale: row.locale, args, mark: &secrets.mark };
    outbox::send(tx, cx, letter).await
}

/// An absolute address of this installation.
pub fn public_link(cx: &Cx, path: &str) -> String {
    format!("{}{path}", cx.settings().public_url.trim_end_matches('/'))
}

/// The values of a message with a code: the code and its life in minutes.
pub(crate) fn code_args(cx: &Cx, secrets: &IssuedSecrets) -> BTreeMap<String, String> {
    let mut args = BTreeMap::from([("minutes".to_owned(), (cx.settings().otp.ttl_seconds / 60).to_string())]);
    if let Some(code) = &secrets.code {
        args.insert("code".to_owned(), code.expose().to_owned());
    }
    args
}

/// The values of a message with a link (and maybe a code): the link goes to `path`, its life is in hours.
pub(crate) fn link_args(cx: &Cx, path: &str, secrets: &IssuedSecrets) -> BTreeMap<String, String> {
    let mut args = code_args(cx, secrets);
    args.insert("hours".to_owned(), cx.settings().registration.email_link_ttl_hours.to_string());
    if let Some(link) = &secrets.link {
        args.insert("link".to_owned(), public_link(cx, &format!("{path}?token={}", link.expose())));
    }
    args
}

async fn load(read: &mut Read, cx: &Cx, token: &RegistrationToken) -> Result<(RegistrationRow, Detail)> {
    let row = store::find(read, token.id).await?;
    let hash = token_hash(cx, token.id, &token.secret);
    let row = row.filter(|row| row.token_hash.ct_eq(&hash).into());
    let mut row = row.ok_or_else(|| Error::refused(&RegistrationRefusal::Expired))?;
    row.registration = row.registration.at(cx.now);
    if row.registration.stage == Stage::Expired {
        return Err(Error::refused(&RegistrationRefusal::Expired));
    }
    let detail = cx.app.keys.system().open_json(&detail_place(token.id), &row.detail_sealed)?;
    Ok((row, detail))
}

/// Where a registration stands, for its pages. Refused when it is over or unknown.
pub async fn progress(cx: &Cx, token: &RegistrationToken) -> Result<Progress> {
    let mut read = cx.app.store.read().await?;
    let (row, detail) = load(&mut read, cx, token).await?;
    let kind = row.registration.next_to_confirm();
    let contact = kind.and_then(|kind| row.registration.contact(kind));
    let (code, resend_in) = match contact {
        Some(contact) => {
            let claim = claim(&row, contact);
            (codes::current(&mut read, claim).await?, codes::resend_in(&mut read, cx, claim).await?)
        }
        None => (None, 0),
    };
    let address = |kind| detail.address(kind).cloned().unwrap_or_default();
    let contacts = row.registration.contacts.iter();
    let contacts =
        contacts.map(|contact| (contact.kind, address(contact.kind), contact.confirmed_at.is_some())).collect();
    Ok(Progress {
        next: kind.map(|kind| (kind, address(kind))),
        contacts,
        names: (detail.family_name, detail.given_name),
        registration: row.registration,
        code,
        resend_in,
    })
}

/// Sends another code or link to a contact that is not proved yet (R33, R36).
pub async fn resend(cx: &Cx, token: &RegistrationToken, kind: ContactKind) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    row.registration.is_open().map_err(|refusal| Error::refused(&refusal))?;
    let contact = row.registration.contact(kind).filter(|contact| contact.confirmed_at.is_none());
    let contact = contact.ok_or_else(|| Error::refused(&RegistrationRefusal::UnknownContact))?;
    send_code(&mut tx, cx, &row, &detail, contact).await?;
    cx.commit(tx).await
}

/// Takes a typed code (R20, C2). A wrong one is counted and refused at the field.
pub async fn enter_code(cx: &Cx, token: &RegistrationToken, kind: ContactKind, typed: &Secret) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (row, _) = load(&mut tx, cx, token).await?;
    row.registration.is_open().map_err(|refusal| Error::refused(&refusal))?;
    let contact = row.registration.contact(kind).cloned();
    let contact = contact.ok_or_else(|| Error::refused(&RegistrationRefusal::UnknownContact))?;
    let tried = codes::redeem_code(&mut tx, cx, claim(&row, &contact), typed).await?;
    // The contact may belong to an account: then no code was sent, and the attempt was a guess.
    let verdict = match tried {
        Ok(()) if contact::lookup(&mut tx, &contact.hash).await?.is_some() => {
            Err(RegistrationRefusal::ContactTaken.refusal())
        }
        Ok(()) => {
            let next = row.registration.confirm(&contact.hash, cx.now).map_err(|refusal| Error::refused(&refusal))?;
            store::update(&mut tx, row.version, &next).await?;
            Ok(())
        }
        Err(refusal) => Err(refusal.refusal()),
    };
    cx.commit(tx).await?;
    verdict.map_err(Error::Refused)
}

/// Whether a link from a letter would be accepted: for the page that asks for the click that uses it.
pub async fn peek_link(cx: &Cx, link: &LinkToken) -> Result<()> {
    let mut read = cx.app.store.read().await?;
    let peeked = codes::peek_link(&mut read, cx, Purpose::Registration, link).await?;
    peeked.map(|_| ()).map_err(|refusal| Error::refused(&refusal))
}

/// Uses a link from a letter (R21): it proves the mailbox, and the browser that followed it goes on with the
/// registration.
pub async fn follow_link(cx: &Cx, link: &LinkToken) -> Result<RegistrationToken> {
    let mut tx = cx.app.store.write().await?;
    let proved = codes::redeem_link(&mut tx, cx, Purpose::Registration, link).await?;
    let hash = match proved {
        Ok(hash) => hash,
        Err(refusal) => {
            cx.commit(tx).await?;
            return Err(Error::refused(&refusal));
        }
    };
    let id = Id::from_uuid(link.owner());
    let row = store::find(&mut tx, id).await?.ok_or_else(|| Error::refused(&RegistrationRefusal::Expired))?;
    let next = row.registration.at(cx.now).confirm(&hash, cx.now).map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    let token = RegistrationToken { id, secret: cx.random_bytes() };
    store::set_token(&mut tx, id, &token_hash(cx, id, &token.secret)).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// What a new password may not contain (R49).
fn own_data(detail: &Detail) -> OwnData {
    OwnData {
        names: vec![detail.family_name.clone(), detail.given_name.clone()],
        phones: detail.mobile_phone.iter().cloned().collect(),
        emails: detail.email.iter().cloned().collect(),
        ..OwnData::default()
    }
}

/// The faults of a chosen password at its fields (R41 to R50).
pub(crate) fn password_faults(cx: &Cx, own: &OwnData, password: &Secret, repeat: &Secret) -> Vec<FieldFault> {
    let policy = cx.settings().password.policy();
    let mut faults: Vec<_> = policy.check(password, own).iter().map(|fault| fault.on("password")).collect();
    faults.extend(check_repeat(password, repeat).err().map(|fault| fault.on("password_repeat")));
    faults
}

/// Finishes a registration: the account exists from here on, at level Simplified (R24, R26), and the person is signed
/// in.
pub async fn finish(cx: &Cx, token: &RegistrationToken, password: &Secret, repeat: &Secret) -> Result<SessionToken> {
    let detail = {
        let mut read = cx.app.store.read().await?;
        let (row, detail) = load(&mut read, cx, token).await?;
        row.registration.may_complete().map_err(|refusal| Error::refused(&refusal))?;
        detail
    };
    let faults = password_faults(cx, &own_data(&detail), password, repeat);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hash = cx.app.hashing.hash(cx.app.keys.peppered_password(password), cx.random_bytes()).await?;

    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    row.registration.may_complete().map_err(|refusal| Error::refused(&refusal))?;
    let (account, key) = account::create(&mut tx, cx, row.locale).await?;
    let next = row.registration.clone().complete(account.id).map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    for given in &row.registration.contacts {
        let Some(address) = detail.address(given.kind) else { continue };
        let id = cx.fresh_id();
        let (status, claimed) = match given.confirmed_at {
            Some(_) => (ContactStatus::Confirmed, contact::claim(&mut tx, &given.hash, account.id).await?),
            None => (ContactStatus::Unconfirmed, true),
        };
        if !claimed {
            return Err(Error::refused(&RegistrationRefusal::ContactTaken));
        }
        let value_sealed = key.seal_text(&contact_place(id), address, &mut cx.rng())?;
        let contact = ContactRow {
            id,
            kind: given.kind,
            status,
            contact_hash: given.hash,
            value_sealed,
            created_at: row.created_at,
            confirmed_at: given.confirmed_at,
            version: 1,
        };
        contact::insert(&mut tx, account.id, &contact).await?;
    }
    let data =
        PersonalData { family_name: detail.family_name, given_name: detail.given_name, ..PersonalData::default() };
    let sealed = key.seal_json(&person_place("data_sealed", account.id), &data, &mut cx.rng())?;
    person::insert(&mut tx, account.id, &sealed, cx.now).await?;
    password::put(&mut tx, account.id, &hash, cx.now).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("registered")).await?;
    let session = session::open(&mut tx, cx, account.id, "registration").await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("logged-in").on("registration")).await?;
    cx.commit(tx).await?;
    Ok(session)
}
