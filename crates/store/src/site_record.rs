//! What became of the requests of sites: the last errors, for a week, and counters by day.

use okno_domain::{
    developer::{SiteCount, SiteErrorId},
    relying_party::RelyingPartyId,
    time::{Date, Timestamp},
};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// An error that a site was answered with.
    NOTE = own("relying_party_id") "site_error.insert" "INSERT INTO site_error (relying_party_id, error_id, endpoint, code, description, reference, happened_at) VALUES ($1, $2, $3, $4, $5, $6, $7)" => [];
    /// How many there were since then.
    SINCE = own("relying_party_id") "site_error.since" "SELECT COUNT(*) AS total FROM site_error WHERE relying_party_id = $1 AND happened_at > $2" => [total: I64];
    /// The last ones.
    ERRORS = own("relying_party_id") "site_error.list" "SELECT endpoint, code, description, reference, happened_at FROM site_error WHERE relying_party_id = $1 AND happened_at > $2 ORDER BY error_id DESC LIMIT $3"
        => [endpoint: Text, code: Text, description: Text, reference: Text, happened_at: Instant];
    /// Those of long ago.
    PURGE_ERRORS = sweep "site_error.purge" "DELETE FROM site_error WHERE (relying_party_id, error_id) IN (SELECT relying_party_id, error_id FROM site_error WHERE happened_at < $1 LIMIT $2)" => [];
    /// Raises a counter.
    RAISE = own("relying_party_id") "site_statistic.raise" "INSERT INTO site_statistic (relying_party_id, day, kind, shard, total) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (relying_party_id, day, kind, shard) DO UPDATE SET total = site_statistic.total + excluded.total" => [];
    /// The sums of each day, the newest first.
    SUMS = own("relying_party_id") "site_statistic.sums" "SELECT day, kind, CAST(SUM(total) AS BIGINT) AS total FROM site_statistic WHERE relying_party_id = $1 AND day >= $2 GROUP BY day, kind ORDER BY day DESC, kind"
        => [day: Date, kind: Text, total: I64];
    /// Those of long ago.
    PURGE_SUMS = sweep "site_statistic.purge" "DELETE FROM site_statistic WHERE (relying_party_id, day, kind, shard) IN (SELECT relying_party_id, day, kind, shard FROM site_statistic WHERE day < $1 LIMIT $2)" => [];
    /// A site is gone, and with it its errors.
    FORGET_ERRORS = own("relying_party_id") "site_error.clear" "DELETE FROM site_error WHERE relying_party_id = $1" => [];
    /// And its counters.
    FORGET_SUMS = own("relying_party_id") "site_statistic.clear" "DELETE FROM site_statistic WHERE relying_party_id = $1" => [];
}

/// An error that a site was answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The path.
    pub endpoint: String,
    /// The code of the protocol.
    pub code: String,
    /// What is wrong, for the developer.
    pub description: String,
    /// The request's id.
    pub reference: String,
    /// When.
    pub at: Timestamp,
}

/// Notes an error.
pub async fn note(tx: &mut Tx, site: RelyingPartyId, id: SiteErrorId, row: &ErrorRow) -> Result<(), Error> {
    let ErrorRow { endpoint, code, description, reference, at } = row;
    let arguments = args![site, id, endpoint.as_str(), code.as_str(), description.as_str(), reference.as_str(), *at];
    tx.execute(&NOTE, arguments).await?.exactly_one()
}

/// How many errors were noted since then.
pub async fn noted_since(read: &mut Read, site: RelyingPartyId, since: Timestamp) -> Result<i64, Error> {
    read.query_opt(&SINCE, args![site, since]).await?.map_or(Ok(0), |row| row.get("total"))
}

/// The last errors since then, the newest first.
pub async fn errors(
    read: &mut Read,
    site: RelyingPartyId,
    since: Timestamp,
    most: i64,
) -> Result<Vec<ErrorRow>, Error> {
    let rows = read.query_all(&ERRORS, args![site, since, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(ErrorRow {
                endpoint: row.get("endpoint")?,
                code: row.get("code")?,
                description: row.get("description")?,
                reference: row.get("reference")?,
                at: row.get("happened_at")?,
            })
        })
        .collect()
}

/// Raises a counter by one, at the commit of this transaction.
pub fn raise(tx: &mut Tx, site: RelyingPartyId, day: Date, kind: SiteCount, shard: u8) {
    let mark = format!("{day} site {} {site} {shard}", kind.name());
    tx.raise_at_commit(mark, &RAISE, args![site, day, kind.name(), shard]);
}

/// The sums of each day from this one on, the newest first; what a later release counts is left out.
pub async fn sums(read: &mut Read, site: RelyingPartyId, from: Date) -> Result<Vec<(Date, SiteCount, i64)>, Error> {
    let mut sums = Vec::new();
    for row in read.query_all(&SUMS, args![site, from]).await? {
        if let Some(kind) = SiteCount::from_name(&row.get::<String>("kind")?) {
            sums.push((row.get("day")?, kind, row.get("total")?));
        }
    }
    Ok(sums)
}

/// Deletes up to `most` errors of before then, and as many counters of before that day.
pub async fn purge(tx: &mut Tx, before: Timestamp, day: Date, most: i64) -> Result<u64, Error> {
    let errors = tx.execute(&PURGE_ERRORS, args![before, most]).await?.count();
    let sums = tx.execute(&PURGE_SUMS, args![day, most]).await?.count();
    Ok(errors.saturating_add(sums))
}

/// Forgets all about a site.
pub async fn forget(tx: &mut Tx, site: RelyingPartyId) -> Result<(), Error> {
    tx.execute(&FORGET_ERRORS, args![site]).await?.any();
    tx.execute(&FORGET_SUMS, args![site]).await?.any();
    Ok(())
}
