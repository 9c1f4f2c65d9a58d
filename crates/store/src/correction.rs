//! What operators corrected with the document at hand (R129).

use okno_domain::{
    account::AccountId,
    id::Id,
    operator::{CenterId, OperatorId},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The corrections of a person, the newest first.
    LIST = account "correction.list" "SELECT correction_id, center_id, corrected_by, approved_by, fields, before_sealed, after_sealed, corrected_at FROM correction WHERE account_id = $1 ORDER BY correction_id DESC"
        => [correction_id: Id, center_id: Id, corrected_by: Id, approved_by: Id, fields: Text, before_sealed: Bytes, after_sealed: Bytes, corrected_at: Instant];
    /// Another one.
    INSERT = account "correction.insert" "INSERT INTO correction (account_id, correction_id, center_id, corrected_by, approved_by, fields, before_sealed, after_sealed, corrected_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" => [];
}

/// The id of a correction.
pub type CorrectionId = Id<CorrectionRow>;

/// A correction as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    /// Its id.
    pub id: CorrectionId,
    /// At which center.
    pub center: CenterId,
    /// Who corrected.
    pub corrected_by: OperatorId,
    /// Who agreed.
    pub approved_by: Option<OperatorId>,
    /// The names of the fields, separated by spaces.
    pub fields: String,
    /// What was there, sealed for `correction.before_sealed`.
    pub before_sealed: Vec<u8>,
    /// What was entered, sealed for `correction.after_sealed`.
    pub after_sealed: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

fn decode(row: &Row) -> Result<CorrectionRow, Error> {
    Ok(CorrectionRow {
        id: row.get("correction_id")?,
        center: row.get("center_id")?,
        corrected_by: row.get("corrected_by")?,
        approved_by: row.get("approved_by")?,
        fields: row.get("fields")?,
        before_sealed: row.get("before_sealed")?,
        after_sealed: row.get("after_sealed")?,
        at: row.get("corrected_at")?,
    })
}

/// The corrections of a person, the newest first.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<CorrectionRow>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// Stores a correction.
pub async fn insert(tx: &mut Tx, account: AccountId, row: &CorrectionRow) -> Result<(), Error> {
    let arguments = args![
        account,
        row.id,
        row.center,
        row.corrected_by,
        row.approved_by,
        row.fields.as_str(),
        row.before_sealed.as_slice(),
        row.after_sealed.as_slice(),
        row.at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}
