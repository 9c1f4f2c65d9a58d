//! Registration of a person (R12 to R32).

mod finish;
mod form;

use std::collections::BTreeMap;

use okno_domain::{
    contact::ContactKind,
    id::Id,
    one_time_code::{CodeForm, IssuedCode, Purpose},
    refusal::Refuse,
    registration::{GivenContact, Registration, RegistrationId, RegistrationRefusal, Stage},
    secret::Secret,
    statistic::{Kind, way_of},
    time::{SignedDuration, after},
};
use okno_store::{
    Read, Tx, contact,
    registration::{self as store, RegistrationRow},
};
use subtle::ConstantTimeEq;

pub use finish::finish;
pub(crate) use finish::password_faults;
pub use form::StartForm;
use form::{Detail, parse};

use crate::{
    context::Cx,
    error::{Error, Result},
    one_time_code::{self as codes, Claim, IssuedSecrets, LinkToken},
    outbox::{self, Letter},
    seal::Place,
    settings::{EmailMode, hours, minutes},
    statistic, token,
};

token::of_row! {
    /// What the browser's cookie holds: the registration's id and a secret.
    RegistrationToken of RegistrationId
}

/// A registration as its pages show it.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Where it stands.
    pub registration: Registration,
    /// Surname and first name.
    pub names: (String, String),
    /// Every contact given, the phone first: its code is there in seconds.
    pub contacts: Vec<ContactProgress>,
    /// The page that the visitor came for (R3).
    pub next: Option<String>,
}

/// Whose registration a link belongs to, so that the one who follows it can see whether it is theirs (R21).
#[derive(Clone, Debug)]
pub struct Applicant {
    /// Surname and first name.
    pub names: (String, String),
    /// Every contact given.
    pub contacts: Vec<(ContactKind, String)>,
}

impl Progress {
    /// The contacts that are not proved yet, each of which can be proved by itself (R23).
    pub fn open(&self) -> impl Iterator<Item = &ContactProgress> {
        self.contacts.iter().filter(|contact| !contact.confirmed)
    }
}

/// One contact of a registration.
#[derive(Clone, Debug)]
pub struct ContactProgress {
    /// What kind.
    pub kind: ContactKind,
    /// The address, for "sent to ...".
    pub address: String,
    /// Whether it is proved.
    pub confirmed: bool,
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

/// Refuses while the installation takes no registrations.
pub fn demand_open(cx: &Cx) -> Result<()> {
    if cx.settings().registration.open { Ok(()) } else { Err(Error::refused(&RegistrationRefusal::Closed)) }
}

/// Begins a registration: checks the form (R17), stores it, and sends a code or link to each contact (R20, R21, R23).
pub async fn start(cx: &Cx, form: &StartForm) -> Result<RegistrationToken> {
    demand_open(cx)?;
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
    statistic::count(&mut tx, cx, token.id, Kind::RegistrationBegun, way(&row.registration));
    cx.commit(tx).await?;
    Ok(token)
}

/// By which contacts somebody registers, for the numbers.
fn way(registration: &Registration) -> &'static str {
    let has = |kind| registration.contact(kind).is_some();
    way_of(has(ContactKind::MobilePhone), has(ContactKind::Email))
}

fn claim<'a>(row: &RegistrationRow, contact: &'a GivenContact) -> Claim<'a> {
    Claim {
        owner: row.registration.id.uuid(),
        purpose: Purpose::Registration,
        kind: contact.kind,
        contact_hash: &contact.hash,
        asked: &contact.hash,
    }
}

fn proof_life(cx: &Cx) -> SignedDuration {
    minutes(cx.settings().otp.proof_minutes)
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
    if !secrets.may_be_sent {
        return Ok(());
    }
    let to = Secret::new(address.clone());
    let owner = row.registration.id.uuid();
    let letter = Letter {
        owner,
        channel: contact.kind,
        to: &to,
        kind,
        locale: row.locale,
        args,
        mark: &secrets.mark,
        useful_until: Some(secrets.useful_until),
    };
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
    row.registration = row.registration.at(cx.now, proof_life(cx));
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
    let mut contacts = Vec::with_capacity(row.registration.contacts.len());
    for kind in ContactKind::ALL {
        let Some(contact) = row.registration.contact(kind) else { continue };
        let confirmed = contact.confirmed_at.is_some();
        let (code, resend_in) = if confirmed {
            (None, 0)
        } else {
            let claim = claim(&row, contact);
            (codes::current(&mut read, claim).await?, codes::resend_in(&mut read, cx, claim).await?)
        };
        let address = detail.address(kind).cloned().unwrap_or_default();
        contacts.push(ContactProgress { kind, address, confirmed, code, resend_in });
    }
    let names = (detail.family_name, detail.given_name);
    Ok(Progress { names, registration: row.registration, contacts, next: detail.next })
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

/// Whether a link from a letter would be accepted, and whose registration it is: for the page that asks for the click
/// that uses it.
pub async fn peek_link(cx: &Cx, link: &LinkToken) -> Result<Applicant> {
    let mut read = cx.app.store.read().await?;
    let peeked = codes::peek_link(&mut read, cx, Purpose::Registration, link).await?;
    peeked.map_err(|refusal| Error::refused(&refusal))?;
    let row = store::find(&mut read, Id::from_uuid(link.owner())).await?;
    let row = row.ok_or_else(|| Error::refused(&RegistrationRefusal::Expired))?;
    let detail: Detail = cx.app.keys.system().open_json(&detail_place(row.registration.id), &row.detail_sealed)?;
    let given = ContactKind::ALL.into_iter().filter_map(|kind| Some((kind, detail.address(kind)?.clone())));
    Ok(Applicant { contacts: given.collect(), names: (detail.family_name, detail.given_name) })
}

/// Uses a link from a letter (R21): it proves the mailbox, and the browser that followed it goes on with the
/// registration. When that is not the browser that began it (`own` is the token it has, if any), nothing that was proved
/// elsewhere counts any more (R37).
pub async fn follow_link(cx: &Cx, link: &LinkToken, own: Option<&RegistrationToken>) -> Result<RegistrationToken> {
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
    let is_own =
        own.is_some_and(|own| own.id == id && bool::from(row.token_hash.ct_eq(&token_hash(cx, id, &own.secret))));
    let registration = row.registration.at(cx.now, proof_life(cx));
    let next = if is_own { registration.confirm(&hash, cx.now) } else { registration.confirm_elsewhere(&hash, cx.now) };
    let next = next.map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    let token = RegistrationToken { id, secret: cx.random_bytes() };
    store::set_token(&mut tx, id, &token_hash(cx, id, &token.secret)).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// Given up by the person, as on a computer that others use: neither the cookie nor a link leads on from here.
pub async fn cancel(cx: &Cx, token: &RegistrationToken) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (row, _) = load(&mut tx, cx, token).await?;
    let next = row.registration.cancel().map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    cx.commit(tx).await
}
