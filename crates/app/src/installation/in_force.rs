//! The snapshot of what is in force, and how it follows the database.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use okno_domain::{
    announcement::Announcement, confirmation::ConfirmationMethod, locale::Texts, time::Timestamp, wording::Replacements,
};
use okno_store::{
    Read, Store,
    installation::{self as store, Changed, SettingRow},
};

use super::key::{Key, Value};
use crate::{context::App, error::Result, settings::Settings, wording};

/// More announcements than anybody reads.
pub(super) const MOST_ANNOUNCEMENTS: i64 = 50;

/// What is in force, all of one moment.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The number of the change that it is of; 0 for the file's values alone.
    pub version: i64,
    /// The settings, with what was changed.
    pub settings: Settings,
    /// What is said where a method is offered.
    pub method_notes: BTreeMap<ConfirmationMethod, Texts>,
    /// Announcements of now and later, those that begin last first.
    pub announcements: Vec<Announcement>,
    /// Texts in place of built-in ones.
    pub texts: Arc<Replacements>,
}

impl InForce {
    /// The file's values.
    fn of_file(settings: Settings) -> Self {
        Self { version: 0, settings, method_notes: BTreeMap::new(), announcements: Vec::new(), texts: Arc::default() }
    }

    /// The announcements of this instant, the most important first.
    pub fn announcements_at(&self, now: Timestamp) -> Vec<&Announcement> {
        let mut shown: Vec<_> = self.announcements.iter().filter(|one| one.is_shown(now)).collect();
        shown.sort_by_key(|one| std::cmp::Reverse(one.severity));
        shown
    }
}

/// Keeps the snapshot of this process.
#[derive(Debug)]
pub struct RunTime(RwLock<Arc<InForce>>);

impl RunTime {
    /// The file's values, until the database is asked.
    pub fn new(settings: &Settings) -> Self {
        Self(RwLock::new(Arc::new(InForce::of_file(settings.clone()))))
    }

    /// What is in force now.
    pub fn current(&self) -> Arc<InForce> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newer snapshot in place; an older one, read meanwhile by somebody else, is passed over.
    fn put(&self, next: InForce) {
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if current.version < next.version {
            *current = Arc::new(next);
        }
    }
}

/// Looks whether something was changed, here or on another server, and takes it in; whether there was. One number is read
/// when nothing was.
pub async fn refresh(app: &App) -> Result<bool> {
    let mut read = app.store.read().await?;
    let version = store::version(&mut read).await?;
    if version <= app.run_time.current().version {
        return Ok(false);
    }
    let next = load(&mut read, &app.settings, version, app.clock.now()).await?;
    app.run_time.put(next);
    tracing::info!(version, "what was changed at run time is in force");
    Ok(true)
}

/// The snapshot of what is stored. What this program does not take is passed over, and told to the log.
async fn load(read: &mut Read, file: &Settings, version: i64, now: Timestamp) -> Result<InForce> {
    let mut next = InForce { version, ..InForce::of_file(file.clone()) };
    for row in store::settings(read).await? {
        let Some((key, value)) = known(&row) else {
            tracing::warn!(key = row.key, "a setting that was changed is not known to this program, or out of bounds");
            continue;
        };
        key.put(&mut next.settings, &value);
        if let (Key::Method(method), Value::Method { note: Some(note), .. }) = (key, value) {
            next.method_notes.insert(method, note);
        }
    }
    let rows = store::announcements(read, now, MOST_ANNOUNCEMENTS).await?;
    next.announcements = rows.into_iter().map(|row| row.announcement).collect();
    next.texts = Arc::new(wording::in_force(read).await?);
    Ok(next)
}

fn known(row: &SettingRow) -> Option<(Key, Value)> {
    let key = Key::from_name(&row.key)?;
    Some((key, key.read(&row.value)?))
}

/// A setting that was changed, for `okno check` and `okno config show`.
#[derive(Clone, Debug)]
pub struct Override {
    /// Its name.
    pub key: String,
    /// Its value as stored.
    pub value: serde_json::Value,
    /// The file's value; none for a key that this program does not know.
    pub of_file: Option<serde_json::Value>,
    /// Whether it is in force: known, and within bounds.
    pub is_in_force: bool,
    /// Who changed it, and when.
    pub changed: Changed,
}

/// All settings that were changed over those of the file.
pub async fn overrides(database: &Store, file: &Settings) -> Result<Vec<Override>> {
    let rows = store::settings(&mut database.read().await?).await?;
    let told = |row: SettingRow| Override {
        of_file: Key::from_name(&row.key).map(|key| key.of(file).stored()),
        is_in_force: known(&row).is_some(),
        key: row.key,
        value: row.value,
        changed: row.changed,
    };
    Ok(rows.into_iter().map(told).collect())
}
