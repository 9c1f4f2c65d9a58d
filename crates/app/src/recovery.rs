//! Recovery of access by a forgotten password (R192 to R199, R202).
//!
//! Whoever asks learns nothing about whether there is an account (C28): a recovery for an unknown contact takes the same
//! steps, with a code that nobody gets, and sometimes a question that nobody set.

use okno_domain::{
    account::AccountId,
    contact::{ContactKind, ContactStatus, masked},
    id::Id,
    one_time_code::{CodeForm, IssuedCode, Purpose},
    person::PersonalData,
    recovery::{QUESTIONS, Recovery, RecoveryId, RecoveryRefusal, RecoveryStage},
    refusal::{FieldFault, Refuse},
    secret::Secret,
    session::EndReason,
    time::after,
};
use okno_store::{
    Read, Tx, password, person,
    recovery::{self as store, RecoveryRow},
    session as sessions,
};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{
    account::{self, data_key},
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    limit::{self, LimitKey},
    login::LoginIdentifier,
    notification::{self, Event},
    one_time_code::{self as codes, Claim, LinkToken},
    outbox::{self, Letter},
    registration::{code_args, link_args, password_faults},
    seal::Place,
    security::{own_data, peppered_answer, question_place, security_link},
    session::person_place,
    settings::{SecurityQuestion, hours},
    token,
};

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

/// A stable number for what was typed, so that an unknown contact is answered alike each time.
fn decoy(cx: &Cx, identifier: &LoginIdentifier, what: &str) -> usize {
    let hash = cx.app.keys.blind(&format!("decoy:{what}"), &format!("{identifier:?}"));
    hash.iter().take(4).fold(0, |number, byte| number * 256 + usize::from(*byte))
}

fn decoy_detail(cx: &Cx, identifier: &LoginIdentifier) -> Detail {
    let (kind, shown) = match identifier {
        LoginIdentifier::Contact(kind, value) => (*kind, value.clone()),
        LoginIdentifier::Snils(_) => {
            let number = decoy(cx, identifier, "phone") % 10_000;
            (ContactKind::MobilePhone, masked(ContactKind::MobilePhone, &format!("+7900000{number:04}")))
        }
    };
    let asks = cx.settings().recovery.security_question == SecurityQuestion::Optional
        && decoy(cx, identifier, "asks").is_multiple_of(4);
    let question = QUESTIONS.get(decoy(cx, identifier, "question") % QUESTIONS.len()).filter(|_| asks);
    Detail {
        kind,
        address: String::new(),
        contact_hash: identifier.hash(cx),
        shown,
        question: question.map(|question| (*question).to_owned()),
    }
}

/// The contact that the code of this account's recovery goes to: the one that was typed, or for SNILS the confirmed
/// phone before the confirmed e-mail (R197, R199).
async fn detail_of(
    read: &mut Read,
    cx: &Cx,
    identifier: &LoginIdentifier,
    account: AccountId,
) -> Result<Option<Detail>> {
    let key = data_key(read, cx, account).await?;
    let contacts = notification::contacts(read, &key, account).await?;
    let mut confirmed = contacts.into_iter().filter(|contact| contact.row.status == ContactStatus::Confirmed);
    let contact = match identifier {
        LoginIdentifier::Contact(..) => {
            let hash = identifier.hash(cx);
            confirmed.find(|contact| contact.row.contact_hash == hash)
        }
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
        LoginIdentifier::Contact(..) => address.clone(),
        LoginIdentifier::Snils(_) => masked(contact.row.kind, &address),
    };
    Ok(Some(Detail { kind: contact.row.kind, address, contact_hash: contact.row.contact_hash, shown, question }))
}

/// Begins a recovery ("Find", R192, R197). Then a question is due, or a code is on its way.
pub async fn start(cx: &Cx, identifier: &LoginIdentifier) -> Result<RecoveryToken> {
    let mut tx = cx.app.store.write().await?;
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
    let detail = known.unwrap_or_else(|| decoy_detail(cx, identifier));
    let token = RecoveryToken { id: cx.fresh_id(), secret: cx.random_bytes() };
    let stage = if detail.question.is_some() { RecoveryStage::QuestionAsked } else { RecoveryStage::CodeSent };
    let expires_at = after(cx.now, hours(cx.settings().recovery.ttl_hours));
    let row = RecoveryRow {
        recovery: Recovery { id: token.id, stage, expires_at },
        token_hash: token_hash(cx, token.id, &token.secret),
        account,
        way: match identifier {
            LoginIdentifier::Contact(kind, _) => kind.name().to_owned(),
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
        let act = Act { actor: Actor::Unknown, act: "recovery-started", detail: row.way.clone() };
        audit::record(&mut tx, cx, account, act).await?;
    }
    cx.commit(tx).await?;
    Ok(token)
}

fn claim<'a>(row: &RecoveryRow, detail: &'a Detail) -> Claim<'a> {
    let owner = row.recovery.id.uuid();
    Claim { owner, purpose: Purpose::Recovery, kind: detail.kind, contact_hash: &detail.contact_hash }
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
    if row.account.is_none() {
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

async fn load(read: &mut Read, cx: &Cx, token: &RecoveryToken) -> Result<(RecoveryRow, Detail)> {
    let row = store::find(read, token.id).await?;
    let hash = token_hash(cx, token.id, &token.secret);
    let row = row.filter(|row| row.token_hash.ct_eq(&hash).into());
    let mut row = row.ok_or_else(|| Error::refused(&RecoveryRefusal::Expired))?;
    row.recovery = row.recovery.at(cx.now);
    if row.recovery.stage == RecoveryStage::Expired {
        return Err(Error::refused(&RecoveryRefusal::Expired));
    }
    let detail = cx.app.keys.system().open_json(&place(token.id), &row.detail_sealed)?;
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

/// Takes the answer to the security question (R193); then a code is on its way.
pub async fn answer(cx: &Cx, token: &RecoveryToken, answer: &Secret) -> Result<()> {
    let (row, stored, keys) = {
        let mut read = cx.app.store.read().await?;
        let (row, detail) = load(&mut read, cx, token).await?;
        let target = row.account.map_or_else(|| format!("{:?}", detail.contact_hash), |account| account.to_string());
        let keys = [
            LimitKey::new(cx, "answer-network", &format!("{target} {}", cx.client.network)),
            LimitKey::new(cx, "answer-account", &target),
        ];
        limit::check(&mut read, &keys, cx.now).await?;
        let stored = match row.account {
            Some(account) => store::find_question(&mut read, account).await?.map(|row| row.answer_hash),
            None => None,
        };
        (row, stored, keys)
    };
    row.recovery
        .advance(RecoveryStage::QuestionAsked, RecoveryStage::CodeSent)
        .map_err(|refusal| Error::refused(&refusal))?;
    let right = cx.app.hashing.verify(peppered_answer(cx, answer.expose()), stored).await?.is_some();
    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    if !right {
        let [network, anywhere] = keys;
        limit::failed(&mut tx, network, &limit::guesses_from_network(cx), cx.now).await?;
        limit::failed(&mut tx, anywhere, &limit::guesses_on_account(cx), cx.now).await?;
        cx.commit(tx).await?;
        return Err(Error::Fields(vec![FieldFault::new("security_answer", "answer-wrong")]));
    }
    let next = row
        .recovery
        .advance(RecoveryStage::QuestionAsked, RecoveryStage::CodeSent)
        .map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
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
    let next = row.recovery.advance(RecoveryStage::CodeSent, RecoveryStage::Proved);
    let next = next.map_err(|refusal| Error::refused(&refusal))?;
    let verdict = codes::redeem_code(&mut tx, cx, claim(&row, &detail), typed).await?;
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
    let next = row.recovery.at(cx.now).advance(RecoveryStage::CodeSent, RecoveryStage::Proved);
    let next = next.map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    let token = RecoveryToken { id, secret: cx.random_bytes() };
    store::set_token(&mut tx, id, &token_hash(cx, id, &token.secret)).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// Sets the new password ("Create", R195). Every session of the account ends, and the person is told (R202).
pub async fn finish(cx: &Cx, token: &RecoveryToken, password: &Secret, repeat: &Secret) -> Result<()> {
    let own = {
        let mut read = cx.app.store.read().await?;
        let (row, _) = load(&mut read, cx, token).await?;
        row.recovery
            .advance(RecoveryStage::Proved, RecoveryStage::Completed)
            .map_err(|refusal| Error::refused(&refusal))?;
        let account = row.account.ok_or(Error::NotFound)?;
        let key = data_key(&mut read, cx, account).await?;
        let row = person::find(&mut read, account).await?.ok_or(Error::NotFound)?;
        let data: PersonalData = key.open_json(&person_place("data_sealed", account), &row.data_sealed)?;
        own_data(&data, &notification::contacts(&mut read, &key, account).await?)
    };
    let faults = password_faults(cx, &own, password, repeat);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hash = cx.app.hashing.hash(cx.app.keys.peppered_password(password), cx.random_bytes()).await?;
    let mut tx = cx.app.store.write().await?;
    let (row, _) = load(&mut tx, cx, token).await?;
    let next = row.recovery.advance(RecoveryStage::Proved, RecoveryStage::Completed);
    let next = next.map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    let account = account::get(&mut tx, row.account.ok_or(Error::NotFound)?).await?;
    let key = data_key(&mut tx, cx, account.id).await?;
    password::put(&mut tx, account.id, &hash, cx.now).await?;
    let ended = sessions::end_others(&mut tx, account.id, None, EndReason::Recovered, cx.now).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("access-recovered").on(ended.to_string())).await?;
    let mark = row.recovery.id.to_string();
    let event = Event { kind: "password_changed", args: security_link(cx), mark: &mark, outside: true };
    notification::tell(&mut tx, cx, &account, &key, event).await?;
    cx.commit(tx).await
}
