//! Logins between password and factor.

use okno_domain::{
    account::AccountId,
    login_step::{LoginStep, LoginStepId},
    time::Timestamp,
};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// A login under way.
    FIND = account "login_step.find" "SELECT token_hash, wrong, is_done, expires_at, version FROM login_step WHERE account_id = $1 AND step_id = $2"
        => [token_hash: Bytes, wrong: I64, is_done: Bool, expires_at: Instant, version: I64];
    /// A new one.
    INSERT = account "login_step.insert" "INSERT INTO login_step (account_id, step_id, token_hash, wrong, is_done, expires_at, version) VALUES ($1, $2, $3, 0, $4, $5, 1)" => [];
    /// How it stands, if nobody moved it meanwhile.
    UPDATE = account "login_step.update" "UPDATE login_step SET wrong = $4, is_done = $5, version = version + 1 WHERE account_id = $1 AND step_id = $2 AND version = $3" => [];
    /// Breaks off all of an account.
    DELETE_ALL = account "login_step.delete_all" "DELETE FROM login_step WHERE account_id = $1" => [];
    /// Removes those that are over.
    PURGE = sweep "login_step.purge" "DELETE FROM login_step WHERE step_id IN (SELECT step_id FROM login_step WHERE expires_at < $1 LIMIT $2)" => [];
}

/// A login under way as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginStepRow {
    /// Its id.
    pub id: LoginStepId,
    /// Whose.
    pub account: AccountId,
    /// The keyed hash of the token's secret.
    pub token_hash: [u8; 32],
    /// How it stands.
    pub step: LoginStep,
    /// For the guard of the next update.
    pub version: i64,
}

/// The login with this id.
pub async fn find(read: &mut Read, account: AccountId, id: LoginStepId) -> Result<Option<LoginStepRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![account, id]).await? else { return Ok(None) };
    Ok(Some(LoginStepRow {
        id,
        account,
        token_hash: row.get("token_hash")?,
        step: LoginStep { wrong: row.get("wrong")?, is_done: row.get("is_done")?, expires_at: row.get("expires_at")? },
        version: row.get("version")?,
    }))
}

/// Stores a new one.
pub async fn insert(tx: &mut Tx, row: &LoginStepRow) -> Result<(), Error> {
    let LoginStepRow { id, account, token_hash, step, .. } = row;
    tx.execute(&INSERT, args![*account, *id, *token_hash, step.is_done, step.expires_at]).await?.exactly_one()
}

/// Saves how it stands; `Conflict` if it was moved since `row` was read.
pub async fn update(tx: &mut Tx, row: &LoginStepRow, next: &LoginStep) -> Result<(), Error> {
    tx.execute(&UPDATE, args![row.account, row.id, row.version, next.wrong, next.is_done]).await?.exactly_one()
}

/// Breaks off all logins of an account.
pub async fn delete_all(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE_ALL, args![account]).await?.any();
    Ok(())
}

/// Removes up to `most` that were over before `before`.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
