//! The feed of the personal area (R104, R218).

use okno_domain::{account::AccountId, id::Id, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A new notice.
    INSERT = account "notice.insert" "INSERT INTO notice (account_id, notice_id, kind, args, created_at) VALUES ($1, $2, $3, $4, $5)" => [];
    /// Notices, the newest first.
    LIST = account "notice.list" "SELECT notice_id, kind, args, created_at, read_at FROM notice WHERE account_id = $1 ORDER BY notice_id DESC LIMIT $2"
        => [notice_id: Id, kind: Text, args: Json, created_at: Instant, read_at: Instant];
    /// Marks all as read.
    READ_ALL = account "notice.read_all" "UPDATE notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL" => [];
}

/// Names notices.
#[derive(Debug)]
pub enum Notice {}
/// A notice's id.
pub type NoticeId = Id<Notice>;

/// A notice as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeRow {
    /// Its id.
    pub id: NoticeId,
    /// Its kind; the text is the message key `notice-<kind>`.
    pub kind: String,
    /// Named values for the text; no personal data.
    pub args: serde_json::Value,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// Stores a notice.
pub async fn insert(tx: &mut Tx, account: AccountId, notice: &NoticeRow) -> Result<(), Error> {
    let NoticeRow { id, kind, args, created_at, .. } = notice;
    tx.execute(&INSERT, args![account, *id, kind.as_str(), args.clone(), *created_at]).await?.exactly_one()
}

fn decode(row: &Row) -> Result<NoticeRow, Error> {
    Ok(NoticeRow {
        id: row.get("notice_id")?,
        kind: row.get("kind")?,
        args: row.get("args")?,
        created_at: row.get("created_at")?,
        read_at: row.get("read_at")?,
    })
}

/// Up to `most` notices, the newest first.
pub async fn list(read: &mut Read, account: AccountId, most: i64) -> Result<Vec<NoticeRow>, Error> {
    read.query_all(&LIST, args![account, most]).await?.iter().map(decode).collect()
}

/// Marks every notice as read.
pub async fn read_all(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&READ_ALL, args![account, now]).await?.any();
    Ok(())
}
