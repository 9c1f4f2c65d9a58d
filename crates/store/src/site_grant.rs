//! What sites were given, and what people agreed to.

use okno_domain::{
    account::AccountId,
    relying_party::{RelyingPartyId, SiteGrantId, SiteState},
    session::SessionId,
    time::Timestamp,
};
use serde_json::Value as Json;

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A grant, with what must be so of its account for it to be worth anything.
    FIND = account "site_grant.find" "SELECT g.relying_party_id, g.session_id, g.is_offline, g.subject, g.detail, g.code, g.refresh, g.delivered, g.created_at, g.expires_at, g.ended_at, g.version, a.status, (SELECT COUNT(*) FROM session s WHERE s.account_id = g.account_id AND COALESCE(s.root_id, s.session_id) = g.session_id AND s.ended_at IS NULL) AS open_sessions FROM site_grant g JOIN account a ON a.account_id = g.account_id WHERE g.account_id = $1 AND g.grant_id = $2"
        => [relying_party_id: Id, session_id: Id, is_offline: Bool, subject: Text, detail: Json, code: Json, refresh: Json, delivered: Json, created_at: Instant, expires_at: Instant, ended_at: Instant, version: I64, status: Text, open_sessions: I64];
    /// A new one.
    INSERT = account "site_grant.insert" "INSERT INTO site_grant (account_id, grant_id, relying_party_id, session_id, is_offline, subject, detail, code, refresh, delivered, created_at, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)" => [];
    /// Its code and refresh tokens moved on, if nobody moved them meanwhile.
    MOVE = account "site_grant.move" "UPDATE site_grant SET code = $4, refresh = $5, delivered = $6, expires_at = $7, version = version + 1 WHERE account_id = $1 AND grant_id = $2 AND version = $3 AND ended_at IS NULL" => [];
    /// Ends one.
    END = account "site_grant.end" "UPDATE site_grant SET ended_at = $3, end_reason = $4, version = version + 1 WHERE account_id = $1 AND grant_id = $2 AND ended_at IS NULL" => [];
    /// Ends those of a site.
    END_OF_SITE = account "site_grant.end_of_site" "UPDATE site_grant SET ended_at = $3, end_reason = $4, version = version + 1 WHERE account_id = $1 AND relying_party_id = $2 AND ended_at IS NULL" => [];
    /// The sites that hold something.
    SITES = account "site_grant.sites" "SELECT DISTINCT relying_party_id FROM site_grant WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2" => [relying_party_id: Id];
    /// The newest of an account.
    LIST = account "site_grant.list" "SELECT g.grant_id, g.relying_party_id, r.client_id, r.metadata, r.state, g.session_id, g.is_offline, g.detail, g.delivered, g.created_at, g.expires_at, g.ended_at, (SELECT COUNT(*) FROM session s WHERE s.account_id = g.account_id AND COALESCE(s.root_id, s.session_id) = g.session_id AND s.ended_at IS NULL) AS open_sessions FROM site_grant g JOIN relying_party r ON r.relying_party_id = g.relying_party_id WHERE g.account_id = $1 ORDER BY g.grant_id DESC LIMIT $2"
        => [grant_id: Id, relying_party_id: Id, client_id: Text, metadata: Json, state: Text, session_id: Id, is_offline: Bool, detail: Json, delivered: Json, created_at: Instant, expires_at: Instant, ended_at: Instant, open_sessions: I64];
    /// Removes what is long over.
    PURGE = sweep "site_grant.purge" "DELETE FROM site_grant WHERE grant_id IN (SELECT grant_id FROM site_grant WHERE expires_at < $1 LIMIT $2)" => [];
    /// What a person agreed that a site may have.
    CONSENT = account "site_consent.find" "SELECT relying_party_id, scopes, claims, agreed_at, expires_at, version FROM site_consent WHERE account_id = $1 AND relying_party_id = $2"
        => [relying_party_id: Id, scopes: Json, claims: Json, agreed_at: Instant, expires_at: Instant, version: I64];
    /// All that a person agreed to.
    CONSENTS = account "site_consent.list" "SELECT c.relying_party_id, r.client_id, r.metadata, r.state, c.expires_at FROM site_consent c JOIN relying_party r ON r.relying_party_id = c.relying_party_id WHERE c.account_id = $1 AND r.state <> 'deleted' ORDER BY c.agreed_at DESC"
        => [relying_party_id: Id, client_id: Text, metadata: Json, state: Text, expires_at: Instant];
    /// What holds from now on.
    AGREE = account "site_consent.put" "INSERT INTO site_consent (account_id, relying_party_id, scopes, claims, agreed_at, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (account_id, relying_party_id) DO UPDATE SET scopes = $3, claims = $4, agreed_at = $5, expires_at = $6, version = site_consent.version + 1" => [];
    /// Takes it back.
    WITHDRAW = account "site_consent.delete" "DELETE FROM site_consent WHERE account_id = $1 AND relying_party_id = $2" => [];
}

/// A grant as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantRow {
    /// Whose.
    pub account: AccountId,
    /// Its id.
    pub id: SiteGrantId,
    /// To which site.
    pub relying_party: RelyingPartyId,
    /// In which session: the first of those that took each other's place.
    pub session: SessionId,
    /// Whether it outlives the session.
    pub is_offline: bool,
    /// The person as the site knows it.
    pub subject: String,
    /// What it opens, and what it is bound to.
    pub detail: Json,
    /// Its code.
    pub code: Option<Json>,
    /// Its refresh tokens.
    pub refresh: Option<Json>,
    /// The names of claims that were delivered by it.
    pub delivered: Json,
    /// When it was given.
    pub created_at: Timestamp,
    /// From this instant on nothing of it is any good.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// Grows with each change.
    pub version: i64,
    /// Whether the account may be used.
    pub account_is_active: bool,
    /// Whether its session has not been ended.
    pub session_is_there: bool,
}

/// A grant in the person's list.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantEntry {
    /// Its id.
    pub id: SiteGrantId,
    /// To which site.
    pub relying_party: RelyingPartyId,
    /// The site's name in the protocol.
    pub client_id: String,
    /// What it registered.
    pub metadata: Json,
    /// Whether it may be used.
    pub site_is_active: bool,
    /// In which session: the first of those that took each other's place.
    pub session: SessionId,
    /// Whether it outlives the session.
    pub is_offline: bool,
    /// What it opens.
    pub detail: Json,
    /// The names of claims that were delivered.
    pub delivered: Json,
    /// When it was given.
    pub created_at: Timestamp,
    /// From this instant on nothing of it is any good.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// Whether its session has not been ended.
    pub session_is_there: bool,
}

/// That a person agreed to something, in their list.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsentEntry {
    /// For which site.
    pub relying_party: RelyingPartyId,
    /// The site's name in the protocol.
    pub client_id: String,
    /// What it registered.
    pub metadata: Json,
    /// Whether the site may be used.
    pub site_is_active: bool,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// What a person agreed to.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsentRow {
    /// For which site.
    pub relying_party: RelyingPartyId,
    /// The scopes.
    pub scopes: Json,
    /// The claims.
    pub claims: Json,
    /// When.
    pub agreed_at: Timestamp,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

fn session_is_there(row: &Row) -> Result<bool, Error> {
    Ok(row.get::<i64>("open_sessions")? > 0)
}

/// The grant with this id.
pub async fn find(read: &mut Read, account: AccountId, id: SiteGrantId) -> Result<Option<GrantRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![account, id]).await? else { return Ok(None) };
    let status: String = row.get("status")?;
    Ok(Some(GrantRow {
        account,
        id,
        relying_party: row.get("relying_party_id")?,
        session: row.get("session_id")?,
        is_offline: row.get("is_offline")?,
        subject: row.get("subject")?,
        detail: row.get("detail")?,
        code: row.get("code")?,
        refresh: row.get("refresh")?,
        delivered: row.get("delivered")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        ended_at: row.get("ended_at")?,
        version: row.get("version")?,
        account_is_active: status == "active",
        session_is_there: session_is_there(&row)?,
    }))
}

/// Stores a new grant.
pub async fn insert(tx: &mut Tx, row: &GrantRow) -> Result<(), Error> {
    let arguments = args![
        row.account,
        row.id,
        row.relying_party,
        row.session,
        row.is_offline,
        row.subject.as_str(),
        row.detail.clone(),
        row.code.clone(),
        row.refresh.clone(),
        row.delivered.clone(),
        row.created_at,
        row.expires_at,
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Stores its code, its refresh tokens, what was delivered and its end; `Conflict` when somebody moved it since.
pub async fn advance(tx: &mut Tx, row: &GrantRow) -> Result<(), Error> {
    let arguments = args![
        row.account,
        row.id,
        row.version,
        row.code.clone(),
        row.refresh.clone(),
        row.delivered.clone(),
        row.expires_at
    ];
    tx.execute(&MOVE, arguments).await?.exactly_one()
}

/// Ends a grant; false when it had ended before.
pub async fn end(
    tx: &mut Tx,
    account: AccountId,
    id: SiteGrantId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    Ok(tx.execute(&END, args![account, id, now, reason]).await?.count() == 1)
}

/// Ends the grants of a site; returns how many.
pub async fn end_of_site(
    tx: &mut Tx,
    account: AccountId,
    site: RelyingPartyId,
    reason: &str,
    now: Timestamp,
) -> Result<u64, Error> {
    Ok(tx.execute(&END_OF_SITE, args![account, site, now, reason]).await?.count())
}

/// The sites that hold a grant of this account which is neither ended nor over.
pub async fn sites(read: &mut Read, account: AccountId, now: Timestamp) -> Result<Vec<RelyingPartyId>, Error> {
    read.query_all(&SITES, args![account, now]).await?.iter().map(|row| row.get("relying_party_id")).collect()
}

/// Up to `most` grants of an account, the newest first.
pub async fn list(read: &mut Read, account: AccountId, most: i64) -> Result<Vec<GrantEntry>, Error> {
    let rows = read.query_all(&LIST, args![account, most]).await?;
    let entry = |row: &Row| {
        let state: String = row.get("state")?;
        Ok(GrantEntry {
            id: row.get("grant_id")?,
            relying_party: row.get("relying_party_id")?,
            client_id: row.get("client_id")?,
            metadata: row.get("metadata")?,
            site_is_active: state == SiteState::Active.name(),
            session: row.get("session_id")?,
            is_offline: row.get("is_offline")?,
            detail: row.get("detail")?,
            delivered: row.get("delivered")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            ended_at: row.get("ended_at")?,
            session_is_there: session_is_there(row)?,
        })
    };
    rows.iter().map(entry).collect()
}

/// Removes up to `most` grants that ended before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}

fn decode_consent(row: &Row) -> Result<ConsentRow, Error> {
    Ok(ConsentRow {
        relying_party: row.get("relying_party_id")?,
        scopes: row.get("scopes")?,
        claims: row.get("claims")?,
        agreed_at: row.get("agreed_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// What a person agreed that a site may have.
pub async fn consent(read: &mut Read, account: AccountId, site: RelyingPartyId) -> Result<Option<ConsentRow>, Error> {
    read.query_opt(&CONSENT, args![account, site]).await?.as_ref().map(decode_consent).transpose()
}

/// All that a person agreed to: a row for each site, the newest first.
pub async fn consents(read: &mut Read, account: AccountId) -> Result<Vec<ConsentEntry>, Error> {
    let entry = |row: &Row| {
        let state: String = row.get("state")?;
        Ok(ConsentEntry {
            relying_party: row.get("relying_party_id")?,
            client_id: row.get("client_id")?,
            metadata: row.get("metadata")?,
            site_is_active: state == SiteState::Active.name(),
            expires_at: row.get("expires_at")?,
        })
    };
    read.query_all(&CONSENTS, args![account]).await?.iter().map(entry).collect()
}

/// What holds from now on.
pub async fn agree(tx: &mut Tx, account: AccountId, row: &ConsentRow) -> Result<(), Error> {
    let ConsentRow { relying_party, scopes, claims, agreed_at, expires_at } = row;
    let arguments = args![account, *relying_party, scopes.clone(), claims.clone(), *agreed_at, *expires_at];
    tx.execute(&AGREE, arguments).await?.exactly_one()
}

/// Takes a consent back; false when there was none.
pub async fn withdraw(tx: &mut Tx, account: AccountId, site: RelyingPartyId) -> Result<bool, Error> {
    Ok(tx.execute(&WITHDRAW, args![account, site]).await?.count() == 1)
}
