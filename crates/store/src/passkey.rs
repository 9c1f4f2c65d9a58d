//! Passkeys, and the questions to devices that are on their way.

use okno_domain::{account::AccountId, id::Id, session::SessionId, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// All passkeys of an account, the oldest first.
    LIST = account "passkey.list" "SELECT passkey_id, credential_hash, name_sealed, credential_sealed, created_at, used_at, closed_at, version FROM passkey WHERE account_id = $1 ORDER BY passkey_id"
        => [passkey_id: Id, credential_hash: Bytes, name_sealed: Bytes, credential_sealed: Bytes, created_at: Instant, used_at: Instant, closed_at: Instant, version: I64];
    /// A new one.
    INSERT = account "passkey.insert" "INSERT INTO passkey (account_id, passkey_id, credential_hash, name_sealed, credential_sealed, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, 1)" => [];
    /// Notes a use with the counter as it is now, if nobody used it meanwhile.
    USE = account "passkey.use" "UPDATE passkey SET credential_sealed = $4, used_at = $5, version = version + 1 WHERE account_id = $1 AND passkey_id = $2 AND version = $3 AND closed_at IS NULL" => [];
    /// Closes one.
    CLOSE = account "passkey.close" "UPDATE passkey SET closed_at = $3, version = version + 1 WHERE account_id = $1 AND passkey_id = $2 AND closed_at IS NULL" => [];
    /// Another name.
    RENAME = account "passkey.rename" "UPDATE passkey SET name_sealed = $3, version = version + 1 WHERE account_id = $1 AND passkey_id = $2" => [];
    /// Removes one.
    DELETE = account "passkey.delete" "DELETE FROM passkey WHERE account_id = $1 AND passkey_id = $2" => [];
    /// Where a passkey's own id leads.
    LOOKUP = lookup "passkey_lookup.find" "SELECT account_id, passkey_id FROM passkey_lookup WHERE credential_hash = $1" => [account_id: Id, passkey_id: Id];
    /// Claims a passkey's own id; nothing when it is claimed.
    CLAIM = lookup "passkey_lookup.claim" "INSERT INTO passkey_lookup (credential_hash, account_id, passkey_id) VALUES ($1, $2, $3) ON CONFLICT (credential_hash) DO NOTHING" => [];
    /// Gives it up.
    RELEASE = lookup "passkey_lookup.release" "DELETE FROM passkey_lookup WHERE credential_hash = $1" => [];
    /// A question on its way.
    FIND_CEREMONY = own("ceremony_id") "passkey_ceremony.find" "SELECT token_hash, purpose, account_id, session_id, state_sealed, expires_at FROM passkey_ceremony WHERE ceremony_id = $1"
        => [token_hash: Bytes, purpose: Text, account_id: Id, session_id: Id, state_sealed: Bytes, expires_at: Instant];
    /// A new one.
    INSERT_CEREMONY = own("ceremony_id") "passkey_ceremony.insert" "INSERT INTO passkey_ceremony (ceremony_id, token_hash, purpose, account_id, session_id, state_sealed, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)" => [];
    /// Ends one: it is answered once.
    DELETE_CEREMONY = own("ceremony_id") "passkey_ceremony.delete" "DELETE FROM passkey_ceremony WHERE ceremony_id = $1" => [];
    /// Removes those that are over.
    PURGE = sweep "passkey_ceremony.purge" "DELETE FROM passkey_ceremony WHERE ceremony_id IN (SELECT ceremony_id FROM passkey_ceremony WHERE expires_at < $1 LIMIT $2)" => [];
}

/// Names passkeys.
#[derive(Debug)]
pub enum PasskeyName {}
/// A passkey's id, ours; devices know it by another.
pub type PasskeyId = Id<PasskeyName>;

/// Names questions to devices.
#[derive(Debug)]
pub enum CeremonyName {}
/// The id of one.
pub type CeremonyId = Id<CeremonyName>;

/// A passkey as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its id.
    pub id: PasskeyId,
    /// The blind index of the id by which its device knows it.
    pub credential_hash: [u8; 32],
    /// Its name, sealed.
    pub name_sealed: Vec<u8>,
    /// The public key with its counter, sealed.
    pub credential_sealed: Vec<u8>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
    /// Since when it opens nothing any more.
    pub closed_at: Option<Timestamp>,
    /// For the guard of the next use.
    pub version: i64,
}

/// A question to a device as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeremonyRow {
    /// Its id.
    pub id: CeremonyId,
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// What for.
    pub purpose: String,
    /// Whose passkeys may answer; none at a login without a name.
    pub account: Option<AccountId>,
    /// The session in which it was asked.
    pub session: Option<SessionId>,
    /// What was asked, sealed by the system.
    pub state_sealed: Vec<u8>,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

fn decode(row: &Row) -> Result<PasskeyRow, Error> {
    Ok(PasskeyRow {
        id: row.get("passkey_id")?,
        credential_hash: row.get("credential_hash")?,
        name_sealed: row.get("name_sealed")?,
        credential_sealed: row.get("credential_sealed")?,
        created_at: row.get("created_at")?,
        used_at: row.get("used_at")?,
        closed_at: row.get("closed_at")?,
        version: row.get("version")?,
    })
}

/// The passkeys of an account, the oldest first, closed ones too.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<PasskeyRow>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// Stores a new one; false when its key is registered already, with whomever.
pub async fn insert(tx: &mut Tx, account: AccountId, row: &PasskeyRow) -> Result<bool, Error> {
    if tx.execute(&CLAIM, args![row.credential_hash, account, row.id]).await?.count() == 0 {
        return Ok(false);
    }
    let PasskeyRow { id, credential_hash, name_sealed, credential_sealed, created_at, .. } = row;
    let arguments =
        args![account, *id, *credential_hash, name_sealed.as_slice(), credential_sealed.as_slice(), *created_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()?;
    Ok(true)
}

/// Notes a use; `Conflict` when it was used, closed or removed since `row` was read.
pub async fn note_use(
    tx: &mut Tx,
    account: AccountId,
    row: &PasskeyRow,
    credential_sealed: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&USE, args![account, row.id, row.version, credential_sealed, now]).await?.exactly_one()
}

/// Closes one; false when it was closed before.
pub async fn close(tx: &mut Tx, account: AccountId, id: PasskeyId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&CLOSE, args![account, id, now]).await?.count() == 1)
}

/// Gives it another name; false when there is none.
pub async fn rename(tx: &mut Tx, account: AccountId, id: PasskeyId, name_sealed: &[u8]) -> Result<bool, Error> {
    Ok(tx.execute(&RENAME, args![account, id, name_sealed]).await?.count() == 1)
}

/// Removes one; `Conflict` when it is gone.
pub async fn delete(tx: &mut Tx, account: AccountId, row: &PasskeyRow) -> Result<(), Error> {
    tx.execute(&RELEASE, args![row.credential_hash]).await?.any();
    tx.execute(&DELETE, args![account, row.id]).await?.exactly_one()
}

/// Whose passkey it is that its device knows by this id.
pub async fn lookup(read: &mut Read, credential_hash: &[u8; 32]) -> Result<Option<(AccountId, PasskeyId)>, Error> {
    let Some(row) = read.query_opt(&LOOKUP, args![*credential_hash]).await? else { return Ok(None) };
    Ok(Some((row.get("account_id")?, row.get("passkey_id")?)))
}

/// A question on its way.
pub async fn find_ceremony(read: &mut Read, id: CeremonyId) -> Result<Option<CeremonyRow>, Error> {
    let Some(row) = read.query_opt(&FIND_CEREMONY, args![id]).await? else { return Ok(None) };
    Ok(Some(CeremonyRow {
        id,
        token_hash: row.get("token_hash")?,
        purpose: row.get("purpose")?,
        account: row.get("account_id")?,
        session: row.get("session_id")?,
        state_sealed: row.get("state_sealed")?,
        expires_at: row.get("expires_at")?,
    }))
}

/// Stores a new one.
pub async fn insert_ceremony(tx: &mut Tx, row: &CeremonyRow) -> Result<(), Error> {
    let CeremonyRow { id, token_hash, purpose, account, session, state_sealed, expires_at } = row;
    let arguments = args![*id, *token_hash, purpose.as_str(), *account, *session, state_sealed.as_slice(), *expires_at];
    tx.execute(&INSERT_CEREMONY, arguments).await?.exactly_one()
}

/// Ends one; `Conflict` when it was answered before.
pub async fn delete_ceremony(tx: &mut Tx, id: CeremonyId) -> Result<(), Error> {
    tx.execute(&DELETE_CEREMONY, args![id]).await?.exactly_one()
}

/// Removes up to `most` that were over before `before`.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
