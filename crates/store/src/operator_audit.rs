//! The chained record of what an operator did.

use okno_domain::{
    operator::{CenterId, OperatorId, OrganizationId},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The first link of an operator's chain.
    BEGIN = own("operator_id") "operator_audit.begin" "INSERT INTO operator_audit_head (operator_id, seq, hash) VALUES ($1, 0, $2)" => [];
    /// Takes the next place in the chain; other writers of the same operator wait here.
    ADVANCE = own("operator_id") "operator_audit.advance" "UPDATE operator_audit_head SET seq = seq + 1 WHERE operator_id = $1 RETURNING seq, hash" => [seq: I64, hash: Bytes];
    /// Makes an entry the head.
    SET_HEAD = own("operator_id") "operator_audit.set_head" "UPDATE operator_audit_head SET hash = $3 WHERE operator_id = $1 AND seq = $2" => [];
    /// The head, for checking.
    HEAD = own("operator_id") "operator_audit.head" "SELECT seq, hash FROM operator_audit_head WHERE operator_id = $1" => [seq: I64, hash: Bytes];
    /// A new entry.
    INSERT = own("operator_id") "operator_audit.insert" "INSERT INTO operator_audit (operator_id, seq, at, actor, act, detail, center_id, organization_id, network, user_agent, request_id, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)" => [];
    /// Entries before a place in the chain, the newest first.
    LIST = own("operator_id") "operator_audit.list" "SELECT seq, at, actor, act, detail, center_id, organization_id, network, user_agent, request_id, previous, hash FROM operator_audit WHERE operator_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
        => [seq: I64, at: Instant, actor: Text, act: Text, detail: Text, center_id: Id, organization_id: Id, network: Text, user_agent: Text, request_id: Text, previous: Bytes, hash: Bytes];
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorAuditRow {
    /// Its place in the operator's chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who: the operator's own login name, another operator's, or `installation`.
    pub actor: String,
    /// What, a stable kebab-case word.
    pub act: String,
    /// On what, without personal data.
    pub detail: String,
    /// At which center (R135).
    pub center: Option<CenterId>,
    /// For which organization (R135).
    pub organization: Option<OrganizationId>,
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

/// Begins the chain of a new operator.
pub async fn begin(tx: &mut Tx, operator: OperatorId, hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&BEGIN, args![operator, *hash]).await?.exactly_one()
}

/// Takes the next place: its number, and the hash of the entry before.
pub async fn advance(tx: &mut Tx, operator: OperatorId) -> Result<(i64, [u8; 32]), Error> {
    let row = tx.query_one(&ADVANCE, args![operator]).await?;
    Ok((row.get("seq")?, row.get("hash")?))
}

/// Stores the entry for a place taken in this transaction.
pub async fn insert(tx: &mut Tx, operator: OperatorId, entry: &OperatorAuditRow) -> Result<(), Error> {
    let arguments = args![
        operator,
        entry.seq,
        entry.at,
        entry.actor.as_str(),
        entry.act.as_str(),
        entry.detail.as_str(),
        entry.center,
        entry.organization,
        entry.network.as_str(),
        entry.user_agent.as_str(),
        entry.request_id.as_str(),
        entry.previous,
        entry.hash
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()?;
    tx.execute(&SET_HEAD, args![operator, entry.seq, entry.hash]).await?.exactly_one()
}

/// The number and hash of the newest entry.
pub async fn head(read: &mut Read, operator: OperatorId) -> Result<Option<(i64, [u8; 32])>, Error> {
    let Some(row) = read.query_opt(&HEAD, args![operator]).await? else { return Ok(None) };
    Ok(Some((row.get("seq")?, row.get("hash")?)))
}

fn decode(row: &Row) -> Result<OperatorAuditRow, Error> {
    Ok(OperatorAuditRow {
        seq: row.get("seq")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        act: row.get("act")?,
        detail: row.get("detail")?,
        center: row.get("center_id")?,
        organization: row.get("organization_id")?,
        network: row.get("network")?,
        user_agent: row.get("user_agent")?,
        request_id: row.get("request_id")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}

/// Up to `most` entries before `before`, the newest first.
pub async fn list(
    read: &mut Read,
    operator: OperatorId,
    before: i64,
    most: i64,
) -> Result<Vec<OperatorAuditRow>, Error> {
    read.query_all(&LIST, args![operator, before, most]).await?.iter().map(decode).collect()
}
