//! Counters of guesses and of messages sent.

use okno_domain::time::Timestamp;

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// A counter.
    FIND = lookup "guess_limit.find" "SELECT failures, window_ends_at, blocked_until FROM guess_limit WHERE limit_hash = $1"
        => [failures: I64, window_ends_at: Instant, blocked_until: Instant];
    /// Counts one more; a window that is over begins anew.
    COUNT = lookup "guess_limit.count" "INSERT INTO guess_limit (limit_hash, failures, window_ends_at) VALUES ($1, 1, $3) ON CONFLICT (limit_hash) DO UPDATE SET failures = CASE WHEN guess_limit.window_ends_at <= $2 THEN 1 ELSE guess_limit.failures + 1 END, window_ends_at = CASE WHEN guess_limit.window_ends_at <= $2 THEN excluded.window_ends_at ELSE guess_limit.window_ends_at END RETURNING failures, window_ends_at, blocked_until"
        => [failures: I64, window_ends_at: Instant, blocked_until: Instant];
    /// Takes one back that was counted before it was known to be none.
    UNCOUNT = lookup "guess_limit.uncount" "UPDATE guess_limit SET failures = failures - 1 WHERE limit_hash = $1 AND failures > 0" => [];
    /// Keeps a mark until an instant.
    KEEP = lookup "guess_limit.keep" "INSERT INTO guess_limit (limit_hash, failures, window_ends_at) VALUES ($1, 0, $2) ON CONFLICT (limit_hash) DO UPDATE SET window_ends_at = excluded.window_ends_at" => [];
    /// Blocks until an instant, never for shorter than before.
    BLOCK = lookup "guess_limit.block" "UPDATE guess_limit SET blocked_until = $2 WHERE limit_hash = $1 AND (blocked_until IS NULL OR blocked_until < $2)" => [];
    /// Forgets a counter.
    DELETE = lookup "guess_limit.delete" "DELETE FROM guess_limit WHERE limit_hash = $1" => [];
    /// Removes counters that mean nothing any more.
    PURGE = sweep "guess_limit.purge" "DELETE FROM guess_limit WHERE limit_hash IN (SELECT limit_hash FROM guess_limit WHERE window_ends_at < $1 AND (blocked_until IS NULL OR blocked_until < $1) LIMIT $2)" => [];
}

/// A counter as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CounterRow {
    /// How many so far in this window.
    pub failures: i64,
    /// When the window ends.
    pub window_ends_at: Timestamp,
    /// Until when attempts are refused.
    pub blocked_until: Option<Timestamp>,
}

fn decode(row: &Row) -> Result<CounterRow, Error> {
    Ok(CounterRow {
        failures: row.get("failures")?,
        window_ends_at: row.get("window_ends_at")?,
        blocked_until: row.get("blocked_until")?,
    })
}

/// The counter with this key.
pub async fn find(read: &mut Read, key: &[u8; 32]) -> Result<Option<CounterRow>, Error> {
    read.query_opt(&FIND, args![*key]).await?.as_ref().map(decode).transpose()
}

/// Counts one more and returns the counter as it is then; a window that is over begins anew and ends at
/// `window_ends_at`. Whoever counts the same thing at the same time waits for this transaction.
pub async fn count(
    tx: &mut Tx,
    key: &[u8; 32],
    now: Timestamp,
    window_ends_at: Timestamp,
) -> Result<CounterRow, Error> {
    decode(&tx.query_one(&COUNT, args![*key, now, window_ends_at]).await?)
}

/// Takes back one that was counted.
pub async fn uncount(tx: &mut Tx, key: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&UNCOUNT, args![*key]).await?.any();
    Ok(())
}

/// Keeps a mark until `until`, longer than before or shorter.
pub async fn keep(tx: &mut Tx, key: &[u8; 32], until: Timestamp) -> Result<(), Error> {
    tx.execute(&KEEP, args![*key, until]).await?.exactly_one()
}

/// Refuses attempts until `until`.
pub async fn block(tx: &mut Tx, key: &[u8; 32], until: Timestamp) -> Result<(), Error> {
    tx.execute(&BLOCK, args![*key, until]).await?.any();
    Ok(())
}

/// Forgets a counter.
pub async fn delete(tx: &mut Tx, key: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&DELETE, args![*key]).await?.any();
    Ok(())
}

/// Removes up to `most` counters that are over; returns how many.
pub async fn purge(tx: &mut Tx, now: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![now, most]).await?.count())
}
