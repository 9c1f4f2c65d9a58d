//! Batches of letters: what is to be printed, and the numbers of items.

use okno_domain::{
    account::AccountId,
    letter::{BatchId, LetterId},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A batch.
    FIND = own("batch_id") "letter_batch.find" "SELECT batch_id, status, letters, created_at, handed_over_at, version FROM letter_batch WHERE batch_id = $1"
        => [batch_id: Id, status: Text, letters: I64, created_at: Instant, handed_over_at: Instant, version: I64];
    /// Batches that are not handed over, the oldest first.
    OPEN = sweep "letter_batch.open" "SELECT batch_id, status, letters, created_at, handed_over_at, version FROM letter_batch WHERE status = 'open' ORDER BY created_at LIMIT $1"
        => [batch_id: Id, status: Text, letters: I64, created_at: Instant, handed_over_at: Instant, version: I64];
    /// A new one.
    INSERT = own("batch_id") "letter_batch.insert" "INSERT INTO letter_batch (batch_id, status, letters, created_at, version) VALUES ($1, 'open', 0, $2, 1)" => [];
    /// One more letter, while it is open.
    FILL = own("batch_id") "letter_batch.fill" "UPDATE letter_batch SET letters = letters + 1, version = version + 1 WHERE batch_id = $1 AND status = 'open'" => [];
    /// It is handed over, if nothing was added meanwhile.
    HAND_OVER = own("batch_id") "letter_batch.hand_over" "UPDATE letter_batch SET status = 'handed_over', letters = $4, handed_over_at = $3, version = version + 1 WHERE batch_id = $1 AND version = $2 AND status = 'open'" => [];
    /// What is to be printed.
    PRINTS = own("batch_id") "letter_print.list" "SELECT letter_id, account_id, content_sealed FROM letter_print WHERE batch_id = $1 ORDER BY letter_id"
        => [letter_id: Id, account_id: Id, content_sealed: Bytes];
    /// One more letter to print.
    INSERT_PRINT = own("batch_id") "letter_print.insert" "INSERT INTO letter_print (batch_id, letter_id, account_id, content_sealed) VALUES ($1, $2, $3, $4)" => [];
    /// A letter is not to be printed after all.
    DELETE_PRINT = own("batch_id") "letter_print.delete" "DELETE FROM letter_print WHERE batch_id = $1 AND letter_id = $2" => [];
    /// Everything was printed.
    PURGE_PRINTS = own("batch_id") "letter_print.purge" "DELETE FROM letter_print WHERE batch_id = $1" => [];
    /// The next number of a series.
    NEXT_NUMBER = own("series") "letter_series.next" "INSERT INTO letter_series (series, taken) VALUES ($1, 1) ON CONFLICT (series) DO UPDATE SET taken = letter_series.taken + 1 RETURNING taken"
        => [taken: I64];
}

/// A batch as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Its id.
    pub id: BatchId,
    /// Whether it was handed over.
    pub is_handed_over: bool,
    /// How many letters it had then.
    pub letters: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was handed over.
    pub handed_over_at: Option<Timestamp>,
    /// For the guard of the next update.
    pub version: i64,
}

/// What is to be printed of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintRow {
    /// Which letter.
    pub letter: LetterId,
    /// Whose.
    pub account: AccountId,
    /// Name, address and code, sealed for the dispatch.
    pub content_sealed: Vec<u8>,
}

fn decode(row: &Row) -> Result<BatchRow, Error> {
    let status: String = row.get("status")?;
    Ok(BatchRow {
        id: row.get("batch_id")?,
        is_handed_over: status == "handed_over",
        letters: row.get("letters")?,
        created_at: row.get("created_at")?,
        handed_over_at: row.get("handed_over_at")?,
        version: row.get("version")?,
    })
}

/// A batch.
pub async fn find_batch(read: &mut Read, id: BatchId) -> Result<Option<BatchRow>, Error> {
    read.query_opt(&FIND, args![id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` batches that are not handed over, the oldest first.
pub async fn open_batches(read: &mut Read, most: i64) -> Result<Vec<BatchRow>, Error> {
    read.query_all(&OPEN, args![most]).await?.iter().map(decode).collect()
}

/// Begins a batch.
pub async fn insert_batch(tx: &mut Tx, id: BatchId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&INSERT, args![id, now]).await?.exactly_one()
}

/// Notes that a batch was handed over; `Conflict` when it was before, or has more letters than when it was read.
pub async fn hand_over_batch(tx: &mut Tx, seen: &BatchRow, now: Timestamp, letters: i64) -> Result<(), Error> {
    tx.execute(&HAND_OVER, args![seen.id, seen.version, now, letters]).await?.exactly_one()
}

/// What is to be printed of a batch.
pub async fn prints(read: &mut Read, id: BatchId) -> Result<Vec<PrintRow>, Error> {
    let decode = |row: &Row| {
        Ok(PrintRow {
            letter: row.get("letter_id")?,
            account: row.get("account_id")?,
            content_sealed: row.get("content_sealed")?,
        })
    };
    read.query_all(&PRINTS, args![id]).await?.iter().map(decode).collect()
}

/// One more letter to print; `Conflict` when the batch is handed over.
pub async fn insert_print(tx: &mut Tx, batch: BatchId, new: &PrintRow) -> Result<(), Error> {
    tx.execute(&FILL, args![batch]).await?.exactly_one()?;
    let content = new.content_sealed.as_slice();
    tx.execute(&INSERT_PRINT, args![batch, new.letter, new.account, content]).await?.exactly_one()
}

/// Takes a letter out of its batch; false when it was not there.
pub async fn delete_print(tx: &mut Tx, batch: BatchId, letter: LetterId) -> Result<bool, Error> {
    Ok(tx.execute(&DELETE_PRINT, args![batch, letter]).await?.count() == 1)
}

/// Forgets what was printed; says how many letters that were.
pub async fn purge_prints(tx: &mut Tx, batch: BatchId) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE_PRINTS, args![batch]).await?.count())
}

/// Takes the next number of a series, 1 at first.
pub async fn next_number(tx: &mut Tx, series: &str) -> Result<i64, Error> {
    tx.query_one(&NEXT_NUMBER, args![series]).await?.get("taken")
}
