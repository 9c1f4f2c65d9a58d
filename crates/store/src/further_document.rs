//! Documents that a person added to the profile (R87).

use okno_domain::{account::AccountId, person::further::FurtherDocumentId, time::Timestamp};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// The documents of a person, the newest first.
    LIST = account "further_document.list" "SELECT document_id, data_sealed, added_at FROM further_document WHERE account_id = $1 ORDER BY document_id DESC"
        => [document_id: Id, data_sealed: Bytes, added_at: Instant];
    /// How many there are.
    COUNT = account "further_document.count" "SELECT COUNT(*) AS documents FROM further_document WHERE account_id = $1" => [documents: I64];
    /// Another one.
    INSERT = account "further_document.insert" "INSERT INTO further_document (account_id, document_id, data_sealed, added_at) VALUES ($1, $2, $3, $4)" => [];
    /// Removes one.
    DELETE = account "further_document.delete" "DELETE FROM further_document WHERE account_id = $1 AND document_id = $2" => [];
}

/// A document as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurtherDocumentRow {
    /// Its id.
    pub id: FurtherDocumentId,
    /// Sealed for `further_document.data_sealed`.
    pub data_sealed: Vec<u8>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// The documents of a person, the newest first.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<FurtherDocumentRow>, Error> {
    let rows = read.query_all(&LIST, args![account]).await?;
    rows.iter()
        .map(|row| {
            Ok(FurtherDocumentRow {
                id: row.get("document_id")?,
                data_sealed: row.get("data_sealed")?,
                added_at: row.get("added_at")?,
            })
        })
        .collect()
}

/// How many documents a person has.
pub async fn count(read: &mut Read, account: AccountId) -> Result<i64, Error> {
    read.query_one(&COUNT, args![account]).await?.get("documents")
}

/// Adds a document.
pub async fn insert(tx: &mut Tx, account: AccountId, row: &FurtherDocumentRow) -> Result<(), Error> {
    tx.execute(&INSERT, args![account, row.id, row.data_sealed.as_slice(), row.added_at]).await?.exactly_one()
}

/// Removes a document; false when there is none with this id.
pub async fn delete(tx: &mut Tx, account: AccountId, id: FurtherDocumentId) -> Result<bool, Error> {
    Ok(tx.execute(&DELETE, args![account, id]).await?.count() == 1)
}
