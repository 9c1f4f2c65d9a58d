//! The sites at which somebody signed in within a session, until they are told that it is over.

use okno_domain::{account::AccountId, relying_party::RelyingPartyId, session::SessionId, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A sign-in at a site.
    PUT = account "session_site.put" "INSERT INTO session_site (account_id, root_id, relying_party_id, subject, began_at, look_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, root_id, relying_party_id) DO UPDATE SET subject = $4, look_at = $6" => [];
    /// Takes the sites of all sessions that are over: of several who do so at the same time each gets some.
    TAKE_OVER = account "session_site.take_over" "DELETE FROM session_site WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM session s WHERE s.account_id = $1 AND COALESCE(s.root_id, s.session_id) = session_site.root_id AND s.ended_at IS NULL) RETURNING root_id, relying_party_id, subject"
        => [root_id: Id, relying_party_id: Id, subject: Text];
    /// Takes a site out of every session.
    TAKE_SITE = account "session_site.take_site" "DELETE FROM session_site WHERE account_id = $1 AND relying_party_id = $2 RETURNING root_id, relying_party_id, subject"
        => [root_id: Id, relying_party_id: Id, subject: Text];
    /// The sites of the open sessions of an account.
    SITES = account "session_site.sites" "SELECT DISTINCT relying_party_id FROM session_site WHERE account_id = $1" => [relying_party_id: Id];
    /// Sessions that may have ended by themselves.
    DUE = sweep "session_site.due" "SELECT account_id, root_id FROM session_site WHERE look_at <= $1 ORDER BY look_at LIMIT $2"
        => [account_id: Id, root_id: Id];
    /// A session goes on; the next look is then.
    LOOK = account "session_site.look" "UPDATE session_site SET look_at = $3 WHERE account_id = $1 AND root_id = $2" => [];
}

/// A site of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSiteRow {
    /// The session, the first of those that took each other's place.
    pub root: SessionId,
    /// The site.
    pub relying_party: RelyingPartyId,
    /// The person as the site knows it.
    pub subject: String,
}

fn decode(row: &Row) -> Result<SessionSiteRow, Error> {
    Ok(SessionSiteRow {
        root: row.get("root_id")?,
        relying_party: row.get("relying_party_id")?,
        subject: row.get("subject")?,
    })
}

/// Notes a sign-in at `now`; the session is to be looked at again at `look_at`.
pub async fn put(
    tx: &mut Tx,
    account: AccountId,
    row: &SessionSiteRow,
    (now, look_at): (Timestamp, Timestamp),
) -> Result<(), Error> {
    let arguments = args![account, row.root, row.relying_party, row.subject.as_str(), now, look_at];
    tx.execute(&PUT, arguments).await?.exactly_one()
}

/// Takes the sites of all sessions of an account that are over. Nobody else gets the same.
pub async fn take_over(tx: &mut Tx, account: AccountId) -> Result<Vec<SessionSiteRow>, Error> {
    tx.query_all(&TAKE_OVER, args![account]).await?.iter().map(decode).collect()
}

/// Takes a site out of every session of an account.
pub async fn take_site(tx: &mut Tx, account: AccountId, site: RelyingPartyId) -> Result<Vec<SessionSiteRow>, Error> {
    tx.query_all(&TAKE_SITE, args![account, site]).await?.iter().map(decode).collect()
}

/// The sites of the sessions of an account.
pub async fn sites(read: &mut Read, account: AccountId) -> Result<Vec<RelyingPartyId>, Error> {
    read.query_all(&SITES, args![account]).await?.iter().map(|row| row.get("relying_party_id")).collect()
}

/// Up to `most` sessions with sites that may have ended by themselves, the longest first; each as often as it has sites.
pub async fn due(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<(AccountId, SessionId)>, Error> {
    let rows = read.query_all(&DUE, args![now, most]).await?;
    rows.iter().map(|row| Ok((row.get("account_id")?, row.get("root_id")?))).collect()
}

/// The session goes on until `look_at` at least.
pub async fn look_again(tx: &mut Tx, account: AccountId, root: SessionId, look_at: Timestamp) -> Result<(), Error> {
    tx.execute(&LOOK, args![account, root, look_at]).await?.any();
    Ok(())
}
