//! Sessions.

use okno_domain::{
    account::AccountId,
    session::{EndReason, SessionId, SessionTimes},
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A session together with what every page of a signed-in person needs; one row, one place in a cluster.
    FIND = account "session.find" "SELECT s.token_hash, s.root_id, s.method, s.created_at, s.authenticated_at, s.strong_at, s.seen_at, s.expires_at, s.ended_at, a.level, a.status, a.locale, a.time_zone, a.created_at AS account_created_at, a.version, a.maker_id, a.made_until, k.vault_key, k.wrapped, p.data_sealed, (SELECT COUNT(*) FROM notice n WHERE n.account_id = s.account_id AND n.read_at IS NULL) AS unread FROM session s JOIN account a ON a.account_id = s.account_id JOIN data_key k ON k.account_id = s.account_id JOIN person p ON p.account_id = s.account_id WHERE s.account_id = $1 AND s.session_id = $2"
        => [token_hash: Bytes, root_id: Id, method: Text, created_at: Instant, authenticated_at: Instant, strong_at: Instant, seen_at: Instant, expires_at: Instant, ended_at: Instant, level: Text, status: Text, locale: Text, time_zone: Text, account_created_at: Instant, version: I64, maker_id: Id, made_until: Instant, vault_key: Text, wrapped: Bytes, data_sealed: Bytes, unread: I64];
    /// A new session.
    INSERT = account "session.insert" "INSERT INTO session (account_id, session_id, token_hash, method, created_at, authenticated_at, seen_at, expires_at, network, user_agent, strong_at, root_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" => [];
    /// Notes a request.
    TOUCH = account "session.touch" "UPDATE session SET seen_at = $3 WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL AND seen_at < $3" => [];
    /// Notes that the person proved the password again.
    AUTHENTICATED = account "session.authenticated" "UPDATE session SET authenticated_at = $3 WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL" => [];
    /// Notes that the person proved a factor.
    STRONG = account "session.strong" "UPDATE session SET authenticated_at = $3, strong_at = $3, method = CASE WHEN CAST($4 AS TEXT) = '' THEN method ELSE $4 END WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL" => [];
    /// Ends one session.
    END = account "session.end" "UPDATE session SET ended_at = $3, end_reason = $4 WHERE account_id = $1 AND session_id = $2 AND ended_at IS NULL" => [];
    /// Ends all sessions but one (a nil id spares none).
    END_OTHERS = account "session.end_others" "UPDATE session SET ended_at = $3, end_reason = $4 WHERE account_id = $1 AND session_id <> $2 AND ended_at IS NULL" => [];
    /// Holds the open session of a root, so that whoever ends it waits for this transaction.
    HOLD = account "session.hold" "UPDATE session SET seen_at = seen_at WHERE account_id = $1 AND COALESCE(root_id, session_id) = $2 AND ended_at IS NULL" => [];
    /// Holds every open session of an account.
    HOLD_ALL = account "session.hold_all" "UPDATE session SET seen_at = seen_at WHERE account_id = $1 AND ended_at IS NULL" => [];
    /// Until when the open session of a root may last.
    LASTS = account "session.lasts" "SELECT expires_at FROM session WHERE account_id = $1 AND COALESCE(root_id, session_id) = $2 AND ended_at IS NULL" => [expires_at: Instant];
    /// The open session of a root, with what must be so of its account.
    OF_ROOT = account "session.of_root" "SELECT s.session_id, s.created_at, s.seen_at, s.expires_at, s.ended_at, a.status FROM session s JOIN account a ON a.account_id = s.account_id WHERE s.account_id = $1 AND COALESCE(s.root_id, s.session_id) = $2 AND s.ended_at IS NULL"
        => [session_id: Id, created_at: Instant, seen_at: Instant, expires_at: Instant, ended_at: Instant, status: Text];
    /// The newest sessions.
    LIST = account "session.list" "SELECT session_id, method, created_at, seen_at, expires_at, network, user_agent, ended_at, end_reason FROM session WHERE account_id = $1 ORDER BY session_id DESC LIMIT $2"
        => [session_id: Id, method: Text, created_at: Instant, seen_at: Instant, expires_at: Instant, network: Text, user_agent: Text, ended_at: Instant, end_reason: Text];
    /// Removes sessions that have long been over.
    PURGE = sweep "session.purge" "DELETE FROM session WHERE session_id IN (SELECT session_id FROM session WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A session with the account and the sealed personal data behind it.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// The session of which it took the place, or itself.
    pub root: SessionId,
    /// How the person signed in.
    pub method: String,
    /// Its times.
    pub times: SessionTimes,
    /// When the person last proved who they are.
    pub authenticated_at: Timestamp,
    /// When the person last proved a factor.
    pub strong_at: Option<Timestamp>,
    /// The account.
    pub account: crate::account::AccountRow,
    /// The person's wrapped data key.
    pub key: crate::account::WrappedKey,
    /// The personal data in force, sealed for `person.data_sealed`.
    pub data_sealed: Vec<u8>,
    /// How many notices in the feed have not been read.
    pub unread: i64,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: SessionId,
    /// The session of which it takes the place, or itself.
    pub root: SessionId,
    /// Whose.
    pub account: AccountId,
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// How the person signed in, such as `password`.
    pub method: &'a str,
    /// Its times.
    pub times: SessionTimes,
    /// When the person last proved who they are.
    pub authenticated_at: Timestamp,
    /// When the person last proved a factor.
    pub strong_at: Option<Timestamp>,
    /// From which network prefix.
    pub network: &'a str,
    /// By which browser.
    pub user_agent: &'a str,
}

/// A session as its owner sees it in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEntry {
    /// Its id.
    pub id: SessionId,
    /// How the person signed in.
    pub method: String,
    /// Its times.
    pub times: SessionTimes,
    /// From which network prefix.
    pub network: String,
    /// By which browser.
    pub user_agent: String,
    /// Why it ended.
    pub end_reason: Option<String>,
}

fn times(row: &Row) -> Result<SessionTimes, Error> {
    Ok(SessionTimes {
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        expires_at: row.get("expires_at")?,
        ended_at: row.get("ended_at")?,
    })
}

/// The session with this id, whatever its state.
pub async fn find(read: &mut Read, account: AccountId, session: SessionId) -> Result<Option<SessionRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![account, session]).await? else { return Ok(None) };
    Ok(Some(SessionRow {
        token_hash: row.get("token_hash")?,
        root: row.get::<Option<SessionId>>("root_id")?.unwrap_or(session),
        method: row.get("method")?,
        times: times(&row)?,
        authenticated_at: row.get("authenticated_at")?,
        strong_at: row.get("strong_at")?,
        account: crate::account::decode(account, &row, "account_created_at")?,
        key: crate::account::WrappedKey { account, vault_key: row.get("vault_key")?, wrapped: row.get("wrapped")? },
        data_sealed: row.get("data_sealed")?,
        unread: row.get("unread")?,
    }))
}

/// Stores a new session.
pub async fn insert(tx: &mut Tx, session: &NewSession<'_>) -> Result<(), Error> {
    let NewSession { id, root, account, token_hash, method, times, authenticated_at, strong_at, network, user_agent } =
        session;
    let arguments = args![
        *account,
        *id,
        *token_hash,
        *method,
        times.created_at,
        *authenticated_at,
        times.seen_at,
        times.expires_at,
        *network,
        *user_agent,
        *strong_at,
        *root
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Notes a request at `now`; nothing happens when the session ended meanwhile.
pub async fn touch(tx: &mut Tx, account: AccountId, session: SessionId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&TOUCH, args![account, session, now]).await?.any();
    Ok(())
}

/// Notes that the person proved who they are at `now`.
pub async fn authenticated(tx: &mut Tx, account: AccountId, session: SessionId, now: Timestamp) -> Result<(), Error> {
    tx.execute(&AUTHENTICATED, args![account, session, now]).await?.exactly_one()
}

/// Notes that the person proved a factor at `now`, and how the session counts as begun from then on; none: as it did.
pub async fn proved_strongly(
    tx: &mut Tx,
    account: AccountId,
    session: SessionId,
    method: Option<&str>,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&STRONG, args![account, session, now, method.unwrap_or_default()]).await?.exactly_one()
}

/// Ends one session; false when it had ended before.
pub async fn end(
    tx: &mut Tx,
    account: AccountId,
    session: SessionId,
    reason: EndReason,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.execute(&END, args![account, session, now, reason.name()]).await?.count() == 1)
}

/// Ends every session of the account except `kept`; returns how many.
pub async fn end_others(
    tx: &mut Tx,
    account: AccountId,
    kept: Option<SessionId>,
    reason: EndReason,
    now: Timestamp,
) -> Result<u64, Error> {
    let kept = kept.unwrap_or(SessionId::from_uuid(uuid::Uuid::nil()));
    Ok(tx.execute(&END_OTHERS, args![account, kept, now, reason.name()]).await?.count())
}

/// Holds the open session of a root until this transaction is over: whoever ends or renews it comes after. False where no session of
/// the root is open any more.
pub async fn hold(tx: &mut Tx, account: AccountId, root: SessionId) -> Result<bool, Error> {
    // A statement that waited for a renewal sees the session that was, and not the one that took its place; the next one does.
    for _ in 0..2 {
        if tx.execute(&HOLD, args![account, root]).await?.count() > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Holds every open session of an account until this transaction is over. Who goes on to change one of them and then others begins with
/// this: one that locks its own first and then those of the others would wait for one that does the same.
pub async fn hold_all(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&HOLD_ALL, args![account]).await?.any();
    Ok(())
}

/// When the open session of a root ends in any case; none where no session of the root is open any more.
pub async fn lasts(read: &mut Read, account: AccountId, root: SessionId) -> Result<Option<Timestamp>, Error> {
    read.query_opt(&LASTS, args![account, root]).await?.map(|row| row.get("expires_at")).transpose()
}

/// The session of a root that was not ended, its times, and whether its account may be used.
pub async fn of_root(
    read: &mut Read,
    account: AccountId,
    root: SessionId,
) -> Result<Option<(SessionId, SessionTimes, bool)>, Error> {
    let Some(row) = read.query_opt(&OF_ROOT, args![account, root]).await? else { return Ok(None) };
    let status: String = row.get("status")?;
    Ok(Some((row.get("session_id")?, times(&row)?, status == "active")))
}

/// Up to `most` sessions, the newest first.
pub async fn list(read: &mut Read, account: AccountId, most: i64) -> Result<Vec<SessionEntry>, Error> {
    let rows = read.query_all(&LIST, args![account, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(SessionEntry {
                id: row.get("session_id")?,
                method: row.get("method")?,
                times: times(row)?,
                network: row.get("network")?,
                user_agent: row.get("user_agent")?,
                end_reason: row.get("end_reason")?,
            })
        })
        .collect()
}

/// Removes up to `most` sessions that expired before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
