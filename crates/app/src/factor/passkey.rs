//! Passkeys (WebAuthn): registering them, signing in by one alone, and proving one as a second factor.
//!
//! A question to a device (a ceremony) is stored with what was asked, is bound to its purpose and to whom it was put to,
//! lives minutes and is answered once, rightly or not. The device must have made sure of its owner. A counter that goes
//! back means that somebody may have a copy: the passkey is closed and the person told.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    account::{AccountId, AccountStatus},
    credential::factor::{self, FactorRefusal, MOST_PASSKEYS},
    secret::Secret,
    statistic::Area,
    time::Timestamp,
};
use okno_store::{
    Read, Tx,
    passkey::{self as store, CeremonyId, CeremonyRow, PasskeyRow},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;
use url::Url;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey as Credential, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::{Proof, record_and_tell, was_removed, was_set};
use crate::{
    account::{self, Account},
    audit::{Act, Actor},
    context::Cx,
    error::{Error, Result},
    login, notification,
    seal::{DataKey, Place},
    session::{SessionToken, SignedIn},
    settings::{ends, minutes},
    statistic, step_up, token,
};

pub use okno_store::passkey::PasskeyId;

/// What names the site in the dialogs of devices.
const SITE: &str = "Okno";
/// The longest answer of a device that is looked at.
const LONGEST_ANSWER: usize = 32 * 1024;

/// What a device is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Register,
    LogIn,
    Prove,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::LogIn => "log_in",
            Self::Prove => "prove",
        }
    }
}

token::of_row! {
    /// What the browser's cookie holds while a device is asked.
    CeremonyToken of CeremonyId
}

/// What was asked: the options as the browser's script takes them, and what the answer is checked against.
#[derive(Serialize, Deserialize)]
struct Question {
    options: serde_json::Value,
    state: serde_json::Value,
}

/// A passkey, for the page about it.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// Its name.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
    /// Whether it opens nothing any more.
    pub is_closed: bool,
}

fn bug(error: impl std::fmt::Display) -> Error {
    Error::Bug(format!("passkey: {error}"))
}

fn over() -> Error {
    Error::refused(&FactorRefusal::PasskeyOver)
}

fn wrong() -> Error {
    Error::refused(&FactorRefusal::PasskeyWrong)
}

/// The origin and host by which devices know this site; none where browsers know no passkeys: without a host name, or
/// without TLS on anything but the machine itself.
fn site(cx: &Cx) -> Option<(Url, String)> {
    let url = Url::parse(&cx.settings().public_url).ok()?;
    let host = url.domain()?.to_owned();
    let is_secure = url.scheme() == "https" || host == "localhost" || host.ends_with(".localhost");
    is_secure.then_some((url, host))
}

/// Whether passkeys can be used at the address of this installation.
pub fn work(cx: &Cx) -> bool {
    site(cx).is_some()
}

fn party(cx: &Cx) -> Result<Webauthn> {
    let (origin, host) = site(cx).ok_or(Error::NotFound)?;
    WebauthnBuilder::new(&host, &origin).and_then(|builder| builder.rp_name(SITE).build()).map_err(bug)
}

fn place(column: &'static str, id: PasskeyId) -> Place {
    Place::new("passkey", column, id)
}

fn question_place(id: CeremonyId) -> Place {
    Place::new("passkey_ceremony", "state_sealed", id)
}

fn credential_hash(cx: &Cx, credential: &[u8]) -> [u8; 32] {
    cx.app.keys.secret_hash("passkey", okno_domain::id::Id::<()>::nil(), credential)
}

fn opened(key: &DataKey, row: &PasskeyRow) -> Result<Credential> {
    Ok(key.open_json(&place("credential_sealed", row.id), &row.credential_sealed)?)
}

/// The person's passkeys, the oldest first.
pub(super) async fn list(read: &mut Read, signed_in: &SignedIn) -> Result<Vec<Passkey>> {
    let rows = store::list(read, signed_in.id()).await?;
    rows.into_iter()
        .map(|row| {
            let name = signed_in.key.open_text(&place("name_sealed", row.id), &row.name_sealed)?;
            let is_closed = row.closed_at.is_some();
            Ok(Passkey { id: row.id, name, created_at: row.created_at, used_at: row.used_at, is_closed })
        })
        .collect()
}

/// Stores a question; its token goes into the cookie.
async fn ask(
    tx: &mut Tx,
    cx: &Cx,
    purpose: Purpose,
    (account, session): (Option<AccountId>, Option<okno_domain::session::SessionId>),
    question: &Question,
) -> Result<CeremonyToken> {
    let token = CeremonyToken { id: cx.fresh_id(), secret: cx.random_bytes() };
    let row = CeremonyRow {
        id: token.id,
        token_hash: cx.app.keys.secret_hash("passkey-ceremony", token.id, &token.secret),
        purpose: purpose.name().to_owned(),
        account,
        session,
        state_sealed: cx.app.keys.system().seal_json(&question_place(token.id), question, &mut cx.rng())?,
        expires_at: ends(cx.now, minutes(cx.settings().factor.passkey_minutes)),
    };
    store::insert_ceremony(tx, &row).await?;
    Ok(token)
}

/// The question of this token, if it is for this purpose and not over.
async fn load(read: &mut Read, cx: &Cx, token: &CeremonyToken, purpose: Purpose) -> Result<(CeremonyRow, Question)> {
    let row = store::find_ceremony(read, token.id).await?.ok_or_else(over)?;
    let hash = cx.app.keys.secret_hash("passkey-ceremony", token.id, &token.secret);
    let right: bool = hash.ct_eq(&row.token_hash).into();
    if !right || row.purpose != purpose.name() || cx.now >= row.expires_at {
        return Err(over());
    }
    let question = cx.app.keys.system().open_json(&question_place(row.id), &row.state_sealed)?;
    Ok((row, question))
}

fn state<T: DeserializeOwned>(question: Question) -> Result<T> {
    serde_json::from_value(question.state).map_err(bug)
}

fn read_answer<T: DeserializeOwned>(said: &Secret) -> Result<T> {
    let text = Some(said.expose()).filter(|text| text.len() <= LONGEST_ANSWER);
    text.and_then(|text| serde_json::from_str(text).ok()).ok_or_else(wrong)
}

/// Begins to register a passkey.
pub async fn begin_registration(cx: &Cx, signed_in: &SignedIn) -> Result<CeremonyToken> {
    let party = party(cx)?;
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let rows = store::list(&mut tx, signed_in.id()).await?;
    if rows.len() >= MOST_PASSKEYS {
        return Err(Error::refused(&FactorRefusal::TooManyPasskeys));
    }
    let mut known = Vec::with_capacity(rows.len());
    for row in &rows {
        known.push(opened(&signed_in.key, row)?.cred_id().clone());
    }
    let contacts = notification::contacts(&mut tx, &signed_in.key, signed_in.id()).await?;
    let name = contacts.first().map_or_else(|| SITE.to_owned(), |contact| contact.value.expose().to_owned());
    let (options, state) =
        party.start_passkey_registration(signed_in.id().uuid(), &name, &name, Some(known)).map_err(bug)?;
    let mut options = serde_json::to_value(options).map_err(bug)?;
    // It is to sign its owner in without a name being typed, so the device has to keep it.
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection").and_then(|it| it.as_object_mut())
    {
        selection.insert("residentKey".to_owned(), "required".into());
        selection.insert("requireResidentKey".to_owned(), true.into());
    }
    let question = Question { options, state: serde_json::to_value(state).map_err(bug)? };
    let whose = (Some(signed_in.id()), Some(signed_in.session));
    let token = ask(&mut tx, cx, Purpose::Register, whose, &question).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// What the browser's script asks the device when a passkey is registered.
pub async fn registration_options(cx: &Cx, signed_in: &SignedIn, token: &CeremonyToken) -> Result<String> {
    let (row, question) = load(&mut cx.app.store.read().await?, cx, token, Purpose::Register).await?;
    if row.session != Some(signed_in.session) {
        return Err(over());
    }
    Ok(question.options.to_string())
}

/// Registers what the device made, under a name.
pub async fn register(cx: &Cx, signed_in: &SignedIn, token: &CeremonyToken, name: &str, said: &Secret) -> Result<()> {
    let name = factor::passkey_name(name).map_err(|fault| Error::Fields(vec![fault]))?;
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let (row, question) = load(&mut tx, cx, token, Purpose::Register).await?;
    if row.session != Some(signed_in.session) || row.account != Some(signed_in.id()) {
        return Err(over());
    }
    store::delete_ceremony(&mut tx, row.id).await?;
    let state: PasskeyRegistration = state(question)?;
    let made = match read_answer::<RegisterPublicKeyCredential>(said) {
        Ok(answer) => party(cx)?.finish_passkey_registration(&answer, &state).map_err(|error| refused(&error)),
        Err(error) => Err(error),
    };
    let credential = match made {
        Ok(credential) => credential,
        Err(error) => {
            // The question is answered, if wrongly.
            cx.commit(tx).await?;
            return Err(error);
        }
    };
    let before = super::count(&mut tx, signed_in.id()).await?;
    let id: PasskeyId = cx.fresh_id();
    let key = &signed_in.key;
    let row = PasskeyRow {
        id,
        credential_hash: credential_hash(cx, credential.cred_id().as_ref()),
        name_sealed: key.seal_text(&place("name_sealed", id), &name, &mut cx.rng())?,
        credential_sealed: key.seal_json(&place("credential_sealed", id), &credential, &mut cx.rng())?,
        created_at: cx.now,
        used_at: None,
        closed_at: None,
        version: 1,
    };
    if store::list(&mut tx, signed_in.id()).await?.len() >= MOST_PASSKEYS {
        return Err(Error::refused(&FactorRefusal::TooManyPasskeys));
    }
    if !store::insert(&mut tx, signed_in.id(), &row).await? {
        return Err(Error::refused(&FactorRefusal::PasskeyKnown));
    }
    was_set(&mut tx, cx, signed_in, before).await?;
    let whose = (&signed_in.account, key);
    record_and_tell(&mut tx, cx, whose, Act::by_person("passkey-added"), "passkey_added").await?;
    cx.commit(tx).await
}

fn refused(error: &WebauthnError) -> Error {
    // No secret is in it; it helps whoever looks for the reason why a device does not work.
    tracing::info!(%error, "a passkey was refused");
    wrong()
}

/// Gives a passkey another name.
pub async fn rename(cx: &Cx, signed_in: &SignedIn, id: PasskeyId, name: &str) -> Result<()> {
    let name = factor::passkey_name(name).map_err(|fault| Error::Fields(vec![fault]))?;
    let sealed = signed_in.key.seal_text(&place("name_sealed", id), &name, &mut cx.rng())?;
    let mut tx = cx.app.store.write().await?;
    if !store::rename(&mut tx, signed_in.id(), id, &sealed).await? {
        return Err(Error::NotFound);
    }
    crate::audit::record(&mut tx, cx, signed_in.id(), Act::by_person("passkey-renamed")).await?;
    cx.commit(tx).await
}

/// Removes a passkey.
pub async fn remove(cx: &Cx, signed_in: &SignedIn, id: PasskeyId) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    let rows = store::list(&mut tx, signed_in.id()).await?;
    let row = rows.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    store::delete(&mut tx, signed_in.id(), &row).await?;
    was_removed(&mut tx, signed_in.id()).await?;
    let whose = (&signed_in.account, &signed_in.key);
    record_and_tell(&mut tx, cx, whose, Act::by_person("passkey-removed"), "passkey_removed").await?;
    cx.commit(tx).await
}

/// A question that any passkey answers, or one of these.
fn challenge(cx: &Cx, allowed: Option<Vec<Credential>>) -> Result<Question> {
    let (options, state) = party(cx)?.start_discoverable_authentication().map_err(bug)?;
    let mut options = serde_json::to_value(options).map_err(bug)?;
    if let Some(whole) = options.as_object_mut() {
        // The question is put by a button, not into the list of a text field.
        whole.remove("mediation");
    }
    if let (Some(asked), Some(allowed)) = (options.get_mut("publicKey").and_then(|it| it.as_object_mut()), allowed) {
        let id = |credential: &Credential| URL_SAFE_NO_PAD.encode(credential.cred_id());
        let one = |credential: &Credential| serde_json::json!({ "type": "public-key", "id": id(credential) });
        asked.insert("allowCredentials".to_owned(), allowed.iter().map(one).collect());
    }
    Ok(Question { options, state: serde_json::to_value(state).map_err(bug)? })
}

/// Begins a login by passkey alone; nobody is named.
pub async fn begin_login(cx: &Cx) -> Result<CeremonyToken> {
    let question = challenge(cx, None)?;
    let mut tx = cx.app.store.write().await?;
    let token = ask(&mut tx, cx, Purpose::LogIn, (None, None), &question).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// What the browser's script asks the device at a login by passkey alone.
pub async fn login_options(cx: &Cx, token: &CeremonyToken) -> Result<String> {
    let (_, question) = load(&mut cx.app.store.read().await?, cx, token, Purpose::LogIn).await?;
    Ok(question.options.to_string())
}

/// Begins a proof by one of an account's passkeys: after the password, or before a sensitive act.
pub(crate) async fn begin_proof(tx: &mut Tx, cx: &Cx, account: AccountId, key: &DataKey) -> Result<CeremonyToken> {
    let rows = store::list(tx, account).await?;
    let usable = rows.iter().filter(|row| row.closed_at.is_none()).map(|row| opened(key, row));
    let allowed = usable.collect::<Result<Vec<_>>>()?;
    if allowed.is_empty() {
        return Err(Error::NotFound);
    }
    let question = challenge(cx, Some(allowed))?;
    ask(tx, cx, Purpose::Prove, (Some(account), None), &question).await
}

/// What the browser's script asks the device for a proof by this account.
pub(crate) async fn proof_options(
    read: &mut Read,
    cx: &Cx,
    account: AccountId,
    token: &CeremonyToken,
) -> Result<String> {
    let (row, question) = load(read, cx, token, Purpose::Prove).await?;
    if row.account == Some(account) { Ok(question.options.to_string()) } else { Err(over()) }
}

/// Looks at what a device said, and notes the use of the passkey. What was found is in the transaction either way.
async fn look_at(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    id: Option<PasskeyId>,
    (answer, state): (&PublicKeyCredential, DiscoverableAuthentication),
) -> Result<Proof> {
    let hash = credential_hash(cx, answer.raw_id.as_ref());
    let rows = store::list(tx, account.id).await?;
    let row = rows.into_iter().find(|row| row.credential_hash == hash && id.is_none_or(|id| id == row.id));
    let Some(row) = row.filter(|row| row.closed_at.is_none()) else { return Ok(Proof::Wrong(wrong())) };
    let mut credential = opened(key, &row)?;
    match party(cx)?.finish_discoverable_authentication_v2(answer, state, &credential) {
        Ok(result) => {
            // A counter that does not move is none; one that went back was refused.
            let _ = credential.update_credential(&result);
            let sealed = key.seal_json(&place("credential_sealed", row.id), &credential, &mut cx.rng())?;
            store::note_use(tx, account.id, &row, &sealed, cx.now).await?;
            Ok(Proof::Right)
        }
        Err(WebauthnError::CredentialPossibleCompromise) => {
            if store::close(tx, account.id, row.id, cx.now).await? {
                let act = Act { actor: Actor::System, act: "passkey-closed", detail: String::new() };
                record_and_tell(tx, cx, (account, key), act, "passkey_closed").await?;
            }
            Ok(Proof::Wrong(Error::refused(&FactorRefusal::PasskeyCopied)))
        }
        Err(error) => Ok(Proof::Wrong(refused(&error))),
    }
}

/// Looks at the proof of an account's own passkey; the question is used up, whatever was said.
pub(super) async fn prove(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    key: &DataKey,
    token: &CeremonyToken,
    said: &Secret,
) -> Result<Proof> {
    let (row, question) = load(tx, cx, token, Purpose::Prove).await?;
    if row.account != Some(account.id) {
        return Err(over());
    }
    store::delete_ceremony(tx, row.id).await?;
    let answer: PublicKeyCredential = match read_answer(said) {
        Ok(answer) => answer,
        Err(error) => return Ok(Proof::Wrong(error)),
    };
    look_at(tx, cx, (account, key), None, (&answer, state(question)?)).await
}

/// Signs in by a passkey alone: the device made sure of its owner, so that this is two factors at once.
pub async fn log_in(cx: &Cx, token: &CeremonyToken, said: &Secret) -> Result<SessionToken> {
    let mut tx = cx.app.store.write().await?;
    let (row, question) = load(&mut tx, cx, token, Purpose::LogIn).await?;
    store::delete_ceremony(&mut tx, row.id).await?;
    let found = match read_answer::<PublicKeyCredential>(said) {
        Ok(answer) => {
            store::lookup(&mut tx, &credential_hash(cx, answer.raw_id.as_ref())).await?.map(|it| (answer, it))
        }
        Err(_) => None,
    };
    let Some((answer, (owner, id))) = found else {
        cx.commit(tx).await?;
        return Err(wrong());
    };
    let account = account::get(&mut tx, owner).await?;
    let key = account::data_key(&mut tx, cx, owner).await?;
    let named = answer.get_user_unique_id().is_some_and(|handle| handle == owner.uuid().as_bytes());
    let proof = if named {
        look_at(&mut tx, cx, (&account, &key), Some(id), (&answer, state(question)?)).await?
    } else {
        Proof::Wrong(wrong())
    };
    let error = match proof {
        Proof::Right if account.status == AccountStatus::Active => {
            let session = login::enter(&mut tx, cx, &account, factor::PASSKEY_ALONE).await?;
            cx.commit(tx).await?;
            return Ok(session);
        }
        // A locked account opens by recovery first.
        Proof::Right => crate::restriction::locked(),
        Proof::Wrong(error) => error,
    };
    if let Error::Refused(refusal) = &error {
        statistic::count_failure_of_person(&mut tx, cx, &account, Area::Login, refusal.code);
    }
    cx.commit(tx).await?;
    Err(error)
}
