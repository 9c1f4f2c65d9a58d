//! Accounts: making one, its data key, and raising its level.

use okno_domain::{
    account::{AccountId, AccountLevel, AccountStatus, MadeUp},
    identifier::region_zone::RegionZone,
    locale::Locale,
    statistic::Kind,
    test_person::TestPersonRefusal,
};
use okno_store::{
    Read, Tx,
    account::{self as store, AccountRow, LevelChangeRow, WrappedKey},
};

use crate::{
    audit::{self, Act},
    context::Cx,
    error::{Error, Result},
    seal::DataKey,
    statistic,
    vault::data_key_place,
};

pub use okno_store::account::{AccountRow as Account, LevelChangeRow as LevelChange};

/// An account that must be there and not deleted; `NotFound` otherwise.
pub async fn get(read: &mut Read, id: AccountId) -> Result<AccountRow> {
    store::find(read, id).await?.filter(|account| account.status != AccountStatus::Deleted).ok_or(Error::NotFound)
}

/// The person's data key. It is opened once per use case and dropped with it.
pub async fn data_key(read: &mut Read, cx: &Cx, account: AccountId) -> Result<DataKey> {
    let key = store::find_key(read, account).await?.ok_or(Error::NotFound)?;
    Ok(cx.app.vault.unwrap(&key.vault_key, &data_key_place(account), &key.wrapped).await?)
}

/// Refuses what is for people to somebody who was made up.
pub fn demand_person(account: &AccountRow) -> Result<()> {
    if account.made_up.is_none() { Ok(()) } else { Err(Error::refused(&TestPersonRefusal::NotHere)) }
}

/// Makes an account at level Simplified (R26), with its data key and the beginning of its audit trail.
pub async fn create(tx: &mut Tx, cx: &Cx, locale: Locale) -> Result<(AccountRow, DataKey)> {
    create_for(tx, cx, locale, None).await
}

/// The same, of a person or of somebody made up. This is the one place where that is said.
pub(crate) async fn create_for(
    tx: &mut Tx,
    cx: &Cx,
    locale: Locale,
    made_up: Option<MadeUp>,
) -> Result<(AccountRow, DataKey)> {
    let account = AccountRow {
        id: cx.fresh_id(),
        level: AccountLevel::Simplified,
        status: AccountStatus::Active,
        locale,
        time_zone: None,
        created_at: cx.now,
        made_up,
        version: 1,
    };
    store::insert(tx, &account).await?;
    let key = DataKey::fresh(&mut cx.rng());
    let (vault_key, wrapped) = cx.app.vault.wrap(&data_key_place(account.id), &key, cx.random_bytes()).await?;
    store::insert_key(tx, &WrappedKey { account: account.id, vault_key, wrapped }, cx.now).await?;
    audit::begin(tx, account.id).await?;
    record_beginning(tx, cx, &account).await?;
    statistic::count_person(tx, cx, &account, Kind::LevelReached, account.level.name());
    Ok((account, key))
}

/// Records the level that an account begins with (R74).
pub(crate) async fn record_beginning(tx: &mut Tx, cx: &Cx, account: &AccountRow) -> Result<()> {
    let change = LevelChangeRow {
        from: None,
        to: account.level,
        method: "registration".to_owned(),
        source: "person".to_owned(),
        at: cx.now,
    };
    Ok(store::insert_level_change(tx, account.id, cx.fresh_id(), &change, &serde_json::json!({})).await?)
}

/// Takes the account's turn, in a transaction that decides about it: whoever decides about the same account at the same
/// time finds a conflict, so that of a deletion and a confirmation one comes to pass.
pub(crate) async fn hold(tx: &mut Tx, cx: &Cx, account: &AccountRow) -> Result<AccountRow> {
    store::update(tx, account, cx.now).await?;
    Ok(AccountRow { version: account.version + 1, ..account.clone() })
}

/// Where a new level comes from (R74): the method, the source, and what proves it.
#[derive(Clone, Debug)]
pub struct LevelGround {
    /// Such as `registry_verification`.
    pub method: &'static str,
    /// Such as `pension_fund,interior_ministry`.
    pub source: String,
    /// Ids and digests of what was checked; no personal data.
    pub evidence: serde_json::Value,
}

/// Moves an account to another level and records the change for good (R74). Only [`crate::evidence`] calls this.
pub(crate) async fn change_level(
    tx: &mut Tx,
    cx: &Cx,
    account: &AccountRow,
    to: AccountLevel,
    ground: LevelGround,
    actor: audit::Actor,
) -> Result<AccountRow> {
    let changed = AccountRow { level: to, ..account.clone() };
    store::update(tx, &changed, cx.now).await?;
    let change = LevelChangeRow {
        from: Some(account.level),
        to,
        method: ground.method.to_owned(),
        source: ground.source,
        at: cx.now,
    };
    store::insert_level_change(tx, account.id, cx.fresh_id(), &change, &ground.evidence).await?;
    let act = Act { actor, act: "level-changed", detail: format!("{} {}", account.level.name(), to.name()) };
    audit::record(tx, cx, account.id, act).await?;
    if to > account.level {
        statistic::count_person(tx, cx, account, Kind::LevelReached, to.name());
    }
    Ok(AccountRow { version: account.version + 1, ..changed })
}

/// Up to `most` accounts after this one in the order of their ids, for what looks at all of them.
pub async fn page(cx: &Cx, after: Option<AccountId>, most: i64) -> Result<Vec<AccountId>> {
    Ok(store::page(&mut cx.app.store.read().await?, after, most).await?)
}

/// Every change of level, the newest first (R74).
pub async fn level_changes(cx: &Cx, account: AccountId) -> Result<Vec<LevelChangeRow>> {
    Ok(store::list_level_changes(&mut cx.app.store.read().await?, account).await?)
}

/// Wraps up to `most` data keys under the current key-encryption key; true when more may be left.
pub async fn rewrap_some(cx: &Cx, most: i64) -> Result<bool> {
    let current = cx.app.vault.current();
    let old = store::keys_to_rewrap(&mut cx.app.store.read().await?, &current, most).await?;
    let found = i64::try_from(old.len()).unwrap_or(i64::MAX);
    for before in old {
        let place = data_key_place(before.account);
        let key = cx.app.vault.unwrap(&before.vault_key, &place, &before.wrapped).await?;
        let (vault_key, wrapped) = cx.app.vault.wrap(&place, &key, cx.random_bytes()).await?;
        let after = WrappedKey { account: before.account, vault_key, wrapped };
        let mut tx = cx.app.store.write().await?;
        match store::rewrap_key(&mut tx, &before, &after).await {
            Ok(()) => tx.commit().await?,
            // Another server was first.
            Err(okno_store::Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found == most)
}

/// Sets the language of messages to the person.
pub async fn set_locale(cx: &Cx, id: AccountId, locale: Locale) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let account = get(&mut tx, id).await?;
    if account.locale != locale {
        store::update(&mut tx, &AccountRow { locale, ..account }, cx.now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Sets the zone in which times are shown to the person (2.11).
pub async fn set_time_zone(cx: &Cx, id: AccountId, zone: &RegionZone) -> Result<()> {
    cx.again(|| async move {
        let mut tx = cx.app.store.write().await?;
        let account = get(&mut tx, id).await?;
        if account.time_zone.as_ref() == Some(zone) {
            return Ok(());
        }
        store::update(&mut tx, &AccountRow { time_zone: Some(zone.clone()), ..account }, cx.now).await?;
        cx.commit(tx).await
    })
    .await
}
