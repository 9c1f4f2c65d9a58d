//! Password hashes.

use okno_domain::{account::AccountId, time::Timestamp};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// The stored hash.
    FIND = account "password.find" "SELECT password_hash, changed_at, version FROM password WHERE account_id = $1"
        => [password_hash: Text, changed_at: Instant, version: I64];
    /// The first or a new password.
    PUT = account "password.put" "INSERT INTO password (account_id, password_hash, changed_at, version) VALUES ($1, $2, $3, 1) ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at, version = password.version + 1" => [];
    /// Locks the password, if it is still the one that was looked at.
    HOLD = account "password.hold" "UPDATE password SET version = version WHERE account_id = $1 AND version = $2" => [];
    /// The same password hashed anew, unless it was changed meanwhile.
    REHASH = account "password.rehash" "UPDATE password SET password_hash = $3, version = version + 1 WHERE account_id = $1 AND version = $2" => [];
    /// No password any more.
    DELETE = account "password.delete" "DELETE FROM password WHERE account_id = $1" => [];
}

/// A password hash as stored.
#[derive(Clone, Debug)]
pub struct PasswordRow {
    /// PHC string.
    pub password_hash: String,
    /// When the password was set.
    pub changed_at: Timestamp,
    /// For the guard of a rehash.
    pub version: i64,
}

/// The password of an account.
pub async fn find(read: &mut Read, account: AccountId) -> Result<Option<PasswordRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![account]).await? else { return Ok(None) };
    Ok(Some(PasswordRow {
        password_hash: row.get("password_hash")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    }))
}

/// Sets the password.
pub async fn put(tx: &mut Tx, account: AccountId, hash: &str, now: Timestamp) -> Result<(), Error> {
    tx.execute(&PUT, args![account, hash, now]).await?.exactly_one()
}

/// Keeps the password as it was seen until the transaction ends, before sessions are locked; `false` if it is another by now, or
/// hashed anew.
pub async fn hold(tx: &mut Tx, account: AccountId, seen: i64) -> Result<bool, Error> {
    Ok(tx.execute(&HOLD, args![account, seen]).await?.count() == 1)
}

/// Replaces the hash by a stronger one of the same password; nothing happens if the password was changed meanwhile.
pub async fn rehash(tx: &mut Tx, account: AccountId, seen: i64, hash: &str) -> Result<(), Error> {
    tx.execute(&REHASH, args![account, seen, hash]).await?.any();
    Ok(())
}

/// Removes the password: nobody signs in by it until another one is set.
pub async fn delete(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE, args![account]).await?.any();
    Ok(())
}
