//! Recovery of access by a forgotten password (R192 to R199, R202).
//!
//! Whoever asks learns nothing about whether there is an account (C28): a recovery for an unknown contact takes the same
//! steps, with a code that nobody gets, and sometimes a question that nobody set.

mod decoy;
mod finish;

use okno_domain::{
    account::AccountId,
    contact::{ContactKind, ContactStatus, masked},
    id::Id,
    one_time_code::{CodeForm, CodeRefusal, IssuedCode, Purpose},
    recovery::{Recovery, RecoveryId, RecoveryRefusal, RecoveryStage},
    refusal::{FieldFault, Refuse},
    secret::Secret,
    time::{DAY, SignedDuration, after},
};
use okno_store::{
    Read, Tx, contact,
    recovery::{self as store, RecoveryRow},
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

pub use finish::{Finished, finish};

use crate::{
    account::{self, data_key},
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    limit::{self, Guard, LimitKey},
    login::{self, LoginIdentifier},
    notification,
    one_time_code::{self as codes, Claim, LinkToken},
    outbox::{self, Letter},
    registration::{code_args, link_args},
    seal::Place,
    security::{peppered_answer, question_place},
    settings::{SecurityQuestion, hours, minutes},
    token,
};

/// So many beginnings of a day stand in the record of an account.
const MOST_RECORDED: u32 = 10;

token::of_row! {
    /// What the browser's cookie holds: the recovery's id and a secret.
    RecoveryToken of RecoveryId
}

/// Where the code goes, and what is asked before.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Detail {
    kind: ContactKind,
    /// The contact's address; empty when it is nobody's.
    address: String,
    contact_hash: [u8; 32],
    /// The blind index of what was typed to begin; limits that are told count by it.
    asked: [u8; 32],
    /// How the page names it: as typed by the person, or masked when found by SNILS (R197).
    shown: String,
    question: Option<String>,
}

/// A recovery as its pages show it.
#[derive(Clone, Debug)]
pub struct Progress {
    /// Where it stands.
    pub stage: RecoveryStage,
    /// The channel of the code.
    pub kind: ContactKind,
    /// The contact as it may be shown.
    pub shown: String,
    /// The question to answer, by its key in the menu.
    pub question: Option<String>,
    /// The code that can be typed now.
    pub code: Option<IssuedCode>,
    /// Seconds until another code may be asked for.
    pub resend_in: i64,
}

fn place(id: RecoveryId) -> Place {
    Place::new("recovery", "detail_sealed", id)
}

fn token_hash(cx: &Cx, id: RecoveryId, secret: &[u8]) -> [u8; 32] {
    cx.app.keys.secret_hash("recovery", id, secret)
}

/// The contact that the code of this account's recovery goes to: the one that was typed, or for SNILS the confirmed phone before the
/// confirmed e-mail (R197, R199). None of somebody made up.
async fn detail_of(
    read: &mut Read,
    cx: &Cx,
    identifier: &LoginIdentifier,
    account: AccountId,
) -> Result<Option<Detail>> {
    // Whoever made somebody up gives them another password; nobody else does.
    if account::get(read, account).await?.made_up.is_some() {
        return Ok(None);
    }
    let key = data_key(read, cx, account).await?;
    let contacts = notification::contacts(read, &key, account).await?;
    let mut confirmed = contacts.into_iter().filter(|contact| contact.row.status == ContactStatus::Confirmed);
    let asked = identifier.hash(cx);
    let contact = match identifier {
        LoginIdentifier::Contact { .. } => confirmed.find(|contact| contact.row.contact_hash == asked),
        LoginIdentifier::Snils(_) => confirmed.min_by_key(|contact| contact.row.kind),
    };
    let Some(contact) = contact else { return Ok(None) };
    let address = contact.value.expose().to_owned();
    let question = match store::find_question(read, account).await? {
        Some(row) if cx.settings().recovery.security_question == SecurityQuestion::Optional => {
            Some(key.open_text(&question_place(account), &row.question_sealed)?)
        }
        _ => None,
    };
    let shown = match identifier {
        LoginIdentifier::Contact { typed, .. } => typed.clone(),
        LoginIdentifier::Snils(_) => masked(contact.row.kind, &address),
    };
    let (kind, contact_hash) = (contact.row.kind, contact.row.contact_hash);
    Ok(Some(Detail { kind, address, contact_hash, asked, shown, question }))
}

/// Counts a recovery that begins, by what was typed and the network. A question that is set costs no message, so that
/// nothing else would count it.
async fn count_start(tx: &mut Tx, cx: &Cx, asked: &[u8; 32]) -> Result<()> {
    let most = cx.settings().otp.max_sends_per_contact_and_network_per_day.saturating_mul(2);
    let may = limit::count_within(tx, LimitKey::here(cx, "recovery-starts", asked), most, DAY, cx.now).await?;
    if may { Ok(()) } else { Err(Error::refused(&CodeRefusal::TooMany)) }
}

/// Records the beginning, a few times a day: a stranger must not fill the record of somebody's account.
async fn record_start(tx: &mut Tx, cx: &Cx, account: AccountId, way: &str) -> Result<()> {
    let recorded = LimitKey::new(cx, "recovery-recorded", &account.to_string());
    if limit::count_within(tx, recorded, MOST_RECORDED, DAY, cx.now).await? {
        let act = Act { actor: Actor::Unknown, act: "recovery-started", detail: way.to_owned() };
        audit::record(tx, cx, account, act).await?;
    }
    Ok(())
}

/// Begins a recovery ("Find", R192, R197). Then a question is due, or a code is on its way.
pub async fn start(cx: &Cx, identifier: &LoginIdentifier) -> Result<RecoveryToken> {
    let mut tx = cx.app.store.write().await?;
    count_start(&mut tx, cx, &identifier.hash(cx)).await?;
    let account = identifier.lookup(&mut tx, cx).await?;
    let known = match account {
        Some(account) => detail_of(&mut tx, cx, identifier, account).await?,
        None => None,
    };
    if known.is_none() && cx.settings().recovery.reveal_not_found {
        let field = if matches!(identifier, LoginIdentifier::Snils(_)) { "snils" } else { "contact" };
        return Err(Error::Fields(vec![FieldFault::new(field, "account-not-found")]));
    }
    let account = account.filter(|_| known.is_some());
    let epoch = match account {
        Some(account) => store::epoch(&mut tx, account).await?,
        None => 0,
    };
    let detail = known.unwrap_or_else(|| decoy::detail(cx, identifier));
    let token = RecoveryToken { id: cx.fresh_id(), secret: cx.random_bytes() };
    let stage = if detail.question.is_some() { RecoveryStage::QuestionAsked } else { RecoveryStage::CodeSent };
    let expires_at = after(cx.now, hours(cx.settings().recovery.ttl_hours));
    let row = RecoveryRow {
        recovery: Recovery { id: token.id, stage, expires_at },
        token_hash: token_hash(cx, token.id, &token.secret),
        account,
        epoch,
        way: match identifier {
            LoginIdentifier::Contact { kind, .. } => kind.name().to_owned(),
            LoginIdentifier::Snils(_) => "snils".to_owned(),
        },
        detail_sealed: cx.app.keys.system().seal_json(&place(token.id), &detail, &mut cx.rng())?,
        locale: cx.locale,
        created_at: cx.now,
        version: 1,
    };
    store::insert(&mut tx, &row).await?;
    if stage == RecoveryStage::CodeSent {
        send_code(&mut tx, cx, &row, &detail).await?;
    }
    if let Some(account) = account {
        record_start(&mut tx, cx, account, &row.way).await?;
    }
    cx.commit(tx).await?;
    Ok(token)
}

/// Ends every recovery of the account that is under way: its password, its question or a contact has changed, and what
/// was proved before says nothing any more (R37, R202).
pub(crate) async fn void_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    Ok(store::void_all(tx, account).await?)
}

fn claim<'a>(row: &RecoveryRow, detail: &'a Detail) -> Claim<'a> {
    let owner = row.recovery.id.uuid();
    Claim {
        owner,
        purpose: Purpose::Recovery,
        kind: detail.kind,
        contact_hash: &detail.contact_hash,
        asked: &detail.asked,
    }
}

/// Sends the code or link, to a contact confirmed on the account only (R37). For nobody's contact it is made and counted
/// alike, and not sent.
async fn send_code(tx: &mut Tx, cx: &Cx, row: &RecoveryRow, detail: &Detail) -> Result<()> {
    let (forms, kind): (&[CodeForm], _) = match detail.kind {
        ContactKind::MobilePhone => (&[CodeForm::Code], "recovery_code"),
        ContactKind::Email => (&[CodeForm::Code, CodeForm::Link], "recovery_link"),
    };
    let issued = codes::issue(tx, cx, claim(row, detail), forms).await?;
    let secrets = issued.map_err(|refusal| Error::refused(&refusal))?;
    if row.account.is_none() || !secrets.may_be_sent {
        return Ok(());
    }
    let args = match detail.kind {
        ContactKind::MobilePhone => code_args(cx, &secrets),
        ContactKind::Email => link_args(cx, "/recovery/link", &secrets),
    };
    let to = Secret::new(detail.address.clone());
    let owner = row.recovery.id.uuid();
    let letter = Letter {
        owner,
        channel: detail.kind,
        to: &to,
        kind,
        locale: row.locale,
        args,
        mark: &secrets.mark,
        useful_until: Some(secrets.useful_until),
    };
    outbox::send(tx, cx, letter).await
}

/// Whether a recovery still leads to the account that it began with: its epoch lasts, and the contact is still the
/// account's (R37). Asked for every recovery, so that an unknown contact costs as much.
async fn holds(read: &mut Read, row: &RecoveryRow, detail: &Detail) -> Result<bool> {
    let owner = contact::lookup(read, &detail.contact_hash).await?;
    let epoch = store::epoch(read, row.account.unwrap_or(Id::from_uuid(uuid::Uuid::nil()))).await?;
    Ok(row.account.is_none() || (owner == row.account && epoch == row.epoch))
}

/// The recovery with this token as it is now. One that leads to its account no longer goes on like one of an unknown
/// contact, which ends nowhere; after the proof, when nothing is left to hide, it is over.
async fn load(read: &mut Read, cx: &Cx, token: &RecoveryToken) -> Result<(RecoveryRow, Detail)> {
    let row = store::find(read, token.id).await?;
    let hash = token_hash(cx, token.id, &token.secret);
    let row = row.filter(|row| row.token_hash.ct_eq(&hash).into());
    let mut row = row.ok_or_else(|| Error::refused(&RecoveryRefusal::Expired))?;
    row.recovery = row.recovery.at(cx.now);
    let detail = cx.app.keys.system().open_json(&place(token.id), &row.detail_sealed)?;
    if row.recovery.stage != RecoveryStage::Completed && !holds(read, &row, &detail).await? {
        row.account = None;
        if row.recovery.stage == RecoveryStage::Proved {
            row.recovery.stage = RecoveryStage::Expired;
        }
    }
    if row.recovery.stage == RecoveryStage::Expired {
        return Err(Error::refused(&RecoveryRefusal::Expired));
    }
    Ok((row, detail))
}

/// Where a recovery stands, for its pages.
pub async fn progress(cx: &Cx, token: &RecoveryToken) -> Result<Progress> {
    let mut read = cx.app.store.read().await?;
    let (row, detail) = load(&mut read, cx, token).await?;
    let code = codes::current(&mut read, claim(&row, &detail)).await?;
    let resend_in = codes::resend_in(&mut read, cx, claim(&row, &detail)).await?;
    let Detail { kind, shown, question, .. } = detail;
    Ok(Progress { stage: row.recovery.stage, kind, shown, question, code, resend_in })
}

/// Takes the answer to the security question (R193); then a code is on its way. Wrong ones count by what was typed to
/// begin, whether that leads to an account or not.
pub async fn answer(cx: &Cx, token: &RecoveryToken, answer: &Secret) -> Result<()> {
    let due = |row: &RecoveryRow| {
        let next = row.recovery.advance(RecoveryStage::QuestionAsked, RecoveryStage::CodeSent);
        next.map_err(|refusal| Error::refused(&refusal))
    };
    let (stored, guards) = {
        let mut tx = cx.app.store.write().await?;
        let (row, detail) = load(&mut tx, cx, token).await?;
        due(&row)?;
        let here = Guard { key: LimitKey::here(cx, "answer-here", &detail.asked), rule: limit::guesses_here(cx) };
        let anywhere = LimitKey::of_hash(cx, "answer", &detail.asked);
        let mut guards = vec![here, Guard { key: anywhere, rule: limit::guesses_anywhere(cx) }];
        let stored = match row.account {
            Some(account) => {
                if limit::knows_network(&mut tx, cx, account).await? {
                    guards.truncate(1);
                }
                store::find_question(&mut tx, account).await?.map(|row| row.answer_hash)
            }
            None => None,
        };
        limit::reserve(&mut tx, &guards, cx.now).await?;
        tx.commit().await?;
        (stored, guards)
    };
    let verified = cx.app.hashing.verify(peppered_answer(cx, answer.expose()), stored).await;
    if login::unless_broken(cx, &guards, verified).await?.is_none() {
        return Err(Error::Fields(vec![FieldFault::new("security_answer", "answer-wrong")]));
    }
    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    store::update(&mut tx, row.version, &due(&row)?).await?;
    limit::release(&mut tx, &guards).await?;
    send_code(&mut tx, cx, &row, &detail).await?;
    cx.commit(tx).await
}

/// Sends another code or link.
pub async fn resend(cx: &Cx, token: &RecoveryToken) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    if row.recovery.stage != RecoveryStage::CodeSent {
        return Err(Error::refused(&RecoveryRefusal::OutOfStep));
    }
    send_code(&mut tx, cx, &row, &detail).await?;
    cx.commit(tx).await
}

/// Takes a typed code (R194).
pub async fn enter_code(cx: &Cx, token: &RecoveryToken, typed: &Secret) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    let next = row.recovery.prove(cx.now, proof_life(cx)).map_err(|refusal| Error::refused(&refusal))?;
    let mut verdict = codes::redeem_code(&mut tx, cx, claim(&row, &detail), typed).await?;
    if verdict.is_ok() && row.account.is_none() {
        // The code was sent before the contact or the password changed.
        verdict = Err(CodeRefusal::Void);
    }
    if verdict.is_ok() {
        store::update(&mut tx, row.version, &next).await?;
    }
    cx.commit(tx).await?;
    verdict.map_err(|refusal| Error::Refused(refusal.refusal()))
}

/// Whether a link from a letter would be accepted: for the page that asks for the click that uses it.
pub async fn peek_link(cx: &Cx, link: &LinkToken) -> Result<()> {
    let mut read = cx.app.store.read().await?;
    let peeked = codes::peek_link(&mut read, cx, Purpose::Recovery, link).await?;
    peeked.map(|_| ()).map_err(|refusal| Error::refused(&refusal))
}

/// Uses a link from a letter (R195); the browser that followed it goes on.
pub async fn follow_link(cx: &Cx, link: &LinkToken) -> Result<RecoveryToken> {
    let mut tx = cx.app.store.write().await?;
    if let Err(refusal) = codes::redeem_link(&mut tx, cx, Purpose::Recovery, link).await? {
        cx.commit(tx).await?;
        return Err(Error::refused(&refusal));
    }
    let id = Id::from_uuid(link.owner());
    let row = store::find(&mut tx, id).await?.ok_or_else(|| Error::refused(&RecoveryRefusal::Expired))?;
    let detail: Detail = cx.app.keys.system().open_json(&place(id), &row.detail_sealed)?;
    if row.account.is_none() || !holds(&mut tx, &row, &detail).await? {
        cx.commit(tx).await?;
        return Err(Error::refused(&CodeRefusal::Void));
    }
    let next = row.recovery.at(cx.now).prove(cx.now, proof_life(cx)).map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    let token = RecoveryToken { id, secret: cx.random_bytes() };
    store::set_token(&mut tx, id, &token_hash(cx, id, &token.secret)).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// Given up by the person, as on a computer that others use: neither the cookie nor a link leads on from here.
pub async fn cancel(cx: &Cx, token: &RecoveryToken) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let (row, _) = load(&mut tx, cx, token).await?;
    store::update(&mut tx, row.version, &row.recovery.cancel()).await?;
    cx.commit(tx).await
}

fn proof_life(cx: &Cx) -> SignedDuration {
    minutes(cx.settings().otp.proof_minutes)
}
