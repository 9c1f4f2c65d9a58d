//! Devices that wait until a person lets them in, and the short codes on their screens (RFC 8628).

use okno_domain::{
    account::AccountId,
    relying_party::{DeviceGrantId, RelyingPartyId, SiteGrantId},
    time::Timestamp,
};
use serde_json::Value as Json;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// A device.
    FIND = own("device_id") "device_grant.find" "SELECT relying_party_id, secret_hash, request_sealed, state, account_id, grant_id, expires_at, version FROM device_grant WHERE device_id = $1"
        => [relying_party_id: Id, secret_hash: Bytes, request_sealed: Bytes, state: Json, account_id: Id, grant_id: Id, expires_at: Instant, version: I64];
    /// A new one.
    INSERT = own("device_id") "device_grant.insert" "INSERT INTO device_grant (device_id, relying_party_id, secret_hash, request_sealed, state, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, 1)" => [];
    /// The person has decided, once. A question of the device at the same instant does not stand in the way.
    DECIDE = own("device_id") "device_grant.decide" "UPDATE device_grant SET state = $2, account_id = $3, grant_id = $4, decided_at = $5, version = version + 1 WHERE device_id = $1 AND decided_at IS NULL" => [];
    /// The device has asked, if nothing else happened meanwhile.
    MOVE = own("device_id") "device_grant.move" "UPDATE device_grant SET state = $3, version = version + 1 WHERE device_id = $1 AND version = $2" => [];
    /// Removes what is long over.
    PURGE = sweep "device_grant.purge" "DELETE FROM device_grant WHERE device_id IN (SELECT device_id FROM device_grant WHERE expires_at < $1 LIMIT $2)" => [];
    /// The device whose screen shows a code.
    FIND_CODE = lookup "device_user_code.find" "SELECT device_id FROM device_user_code WHERE code_hash = $1" => [device_id: Id];
    /// A code that no other screen shows.
    INSERT_CODE = lookup "device_user_code.insert" "INSERT INTO device_user_code (code_hash, device_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT (code_hash) DO NOTHING" => [];
    /// Removes codes that are long over.
    PURGE_CODES = sweep "device_user_code.purge" "DELETE FROM device_user_code WHERE code_hash IN (SELECT code_hash FROM device_user_code WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A device as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceRow {
    /// Of which site.
    pub relying_party: RelyingPartyId,
    /// The keyed hash of the secret in its code.
    pub secret_hash: [u8; 32],
    /// What it asks for, sealed by the system.
    pub request_sealed: Vec<u8>,
    /// Where it stands.
    pub state: Json,
    /// Who let it in, and what it was given.
    pub given: Option<(AccountId, SiteGrantId)>,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
    /// Grows with each change.
    pub version: i64,
}

/// The device with this id.
pub async fn find(read: &mut Read, id: DeviceGrantId) -> Result<Option<DeviceRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![id]).await? else { return Ok(None) };
    let (account, grant): (Option<AccountId>, Option<SiteGrantId>) = (row.get("account_id")?, row.get("grant_id")?);
    Ok(Some(DeviceRow {
        relying_party: row.get("relying_party_id")?,
        secret_hash: row.get("secret_hash")?,
        request_sealed: row.get("request_sealed")?,
        state: row.get("state")?,
        given: account.zip(grant),
        expires_at: row.get("expires_at")?,
        version: row.get("version")?,
    }))
}

/// Stores a new device, to which nothing was given yet.
pub async fn insert(tx: &mut Tx, id: DeviceGrantId, new: &DeviceRow) -> Result<(), Error> {
    let DeviceRow { relying_party, secret_hash, request_sealed, state, expires_at, .. } = new;
    let arguments = args![id, *relying_party, *secret_hash, request_sealed.clone(), state.clone(), *expires_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Stores what the person decided, with what the device is given by it; false when it was decided before.
pub async fn decide(
    tx: &mut Tx,
    id: DeviceGrantId,
    state: &Json,
    given: Option<(AccountId, SiteGrantId)>,
    now: Timestamp,
) -> Result<bool, Error> {
    let (account, grant) = given.unzip();
    Ok(tx.execute(&DECIDE, args![id, state.clone(), account, grant, now]).await?.count() == 1)
}

/// Stores where it stands after a question; `Conflict` when something else happened since `version`.
pub async fn advance(tx: &mut Tx, id: DeviceGrantId, version: i64, state: &Json) -> Result<(), Error> {
    tx.execute(&MOVE, args![id, version, state.clone()]).await?.exactly_one()
}

/// The device whose screen shows the code with this keyed hash.
pub async fn by_code(read: &mut Read, hash: &[u8; 32]) -> Result<Option<DeviceGrantId>, Error> {
    read.query_opt(&FIND_CODE, args![*hash]).await?.map(|row| row.get("device_id")).transpose()
}

/// Gives a code to a device; false when another one has it.
pub async fn take_code(tx: &mut Tx, hash: &[u8; 32], id: DeviceGrantId, expires_at: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&INSERT_CODE, args![*hash, id, expires_at]).await?.count() == 1)
}

/// Removes up to `most` devices, and as many codes, that ended before `before`; returns how many of both.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    let devices = tx.execute(&PURGE, args![before, most]).await?.count();
    Ok(devices + tx.execute(&PURGE_CODES, args![before, most]).await?.count())
}
