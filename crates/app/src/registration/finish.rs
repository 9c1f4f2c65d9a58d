//! The end of a registration: the password, and the account that comes of it (R24, R26).

use okno_domain::{
    contact::ContactStatus,
    credential::password::{OwnData, check_repeat},
    identifier::Reason,
    person::PersonalData,
    refusal::FieldFault,
    registration::RegistrationRefusal,
    secret::Secret,
    statistic::Kind,
};
use okno_store::{
    contact::{self, ContactRow},
    password, person, registration as store,
};

use super::{RegistrationToken, form::Detail, load, way};
use crate::{
    account,
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    limit,
    notification::contact_place,
    session::{self, SessionToken, person_place},
    statistic,
};

/// What a new password may not contain (R49).
fn own_data(detail: &Detail) -> OwnData {
    OwnData {
        names: vec![detail.family_name.clone(), detail.given_name.clone()],
        phones: detail.mobile_phone.iter().cloned().collect(),
        emails: detail.email.iter().cloned().collect(),
        ..OwnData::default()
    }
}

/// The faults of a chosen password at its fields (R41 to R50).
pub(crate) fn password_faults(cx: &Cx, own: &OwnData, password: &Secret, repeat: &Secret) -> Vec<FieldFault> {
    let policy = cx.settings().password.policy();
    let mut faults: Vec<_> = policy.check(password, own).iter().map(|fault| fault.on("password")).collect();
    faults.extend(check_repeat(password, repeat).err().map(|fault| fault.on("password_repeat")));
    faults
}

/// Finishes a registration: the account exists from here on, at level Simplified (R24, R26), and the person is signed
/// in.
pub async fn finish(cx: &Cx, token: &RegistrationToken, password: &Secret, repeat: &Secret) -> Result<SessionToken> {
    let detail = {
        let mut read = cx.app.store.read().await?;
        let (row, detail) = load(&mut read, cx, token).await?;
        row.registration.may_complete().map_err(|refusal| Error::refused(&refusal))?;
        detail
    };
    let faults = password_faults(cx, &own_data(&detail), password, repeat);
    if !faults.is_empty() {
        return Err(Error::Fields(faults));
    }
    let hash = cx.app.hashing.hash(cx.app.keys.peppered_password(password), cx.random_bytes()).await?;

    let mut tx = cx.app.store.write().await?;
    let (row, detail) = load(&mut tx, cx, token).await?;
    row.registration.may_complete().map_err(|refusal| Error::refused(&refusal))?;
    let (account, key) = account::create(&mut tx, cx, row.locale).await?;
    let next = row.registration.clone().complete(account.id).map_err(|refusal| Error::refused(&refusal))?;
    store::update(&mut tx, row.version, &next).await?;
    for given in &row.registration.contacts {
        let Some(address) = detail.address(given.kind) else { continue };
        let id = cx.fresh_id();
        let (status, claimed) = match given.confirmed_at {
            Some(_) => (ContactStatus::Confirmed, contact::claim(&mut tx, &given.hash, account.id).await?),
            None => (ContactStatus::Unconfirmed, true),
        };
        if !claimed {
            return Err(Error::refused(&RegistrationRefusal::ContactTaken));
        }
        let value_sealed = key.seal_text(&contact_place(id), address, &mut cx.rng())?;
        let contact = ContactRow {
            id,
            kind: given.kind,
            status,
            contact_hash: given.hash,
            value_sealed,
            created_at: row.created_at,
            confirmed_at: given.confirmed_at,
            version: 1,
        };
        contact::insert(&mut tx, account.id, &contact).await?;
    }
    let data =
        PersonalData { family_name: detail.family_name, given_name: detail.given_name, ..PersonalData::default() };
    let sealed = key.seal_json(&person_place("data_sealed", account.id), &data, &mut cx.rng())?;
    person::insert(&mut tx, account.id, &sealed, cx.now).await?;
    password::put(&mut tx, account.id, &hash, cx.now).await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("registered")).await?;
    limit::know_network(&mut tx, cx, account.id).await?;
    let session = session::open(&mut tx, cx, account.id, "registration").await?;
    audit::record(&mut tx, cx, account.id, Act::by_person("logged-in").on("registration")).await?;
    statistic::count(&mut tx, cx, account.id, Kind::RegistrationFinished, way(&row.registration));
    cx.commit(tx).await?;
    Ok(session)
}
