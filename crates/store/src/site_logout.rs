//! What sites must be told of sessions that are over, and what came of it.

use okno_domain::{
    account::AccountId,
    relying_party::{RelyingPartyId, SiteLogoutId, TellingState},
    session::SessionId,
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// Something to tell.
    INSERT = account "site_logout.insert" "INSERT INTO site_logout (account_id, logout_id, relying_party_id, root_id, subject, reason, state, attempts, created_at, give_up_at) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', 0, $7, $8)" => [];
    /// One of them.
    FIND = account "site_logout.find" "SELECT logout_id, relying_party_id, root_id, subject, reason, state, attempts, last_fault, created_at, give_up_at, settled_at FROM site_logout WHERE account_id = $1 AND logout_id = $2"
        => [logout_id: Id, relying_party_id: Id, root_id: Id, subject: Text, reason: Text, state: Text, attempts: I64, last_fault: Text, created_at: Instant, give_up_at: Instant, settled_at: Instant];
    /// The newest of a site.
    OF_SITE = sweep "site_logout.of_site" "SELECT account_id, logout_id, relying_party_id, root_id, subject, reason, state, attempts, last_fault, created_at, give_up_at, settled_at FROM site_logout WHERE relying_party_id = $1 ORDER BY created_at DESC, logout_id DESC LIMIT $2"
        => [account_id: Id, logout_id: Id, relying_party_id: Id, root_id: Id, subject: Text, reason: Text, state: Text, attempts: I64, last_fault: Text, created_at: Instant, give_up_at: Instant, settled_at: Instant];
    /// What came of an attempt; nothing moves one that was told.
    SETTLE = account "site_logout.settle" "UPDATE site_logout SET state = $3, attempts = attempts + $4, last_fault = $5, settled_at = $6 WHERE account_id = $1 AND logout_id = $2 AND state <> 'told'" => [];
    /// Removes what is long over.
    PURGE = sweep "site_logout.purge" "DELETE FROM site_logout WHERE logout_id IN (SELECT logout_id FROM site_logout WHERE created_at < $1 LIMIT $2)" => [];
}

/// Something that a site must be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutRow {
    /// Its id.
    pub id: SiteLogoutId,
    /// Which site.
    pub relying_party: RelyingPartyId,
    /// Which session is over; every one of the person's at the site where none is named.
    pub root: Option<SessionId>,
    /// The person as the site knows it.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: TellingState,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong the last time.
    pub last_fault: Option<String>,
    /// Since when it has to be told.
    pub created_at: Timestamp,
    /// When it is given up.
    pub give_up_at: Timestamp,
    /// When it came to an end, good or bad.
    pub settled_at: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<LogoutRow, Error> {
    let state: String = row.get("state")?;
    Ok(LogoutRow {
        id: row.get("logout_id")?,
        relying_party: row.get("relying_party_id")?,
        root: row.get("root_id")?,
        subject: row.get("subject")?,
        reason: row.get("reason")?,
        state: TellingState::from_name(&state).ok_or_else(|| row.corrupt("state"))?,
        attempts: row.get("attempts")?,
        last_fault: row.get("last_fault")?,
        created_at: row.get("created_at")?,
        give_up_at: row.get("give_up_at")?,
        settled_at: row.get("settled_at")?,
    })
}

/// Stores what a site must be told.
pub async fn insert(tx: &mut Tx, account: AccountId, row: &LogoutRow) -> Result<(), Error> {
    let arguments = args![
        account,
        row.id,
        row.relying_party,
        row.root,
        row.subject.as_str(),
        row.reason.as_str(),
        row.created_at,
        row.give_up_at,
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// One of them.
pub async fn find(read: &mut Read, account: AccountId, id: SiteLogoutId) -> Result<Option<LogoutRow>, Error> {
    read.query_opt(&FIND, args![account, id]).await?.as_ref().map(decode).transpose()
}

/// Up to `most` of a site, the newest first, each with whose it is.
pub async fn of_site(read: &mut Read, site: RelyingPartyId, most: i64) -> Result<Vec<(AccountId, LogoutRow)>, Error> {
    let rows = read.query_all(&OF_SITE, args![site, most]).await?;
    rows.iter().map(|row| Ok((row.get("account_id")?, decode(row)?))).collect()
}

/// Notes what came of `attempts` more attempts; false when it was told meanwhile, which nothing changes any more.
pub async fn settle(
    tx: &mut Tx,
    account: AccountId,
    id: SiteLogoutId,
    (state, attempts): (TellingState, i64),
    fault: Option<&str>,
    settled_at: Option<Timestamp>,
) -> Result<bool, Error> {
    let arguments = args![account, id, state.name(), attempts, fault, settled_at];
    Ok(tx.execute(&SETTLE, arguments).await?.count() == 1)
}

/// Removes up to `most` that are older than `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
