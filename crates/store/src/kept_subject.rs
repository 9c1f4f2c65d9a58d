//! Names of people at sites that are not the computed ones.

use okno_domain::account::AccountId;

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// The name in a sector.
    FIND = account "kept_subject.find" "SELECT subject FROM kept_subject WHERE account_id = $1 AND sector = $2" => [subject: Text];
    /// All names that are kept for an account.
    LIST = account "kept_subject.list" "SELECT sector, subject FROM kept_subject WHERE account_id = $1" => [sector: Text, subject: Text];
    /// Keeps one, unless one is kept.
    PUT = account "kept_subject.put" "INSERT INTO kept_subject (account_id, sector, subject) VALUES ($1, $2, $3) ON CONFLICT (account_id, sector) DO NOTHING" => [];
}

/// The name that is kept for an account in a sector.
pub async fn find(read: &mut Read, account: AccountId, sector: &str) -> Result<Option<String>, Error> {
    read.query_opt(&FIND, args![account, sector]).await?.map(|row| row.get("subject")).transpose()
}

/// All names that are kept for an account, by sector.
pub async fn list(read: &mut Read, account: AccountId) -> Result<Vec<(String, String)>, Error> {
    let rows = read.query_all(&LIST, args![account]).await?;
    rows.iter().map(|row| Ok((row.get("sector")?, row.get("subject")?))).collect()
}

/// Keeps a name; nothing happens where one is kept.
pub async fn put(tx: &mut Tx, account: AccountId, sector: &str, subject: &str) -> Result<(), Error> {
    tx.execute(&PUT, args![account, sector, subject]).await?.any();
    Ok(())
}
