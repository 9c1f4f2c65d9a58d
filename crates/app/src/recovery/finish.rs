//! The end of a recovery: the new password, and everything that the old one opened is over (R195, R202).

use okno_domain::{
    contact::ContactStatus,
    person::PersonalData,
    recovery::{RecoveryRefusal, RecoveryStage},
    restriction::Unlock,
    secret::Secret,
    session::EndReason,
};
use okno_store::{login_step, password, person, recovery as store};

use super::{RecoveryToken, load, void_all};
use crate::{
    account::{self, data_key},
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    factor, limit, login,
    notification::{self, Event},
    registration::password_faults,
    restriction,
    security::{own_data, security_link},
    session::person_place,
    site_session,
};

/// What a finished recovery leaves to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finished {
    /// A second factor is asked for at the login.
    pub has_factor: bool,
    /// The account was locked, and opens at a center only.
    pub needs_center: bool,
}

/// Sets the new password ("Create", R195). Every session of the account and every other recovery ends, and the person is
/// told (R202). They can sign in at once: wrong passwords before this one no longer count here (R194). A second factor is
/// asked for at the login as before: no contact takes one away. A locked account opens as far as this recovery goes (B5).
pub async fn finish(cx: &Cx, token: &RecoveryToken, password: &Secret, repeat: &Secret) -> Result<Finished> {
    let (own, names) = {
        let mut read = cx.app.store.read().await?;
        let (row, _) = load(&mut read, cx, token).await?;
        row.recovery
            .advance(RecoveryStage::Proved, RecoveryStage::Completed)
            .map_err(|refusal| Error::refused(&refusal))?;
        let account = row.account.ok_or_else(|| Error::refused(&RecoveryRefusal::Expired))?;
        let key = data_key(&mut read, cx, account).await?;
        let row = person::find(&mut read, account).await?.ok_or(Error::NotFound)?;
        let data: PersonalData = key.open_json(&person_place("data_sealed", account), &row.data_sealed)?;
        let contacts = notification::contacts(&mut read, &key, account).await?;
        let confirmed = contacts.iter().filter(|contact| contact.row.status == ContactStatus::Confirmed);
        let mut names: Vec<_> = confirmed.map(|contact| contact.row.contact_hash).collect();
        if !data.snils.is_empty() {
            names.push(cx.app.keys.blind("snils", &data.snils));
        }
        (own_data(&data, &contacts), names)
    };
    let faults = password_faults(cx, &own, password, repeat);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hash = cx.app.hashing.hash(cx.app.keys.peppered_password(password), cx.random_bytes()).await?;
    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    let next = row.recovery.advance(RecoveryStage::Proved, RecoveryStage::Completed);
    let next = next.map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    let account = row.account.ok_or_else(|| Error::refused(&RecoveryRefusal::Expired))?;
    let account = account::get(&mut tx, account).await?;
    let key = data_key(&mut tx, cx, account.id).await?;
    password::put(&mut tx, account.id, &hash, cx.now).await?;
    void_all(&mut tx, account.id).await?;
    // A login that began with the password before leads nowhere.
    login_step::delete_all(&mut tx, account.id).await?;
    login::forget_failures(&mut tx, cx, &names).await?;
    limit::know_network(&mut tx, cx, account.id).await?;
    let ended = site_session::end_others(&mut tx, cx, account.id, None, EndReason::Recovered).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("access-recovered").on(ended.to_string())).await?;
    let mark = row.recovery.id.to_string();
    let event = Event { kind: "password_changed", args: security_link(cx), mark: &mark, outside: true };
    notification::tell(&mut tx, cx, &account, &key, event).await?;
    let unlock = restriction::after_recovery(&mut tx, cx, (&account, &key), detail.question.is_some()).await?;
    let has_factor = factor::count(&mut tx, account.id).await?.is_set();
    cx.commit(tx).await?;
    Ok(Finished { has_factor, needs_center: unlock == Some(Unlock::AtCenter) })
}
