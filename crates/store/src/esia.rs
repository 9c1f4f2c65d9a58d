//! Systems of the dialect of ESIA, the numbers of people there, and the keys of its tokens.

use okno_domain::{account::AccountId, id::Id, relying_party::RelyingPartyId, time::Timestamp};
use serde_json::Value as Json;

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    relying_party::document,
};

/// Names keys of the dialect.
#[derive(Debug)]
pub enum EsiaKey {}
/// The id of a key of the dialect.
pub type EsiaKeyId = Id<EsiaKey>;

statements! {
    /// What a relying party registered for the dialect.
    SYSTEM = reference "esia_system.find" "SELECT registration FROM esia_system WHERE relying_party_id = $1" => [registration: Json];
    /// The same, entered or replaced.
    PUT_SYSTEM = reference "esia_system.put" "INSERT INTO esia_system (relying_party_id, registration, changed_at) VALUES ($1, $2, $3) ON CONFLICT (relying_party_id) DO UPDATE SET registration = $2, changed_at = $3" => [];
    /// It speaks the dialect no longer.
    DELETE_SYSTEM = reference "esia_system.delete" "DELETE FROM esia_system WHERE relying_party_id = $1" => [];
    /// The number of a person.
    OID = account "esia_person.find" "SELECT oid FROM esia_person WHERE account_id = $1" => [oid: I64];
    /// Gives a person a number, unless one is given.
    INSERT_PERSON = account "esia_person.insert" "INSERT INTO esia_person (account_id, oid, created_at) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO NOTHING" => [];
    /// Takes a number, unless it is taken.
    TAKE_OID = own("oid") "esia_oid.insert" "INSERT INTO esia_oid (oid, account_id) VALUES ($1, $2) ON CONFLICT (oid) DO NOTHING" => [];
    /// Whose a number is.
    WHOSE = own("oid") "esia_oid.find" "SELECT account_id FROM esia_oid WHERE oid = $1" => [account_id: Id];
    /// It is somebody else's from now on.
    MOVE_OID = own("oid") "esia_oid.move" "UPDATE esia_oid SET account_id = $2 WHERE oid = $1" => [];
    /// All keys, the oldest first.
    KEYS = reference "esia_key.list" "SELECT key_id, algorithm, certificate, private_sealed, signs_from, created_at FROM esia_key ORDER BY signs_from, key_id"
        => [key_id: Id, algorithm: Text, certificate: Bytes, private_sealed: Bytes, signs_from: Instant, created_at: Instant];
    /// A new one, unless one of this id is there.
    INSERT_KEY = reference "esia_key.insert" "INSERT INTO esia_key (key_id, algorithm, certificate, private_sealed, signs_from, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key_id) DO NOTHING" => [];
    /// The API key with this hash.
    API_KEY = reference "esia_api_key.find" "SELECT relying_party_id, person_id, certificates, scopes, created_at, used_at FROM esia_api_key WHERE key_hash = $1"
        => [relying_party_id: Id, person_id: Id, certificates: Json, scopes: Json, created_at: Instant, used_at: Instant];
    /// Those of a system.
    API_KEYS = reference "esia_api_key.list" "SELECT key_hash, relying_party_id, person_id, certificates, scopes, created_at, used_at FROM esia_api_key WHERE relying_party_id = $1"
        => [key_hash: Bytes, relying_party_id: Id, person_id: Id, certificates: Json, scopes: Json, created_at: Instant, used_at: Instant];
    /// A new one, unless it is known.
    INSERT_API_KEY = reference "esia_api_key.insert" "INSERT INTO esia_api_key (key_hash, relying_party_id, person_id, certificates, scopes, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key_hash) DO NOTHING" => [];
    /// It was used for the first time.
    USE_API_KEY = reference "esia_api_key.use" "UPDATE esia_api_key SET used_at = $2 WHERE key_hash = $1 AND used_at IS NULL" => [];
    /// They act for somebody else from now on, who reads of the next use.
    MOVE_API_KEYS = reference "esia_api_key.move" "UPDATE esia_api_key SET person_id = $2, used_at = NULL WHERE person_id = $1" => [];
    /// Removes those of a system.
    DELETE_API_KEYS = reference "esia_api_key.delete" "DELETE FROM esia_api_key WHERE relying_party_id = $1" => [];
    /// Where the newest of what became of requests is.
    LAST_TRACE = own("relying_party_id") "esia_trace.last" "SELECT place FROM esia_trace WHERE relying_party_id = $1 ORDER BY place DESC LIMIT 1" => [place: I64];
    /// Keeps what became of a request, unless another one of the same instant took the place.
    PUT_TRACE = own("relying_party_id") "esia_trace.put" "INSERT INTO esia_trace (relying_party_id, place, at, is_refused, told) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (relying_party_id, place) DO NOTHING" => [];
    /// Gives up the oldest places.
    TRIM_TRACES = own("relying_party_id") "esia_trace.trim" "DELETE FROM esia_trace WHERE relying_party_id = $1 AND place <= $2" => [];
    /// What became of the newest requests, the newest first.
    TRACES = own("relying_party_id") "esia_trace.list" "SELECT at, is_refused, told FROM esia_trace WHERE relying_party_id = $1 AND at >= $2 ORDER BY place DESC LIMIT $3" => [at: Instant, is_refused: Bool, told: Text];
    /// Forgets what became of the requests of a system.
    FORGET_TRACES = own("relying_party_id") "esia_trace.clear" "DELETE FROM esia_trace WHERE relying_party_id = $1" => [];
    /// Forgets what is old.
    PURGE_TRACES = sweep "esia_trace.purge" "DELETE FROM esia_trace WHERE (relying_party_id, place) IN (SELECT relying_party_id, place FROM esia_trace WHERE at < $1 LIMIT $2)" => [];
}

/// A key as stored.
#[derive(Clone, PartialEq)]
pub struct EsiaKeyRow {
    /// Its id.
    pub id: EsiaKeyId,
    /// Its algorithm, as tokens name it.
    pub algorithm: String,
    /// Its certificate (DER).
    pub certificate: Vec<u8>,
    /// The private half, sealed.
    pub private_sealed: Vec<u8>,
    /// From this instant on it signs.
    pub signs_from: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for EsiaKeyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "EsiaKeyRow({} {})", self.algorithm, self.id)
    }
}

/// An API key as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyRow {
    /// Of which system.
    pub system: RelyingPartyId,
    /// For whom it acts.
    pub person: AccountId,
    /// Whose signatures over it count (PEM).
    pub certificates: Vec<String>,
    /// What its tokens open.
    pub scopes: Vec<String>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it was used for the first time.
    pub used_at: Option<Timestamp>,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceRow {
    /// When.
    pub at: Timestamp,
    /// Whether it was refused.
    pub is_refused: bool,
    /// How, in words for a developer.
    pub told: String,
}

/// What a relying party registered for the dialect, if it speaks it.
pub async fn system(read: &mut Read, id: RelyingPartyId) -> Result<Option<Json>, Error> {
    read.query_opt(&SYSTEM, args![id]).await?.map(|row| row.get("registration")).transpose()
}

/// Enters what a relying party registered, or replaces it.
pub async fn put_system(tx: &mut Tx, id: RelyingPartyId, registration: &Json, now: Timestamp) -> Result<(), Error> {
    tx.execute(&PUT_SYSTEM, args![id, registration.clone(), now]).await?.exactly_one()
}

/// The relying party speaks the dialect no longer.
pub async fn delete_system(tx: &mut Tx, id: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&DELETE_SYSTEM, args![id]).await?.any();
    Ok(())
}

/// Forgets all about a system that is gone: what it registered, its API keys, what became of its requests.
pub async fn forget(tx: &mut Tx, id: RelyingPartyId) -> Result<(), Error> {
    delete_system(tx, id).await?;
    delete_api_keys(tx, id).await?;
    tx.execute(&FORGET_TRACES, args![id]).await?.any();
    Ok(())
}

/// The number of a person, if one was given.
pub async fn oid(read: &mut Read, account: AccountId) -> Result<Option<i64>, Error> {
    read.query_opt(&OID, args![account]).await?.map(|row| row.get("oid")).transpose()
}

/// Takes a number for a person; false when it is taken.
pub async fn take_oid(tx: &mut Tx, oid: i64, account: AccountId) -> Result<bool, Error> {
    Ok(tx.execute(&TAKE_OID, args![oid, account]).await?.count() == 1)
}

/// Gives a person a number; false when one was given before.
pub async fn insert_person(tx: &mut Tx, account: AccountId, oid: i64, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&INSERT_PERSON, args![account, oid, now]).await?.count() == 1)
}

/// Whose a number is.
pub async fn whose(read: &mut Read, oid: i64) -> Result<Option<AccountId>, Error> {
    read.query_opt(&WHOSE, args![oid]).await?.map(|row| row.get("account_id")).transpose()
}

/// The API key with this hash.
pub async fn api_key(read: &mut Read, hash: &[u8; 32]) -> Result<Option<ApiKeyRow>, Error> {
    read.query_opt(&API_KEY, args![*hash]).await?.as_ref().map(decode_api_key).transpose()
}

/// The API keys of a system, each with its hash.
pub async fn api_keys(read: &mut Read, system: RelyingPartyId) -> Result<Vec<([u8; 32], ApiKeyRow)>, Error> {
    let rows = read.query_all(&API_KEYS, args![system]).await?;
    rows.iter().map(|row| Ok((row.get("key_hash")?, decode_api_key(row)?))).collect()
}

fn decode_api_key(row: &Row) -> Result<ApiKeyRow, Error> {
    Ok(ApiKeyRow {
        system: row.get("relying_party_id")?,
        person: row.get("person_id")?,
        certificates: document(row, "certificates")?,
        scopes: document(row, "scopes")?,
        created_at: row.get("created_at")?,
        used_at: row.get("used_at")?,
    })
}

/// Stores an API key; false when it is known, of whichever system.
pub async fn insert_api_key(tx: &mut Tx, hash: &[u8; 32], row: &ApiKeyRow) -> Result<bool, Error> {
    let list = |texts: &[String]| Json::from(texts.to_vec());
    let ApiKeyRow { system, person, certificates, scopes, created_at, used_at } = row;
    let arguments = args![*hash, *system, *person, list(certificates), list(scopes), *created_at, *used_at];
    Ok(tx.execute(&INSERT_API_KEY, arguments).await?.count() == 1)
}

/// Notes the first use of an API key; false when it was used before.
pub async fn use_api_key(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&USE_API_KEY, args![*hash, now]).await?.count() == 1)
}

/// The API keys of one account act for another one from now on.
pub async fn move_api_keys(tx: &mut Tx, from: AccountId, to: AccountId) -> Result<(), Error> {
    tx.execute(&MOVE_API_KEYS, args![from, to]).await?.any();
    Ok(())
}

/// Removes the API keys of a system.
pub async fn delete_api_keys(tx: &mut Tx, system: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&DELETE_API_KEYS, args![system]).await?.any();
    Ok(())
}

/// A number is somebody else's from now on.
pub async fn move_oid(tx: &mut Tx, oid: i64, account: AccountId) -> Result<(), Error> {
    tx.execute(&MOVE_OID, args![oid, account]).await?.any();
    Ok(())
}

fn decode_key(row: &Row) -> Result<EsiaKeyRow, Error> {
    Ok(EsiaKeyRow {
        id: row.get("key_id")?,
        algorithm: row.get("algorithm")?,
        certificate: row.get("certificate")?,
        private_sealed: row.get("private_sealed")?,
        signs_from: row.get("signs_from")?,
        created_at: row.get("created_at")?,
    })
}

/// All keys, the oldest first.
pub async fn keys(read: &mut Read) -> Result<Vec<EsiaKeyRow>, Error> {
    read.query_all(&KEYS, args![]).await?.iter().map(decode_key).collect()
}

/// Stores a new key; false when there is one of this id.
pub async fn insert_key(tx: &mut Tx, row: &EsiaKeyRow) -> Result<bool, Error> {
    let arguments = args![
        row.id,
        row.algorithm.as_str(),
        row.certificate.clone(),
        row.private_sealed.clone(),
        row.signs_from,
        row.created_at,
    ];
    Ok(tx.execute(&INSERT_KEY, arguments).await?.count() == 1)
}

/// Keeps what became of a request, and gives up what is older than the newest `most` of its system.
pub async fn put_trace(tx: &mut Tx, system: RelyingPartyId, most: i64, row: &TraceRow) -> Result<(), Error> {
    let last = tx.query_opt(&LAST_TRACE, args![system]).await?;
    let last: i64 = last.map(|row| row.get("place")).transpose()?.unwrap_or(0);
    let place = last.saturating_add(1);
    tx.execute(&PUT_TRACE, args![system, place, row.at, row.is_refused, row.told.as_str()]).await?.any();
    tx.execute(&TRIM_TRACES, args![system, place.saturating_sub(most)]).await?.any();
    Ok(())
}

/// What became of up to `most` requests since then, the newest first.
pub async fn traces(
    read: &mut Read,
    system: RelyingPartyId,
    since: Timestamp,
    most: i64,
) -> Result<Vec<TraceRow>, Error> {
    let rows = read.query_all(&TRACES, args![system, since, most]).await?;
    let trace =
        |row: &Row| Ok(TraceRow { at: row.get("at")?, is_refused: row.get("is_refused")?, told: row.get("told")? });
    rows.iter().map(trace).collect()
}

/// Forgets up to `most` that are older than `before`; returns how many.
pub async fn purge_traces(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE_TRACES, args![before, most]).await?.count())
}
