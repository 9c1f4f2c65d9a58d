//! Messages on their way out, and what became of those whose channel tells.

use okno_domain::{id::Id, time::Timestamp};
use uuid::Uuid;

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A message that waits.
    FIND = own("owner_id") "outgoing_message.find" "SELECT channel, kind, state, content_sealed FROM outgoing_message WHERE owner_id = $1 AND message_id = $2"
        => [channel: Text, kind: Text, state: Text, content_sealed: Bytes];
    /// A new message, unless the same one was made before.
    INSERT = own("owner_id") "outgoing_message.insert" "INSERT INTO outgoing_message (owner_id, message_id, channel, kind, dedupe, state, content_sealed, created_at, parts_open) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, 0) ON CONFLICT (owner_id, channel, dedupe) DO NOTHING" => [];
    /// Ends a message's way, and wipes address and content.
    FINISH = own("owner_id") "outgoing_message.finish" "UPDATE outgoing_message SET state = $3, content_sealed = NULL, finished_at = $4, delivery = $5, parts_open = $6 WHERE owner_id = $1 AND message_id = $2 AND state = 'waiting'" => [];
    /// One part reached the reader; the message did when it was the last one.
    PART_DELIVERED = own("owner_id") "outgoing_message.part_delivered" "UPDATE outgoing_message SET parts_open = parts_open - 1, delivery = CASE WHEN parts_open = 1 AND delivery = 'awaited' THEN 'delivered' ELSE delivery END WHERE owner_id = $1 AND message_id = $2 AND parts_open > 0" => [];
    /// One part did not reach the reader, so neither did the message; what is known already stays.
    PART_LOST = own("owner_id") "outgoing_message.part_lost" "UPDATE outgoing_message SET delivery = $3 WHERE owner_id = $1 AND message_id = $2 AND delivery = 'awaited'" => [];
    /// A part that a center took in. Centers begin their numbers anew at times: the newest message has the number.
    INSERT_PART = lookup "receipt_lookup.insert" "INSERT INTO receipt_lookup (part_hash, owner_id, message_id, sent_at) VALUES ($1, $2, $3, $4) ON CONFLICT (part_hash) DO UPDATE SET owner_id = excluded.owner_id, message_id = excluded.message_id, delivery = NULL, sent_at = excluded.sent_at" => [];
    /// Whose part it is.
    FIND_PART = lookup "receipt_lookup.find" "SELECT owner_id, message_id FROM receipt_lookup WHERE part_hash = $1" => [owner_id: Id, message_id: Id];
    /// What became of a part, once.
    SETTLE_PART = lookup "receipt_lookup.settle" "UPDATE receipt_lookup SET delivery = $2 WHERE part_hash = $1 AND delivery IS NULL" => [];
    /// Forgets parts that were sent long ago.
    PURGE_PARTS = sweep "receipt_lookup.purge" "DELETE FROM receipt_lookup WHERE part_hash IN (SELECT part_hash FROM receipt_lookup WHERE sent_at < $1 LIMIT $2)" => [];
    /// How many messages there are of each sort.
    COUNT = sweep "outgoing_message.count" "SELECT channel, state, COALESCE(delivery, '-') AS delivery, COUNT(*) AS messages FROM outgoing_message GROUP BY channel, state, delivery ORDER BY channel, state, delivery LIMIT 100"
        => [channel: Text, state: Text, delivery: Text, messages: I64];
    /// Messages that did not reach their readers, the newest first.
    LOST = sweep "outgoing_message.lost" "SELECT message_id, channel, kind, state, COALESCE(delivery, '-') AS delivery, finished_at FROM outgoing_message WHERE state IN ('failed', 'too_late') OR delivery IN ('undeliverable', 'expired', 'rejected') ORDER BY finished_at DESC, message_id LIMIT $1"
        => [message_id: Id, channel: Text, kind: Text, state: Text, delivery: Text, finished_at: Instant];
    /// Removes the traces of old messages.
    PURGE = sweep "outgoing_message.purge" "DELETE FROM outgoing_message WHERE message_id IN (SELECT message_id FROM outgoing_message WHERE finished_at < $1 LIMIT $2)" => [];
}

/// Names messages.
#[derive(Debug)]
pub enum OutgoingMessage {}
/// A message's id, the same at each attempt to send it.
pub type MessageId = Id<OutgoingMessage>;

/// A message as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// `mobile_phone` or `email`.
    pub channel: String,
    /// The kind of message.
    pub kind: String,
    /// `waiting`, `sent`, `failed` or `too_late`.
    pub state: String,
    /// Address and content; none once it is finished.
    pub content_sealed: Option<Vec<u8>>,
}

/// A message of an operator's list; without address and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMessage {
    /// Its id, as in the log.
    pub id: MessageId,
    /// `mobile_phone` or `email`.
    pub channel: String,
    /// The kind of message.
    pub kind: String,
    /// `waiting`, `sent`, `failed` or `too_late`.
    pub state: String,
    /// `awaited`, `delivered`, `undeliverable`, `expired` or `rejected`; `-` where no channel tells.
    pub delivery: String,
    /// When its way ended here.
    pub finished_at: Timestamp,
}

/// What a receipt for a part did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// No such part was sent, as far as is known.
    Unknown,
    /// A receipt for this part came before; this one changes nothing.
    Repeated,
    /// It was the first one for a part of this message.
    Noted(MessageId),
}

/// A message of an owner.
pub async fn find(read: &mut Read, owner: Uuid, message: MessageId) -> Result<Option<MessageRow>, Error> {
    let row = read.query_opt(&FIND, args![Id::<()>::from_uuid(owner), message]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(MessageRow {
        channel: row.get("channel")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        content_sealed: row.get("content_sealed")?,
    }))
}

/// Stores a message; false when one with the same mark was made before.
pub async fn insert(
    tx: &mut Tx,
    owner: Uuid,
    message: MessageId,
    (channel, kind, dedupe): (&str, &str, &str),
    sealed: &[u8],
    now: Timestamp,
) -> Result<bool, Error> {
    let arguments = args![Id::<()>::from_uuid(owner), message, channel, kind, dedupe, sealed, now];
    Ok(tx.execute(&INSERT, arguments).await?.count() == 1)
}

/// Ends a message's way; nothing happens if it ended before. `parts` are the parts whose receipts will come.
pub async fn finish(
    tx: &mut Tx,
    owner: Uuid,
    message: MessageId,
    (state, parts): (&str, &[[u8; 32]]),
    now: Timestamp,
) -> Result<(), Error> {
    let owner = Id::<()>::from_uuid(owner);
    let delivery = (!parts.is_empty()).then_some("awaited");
    let open = i64::try_from(parts.len()).unwrap_or(i64::MAX);
    if tx.execute(&FINISH, args![owner, message, state, now, delivery, open]).await?.count() == 1 {
        for part in parts {
            tx.execute(&INSERT_PART, args![*part, owner, message, now]).await?.exactly_one()?;
        }
    }
    Ok(())
}

/// Notes what became of a part, and of its message when that is certain now.
pub async fn settle_part(tx: &mut Tx, part: &[u8; 32], delivery: &str) -> Result<Settled, Error> {
    let Some(row) = tx.query_opt(&FIND_PART, args![*part]).await? else { return Ok(Settled::Unknown) };
    let (owner, message) = (row.get::<Id<()>>("owner_id")?, row.get::<MessageId>("message_id")?);
    if tx.execute(&SETTLE_PART, args![*part, delivery]).await?.count() == 0 {
        return Ok(Settled::Repeated);
    }
    if delivery == "delivered" {
        tx.execute(&PART_DELIVERED, args![owner, message]).await?.any();
    } else {
        tx.execute(&PART_LOST, args![owner, message, delivery]).await?.any();
    }
    Ok(Settled::Noted(message))
}

/// How many messages there are by channel, state and delivery.
pub async fn count(read: &mut Read) -> Result<Vec<([String; 3], i64)>, Error> {
    let rows = read.query_all(&COUNT, args![]).await?;
    let sort = |row: &Row| Ok(([row.get("channel")?, row.get("state")?, row.get("delivery")?], row.get("messages")?));
    rows.iter().map(sort).collect()
}

/// Up to `most` messages that did not reach their readers, the newest first.
pub async fn lost(read: &mut Read, most: i64) -> Result<Vec<ListedMessage>, Error> {
    let decode = |row: &Row| {
        Ok(ListedMessage {
            id: row.get("message_id")?,
            channel: row.get("channel")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            delivery: row.get("delivery")?,
            finished_at: row.get("finished_at")?,
        })
    };
    read.query_all(&LOST, args![most]).await?.iter().map(decode).collect()
}

/// Forgets up to `most` parts sent before `before`; returns how many.
pub async fn purge_parts(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE_PARTS, args![before, most]).await?.count())
}

/// Removes up to `most` messages finished before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
