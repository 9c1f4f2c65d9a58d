//! What may be used once, and tokens that were revoked before their time.

use okno_domain::time::Timestamp;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// Notes a use, unless it is noted.
    INSERT = lookup "single_use.insert" "INSERT INTO single_use (use_hash, until_at) VALUES ($1, $2) ON CONFLICT (use_hash) DO NOTHING" => [];
    /// Whether a use is noted.
    FIND = lookup "single_use.find" "SELECT until_at FROM single_use WHERE use_hash = $1" => [until_at: Instant];
    /// Forgets what is refused for its age by now.
    PURGE = sweep "single_use.purge" "DELETE FROM single_use WHERE use_hash IN (SELECT use_hash FROM single_use WHERE until_at < $1 LIMIT $2)" => [];
}

/// Notes a use; false when it was noted before.
pub async fn take(tx: &mut Tx, hash: &[u8; 32], until: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&INSERT, args![*hash, until]).await?.count() == 1)
}

/// Whether a use is noted.
pub async fn is_taken(read: &mut Read, hash: &[u8; 32]) -> Result<bool, Error> {
    Ok(read.query_opt(&FIND, args![*hash]).await?.is_some())
}

/// Forgets up to `most` uses that ended before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
