//! Files of centers between their report and the consent to take them in.

use okno_domain::{id::Id, operator::OperatorId, time::Timestamp};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// One file.
    FIND = own("import_id") "center_import.find" "SELECT operator_id, file_name, content, uploaded_at FROM center_import WHERE import_id = $1"
        => [operator_id: Id, file_name: Text, content: Bytes, uploaded_at: Instant];
    /// A new one.
    INSERT = own("import_id") "center_import.insert" "INSERT INTO center_import (import_id, operator_id, file_name, content, uploaded_at) VALUES ($1, $2, $3, $4, $5)" => [];
    /// Takes it away.
    DELETE = own("import_id") "center_import.delete" "DELETE FROM center_import WHERE import_id = $1" => [];
    /// Removes files that nobody took in.
    PURGE = sweep "center_import.purge" "DELETE FROM center_import WHERE import_id IN (SELECT import_id FROM center_import WHERE uploaded_at < $1 LIMIT $2)" => [];
}

/// Names files of centers.
#[derive(Debug)]
pub enum CenterImport {}
/// The id of a file of centers.
pub type CenterImportId = Id<CenterImport>;

/// A file as stored.
#[derive(Clone, Debug)]
pub struct CenterImportRow {
    /// Its id.
    pub id: CenterImportId,
    /// Who sent it.
    pub operator: OperatorId,
    /// What the browser called it.
    pub file_name: String,
    /// What is in it.
    pub content: Vec<u8>,
    /// When it came.
    pub uploaded_at: Timestamp,
}

/// The file with this id.
pub async fn find(read: &mut Read, id: CenterImportId) -> Result<Option<CenterImportRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![id]).await? else { return Ok(None) };
    Ok(Some(CenterImportRow {
        id,
        operator: row.get("operator_id")?,
        file_name: row.get("file_name")?,
        content: row.get("content")?,
        uploaded_at: row.get("uploaded_at")?,
    }))
}

/// Stores a file.
pub async fn insert(tx: &mut Tx, row: &CenterImportRow) -> Result<(), Error> {
    let CenterImportRow { id, operator, file_name, content, uploaded_at } = row;
    let arguments = args![*id, *operator, file_name.as_str(), content.as_slice(), *uploaded_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Takes a file away; `Conflict` when somebody was first.
pub async fn delete(tx: &mut Tx, id: CenterImportId) -> Result<(), Error> {
    tx.execute(&DELETE, args![id]).await?.exactly_one()
}

/// Removes up to `most` files that came before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
