//! Sites that registered themselves: what they manage that with, and what was said of their software (RFC 7591, RFC 7592).

use okno_domain::{relying_party::RelyingPartyId, time::Timestamp};
use serde_json::Value as Json;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// That of a site.
    FIND = reference "site_registration.find" "SELECT token_hash, statement, registered_at, version FROM site_registration WHERE relying_party_id = $1"
        => [token_hash: Bytes, statement: Json, registered_at: Instant, version: I64];
    /// A new one.
    INSERT = reference "site_registration.insert" "INSERT INTO site_registration (relying_party_id, token_hash, statement, registered_at, version) VALUES ($1, $2, $3, $4, 1)" => [];
    /// Another token and what is said of the software now, if nobody changed it meanwhile.
    UPDATE = reference "site_registration.update" "UPDATE site_registration SET token_hash = $3, statement = $4, version = version + 1 WHERE relying_party_id = $1 AND version = $2" => [];
    /// Nothing is managed any more.
    DELETE = reference "site_registration.delete" "DELETE FROM site_registration WHERE relying_party_id = $1 AND version = $2" => [];
}

/// A registration as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct RegistrationRow {
    /// Of which site.
    pub relying_party: RelyingPartyId,
    /// The keyed hash of the secret in its token.
    pub token_hash: [u8; 32],
    /// What a software statement says, verified.
    pub statement: Option<Json>,
    /// When.
    pub registered_at: Timestamp,
    /// Grows with each change.
    pub version: i64,
}

/// The registration of a site; none of one that was entered by the installation.
pub async fn find(read: &mut Read, site: RelyingPartyId) -> Result<Option<RegistrationRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![site]).await? else { return Ok(None) };
    Ok(Some(RegistrationRow {
        relying_party: site,
        token_hash: row.get("token_hash")?,
        statement: row.get("statement")?,
        registered_at: row.get("registered_at")?,
        version: row.get("version")?,
    }))
}

/// Stores a new registration.
pub async fn insert(tx: &mut Tx, row: &RegistrationRow) -> Result<(), Error> {
    let RegistrationRow { relying_party, token_hash, statement, registered_at, .. } = row;
    tx.execute(&INSERT, args![*relying_party, *token_hash, statement.clone(), *registered_at]).await?.exactly_one()
}

/// Stores another token and what is said of the software now; `Conflict` when somebody changed it since `row.version`.
pub async fn update(tx: &mut Tx, row: &RegistrationRow) -> Result<(), Error> {
    let RegistrationRow { relying_party, token_hash, statement, version, .. } = row;
    tx.execute(&UPDATE, args![*relying_party, *version, *token_hash, statement.clone()]).await?.exactly_one()
}

/// Forgets it; `Conflict` when somebody changed it since `row.version`.
pub async fn delete(tx: &mut Tx, row: &RegistrationRow) -> Result<(), Error> {
    tx.execute(&DELETE, args![row.relying_party, row.version]).await?.exactly_one()
}
