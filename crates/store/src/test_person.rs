//! Whom a developer has made up. The rows are the developer's; that an account is of somebody made up stands in the account itself.

use okno_domain::{account::AccountId, time::Timestamp};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// Somebody new.
    INSERT = account "test_person.insert" "INSERT INTO test_person (account_id, person_id, made_at, expires_at) VALUES ($1, $2, $3, $4)" => [];
    /// All of one developer, the newest first.
    LIST = account "test_person.list" "SELECT account_id, person_id, made_at, expires_at FROM test_person WHERE account_id = $1 ORDER BY made_at DESC, person_id"
        => [account_id: Id, person_id: Id, made_at: Instant, expires_at: Instant];
    /// One of them.
    FIND = account "test_person.find" "SELECT account_id, person_id, made_at, expires_at FROM test_person WHERE account_id = $1 AND person_id = $2"
        => [account_id: Id, person_id: Id, made_at: Instant, expires_at: Instant];
    /// One is gone.
    DELETE = account "test_person.delete" "DELETE FROM test_person WHERE account_id = $1 AND person_id = $2" => [];
    /// Those whose time is over.
    OVER = sweep "test_person.over" "SELECT account_id, person_id, made_at, expires_at FROM test_person WHERE expires_at <= $1 ORDER BY expires_at, account_id, person_id LIMIT $2"
        => [account_id: Id, person_id: Id, made_at: Instant, expires_at: Instant];
}

/// Somebody made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestPersonRow {
    /// By whom.
    pub maker: AccountId,
    /// Its account.
    pub person: AccountId,
    /// When.
    pub made_at: Timestamp,
    /// When it is removed.
    pub expires_at: Timestamp,
}

fn decode(row: &Row) -> Result<TestPersonRow, Error> {
    Ok(TestPersonRow {
        maker: row.get("account_id")?,
        person: row.get("person_id")?,
        made_at: row.get("made_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// Stores somebody new.
pub async fn insert(tx: &mut Tx, row: &TestPersonRow) -> Result<(), Error> {
    let TestPersonRow { maker, person, made_at, expires_at } = row;
    tx.execute(&INSERT, args![*maker, *person, *made_at, *expires_at]).await?.exactly_one()
}

/// All of one developer, the newest first.
pub async fn list(read: &mut Read, maker: AccountId) -> Result<Vec<TestPersonRow>, Error> {
    read.query_all(&LIST, args![maker]).await?.iter().map(decode).collect()
}

/// One of a developer's.
pub async fn find(read: &mut Read, maker: AccountId, person: AccountId) -> Result<Option<TestPersonRow>, Error> {
    read.query_opt(&FIND, args![maker, person]).await?.as_ref().map(decode).transpose()
}

/// One is gone; `Conflict` when it was before.
pub async fn delete(tx: &mut Tx, maker: AccountId, person: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE, args![maker, person]).await?.exactly_one()
}

/// Up to `most` whose time was over at this instant, the oldest first.
pub async fn over(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<TestPersonRow>, Error> {
    read.query_all(&OVER, args![now, most]).await?.iter().map(decode).collect()
}
