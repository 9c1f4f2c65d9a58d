//! A fresh proof before what protects the account is changed: by the strongest means that is set (B1).
//!
//! Where a second factor is set the password does not do: whoever knows it must not be able to take the rest away.

use okno_domain::{
    credential::factor::{Due, FactorKind, FactorRefusal, PASSKEY_ALONE, Proved},
    secret::Secret,
};
use okno_store::{Read, session as sessions};

use crate::{
    account,
    audit::{self, Act, Actor},
    context::Cx,
    error::{Error, Result},
    factor::{
        self, Answer, Proof,
        passkey::{self, CeremonyToken},
    },
    limit, login,
    session::SignedIn,
    settings::minutes,
};

const fn proved(signed_in: &SignedIn) -> Proved {
    Proved { at: signed_in.authenticated_at, strongly_at: signed_in.strong_at }
}

async fn due_of(read: &mut Read, cx: &Cx, signed_in: &SignedIn) -> Result<Option<Due>> {
    let factors = factor::count(read, signed_in.id()).await?;
    Ok(factors.due(proved(signed_in), cx.now, minutes(cx.settings().session.fresh_minutes)))
}

/// Which proof is due before a sensitive act; none when a fresh one is there.
pub async fn due(cx: &Cx, signed_in: &SignedIn) -> Result<Option<Due>> {
    due_of(&mut cx.app.store.read().await?, cx, signed_in).await
}

/// Refuses when a proof is due.
pub(crate) async fn demand(read: &mut Read, cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    match due_of(read, cx, signed_in).await? {
        None => Ok(()),
        Some(_) => Err(Error::refused(&FactorRefusal::ProofDue)),
    }
}

/// Refuses when a factor is due; that a password is asked for is the caller's affair.
pub(crate) async fn demand_factor(read: &mut Read, cx: &Cx, signed_in: &SignedIn) -> Result<()> {
    match due_of(read, cx, signed_in).await? {
        Some(Due::Factor) => Err(Error::refused(&FactorRefusal::ProofDue)),
        Some(Due::Password) | None => Ok(()),
    }
}

/// What can be answered, the strongest first; nothing when the password is what is asked for.
pub async fn offered(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<FactorKind>> {
    Ok(factor::count(&mut cx.app.store.read().await?, signed_in.id()).await?.offered())
}

/// Takes the password, where no factor is set.
pub async fn by_password(cx: &Cx, signed_in: &SignedIn, password: &Secret) -> Result<()> {
    login::prove_again(cx, signed_in, password).await
}

/// Begins a proof by passkey.
pub async fn begin_passkey(cx: &Cx, signed_in: &SignedIn) -> Result<CeremonyToken> {
    let mut tx = cx.app.store.write().await?;
    let token = passkey::begin_proof(&mut tx, cx, signed_in.id(), &signed_in.key).await?;
    cx.commit(tx).await?;
    Ok(token)
}

/// What the browser's script asks the device.
pub async fn passkey_options(cx: &Cx, signed_in: &SignedIn, token: &CeremonyToken) -> Result<String> {
    passkey::proof_options(&mut cx.app.store.read().await?, cx, signed_in.id(), token).await
}

/// Takes a factor; from here on the session counts as strongly proved for some minutes.
pub async fn by_factor(cx: &Cx, signed_in: &SignedIn, answer: &Answer) -> Result<()> {
    let guards = limit::guesses_at_factor(cx, signed_in.id());
    {
        let mut tx = cx.app.store.write().await?;
        limit::reserve(&mut tx, &guards, cx.now).await?;
        tx.commit().await?;
    }
    let mut tx = cx.app.store.write().await?;
    // Before an entry is written of the factor: sessions are locked before the account's turn is taken.
    sessions::hold(&mut tx, signed_in.id(), signed_in.root).await?;
    let account = account::get(&mut tx, signed_in.id()).await?;
    match factor::prove(&mut tx, cx, &account, &signed_in.key, answer).await? {
        Proof::Right => {
            limit::release(&mut tx, &guards).await?;
            // A site that asks for a passkey would ask for ever if the session went on as one by password.
            let by_passkey = answer.kind() == FactorKind::Passkey && signed_in.method != PASSKEY_ALONE;
            let method = by_passkey.then(|| FactorKind::Passkey.after_password());
            sessions::proved_strongly(&mut tx, account.id, signed_in.session, method, cx.now).await?;
            cx.commit(tx).await
        }
        Proof::Wrong(error) => {
            let act = Act { actor: Actor::Unknown, act: "factor-failed", detail: answer.kind().name().to_owned() };
            audit::record(&mut tx, cx, account.id, act).await?;
            cx.commit(tx).await?;
            Err(error)
        }
    }
}
