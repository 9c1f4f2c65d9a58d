//! Requests of sites on their way: those that were pushed and wait for the browser, and those that wait for the person.

use okno_domain::{
    relying_party::{DeviceGrantId, InteractionId, PushedRequestId, RelyingPartyId},
    time::Timestamp,
};
use serde_json::Value as Json;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// A pushed request.
    FIND_PUSHED = own("pushed_id") "pushed_request.find" "SELECT relying_party_id, secret_hash, request_sealed, expires_at, used_at FROM pushed_request WHERE pushed_id = $1"
        => [relying_party_id: Id, secret_hash: Bytes, request_sealed: Bytes, expires_at: Instant, used_at: Instant];
    /// A new one.
    INSERT_PUSHED = own("pushed_id") "pushed_request.insert" "INSERT INTO pushed_request (pushed_id, relying_party_id, secret_hash, request_sealed, expires_at) VALUES ($1, $2, $3, $4, $5)" => [];
    /// Takes it out, once.
    USE_PUSHED = own("pushed_id") "pushed_request.use" "UPDATE pushed_request SET used_at = $2 WHERE pushed_id = $1 AND used_at IS NULL" => [];
    /// Removes what is long over.
    PURGE_PUSHED = sweep "pushed_request.purge" "DELETE FROM pushed_request WHERE pushed_id IN (SELECT pushed_id FROM pushed_request WHERE expires_at < $1 LIMIT $2)" => [];
    /// A request that waits for the person.
    FIND = own("interaction_id") "interaction.find" "SELECT relying_party_id, browser_hash, request_sealed, pushed_id, device_id, progress, began_at, expires_at, answered_at, version FROM interaction WHERE interaction_id = $1"
        => [relying_party_id: Id, browser_hash: Bytes, request_sealed: Bytes, pushed_id: Id, device_id: Id, progress: Json, began_at: Instant, expires_at: Instant, answered_at: Instant, version: I64];
    /// A new one.
    INSERT = own("interaction_id") "interaction.insert" "INSERT INTO interaction (interaction_id, relying_party_id, browser_hash, request_sealed, pushed_id, device_id, progress, began_at, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)" => [];
    /// What the person did, if nothing else was done meanwhile.
    PROGRESS = own("interaction_id") "interaction.progress" "UPDATE interaction SET progress = $3, version = version + 1 WHERE interaction_id = $1 AND version = $2 AND answered_at IS NULL" => [];
    /// Answers it, once.
    ANSWER = own("interaction_id") "interaction.answer" "UPDATE interaction SET answered_at = $2, version = version + 1 WHERE interaction_id = $1 AND answered_at IS NULL" => [];
    /// Removes what is long over.
    PURGE = sweep "interaction.purge" "DELETE FROM interaction WHERE interaction_id IN (SELECT interaction_id FROM interaction WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A pushed request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedRow {
    /// Whose.
    pub relying_party: RelyingPartyId,
    /// The keyed hash of the secret in its address.
    pub secret_hash: [u8; 32],
    /// The request, sealed by the system.
    pub request_sealed: Vec<u8>,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
    /// When it was taken out.
    pub used_at: Option<Timestamp>,
}

/// A request between its arrival and its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct InteractionRow {
    /// Whose.
    pub relying_party: RelyingPartyId,
    /// The keyed hash of what the browser holds.
    pub browser_hash: [u8; 32],
    /// The request, sealed by the system.
    pub request_sealed: Vec<u8>,
    /// The pushed request that it came from.
    pub pushed: Option<PushedRequestId>,
    /// The device for which the person is asked.
    pub device: Option<DeviceGrantId>,
    /// What the person did since.
    pub progress: Json,
    /// When the request came.
    pub began_at: Timestamp,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// Grows with each change.
    pub version: i64,
}

/// The pushed request with this id.
pub async fn find_pushed(read: &mut Read, id: PushedRequestId) -> Result<Option<PushedRow>, Error> {
    let Some(row) = read.query_opt(&FIND_PUSHED, args![id]).await? else { return Ok(None) };
    Ok(Some(PushedRow {
        relying_party: row.get("relying_party_id")?,
        secret_hash: row.get("secret_hash")?,
        request_sealed: row.get("request_sealed")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
    }))
}

/// Stores a pushed request.
pub async fn insert_pushed(tx: &mut Tx, id: PushedRequestId, new: &PushedRow) -> Result<(), Error> {
    let PushedRow { relying_party, secret_hash, request_sealed, expires_at, used_at: _ } = new;
    let arguments = args![id, *relying_party, *secret_hash, request_sealed.clone(), *expires_at];
    tx.execute(&INSERT_PUSHED, arguments).await?.exactly_one()
}

/// Takes a pushed request out; false when it was taken out before.
pub async fn use_pushed(tx: &mut Tx, id: PushedRequestId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&USE_PUSHED, args![id, now]).await?.count() == 1)
}

/// Removes up to `most` pushed requests that ended before `before`; returns how many.
pub async fn purge_pushed(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE_PUSHED, args![before, most]).await?.count())
}

/// The interaction with this id.
pub async fn find(read: &mut Read, id: InteractionId) -> Result<Option<InteractionRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![id]).await? else { return Ok(None) };
    Ok(Some(InteractionRow {
        relying_party: row.get("relying_party_id")?,
        browser_hash: row.get("browser_hash")?,
        request_sealed: row.get("request_sealed")?,
        pushed: row.get("pushed_id")?,
        device: row.get("device_id")?,
        progress: row.get("progress")?,
        began_at: row.get("began_at")?,
        expires_at: row.get("expires_at")?,
        answered_at: row.get("answered_at")?,
        version: row.get("version")?,
    }))
}

/// Stores a new interaction.
pub async fn insert(tx: &mut Tx, id: InteractionId, new: &InteractionRow) -> Result<(), Error> {
    let InteractionRow {
        relying_party,
        browser_hash,
        request_sealed,
        pushed,
        device,
        progress,
        began_at,
        expires_at,
        ..
    } = new;
    let arguments = args![
        id,
        *relying_party,
        *browser_hash,
        request_sealed.clone(),
        *pushed,
        *device,
        progress.clone(),
        *began_at,
        *expires_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Stores what the person did; `Conflict` when something else was done since `version`, or it was answered.
pub async fn progress(tx: &mut Tx, id: InteractionId, version: i64, progress: &Json) -> Result<(), Error> {
    tx.execute(&PROGRESS, args![id, version, progress.clone()]).await?.exactly_one()
}

/// Answers it; false when it was answered before.
pub async fn answer(tx: &mut Tx, id: InteractionId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&ANSWER, args![id, now]).await?.count() == 1)
}

/// Removes up to `most` interactions that ended before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
