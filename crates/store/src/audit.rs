//! The chained record of acts on an account.

use okno_domain::{account::AccountId, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The first link of an account's chain.
    BEGIN = account "audit.begin" "INSERT INTO audit_head (account_id, seq, hash) VALUES ($1, 0, $2)" => [];
    /// Takes the next place in the chain; other writers of the same account wait here.
    ADVANCE = account "audit.advance" "UPDATE audit_head SET seq = seq + 1 WHERE account_id = $1 RETURNING seq, hash" => [seq: I64, hash: Bytes];
    /// Takes the account's turn without an entry; other writers wait here in the same way.
    HOLD = account "audit.hold" "UPDATE audit_head SET seq = seq WHERE account_id = $1" => [];
    /// Makes an entry the head.
    SET_HEAD = account "audit.set_head" "UPDATE audit_head SET hash = $3 WHERE account_id = $1 AND seq = $2" => [];
    /// The head, for checking.
    HEAD = account "audit.head" "SELECT seq, hash FROM audit_head WHERE account_id = $1" => [seq: I64, hash: Bytes];
    /// A new entry.
    INSERT = account "audit.insert" "INSERT INTO audit (account_id, seq, at, actor, act, detail, network, user_agent, request_id, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" => [];
    /// Entries before a place in the chain, the newest first.
    LIST = account "audit.list" "SELECT seq, at, actor, act, detail, network, user_agent, request_id, previous, hash FROM audit WHERE account_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
        => [seq: I64, at: Instant, actor: Text, act: Text, detail: Text, network: Text, user_agent: Text, request_id: Text, previous: Bytes, hash: Bytes];
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its place in the account's chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who: `person`, `system`, `registry:...`, `operator:...`.
    pub actor: String,
    /// What, a stable kebab-case word.
    pub act: String,
    /// On what, without personal data.
    pub detail: String,
    /// From which network prefix.
    pub network: String,
    /// By which browser.
    pub user_agent: String,
    /// In which request.
    pub request_id: String,
    /// The hash of the entry before.
    pub previous: [u8; 32],
    /// This entry's hash.
    pub hash: [u8; 32],
}

/// Begins the chain of a new account.
pub async fn begin(tx: &mut Tx, account: AccountId, hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&BEGIN, args![account, *hash]).await?.exactly_one()
}

/// Takes the next place: its number, and the hash of the entry before.
pub async fn advance(tx: &mut Tx, account: AccountId) -> Result<(i64, [u8; 32]), Error> {
    let row = tx.query_one(&ADVANCE, args![account]).await?;
    Ok((row.get("seq")?, row.get("hash")?))
}

/// Whoever else writes an entry of this account waits until this transaction is over; `Conflict` when there is no such account.
pub async fn hold(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&HOLD, args![account]).await?.exactly_one()
}

/// Stores the entry for a place taken in this transaction.
pub async fn insert(tx: &mut Tx, account: AccountId, entry: &AuditRow) -> Result<(), Error> {
    let AuditRow { seq, at, actor, act, detail, network, user_agent, request_id, previous, hash } = entry;
    let arguments = args![
        account,
        *seq,
        *at,
        actor.as_str(),
        act.as_str(),
        detail.as_str(),
        network.as_str(),
        user_agent.as_str(),
        request_id.as_str(),
        *previous,
        *hash
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()?;
    tx.execute(&SET_HEAD, args![account, *seq, *hash]).await?.exactly_one()
}

/// The number and hash of the newest entry.
pub async fn head(read: &mut Read, account: AccountId) -> Result<Option<(i64, [u8; 32])>, Error> {
    match read.query_opt(&HEAD, args![account]).await? {
        Some(row) => Ok(Some((row.get("seq")?, row.get("hash")?))),
        None => Ok(None),
    }
}

fn decode(row: &Row) -> Result<AuditRow, Error> {
    Ok(AuditRow {
        seq: row.get("seq")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        act: row.get("act")?,
        detail: row.get("detail")?,
        network: row.get("network")?,
        user_agent: row.get("user_agent")?,
        request_id: row.get("request_id")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}

/// Up to `most` entries before `before`, the newest first.
pub async fn list(read: &mut Read, account: AccountId, before: i64, most: i64) -> Result<Vec<AuditRow>, Error> {
    read.query_all(&LIST, args![account, before, most]).await?.iter().map(decode).collect()
}
