//! Proofs of identity, their codes, and the lock on wrong codes.

use okno_domain::{
    account::AccountId,
    confirmation::{ConfirmationId, ConfirmationMethod, ConfirmationStatus, IdentityConfirmation},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The proofs of an account, the newest first.
    LIST = account "identity_confirmation.list" "SELECT confirmation_id, method, status, started_at, expires_at, finished_at, version FROM identity_confirmation WHERE account_id = $1 ORDER BY confirmation_id DESC"
        => [confirmation_id: Id, method: Text, status: Text, started_at: Instant, expires_at: Instant, finished_at: Instant, version: I64];
    /// One of them.
    FIND = account "identity_confirmation.find" "SELECT confirmation_id, method, status, started_at, expires_at, finished_at, version FROM identity_confirmation WHERE account_id = $1 AND confirmation_id = $2"
        => [confirmation_id: Id, method: Text, status: Text, started_at: Instant, expires_at: Instant, finished_at: Instant, version: I64];
    /// A new one.
    INSERT = account "identity_confirmation.insert" "INSERT INTO identity_confirmation (account_id, confirmation_id, method, status, started_at, expires_at, finished_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)" => [];
    /// The next state, if nobody moved it meanwhile.
    UPDATE = account "identity_confirmation.update" "UPDATE identity_confirmation SET status = $4, expires_at = $5, finished_at = $6, version = version + 1 WHERE account_id = $1 AND confirmation_id = $2 AND version = $3" => [];
    /// Open ones of a state whose time has run out.
    OVERDUE = sweep "identity_confirmation.overdue" "SELECT account_id, confirmation_id FROM identity_confirmation WHERE status = $1 AND expires_at <= $2 ORDER BY expires_at LIMIT $3"
        => [account_id: Id, confirmation_id: Id];
    /// The codes that an account waits for.
    CODES = account "confirmation_code.list" "SELECT confirmation_id, code_hash, issued_at FROM confirmation_code WHERE account_id = $1"
        => [confirmation_id: Id, code_hash: Bytes, issued_at: Instant];
    /// A new code.
    INSERT_CODE = account "confirmation_code.insert" "INSERT INTO confirmation_code (account_id, confirmation_id, code_hash, issued_at) VALUES ($1, $2, $3, $4)" => [];
    /// A code has done its work, or is void.
    DELETE_CODE = account "confirmation_code.delete" "DELETE FROM confirmation_code WHERE account_id = $1 AND confirmation_id = $2" => [];
    /// The count of wrong codes.
    GUARD = account "confirmation_guard.find" "SELECT failures, locked_until FROM confirmation_guard WHERE account_id = $1" => [failures: I64, locked_until: Instant];
    /// Sets the count of wrong codes.
    PUT_GUARD = account "confirmation_guard.put" "INSERT INTO confirmation_guard (account_id, failures, locked_until) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until" => [];
}

/// A proof of identity as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationRow {
    /// Where it stands.
    pub confirmation: IdentityConfirmation,
    /// For the guard of the next update.
    pub version: i64,
}

/// A code as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The proof that waits for it.
    pub confirmation: ConfirmationId,
    /// The keyed hash of the code.
    pub code_hash: [u8; 32],
    /// When it was made.
    pub issued_at: Timestamp,
}

/// Wrong codes of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuardRow {
    /// How many since the last right one or the last lock.
    pub failures: i64,
    /// Until when the box is locked.
    pub locked_until: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<ConfirmationRow, Error> {
    let method: String = row.get("method")?;
    let status: String = row.get("status")?;
    Ok(ConfirmationRow {
        confirmation: IdentityConfirmation {
            id: row.get("confirmation_id")?,
            method: ConfirmationMethod::from_name(&method).ok_or_else(|| row.corrupt("method"))?,
            status: ConfirmationStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
            started_at: row.get("started_at")?,
            expires_at: row.get("expires_at")?,
            finished_at: row.get("finished_at")?,
        },
        version: row.get("version")?,
    })
}

/// Every proof of an account, the newest first.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<ConfirmationRow>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// One of them.
pub async fn find(read: &mut Read, account: AccountId, id: ConfirmationId) -> Result<Option<ConfirmationRow>, Error> {
    read.query_opt(&FIND, args![account, id]).await?.as_ref().map(decode).transpose()
}

/// Stores a new one.
pub async fn insert(tx: &mut Tx, account: AccountId, new: &IdentityConfirmation) -> Result<(), Error> {
    let IdentityConfirmation { id, method, status, started_at, expires_at, finished_at } = new;
    let arguments = args![account, *id, method.name(), status.name(), *started_at, *expires_at, *finished_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next state; `Conflict` if somebody moved it since `seen` was read.
pub async fn update(tx: &mut Tx, account: AccountId, seen: i64, next: &IdentityConfirmation) -> Result<(), Error> {
    let arguments = args![account, next.id, seen, next.status.name(), next.expires_at, next.finished_at];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Up to `most` proofs in this state whose time has run out.
pub async fn overdue(
    read: &mut Read,
    status: ConfirmationStatus,
    now: Timestamp,
    most: i64,
) -> Result<Vec<(AccountId, ConfirmationId)>, Error> {
    let rows = read.query_all(&OVERDUE, args![status.name(), now, most]).await?;
    rows.iter().map(|row| Ok((row.get("account_id")?, row.get("confirmation_id")?))).collect()
}

/// The codes that an account waits for.
pub async fn codes(read: &mut Read, account: AccountId) -> Result<Vec<CodeRow>, Error> {
    let decode = |row: &Row| {
        Ok(CodeRow {
            confirmation: row.get("confirmation_id")?,
            code_hash: row.get("code_hash")?,
            issued_at: row.get("issued_at")?,
        })
    };
    read.query_all(&CODES, args![account]).await?.iter().map(decode).collect()
}

/// Stores a new code.
pub async fn insert_code(tx: &mut Tx, account: AccountId, code: &CodeRow) -> Result<(), Error> {
    let CodeRow { confirmation, code_hash, issued_at } = code;
    tx.execute(&INSERT_CODE, args![account, *confirmation, *code_hash, *issued_at]).await?.exactly_one()
}

/// Removes the code of a proof; false when there was none.
pub async fn delete_code(tx: &mut Tx, account: AccountId, id: ConfirmationId) -> Result<bool, Error> {
    Ok(tx.execute(&DELETE_CODE, args![account, id]).await?.count() == 1)
}

/// The wrong codes of an account.
pub async fn guard(read: &mut Read, account: AccountId) -> Result<GuardRow, Error> {
    let Some(row) = read.query_opt(&GUARD, args![account]).await? else { return Ok(GuardRow::default()) };
    Ok(GuardRow { failures: row.get("failures")?, locked_until: row.get("locked_until")? })
}

/// Stores the wrong codes of an account.
pub async fn put_guard(tx: &mut Tx, account: AccountId, guard: GuardRow) -> Result<(), Error> {
    tx.execute(&PUT_GUARD, args![account, guard.failures, guard.locked_until]).await?.exactly_one()
}
