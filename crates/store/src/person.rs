//! Personal data: the values in force and the draft; and the way from a SNILS to its account.

use okno_domain::{account::AccountId, time::Timestamp};

use crate::{
    account::{AccountRow, WrappedKey},
    db::{Error, Read, Tx, args, statements},
};

statements! {
    /// The person of an account.
    FIND = account "person.find" "SELECT data_sealed, draft_sealed, draft_saved_at, verified_at, version FROM person WHERE account_id = $1"
        => [data_sealed: Bytes, draft_sealed: Bytes, draft_saved_at: Instant, verified_at: Instant, version: I64];
    /// Everything of a person that a site may be told, but contacts and evidence.
    FACTS = account "person.facts" "SELECT a.level, a.status, a.locale, a.time_zone, a.created_at, a.version, a.maker_id, a.made_until, k.vault_key, k.wrapped, p.data_sealed, p.verified_at FROM account a JOIN data_key k ON k.account_id = a.account_id JOIN person p ON p.account_id = a.account_id WHERE a.account_id = $1"
        => [level: Text, status: Text, locale: Text, time_zone: Text, created_at: Instant, version: I64, maker_id: Id, made_until: Instant, vault_key: Text, wrapped: Bytes, data_sealed: Bytes, verified_at: Instant];
    /// The person of a new account.
    INSERT = account "person.insert" "INSERT INTO person (account_id, data_sealed, updated_at, version) VALUES ($1, $2, $3, 1)" => [];
    /// A draft, or none, beside the values in force.
    SAVE_DRAFT = account "person.save_draft" "UPDATE person SET draft_sealed = $3, draft_saved_at = $4, updated_at = $5, version = version + 1 WHERE account_id = $1 AND version = $2" => [];
    /// New values in force.
    SAVE_DATA = account "person.save_data" "UPDATE person SET data_sealed = $3, verified_at = $4, updated_at = $5, version = version + 1 WHERE account_id = $1 AND version = $2" => [];
    /// The account that holds a verified SNILS.
    LOOKUP_SNILS = lookup "person.lookup_snils" "SELECT account_id FROM snils_lookup WHERE snils_hash = $1" => [account_id: Id];
    /// Claims a SNILS for an account; nothing happens if an account holds it.
    CLAIM_SNILS = lookup "person.claim_snils" "INSERT INTO snils_lookup (snils_hash, account_id) VALUES ($1, $2) ON CONFLICT (snils_hash) DO NOTHING" => [];
    /// Lets a SNILS go.
    RELEASE_SNILS = lookup "person.release_snils" "DELETE FROM snils_lookup WHERE snils_hash = $1 AND account_id = $2" => [];
    /// The accounts whose verified identity document has this number; two states may give one number.
    LOOKUP_DOCUMENT = lookup "person.lookup_document" "SELECT account_id FROM document_lookup WHERE document_hash = $1 ORDER BY account_id LIMIT 2" => [account_id: Id];
    /// Notes whose document it is.
    ADD_DOCUMENT = lookup "person.add_document" "INSERT INTO document_lookup (document_hash, account_id) VALUES ($1, $2) ON CONFLICT (document_hash, account_id) DO NOTHING" => [];
    /// Forgets it.
    REMOVE_DOCUMENT = lookup "person.remove_document" "DELETE FROM document_lookup WHERE document_hash = $1 AND account_id = $2" => [];
}

/// A person as stored. Both columns are sealed for `person.<column>` and the account's id.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The values in force.
    pub data_sealed: Vec<u8>,
    /// What was typed and saved without sending (C22).
    pub draft_sealed: Option<Vec<u8>>,
    /// When it was saved.
    pub draft_saved_at: Option<Timestamp>,
    /// When the values in force were verified; none while they are not.
    pub verified_at: Option<Timestamp>,
    /// For the guard of the next update.
    pub version: i64,
}

/// An account with its key and the personal data in force: what [`crate::account::find`], [`crate::account::find_key`] and
/// [`find`] say, in one row.
#[derive(Clone, Debug)]
pub struct FactsRow {
    /// The account.
    pub account: AccountRow,
    /// The wrapped data key.
    pub key: WrappedKey,
    /// The values in force, sealed for `person.data_sealed`.
    pub data_sealed: Vec<u8>,
    /// When they were verified; none while they are not.
    pub verified_at: Option<Timestamp>,
}

/// All of that; none once the person's key is destroyed.
pub async fn facts(read: &mut Read, account: AccountId) -> Result<Option<FactsRow>, Error> {
    let Some(row) = read.query_opt(&FACTS, args![account]).await? else { return Ok(None) };
    Ok(Some(FactsRow {
        account: crate::account::decode(account, &row, "created_at")?,
        key: WrappedKey { account, vault_key: row.get("vault_key")?, wrapped: row.get("wrapped")? },
        data_sealed: row.get("data_sealed")?,
        verified_at: row.get("verified_at")?,
    }))
}

/// The person of an account.
pub async fn find(read: &mut Read, account: AccountId) -> Result<Option<PersonRow>, Error> {
    let Some(row) = read.query_opt(&FIND, args![account]).await? else { return Ok(None) };
    Ok(Some(PersonRow {
        data_sealed: row.get("data_sealed")?,
        draft_sealed: row.get("draft_sealed")?,
        draft_saved_at: row.get("draft_saved_at")?,
        verified_at: row.get("verified_at")?,
        version: row.get("version")?,
    }))
}

/// Stores the person of a new account.
pub async fn insert(tx: &mut Tx, account: AccountId, data_sealed: &[u8], now: Timestamp) -> Result<(), Error> {
    tx.execute(&INSERT, args![account, data_sealed, now]).await?.exactly_one()
}

/// Saves or clears the draft; `Conflict` if the person changed since `seen` was read.
pub async fn save_draft(
    tx: &mut Tx,
    account: AccountId,
    seen: i64,
    draft: Option<&[u8]>,
    now: Timestamp,
) -> Result<(), Error> {
    let saved_at = draft.map(|_| now);
    tx.execute(&SAVE_DRAFT, args![account, seen, draft, saved_at, now]).await?.exactly_one()
}

/// Saves new values in force; `Conflict` if the person changed since `seen` was read.
pub async fn save_data(
    tx: &mut Tx,
    account: AccountId,
    seen: i64,
    data: &[u8],
    verified_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(&SAVE_DATA, args![account, seen, data, verified_at, now]).await?.exactly_one()
}

/// The account that holds this SNILS.
pub async fn lookup_snils(read: &mut Read, snils_hash: &[u8; 32]) -> Result<Option<AccountId>, Error> {
    match read.query_opt(&LOOKUP_SNILS, args![*snils_hash]).await? {
        Some(row) => Ok(Some(row.get("account_id")?)),
        None => Ok(None),
    }
}

/// Claims a SNILS; false when an account (this one or another) holds it already.
pub async fn claim_snils(tx: &mut Tx, snils_hash: &[u8; 32], account: AccountId) -> Result<bool, Error> {
    Ok(tx.execute(&CLAIM_SNILS, args![*snils_hash, account]).await?.count() == 1)
}

/// Lets a SNILS of this account go.
pub async fn release_snils(tx: &mut Tx, snils_hash: &[u8; 32], account: AccountId) -> Result<(), Error> {
    tx.execute(&RELEASE_SNILS, args![*snils_hash, account]).await?.any();
    Ok(())
}

/// Up to two accounts whose verified identity document has this number.
pub async fn lookup_document(read: &mut Read, document_hash: &[u8; 32]) -> Result<Vec<AccountId>, Error> {
    let rows = read.query_all(&LOOKUP_DOCUMENT, args![*document_hash]).await?;
    rows.iter().map(|row| row.get("account_id")).collect()
}

/// Notes that the verified identity document of this account has this number.
pub async fn add_document(tx: &mut Tx, document_hash: &[u8; 32], account: AccountId) -> Result<(), Error> {
    tx.execute(&ADD_DOCUMENT, args![*document_hash, account]).await?.any();
    Ok(())
}

/// Forgets that it has.
pub async fn remove_document(tx: &mut Tx, document_hash: &[u8; 32], account: AccountId) -> Result<(), Error> {
    tx.execute(&REMOVE_DOCUMENT, args![*document_hash, account]).await?.any();
    Ok(())
}
