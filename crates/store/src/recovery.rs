//! Recoveries under way, and security questions.

use okno_domain::{
    account::AccountId,
    locale::Locale,
    recovery::{Recovery, RecoveryId, RecoveryStage},
    time::Timestamp,
};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// A recovery.
    FIND = own("recovery_id") "recovery.find" "SELECT state, token_hash, account_id, epoch, detail_sealed, locale, created_at, expires_at, version FROM recovery WHERE recovery_id = $1"
        => [state: Text, token_hash: Bytes, account_id: Id, epoch: I64, detail_sealed: Bytes, locale: Text, created_at: Instant, expires_at: Instant, version: I64];
    /// A new recovery.
    INSERT = own("recovery_id") "recovery.insert" "INSERT INTO recovery (recovery_id, state, token_hash, account_id, epoch, way, detail_sealed, locale, created_at, expires_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)" => [];
    /// The next stage, if nobody moved the recovery meanwhile.
    UPDATE = own("recovery_id") "recovery.update" "UPDATE recovery SET state = $3, expires_at = $4, version = version + 1 WHERE recovery_id = $1 AND version = $2" => [];
    /// Another token for the browser that followed the link.
    SET_TOKEN = own("recovery_id") "recovery.set_token" "UPDATE recovery SET token_hash = $2 WHERE recovery_id = $1" => [];
    /// Removes recoveries that are over.
    PURGE = sweep "recovery.purge" "DELETE FROM recovery WHERE recovery_id IN (SELECT recovery_id FROM recovery WHERE expires_at < $1 LIMIT $2)" => [];
    /// Which recoveries of an account are still good for something.
    FIND_EPOCH = account "recovery.find_epoch" "SELECT epoch FROM recovery_epoch WHERE account_id = $1" => [epoch: I64];
    /// None of them any more.
    NEXT_EPOCH = account "recovery.next_epoch" "INSERT INTO recovery_epoch (account_id, epoch) VALUES ($1, 1) ON CONFLICT (account_id) DO UPDATE SET epoch = recovery_epoch.epoch + 1" => [];
    /// The security question of an account.
    FIND_QUESTION = account "recovery.find_question" "SELECT question_sealed, answer_hash, changed_at FROM security_question WHERE account_id = $1"
        => [question_sealed: Bytes, answer_hash: Text, changed_at: Instant];
    /// The first or another security question.
    PUT_QUESTION = account "recovery.put_question" "INSERT INTO security_question (account_id, question_sealed, answer_hash, changed_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO UPDATE SET question_sealed = excluded.question_sealed, answer_hash = excluded.answer_hash, changed_at = excluded.changed_at" => [];
    /// No security question any more.
    DELETE_QUESTION = account "recovery.delete_question" "DELETE FROM security_question WHERE account_id = $1" => [];
}

/// A recovery as stored.
#[derive(Clone, Debug)]
pub struct RecoveryRow {
    /// The recovery.
    pub recovery: Recovery,
    /// The keyed hash of the secret in the browser's cookie.
    pub token_hash: [u8; 32],
    /// The account it leads to; none when the contact is nobody's.
    pub account: Option<AccountId>,
    /// The account's epoch when it began; see [`epoch`].
    pub epoch: i64,
    /// The contact's kind, or `snils`.
    pub way: String,
    /// Contact and question, sealed for `recovery.detail_sealed`.
    pub detail_sealed: Vec<u8>,
    /// The language of its messages.
    pub locale: Locale,
    /// When it began.
    pub created_at: Timestamp,
    /// For the guard of the next update.
    pub version: i64,
}

/// The recovery with this id.
pub async fn find(read: &mut Read, id: RecoveryId) -> Result<Option<RecoveryRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![id]).await? else { return Ok(None) };
    let state: String = row.get("state")?;
    let locale: String = row.get("locale")?;
    let stage = RecoveryStage::from_name(&state).ok_or_else(|| row.corrupt("state"))?;
    Ok(Some(RecoveryRow {
        recovery: Recovery { id, stage, expires_at: row.get("expires_at")? },
        token_hash: row.get("token_hash")?,
        account: row.get("account_id")?,
        epoch: row.get("epoch")?,
        way: String::new(),
        detail_sealed: row.get("detail_sealed")?,
        locale: locale.parse().map_err(|_| row.corrupt("locale"))?,
        created_at: row.get("created_at")?,
        version: row.get("version")?,
    }))
}

/// Stores a new recovery.
pub async fn insert(tx: &mut Tx, row: &RecoveryRow) -> Result<(), Error> {
    let RecoveryRow { recovery, token_hash, account, epoch, way, detail_sealed, locale, created_at, .. } = row;
    let arguments = args![
        recovery.id,
        recovery.stage.name(),
        *token_hash,
        *account,
        *epoch,
        way.as_str(),
        detail_sealed.as_slice(),
        locale.tag(),
        *created_at,
        recovery.expires_at
    ];
    tx.execute(&INSERT, arguments).await?.exactly_one()
}

/// Saves the next stage; `Conflict` if someone moved the recovery since `seen` was read.
pub async fn update(tx: &mut Tx, seen: i64, recovery: &Recovery) -> Result<(), Error> {
    tx.execute(&UPDATE, args![recovery.id, seen, recovery.stage.name(), recovery.expires_at]).await?.exactly_one()
}

/// Gives the recovery to another browser; the one before loses it.
pub async fn set_token(tx: &mut Tx, id: RecoveryId, token_hash: &[u8; 32]) -> Result<(), Error> {
    tx.execute(&SET_TOKEN, args![id, *token_hash]).await?.exactly_one()
}

/// Removes up to `most` recoveries that expired before `before`; returns how many.
pub async fn purge(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64, Error> {
    Ok(tx.execute(&PURGE, args![before, most]).await?.count())
}

/// The epoch of an account: a recovery that began in an earlier one is over.
pub async fn epoch(read: &mut Read, account: AccountId) -> Result<i64, Error> {
    read.query_opt(&FIND_EPOCH, args![account]).await?.map_or(Ok(0), |row| row.get("epoch"))
}

/// Ends every recovery of the account that is under way.
pub async fn void_all(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&NEXT_EPOCH, args![account]).await?.exactly_one()
}

/// A security question as stored; the question is sealed for `security_question.question_sealed`.
#[derive(Clone, Debug)]
pub struct QuestionRow {
    /// Which of the menu.
    pub question_sealed: Vec<u8>,
    /// PHC string of the comparable answer.
    pub answer_hash: String,
    /// When it was set.
    pub changed_at: Timestamp,
}

/// The security question of an account.
pub async fn find_question(read: &mut Read, account: AccountId) -> Result<Option<QuestionRow>, Error> {
    let Some(row) = read.query_opt(&FIND_QUESTION, args![account]).await? else { return Ok(None) };
    Ok(Some(QuestionRow {
        question_sealed: row.get("question_sealed")?,
        answer_hash: row.get("answer_hash")?,
        changed_at: row.get("changed_at")?,
    }))
}

/// Sets the security question.
pub async fn put_question(tx: &mut Tx, account: AccountId, row: &QuestionRow) -> Result<(), Error> {
    let arguments = args![account, row.question_sealed.as_slice(), row.answer_hash.as_str(), row.changed_at];
    tx.execute(&PUT_QUESTION, arguments).await?.exactly_one()
}

/// Removes the security question; nothing happens when there is none.
pub async fn delete_question(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE_QUESTION, args![account]).await?.any();
    Ok(())
}
