//! Texts of pages, mails, SMS and letters that administrators put in place of the built-in ones, without a restart and on
//! every server within seconds (docs/decisions/0015).
//!
//! What stands is a part of the snapshot of [`crate::installation`]: a request or a job says everything in the words of the
//! moment at which it began. This module never judges words: what fits in place of which built-in text is known to
//! [`BuiltIn`], which the pages hand over.

use okno_domain::{
    approval::{ApprovalId, Subject},
    locale::Locale,
    operator::Act,
    refusal::{Class, FieldFault, Refusal},
    time::Timestamp,
    wording::{Replacement, Replacements, faults, tidy},
};
use okno_store::{Read, Store, Tx, installation, operator as operators, wording as store};
use serde_json::json;

use crate::{
    approval,
    context::Cx,
    error::{Error, Result},
    installation::commit,
    operator::{SignedIn, audit},
};

pub use okno_store::wording::{WordingChange, WordingRow};

/// The changes of a text that a page shows.
const MOST_CHANGES: i64 = 50;

/// The built-in texts, and what fits in place of each.
pub trait BuiltIn: Sync {
    /// Whether there is a text with this key.
    fn has(&self, key: &str) -> bool;

    /// A text as it is kept; none when it says what the built-in one says. Else what is wrong with it in that place.
    fn fit(&self, key: &str, locale: Locale, text: &str) -> std::result::Result<Option<String>, FieldFault>;
}

/// A change that was asked for and not made yet.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub id: ApprovalId,
    /// Whether a second administrator agreed.
    pub is_approved: bool,
    /// What will stand.
    pub to: Replacement,
    /// Until when something can happen.
    pub expires_at: Timestamp,
}

/// A text, as its page shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What stands in place of the built-in text.
    pub now: Replacement,
    /// The number of the last change; none when there was none.
    pub seen: Option<i64>,
    /// What the one who looks has asked for.
    pub asked: Option<Asked>,
    /// The changes, the newest first.
    pub history: Vec<WordingChange>,
}

/// The texts that stand in place of built-in ones.
pub(crate) async fn in_force(read: &mut Read) -> Result<Replacements> {
    Ok(store::list(read).await?.into_iter().map(|row| (row.key, row.texts)).collect())
}

/// A text that stands in place of a built-in one, for `okno check`.
#[derive(Clone, Debug)]
pub struct Override {
    /// The text.
    pub row: WordingRow,
    /// Whether it fits in every language; where it does not, the built-in one stands.
    pub is_in_force: bool,
}

/// All texts that were replaced.
pub async fn overrides(database: &Store, built_in: &dyn BuiltIn) -> Result<Vec<Override>> {
    let rows = store::list(&mut database.read().await?).await?;
    let replaced = rows.into_iter().filter(|row| !row.texts.is_empty());
    let judged = replaced.map(|row| Override { is_in_force: fits(built_in, &row.key, &row.texts), row });
    Ok(judged.collect())
}

fn fits(built_in: &dyn BuiltIn, key: &str, texts: &Replacement) -> bool {
    let fits = |locale| texts.get(locale).is_none_or(|text| built_in.fit(key, locale, text).is_ok());
    built_in.has(key) && Locale::ALL.into_iter().all(fits)
}

/// Every text that does not say what the built-in one says.
pub async fn replaced(cx: &Cx, operator: &SignedIn) -> Result<Vec<WordingRow>> {
    operator.demand(Act::ManageInstallation)?;
    let rows = store::list(&mut cx.app.store.read().await?).await?;
    Ok(rows.into_iter().filter(|row| !row.texts.is_empty()).collect())
}

/// What stands in place of a text, what was asked for and what was changed.
pub async fn show(cx: &Cx, operator: &SignedIn, built_in: &dyn BuiltIn, key: &str) -> Result<Shown> {
    operator.demand(Act::ManageInstallation)?;
    demand_known(built_in, key)?;
    let mut read = cx.app.store.read().await?;
    let row = store::find(&mut read, key).await?;
    let own = approval::own(&mut read, cx, operator, Act::ManageInstallation).await?;
    let seen = row.as_ref().map(|row| row.changed.version);
    // One that was asked for before somebody else changed the text can be carried out no more.
    let is_about = |own: &approval::Own| own.detail.get(KEY).is_some_and(|name| name == key);
    let is_up_to_date = |own: &approval::Own| own.detail.get("seen").and_then(serde_json::Value::as_i64) == seen;
    let own: Vec<_> = own.into_iter().filter(is_about).collect();
    let asked = own.iter().find(|own| is_up_to_date(own)).or(own.first());
    Ok(Shown {
        seen,
        now: row.map(|row| row.texts).unwrap_or_default(),
        asked: asked.map(|own| Asked {
            id: own.id,
            is_approved: own.is_approved,
            to: text_in(&own.detail, "to"),
            expires_at: own.expires_at,
        }),
        history: store::history(&mut read, key, MOST_CHANGES).await?,
    })
}

/// What was typed, as it would stand; everything that is wrong with it at its fields. An empty text and one that says what
/// the built-in one says leave the place to the built-in one.
pub fn read(operator: &SignedIn, built_in: &dyn BuiltIn, key: &str, typed: &[String; 3]) -> Result<Replacement> {
    operator.demand(Act::ManageInstallation)?;
    demand_known(built_in, key)?;
    let (mut to, mut wrong) = (Replacement::default(), Vec::new());
    for (locale, typed) in Locale::ALL.into_iter().zip(typed) {
        let text = tidy(typed);
        if text.is_empty() {
            continue;
        }
        match faults(locale, &text).map_or_else(|| built_in.fit(key, locale, &text), Err) {
            Ok(text) => to.set(locale, text),
            Err(fault) => wrong.push(fault),
        }
    }
    if wrong.is_empty() { Ok(to) } else { Err(Error::Fields(wrong)) }
}

/// Asks a second administrator to agree to a text. `seen` is the number of the change that the page showed; `Conflict` when
/// another one came in between. The operator must be fresh.
pub async fn ask(
    cx: &Cx,
    operator: &SignedIn,
    built_in: &dyn BuiltIn,
    (key, seen): (&str, Option<i64>),
    typed: &[String; 3],
) -> Result<()> {
    let to = read(operator, built_in, key, typed)?;
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    let (now, present) = present(&mut tx, key).await?;
    if present != seen {
        return Err(Error::Conflict);
    }
    if now == to {
        return Err(refused("wording-same"));
    }
    let payload = payload(key, seen, &to);
    let mut detail = payload.clone();
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("from".to_owned(), json!(now));
    }
    approval::ask(&mut tx, cx, operator, (Act::ManageInstallation, Subject::Installation), &payload, detail).await?;
    cx.commit(tx).await
}

/// Asks a second administrator to agree that the built-in text stands again in every language.
pub async fn ask_back(cx: &Cx, operator: &SignedIn, built_in: &dyn BuiltIn, which: (&str, Option<i64>)) -> Result<()> {
    ask(cx, operator, built_in, which, &[const { String::new() }; 3]).await
}

/// Puts a text in place that a second administrator agreed to: once, only while nothing else was changed there, and only
/// while it still fits.
pub async fn execute(
    cx: &Cx,
    operator: &SignedIn,
    built_in: &dyn BuiltIn,
    (key, agreed): (&str, ApprovalId),
) -> Result<()> {
    operator.demand(Act::ManageInstallation)?;
    operator.demand_fresh(cx)?;
    demand_known(built_in, key)?;
    let mut tx = cx.app.store.write().await?;
    installation::raise(&mut tx).await?;
    let own = approval::own(&mut tx, cx, operator, Act::ManageInstallation).await?;
    let own = own.into_iter().find(|own| own.id == agreed).ok_or(Error::NotFound)?;
    if own.detail.get(KEY).is_none_or(|name| name != key) {
        return Err(Error::NotFound);
    }
    let to = text_in(&own.detail, "to");
    let seen = own.detail.get("seen").and_then(serde_json::Value::as_i64);
    let what = (Act::ManageInstallation, Subject::Installation);
    let done = approval::execute(&mut tx, cx, operator, agreed, what, &payload(key, seen, &to)).await?;
    let (now, present) = present(&mut tx, key).await?;
    if present != seen {
        return Err(Error::Conflict);
    }
    // The consent may be older than the program that has the built-in text.
    if !fits(built_in, key, &to) {
        return Err(refused("wording-unfit"));
    }
    let agreed_by = match done.decided {
        Some((second, _)) => operators::find(&mut tx, second).await?.map(|row| row.login_name),
        None => None,
    };
    let by = (operator.login_name.as_str(), agreed_by.as_deref(), cx.now);
    let version = store::put(&mut tx, (key, seen), (&now, &to), by).await?;
    audit::record(&mut tx, cx, operator, "text-changed", &told(key, version, &now, &to)).await?;
    commit(tx, cx).await
}

/// The name of the key in what is agreed to.
const KEY: &str = "text_key";

fn refused(code: &'static str) -> Error {
    Error::Refused(Refusal::new(code, Class::Conflict))
}

fn demand_known(built_in: &dyn BuiltIn, key: &str) -> Result<()> {
    if built_in.has(key) { Ok(()) } else { Err(Error::NotFound) }
}

/// A change, as it is agreed to.
fn payload(key: &str, seen: Option<i64>, to: &Replacement) -> serde_json::Value {
    json!({ KEY: key, "seen": seen, "to": to })
}

/// A text in the detail of a request.
fn text_in(detail: &serde_json::Value, name: &str) -> Replacement {
    detail.get(name).and_then(|text| serde_json::from_value(text.clone()).ok()).unwrap_or_default()
}

async fn present(tx: &mut Tx, key: &str) -> Result<(Replacement, Option<i64>)> {
    let row = store::find(tx, key).await?;
    let seen = row.as_ref().map(|row| row.changed.version);
    Ok((row.map(|row| row.texts).unwrap_or_default(), seen))
}

/// How much of a text the record tells; the history has it whole.
const TOLD: usize = 200;

/// What the record says of a change: the text before and after, in each language in which they differ.
fn told(key: &str, version: i64, before: &Replacement, after: &Replacement) -> String {
    let said = |text: &Replacement, locale| match text.get(locale) {
        Some(text) => {
            format!("«{}{}»", text.chars().take(TOLD).collect::<String>(), text.chars().nth(TOLD).map_or("", |_| "…"))
        }
        None => "-".to_owned(),
    };
    let changed = Locale::ALL.into_iter().filter(|locale| before.get(*locale) != after.get(*locale));
    let changes = changed.map(|locale| format!(" {locale}: {} -> {}", said(before, locale), said(after, locale)));
    format!("{key} {version}{}", changes.collect::<String>())
}
