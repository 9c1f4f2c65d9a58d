//! Signing in: password, second factor, center.

use okno_domain::{
    credential::{
        code::OneTimeCode,
        totp::{self, KEY_LENGTH},
    },
    id::Id,
    operator::{CenterId, LoginName, OperatorId, OperatorStatus, SignIn, SignInRefusal, Stage},
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
};
use okno_store::{
    Read, Tx,
    operator::{self as operators, OperatorRow, TotpRow},
    operator_session::{self as store, SignInId, SignInRow},
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{
    OperatorToken, alarm,
    audit::{self, By},
    center_name, login_hash, password, session, totp_place, typed_code,
};
use crate::{
    context::Cx,
    error::{Error, Result},
    limit::{self, Guard, LimitKey},
    seal::Place,
    settings::{ends, minutes},
    token,
};

/// What names the site in an authenticator application.
const ISSUER: &str = "Okno";

/// The counters of guesses: at the password and at the code, each per operator and network prefix and per operator from
/// anywhere. What leads to no operator is counted by what was typed.
pub(super) struct Guesses {
    password: [LimitKey; 2],
    code: [LimitKey; 2],
}

impl Guesses {
    pub(super) fn of(cx: &Cx, login: &str) -> Self {
        let from_here = format!("{login} {}", cx.client.network);
        let pair = |what: &str| {
            [
                LimitKey::new(cx, &format!("operator-{what}-network"), &from_here),
                LimitKey::new(cx, &format!("operator-{what}"), login),
            ]
        };
        Self { password: pair("password"), code: pair("code") }
    }

    pub(super) async fn check_all(&self, read: &mut Read, cx: &Cx) -> Result<()> {
        limit::check(read, &self.password, cx.now).await?;
        limit::check(read, &self.code, cx.now).await
    }

    pub(super) async fn password_failed(&self, tx: &mut Tx, cx: &Cx) -> Result<()> {
        failed(tx, cx, self.password).await
    }

    pub(super) async fn code_failed(&self, tx: &mut Tx, cx: &Cx) -> Result<()> {
        failed(tx, cx, self.code).await
    }

    /// Everything was right: what was counted from this network is forgotten.
    pub(super) async fn succeeded(&self, tx: &mut Tx) -> Result<()> {
        for [from_network, _] in [self.password, self.code] {
            limit::succeeded(tx, from_network).await?;
        }
        Ok(())
    }
}

async fn failed(tx: &mut Tx, cx: &Cx, keys: [LimitKey; 2]) -> Result<()> {
    for (key, rule) in keys.into_iter().zip(limit::guesses_at_operator(cx)) {
        limit::failed(tx, Guard { key, rule }, cx.now).await?;
    }
    Ok(())
}

/// What the cookie of a sign-in under way holds.
#[derive(Clone)]
pub struct SignInToken {
    operator: OperatorId,
    sign_in: SignInId,
    secret: [u8; 32],
}

token::hidden_debug!(SignInToken);

impl SignInToken {
    /// The text for the cookie.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.operator.uuid(), self.sign_in.uuid()], &self.secret)
    }

    /// Reads a cookie; `None` for anything that is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([operator, sign_in], secret) = token::parse(text)?;
        Some(Self { operator: Id::from_uuid(operator), sign_in: Id::from_uuid(sign_in), secret })
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("operator-sign-in", self.sign_in, &self.secret)
    }
}

/// What a step led to.
#[derive(Debug)]
pub enum Progress {
    /// The operator is signed in.
    SignedIn(OperatorToken),
    /// One of several centers is to be chosen.
    ChooseCenter,
}

/// The first step: login name and password. An unknown name, a wrong password and a disabled operator give the same
/// refusal after the same work.
pub async fn start(cx: &Cx, login: &str, typed: &Secret) -> Result<SignInToken> {
    let login = LoginName::parse(login).map_or_else(|_| login.chars().take(100).collect(), |name| name.to_string());
    let guesses = Guesses::of(cx, &login);
    let (row, stored, has_factor) = {
        let mut read = cx.app.store.read().await?;
        limit::check(&mut read, &guesses.password, cx.now).await?;
        let id = operators::lookup(&mut read, &login_hash(&cx.app.keys, &login)).await?;
        match id {
            None => (None, None, false),
            Some(id) => (
                operators::find(&mut read, id).await?,
                operators::find_password(&mut read, id).await?,
                operators::find_totp(&mut read, id).await?.is_some(),
            ),
        }
    };
    let right = password::check(cx, stored.as_ref(), typed).await?;
    let active = row.as_ref().filter(|row| row.status == OperatorStatus::Active);
    let (Some(row), Some(right)) = (active, right) else {
        let mut tx = cx.app.store.write().await?;
        guesses.password_failed(&mut tx, cx).await?;
        if let Some(row) = row {
            audit::record_on(&mut tx, cx, row.id, stranger(), "sign-in-failed", "password").await?;
        }
        cx.commit(tx).await?;
        return Err(Error::Refused(Refusal::new("login-wrong", Class::Invalid)));
    };
    let stronger = password::stronger(cx, &right, typed).await?;
    let token = SignInToken { operator: row.id, sign_in: cx.fresh_id(), secret: cx.random_bytes() };
    let until = ends(cx.now, minutes(cx.settings().operator.sign_in_minutes));
    let offered = if has_factor { None } else { Some(offer(cx, token.sign_in)?) };
    let next = SignInRow {
        id: token.sign_in,
        operator: row.id,
        token_hash: token.hash(cx),
        sign_in: SignIn::begin(has_factor, until),
        secret_sealed: offered,
        alarm: right.alarm,
        version: 1,
    };
    let mut tx = cx.app.store.write().await?;
    password::keep_stronger(&mut tx, row.id, &right, stronger).await?;
    limit::succeeded(&mut tx, guesses.password[0]).await?;
    store::insert_sign_in(&mut tx, &next).await?;
    if right.alarm {
        alarm::raise(&mut tx, cx, row.id, by(row, None), token.sign_in.uuid()).await?;
    }
    cx.commit(tx).await?;
    Ok(token)
}

const fn stranger() -> By<'static> {
    By { actor: "unknown", center: None, organization: None }
}

fn by(row: &OperatorRow, center: Option<CenterId>) -> By<'_> {
    By { actor: &row.login_name, center, organization: row.organization }
}

fn offer_place(sign_in: SignInId) -> Place {
    Place::new("operator_sign_in", "secret_sealed", sign_in)
}

/// A fresh key for an application, sealed for the row of the sign-in.
fn offer(cx: &Cx, sign_in: SignInId) -> Result<Vec<u8>> {
    let key = Zeroizing::new(cx.random_bytes::<KEY_LENGTH>());
    Ok(cx.app.keys.system().seal(&offer_place(sign_in), key.as_ref(), &mut cx.rng())?)
}

fn over() -> Error {
    Error::refused(&SignInRefusal::Over)
}

/// The sign-in of a token with its operator; refused when it is over or the operator was disabled meanwhile.
async fn load(read: &mut Read, cx: &Cx, token: &SignInToken) -> Result<(SignInRow, OperatorRow)> {
    let row = store::find_sign_in(read, token.operator, token.sign_in).await?.ok_or_else(over)?;
    let right: bool = token.hash(cx).ct_eq(&row.token_hash).into();
    if !right || !row.sign_in.is_open(cx.now) {
        return Err(over());
    }
    let operator = super::admin::active(read, token.operator).await.map_err(|_| over())?;
    Ok((row, operator))
}

/// Where a sign-in stands, for its page.
#[derive(Clone, Debug)]
pub struct View {
    /// The step that is due.
    pub stage: Stage,
    /// Who signs in.
    pub login_name: String,
    /// The centers to choose from, with their names.
    pub centers: Vec<(CenterId, String)>,
}

/// Where a sign-in stands; refused when it is over.
pub async fn view(cx: &Cx, token: &SignInToken) -> Result<View> {
    let mut read = cx.app.store.read().await?;
    let (row, operator) = load(&mut read, cx, token).await?;
    let mut centers = Vec::new();
    if row.sign_in.stage == Stage::Center {
        for center in operators::admissions(&mut read, operator.id, cx.now).await? {
            centers.push((center, center_name(&mut read, cx, center).await?));
        }
    }
    Ok(View { stage: row.sign_in.stage, login_name: operator.login_name, centers })
}

/// What is given to an application that is set up.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// The address for the QR code.
    pub uri: Secret,
    /// The key, to be typed where no camera is.
    pub key: Secret,
}

/// The key offered to the application at the first sign-in.
pub async fn enrollment(cx: &Cx, token: &SignInToken) -> Result<Enrollment> {
    let (row, operator) = load(&mut cx.app.store.read().await?, cx, token).await?;
    row.sign_in.expect(Stage::Enrollment, cx.now).map_err(|refusal| Error::refused(&refusal))?;
    let key = offered_key(cx, &row)?;
    Ok(Enrollment { uri: totp::enrollment_uri(ISSUER, &operator.login_name, &key), key: totp::base32(&key) })
}

fn offered_key(cx: &Cx, row: &SignInRow) -> Result<Zeroizing<Vec<u8>>> {
    let sealed = row.secret_sealed.as_ref().ok_or_else(|| Error::Bug("a sign-in without a key".to_owned()))?;
    Ok(cx.app.keys.system().open(&offer_place(row.id), sealed)?)
}

/// The step whose code this is, if it is near and later than the last one used.
pub(super) fn right_step(cx: &Cx, operator: OperatorId, totp: &TotpRow, code: &OneTimeCode) -> Result<Option<i64>> {
    let key = cx.app.keys.system().open(&totp_place(operator), &totp.secret_sealed)?;
    let last = u64::try_from(totp.last_step).ok();
    Ok(totp::check(&key, code, cx.now, last).and_then(|step| i64::try_from(step).ok()))
}

/// The first code of an application that was just set up: from here on it is the second factor.
pub async fn enroll(cx: &Cx, token: &SignInToken, code: &Secret) -> Result<Progress> {
    let code = typed_code(code)?;
    cx.again(|| enroll_once(cx, token, &code)).await
}

async fn enroll_once(cx: &Cx, token: &SignInToken, code: &OneTimeCode) -> Result<Progress> {
    let mut tx = cx.app.store.write().await?;
    let (row, operator) = load(&mut tx, cx, token).await?;
    row.sign_in.expect(Stage::Enrollment, cx.now).map_err(|refusal| Error::refused(&refusal))?;
    let key = offered_key(cx, &row)?;
    let Some(step) = totp::check(&key, code, cx.now, None).and_then(|step| i64::try_from(step).ok()) else {
        return wrong_code(tx, cx, &row, &operator).await;
    };
    let sealed = cx.app.keys.system().seal(&totp_place(operator.id), &key, &mut cx.rng())?;
    let factor = TotpRow { secret_sealed: sealed, last_step: step, enrolled_at: cx.now };
    if let Err(okno_store::Error::Conflict) = operators::insert_totp(&mut tx, operator.id, &factor).await {
        // Somebody with the password was first: this sign-in knows no second factor and ends.
        return Err(over());
    }
    audit::record_on(&mut tx, cx, operator.id, by(&operator, None), "second-factor-set-up", "").await?;
    proved(tx, cx, &row, &operator).await
}

/// The second step: a code of the application. Each code counts once.
pub async fn enter_code(cx: &Cx, token: &SignInToken, code: &Secret) -> Result<Progress> {
    let code = typed_code(code)?;
    cx.again(|| enter_code_once(cx, token, &code)).await
}

async fn enter_code_once(cx: &Cx, token: &SignInToken, code: &OneTimeCode) -> Result<Progress> {
    let mut tx = cx.app.store.write().await?;
    let (row, operator) = load(&mut tx, cx, token).await?;
    row.sign_in.expect(Stage::SecondFactor, cx.now).map_err(|refusal| Error::refused(&refusal))?;
    let guesses = Guesses::of(cx, &operator.login_name);
    limit::check(&mut tx, &guesses.code, cx.now).await?;
    // An administrator took the second factor away meanwhile: begin anew, and set one up.
    let totp = operators::find_totp(&mut tx, operator.id).await?.ok_or_else(over)?;
    let fresh = match right_step(cx, operator.id, &totp, code)? {
        Some(step) => operators::use_step(&mut tx, operator.id, step).await?,
        None => false,
    };
    if !fresh {
        return wrong_code(tx, cx, &row, &operator).await;
    }
    proved(tx, cx, &row, &operator).await
}

async fn wrong_code(mut tx: Tx, cx: &Cx, row: &SignInRow, operator: &OperatorRow) -> Result<Progress> {
    let next = row.sign_in.wrong_code();
    store::update_sign_in(&mut tx, row, &next).await?;
    Guesses::of(cx, &operator.login_name).code_failed(&mut tx, cx).await?;
    audit::record_on(&mut tx, cx, operator.id, by(operator, None), "sign-in-failed", "code").await?;
    cx.commit(tx).await?;
    if next.is_open(cx.now) { Err(Error::Fields(vec![FieldFault::new("code", "totp-wrong")])) } else { Err(over()) }
}

async fn proved(mut tx: Tx, cx: &Cx, row: &SignInRow, operator: &OperatorRow) -> Result<Progress> {
    let admitted = operators::admissions(&mut tx, operator.id, cx.now).await?;
    let (next, center) = row.sign_in.proved(operator.role, &admitted).map_err(|refusal| Error::refused(&refusal))?;
    store::update_sign_in(&mut tx, row, &next).await?;
    Guesses::of(cx, &operator.login_name).succeeded(&mut tx).await?;
    if next.stage == Stage::Center {
        cx.commit(tx).await?;
        return Ok(Progress::ChooseCenter);
    }
    signed_in(tx, cx, row, operator, center).await
}

/// The last step, where there are several centers.
pub async fn choose_center(cx: &Cx, token: &SignInToken, center: CenterId) -> Result<OperatorToken> {
    let mut tx = cx.app.store.write().await?;
    let (row, operator) = load(&mut tx, cx, token).await?;
    let admitted = operators::admissions(&mut tx, operator.id, cx.now).await?;
    let next = row.sign_in.chosen(center, &admitted, cx.now).map_err(|refusal| Error::refused(&refusal))?;
    store::update_sign_in(&mut tx, &row, &next).await?;
    match signed_in(tx, cx, &row, &operator, Some(center)).await? {
        Progress::SignedIn(token) => Ok(token),
        Progress::ChooseCenter => Err(Error::Bug("a chosen center is to be chosen".to_owned())),
    }
}

async fn signed_in(
    mut tx: Tx,
    cx: &Cx,
    row: &SignInRow,
    operator: &OperatorRow,
    center: Option<CenterId>,
) -> Result<Progress> {
    let token = session::open(&mut tx, cx, operator.id, center, row.alarm).await?;
    audit::record_on(&mut tx, cx, operator.id, by(operator, center), "signed-in", "").await?;
    if row.alarm {
        audit::record_on(&mut tx, cx, operator.id, by(operator, center), alarm::ACT, "signed-in").await?;
    }
    cx.commit(tx).await?;
    Ok(Progress::SignedIn(token))
}
