//! Counters of what happened, by day. They are raised in the transaction of the act, at its commit.

use okno_domain::{
    locale::Texts,
    operator::CenterId,
    statistic::{CenterKind, Kind},
    time::Date,
};

use crate::{
    db::{Error, Read, Tx, args, statements},
    service_center::texts,
};

statements! {
    /// Raises a counter.
    RAISE = own("shard") "statistic.raise" "INSERT INTO statistic (shard, day, kind, dimension, total) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (shard, day, kind, dimension) DO UPDATE SET total = statistic.total + excluded.total" => [];
    /// Raises a counter of a center.
    RAISE_AT = own("center_id") "center_statistic.raise" "INSERT INTO center_statistic (center_id, day, kind, total) VALUES ($1, $2, $3, $4) ON CONFLICT (center_id, day, kind) DO UPDATE SET total = center_statistic.total + excluded.total" => [];
    /// The sums of each of some days; every part is named, so that only these days are read of each.
    SUMS = sweep "statistic.sums" "SELECT day, kind, dimension, CAST(SUM(total) AS BIGINT) AS total FROM statistic WHERE shard IN (0, 1, 2, 3, 4, 5, 6, 7) AND day >= $1 AND day <= $2 GROUP BY day, kind, dimension ORDER BY day, kind, dimension LIMIT $3"
        => [day: Date, kind: Text, dimension: Text, total: I64];
    /// The counts of each of some days at one center.
    SUMS_AT = own("center_id") "center_statistic.sums_at" "SELECT day, kind, total FROM center_statistic WHERE center_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, kind"
        => [day: Date, kind: Text, total: I64];
    /// The sums of each of some days over all centers.
    SUMS_OF_ALL = sweep "center_statistic.sums" "SELECT day, kind, CAST(SUM(total) AS BIGINT) AS total FROM center_statistic WHERE day >= $1 AND day <= $2 GROUP BY day, kind ORDER BY day, kind LIMIT $3"
        => [day: Date, kind: Text, total: I64];
    /// The sums of some days for each center, with its names.
    SUMS_BY_CENTER = sweep "center_statistic.by_center" "SELECT s.center_id, c.external_id, c.name, s.kind, s.total FROM (SELECT center_id, kind, CAST(SUM(total) AS BIGINT) AS total FROM center_statistic WHERE day >= $1 AND day <= $2 GROUP BY center_id, kind) s JOIN service_center c ON c.center_id = s.center_id ORDER BY s.center_id, s.kind LIMIT $3"
        => [center_id: Id, external_id: Text, name: Json, kind: Text, total: I64];
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

/// A sum at one center.
#[derive(Clone, Debug, PartialEq)]
pub struct CenterSum {
    /// The center.
    pub center: CenterId,
    /// What files call it.
    pub external_id: String,
    /// What people call it.
    pub name: Texts,
    /// What was counted.
    pub kind: CenterKind,
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

/// The sums of each day from one to another, both included; what a later release counts is left out.
pub async fn sums(read: &mut Read, (from, to): (Date, Date), most: i64) -> Result<Vec<(Date, Sum)>, Error> {
    let mut sums = Vec::new();
    for row in read.query_all(&SUMS, args![from, to, most]).await? {
        if let Some(kind) = Kind::from_name(&row.get::<String>("kind")?) {
            let sum = Sum { kind, dimension: row.get("dimension")?, total: row.get("total")? };
            sums.push((row.get("day")?, sum));
        }
    }
    Ok(sums)
}

/// The sums of each day of one center, or of all.
pub async fn center_sums(
    read: &mut Read,
    center: Option<CenterId>,
    (from, to): (Date, Date),
    most: i64,
) -> Result<Vec<(Date, CenterKind, i64)>, Error> {
    let rows = match center {
        Some(center) => read.query_all(&SUMS_AT, args![center, from, to]).await?,
        None => read.query_all(&SUMS_OF_ALL, args![from, to, most]).await?,
    };
    let mut sums = Vec::new();
    for row in rows {
        if let Some(kind) = CenterKind::from_name(&row.get::<String>("kind")?) {
            sums.push((row.get("day")?, kind, row.get("total")?));
        }
    }
    Ok(sums)
}

/// The sums for each center that has any, up to `most` sums.
pub async fn sums_by_center(read: &mut Read, (from, to): (Date, Date), most: i64) -> Result<Vec<CenterSum>, Error> {
    let mut sums = Vec::new();
    for row in read.query_all(&SUMS_BY_CENTER, args![from, to, most]).await? {
        if let Some(kind) = CenterKind::from_name(&row.get::<String>("kind")?) {
            sums.push(CenterSum {
                center: row.get("center_id")?,
                external_id: row.get("external_id")?,
                name: texts(&row, "name")?,
                kind,
                total: row.get("total")?,
            });
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
