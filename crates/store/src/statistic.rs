//! Counters of what happened, by day. They are raised in the transaction of the act, at its commit.

use okno_domain::{
    operator::CenterId,
    statistic::{CenterKind, Kind},
    time::Date,
};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// Raises a counter.
    RAISE = own("shard") "statistic.raise" "INSERT INTO statistic (shard, day, kind, dimension, total) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (shard, day, kind, dimension) DO UPDATE SET total = statistic.total + excluded.total" => [];
    /// Raises a counter of a center.
    RAISE_AT = own("center_id") "center_statistic.raise" "INSERT INTO center_statistic (center_id, day, kind, total) VALUES ($1, $2, $3, $4) ON CONFLICT (center_id, day, kind) DO UPDATE SET total = center_statistic.total + excluded.total" => [];
    /// The sums of some days; every part is named, so that only these days are read of each.
    SUMS = sweep "statistic.sums" "SELECT kind, dimension, CAST(SUM(total) AS BIGINT) AS total FROM statistic WHERE shard IN (0, 1, 2, 3, 4, 5, 6, 7) AND day >= $1 AND day <= $2 GROUP BY kind, dimension ORDER BY kind, dimension LIMIT $3"
        => [kind: Text, dimension: Text, total: I64];
    /// The sums of some days at one center.
    SUMS_AT = own("center_id") "center_statistic.sums_at" "SELECT kind, CAST(SUM(total) AS BIGINT) AS total FROM center_statistic WHERE center_id = $1 AND day >= $2 AND day <= $3 GROUP BY kind ORDER BY kind"
        => [kind: Text, total: I64];
    /// The sums of some days over all centers.
    SUMS_OF_ALL = sweep "center_statistic.sums" "SELECT kind, CAST(SUM(total) AS BIGINT) AS total FROM center_statistic WHERE day >= $1 AND day <= $2 GROUP BY kind ORDER BY kind LIMIT 100"
        => [kind: Text, total: I64];
    /// The sums of some days for each center.
    SUMS_BY_CENTER = sweep "center_statistic.by_center" "SELECT center_id, kind, CAST(SUM(total) AS BIGINT) AS total FROM center_statistic WHERE day >= $1 AND day <= $2 GROUP BY center_id, kind ORDER BY center_id, kind LIMIT $3"
        => [center_id: Id, kind: Text, total: I64];
}

/// A sum of the whole installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What was counted.
    pub kind: Kind,
    /// In which sort.
    pub dimension: String,
    /// How often.
    pub total: i64,
}

/// Raises a counter by one, at the commit of this transaction.
pub fn raise(tx: &mut Tx, shard: u8, day: Date, kind: Kind, dimension: &str) {
    let mark = format!("{day} {} {dimension} {shard}", kind.name());
    tx.raise_at_commit(mark, &RAISE, args![shard, day, kind.name(), dimension]);
}

/// Raises a counter of a center by one, at the commit of this transaction.
pub fn raise_at(tx: &mut Tx, center: CenterId, day: Date, kind: CenterKind) {
    let mark = format!("{day} {} {center}", kind.name());
    tx.raise_at_commit(mark, &RAISE_AT, args![center, day, kind.name()]);
}

/// The sums from a day to a day, both included; what a later release counts is left out.
pub async fn sums(read: &mut Read, (from, to): (Date, Date), most: i64) -> Result<Vec<Sum>, Error> {
    let mut sums = Vec::new();
    for row in read.query_all(&SUMS, args![from, to, most]).await? {
        if let Some(kind) = Kind::from_name(&row.get::<String>("kind")?) {
            sums.push(Sum { kind, dimension: row.get("dimension")?, total: row.get("total")? });
        }
    }
    Ok(sums)
}

/// The sums of one center, or of all.
pub async fn center_sums(
    read: &mut Read,
    center: Option<CenterId>,
    (from, to): (Date, Date),
) -> Result<Vec<(CenterKind, i64)>, Error> {
    let rows = match center {
        Some(center) => read.query_all(&SUMS_AT, args![center, from, to]).await?,
        None => read.query_all(&SUMS_OF_ALL, args![from, to]).await?,
    };
    let mut sums = Vec::new();
    for row in rows {
        if let Some(kind) = CenterKind::from_name(&row.get::<String>("kind")?) {
            sums.push((kind, row.get("total")?));
        }
    }
    Ok(sums)
}

/// The sums for each center that has any, up to `most` sums.
pub async fn sums_by_center(
    read: &mut Read,
    (from, to): (Date, Date),
    most: i64,
) -> Result<Vec<(CenterId, CenterKind, i64)>, Error> {
    let mut sums = Vec::new();
    for row in read.query_all(&SUMS_BY_CENTER, args![from, to, most]).await? {
        if let Some(kind) = CenterKind::from_name(&row.get::<String>("kind")?) {
            sums.push((row.get("center_id")?, kind, row.get("total")?));
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use okno_domain::statistic::SHARDS;

    use super::*;
    use crate::db::Engine;

    /// A part that the sum does not name would be lost.
    #[test]
    fn the_sum_names_every_part() {
        let parts: Vec<String> = (0..SHARDS).map(|shard| shard.to_string()).collect();
        assert!(SUMS.text(Engine::Sqlite).contains(&format!("shard IN ({})", parts.join(", "))));
    }
}
