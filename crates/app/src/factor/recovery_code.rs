//! Saved recovery codes: ten at a time, shown once, each good once.

use okno_domain::{
    account::AccountId,
    credential::{
        factor::FactorRefusal,
        recovery_code::{COUNT, RecoveryCode},
    },
};
use okno_store::{Tx, factor as store};

use super::record_and_tell;
use crate::{
    account::Account,
    audit::Act,
    context::Cx,
    error::{Error, Result},
    seal::DataKey,
    session::SignedIn,
    step_up,
};

fn hash(cx: &Cx, account: AccountId, code: &RecoveryCode) -> [u8; 32] {
    cx.app.keys.secret_hash("recovery-code", account, code.expose().as_bytes())
}

/// Makes ten new ones; earlier ones are worth nothing any more. They are shown this once.
pub async fn make(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<RecoveryCode>> {
    let mut tx = cx.app.store.write().await?;
    step_up::demand(&mut tx, cx, signed_in).await?;
    if !super::count(&mut tx, signed_in.id()).await?.is_set() {
        // There is nothing that they could stand in for.
        return Err(Error::refused(&FactorRefusal::SetupOver));
    }
    store::delete_codes(&mut tx, signed_in.id()).await?;
    let mut codes: Vec<RecoveryCode> = Vec::with_capacity(COUNT);
    while codes.len() < COUNT {
        let code = RecoveryCode::generate(&mut cx.rng());
        if !codes.contains(&code) {
            store::insert_code(&mut tx, signed_in.id(), &hash(cx, signed_in.id(), &code), cx.now).await?;
            codes.push(code);
        }
    }
    let whose = (&signed_in.account, &signed_in.key);
    record_and_tell(&mut tx, cx, whose, Act::by_person("recovery-codes-made"), "recovery_codes_made").await?;
    cx.commit(tx).await?;
    Ok(codes)
}

/// Uses one; the person is told.
pub(super) async fn use_one(
    tx: &mut Tx,
    cx: &Cx,
    account: &Account,
    key: &DataKey,
    code: &RecoveryCode,
) -> Result<bool> {
    let factors = super::count(tx, account.id).await?;
    if !factors.is_set() || !store::use_code(tx, account.id, &hash(cx, account.id, code), cx.now).await? {
        return Ok(false);
    }
    let left = factors.recovery_codes.saturating_sub(1);
    let act = Act::by_person("recovery-code-used").on(left.to_string());
    record_and_tell(tx, cx, (account, key), act, "recovery_code_used").await?;
    Ok(true)
}
