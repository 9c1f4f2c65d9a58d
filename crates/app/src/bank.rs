//! The way through an online bank (R165 to R173): consent here, login at the bank, its signed word about who the client
//! is, and the strict comparison with the profile.
//!
//! The state that the browser carries to the bank and back is bound to the session it began in, is used once and lives
//! ten minutes. It is derived from the id of the proof under a key of ours, so nothing secret is stored. What the bank
//! says is compared and forgotten; of a success the evidence keeps a keyed hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::{
    bank::{AuthorizationStatus as Status, BankClaims, BankId, Comparison, MINUTES_AT_THE_BANK, compare},
    confirmation::{ConfirmationEvent, ConfirmationId, ConfirmationMethod, ConfirmationStatus},
    secret::Secret,
    time::after,
};
use okno_store::{
    Tx,
    bank::{self as store, AuthorizationRow},
    confirmation as confirmations,
};

use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    confirmation::{self, ConfirmationRow, Proof, Success},
    context::Cx,
    error::{Error, Result},
    ports::{Bank, BankProfile, BankRequest, PortError},
    registration::public_link,
    session::SignedIn,
    settings::minutes,
};

/// The text of the consent that the person gives (R170), with its version: another text gets another number.
pub const CONSENT: &str = "bank_consent/1";
/// The rule by which a bank's word is taken.
const RULE: &str = "online_bank/1";
/// The longest code that is taken from an address.
const LONGEST_CODE: usize = 4096;
const METHOD: ConfirmationMethod = ConfirmationMethod::OnlineBank;

/// What the browser brought back from the bank.
#[derive(Clone, Debug, Default)]
pub struct Callback {
    /// Our state.
    pub state: Secret,
    /// The code to exchange.
    pub code: Option<Secret>,
    /// The bank's error (RFC 6749 4.1.2.1).
    pub error: Option<String>,
    /// Who says so (RFC 9207); it must be this bank.
    pub issuer: Option<String>,
}

/// What came of a way through a bank.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The account is Confirmed: just now, or (none) by the same answer before.
    Confirmed(Option<Box<Success>>),
    /// The data differ (R169).
    Different,
    /// The bank did not say enough to compare.
    Incomplete,
    /// The person refused at the bank.
    Declined,
    /// The bank's answer is an error or cannot be trusted.
    Failed,
    /// The bank did not answer.
    Unreachable,
    /// The same answer is being worked on in another request.
    InProgress,
    /// Too much time has passed.
    Expired,
    /// A newer one has taken its place.
    Replaced,
    /// It began in another session.
    OtherSession,
    /// We asked nothing that this answers.
    Unknown,
}

impl Outcome {
    const fn of(status: Status) -> Self {
        match status {
            Status::Pending | Status::Answering => Self::InProgress,
            Status::Confirmed => Self::Confirmed(None),
            Status::Different => Self::Different,
            Status::Incomplete => Self::Incomplete,
            Status::Declined => Self::Declined,
            Status::Failed => Self::Failed,
            Status::Unreachable => Self::Unreachable,
        }
    }
}

/// The banks to choose from (R172).
pub fn list(cx: &Cx, account: &Account) -> Result<Vec<BankProfile>> {
    confirmation::may_begin(cx, account, METHOD)?;
    Ok(cx.app.ports.banks.iter().map(|bank| bank.profile().clone()).collect())
}

/// One of them; `NotFound` when there is none with this id, or it is switched off.
pub fn get(cx: &Cx, account: &Account, id: &BankId) -> Result<BankProfile> {
    confirmation::may_begin(cx, account, METHOD)?;
    Ok(port(cx, id)?.profile().clone())
}

fn port<'a>(cx: &'a Cx, id: &BankId) -> Result<&'a dyn Bank> {
    cx.app.ports.bank(id).map(AsRef::as_ref).ok_or(Error::NotFound)
}

/// What the bank and the browser are handed; derived from the id of the proof, which nobody can guess, under a key of ours.
fn request(cx: &Cx, bank: &BankId, id: ConfirmationId) -> BankRequest {
    let derived = |purpose: &str| {
        let bytes = cx.app.keys.secret_hash(purpose, id, bank.as_str().as_bytes());
        Secret::new(URL_SAFE_NO_PAD.encode(bytes))
    };
    BankRequest {
        state: derived("bank-state"),
        nonce: derived("bank-nonce"),
        verifier: derived("bank-verifier"),
        redirect_uri: public_link(cx, &format!("/confirmation/online-bank/{bank}/callback")),
        locale: cx.locale,
    }
}

fn state_hash(cx: &Cx, state: &Secret) -> [u8; 32] {
    cx.app.keys.blind("bank-state", state.expose())
}

/// The person consents to the exchange of data with this bank (R170); the proof begins. Its id is for the next step. One that
/// was begun before at any bank and has not ended is broken off.
pub async fn consent(cx: &Cx, signed_in: &SignedIn, bank: &BankId) -> Result<ConfirmationId> {
    port(cx, bank)?;
    cx.again(|| begin(cx, signed_in, bank)).await
}

async fn begin(cx: &Cx, signed_in: &SignedIn, bank: &BankId) -> Result<ConfirmationId> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    for earlier in confirmations::list(&mut tx, account.id).await? {
        if earlier.confirmation.method == METHOD && earlier.confirmation.status.is_open() {
            confirmation::cancel(&mut tx, cx, &account, earlier.confirmation.id).await?;
        }
    }
    let until = after(cx.now, minutes(MINUTES_AT_THE_BANK));
    let row = confirmation::begin(&mut tx, cx, &account, METHOD, true, until).await?;
    let id = row.confirmation.id;
    let new = AuthorizationRow {
        account: account.id,
        confirmation: id,
        session: signed_in.session,
        bank: bank.clone(),
        status: Status::Pending,
        created_at: cx.now,
        expires_at: until,
    };
    let state = request(cx, bank, id).state;
    store::insert(&mut tx, &state_hash(cx, &state), &new).await?;
    let detail = format!("{bank} {CONSENT}");
    audit::record(&mut tx, cx, account.id, Act::by_person("bank-consent").on(detail)).await?;
    cx.commit(tx).await?;
    Ok(id)
}

/// The bank to which an authorization of this session leads; `NotFound` when there is none that is still open.
pub async fn leaving(cx: &Cx, signed_in: &SignedIn, bank: &BankId, id: ConfirmationId) -> Result<BankProfile> {
    let profile = get(cx, &signed_in.account, bank)?;
    let state = request(cx, bank, id).state;
    let mut read = cx.app.store.read().await?;
    let found = store::find(&mut read, &state_hash(cx, &state)).await?;
    let is_open = |row: &AuthorizationRow| {
        row.account == signed_in.id()
            && row.session == signed_in.session
            && row.status == Status::Pending
            && cx.now < row.expires_at
    };
    let row = found.filter(is_open).ok_or(Error::NotFound)?;
    let waiting = confirmations::find(&mut read, row.account, id).await?;
    // A newer one may have taken its place.
    if waiting.is_some_and(|row| row.confirmation.status.is_open()) { Ok(profile) } else { Err(Error::NotFound) }
}

/// The address at the bank to send the browser to; none when the bank does not answer.
pub async fn address(cx: &Cx, signed_in: &SignedIn, bank: &BankId, id: ConfirmationId) -> Result<Option<String>> {
    leaving(cx, signed_in, bank, id).await?;
    match port(cx, bank)?.authorization_url(&request(cx, bank, id)).await {
        Ok(url) => Ok(Some(url)),
        Err(error) => {
            log(bank, "did not tell where to go", &error);
            Ok(None)
        }
    }
}

fn log(bank: &BankId, what: &str, error: &PortError) {
    tracing::warn!(%bank, %error, "the bank {what}");
}

/// What came of an authorization of this person, as the page that the browser is sent on to shows it; `NotFound` when
/// there is none, or it is still open.
pub async fn outcome(cx: &Cx, signed_in: &SignedIn, bank: &BankId, id: ConfirmationId) -> Result<Outcome> {
    let mut read = cx.app.store.read().await?;
    let found = store::find(&mut read, &state_hash(cx, &request(cx, bank, id).state)).await?;
    let row = found.filter(|row| row.account == signed_in.id()).ok_or(Error::NotFound)?;
    if row.status != Status::Pending {
        return Ok(Outcome::of(row.status));
    }
    let waiting = confirmations::find(&mut read, row.account, id).await?.ok_or(Error::NotFound)?;
    match waiting.confirmation.status {
        _ if cx.now >= row.expires_at => Ok(Outcome::Expired),
        status if status.is_open() => Err(Error::NotFound),
        _ => Ok(Outcome::Replaced),
    }
}

/// What the browser's return led to.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The outcome.
    pub outcome: Outcome,
    /// The authorization whose page shows it; none when the answer belongs to none of this person's.
    pub id: Option<ConfirmationId>,
}

/// The browser is back from the bank. Whatever it brought, it is looked at once.
pub async fn finish(cx: &Cx, signed_in: &SignedIn, bank: &BankId, callback: &Callback) -> Result<Finished> {
    let hash = state_hash(cx, &callback.state);
    let found = store::find(&mut cx.app.store.read().await?, &hash).await?;
    match found.filter(|row| row.account == signed_in.id() && row.bank == *bank) {
        None => Ok(Finished { outcome: Outcome::Unknown, id: None }),
        Some(row) if row.status == Status::Pending && row.session != signed_in.session => {
            Ok(Finished { outcome: Outcome::OtherSession, id: None })
        }
        Some(row) => {
            Ok(Finished { outcome: work(cx, signed_in, (&row, &hash), callback).await?, id: Some(row.confirmation) })
        }
    }
}

async fn work(
    cx: &Cx,
    signed_in: &SignedIn,
    (row, hash): (&AuthorizationRow, &[u8; 32]),
    callback: &Callback,
) -> Result<Outcome> {
    if row.status != Status::Pending {
        return Ok(Outcome::of(row.status));
    }
    if cx.now >= row.expires_at {
        return Ok(Outcome::Expired);
    }
    if let Some(stopped) = take(cx, row, hash).await? {
        return Ok(stopped);
    }
    let said = ask(cx, row, callback).await;
    let settled = cx.again(|| settle(cx, signed_in, (row, hash), &said)).await;
    if let Err(Error::Refused(_)) = &settled {
        // The account has changed meanwhile so that nothing can be confirmed; the answer is used up all the same.
        let mut tx = cx.app.store.write().await?;
        store::advance(&mut tx, hash, Status::Answering, Status::Failed).await?;
        cx.commit(tx).await?;
    }
    settled
}

/// Takes the authorization for this request alone; says what to answer when that is not to be.
async fn take(cx: &Cx, row: &AuthorizationRow, hash: &[u8; 32]) -> Result<Option<Outcome>> {
    let mut tx = cx.app.store.write().await?;
    let waiting = confirmations::find(&mut tx, row.account, row.confirmation).await?.ok_or(Error::NotFound)?;
    if !waiting.confirmation.status.is_open() {
        // Another answer may have ended it at the same instant; else a newer authorization has.
        let now = store::find(&mut tx, hash).await?.map_or(Status::Pending, |row| row.status);
        return Ok(Some(if now == Status::Pending { Outcome::Replaced } else { Outcome::of(now) }));
    }
    match store::advance(&mut tx, hash, Status::Pending, Status::Answering).await {
        Ok(()) => {
            cx.commit(tx).await?;
            Ok(None)
        }
        Err(okno_store::Error::Conflict) => Ok(Some(Outcome::InProgress)),
        Err(error) => Err(error.into()),
    }
}

/// Asks the bank, outside of any transaction.
async fn ask(cx: &Cx, row: &AuthorizationRow, callback: &Callback) -> std::result::Result<BankClaims, Status> {
    let Some(bank) = cx.app.ports.bank(&row.bank) else { return Err(Status::Unreachable) };
    if callback.issuer.as_ref().is_some_and(|issuer| *issuer != bank.profile().issuer) {
        tracing::warn!(bank = %row.bank, "an answer names another issuer");
        return Err(Status::Failed);
    }
    if let Some(error) = &callback.error {
        return Err(match error.as_str() {
            "access_denied" => Status::Declined,
            "temporarily_unavailable" | "server_error" => Status::Unreachable,
            _ => Status::Failed,
        });
    }
    let Some(code) = callback.code.as_ref().filter(|code| (1..=LONGEST_CODE).contains(&code.expose().len())) else {
        return Err(Status::Failed);
    };
    let asked = bank.claims(code, &request(cx, &row.bank, row.confirmation), cx.now).await;
    asked.map_err(|error| {
        log(&row.bank, "gave no usable answer", &error);
        if matches!(error, PortError::Later { .. }) { Status::Unreachable } else { Status::Failed }
    })
}

async fn settle(
    cx: &Cx,
    signed_in: &SignedIn,
    (row, hash): (&AuthorizationRow, &[u8; 32]),
    said: &std::result::Result<BankClaims, Status>,
) -> Result<Outcome> {
    let mut tx = cx.app.store.write().await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    let waiting = confirmation::get(&mut tx, &account, row.confirmation).await?;
    if waiting.confirmation.status == ConfirmationStatus::Cancelled {
        store::advance(&mut tx, hash, Status::Answering, Status::Failed).await?;
        cx.commit(tx).await?;
        return Ok(Outcome::Replaced);
    }
    let (status, success) = match said {
        Ok(claims) => judge(&mut tx, cx, (&account, signed_in), row, &waiting, claims).await?,
        Err(status) => {
            confirmation::cancel(&mut tx, cx, &account, row.confirmation).await?;
            let act = Act { actor: actor(&row.bank), act: "bank-not-confirmed", detail: status.name().to_owned() };
            audit::record(&mut tx, cx, account.id, act).await?;
            (*status, None)
        }
    };
    store::advance(&mut tx, hash, Status::Answering, status).await?;
    cx.commit(tx).await?;
    cx.app.signals.raise(account.id);
    Ok(success.map_or(Outcome::of(status), |success| Outcome::Confirmed(Some(Box::new(success)))))
}

/// Compares, and confirms or not.
async fn judge(
    tx: &mut Tx,
    cx: &Cx,
    (account, signed_in): (&Account, &SignedIn),
    row: &AuthorizationRow,
    waiting: &ConfirmationRow,
    claims: &BankClaims,
) -> Result<(Status, Option<Success>)> {
    let profile = confirmation::verified_data(tx, account, &signed_in.key).await?;
    let pattern = port(cx, &row.bank)?.profile().pattern;
    let status = match compare(pattern, &profile, claims) {
        Comparison::Same => {
            let seen = seen(claims);
            let proof =
                Proof { source: format!("bank:{}", row.bank), rule: RULE, seen: &seen, actor: actor(&row.bank) };
            let event = ConfirmationEvent::Answered { matches: true };
            let holder = (account, &signed_in.key);
            let success = confirmation::succeed(tx, cx, holder, waiting, event, true, proof).await?;
            return Ok((Status::Confirmed, Some(success)));
        }
        Comparison::Different => Status::Different,
        Comparison::Incomplete => Status::Incomplete,
    };
    confirmation::fail(tx, cx, account, waiting, actor(&row.bank)).await?;
    Ok((status, None))
}

fn actor(bank: &BankId) -> Actor {
    Actor::Bank(bank.to_string())
}

/// What was seen, in one fixed form; only its keyed hash is kept.
fn seen(claims: &BankClaims) -> Vec<u8> {
    let BankClaims { family_name, given_name, middle_name, birthdate, snils, document_number, portal_profile } = claims;
    let lines = [family_name, given_name, middle_name, birthdate, snils, document_number, portal_profile];
    lines.map(|line| line.replace('\n', " ")).join("\n").into_bytes()
}
