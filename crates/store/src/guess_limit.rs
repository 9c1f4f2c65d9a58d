//! Counters of guesses and of messages sent.

use okno_domain::time::Timestamp;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// A counter.
    FIND = lookup "guess_limit.find" "SELECT failures, window_ends_at, blocked_until FROM guess_limit WHERE limit_hash = $1"
        => [failures: I64, window_ends_at: Instant, blocked_until: Instant];
    /// Counts one more; a window that is over begins anew.
    COUNT = lookup "guess_limit.count" "INSERT INTO guess_limit (limit_hash, failures, window_ends_at) VALUES ($1, 1, $3) ON CONFLICT (limit_hash) DO UPDATE SET failures = CASE WHEN guess_limit.window_ends_at <= $2 THEN 1 ELSE guess_limit.failures + 1 END, window_ends_at = CASE WHEN guess_limit.window_ends_at <= $2 THEN excluded.window_ends_at ELSE guess_limit.window_ends_at END RETURNING failures"
        => [failures: I64];
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

/// The counter with this key.
pub async fn find(read: &mut Read, key: &[u8; 32]) -> Result<Option<CounterRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![*key]).await? else { return Ok(None) };
    Ok(Some(CounterRow {
        failures: row.get("failures")?,
        window_ends_at: row.get("window_ends_at")?,
        blocked_until: row.get("blocked_until")?,
    }))
}

/// Counts one more and returns the new count; a window that is over begins anew and ends at `window_ends_at`.
pub async fn count(tx: &mut Tx, key: &[u8; 32], now: Timestamp, window_ends_at: Timestamp) -> Result<i64, Error> {
    tx.query_one(&COUNT, args![*key, now, window_ends_at]).await?.get("failures")
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
