//! Giving access again to one who lost phone, password or both (R200).
//!
//! A new contact is proved at the window: a code goes to it, and the visitor says it. When a colleague has agreed,
//! everything that opened the account is over – password, security question, second factors, locks, sessions, recoveries
//! under way (R202) – and
//! the person sets a new password through the contact that is left. The account and what was verified about the person
//! stay what they are.

use std::collections::BTreeMap;

use okno_domain::{
    contact::{ContactId, ContactKind, ContactStatus},
    one_time_code::{CodeForm, Purpose},
    operator::Task,
    refusal::{Class, FieldFault, Refusal, Refuse as _},
    secret::Secret,
    visit::{VisitId, VisitRefusal, VisitState},
};
use okno_store::{
    Read, Tx,
    contact::{self as contacts, ContactRow},
    password, recovery as recoveries,
};
use serde::{Deserialize, Serialize};

use super::{
    Serving,
    order::{self, Work},
    refused, serving,
};
use crate::{
    account::Account,
    audit::{self, Act},
    contact,
    context::Cx,
    error::{Error, Result},
    factor, login,
    notification::{self, Event, OpenContact, contact_place},
    one_time_code::{self as codes, Claim},
    operator::{self, Acting},
    outbox::{self, Letter},
    recovery,
    registration::{code_args, public_link},
    restriction,
};

/// The message and notice of a restoration.
const RESTORED: &str = "access_restored";

/// A contact that the visitor gives at the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewContact {
    /// Which.
    pub kind: ContactKind,
    /// E.164 number or e-mail address.
    pub value: String,
    /// Its blind index.
    pub hash: [u8; 32],
    /// Whether the visitor reads what is sent there.
    pub is_proved: bool,
}

fn claim(visit: VisitId, contact: &NewContact) -> Claim<'_> {
    Claim {
        owner: visit.uuid(),
        purpose: Purpose::Contact,
        kind: contact.kind,
        contact_hash: &contact.hash,
        asked: &contact.hash,
    }
}

fn taken() -> Error {
    Error::Refused(Refusal::new("registration-contact-taken", Class::Conflict))
}

/// A visit in which a contact can still be given.
async fn open_for_contact(tx: &mut Tx, cx: &Cx, clerk: &Acting, id: VisitId) -> Result<Serving> {
    let serving = serving(tx, cx, clerk, id).await?;
    clerk.demand(Task::RestoreAccess.act())?;
    if serving.visit().task != Task::RestoreAccess || serving.visit().state != VisitState::Open {
        return Err(refused(VisitRefusal::OutOfStep));
    }
    if !serving.is_verified() {
        return Err(refused(VisitRefusal::NotVerified));
    }
    if operator::is_own_account(tx, clerk, serving.account.id).await? {
        return Err(Error::refused(&okno_domain::operator::OperatorRefusal::Oneself));
    }
    Ok(serving)
}

/// The visitor gives a new phone or e-mail; a code goes there.
pub async fn offer_contact(cx: &Cx, clerk: &Acting, id: VisitId, kind: ContactKind, typed: &str) -> Result<()> {
    let (value, hash) = contact::parse(cx, kind, typed).map_err(|fault| Error::Fields(vec![fault]))?;
    let mut tx = cx.app.store.write().await?;
    let serving = open_for_contact(&mut tx, cx, clerk, id).await?;
    match contacts::lookup(&mut tx, &hash).await? {
        Some(holder) if holder == serving.account.id => {
            return Err(Error::Fields(vec![FieldFault::new(kind.name(), "contact-yours")]));
        }
        Some(_) => return Err(taken()),
        None => {}
    }
    let offered = NewContact { kind, value, hash, is_proved: false };
    let issued = codes::issue(&mut tx, cx, claim(id, &offered), &[CodeForm::Code]).await?;
    let secrets = issued.map_err(|refusal| Error::refused(&refusal))?;
    let to = Secret::new(offered.value.clone());
    let letter = Letter {
        owner: id.uuid(),
        channel: kind,
        to: &to,
        kind: "contact_code",
        locale: serving.account.locale,
        args: code_args(cx, &secrets),
        mark: &secrets.mark,
        useful_until: Some(secrets.useful_until),
    };
    if secrets.may_be_sent {
        outbox::send(&mut tx, cx, letter).await?;
    }
    let mut work = order::work(&serving)?;
    work.contacts.retain(|known| known.kind != kind);
    work.contacts.push(offered);
    order::save(&mut tx, cx, &serving, &serving.row.visit, &work).await?;
    operator::audit::record(&mut tx, cx, clerk, "contact-offered", &format!("{} {id}", kind.name())).await?;
    cx.commit(tx).await
}

/// The visitor says the code that came: the contact of this kind is theirs.
pub async fn prove_contact(cx: &Cx, clerk: &Acting, id: VisitId, kind: ContactKind, code: &Secret) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let serving = open_for_contact(&mut tx, cx, clerk, id).await?;
    let mut work = order::work(&serving)?;
    let is_asked = |contact: &&mut NewContact| contact.kind == kind && !contact.is_proved;
    let offered = work.contacts.iter_mut().find(is_asked).ok_or_else(|| refused(VisitRefusal::OutOfStep))?;
    if let Err(refusal) = codes::redeem_code(&mut tx, cx, claim(id, offered), code).await? {
        cx.commit(tx).await?;
        return Err(Error::Refused(refusal.refusal()));
    }
    offered.is_proved = true;
    order::save(&mut tx, cx, &serving, &serving.row.visit, &work).await?;
    cx.commit(tx).await
}

/// A contact that is given must be proved before anybody is asked.
pub(super) fn check(work: &Work) -> Result<()> {
    let is_open = work.contacts.iter().any(|contact| !contact.is_proved);
    if is_open { Err(refused(VisitRefusal::OutOfStep)) } else { Ok(()) }
}

/// Whether the person could get in afterwards: a contact must be left.
pub(super) async fn demand_contact(read: &mut Read, serving: &Serving, work: &Work) -> Result<()> {
    let known = contacts::list(read, serving.account.id).await?;
    let is_left = known.iter().any(|row| row.status == ContactStatus::Confirmed) && !work.forget_others;
    if !work.contacts.is_empty() || is_left { Ok(()) } else { Err(refused(VisitRefusal::NoContact)) }
}

/// What everybody is told who can be reached: those who lost their contact to it, and the new one.
fn event<'a>(cx: &Cx, mark: &'a str) -> Event<'a> {
    let args = BTreeMap::from([("link".to_owned(), public_link(cx, "/recovery"))]);
    Event { kind: RESTORED, args, mark, outside: true }
}

/// Lets a contact go; one that was in force is told.
async fn drop_contact(tx: &mut Tx, cx: &Cx, account: &Account, old: &OpenContact, mark: &str) -> Result<()> {
    if old.row.status == ContactStatus::Confirmed {
        // Another mark than that of the contact that takes its place: both are told.
        let mark = format!("{mark}:gone");
        notification::tell_at(tx, cx, account, (old.row.kind, &old.value), &event(cx, &mark)).await?;
        contacts::release(tx, &old.row.contact_hash, account.id).await?;
    }
    Ok(contacts::delete(tx, account.id, old.row.id).await?)
}

async fn put_in_force(tx: &mut Tx, cx: &Cx, serving: &Serving, account: &Account, new: &NewContact) -> Result<()> {
    if !contacts::claim(tx, &new.hash, account.id).await? {
        return Err(taken());
    }
    let id: ContactId = cx.fresh_id();
    let row = ContactRow {
        id,
        kind: new.kind,
        status: ContactStatus::Confirmed,
        contact_hash: new.hash,
        value_sealed: serving.key.seal_text(&contact_place(id), &new.value, &mut cx.rng())?,
        created_at: cx.now,
        confirmed_at: Some(cx.now),
        version: 1,
    };
    Ok(contacts::insert(tx, account.id, &row).await?)
}

/// Does it, in the transaction of the colleague's consent, in which so many sessions were ended.
pub(super) async fn perform(
    tx: &mut Tx,
    cx: &Cx,
    clerk: &Acting,
    (serving, account, ended): (&Serving, &Account, u64),
    work: &Work,
) -> Result<()> {
    check(work)?;
    demand_contact(tx, serving, work).await?;
    let mark = format!("{RESTORED}:{}", serving.visit().id);
    let by = |act, detail: &str| Act { actor: clerk.actor(), act, detail: detail.to_owned() };
    for old in notification::contacts(tx, &serving.key, account.id).await? {
        let is_replaced = work.contacts.iter().any(|new| new.kind == old.row.kind);
        if is_replaced || work.forget_others {
            drop_contact(tx, cx, account, &old, &mark).await?;
            audit::record(tx, cx, account.id, by("contact-removed", old.row.kind.name())).await?;
        }
    }
    for new in &work.contacts {
        put_in_force(tx, cx, serving, account, new).await?;
        audit::record(tx, cx, account.id, by("contact-confirmed", new.kind.name())).await?;
    }
    password::delete(tx, account.id).await?;
    recoveries::delete_question(tx, account.id).await?;
    recovery::void_all(tx, account.id).await?;
    let mut names: Vec<_> = work.contacts.iter().map(|new| new.hash).collect();
    names.push(crate::person::snils_hash(cx, &serving.data.snils));
    login::forget_failures(tx, cx, &names).await?;
    audit::record(tx, cx, account.id, by("access-restored", &ended.to_string())).await?;
    notification::tell(tx, cx, account, &serving.key, event(cx, &mark)).await?;
    // Who has shown at the window who they are needs no factor that may be lost, and no lock keeps them out.
    let holder = (account, &serving.key);
    factor::reset(tx, cx, account, &serving.key, clerk.actor()).await?;
    restriction::lift(tx, cx, holder, clerk.actor()).await?;
    Ok(())
}
