//! Makes many accounts for measurements: the same rows that registration makes, without its messages.

use std::{ops::Range, sync::Arc};

use okno_domain::{
    account::{AccountId, AccountLevel, AccountStatus},
    contact::{ContactKind, ContactStatus},
    locale::Locale,
    person::PersonalData,
    secret::Secret,
};
use okno_store::{
    Tx,
    account::{self as accounts, AccountRow, WrappedKey},
    contact::{self, ContactRow},
    password, person,
};

use crate::{
    account, audit,
    context::{App, Client, Cx},
    error::{Error, Result},
    notification::contact_place,
    seal::DataKey,
    session::person_place,
    vault::data_key_place,
};

/// Accounts made in one transaction.
const STEP: u32 = 500;
/// Transactions under way at once; SQLite takes them one after another.
const AT_ONCE: u32 = 6;

/// The never dialable phone number of the account with this number (portal-requirements 2.8).
pub fn phone(number: u32) -> String {
    format!("+7000{:07}", number % 10_000_000)
}

/// Makes the accounts `from..from + count`, all with one password and one name (surname, first name), and calls `progress` with how many are there. An
/// account whose phone is taken already is left out. Returns how many were made.
pub async fn accounts(
    app: &Arc<App>,
    from: u32,
    count: u32,
    password: &Secret,
    names: (&str, &str),
    progress: impl Fn(u32),
) -> Result<u32> {
    let client = Client { request_id: "generate".to_owned(), ..Client::default() };
    let cx = Cx::begin(app, Locale::default(), client);
    let hash = app.hashing.hash(app.keys.peppered_password(password), cx.random_bytes()).await?;
    let hash: Arc<str> = hash.into();
    let names = Arc::new((names.0.to_owned(), names.1.to_owned()));
    let mut made = 0;
    let mut next = from;
    let end = from.saturating_add(count);
    while next < end {
        let mut under_way = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE {
            let until = next.saturating_add(STEP).min(end);
            if next < until {
                under_way.spawn(step(cx.clone(), next..until, Arc::clone(&hash), Arc::clone(&names)));
            }
            next = until;
        }
        while let Some(done) = under_way.join_next().await {
            made += done.map_err(|error| Error::Bug(format!("generating accounts: {error}")))??;
        }
        progress(made);
    }
    Ok(made)
}

async fn step(cx: Cx, numbers: Range<u32>, hash: Arc<str>, names: Arc<(String, String)>) -> Result<u32> {
    let mut tx = cx.app.store.write().await?;
    let mut made = 0;
    for number in numbers {
        made += u32::from(one(&mut tx, &cx, number, &hash, &names).await?);
    }
    tx.commit().await?;
    Ok(made)
}

async fn one(tx: &mut Tx, cx: &Cx, number: u32, hash: &str, names: &(String, String)) -> Result<bool> {
    let phone = phone(number);
    let contact_hash = cx.app.keys.blind(ContactKind::MobilePhone.name(), &phone);
    let id: AccountId = cx.fresh_id();
    if !contact::claim(tx, &contact_hash, id).await? {
        return Ok(false);
    }
    let row = AccountRow {
        id,
        level: AccountLevel::Simplified,
        status: AccountStatus::Active,
        locale: Locale::default(),
        time_zone: None,
        created_at: cx.now,
        made_up: None,
        version: 1,
    };
    accounts::insert(tx, &row).await?;
    let key = DataKey::fresh(&mut cx.rng());
    let (vault_key, wrapped) = cx.app.vault.wrap(&data_key_place(id), &key, cx.random_bytes()).await?;
    accounts::insert_key(tx, &WrappedKey { account: id, vault_key, wrapped }, cx.now).await?;
    audit::begin(tx, id).await?;
    account::record_beginning(tx, cx, &row).await?;
    let contact_id = cx.fresh_id();
    let contact = ContactRow {
        id: contact_id,
        kind: ContactKind::MobilePhone,
        status: ContactStatus::Confirmed,
        contact_hash,
        value_sealed: key.seal_text(&contact_place(contact_id), &phone, &mut cx.rng())?,
        created_at: cx.now,
        confirmed_at: Some(cx.now),
        version: 1,
    };
    contact::insert(tx, id, &contact).await?;
    let data = PersonalData { family_name: names.0.clone(), given_name: names.1.clone(), ..PersonalData::default() };
    let sealed = key.seal_json(&person_place("data_sealed", id), &data, &mut cx.rng())?;
    person::insert(tx, id, &sealed, cx.now).await?;
    password::put(tx, id, hash, cx.now).await?;
    Ok(true)
}
