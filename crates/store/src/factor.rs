//! Second factors: applications, recovery codes, and how many there are of each.

use okno_domain::{account::AccountId, credential::factor::Factors, time::Timestamp};

use crate::db::{Error, Read, Tx, args, statements};

statements! {
    /// How many of each an account has; one row in any case.
    COUNT = account "factor.count" "SELECT (SELECT COUNT(*) FROM totp t WHERE t.account_id = a.account_id AND t.secret_sealed IS NOT NULL) AS totp, (SELECT COUNT(*) FROM passkey p WHERE p.account_id = a.account_id AND p.closed_at IS NULL) AS passkeys, (SELECT COUNT(*) FROM recovery_code r WHERE r.account_id = a.account_id AND r.used_at IS NULL) AS recovery_codes FROM account a WHERE a.account_id = $1"
        => [totp: I64, passkeys: I64, recovery_codes: I64];
    /// The application, or the offer of one.
    FIND_TOTP = account "totp.find" "SELECT secret_sealed, last_step, enrolled_at, offered_sealed, offered_until FROM totp WHERE account_id = $1"
        => [secret_sealed: Bytes, last_step: I64, enrolled_at: Instant, offered_sealed: Bytes, offered_until: Instant];
    /// Offers a key; an earlier offer is forgotten, an application that is set up stays.
    OFFER_TOTP = account "totp.offer" "INSERT INTO totp (account_id, last_step, offered_sealed, offered_until) VALUES ($1, 0, $2, $3) ON CONFLICT (account_id) DO UPDATE SET offered_sealed = excluded.offered_sealed, offered_until = excluded.offered_until" => [];
    /// The offered key is the application's from now on, if none is set up and the offer is the one that was seen.
    ENROLL_TOTP = account "totp.enroll" "UPDATE totp SET secret_sealed = $3, last_step = $4, enrolled_at = $5, offered_sealed = NULL, offered_until = NULL WHERE account_id = $1 AND offered_sealed = $2 AND secret_sealed IS NULL" => [];
    /// Uses a step, if it is later than the last one used.
    USE_STEP = account "totp.use_step" "UPDATE totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2 AND secret_sealed IS NOT NULL" => [];
    /// Takes the application away.
    DELETE_TOTP = account "totp.delete" "DELETE FROM totp WHERE account_id = $1" => [];
    /// A new recovery code.
    INSERT_CODE = account "recovery_code.insert" "INSERT INTO recovery_code (account_id, code_hash, created_at) VALUES ($1, $2, $3)" => [];
    /// Uses a code, once.
    USE_CODE = account "recovery_code.use" "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL" => [];
    /// Takes all codes away.
    DELETE_CODES = account "recovery_code.delete_all" "DELETE FROM recovery_code WHERE account_id = $1" => [];
}

/// An application as stored, or the offer of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotpRow {
    /// The key, sealed under the person's data key; none while it is only offered.
    pub secret_sealed: Option<Vec<u8>>,
    /// The last step used.
    pub last_step: i64,
    /// Since when it is set up.
    pub enrolled_at: Option<Timestamp>,
    /// The key offered to an application that is being set up, and until when.
    pub offered: Option<(Vec<u8>, Timestamp)>,
}

/// What an account has of factors; nothing for an account that is not there.
pub async fn count(read: &mut Read, account: AccountId) -> Result<Factors, Error> {
    let Some(row) = read.query_opt(&COUNT, args![account]).await? else { return Ok(Factors::default()) };
    let number = |name: &'static str| row.get::<u32>(name);
    Ok(Factors { totp: number("totp")? > 0, passkeys: number("passkeys")?, recovery_codes: number("recovery_codes")? })
}

/// The application of an account, or the offer of one.
pub async fn find_totp(read: &mut Read, account: AccountId) -> Result<Option<TotpRow>, Error> {
    let Some(row) = read.query_opt(&FIND_TOTP, args![account]).await? else { return Ok(None) };
    let offered: Option<Vec<u8>> = row.get("offered_sealed")?;
    let until: Option<Timestamp> = row.get("offered_until")?;
    Ok(Some(TotpRow {
        secret_sealed: row.get("secret_sealed")?,
        last_step: row.get("last_step")?,
        enrolled_at: row.get("enrolled_at")?,
        offered: offered.zip(until),
    }))
}

/// Offers a key until an instant.
pub async fn offer_totp(tx: &mut Tx, account: AccountId, sealed: &[u8], until: Timestamp) -> Result<(), Error> {
    tx.execute(&OFFER_TOTP, args![account, sealed, until]).await?.exactly_one()
}

/// Makes what was offered the application's key; `Conflict` when the offer was changed or taken meanwhile.
pub async fn enroll_totp(
    tx: &mut Tx,
    account: AccountId,
    offered: &[u8],
    (sealed, step): (&[u8], i64),
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&ENROLL_TOTP, args![account, offered, sealed, step, now]).await?.exactly_one()
}

/// Uses a step; false when it, or a later one, was used before.
pub async fn use_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool, Error> {
    Ok(tx.execute(&USE_STEP, args![account, step]).await?.count() == 1)
}

/// Takes the application away, or the offer of one.
pub async fn delete_totp(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE_TOTP, args![account]).await?.any();
    Ok(())
}

/// Stores a new recovery code.
pub async fn insert_code(tx: &mut Tx, account: AccountId, hash: &[u8; 32], now: Timestamp) -> Result<(), Error> {
    tx.execute(&INSERT_CODE, args![account, *hash, now]).await?.exactly_one()
}

/// Uses a code; false when there is none, or it was used before.
pub async fn use_code(tx: &mut Tx, account: AccountId, hash: &[u8; 32], now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(&USE_CODE, args![account, *hash, now]).await?.count() == 1)
}

/// Takes all recovery codes away.
pub async fn delete_codes(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE_CODES, args![account]).await?.any();
    Ok(())
}
