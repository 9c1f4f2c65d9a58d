//! One-time codes and links.

use okno_domain::{
    id::Id,
    one_time_code::{CodeForm, CodeStatus, IssuedCode, IssuedCodeId, Purpose},
    time::Timestamp,
};
use uuid::Uuid;

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The newest codes of an owner for a purpose.
    LIST = own("owner_id") "one_time_code.list" "SELECT code_id, purpose, form, contact_hash, code_hash, status, attempts, issued_at, expires_at, version FROM one_time_code WHERE owner_id = $1 AND purpose = $2 ORDER BY code_id DESC LIMIT 20"
        => [code_id: Id, purpose: Text, form: Text, contact_hash: Bytes, code_hash: Bytes, status: Text, attempts: I64, issued_at: Instant, expires_at: Instant, version: I64];
    /// One code.
    FIND = own("owner_id") "one_time_code.find" "SELECT code_id, purpose, form, contact_hash, code_hash, status, attempts, issued_at, expires_at, version FROM one_time_code WHERE owner_id = $1 AND code_id = $2"
        => [code_id: Id, purpose: Text, form: Text, contact_hash: Bytes, code_hash: Bytes, status: Text, attempts: I64, issued_at: Instant, expires_at: Instant, version: I64];
    /// A new code.
    INSERT = own("owner_id") "one_time_code.insert" "INSERT INTO one_time_code (owner_id, code_id, purpose, form, contact_hash, code_hash, status, attempts, issued_at, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, 'issued', 0, $7, $8, 1)" => [];
    /// What an attempt made of a code, if nobody else tried meanwhile.
    UPDATE = own("owner_id") "one_time_code.update" "UPDATE one_time_code SET status = $4, attempts = $5, version = version + 1 WHERE owner_id = $1 AND code_id = $2 AND version = $3" => [];
    /// Voids what a newer code replaces.
    VOID = own("owner_id") "one_time_code.void" "UPDATE one_time_code SET status = 'voided', version = version + 1 WHERE owner_id = $1 AND purpose = $2 AND contact_hash = $3 AND status = 'issued'" => [];
    /// Removes codes that are long over.
    PURGE = sweep "one_time_code.purge" "DELETE FROM one_time_code WHERE code_id IN (SELECT code_id FROM one_time_code WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A code with the version for its guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The code.
    pub code: IssuedCode,
    /// For the guard of the next update.
    pub version: i64,
}

fn decode(row: &Row) -> Result<CodeRow, Error> {
    let purpose: String = row.get("purpose")?;
    let form: String = row.get("form")?;
    let status: String = row.get("status")?;
    let attempts: i64 = row.get("attempts")?;
    let code = IssuedCode {
        id: row.get("code_id")?,
        purpose: Purpose::from_name(&purpose).ok_or_else(|| row.corrupt("purpose"))?,
        form: CodeForm::from_name(&form).ok_or_else(|| row.corrupt("form"))?,
        contact_hash: row.get("contact_hash")?,
        code_hash: row.get("code_hash")?,
        status: CodeStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        attempts: u32::try_from(attempts).map_err(|_| row.corrupt("attempts"))?,
        issued_at: row.get("issued_at")?,
        expires_at: row.get("expires_at")?,
    };
    Ok(CodeRow { code, version: row.get("version")? })
}

/// The newest codes of an owner for a purpose, the newest first.
pub async fn list(read: &mut Read, owner: Uuid, purpose: Purpose) -> Result<Vec<CodeRow>, Error> {
    read.query_all(&LIST, args![Id::<()>::from_uuid(owner), purpose.name()]).await?.iter().map(decode).collect()
}

/// One code of an owner.
pub async fn find(read: &mut Read, owner: Uuid, code: IssuedCodeId) -> Result<Option<CodeRow>, Error> {
    read.query_opt(&FIND, args![Id::<()>::from_uuid(owner), code]).await?.as_ref().map(decode).transpose()
}

/// Stores a new code.
pub async fn insert(tx: &mut Tx, owner: Uuid, code: &IssuedCode) -> Result<(), Error> {
    let IssuedCode { id, purpose, form, contact_hash, code_hash, issued_at, expires_at, .. } = code;
    let arguments = args![
        Id::<()>::from_uuid(owner),
        *id,
        purpose.name(),
        form.name(),
        *contact_hash,
        *code_hash,
        *issued_at,
        *expires_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves what an attempt made of a code; `Conflict` if it changed since `seen` was read.
pub async fn update(tx: &mut Tx, owner: Uuid, seen: i64, code: &IssuedCode) -> Result<(), Error> {
    let owner = Id::<()>::from_uuid(owner);
    let arguments = args![owner, code.id, seen, code.status.name(), i64::from(code.attempts)];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Voids every code and link still open for this purpose and contact.
pub async fn void(tx: &mut Tx, owner: Uuid, purpose: Purpose, contact_hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&VOID, args![Id::<()>::from_uuid(owner), purpose.name(), *contact_hash]).await?.any();
    Ok(())
}

/// Removes up to `most` codes that ended before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
