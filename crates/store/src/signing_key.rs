//! The keys that sign tokens.

use okno_domain::time::Timestamp;
use serde_json::Value as Json;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// All keys, the newest of each algorithm last.
    LIST = reference "signing_key.list" "SELECT key_name, algorithm, public_key, private_sealed, created_at, signs_from, signs_until, shown_until FROM signing_key ORDER BY algorithm, signs_from, key_name"
        => [key_name: Text, algorithm: Text, public_key: Json, private_sealed: Bytes, created_at: Instant, signs_from: Instant, signs_until: Instant, shown_until: Instant];
    /// A new one, unless there is one of this name.
    INSERT = reference "signing_key.insert" "INSERT INTO signing_key (key_name, algorithm, public_key, private_sealed, created_at, signs_from, signs_until, shown_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key_name) DO NOTHING" => [];
    /// Removes one.
    DELETE = reference "signing_key.delete" "DELETE FROM signing_key WHERE key_name = $1 AND shown_until <= $2" => [];
}

/// A key as stored.
#[derive(Clone, PartialEq)]
pub struct SigningKeyRow {
    /// Its name, the `kid` of tokens.
    pub name: String,
    /// Its algorithm (RFC 7518).
    pub algorithm: String,
    /// The public half (RFC 7517).
    pub public_key: Json,
    /// The private half, sealed.
    pub private_sealed: Vec<u8>,
    /// When it was made.
    pub created_at: Timestamp,
    /// From this instant on it signs.
    pub signs_from: Timestamp,
    /// From this instant on the next one does.
    pub signs_until: Timestamp,
    /// Until then what it signed may still have to be verified.
    pub shown_until: Timestamp,
}

impl std::fmt::Debug for SigningKeyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKeyRow({})", self.name)
    }
}

/// All keys, by algorithm, the oldest first.
pub async fn list(read: &mut Read) -> Result<Vec<SigningKeyRow>, Error> {
    let rows = read.query_all(&LIST, args![]).await?;
    rows.iter()
        .map(|row| {
            Ok(SigningKeyRow {
                name: row.get("key_name")?,
                algorithm: row.get("algorithm")?,
                public_key: row.get("public_key")?,
                private_sealed: row.get("private_sealed")?,
                created_at: row.get("created_at")?,
                signs_from: row.get("signs_from")?,
                signs_until: row.get("signs_until")?,
                shown_until: row.get("shown_until")?,
            })
        })
        .collect()
}

/// Stores a new key; false when there is one of this name.
pub async fn insert(tx: &mut Tx, row: &SigningKeyRow) -> Result<bool, Error> {
    let arguments = args![
        row.name.as_str(),
        row.algorithm.as_str(),
        row.public_key.clone(),
        row.private_sealed.clone(),
        row.created_at,
        row.signs_from,
        row.signs_until,
        row.shown_until
    ];
    Ok(tx.execute(&INSERT, arguments).await?.count() == 1)
}

/// Removes a key that need not be shown any more at `now`.
pub async fn delete(tx: &mut Tx, name: &str, now: Timestamp) -> Result<(), Error> {
    tx.execute(&DELETE, args![name, now]).await?.any();
    Ok(())
}
