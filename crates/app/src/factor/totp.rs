//! The authenticator application of a person.

use okno_domain::{
    account::AccountId,
    credential::{
        code::OneTimeCode,
        factor::FactorRefusal,
        totp::{self, KEY_LENGTH},
    },
    identifier::Reason as _,
    refusal::FieldFault,
    secret::Secret,
};
use okno_store::{Read, Tx, factor as store};
use zeroize::Zeroizing;

use super::{record_and_tell, was_removed, was_set};
use crate::{
    audit::Act,
    context::Cx,
    error::{Error, Result},
    limit::{self, Guard, LimitKey},
    notification,
    seal::{DataKey, Place},
    session::SignedIn,
    settings::{ends, minutes},
    step_up,
};

/// What names the site in an application.
const ISSUER: &str = "Okno";

fn place(column: &'static str, account: AccountId) -> Place {
    Place::new("totp", column, account)
}

/// What is given to an application that is set up.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// The address for the QR code.
    pub uri: Secret,
    /// The key, to be typed where no camera is.
    pub key: Secret,
}

/// Offers a key to an application; it is a factor once its first code has come back.
pub async fn begin(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    let key = Zeroizing::new(cx.random_bytes::<KEY_LENGTH>());
    let sealed = signed_in.key.seal(&place("offered_sealed", signed_in.id()), key.as_ref(), &mut cx.rng())?;
    let until = ends(cx.now, minutes(cx.settings().factor.setup_minutes));
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    if super::count(&mut tx, signed_in.id()).await?.totp {
        return Err(Error::refused(&FactorRefusal::AlreadySet));
    }
    store::offer_totp(&mut tx, signed_in.id(), &sealed, until).await?;
    cx.commit(tx).await
}

/// The offered key as it is stored, and opened.
async fn offered(read: &mut Read, cx: &Cx, signed_in: &SignedIn) -> Result<(Vec<u8>, Zeroizing<Vec<u8>>)> {
    let over = || Error::refused(&FactorRefusal::SetupOver);
    let row = store::find_totp(read, signed_in.id()).await?.ok_or_else(over)?;
    if row.secret_sealed.is_some() {
        return Err(Error::refused(&FactorRefusal::AlreadySet));
    }
    let (sealed, _) = row.offered.filter(|(_, until)| cx.now < *until).ok_or_else(over)?;
    let key = signed_in.key.open(&place("offered_sealed", signed_in.id()), &sealed)?;
    Ok((sealed, key))
}

/// What is offered to the application; refused when nothing is, or not any more.
pub async fn enrollment(cx: &Cx, signed_in: &SignedIn) -> Result<Enrollment> {
    let mut read = cx.app.store.read().await?;
    let (_, key) = offered(&mut read, cx, signed_in).await?;
    let contacts = notification::contacts(&mut read, &signed_in.key, signed_in.id()).await?;
    let name = contacts.first().map_or_else(String::new, |contact| contact.value.expose().to_owned());
    Ok(Enrollment { uri: totp::enrollment_uri(ISSUER, &name, &key), key: totp::base32(&key) })
}

/// The first code of the application: from here on it is asked for.
pub async fn enroll(cx: &Cx, signed_in: &SignedIn, typed: &Secret) -> Result<()> {
    let code = OneTimeCode::parse(typed.expose(), OneTimeCode::DIGITS);
    let code = code.map_err(|refusal| Error::Fields(vec![refusal.on("code")]))?;
    let guard =
        Guard { key: LimitKey::new(cx, "totp-setup", &signed_in.id().to_string()), rule: limit::guesses_here(cx) };
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    limit::check(&mut tx, &[guard.key], cx.now).await?;
    let (sealed, key) = offered(&mut tx, cx, signed_in).await?;
    let Some(step) = totp::check(&key, &code, cx.now, None).and_then(|step| i64::try_from(step).ok()) else {
        limit::failed(&mut tx, guard, cx.now).await?;
        cx.commit(tx).await?;
        return Err(Error::Fields(vec![FieldFault::new("code", "totp-wrong")]));
    };
    let before = super::count(&mut tx, signed_in.id()).await?;
    let kept = signed_in.key.seal(&place("secret_sealed", signed_in.id()), &key, &mut cx.rng())?;
    store::enroll_totp(&mut tx, signed_in.id(), &sealed, (&kept, step), cx.now).await?;
    was_set(&mut tx, cx, signed_in, before).await?;
    limit::succeeded(&mut tx, guard.key).await?;
    let whose = (&signed_in.account, &signed_in.key);
    record_and_tell(&mut tx, cx, whose, Act::by_person("totp-set"), "totp_set").await?;
    cx.commit(tx).await
}

/// Takes the application away.
pub async fn remove(cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    if !super::count(&mut tx, signed_in.id()).await?.totp {
        return Err(Error::NotFound);
    }
    store::delete_totp(&mut tx, signed_in.id()).await?;
    was_removed(&mut tx, signed_in.id()).await?;
    let whose = (&signed_in.account, &signed_in.key);
    record_and_tell(&mut tx, cx, whose, Act::by_person("totp-removed"), "totp_removed").await?;
    cx.commit(tx).await
}

/// Uses a code: right if its step is near and later than the last one used, so each code counts once, whoever is faster.
pub(super) async fn use_code(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    key: &DataKey,
    code: &OneTimeCode,
) -> Result<bool> {
    let Some(row) = store::find_totp(tx, account).await? else { return Ok(false) };
    let Some(sealed) = row.secret_sealed else { return Ok(false) };
    let secret = key.open(&place("secret_sealed", account), &sealed)?;
    let step = totp::check(&secret, code, cx.now, u64::try_from(row.last_step).ok());
    match step.and_then(|step| i64::try_from(step).ok()) {
        Some(step) => Ok(store::use_step(tx, account, step).await?),
        None => Ok(false),
    }
}
