//! What the system found when it looked at sites by itself.

use okno_domain::{relying_party::RelyingPartyId, site_check::Finding, time::Timestamp};
use serde_json::Value as Json;

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A check is asked for, unless it was too often since this instant.
    ASK = own("relying_party_id") "site_check.ask" "INSERT INTO site_check (relying_party_id, asked_at, hour_at, asked_in_hour, done_at, site_version, findings, known_at) VALUES ($1, $2, $2, 1, NULL, 0, $5, NULL) ON CONFLICT (relying_party_id) DO UPDATE SET asked_at = excluded.asked_at, hour_at = CASE WHEN site_check.hour_at <= $3 THEN excluded.hour_at ELSE site_check.hour_at END, asked_in_hour = CASE WHEN site_check.hour_at <= $3 THEN 1 ELSE site_check.asked_in_hour + 1 END WHERE site_check.hour_at <= $3 OR site_check.asked_in_hour < $4" => [];
    /// The last one.
    FIND = own("relying_party_id") "site_check.find" "SELECT asked_at, done_at, site_version, findings, known_at FROM site_check WHERE relying_party_id = $1"
        => [asked_at: Instant, done_at: Instant, site_version: I64, findings: Json, known_at: Instant];
    /// What was found, if the site is still there; never before it was asked for, whatever the clocks of two servers say.
    SETTLE = own("relying_party_id") "site_check.settle" "UPDATE site_check SET done_at = CASE WHEN asked_at > $2 THEN asked_at ELSE $2 END, site_version = $3, findings = $4 WHERE relying_party_id = $1" => [];
    /// Whether the developer knows of the faults.
    KNOW = own("relying_party_id") "site_check.know" "UPDATE site_check SET known_at = $2 WHERE relying_party_id = $1" => [];
    /// The site is gone.
    FORGET = own("relying_party_id") "site_check.clear" "DELETE FROM site_check WHERE relying_party_id = $1" => [];
}

/// The last check of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When the findings came, which may be those of the one before.
    pub done_at: Option<Timestamp>,
    /// The version of the site that was looked at.
    pub site_version: i64,
    /// What was found. What a later release finds is left out.
    pub findings: Vec<Finding>,
    /// When the developer asked for promotion and said to know of the faults.
    pub known_at: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<CheckRow, Error> {
    let Json::Array(findings) = row.get::<Json>("findings")? else { return Err(row.corrupt("findings")) };
    Ok(CheckRow {
        asked_at: row.get("asked_at")?,
        done_at: row.get("done_at")?,
        site_version: row.get("site_version")?,
        findings: findings.into_iter().filter_map(|finding| serde_json::from_value(finding).ok()).collect(),
        known_at: row.get("known_at")?,
    })
}

/// A check is asked for; false when that was done `most` times since `since` already.
pub async fn ask(
    tx: &mut Tx,
    site: RelyingPartyId,
    now: Timestamp,
    (since, most): (Timestamp, i64),
) -> Result<bool, Error> {
    Ok(tx.execute(&ASK, args![site, now, since, most, Json::Array(Vec::new())]).await?.count() == 1)
}

/// The last check of a site.
pub async fn find(read: &mut Read, site: RelyingPartyId) -> Result<Option<CheckRow>, Error> {
    read.query_opt(&FIND, args![site]).await?.as_ref().map(decode).transpose()
}

/// Stores what was found; false when the site is gone.
pub async fn settle(
    tx: &mut Tx,
    site: RelyingPartyId,
    (version, findings): (i64, &[Finding]),
    now: Timestamp,
) -> Result<bool, Error> {
    let findings =
        serde_json::to_value(findings).map_err(|error| Error::Bug(format!("site_check.findings: {error}")))?;
    Ok(tx.execute(&SETTLE, args![site, now, version, findings]).await?.count() == 1)
}

/// Notes whether the developer said to know of the faults.
pub async fn know(tx: &mut Tx, site: RelyingPartyId, at: Option<Timestamp>) -> Result<(), Error> {
    tx.execute(&KNOW, args![site, at]).await?.any();
    Ok(())
}

/// Forgets the check of a site.
pub async fn forget(tx: &mut Tx, site: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&FORGET, args![site]).await?.any();
    Ok(())
}
