//! Changing a setting: a fresh proof always, and a second administrator's consent where it is about methods or limits.

use okno_domain::{
    approval::{ApprovalId, Subject},
    locale::Texts,
    operator::Act,
    refusal::{Class, FieldFault, Refusal},
    time::Timestamp,
};
use okno_store::{
    Tx,
    installation::{self as store, Changed},
};
use serde_json::json;

use super::{
    in_force::refresh,
    key::{Key, SWITCHABLE, Value},
};
use crate::{
    approval,
    context::Cx,
    error::{Error, Result},
    operator::{SignedIn, audit},
    settings::Settings,
};

/// A change that was asked for and not made yet.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub id: ApprovalId,
    /// Whether a second administrator agreed.
    pub is_approved: bool,
    /// The new value; none for going back to the file's.
    pub to: Option<Value>,
    /// Until when something can happen.
    pub expires_at: Timestamp,
}

/// A setting as the page shows it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which.
    pub key: Key,
    /// What is in force.
    pub value: Value,
    /// The file's value.
    pub of_file: Value,
    /// Whether the file's value is the shipped one.
    pub is_default: bool,
    /// Who changed it here; none when it is the file's.
    pub changed: Option<Changed>,
    /// What the one who looks has asked for.
    pub asked: Option<Asked>,
}

/// What a form sends for a key, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// A number, or `yes` or `no`.
    pub value: String,
    /// The note of a method in Russian, English and French; no note when all are empty.
    pub note: [String; 3],
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A second administrator is asked.
    Asked,
    /// It is in force.
    Done,
}

/// Everything that may be changed, and what is in force.
pub async fn overview(cx: &Cx, operator: &SignedIn) -> Result<Vec<Line>> {
    operator.demand(Act::ManageInstallation)?;
    let mut read = cx.app.store.read().await?;
    let rows = store::settings(&mut read).await?;
    let own = approval::own(&mut read, cx, operator, Act::ManageInstallation).await?;
    let shipped = Settings::default();
    let line = |key: Key| {
        let of_file = key.of(&cx.app.settings);
        let row = rows.iter().find(|row| row.key == key.name());
        let asked = own.iter().find(|own| own.detail.get("setting").is_some_and(|name| name == key.name()));
        Line {
            value: row.and_then(|row| key.read(&row.value)).unwrap_or_else(|| of_file.clone()),
            is_default: of_file == key.of(&shipped),
            of_file,
            changed: row.map(|row| row.changed.clone()),
            asked: asked.map(|own| Asked {
                id: own.id,
                is_approved: own.is_approved,
                to: own.detail.get("to").and_then(|to| key.read(to)),
                expires_at: own.expires_at,
            }),
            key,
        }
    };
    Ok(Key::all().map(line).collect())
}

/// What was typed as a value of this key.
fn read(key: Key, typed: &Typed) -> Result<Value> {
    let flag = || match typed.value.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Error::Fields(vec![FieldFault::new("value", "required")])),
    };
    let value = match key {
        Key::RegistrationOpen => Value::Flag(flag()?),
        Key::Method(_) => {
            let [ru, en, fr] = typed.note.each_ref().map(|text| text.trim().to_owned());
            let is_empty = [&ru, &en, &fr].into_iter().all(String::is_empty);
            Value::Method { on: flag()?, note: (!is_empty).then(|| Texts::new(ru, en, fr)) }
        }
        // What is no number is out of any bounds.
        Key::Limit(_) => Value::Number(typed.value.trim().parse().unwrap_or(u32::MAX)),
    };
    let faults = key.faults(&value);
    if faults.is_empty() { Ok(value) } else { Err(Error::Fields(faults)) }
}

/// Sets a value, or asks a second administrator to agree to it. `seen` is the number of the change that the page showed;
/// `Conflict` when another one came in between.
pub async fn change(cx: &Cx, operator: &SignedIn, (key, seen): (Key, Option<i64>), typed: &Typed) -> Result<Outcome> {
    operator.demand(Act::ManageInstallation)?;
    let value = read(key, typed)?;
    begin(cx, operator, (key, seen), Some(value)).await
}

/// Goes back to the file's value, or asks a second administrator to agree to that.
pub async fn back_to_file(cx: &Cx, operator: &SignedIn, (key, seen): (Key, Option<i64>)) -> Result<Outcome> {
    operator.demand(Act::ManageInstallation)?;
    begin(cx, operator, (key, seen), None).await
}

fn refused(code: &'static str) -> Error {
    Error::Refused(Refusal::new(code, Class::Conflict))
}

/// A change, as it is agreed to.
fn payload(key: Key, seen: Option<i64>, to: Option<&Value>) -> serde_json::Value {
    json!({ "setting": key.name(), "seen": seen, "to": to.map(Value::stored) })
}

async fn begin(cx: &Cx, operator: &SignedIn, (key, seen): (Key, Option<i64>), to: Option<Value>) -> Result<Outcome> {
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    if !key.needs_consent() {
        take_turn(&mut tx).await?;
    }
    let present = present(&mut tx, cx, key).await?;
    if present.seen != seen {
        return Err(Error::Conflict);
    }
    demand_sense(&mut tx, cx, key, &present, to.as_ref()).await?;
    if !key.needs_consent() {
        perform(&mut tx, cx, operator, (key, &present), to.as_ref()).await?;
        commit(tx, cx).await?;
        return Ok(Outcome::Done);
    }
    let mut detail = payload(key, seen, to.as_ref());
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("from".to_owned(), present.value.stored());
        detail.insert("of_file".to_owned(), key.of(&cx.app.settings).stored());
    }
    let what = (Act::ManageInstallation, Subject::Installation);
    approval::ask(&mut tx, cx, operator, what, &payload(key, seen, to.as_ref()), detail).await?;
    cx.commit(tx).await?;
    Ok(Outcome::Asked)
}

/// Lets the number grow that every server looks at. Whoever changes something takes this turn before looking at what is
/// there: two who switch off the last two methods at once would each see the other one on.
async fn take_turn(tx: &mut Tx) -> Result<()> {
    Ok(store::raise(tx).await?)
}

/// What is stored for a key now.
struct Present {
    value: Value,
    seen: Option<i64>,
}

async fn present(tx: &mut Tx, cx: &Cx, key: Key) -> Result<Present> {
    let row = store::settings(tx).await?.into_iter().find(|row| row.key == key.name());
    let value = row.as_ref().and_then(|row| key.read(&row.value)).unwrap_or_else(|| key.of(&cx.app.settings));
    Ok(Present { value, seen: row.map(|row| row.changed.version) })
}

/// Refuses what changes nothing, and what would leave no way to confirm an identity.
async fn demand_sense(tx: &mut Tx, cx: &Cx, key: Key, present: &Present, to: Option<&Value>) -> Result<()> {
    let after = to.cloned().unwrap_or_else(|| key.of(&cx.app.settings));
    let is_same = if to.is_some() { after == present.value } else { present.seen.is_none() };
    if is_same {
        return Err(refused("setting-same"));
    }
    if let (Key::Method(method), Value::Method { on: false, .. }) = (key, &after) {
        for other in SWITCHABLE.into_iter().filter(|other| *other != method) {
            if matches!(self::present(tx, cx, Key::Method(other)).await?.value, Value::Method { on: true, .. }) {
                return Ok(());
            }
        }
        return Err(refused("setting-last-method"));
    }
    Ok(())
}

/// Makes a change that a second administrator agreed to: once, and only while nothing else was changed there.
pub async fn execute(cx: &Cx, operator: &SignedIn, agreed: ApprovalId) -> Result<()> {
    operator.demand(Act::ManageInstallation)?;
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    take_turn(&mut tx).await?;
    let own = approval::own(&mut tx, cx, operator, Act::ManageInstallation).await?;
    let own = own.into_iter().find(|own| own.id == agreed).ok_or(Error::NotFound)?;
    let key = own.detail.get("setting").and_then(|name| name.as_str()).and_then(Key::from_name);
    let key = key.ok_or(Error::NotFound)?;
    let to = own.detail.get("to").and_then(|to| key.read(to));
    let seen = own.detail.get("seen").and_then(serde_json::Value::as_i64);
    let what = (Act::ManageInstallation, Subject::Installation);
    approval::execute(&mut tx, cx, operator, agreed, what, &payload(key, seen, to.as_ref())).await?;
    let present = present(&mut tx, cx, key).await?;
    if present.seen != seen {
        return Err(Error::Conflict);
    }
    demand_sense(&mut tx, cx, key, &present, to.as_ref()).await?;
    perform(&mut tx, cx, operator, (key, &present), to.as_ref()).await?;
    commit(tx, cx).await
}

async fn perform(
    tx: &mut Tx,
    cx: &Cx,
    operator: &SignedIn,
    (key, present): (Key, &Present),
    to: Option<&Value>,
) -> Result<()> {
    let by = (operator.login_name.as_str(), cx.now);
    match (to, present.seen) {
        (Some(value), seen) => store::put_setting(tx, (key.name(), seen), &value.stored(), by).await?,
        (None, Some(seen)) => store::delete_setting(tx, key.name(), seen).await?,
        (None, None) => return Err(refused("setting-same")),
    }
    let told = to.map_or_else(|| "file".to_owned(), |value| value.stored().to_string());
    let detail = format!("{} {} -> {told}", key.name(), present.value.stored());
    audit::record(tx, cx, operator, "setting-changed", &detail).await
}

/// Commits, and takes the change in at once on this server; the others follow within seconds.
pub(crate) async fn commit(tx: Tx, cx: &Cx) -> Result<()> {
    cx.commit(tx).await?;
    // It is in force whether this look succeeds or not: the next one takes it in.
    if let Err(error) = refresh(&cx.app).await {
        tracing::warn!(%error, "what was changed is not taken in yet");
    }
    Ok(())
}
