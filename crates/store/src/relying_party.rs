//! Sites and programs that people sign in to.

use okno_domain::{
    relying_party::{RelyingPartyId, SiteRule, SiteState, Stage},
    time::Timestamp,
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::db::{Error, Read, Row, Tx, Value, args, statements};

statements! {
    /// Whether what is kept in memory of a site is still what is stored.
    VERSION = reference "relying_party.version" "SELECT relying_party_id, version FROM relying_party WHERE client_id = $1" => [relying_party_id: Id, version: I64];
    /// The site with this name.
    FIND = reference "relying_party.find" "SELECT relying_party_id, client_id, stage, state, profile, metadata, rule, secret_hash, previous_secret_hash, previous_secret_until, created_at, changed_at, version FROM relying_party WHERE client_id = $1"
        => [relying_party_id: Id, client_id: Text, stage: Text, state: Text, profile: Text, metadata: Json, rule: Json, secret_hash: Bytes, previous_secret_hash: Bytes, previous_secret_until: Instant, created_at: Instant, changed_at: Instant, version: I64];
    /// All sites, by name.
    LIST = reference "relying_party.list" "SELECT relying_party_id, client_id, stage, state, profile, metadata, rule, secret_hash, previous_secret_hash, previous_secret_until, created_at, changed_at, version FROM relying_party ORDER BY client_id LIMIT $1"
        => [relying_party_id: Id, client_id: Text, stage: Text, state: Text, profile: Text, metadata: Json, rule: Json, secret_hash: Bytes, previous_secret_hash: Bytes, previous_secret_until: Instant, created_at: Instant, changed_at: Instant, version: I64];
    /// The name of the site with this id.
    NAME = reference "relying_party.name" "SELECT client_id FROM relying_party WHERE relying_party_id = $1" => [client_id: Text];
    /// A new one.
    INSERT = reference "relying_party.insert" "INSERT INTO relying_party (relying_party_id, client_id, stage, state, profile, metadata, rule, secret_hash, previous_secret_hash, previous_secret_until, created_at, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)" => [];
    /// What is new about it, if nobody changed it meanwhile.
    UPDATE = reference "relying_party.update" "UPDATE relying_party SET client_id = $3, stage = $4, state = $5, profile = $6, metadata = $7, rule = $8, secret_hash = $9, previous_secret_hash = $10, previous_secret_until = $11, changed_at = $12, version = version + 1 WHERE relying_party_id = $1 AND version = $2" => [];
    /// It is gone.
    DELETE = reference "relying_party.delete" "DELETE FROM relying_party WHERE relying_party_id = $1 AND version = $2" => [];
}

/// A site as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RelyingPartyRow {
    /// Its id.
    pub id: RelyingPartyId,
    /// Its name in the protocol.
    pub client_id: String,
    /// Whether it works with real people.
    pub stage: Stage,
    /// Whether it may be used.
    pub state: SiteState,
    /// The profile of the protocol that it is held to.
    pub profile: String,
    /// What it registered.
    pub metadata: Json,
    /// Its rule.
    pub rule: SiteRule,
    /// The keyed hash of its secret.
    pub secret_hash: Option<[u8; 32]>,
    /// The keyed hash of the secret before, which holds for a while longer.
    pub previous_secret_hash: Option<[u8; 32]>,
    /// Until when.
    pub previous_secret_until: Option<Timestamp>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Grows with each change.
    pub version: i64,
}

pub(crate) fn document<T: DeserializeOwned>(row: &Row, column: &'static str) -> Result<T, Error> {
    let value: Json = row.get(column)?;
    serde_json::from_value(value).map_err(|_| row.corrupt(column))
}

fn decode(row: &Row) -> Result<RelyingPartyRow, Error> {
    let (stage, state): (String, String) = (row.get("stage")?, row.get("state")?);
    Ok(RelyingPartyRow {
        id: row.get("relying_party_id")?,
        client_id: row.get("client_id")?,
        stage: Stage::from_name(&stage).ok_or_else(|| row.corrupt("stage"))?,
        state: SiteState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
        profile: row.get("profile")?,
        metadata: row.get("metadata")?,
        rule: document(row, "rule")?,
        secret_hash: row.get("secret_hash")?,
        previous_secret_hash: row.get("previous_secret_hash")?,
        previous_secret_until: row.get("previous_secret_until")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}

/// What a row is written with, in the order of the columns; after what tells it from others.
fn written(row: &RelyingPartyRow) -> Result<Vec<Value>, Error> {
    let rule = serde_json::to_value(&row.rule).map_err(|error| Error::Bug(format!("relying_party.rule: {error}")))?;
    Ok(args![
        row.client_id.as_str(),
        row.stage.name(),
        row.state.name(),
        row.profile.as_str(),
        row.metadata.clone(),
        rule,
        row.secret_hash,
        row.previous_secret_hash,
        row.previous_secret_until,
    ])
}

/// Which site has this name now, and the number of its last change; none where there is no such site.
pub async fn version(read: &mut Read, client_id: &str) -> Result<Option<(RelyingPartyId, i64)>, Error> {
    let row = read.query_opt(&VERSION, args![client_id]).await?;
    row.map(|row| Ok((row.get("relying_party_id")?, row.get("version")?))).transpose()
}

/// The site with this name in the protocol, whatever its state.
pub async fn find(read: &mut Read, client_id: &str) -> Result<Option<RelyingPartyRow>, Error> {
    read.query_opt(&FIND, args![client_id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` sites, by name.
pub async fn list(read: &mut Read, most: i64) -> Result<Vec<RelyingPartyRow>, Error> {
    read.query_all(&LIST, args![most]).await?.iter().map(decode).collect()
}

/// The name of the site with this id.
pub async fn name(read: &mut Read, id: RelyingPartyId) -> Result<Option<String>, Error> {
    read.query_opt(&NAME, args![id]).await?.map(|row| row.get("client_id")).transpose()
}

/// Stores a new one; `Conflict` when the name is taken.
pub async fn insert(tx: &mut Tx, row: &RelyingPartyRow) -> Result<(), Error> {
    let mut arguments = args![row.id];
    arguments.extend(written(row)?);
    arguments.extend(args![row.created_at, row.changed_at]);
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Stores what is new about it; `Conflict` when somebody changed it since `row.version`.
pub async fn update(tx: &mut Tx, row: &RelyingPartyRow, now: Timestamp) -> Result<(), Error> {
    let mut arguments = args![row.id, row.version];
    arguments.extend(written(row)?);
    arguments.extend(args![now]);
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Deletes a site; `Conflict` when somebody changed it since `row.version`.
pub async fn delete(tx: &mut Tx, row: &RelyingPartyRow) -> Result<(), Error> {
    tx.execute(&DELETE, args![row.id, row.version]).await?.exactly_one()
}
