//! Authorizations at online banks, on their way.

use okno_domain::{
    account::AccountId,
    bank::{AuthorizationStatus, BankId},
    confirmation::ConfirmationId,
    session::SessionId,
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// The authorization that this state belongs to.
    FIND = lookup "bank_authorization.find" "SELECT account_id, confirmation_id, session_id, bank, status, created_at, expires_at FROM bank_authorization WHERE state_hash = $1"
        => [account_id: Id, confirmation_id: Id, session_id: Id, bank: Text, status: Text, created_at: Instant, expires_at: Instant];
    /// A new one.
    INSERT = lookup "bank_authorization.insert" "INSERT INTO bank_authorization (state_hash, account_id, confirmation_id, session_id, bank, status, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" => [];
    /// The next state, if it is still in the one that was seen: each authorization is used once.
    MOVE = lookup "bank_authorization.move" "UPDATE bank_authorization SET status = $3 WHERE state_hash = $1 AND status = $2" => [];
    /// Removes what is long over.
    PURGE = sweep "bank_authorization.purge" "DELETE FROM bank_authorization WHERE state_hash IN (SELECT state_hash FROM bank_authorization WHERE expires_at < $1 LIMIT $2)" => [];
}

/// An authorization as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRow {
    /// Whose.
    pub account: AccountId,
    /// The proof of identity that waits for it.
    pub confirmation: ConfirmationId,
    /// The session in which it began; only there it can end.
    pub session: SessionId,
    /// At which bank.
    pub bank: BankId,
    /// Where it stands.
    pub status: AuthorizationStatus,
    /// When the person consented.
    pub created_at: Timestamp,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

fn decode(row: &Row) -> Result<AuthorizationRow, Error> {
    let (bank, status): (String, String) = (row.get("bank")?, row.get("status")?);
    Ok(AuthorizationRow {
        account: row.get("account_id")?,
        confirmation: row.get("confirmation_id")?,
        session: row.get("session_id")?,
        bank: BankId::parse(&bank).ok_or_else(|| row.corrupt("bank"))?,
        status: AuthorizationStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
    })
}

/// The authorization with this state.
pub async fn find(read: &mut Read, state_hash: &[u8; 32]) -> Result<Option<AuthorizationRow>, Error> {
    read.query_opt(&FIND, args![*state_hash]).await?.as_ref().map(decode).transpose()
}

/// Stores a new one.
pub async fn insert(tx: &mut Tx, state_hash: &[u8; 32], new: &AuthorizationRow) -> Result<(), Error> {
    let AuthorizationRow { account, confirmation, session, bank, status, created_at, expires_at } = new;
    let arguments =
        args![*state_hash, *account, *confirmation, *session, bank.as_str(), status.name(), *created_at, *expires_at];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Moves it on; `Conflict` when somebody else did so before.
pub async fn advance(
    tx: &mut Tx,
    state_hash: &[u8; 32],
    from: AuthorizationStatus,
    to: AuthorizationStatus,
) -> Result<(), Error> {
    tx.execute(&MOVE, args![*state_hash, from.name(), to.name()]).await?.exactly_one()
}

/// Removes up to `most` that were over before `before`.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}
