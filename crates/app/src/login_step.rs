//! The second step of a login: the password was right, a factor is asked for (B1).
//!
//! What was proved so far is kept on the server under a short-lived token. Wrong answers count per login, per account
//! and network, and per account from anywhere, which only adds seconds (decision 13): nobody comes here without the
//! password, so that strangers cannot slow anyone down.

use okno_domain::{
    account::{AccountId, AccountStatus},
    credential::factor::{FactorKind, FactorRefusal},
    id::Id,
    login_step::{LoginStep, LoginStepId},
    restriction::RestrictionReason,
    secret::Secret,
    statistic::Area,
};
use okno_store::{
    Read, Tx,
    login_step::{self as store, LoginStepRow},
};
use subtle::ConstantTimeEq;

use crate::{
    account::{self, Account},
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    factor::{
        self, Answer, Proof,
        passkey::{self, CeremonyToken},
    },
    limit, login, restriction,
    session::SessionToken,
    settings::{ends, minutes},
    statistic, token,
};

/// What the cookie of a login between password and factor holds.
#[derive(Clone)]
pub struct StepToken {
    account: AccountId,
    step: LoginStepId,
    secret: [u8; 32],
}

token::hidden_debug!(StepToken);

impl StepToken {
    /// The text for the cookie.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.account.uuid(), self.step.uuid()], &self.secret)
    }

    /// Reads a cookie; `None` for anything that is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([account, step], secret) = token::parse(text)?;
        Some(Self { account: Id::from_uuid(account), step: Id::from_uuid(step), secret })
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("login-step", self.step, &self.secret)
    }
}

fn over() -> Error {
    Error::refused(&FactorRefusal::StepOver)
}

/// The password was right; now a factor is due.
pub(crate) async fn begin(tx: &mut Tx, cx: &Cx, account: AccountId) -> Result<StepToken> {
    let token = StepToken { account, step: cx.fresh_id(), secret: cx.random_bytes() };
    let until = ends(cx.now, minutes(cx.settings().factor.step_minutes));
    let row =
        LoginStepRow { id: token.step, account, token_hash: token.hash(cx), step: LoginStep::begin(until), version: 1 };
    store::insert(tx, &row).await?;
    Ok(token)
}

/// The step of a token with its account; refused when it is over.
async fn load(read: &mut Read, cx: &Cx, token: &StepToken) -> Result<(LoginStepRow, Account)> {
    let row = store::find(read, token.account, token.step).await?.ok_or_else(over)?;
    let right: bool = token.hash(cx).ct_eq(&row.token_hash).into();
    if !right || !row.step.is_open(cx.now) {
        return Err(over());
    }
    let account = account::get(read, token.account).await.map_err(|_| over())?;
    Ok((row, account))
}

/// What can be answered, the strongest first; refused when the step is over.
pub async fn offered(cx: &Cx, token: &StepToken) -> Result<Vec<FactorKind>> {
    let mut read = cx.app.store.read().await?;
    load(&mut read, cx, token).await?;
    Ok(factor::count(&mut read, token.account).await?.offered())
}

/// Begins a proof by passkey.
pub async fn begin_passkey(cx: &Cx, token: &StepToken) -> Result<CeremonyToken> {
    let mut tx = cx.app.store.write().await?;
    let (_, account) = load(&mut tx, cx, token).await?;
    let key = account::data_key(&mut tx, cx, account.id).await?;
    let ceremony = passkey::begin_proof(&mut tx, cx, account.id, &key).await?;
    cx.commit(tx).await?;
    Ok(ceremony)
}

/// What the browser's script asks the device.
pub async fn passkey_options(cx: &Cx, token: &StepToken, ceremony: &CeremonyToken) -> Result<String> {
    let mut read = cx.app.store.read().await?;
    let (_, account) = load(&mut read, cx, token).await?;
    passkey::proof_options(&mut read, cx, account.id, ceremony).await
}

/// Takes a factor: the person is signed in. A locked account whose access was recovered since opens with it (B5).
pub async fn answer(cx: &Cx, token: &StepToken, answer: &Answer) -> Result<SessionToken> {
    let guards = limit::guesses_at_factor(cx, token.account);
    {
        let mut tx = cx.app.store.write().await?;
        load(&mut tx, cx, token).await?;
        limit::reserve(&mut tx, &guards, cx.now).await?;
        tx.commit().await?;
    }
    cx.again(|| answer_once(cx, token, answer, &guards)).await
}

async fn answer_once(cx: &Cx, token: &StepToken, answer: &Answer, guards: &[limit::Guard]) -> Result<SessionToken> {
    let mut tx = cx.app.store.write().await?;
    let (row, account) = load(&mut tx, cx, token).await?;
    let key = account::data_key(&mut tx, cx, account.id).await?;
    if let Proof::Wrong(error) = factor::prove(&mut tx, cx, &account, &key, answer).await? {
        let next = row.step.wrong();
        store::update(&mut tx, &row, &next).await?;
        let act = Act { actor: Actor::Unknown, act: "factor-failed", detail: answer.kind().name().to_owned() };
        audit::record(&mut tx, cx, account.id, act).await?;
        statistic::count_failure_of_person(&mut tx, cx, &account, Area::Login, "factor-wrong");
        cx.commit(tx).await?;
        return Err(if next.is_open(cx.now) { error } else { over() });
    }
    store::update(&mut tx, &row, &row.step.done()).await?;
    limit::release(&mut tx, guards).await?;
    let account = if account.status == AccountStatus::Locked {
        restriction::lift(&mut tx, cx, (&account, &key), Actor::Person).await?
    } else {
        account
    };
    if answer.kind() == FactorKind::RecoveryCode {
        restriction::limit(&mut tx, cx, (&account, &key), RestrictionReason::RecoveryCode).await?;
    }
    let session = login::enter(&mut tx, cx, &account, answer.kind().after_password()).await?;
    cx.commit(tx).await?;
    Ok(session)
}
