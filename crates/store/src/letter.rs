//! Ordered letters and the latest of each account.

mod batch;

use okno_domain::{
    account::AccountId,
    confirmation::ConfirmationId,
    letter::{AddressKind, BatchId, LetterId, LetterOrder, LetterStatus},
    time::Timestamp,
};

pub use batch::{
    BatchRow, PrintRow, delete_print, find_batch, hand_over_batch, insert_batch, insert_print, next_number,
    open_batches, prints, purge_prints,
};

use crate::db::{Error, Read, Row, Sql, Tx, args, statements};

/// The statements of both modules.
pub(crate) const STATEMENTS: [&[&Sql]; 2] = [ALL, batch::ALL];

statements! {
    /// The letters of an account, the newest first.
    LIST = account "letter_order.list" "SELECT letter_id, confirmation_id, status, address_kind, address_sealed, ordered_at, number, batch_id, dispatched_at, changed_at, reminded_of, version FROM letter_order WHERE account_id = $1 ORDER BY letter_id DESC"
        => [letter_id: Id, confirmation_id: Id, status: Text, address_kind: Text, address_sealed: Bytes, ordered_at: Instant, number: Text, batch_id: Id, dispatched_at: Instant, changed_at: Instant, reminded_of: Text, version: I64];
    /// One of them.
    FIND = account "letter_order.find" "SELECT letter_id, confirmation_id, status, address_kind, address_sealed, ordered_at, number, batch_id, dispatched_at, changed_at, reminded_of, version FROM letter_order WHERE account_id = $1 AND letter_id = $2"
        => [letter_id: Id, confirmation_id: Id, status: Text, address_kind: Text, address_sealed: Bytes, ordered_at: Instant, number: Text, batch_id: Id, dispatched_at: Instant, changed_at: Instant, reminded_of: Text, version: I64];
    /// A new one.
    INSERT = account "letter_order.insert" "INSERT INTO letter_order (account_id, letter_id, confirmation_id, status, address_kind, address_sealed, ordered_at, changed_at, look_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, 1)" => [];
    /// The next state, if nobody moved it meanwhile.
    UPDATE = account "letter_order.update" "UPDATE letter_order SET status = $4, number = $5, batch_id = $6, dispatched_at = $7, changed_at = $8, look_at = $9, remind_at = $10, reminded_of = $11, version = version + 1 WHERE account_id = $1 AND letter_id = $2 AND version = $3" => [];
    /// When to ask the carrier again, if nobody moved it meanwhile.
    PUT_OFF = account "letter_order.put_off" "UPDATE letter_order SET look_at = $4 WHERE account_id = $1 AND letter_id = $2 AND version = $3" => [];
    /// Letters of a state to be looked at.
    DUE = sweep "letter_order.due" "SELECT account_id, letter_id, number, version FROM letter_order WHERE status = $1 AND look_at <= $2 ORDER BY look_at LIMIT $3"
        => [account_id: Id, letter_id: Id, number: Text, version: I64];
    /// Letters of which a person is to be reminded.
    TO_REMIND = sweep "letter_order.to_remind" "SELECT account_id, letter_id FROM letter_order WHERE remind_at <= $1 ORDER BY remind_at LIMIT $2"
        => [account_id: Id, letter_id: Id];
    /// The latest letter.
    LATEST = account "letter_latest.find" "SELECT letter_id, ordered_at, version FROM letter_latest WHERE account_id = $1" => [letter_id: Id, ordered_at: Instant, version: I64];
    /// The first letter of an account becomes the latest.
    FIRST = account "letter_latest.insert" "INSERT INTO letter_latest (account_id, letter_id, ordered_at, version) VALUES ($1, $2, $3, 1) ON CONFLICT (account_id) DO NOTHING" => [];
    /// Another letter becomes the latest, if the one that was seen still is.
    NEXT = account "letter_latest.update" "UPDATE letter_latest SET letter_id = $3, ordered_at = $4, version = version + 1 WHERE account_id = $1 AND version = $2" => [];
}

/// A letter as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRow {
    /// Where it stands.
    pub letter: LetterOrder,
    /// Its address, sealed under the person's key.
    pub address_sealed: Vec<u8>,
    /// The batch in which it was printed.
    pub batch: Option<BatchId>,
    /// For the guard of the next update.
    pub version: i64,
}

/// A letter of which there may be news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRow {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub letter: LetterId,
    /// The number of the item, once it has one.
    pub number: Option<String>,
    /// For the guard.
    pub version: i64,
}

/// The latest letter of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatestRow {
    /// Which.
    pub letter: LetterId,
    /// When it was ordered.
    pub ordered_at: Timestamp,
    /// For the guard.
    pub version: i64,
}

/// When the letter is to be looked at next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// For news.
    pub look_at: Option<Timestamp>,
    /// For a reminder.
    pub remind_at: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<LetterRow, Error> {
    let (status, kind): (String, String) = (row.get("status")?, row.get("address_kind")?);
    let (number, reminded): (Option<String>, Option<String>) = (row.get("number")?, row.get("reminded_of")?);
    let number = number.map(|text| text.parse()).transpose().map_err(|_| row.corrupt("number"))?;
    let reminded = reminded.map(|name| LetterStatus::from_name(&name).ok_or_else(|| row.corrupt("reminded_of")));
    Ok(LetterRow {
        letter: LetterOrder {
            id: row.get("letter_id")?,
            confirmation: row.get("confirmation_id")?,
            status: LetterStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
            address_kind: AddressKind::from_name(&kind).ok_or_else(|| row.corrupt("address_kind"))?,
            ordered_at: row.get("ordered_at")?,
            number,
            dispatched_at: row.get("dispatched_at")?,
            changed_at: row.get("changed_at")?,
            reminded_of: reminded.transpose()?,
        },
        address_sealed: row.get("address_sealed")?,
        batch: row.get("batch_id")?,
        version: row.get("version")?,
    })
}

/// The letters of an account, the newest first.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<LetterRow>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// One of them.
pub async fn find(read: &mut Read, account: AccountId, id: LetterId) -> Result<Option<LetterRow>, Error> {
    read.query_opt(&FIND, args![account, id]).await?.as_ref().map(decode).transpose()
}

/// The letter of a proof of identity.
pub async fn of_confirmation(
    read: &mut Read,
    account: AccountId,
    id: ConfirmationId,
) -> Result<Option<LetterRow>, Error> {
    Ok(list(read, account).await?.into_iter().find(|row| row.letter.confirmation == id))
}

/// Stores an order and makes it the latest of its account; `Conflict` when another one became that since `seen`.
pub async fn insert(
    tx: &mut Tx,
    account: AccountId,
    new: &LetterOrder,
    address_sealed: &[u8],
    seen: Option<LatestRow>,
) -> Result<(), Error> {
    let (id, at) = (new.id, new.ordered_at);
    match seen {
        None => tx.execute(&FIRST, args![account, id, at]).await?.exactly_one()?,
        Some(seen) => tx.execute(&NEXT, args![account, seen.version, id, at]).await?.exactly_one()?,
    }
    let (status, kind) = (new.status.name(), new.address_kind.name());
    let arguments = args![account, id, new.confirmation, status, kind, address_sealed, at];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next state; `Conflict` if somebody moved it since `seen` was read.
pub async fn update(
    tx: &mut Tx,
    account: AccountId,
    seen: i64,
    next: &LetterOrder,
    batch: Option<BatchId>,
    dates: Dates,
) -> Result<(), Error> {
    let number = next.number.as_ref().map(okno_domain::identifier::tracking_number::TrackingNumber::as_str);
    let reminded = next.reminded_of.map(LetterStatus::name);
    let arguments = args![
        account,
        next.id,
        seen,
        next.status.name(),
        number,
        batch,
        next.dispatched_at,
        next.changed_at,
        dates.look_at,
        dates.remind_at,
        reminded,
    ];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// There was no news: asks again at `look_at`. Nothing happens to a letter that was moved meanwhile.
pub async fn put_off(tx: &mut Tx, due: &DueRow, look_at: Timestamp) -> Result<(), Error> {
    tx.execute(&PUT_OFF, args![due.account, due.letter, due.version, look_at]).await.map(drop)
}

/// Up to `most` letters in this state that are to be looked at.
pub async fn due(read: &mut Read, status: LetterStatus, now: Timestamp, most: i64) -> Result<Vec<DueRow>, Error> {
    let decode = |row: &Row| {
        Ok(DueRow {
            account: row.get("account_id")?,
            letter: row.get("letter_id")?,
            number: row.get("number")?,
            version: row.get("version")?,
        })
    };
    read.query_all(&DUE, args![status.name(), now, most]).await?.iter().map(decode).collect()
}

/// Up to `most` letters of which a person is to be reminded.
pub async fn to_remind(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<(AccountId, LetterId)>, Error> {
    let rows = read.query_all(&TO_REMIND, args![now, most]).await?;
    rows.iter().map(|row| Ok((row.get("account_id")?, row.get("letter_id")?))).collect()
}

/// The latest letter of an account.
pub async fn latest(read: &mut Read, account: AccountId) -> Result<Option<LatestRow>, Error> {
    let decode = |row: &Row| {
        Ok(LatestRow {
            letter: row.get("letter_id")?,
            ordered_at: row.get("ordered_at")?,
            version: row.get("version")?,
        })
    };
    read.query_opt(&LATEST, args![account]).await?.as_ref().map(decode).transpose()
}
