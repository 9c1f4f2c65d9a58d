//! Registrations under way.

use okno_domain::{
    contact::ContactKind,
    locale::Locale,
    registration::{GivenContact, Registration, RegistrationId, Stage},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A registration.
    FIND = own("registration_id") "registration.find" "SELECT state, token_hash, detail_sealed, phone_hash, email_hash, phone_confirmed_at, email_confirmed_at, account_id, locale, created_at, expires_at, version FROM registration WHERE registration_id = $1"
        => [state: Text, token_hash: Bytes, detail_sealed: Bytes, phone_hash: Bytes, email_hash: Bytes, phone_confirmed_at: Instant, email_confirmed_at: Instant, account_id: Id, locale: Text, created_at: Instant, expires_at: Instant, version: I64];
    /// A new registration.
    INSERT = own("registration_id") "registration.insert" "INSERT INTO registration (registration_id, state, token_hash, detail_sealed, phone_hash, email_hash, locale, created_at, expires_at, version) VALUES ($1, 'started', $2, $3, $4, $5, $6, $7, $8, 1)" => [];
    /// The next stage, if nobody moved the registration meanwhile.
    UPDATE = own("registration_id") "registration.update" "UPDATE registration SET state = $3, phone_confirmed_at = $4, email_confirmed_at = $5, account_id = $6, version = version + 1 WHERE registration_id = $1 AND version = $2" => [];
    /// Another token for the browser that followed the link.
    SET_TOKEN = own("registration_id") "registration.set_token" "UPDATE registration SET token_hash = $2 WHERE registration_id = $1" => [];
    /// Removes registrations that are over (R30).
    PURGE = sweep "registration.purge" "DELETE FROM registration WHERE registration_id IN (SELECT registration_id FROM registration WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A registration as stored.
#[derive(Clone, Debug)]
pub struct RegistrationRow {
    /// The registration.
    pub registration: Registration,
    /// The keyed hash of the secret in the browser's cookie.
    pub token_hash: [u8; 32],
    /// Names and contacts, sealed for `registration.detail_sealed`.
    pub detail_sealed: Vec<u8>,
    /// The language of its messages.
    pub locale: Locale,
    /// When it began.
    pub created_at: Timestamp,
    /// For the guard of the next update.
    pub version: i64,
}

fn decode(id: RegistrationId, row: &Row) -> Result<RegistrationRow, Error> {
    let state: String = row.get("state")?;
    let stage = match state.as_str() {
        "started" => Stage::Started,
        "contact_confirmed" => Stage::ContactConfirmed,
        "expired" => Stage::Expired,
        "completed" => {
            let account: Option<_> = row.get("account_id")?;
            Stage::Completed(account.ok_or_else(|| row.corrupt("account_id"))?)
        }
        _ => return Err(row.corrupt("state")),
    };
    let mut contacts = Vec::with_capacity(2);
    for (kind, hash, confirmed_at) in [
        (ContactKind::MobilePhone, "phone_hash", "phone_confirmed_at"),
        (ContactKind::Email, "email_hash", "email_confirmed_at"),
    ] {
        if let Some(hash) = row.get::<Option<[u8; 32]>>(hash)? {
            contacts.push(GivenContact { kind, hash, confirmed_at: row.get(confirmed_at)? });
        }
    }
    let locale: String = row.get("locale")?;
    Ok(RegistrationRow {
        registration: Registration { id, stage, contacts, expires_at: row.get("expires_at")? },
        token_hash: row.get("token_hash")?,
        detail_sealed: row.get("detail_sealed")?,
        locale: locale.parse().map_err(|_| row.corrupt("locale"))?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    })
}

/// The registration with this id.
pub async fn find(read: &mut Read, id: RegistrationId) -> Result<Option<RegistrationRow>, Error> {
    read.query_opt(&FIND, args![id]).await?.map(|row| decode(id, &row)).transpose()
}

/// Stores a new registration.
pub async fn insert(tx: &mut Tx, row: &RegistrationRow) -> Result<(), Error> {
    let RegistrationRow { registration, token_hash, detail_sealed, locale, created_at, .. } = row;
    let hash = |kind| registration.contact(kind).map(|contact| contact.hash);
    let arguments = args![
        registration.id,
        *token_hash,
        detail_sealed.as_slice(),
        hash(ContactKind::MobilePhone),
        hash(ContactKind::Email),
        locale.tag(),
        *created_at,
        registration.expires_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next stage; `Conflict` if someone moved the registration since `seen` was read.
pub async fn update(tx: &mut Tx, seen: i64, registration: &Registration) -> Result<(), Error> {
    let confirmed = |kind| registration.contact(kind).and_then(|contact| contact.confirmed_at);
    let account = match registration.stage {
        Stage::Completed(account) => Some(account),
        _ => None,
    };
    let arguments = args![
        registration.id,
        seen,
        registration.stage.name(),
        confirmed(ContactKind::MobilePhone),
        confirmed(ContactKind::Email),
        account
    ];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Gives the registration to another browser; the one before loses it.
pub async fn set_token(tx: &mut Tx, id: RegistrationId, token_hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&SET_TOKEN, args![id, *token_hash]).await?.exactly_one()
}

/// Removes up to `most` registrations that expired before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
