//! What administrators change at run time: settings over those of the file, and announcements.
//! Every server keeps all of it in memory and looks at one number for whether it is still what is stored.

use okno_domain::{
    announcement::{Announcement, AnnouncementId, Severity},
    time::Timestamp,
};

use crate::{
    db::{Error, Read, Row, Tx, args, statements},
    service_center::{json, texts},
};

statements! {
    /// The number that grows with each change.
    VERSION = reference "installation_version.find" "SELECT version FROM installation_version WHERE part = 'all'" => [version: I64];
    /// Lets it grow.
    RAISE = reference "installation_version.raise" "INSERT INTO installation_version (part, version) VALUES ('all', 1) ON CONFLICT (part) DO UPDATE SET version = installation_version.version + 1" => [];
    /// All settings that were changed.
    SETTINGS = reference "installation_setting.list" "SELECT setting_key, value, changed_by, changed_at, version FROM installation_setting ORDER BY setting_key"
        => [setting_key: Text, value: Json, changed_by: Text, changed_at: Instant, version: I64];
    /// A setting that was not changed before.
    INSERT_SETTING = reference "installation_setting.insert" "INSERT INTO installation_setting (setting_key, value, changed_by, changed_at, version) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (setting_key) DO NOTHING" => [];
    /// Another value, if nobody changed it meanwhile.
    UPDATE_SETTING = reference "installation_setting.update" "UPDATE installation_setting SET value = $3, changed_by = $4, changed_at = $5, version = version + 1 WHERE setting_key = $1 AND version = $2" => [];
    /// Back to the file's value, if nobody changed it meanwhile.
    DELETE_SETTING = reference "installation_setting.delete" "DELETE FROM installation_setting WHERE setting_key = $1 AND version = $2" => [];
    /// Announcements that end after an instant, those that begin last first.
    ANNOUNCEMENTS = reference "announcement.list" "SELECT announcement_id, text, severity, shown_from, shown_until, changed_by, changed_at, version FROM announcement WHERE shown_until > $1 ORDER BY shown_from DESC, announcement_id LIMIT $2"
        => [announcement_id: Id, text: Json, severity: Text, shown_from: Instant, shown_until: Instant, changed_by: Text, changed_at: Instant, version: I64];
    /// A new announcement.
    INSERT_ANNOUNCEMENT = reference "announcement.insert" "INSERT INTO announcement (announcement_id, text, severity, shown_from, shown_until, changed_by, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)" => [];
    /// What is new about it, if nobody changed it meanwhile.
    UPDATE_ANNOUNCEMENT = reference "announcement.update" "UPDATE announcement SET text = $3, severity = $4, shown_from = $5, shown_until = $6, changed_by = $7, changed_at = $8, version = version + 1 WHERE announcement_id = $1 AND version = $2" => [];
    /// Takes it away, if nobody changed it meanwhile.
    DELETE_ANNOUNCEMENT = reference "announcement.delete" "DELETE FROM announcement WHERE announcement_id = $1 AND version = $2" => [];
}

/// Who changed something, when, and the number for the guard of the next change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// A login name.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Grows with each change.
    pub version: i64,
}

fn changed(row: &Row) -> Result<Changed, Error> {
    Ok(Changed { by: row.get("changed_by")?, at: row.get("changed_at")?, version: row.get("version")? })
}

/// A setting as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingRow {
    /// Which.
    pub key: String,
    /// Its value.
    pub value: serde_json::Value,
    /// Who changed it.
    pub changed: Changed,
}

/// An announcement as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnouncementRow {
    /// The announcement.
    pub announcement: Announcement,
    /// Who changed it.
    pub changed: Changed,
}

/// The number that grows with each change; 0 while nothing was ever changed.
pub async fn version(read: &mut Read) -> Result<i64, Error> {
    let row = read.query_opt(&VERSION, args![]).await?;
    row.map_or(Ok(0), |row| row.get("version"))
}

/// Lets every server know that something changed.
pub async fn raise(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(&RAISE, args![]).await?.exactly_one()
}

/// All settings that were changed.
pub async fn settings(read: &mut Read) -> Result<Vec<SettingRow>, Error> {
    let decode =
        |row: &Row| Ok(SettingRow { key: row.get("setting_key")?, value: row.get("value")?, changed: changed(row)? });
    read.query_all(&SETTINGS, args![]).await?.iter().map(decode).collect()
}

/// Sets a value; `Conflict` if it was changed since `seen` was read (none: it was not changed before).
pub async fn put_setting(
    tx: &mut Tx,
    (key, seen): (&str, Option<i64>),
    value: &serde_json::Value,
    (by, now): (&str, Timestamp),
) -> Result<(), Error> {
    match seen {
        None => tx.execute(&INSERT_SETTING, args![key, value.clone(), by, now]).await?.exactly_one(),
        Some(seen) => tx.execute(&UPDATE_SETTING, args![key, seen, value.clone(), by, now]).await?.exactly_one(),
    }
}

/// Goes back to the file's value; `Conflict` if it was changed since `seen` was read.
pub async fn delete_setting(tx: &mut Tx, key: &str, seen: i64) -> Result<(), Error> {
    tx.execute(&DELETE_SETTING, args![key, seen]).await?.exactly_one()
}

/// Up to `most` announcements that end after `now`, those that begin last first.
pub async fn announcements(read: &mut Read, now: Timestamp, most: i64) -> Result<Vec<AnnouncementRow>, Error> {
    let decode = |row: &Row| {
        let severity: String = row.get("severity")?;
        let announcement = Announcement {
            id: row.get("announcement_id")?,
            text: texts(row, "text")?,
            severity: Severity::from_name(&severity).ok_or_else(|| row.corrupt("severity"))?,
            from: row.get("shown_from")?,
            until: row.get("shown_until")?,
        };
        Ok(AnnouncementRow { announcement, changed: changed(row)? })
    };
    read.query_all(&ANNOUNCEMENTS, args![now, most]).await?.iter().map(decode).collect()
}

/// Stores an announcement; `Conflict` if it was changed since `seen` was read (none: it is new).
pub async fn put_announcement(
    tx: &mut Tx,
    announcement: &Announcement,
    seen: Option<i64>,
    (by, now): (&str, Timestamp),
) -> Result<(), Error> {
    let Announcement { id, text, severity, from, until } = announcement;
    let text = json(text)?;
    let done = match seen {
        None => tx.execute(&INSERT_ANNOUNCEMENT, args![*id, text, severity.name(), *from, *until, by, now]).await?,
        Some(seen) => {
            let arguments = args![*id, seen, text, severity.name(), *from, *until, by, now];
            tx.execute(&UPDATE_ANNOUNCEMENT, arguments).await?
        }
    };
    done.exactly_one()
}

/// Takes an announcement away; `Conflict` if it was changed since `seen` was read.
pub async fn delete_announcement(tx: &mut Tx, id: AnnouncementId, seen: i64) -> Result<(), Error> {
    tx.execute(&DELETE_ANNOUNCEMENT, args![id, seen]).await?.exactly_one()
}
