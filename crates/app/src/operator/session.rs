//! An operator's session: short, and bound to a center.

use okno_domain::{
    id::Id,
    operator::{CenterId, OperatorId, OperatorSessionId, OperatorStatus},
    refusal::FieldFault,
    secret::Secret,
    session::{EndReason, SessionRule, SessionTimes},
    time::{SignedDuration, after},
};
use okno_store::{
    Tx, operator as operators,
    operator_session::{self as store, NewOperatorSession},
};
use subtle::ConstantTimeEq;

use super::{
    SignedIn, alarm,
    audit::{self, By},
    open_name, password, sign_in, typed_code,
};
use crate::{
    context::Cx,
    error::{Error, Result},
    settings::{hours, minutes},
    token,
};

/// The last request is noted at most this often.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_secs(60);

fn rule(cx: &Cx) -> SessionRule {
    let operator = &cx.settings().operator;
    SessionRule { idle: minutes(operator.idle_minutes), longest: hours(operator.max_hours) }
}

/// What the cookie holds: the keys of the session's row and a secret of 256 bits.
#[derive(Clone)]
pub struct OperatorToken {
    operator: OperatorId,
    session: OperatorSessionId,
    secret: [u8; 32],
}

token::hidden_debug!(OperatorToken);

impl OperatorToken {
    /// The text for the cookie.
    pub fn encode(&self) -> Secret {
        token::encode(&[self.operator.uuid(), self.session.uuid()], &self.secret)
    }

    /// Reads a cookie; `None` for anything that is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let ([operator, session], secret) = token::parse(text)?;
        Some(Self { operator: Id::from_uuid(operator), session: Id::from_uuid(session), secret })
    }

    fn hash(&self, cx: &Cx) -> [u8; 32] {
        cx.app.keys.secret_hash("operator-session", self.session, &self.secret)
    }
}

/// Opens a session for an operator who has proved who they are and chosen a center.
pub(super) async fn open(
    tx: &mut Tx,
    cx: &Cx,
    operator: OperatorId,
    center: Option<CenterId>,
    alarm: bool,
) -> Result<OperatorToken> {
    let token = OperatorToken { operator, session: cx.fresh_id(), secret: cx.random_bytes() };
    let session = NewOperatorSession {
        id: token.session,
        operator,
        token_hash: token.hash(cx),
        center,
        alarm,
        times: SessionTimes::begin(cx.now, rule(cx)),
        network: &cx.client.network,
        user_agent: &cx.client.user_agent,
    };
    store::insert(tx, &session).await?;
    Ok(token)
}

/// Who holds this token; `None` when the session is unknown or over, the operator is disabled, or works at its center no
/// longer.
pub async fn find(cx: &Cx, token: &OperatorToken) -> Result<Option<SignedIn>> {
    let row = {
        let mut read = cx.app.store.read().await?;
        store::find(&mut read, token.operator, token.session).await?
    };
    let Some(row) = row else { return Ok(None) };
    let right: bool = token.hash(cx).ct_eq(&row.token_hash).into();
    let is_admitted = row.center.is_none() || row.admission.is_some_and(|admission| admission.holds(cx.now));
    if !right || !row.times.is_open(cx.now, rule(cx)) || row.status != OperatorStatus::Active || !is_admitted {
        return Ok(None);
    }
    if cx.now >= after(row.times.seen_at, TOUCH_EVERY) {
        let mut tx = cx.app.store.write().await?;
        store::touch(&mut tx, token.operator, token.session, cx.now).await?;
        tx.commit().await?;
    }
    Ok(Some(SignedIn {
        operator: token.operator,
        name: open_name(cx, token.operator, &row.name_sealed)?,
        login_name: row.login_name,
        role: row.role,
        organization: row.organization,
        center: row.center,
        session: token.session,
        authenticated_at: row.authenticated_at,
        own_snils: row.snils_hash,
        alarm: row.alarm,
    }))
}

/// Ends the operator's own session.
pub async fn logout(cx: &Cx, operator: &SignedIn) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    if store::end(&mut tx, operator.operator, operator.session, EndReason::Logout, cx.now).await? {
        audit::record(&mut tx, cx, operator, "signed-out", "").await?;
    }
    cx.commit(tx).await
}

/// Asks a signed-in operator for password and code once more, before what cannot be undone. Guesses count as at the
/// sign-in. A password with the ending calls for help from here on, and works.
pub async fn prove_again(cx: &Cx, operator: &SignedIn, typed: &Secret, code: &Secret) -> Result<()> {
    let code = typed_code(code)?;
    let guesses = sign_in::Guesses::of(cx, &operator.login_name);
    let (stored, totp) = {
        let mut read = cx.app.store.read().await?;
        guesses.check_all(&mut read, cx).await?;
        let stored = operators::find_password(&mut read, operator.operator).await?;
        (stored, operators::find_totp(&mut read, operator.operator).await?)
    };
    let right = password::check(cx, stored.as_ref(), typed).await?;
    let mut tx = cx.app.store.write().await?;
    let Some(right) = right else {
        guesses.password_failed(&mut tx, cx).await?;
        audit::record(&mut tx, cx, operator, "proof-failed", "password").await?;
        cx.commit(tx).await?;
        return Err(Error::Fields(vec![FieldFault::new("password", "password-wrong")]));
    };
    let step = totp.as_ref().map(|row| sign_in::right_step(cx, operator.operator, row, &code)).transpose()?.flatten();
    let is_fresh_code = match step {
        Some(step) => operators::use_step(&mut tx, operator.operator, step).await?,
        None => false,
    };
    if !is_fresh_code {
        guesses.code_failed(&mut tx, cx).await?;
        audit::record(&mut tx, cx, operator, "proof-failed", "code").await?;
        cx.commit(tx).await?;
        return Err(Error::Fields(vec![FieldFault::new("code", "totp-wrong")]));
    }
    guesses.succeeded(&mut tx).await?;
    store::authenticated(&mut tx, operator.operator, operator.session, cx.now, right.alarm).await?;
    audit::record(&mut tx, cx, operator, "proved-again", "").await?;
    if right.alarm {
        alarm::raise(&mut tx, cx, operator.operator, By::from(operator), operator.session.uuid()).await?;
    }
    cx.commit(tx).await
}
