//! Second factors of a person: setting them up, proving one, taking them away (B1).
//!
//! Whatever changes them asks for a fresh proof first (`step_up`), is recorded, and is told on every confirmed contact.
//! Neither the password nor a contact alone takes a factor away: who has lost everything comes to a center, which clears
//! them, and the same account opens again.

pub mod passkey;
pub mod recovery_code;
pub mod totp;

use okno_domain::{
    account::AccountId,
    credential::{
        code::OneTimeCode,
        factor::{FactorKind, FactorRefusal, Factors},
        recovery_code::RecoveryCode,
    },
    identifier::Reason as _,
    refusal::FieldFault,
    secret::Secret,
    session::EndReason,
    time::Timestamp,
};
use okno_store::{Read, Tx, factor as store, login_step, passkey as passkeys, session as sessions};

use crate::{
    account::Account,
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    notification::{self, Event},
    seal::DataKey,
    security::security_link,
    session::SignedIn,
    site_session,
};

/// What is set, for the page about it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// How many of each.
    pub factors: Factors,
    /// Since when an application is set up.
    pub totp_since: Option<Timestamp>,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<passkey::Passkey>,
    /// Whether passkeys can be used at the address of this installation.
    pub passkeys_work: bool,
}

/// What is set.
pub async fn overview(cx: &Cx, signed_in: &SignedIn) -> Result<Overview> {
    let mut read = cx.app.store.read().await?;
    let totp = store::find_totp(&mut read, signed_in.id()).await?;
    Ok(Overview {
        factors: store::count(&mut read, signed_in.id()).await?,
        totp_since: totp.and_then(|row| row.enrolled_at),
        passkeys: passkey::list(&mut read, signed_in).await?,
        passkeys_work: passkey::work(cx),
    })
}

/// How many factors of each kind an account has.
pub(crate) async fn count(read: &mut Read, account: AccountId) -> Result<Factors> {
    Ok(store::count(read, account).await?)
}

/// What a person answers when a factor is asked for.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The code of the application.
    Totp(OneTimeCode),
    /// A saved code.
    RecoveryCode(RecoveryCode),
    /// What the device said to the question of this token.
    Passkey(passkey::CeremonyToken, Secret),
}

impl Answer {
    /// Reads the code of an application as it was typed into the field `code`.
    pub fn totp(typed: &Secret) -> Result<Self> {
        let code = OneTimeCode::parse(typed.expose(), OneTimeCode::DIGITS);
        code.map(Self::Totp).map_err(|refusal| Error::Fields(vec![refusal.on("code")]))
    }

    /// Reads a saved code as it was typed into the field `recovery_code`.
    pub fn recovery_code(typed: &Secret) -> Result<Self> {
        let code = RecoveryCode::parse(typed.expose());
        code.map(Self::RecoveryCode).map_err(|refusal| Error::Fields(vec![refusal.on("recovery_code")]))
    }

    /// Which kind of factor it proves.
    pub const fn kind(&self) -> FactorKind {
        match self {
            Self::Totp(_) => FactorKind::Totp,
            Self::RecoveryCode(_) => FactorKind::RecoveryCode,
            Self::Passkey(..) => FactorKind::Passkey,
        }
    }
}

/// What came of an answer. What was found is written into the transaction, which is to be committed in any case.
pub(crate) enum Proof {
    /// It is right, and used up.
    Right,
    /// It is wrong; the error is for the person.
    Wrong(Error),
}

/// Looks at an answer. Codes and questions to devices count once: what is right is used up with it.
pub(crate) async fn prove(tx: &mut Tx, cx: &Cx, account: &Account, key: &DataKey, answer: &Answer) -> Result<Proof> {
    let is_right = match answer {
        Answer::Totp(code) => totp::use_code(tx, cx, account.id, key, code).await?,
        Answer::RecoveryCode(code) => recovery_code::use_one(tx, cx, account, key, code).await?,
        Answer::Passkey(token, said) => return passkey::prove(tx, cx, account, key, token, said).await,
    };
    let wrong = |field, code| Proof::Wrong(Error::Fields(vec![FieldFault::new(field, code)]));
    Ok(match (is_right, answer.kind()) {
        (true, _) => Proof::Right,
        (false, FactorKind::RecoveryCode) => wrong("recovery_code", "recovery-code-wrong"),
        (false, FactorKind::Totp) => wrong("code", "totp-wrong"),
        (false, FactorKind::Passkey) => Proof::Wrong(Error::refused(&FactorRefusal::PasskeyWrong)),
    })
}

/// Records a change and tells the person.
pub(crate) async fn record_and_tell(
    tx: &mut Tx,
    cx: &Cx,
    (account, key): (&Account, &DataKey),
    act: Act,
    kind: &'static str,
) -> Result<()> {
    let mark = format!("{kind} {}", cx.fresh_id::<()>());
    audit::record(tx, cx, account.id, act).await?;
    let event = Event { kind, args: security_link(cx), mark: &mark, outside: true };
    notification::tell(tx, cx, account, key, event).await
}

/// A factor is set in this session: it has just been proved, and what was opened with less is over.
async fn was_set(tx: &mut Tx, cx: &Cx, signed_in: &SignedIn, before: Factors) -> Result<()> {
    sessions::hold_all(tx, signed_in.id()).await?;
    sessions::proved_strongly(tx, signed_in.id(), signed_in.session, None, cx.now).await?;
    if !before.is_set() {
        let kept = Some(signed_in.session);
        site_session::end_others(tx, cx, signed_in.id(), kept, EndReason::SecondFactorSet).await?;
    }
    Ok(())
}

/// Recovery codes stand in for a factor: with the last one they go.
async fn was_removed(tx: &mut Tx, account: AccountId) -> Result<()> {
    if !store::count(tx, account).await?.is_set() {
        store::delete_codes(tx, account).await?;
    }
    Ok(())
}

/// Deletes every factor, and breaks off the logins under way.
pub(crate) async fn forget(tx: &mut Tx, account: AccountId) -> Result<()> {
    store::delete_totp(tx, account).await?;
    for row in passkeys::list(tx, account).await? {
        passkeys::delete(tx, account, &row).await?;
    }
    store::delete_codes(tx, account).await?;
    Ok(login_step::delete_all(tx, account).await?)
}

/// Takes every factor away, for a person who has lost them all and has proved at a center who they are (R200). Logins
/// under way are broken off; the person is told.
pub async fn reset(tx: &mut Tx, cx: &Cx, account: &Account, key: &DataKey, by: Actor) -> Result<()> {
    if !store::count(tx, account.id).await?.is_set() {
        return Ok(());
    }
    forget(tx, account.id).await?;
    let act = Act { actor: by, act: "factors-reset", detail: String::new() };
    record_and_tell(tx, cx, (account, key), act, "factors_reset").await
}
