//! Contacts of accounts, and the way from a contact to its account.

use okno_domain::{
    account::AccountId,
    contact::{ContactId, ContactKind, ContactStatus},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The account that holds a confirmed contact.
    LOOKUP = lookup "contact.lookup" "SELECT account_id FROM contact_lookup WHERE contact_hash = $1" => [account_id: Id];
    /// Claims a contact for an account; nothing happens if another account holds it.
    CLAIM = lookup "contact.claim" "INSERT INTO contact_lookup (contact_hash, account_id) VALUES ($1, $2) ON CONFLICT (contact_hash) DO NOTHING" => [];
    /// Lets a contact go.
    RELEASE = lookup "contact.release" "DELETE FROM contact_lookup WHERE contact_hash = $1 AND account_id = $2" => [];
    /// The contacts of an account.
    LIST = account "contact.list" "SELECT contact_id, kind, status, contact_hash, value_sealed, created_at, confirmed_at, version FROM contact WHERE account_id = $1 ORDER BY kind, status, contact_id"
        => [contact_id: Id, kind: Text, status: Text, contact_hash: Bytes, value_sealed: Bytes, created_at: Instant, confirmed_at: Instant, version: I64];
    /// A new contact.
    INSERT = account "contact.insert" "INSERT INTO contact (account_id, contact_id, kind, status, contact_hash, value_sealed, created_at, confirmed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)" => [];
    /// Marks a contact as confirmed, if it still waits.
    CONFIRM = account "contact.confirm" "UPDATE contact SET status = 'confirmed', confirmed_at = $4, version = version + 1 WHERE account_id = $1 AND contact_id = $2 AND version = $3 AND status = 'unconfirmed'" => [];
    /// Removes a contact.
    DELETE = account "contact.delete" "DELETE FROM contact WHERE account_id = $1 AND contact_id = $2" => [];
}

/// A contact as stored; the value is sealed for `contact.value_sealed` and the contact's id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// Its id.
    pub id: ContactId,
    /// What kind.
    pub kind: ContactKind,
    /// Whether it is proved.
    pub status: ContactStatus,
    /// Its blind index.
    pub contact_hash: [u8; 32],
    /// The sealed value.
    pub value_sealed: Vec<u8>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it was proved.
    pub confirmed_at: Option<Timestamp>,
    /// For the guard of the next update.
    pub version: i64,
}

fn decode(row: &Row) -> Result<ContactRow, Error> {
    let kind: String = row.get("kind")?;
    let status: String = row.get("status")?;
    Ok(ContactRow {
        id: row.get("contact_id")?,
        kind: ContactKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        status: ContactStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        contact_hash: row.get("contact_hash")?,
        value_sealed: row.get("value_sealed")?,
        created_at: row.get("created_at")?,
        confirmed_at: row.get("confirmed_at")?,
        version: row.get("version")?,
    })
}

/// The account that holds this confirmed contact.
pub async fn lookup(read: &mut Read, contact_hash: &[u8; 32]) -> Result<Option<AccountId>, Error> {
    match read.query_opt(&LOOKUP, args![*contact_hash]).await? {
        Some(row) => Ok(Some(row.get("account_id")?)),
        None => Ok(None),
    }
}

/// Claims a contact; false when an account (this one or another) holds it already.
pub async fn claim(tx: &mut Tx, contact_hash: &[u8; 32], account: AccountId) -> Result<bool, Error> {
    Ok(tx.execute(&CLAIM, args![*contact_hash, account]).await?.count() == 1)
}

/// Lets a contact of this account go.
pub async fn release(tx: &mut Tx, contact_hash: &[u8; 32], account: AccountId) -> Result<(), Error> {
    tx.execute(&RELEASE, args![*contact_hash, account]).await?.any();
    Ok(())
}

/// The contacts of an account, confirmed before unconfirmed.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<ContactRow>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// Stores a new contact; `Conflict` when one of this kind and status is there.
pub async fn insert(tx: &mut Tx, account: AccountId, contact: &ContactRow) -> Result<(), Error> {
    let ContactRow { id, kind, status, contact_hash, value_sealed, created_at, confirmed_at, .. } = contact;
    let arguments = args![
        account,
        *id,
        kind.name(),
        status.name(),
        *contact_hash,
        value_sealed.as_slice(),
        *created_at,
        *confirmed_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Marks a waiting contact as proved; `Conflict` if it changed meanwhile.
pub async fn confirm(tx: &mut Tx, account: AccountId, contact: &ContactRow, now: Timestamp) -> Result<(), Error> {
    tx.execute(&CONFIRM, args![account, contact.id, contact.version, now]).await?.exactly_one()
}

/// Removes a contact; `Conflict` if it is gone already.
pub async fn delete(tx: &mut Tx, account: AccountId, contact: ContactId) -> Result<(), Error> {
    tx.execute(&DELETE, args![account, contact]).await?.exactly_one()
}
