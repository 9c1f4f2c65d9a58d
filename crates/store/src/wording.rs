//! Texts in place of built-in ones, and the history of their changes. Every server keeps those of now in memory; the history
//! is read on the page of a text only.

use okno_domain::{time::Timestamp, wording::Replacement};

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    installation::Changed,
    service_center::json,
};

statements! {
    /// Every text that was ever changed.
    LIST = reference "wording.list" "SELECT text_key, texts, changed_by, changed_at, version FROM wording ORDER BY text_key"
        => [text_key: Text, texts: Json, changed_by: Text, changed_at: Instant, version: I64];
    /// One of them.
    FIND = reference "wording.find" "SELECT text_key, texts, changed_by, changed_at, version FROM wording WHERE text_key = $1"
        => [text_key: Text, texts: Json, changed_by: Text, changed_at: Instant, version: I64];
    /// A text that was not changed before.
    INSERT = reference "wording.insert" "INSERT INTO wording (text_key, texts, changed_by, changed_at, version) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (text_key) DO NOTHING" => [];
    /// Another text, if nobody changed it meanwhile.
    UPDATE = reference "wording.update" "UPDATE wording SET texts = $3, changed_by = $4, changed_at = $5, version = version + 1 WHERE text_key = $1 AND version = $2" => [];
    /// One more change in the history.
    NOTE = reference "wording_change.insert" "INSERT INTO wording_change (text_key, version, before_texts, after_texts, changed_by, agreed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)" => [];
    /// The history of a text, the newest first.
    HISTORY = reference "wording_change.list" "SELECT version, before_texts, after_texts, changed_by, agreed_by, changed_at FROM wording_change WHERE text_key = $1 ORDER BY version DESC LIMIT $2"
        => [version: I64, before_texts: Json, after_texts: Json, changed_by: Text, agreed_by: Text, changed_at: Instant];
}

/// A text that was changed, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingRow {
    /// Its key.
    pub key: String,
    /// What stands in place of the built-in text.
    pub texts: Replacement,
    /// Who changed it.
    pub changed: Changed,
}

/// A change in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordingChange {
    /// The number of the change.
    pub version: i64,
    /// What stood before.
    pub before: Replacement,
    /// What stood after.
    pub after: Replacement,
    /// Who made it, by login name.
    pub by: String,
    /// Who agreed to it, by login name.
    pub agreed_by: Option<String>,
    /// When.
    pub at: Timestamp,
}

fn texts(row: &Row, column: &str) -> Result<Replacement, Error> {
    serde_json::from_value(row.get(column)?).map_err(|_| row.corrupt(column))
}

fn decode(row: &Row) -> Result<WordingRow, Error> {
    let changed = Changed { by: row.get("changed_by")?, at: row.get("changed_at")?, version: row.get("version")? };
    Ok(WordingRow { key: row.get("text_key")?, texts: texts(row, "texts")?, changed })
}

/// Every text that was ever changed, by key.
pub async fn list(read: &mut Read) -> Result<Vec<WordingRow>, Error> {
    read.query_all(&LIST, args![]).await?.iter().map(decode).collect()
}

/// The text with this key, if it was ever changed.
pub async fn find(read: &mut Read, key: &str) -> Result<Option<WordingRow>, Error> {
    read.query_opt(&FIND, args![key]).await?.as_ref().map(decode).transpose()
}

/// Puts a text in place of the built-in one and notes that in its history; `Conflict` if it was changed since `seen` was
/// read (none: it was never changed).
pub async fn put(
    tx: &mut Tx,
    (key, seen): (&str, Option<i64>),
    (before, after): (&Replacement, &Replacement),
    (by, agreed_by, now): (&str, Option<&str>, Timestamp),
) -> Result<i64, Error> {
    let stored = json(after)?;
    let done = match seen {
        None => tx.execute(&INSERT, args![key, stored.clone(), by, now]).await?,
        Some(seen) => tx.execute(&UPDATE, args![key, seen, stored.clone(), by, now]).await?,
    };
    done.exactly_one()?;
    let version = seen.unwrap_or_default().saturating_add(1);
    let agreed_by = agreed_by.map(str::to_owned);
    tx.execute(&NOTE, args![key, version, json(before)?, stored, by, agreed_by, now]).await?.exactly_one()?;
    Ok(version)
}

/// Up to `most` changes of a text, the newest first.
pub async fn history(read: &mut Read, key: &str, most: i64) -> Result<Vec<WordingChange>, Error> {
    let decode = |row: &Row| {
        Ok(WordingChange {
            version: row.get("version")?,
            before: texts(row, "before_texts")?,
            after: texts(row, "after_texts")?,
            by: row.get("changed_by")?,
            agreed_by: row.get("agreed_by")?,
            at: row.get("changed_at")?,
        })
    };
    read.query_all(&HISTORY, args![key, most]).await?.iter().map(decode).collect()
}
