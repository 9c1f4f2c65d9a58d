//! Accounts, their data keys and the history of their levels.

use okno_domain::{
    account::{self, AccountId, AccountLevel, AccountStatus, MadeUp},
    evidence::Holder,
    id::Id,
    identifier::region_zone::RegionZone,
    locale::Locale,
    time::Timestamp,
};

use crate::db::{Error, Read, Row, Tx, args, statements};

statements! {
    /// An account by id.
    FIND = account "account.find" "SELECT account_id, level, status, locale, time_zone, created_at, version, maker_id, made_until FROM account WHERE account_id = $1"
        => [account_id: Id, level: Text, status: Text, locale: Text, time_zone: Text, created_at: Instant, version: I64, maker_id: Id, made_until: Instant];
    /// Accounts in the order of their ids, for checking all of them.
    PAGE = sweep "account.page" "SELECT account_id FROM account WHERE account_id > $1 ORDER BY account_id LIMIT $2" => [account_id: Id];
    /// A new account. Whether it is of somebody made up is said here, and never again.
    INSERT = account "account.insert" "INSERT INTO account (account_id, level, status, locale, created_at, updated_at, version, maker_id, made_until) VALUES ($1, $2, $3, $4, $5, $5, 1, $6, $7)" => [];
    /// Another level or status, if nobody changed the account meanwhile.
    UPDATE = account "account.update" "UPDATE account SET level = $3, status = $4, locale = $5, time_zone = $6, updated_at = $7, version = version + 1 WHERE account_id = $1 AND version = $2" => [];
    /// The wrapped data key.
    FIND_KEY = account "account.find_key" "SELECT vault_key, wrapped FROM data_key WHERE account_id = $1" => [vault_key: Text, wrapped: Bytes];
    /// A new wrapped data key.
    INSERT_KEY = account "account.insert_key" "INSERT INTO data_key (account_id, vault_key, wrapped, created_at) VALUES ($1, $2, $3, $4)" => [];
    /// The same data key under another key-encryption key.
    REWRAP_KEY = account "account.rewrap_key" "UPDATE data_key SET vault_key = $3, wrapped = $4 WHERE account_id = $1 AND vault_key = $2" => [];
    /// Destroys the person's data by destroying their key.
    DELETE_KEY = account "account.delete_key" "DELETE FROM data_key WHERE account_id = $1" => [];
    /// Accounts whose data key is wrapped under another key-encryption key than the current one.
    KEYS_TO_REWRAP = sweep "account.keys_to_rewrap" "SELECT account_id, vault_key, wrapped FROM data_key WHERE vault_key <> $1 LIMIT $2"
        => [account_id: Id, vault_key: Text, wrapped: Bytes];
    /// A change of level.
    INSERT_LEVEL_CHANGE = account "account.insert_level_change" "INSERT INTO level_change (account_id, change_id, from_level, to_level, method, source, evidence, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" => [];
    /// All changes of level, the newest first.
    LIST_LEVEL_CHANGES = account "account.list_level_changes" "SELECT from_level, to_level, method, source, changed_at FROM level_change WHERE account_id = $1 ORDER BY change_id DESC"
        => [from_level: Text, to_level: Text, method: Text, source: Text, changed_at: Instant];
}

/// An account as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Its id.
    pub id: AccountId,
    /// Its level.
    pub level: AccountLevel,
    /// Its status.
    pub status: AccountStatus,
    /// The language of messages to the person.
    pub locale: Locale,
    /// The zone of the person's region; none while the person has not said.
    pub time_zone: Option<RegionZone>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where it is of a test person: whose, and until when.
    pub made_up: Option<MadeUp>,
    /// For the guard of the next update.
    pub version: i64,
}

impl AccountRow {
    /// Whose account it is, for what its evidence proves.
    pub const fn holder(&self) -> Holder {
        account::holder(self.made_up.as_ref())
    }
}

/// A person's data key as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// Whose it is.
    pub account: AccountId,
    /// The key-encryption key that opens it.
    pub vault_key: String,
    /// The wrapped key.
    pub wrapped: Vec<u8>,
}

/// One change of level (R74).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelChangeRow {
    /// The level before; none when the account was made.
    pub from: Option<AccountLevel>,
    /// The level after.
    pub to: AccountLevel,
    /// By which method, such as `registration` or `registry_verification`.
    pub method: String,
    /// By whom: a registry, an operator and center, a bank.
    pub source: String,
    /// When.
    pub at: Timestamp,
}

fn level(row: &Row, column: &'static str) -> Result<AccountLevel, Error> {
    let name: String = row.get(column)?;
    AccountLevel::from_name(&name).ok_or_else(|| row.corrupt(column))
}

/// The account columns of a row; `created_at` is the name that the statement gives to that column.
pub(crate) fn decode(id: AccountId, row: &Row, created_at: &'static str) -> Result<AccountRow, Error> {
    let status: String = row.get("status")?;
    let locale: String = row.get("locale")?;
    let zone: Option<String> = row.get("time_zone")?;
    let made_up = match (row.get("maker_id")?, row.get("made_until")?) {
        (None, None) => None,
        (Some(maker), Some(until)) => Some(MadeUp { maker, until }),
        _ => return Err(row.corrupt("maker_id")),
    };
    let zone = zone.map(|zone| RegionZone::parse(&zone).map_err(|_| row.corrupt("time_zone")));
    Ok(AccountRow {
        id,
        level: level(row, "level")?,
        status: AccountStatus::from_name(&status).ok_or_else(|| row.corrupt("status"))?,
        locale: locale.parse().map_err(|_| row.corrupt("locale"))?,
        time_zone: zone.transpose()?,
        created_at: row.get(created_at)?,
        made_up,
        version: row.get("version")?,
    })
}

/// The account with this id, if there is one.
pub async fn find(read: &mut Read, id: AccountId) -> Result<Option<AccountRow>, Error> {
    read.query_opt(&FIND, args![id]).await?.map(|row| decode(id, &row, "created_at")).transpose()
}

/// Up to `most` accounts after this one in the order of their ids; from the first when there is none.
pub async fn page(read: &mut Read, after: Option<AccountId>, most: i64) -> Result<Vec<AccountId>, Error> {
    let after = after.unwrap_or(AccountId::from_uuid(uuid::Uuid::nil()));
    read.query_all(&PAGE, args![after, most]).await?.iter().map(|row| row.get("account_id")).collect()
}

/// Stores a new account.
pub async fn insert(tx: &mut Tx, account: &AccountRow) -> Result<(), Error> {
    let AccountRow { id, level, status, locale, created_at, made_up, .. } = account;
    let (maker, until) = (made_up.map(|made| made.maker), made_up.map(|made| made.until));
    tx.execute(&INSERT, args![*id, level.name(), status.name(), locale.tag(), *created_at, maker, until])
        .await?
        .exactly_one()
}

/// Saves level, status, language and time zone, and nothing of who somebody made up is; `Conflict` if the account changed since `account.version` was read.
pub async fn update(tx: &mut Tx, account: &AccountRow, now: Timestamp) -> Result<(), Error> {
    let AccountRow { id, level, status, locale, time_zone, version, .. } = account;
    let zone = time_zone.as_ref().map(RegionZone::as_str);
    tx.execute(&UPDATE, args![*id, *version, level.name(), status.name(), locale.tag(), zone, now]).await?.exactly_one()
}

/// The wrapped data key of an account; none once the account is deleted.
pub async fn find_key(read: &mut Read, account: AccountId) -> Result<Option<WrappedKey>, Error> {
    let Some(row) = read.query_opt(&FIND_KEY, args![account]).await? else { return Ok(None) };
    Ok(Some(WrappedKey { account, vault_key: row.get("vault_key")?, wrapped: row.get("wrapped")? }))
}

/// Stores the wrapped data key of a new account.
pub async fn insert_key(tx: &mut Tx, key: &WrappedKey, now: Timestamp) -> Result<(), Error> {
    let WrappedKey { account, vault_key, wrapped } = key;
    tx.execute(&INSERT_KEY, args![*account, vault_key.as_str(), wrapped.as_slice(), now]).await?.exactly_one()
}

/// Replaces a wrapped key by the same key wrapped under another one; `Conflict` if it was replaced meanwhile.
pub async fn rewrap_key(tx: &mut Tx, before: &WrappedKey, after: &WrappedKey) -> Result<(), Error> {
    let arguments =
        args![before.account, before.vault_key.as_str(), after.vault_key.as_str(), after.wrapped.as_slice()];
    tx.execute(&REWRAP_KEY, arguments).await?.exactly_one()
}

/// Destroys the data key; what it sealed can never be opened again.
pub async fn delete_key(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(&DELETE_KEY, args![account]).await?.exactly_one()
}

/// Some keys wrapped under another key than `current`.
pub async fn keys_to_rewrap(read: &mut Read, current: &str, most: i64) -> Result<Vec<WrappedKey>, Error> {
    let rows = read.query_all(&KEYS_TO_REWRAP, args![current, most]).await?;
    rows.iter()
        .map(|row| {
            Ok(WrappedKey {
                account: row.get("account_id")?,
                vault_key: row.get("vault_key")?,
                wrapped: row.get("wrapped")?,
            })
        })
        .collect()
}

/// Records a change of level with its evidence.
pub async fn insert_level_change(
    tx: &mut Tx,
    account: AccountId,
    change: Id<LevelChangeRow>,
    row: &LevelChangeRow,
    evidence: &serde_json::Value,
) -> Result<(), Error> {
    let from = row.from.map(AccountLevel::name);
    let arguments =
        args![account, change, from, row.to.name(), row.method.as_str(), row.source.as_str(), evidence.clone(), row.at];
    tx.execute(&INSERT_LEVEL_CHANGE, arguments).await?.exactly_one()
}

/// Every change of level of an account, the newest first.
pub async fn list_level_changes(read: &mut Read, account: AccountId) -> Result<Vec<LevelChangeRow>, Error> {
    let rows = read.query_all(&LIST_LEVEL_CHANGES, args![account]).await?;
    rows.iter()
        .map(|row| {
            let from: Option<String> = row.get("from_level")?;
            let from = match from {
                None => None,
                Some(name) => Some(AccountLevel::from_name(&name).ok_or_else(|| row.corrupt("from_level"))?),
            };
            Ok(LevelChangeRow {
                from,
                to: level(row, "to_level")?,
                method: row.get("method")?,
                source: row.get("source")?,
                at: row.get("changed_at")?,
            })
        })
        .collect()
}
