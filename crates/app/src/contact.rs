//! Contacts of a signed-in person: seeing, adding, replacing and removing them (R23, R94, R95).

use std::collections::BTreeMap;

use okno_domain::{
    contact::{ContactId, ContactKind, ContactStatus},
    identifier::{Reason, email::Email, phone::Phone},
    one_time_code::{CodeForm, CodeRefusal, IssuedCode, Purpose},
    refusal::{Class, FieldFault, Refusal, Refuse},
    secret::Secret,
};
use okno_store::{
    Read, Tx,
    contact::{self as store, ContactRow},
};

use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    login::{self, email_rules, phone_rules},
    notification::{self, Event, OpenContact, contact_place},
    one_time_code::{self as codes, Claim, LinkToken},
    outbox::{self, Letter},
    recovery,
    registration::{code_args, link_args, public_link},
    security::security_link,
    session::SignedIn,
    settings::EmailMode,
};

/// Where the link in a letter to a new address leads.
const LINK: &str = "/account/contacts/link";

/// A contact that waits for its code, for the code page.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The contact.
    pub contact: OpenContact,
    /// The code that can be typed now.
    pub code: Option<IssuedCode>,
    /// Seconds until another may be asked for.
    pub resend_in: i64,
}

/// The contacts of a person, confirmed before unconfirmed.
pub async fn list(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<OpenContact>> {
    notification::contacts(&mut cx.app.store.read().await?, &signed_in.key, signed_in.id()).await
}

fn claim<'a>(signed_in: &SignedIn, row: &'a ContactRow) -> Claim<'a> {
    Claim {
        owner: signed_in.id().uuid(),
        purpose: Purpose::Contact,
        kind: row.kind,
        contact_hash: &row.contact_hash,
        asked: &row.contact_hash,
    }
}

async fn waiting_of(read: &mut Read, signed_in: &SignedIn, kind: ContactKind) -> Result<Option<OpenContact>> {
    let contacts = notification::contacts(read, &signed_in.key, signed_in.id()).await?;
    let mut waiting = contacts
        .into_iter()
        .filter(|contact| contact.row.status == ContactStatus::Unconfirmed && contact.row.kind == kind);
    Ok(waiting.next())
}

/// The contact of this kind that waits for its code.
pub async fn waiting(cx: &Cx, signed_in: &SignedIn, kind: ContactKind) -> Result<Option<Waiting>> {
    let mut read = cx.app.store.read().await?;
    let Some(contact) = waiting_of(&mut read, signed_in, kind).await? else { return Ok(None) };
    let code = codes::current(&mut read, claim(signed_in, &contact.row)).await?;
    let resend_in = codes::resend_in(&mut read, cx, claim(signed_in, &contact.row)).await?;
    Ok(Some(Waiting { contact, code, resend_in }))
}

/// A typed contact in canonical form with its blind index.
pub(crate) fn parse(cx: &Cx, kind: ContactKind, typed: &str) -> std::result::Result<(String, [u8; 32]), FieldFault> {
    let field = kind.name();
    if typed.trim().is_empty() {
        return Err(FieldFault::new(field, "required"));
    }
    let (value, key) = match kind {
        ContactKind::MobilePhone => {
            let phone = Phone::parse(typed, phone_rules(cx)).map_err(|refusal| refusal.on(field))?;
            (phone.as_str().to_owned(), phone.as_str().to_owned())
        }
        ContactKind::Email => {
            let email = Email::parse(typed, email_rules(cx)).map_err(|refusal| refusal.on(field))?;
            (email.as_str().to_owned(), email.comparison().to_owned())
        }
    };
    let hash = cx.app.keys.blind(field, &key);
    Ok((value, hash))
}

/// The values of a message about a contact: its kind, and where to look if it was not oneself.
fn told(cx: &Cx, kind: ContactKind) -> BTreeMap<String, String> {
    let mut args = security_link(cx);
    args.insert("kind".to_owned(), kind.name().to_owned());
    args
}

/// Adds a contact, or begins to replace the one of its kind: first the password (R94), then a code goes to the new
/// contact. The one in force stays until the code comes back.
pub async fn add(cx: &Cx, signed_in: &SignedIn, kind: ContactKind, typed: &str, password: &Secret) -> Result<()> {
    account::demand_person(&signed_in.account)?;
    let (value, hash) = parse(cx, kind, typed).map_err(|fault| Error::Fields(vec![fault]))?;
    login::prove_again(cx, signed_in, password).await?;
    let mut tx = cx.app.store.write().await?;
    if let Some(old) = waiting_of(&mut tx, signed_in, kind).await? {
        store::delete(&mut tx, signed_in.id(), old.row.id).await?;
    }
    if store::lookup(&mut tx, &hash).await? == Some(signed_in.id()) {
        return Err(Error::Fields(vec![FieldFault::new(kind.name(), "contact-yours")]));
    }
    let id: ContactId = cx.fresh_id();
    let row = ContactRow {
        id,
        kind,
        status: ContactStatus::Unconfirmed,
        contact_hash: hash,
        value_sealed: signed_in.key.seal_text(&contact_place(id), &value, &mut cx.rng())?,
        created_at: cx.now,
        confirmed_at: None,
        version: 1,
    };
    store::insert(&mut tx, signed_in.id(), &row).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("contact-entered").on(kind.name())).await?;
    send_code(&mut tx, cx, signed_in, &OpenContact { row, value: Secret::new(value) }).await?;
    cx.commit(tx).await
}

/// Sends another code to the contact that waits.
pub async fn resend(cx: &Cx, signed_in: &SignedIn, kind: ContactKind) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let contact = waiting_of(&mut tx, signed_in, kind).await?.ok_or(Error::NotFound)?;
    send_code(&mut tx, cx, signed_in, &contact).await?;
    cx.commit(tx).await
}

async fn send_code(tx: &mut Tx, cx: &Cx, signed_in: &SignedIn, contact: &OpenContact) -> Result<()> {
    let forms: &[CodeForm] = match (contact.row.kind, cx.settings().registration.email_mode) {
        (ContactKind::MobilePhone, _) => &[CodeForm::Code],
        (ContactKind::Email, EmailMode::Link) => &[CodeForm::Link],
        (ContactKind::Email, EmailMode::LinkAndCode) => &[CodeForm::Code, CodeForm::Link],
    };
    let issued = codes::issue(tx, cx, claim(signed_in, &contact.row), forms).await?;
    let secrets = issued.map_err(|refusal| Error::refused(&refusal))?;
    if !secrets.may_be_sent {
        return Ok(());
    }
    // Somebody else's confirmed contact gets no code: it cannot be taken over, and the page tells nothing (R29).
    let taken = store::lookup(tx, &contact.row.contact_hash).await?.is_some();
    let (kind, args) = if taken {
        ("registration_existing", BTreeMap::from([("link".to_owned(), public_link(cx, "/login"))]))
    } else {
        match contact.row.kind {
            ContactKind::MobilePhone => ("contact_code", code_args(cx, &secrets)),
            ContactKind::Email => ("contact_link", link_args(cx, LINK, &secrets)),
        }
    };
    let letter = Letter {
        owner: signed_in.id().uuid(),
        channel: contact.row.kind,
        to: &contact.value,
        kind,
        locale: cx.locale,
        args,
        mark: &secrets.mark,
        useful_until: Some(secrets.useful_until),
    };
    outbox::send(tx, cx, letter).await
}

/// Takes the code for the contact that waits. It becomes the contact in force; the one before is told and let go.
pub async fn enter_code(cx: &Cx, signed_in: &SignedIn, kind: ContactKind, typed: &Secret) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let contact = waiting_of(&mut tx, signed_in, kind).await?.ok_or(Error::NotFound)?;
    if let Err(refusal) = codes::redeem_code(&mut tx, cx, claim(signed_in, &contact.row), typed).await? {
        cx.commit(tx).await?;
        return Err(Error::Refused(refusal.refusal()));
    }
    put_in_force(&mut tx, cx, signed_in, &contact).await?;
    cx.commit(tx).await
}

/// Whether a link from a letter would be accepted, and which address it proves. It is good for the signed-in owner only.
pub async fn peek_link(cx: &Cx, signed_in: &SignedIn, link: &LinkToken) -> Result<OpenContact> {
    let mut read = cx.app.store.read().await?;
    if link.owner() != signed_in.id().uuid() {
        return Err(Error::Refused(CodeRefusal::Void.refusal()));
    }
    let code = codes::peek_link(&mut read, cx, Purpose::Contact, link).await?;
    let code = code.map_err(|refusal| Error::Refused(refusal.refusal()))?;
    let waiting = waiting_of(&mut read, signed_in, ContactKind::Email).await?;
    let waiting = waiting.filter(|contact| contact.row.contact_hash == code.contact_hash);
    waiting.ok_or_else(|| Error::Refused(CodeRefusal::Void.refusal()))
}

/// Uses a link from a letter (R38): the address that waits becomes the one in force.
pub async fn follow_link(cx: &Cx, signed_in: &SignedIn, link: &LinkToken) -> Result<()> {
    peek_link(cx, signed_in, link).await?;
    let mut tx = cx.app.store.write().await?;
    let proved = codes::redeem_link(&mut tx, cx, Purpose::Contact, link).await?;
    let hash = proved.map_err(|refusal| Error::Refused(refusal.refusal()))?;
    let waiting = waiting_of(&mut tx, signed_in, ContactKind::Email).await?;
    let contact = waiting.filter(|contact| contact.row.contact_hash == hash).ok_or(Error::NotFound)?;
    put_in_force(&mut tx, cx, signed_in, &contact).await?;
    cx.commit(tx).await
}

/// The contact that waited takes the place of the one of its kind, which is told and let go.
async fn put_in_force(tx: &mut Tx, cx: &Cx, signed_in: &SignedIn, contact: &OpenContact) -> Result<()> {
    let kind = contact.row.kind;
    let before = notification::contacts(tx, &signed_in.key, signed_in.id()).await?;
    let before = before.into_iter().find(|old| old.row.kind == kind && old.row.status == ContactStatus::Confirmed);
    if !store::claim(tx, &contact.row.contact_hash, signed_in.id()).await? {
        return Err(Error::Refused(Refusal::new("registration-contact-taken", Class::Conflict)));
    }
    let mark = contact.row.id.to_string();
    let args = told(cx, kind);
    if let Some(old) = before {
        let event = Event { kind: "contact_removed", args: args.clone(), mark: &mark, outside: true };
        notification::tell_at(tx, cx, &signed_in.account, (kind, &old.value), &event).await?;
        store::release(tx, &old.row.contact_hash, signed_in.id()).await?;
        store::delete(tx, signed_in.id(), old.row.id).await?;
        audit::record(tx, cx, signed_in.id(), Act::by_person("contact-replaced").on(kind.name())).await?;
    }
    store::confirm(tx, signed_in.id(), &contact.row, cx.now).await?;
    recovery::void_all(tx, signed_in.id()).await?;
    audit::record(tx, cx, signed_in.id(), Act::by_person("contact-confirmed").on(kind.name())).await?;
    let event = Event { kind: "contact_added", args, mark: &mark, outside: true };
    notification::tell(tx, cx, &signed_in.account, &signed_in.key, event).await?;
    Ok(())
}

/// Removes a contact; the password is asked for, and the last confirmed one stays: without it nothing could be
/// recovered.
pub async fn remove(cx: &Cx, signed_in: &SignedIn, contact: ContactId, password: &Secret) -> Result<()> {
    account::demand_person(&signed_in.account)?;
    login::prove_again(cx, signed_in, password).await?;
    let mut tx = cx.app.store.write().await?;
    let contacts = notification::contacts(&mut tx, &signed_in.key, signed_in.id()).await?;
    let confirmed = contacts.iter().filter(|contact| contact.row.status == ContactStatus::Confirmed).count();
    let gone = contacts.into_iter().find(|open| open.row.id == contact).ok_or(Error::NotFound)?;
    let kind = gone.row.kind;
    if gone.row.status == ContactStatus::Confirmed {
        if confirmed < 2 {
            return Err(Error::Refused(Refusal::new("contact-last", Class::Conflict)));
        }
        let args = told(cx, kind);
        let mark = format!("removed {contact}");
        let event = Event { kind: "contact_removed", args, mark: &mark, outside: true };
        notification::tell(&mut tx, cx, &signed_in.account, &signed_in.key, event).await?;
        store::release(&mut tx, &gone.row.contact_hash, signed_in.id()).await?;
        recovery::void_all(&mut tx, signed_in.id()).await?;
    }
    store::delete(&mut tx, signed_in.id(), contact).await?;
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("contact-removed").on(kind.name())).await?;
    cx.commit(tx).await
}
