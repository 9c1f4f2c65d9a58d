//! Locks and restrictions, and the links by which a login is disowned.

use okno_domain::{
    account::AccountId,
    id::Id,
    restriction::{Restriction, RestrictionKind, RestrictionReason},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// All of an account, the newest first.
    LIST = account "restriction.list" "SELECT restriction_id, kind, reason, set_at, until, lifted_at FROM restriction WHERE account_id = $1 AND lifted_at IS NULL ORDER BY restriction_id DESC"
        => [restriction_id: Id, kind: Text, reason: Text, set_at: Instant, until: Instant, lifted_at: Instant];
    /// A new one.
    INSERT = account "restriction.insert" "INSERT INTO restriction (account_id, restriction_id, kind, reason, set_by, set_at, until) VALUES ($1, $2, $3, $4, $5, $6, $7)" => [];
    /// Lifts all that stand.
    LIFT_ALL = account "restriction.lift_all" "UPDATE restriction SET lifted_by = $2, lifted_at = $3 WHERE account_id = $1 AND lifted_at IS NULL" => [];
    /// The link of a notice.
    FIND_DISAVOWAL = account "disavowal.find" "SELECT token_hash, network, user_agent, login_at, expires_at, used_at FROM disavowal WHERE account_id = $1 AND disavowal_id = $2"
        => [token_hash: Bytes, network: Text, user_agent: Text, login_at: Instant, expires_at: Instant, used_at: Instant];
    /// A new one.
    INSERT_DISAVOWAL = account "disavowal.insert" "INSERT INTO disavowal (account_id, disavowal_id, token_hash, network, user_agent, login_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)" => [];
    /// Uses one, once.
    USE_DISAVOWAL = account "disavowal.use" "UPDATE disavowal SET used_at = $3 WHERE account_id = $1 AND disavowal_id = $2 AND used_at IS NULL" => [];
    /// Removes those that are over.
    PURGE = sweep "disavowal.purge" "DELETE FROM disavowal WHERE disavowal_id IN (SELECT disavowal_id FROM disavowal WHERE expires_at < $1 LIMIT $2)" => [];
}

/// Names links by which a login is disowned.
#[derive(Debug)]
pub enum DisavowalName {}
/// The id of one.
pub type DisavowalId = Id<DisavowalName>;

/// Such a link as stored, with the login that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisavowalRow {
    /// Its id.
    pub id: DisavowalId,
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// From which network the login came.
    pub network: String,
    /// By which browser.
    pub user_agent: String,
    /// When.
    pub login_at: Timestamp,
    /// From this instant on the link is over.
    pub expires_at: Timestamp,
    /// When it was used, if it was.
    pub used_at: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<Restriction, Error> {
    let (kind, reason): (String, String) = (row.get("kind")?, row.get("reason")?);
    Ok(Restriction {
        id: row.get("restriction_id")?,
        kind: RestrictionKind::from_name(&kind).ok_or_else(|| row.corrupt("kind"))?,
        reason: RestrictionReason::from_name(&reason).ok_or_else(|| row.corrupt("reason"))?,
        set_at: row.get("set_at")?,
        until: row.get("until")?,
        lifted_at: row.get("lifted_at")?,
    })
}

/// The restrictions of an account that were not lifted, the newest first; those over by time among them.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<Restriction>, Error> {
    read.query_all(&LIST, args![account]).await?.iter().map(decode).collect()
}

/// Stores a new one, with whoever set it.
pub async fn insert(tx: &mut Tx, account: AccountId, row: &Restriction, set_by: &str) -> Result<(), Error> {
    let Restriction { id, kind, reason, set_at, until, .. } = row;
    tx.execute(&INSERT, args![account, *id, kind.name(), reason.name(), set_by, *set_at, *until]).await?.exactly_one()
}

/// Lifts all that stand; returns how many.
pub async fn lift_all(tx: &mut Tx, account: AccountId, lifted_by: &str, now: Timestamp) -> Result<u64, Error> {
    Ok(tx.execute(&LIFT_ALL, args![account, lifted_by, now]).await?.count())
}

/// The link with this id.
pub async fn find_disavowal(
    read: &mut Read,
    account: AccountId,
    id: DisavowalId,
) -> Result<Option<DisavowalRow>, Error> {
    let Some(row) = read.query_opt(&FIND_DISAVOWAL, args![account, id]).await? else { return Ok(None) };
    Ok(Some(DisavowalRow {
        id,
        token_hash: row.get("token_hash")?,
        network: row.get("network")?,
        user_agent: row.get("user_agent")?,
        login_at: row.get("login_at")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
    }))
}

/// Stores a new one.
pub async fn insert_disavowal(tx: &mut Tx, account: AccountId, row: &DisavowalRow) -> Result<(), Error> {
    let DisavowalRow { id, token_hash, network, user_agent, login_at, expires_at, .. } = row;
    let arguments = args![account, *id, *token_hash, network.as_str(), user_agent.as_str(), *login_at, *expires_at];
    tx.execute(&INSERT_DISAVOWAL, arguments).await?.exactly_one()
}

/// Uses it; `Conflict` when it was used before.
pub async fn use_disavowal(tx: &mut Tx, account: AccountId, id: DisavowalId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&USE_DISAVOWAL, args![account, id, now]).await?.exactly_one()
}

/// Removes up to `most` that were over before `before`.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
