//! Requests to the support, their messages and their files.

use okno_domain::{
    account::AccountId,
    locale::Locale,
    operator::OperatorId,
    support::{
        AttachmentId, FileKind, RequestNumber, RequestState, ScanState, SupportMessageId, SupportRequest,
        SupportRequestId, Topic,
    },
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A new request.
    INSERT = own("request_id") "support_request.insert" "INSERT INTO support_request (request_id, number, account_id, topic, state, detail_sealed, token_hash, locale, created_at, waiting_since, updated_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, 1)" => [];
    /// A request.
    FIND = own("request_id") "support_request.find" "SELECT request_id, number, account_id, topic, state, operator_id, detail_sealed, token_hash, locale, created_at, waiting_since, version FROM support_request WHERE request_id = $1"
        => [request_id: Id, number: Text, account_id: Id, topic: Text, state: Text, operator_id: Id, detail_sealed: Bytes, token_hash: Bytes, locale: Text, created_at: Instant, waiting_since: Instant, version: I64];
    /// What waits or is in hand, the oldest first.
    QUEUE = sweep "support_request.queue" "SELECT request_id, number, account_id, topic, state, operator_id, detail_sealed, token_hash, locale, created_at, waiting_since, version FROM support_request WHERE state IN ('waiting', 'taken') ORDER BY waiting_since, request_id LIMIT $1"
        => [request_id: Id, number: Text, account_id: Id, topic: Text, state: Text, operator_id: Id, detail_sealed: Bytes, token_hash: Bytes, locale: Text, created_at: Instant, waiting_since: Instant, version: I64];
    /// Where a request stands, if nobody moved it meanwhile.
    UPDATE = own("request_id") "support_request.update" "UPDATE support_request SET state = $3, operator_id = $4, waiting_since = $5, updated_at = $6, version = version + 1 WHERE request_id = $1 AND version = $2" => [];
    /// A request of a person.
    INSERT_OF = account "support_of_account.insert" "INSERT INTO support_of_account (account_id, request_id) VALUES ($1, $2)" => [];
    /// The requests of a person, the newest first.
    OF_ACCOUNT = account "support_of_account.list" "SELECT request_id FROM support_of_account WHERE account_id = $1 ORDER BY request_id DESC LIMIT $2" => [request_id: Id];
    /// A message.
    INSERT_MESSAGE = own("request_id") "support_message.insert" "INSERT INTO support_message (request_id, message_id, operator_id, text_sealed, written_at) VALUES ($1, $2, $3, $4, $5)" => [];
    /// The messages of a request, in their order.
    MESSAGES = own("request_id") "support_message.list" "SELECT message_id, operator_id, text_sealed, written_at FROM support_message WHERE request_id = $1 ORDER BY written_at, message_id"
        => [message_id: Id, operator_id: Id, text_sealed: Bytes, written_at: Instant];
    /// A file.
    INSERT_FILE = own("request_id") "support_attachment.insert" "INSERT INTO support_attachment (request_id, attachment_id, message_id, kind, name_sealed, size, content_sealed, scan, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)" => [];
    /// The files of a request, without their contents.
    FILES = own("request_id") "support_attachment.list" "SELECT attachment_id, message_id, kind, name_sealed, size, scan FROM support_attachment WHERE request_id = $1 ORDER BY attachment_id"
        => [attachment_id: Id, message_id: Id, kind: Text, name_sealed: Bytes, size: I64, scan: Text];
    /// The content of a file.
    CONTENT = own("request_id") "support_attachment.content" "SELECT content_sealed FROM support_attachment WHERE request_id = $1 AND attachment_id = $2" => [content_sealed: Bytes];
    /// A request goes on under another account, sealed under its key.
    MOVE = own("request_id") "support_request.move" "UPDATE support_request SET account_id = $3, detail_sealed = $4, version = version + 1 WHERE request_id = $1 AND version = $2" => [];
    /// A request of a person that went elsewhere.
    DELETE_OF = account "support_of_account.delete" "DELETE FROM support_of_account WHERE account_id = $1 AND request_id = $2" => [];
    /// A message under another key.
    RESEAL_MESSAGE = own("request_id") "support_message.reseal" "UPDATE support_message SET text_sealed = $3 WHERE request_id = $1 AND message_id = $2" => [];
    /// A file under another key.
    RESEAL_FILE = own("request_id") "support_attachment.reseal" "UPDATE support_attachment SET name_sealed = $3, content_sealed = $4 WHERE request_id = $1 AND attachment_id = $2" => [];
    /// The pointer of an account that became part of another.
    INSERT_MERGE = account "account_merge.insert" "INSERT INTO account_merge (account_id, into_id, request_id, merged_at) VALUES ($1, $2, $3, $4)" => [];
    /// Where an account went.
    MERGED_INTO = account "account_merge.find" "SELECT into_id FROM account_merge WHERE account_id = $1" => [into_id: Id];
    /// A file was found clean.
    OPEN = own("request_id") "support_attachment.open" "UPDATE support_attachment SET scan = 'clean', scanned_at = $3 WHERE request_id = $1 AND attachment_id = $2 AND scan = 'waiting'" => [];
    /// A file was found dangerous, or cannot be looked at: its content goes.
    WIPE = own("request_id") "support_attachment.wipe" "UPDATE support_attachment SET scan = $3, content_sealed = NULL, scanned_at = $4 WHERE request_id = $1 AND attachment_id = $2 AND scan = 'waiting'" => [];
}

/// A request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// The request.
    pub request: SupportRequest,
    /// The contact for the answer and the link, sealed for `support_request.detail_sealed`.
    pub detail_sealed: Vec<u8>,
    /// The hash of the token in a visitor's link.
    pub token_hash: Option<[u8; 32]>,
    /// In which language it was written.
    pub locale: Locale,
    /// For the guard of the next update.
    pub version: i64,
}

/// A message as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its id.
    pub id: SupportMessageId,
    /// The operator who wrote it; none for the person.
    pub operator: Option<OperatorId>,
    /// Sealed for `support_message.text_sealed`.
    pub text_sealed: Vec<u8>,
    /// When.
    pub written_at: Timestamp,
}

/// A file as stored, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Its id.
    pub id: AttachmentId,
    /// The message it came with.
    pub message: SupportMessageId,
    /// What it is.
    pub kind: FileKind,
    /// Sealed for `support_attachment.name_sealed`.
    pub name_sealed: Vec<u8>,
    /// Its bytes.
    pub size: i64,
    /// What the scanner found.
    pub scan: ScanState,
}

fn decode(row: &Row) -> Result<RequestRow, Error> {
    let (number, topic): (String, String) = (row.get("number")?, row.get("topic")?);
    let (state, locale): (String, String) = (row.get("state")?, row.get("locale")?);
    let request = SupportRequest {
        id: row.get("request_id")?,
        number: RequestNumber::parse(&number).ok_or_else(|| row.corrupt("number"))?,
        account: row.get("account_id")?,
        topic: Topic::from_name(&topic).ok_or_else(|| row.corrupt("topic"))?,
        state: RequestState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
        operator: row.get("operator_id")?,
        created_at: row.get("created_at")?,
        waiting_since: row.get("waiting_since")?,
    };
    Ok(RequestRow {
        request,
        detail_sealed: row.get("detail_sealed")?,
        token_hash: row.get("token_hash")?,
        locale: locale.parse().map_err(|_| row.corrupt("locale"))?,
        version: row.get("version")?,
    })
}

/// Stores a new request.
pub async fn insert(tx: &mut Tx, row: &RequestRow) -> Result<(), Error> {
    let request = &row.request;
    let arguments = args![
        request.id,
        request.number.as_str(),
        request.account,
        request.topic.name(),
        request.state.name(),
        row.detail_sealed.as_slice(),
        row.token_hash,
        row.locale.tag(),
        request.created_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()?;
    if let Some(account) = request.account {
        tx.execute(&INSERT_OF, args![account, request.id]).await?.exactly_one()?;
    }
    Ok(())
}

/// A request; none when there is none with this id.
pub async fn find(read: &mut Read, id: SupportRequestId) -> Result<Option<RequestRow>, Error> {
    read.query_opt(&FIND, args![id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` requests that wait or are in hand, the oldest first.
pub async fn queue(read: &mut Read, most: i64) -> Result<Vec<RequestRow>, Error> {
    read.query_all(&QUEUE, args![most]).await?.iter().map(decode).collect()
}

/// Saves where a request stands; `Conflict` if somebody moved it since it was loaded.
pub async fn update(tx: &mut Tx, version: i64, next: &SupportRequest, now: Timestamp) -> Result<(), Error> {
    let arguments = args![next.id, version, next.state.name(), next.operator, next.waiting_since, now];
    tx.execute(&UPDATE, arguments).await?.exactly_one()
}

/// Up to `most` ids of a person's requests, the newest first.
pub async fn of_account(read: &mut Read, account: AccountId, most: i64) -> Result<Vec<SupportRequestId>, Error> {
    read.query_all(&OF_ACCOUNT, args![account, most]).await?.iter().map(|row| row.get("request_id")).collect()
}

/// Stores a message.
pub async fn insert_message(tx: &mut Tx, request: SupportRequestId, row: &MessageRow) -> Result<(), Error> {
    let arguments = args![request, row.id, row.operator, row.text_sealed.as_slice(), row.written_at];
    tx.execute(&INSERT_MESSAGE, arguments).await?.exactly_one()
}

/// The messages of a request, in their order.
pub async fn messages(read: &mut Read, request: SupportRequestId) -> Result<Vec<MessageRow>, Error> {
    let rows = read.query_all(&MESSAGES, args![request]).await?;
    rows.iter()
        .map(|row| {
            Ok(MessageRow {
                id: row.get("message_id")?,
                operator: row.get("operator_id")?,
                text_sealed: row.get("text_sealed")?,
                written_at: row.get("written_at")?,
            })
        })
        .collect()
}

/// Stores a file; it is closed.
pub async fn insert_file(
    tx: &mut Tx,
    request: SupportRequestId,
    row: &FileRow,
    content_sealed: &[u8],
    now: Timestamp,
) -> Result<(), Error> {
    let FileRow { id, message, kind, name_sealed, size, .. } = row;
    let arguments = args![request, *id, *message, kind.name(), name_sealed.as_slice(), *size, content_sealed, now];
    tx.execute(&INSERT_FILE, arguments).await?.exactly_one()
}

/// The files of a request.
pub async fn files(read: &mut Read, request: SupportRequestId) -> Result<Vec<FileRow>, Error> {
    let rows = read.query_all(&FILES, args![request]).await?;
    rows.iter()
        .map(|row| {
            let (kind, scan): (String, String) = (row.get("kind")?, row.get("scan")?);
            Ok(FileRow {
                id: row.get("attachment_id")?,
                message: row.get("message_id")?,
                kind: FileKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
                name_sealed: row.get("name_sealed")?,
                size: row.get("size")?,
                scan: ScanState::from_name(&scan).ok_or_else(|| row.corrupt("scan"))?,
            })
        })
        .collect()
}

/// The sealed content of a file; none when it was wiped or there is none with this id.
pub async fn content(read: &mut Read, request: SupportRequestId, file: AttachmentId) -> Result<Option<Vec<u8>>, Error> {
    let row = read.query_opt(&CONTENT, args![request, file]).await?;
    Ok(row.map(|row| row.get("content_sealed")).transpose()?.flatten())
}

/// Notes what a scanner found; the content of what is not clean goes. False when it was noted before.
pub async fn scanned(
    tx: &mut Tx,
    request: SupportRequestId,
    file: AttachmentId,
    found: ScanState,
    now: Timestamp,
) -> Result<bool, Error> {
    let changed = match found {
        ScanState::Clean => tx.execute(&OPEN, args![request, file, now]).await?,
        other => tx.execute(&WIPE, args![request, file, other.name(), now]).await?,
    };
    Ok(changed.count() == 1)
}

/// A request goes on under another account; `Conflict` if somebody moved it since it was loaded.
pub async fn move_request(
    tx: &mut Tx,
    (request, version): (SupportRequestId, i64),
    (from, to): (AccountId, AccountId),
    detail_sealed: &[u8],
) -> Result<(), Error> {
    tx.execute(&MOVE, args![request, version, to, detail_sealed]).await?.exactly_one()?;
    tx.execute(&DELETE_OF, args![from, request]).await?.exactly_one()?;
    tx.execute(&INSERT_OF, args![to, request]).await?.exactly_one()
}

/// Keeps a message under another key.
pub async fn reseal_message(
    tx: &mut Tx,
    request: SupportRequestId,
    message: SupportMessageId,
    text_sealed: &[u8],
) -> Result<(), Error> {
    tx.execute(&RESEAL_MESSAGE, args![request, message, text_sealed]).await?.exactly_one()
}

/// Keeps a file under another key.
pub async fn reseal_file(
    tx: &mut Tx,
    request: SupportRequestId,
    file: AttachmentId,
    (name_sealed, content_sealed): (&[u8], Option<&[u8]>),
) -> Result<(), Error> {
    tx.execute(&RESEAL_FILE, args![request, file, name_sealed, content_sealed]).await?.exactly_one()
}

/// Stores where an account went; `Conflict` when it went somewhere before.
pub async fn insert_merge(
    tx: &mut Tx,
    account: AccountId,
    (into, request): (AccountId, SupportRequestId),
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&INSERT_MERGE, args![account, into, request, now]).await?.exactly_one()
}

/// The account that this one became part of.
pub async fn merged_into(read: &mut Read, account: AccountId) -> Result<Option<AccountId>, Error> {
    let row = read.query_opt(&MERGED_INTO, args![account]).await?;
    row.map(|row| row.get("into_id")).transpose()
}
