//! Messages on their way out.

use okno_domain::{id::Id, time::Timestamp};
use uuid::Uuid;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// A message that waits.
    FIND = own("owner_id") "outgoing_message.find" "SELECT channel, kind, state, content_sealed FROM outgoing_message WHERE owner_id = $1 AND message_id = $2"
        => [channel: Text, kind: Text, state: Text, content_sealed: Bytes];
    /// A new message, unless the same one was made before.
    INSERT = own("owner_id") "outgoing_message.insert" "INSERT INTO outgoing_message (owner_id, message_id, channel, kind, dedupe, state, content_sealed, created_at) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7) ON CONFLICT (owner_id, channel, dedupe) DO NOTHING" => [];
    /// Ends a message's way, and wipes address and content.
    FINISH = own("owner_id") "outgoing_message.finish" "UPDATE outgoing_message SET state = $3, content_sealed = NULL, finished_at = $4 WHERE owner_id = $1 AND message_id = $2 AND state = 'waiting'" => [];
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
    /// `sms` or `email`.
    pub channel: String,
    /// The kind of message.
    pub kind: String,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// Address and content; none once it is finished.
    pub content_sealed: Option<Vec<u8>>,
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

/// Ends a message's way; nothing happens if it ended before.
pub async fn finish(tx: &mut Tx, owner: Uuid, message: MessageId, state: &str, now: Timestamp) -> Result<(), Error> {
    tx.execute(&FINISH, args![Id::<()>::from_uuid(owner), message, state, now]).await?.any();
    Ok(())
}

/// Removes up to `most` messages finished before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
