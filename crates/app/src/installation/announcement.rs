//! Announcements: what stands at the head of every page for a while.

use okno_domain::{
    announcement::{Announcement, AnnouncementId, Severity},
    locale::{Locale, Texts},
    operator::Act,
    refusal::FieldFault,
    time::{HOUR, Timestamp, after},
};
use okno_store::installation::{self as store, AnnouncementRow};

use super::{change::commit, in_force::MOST_ANNOUNCEMENTS};
use crate::{
    context::Cx,
    error::{Error, Result},
    operator::{SignedIn, audit},
};

/// The fields of the text.
pub const TEXT_FIELDS: [&str; 3] = ["text_ru", "text_en", "text_fr"];

/// What the form of an announcement sends; the instants are read by the page, which knows the zone.
#[derive(Clone, Debug, Default)]
pub struct AnnouncementForm {
    /// The text in Russian, English and French.
    pub text: [String; 3],
    /// How much it matters, by its stored name.
    pub severity: String,
    /// From when; now when none.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// What could not be read of the two instants.
    pub faults: Vec<FieldFault>,
}

/// The announcements of now and later.
pub async fn announcements(cx: &Cx, operator: &SignedIn) -> Result<Vec<AnnouncementRow>> {
    operator.demand(Act::ManageInstallation)?;
    Ok(store::announcements(&mut cx.app.store.read().await?, cx.now, MOST_ANNOUNCEMENTS).await?)
}

fn read(cx: &Cx, id: AnnouncementId, form: &AnnouncementForm) -> Result<Announcement> {
    let [ru, en, fr] = form.text.each_ref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut faults = form.faults.clone();
    let severity = Severity::from_name(&form.severity);
    if severity.is_none() {
        faults.push(FieldFault::new("severity", "required"));
    }
    let is_faulty = |faults: &[FieldFault], field: &str| faults.iter().any(|fault| fault.field == field);
    if form.until.is_none() && !is_faulty(&faults, "shown_until") {
        faults.push(FieldFault::new("shown_until", "required"));
    }
    let from = form.from.unwrap_or(cx.now);
    // What is missing has its fault already; the rest is judged as if it were there.
    let until = form.until.unwrap_or_else(|| after(from, HOUR));
    let severity = severity.unwrap_or(Severity::Info);
    let announcement = Announcement { id, text: Texts::new(ru, en, fr), severity, from, until };
    let more = announcement.faults(cx.now).into_iter().filter(|fault| !is_faulty(&faults, fault.field));
    let more: Vec<_> = more.collect();
    faults.extend(more);
    if faults.is_empty() { Ok(announcement) } else { Err(Error::Fields(faults)) }
}

/// Adds an announcement, or changes the one with this id; `Conflict` when it was changed since it was shown. The operator
/// must be fresh.
pub async fn put(
    cx: &Cx,
    operator: &SignedIn,
    which: Option<(AnnouncementId, i64)>,
    form: &AnnouncementForm,
) -> Result<AnnouncementId> {
    operator.demand(Act::ManageInstallation)?;
    let id = which.map_or_else(|| cx.fresh_id(), |(id, _)| id);
    let announcement = read(cx, id, form)?;
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    let before = store::announcements(&mut tx, Timestamp::UNIX_EPOCH, MOST_ANNOUNCEMENTS).await?;
    let before = before.iter().find(|row| row.announcement.id == id).map(|row| told(&row.announcement));
    let by = (operator.login_name.as_str(), cx.now);
    store::put_announcement(&mut tx, &announcement, which.map(|(_, seen)| seen), by).await?;
    store::raise(&mut tx).await?;
    let detail = format!("{id} {} -> {}", before.as_deref().unwrap_or("-"), told(&announcement));
    audit::record(&mut tx, cx, operator, "announcement-put", &detail).await?;
    commit(tx, cx).await?;
    Ok(id)
}

/// What the record of a change says of it.
fn told(announcement: &Announcement) -> String {
    let Announcement { text, severity, from, until, .. } = announcement;
    format!("[{} {from}..{until} «{}»]", severity.name(), text.get(Locale::Ru))
}

/// Takes an announcement away. The operator must be fresh.
pub async fn remove(cx: &Cx, operator: &SignedIn, (id, seen): (AnnouncementId, i64)) -> Result<()> {
    operator.demand(Act::ManageInstallation)?;
    operator.demand_fresh(cx)?;
    let mut tx = cx.app.store.write().await?;
    store::delete_announcement(&mut tx, id, seen).await?;
    store::raise(&mut tx).await?;
    audit::record(&mut tx, cx, operator, "announcement-removed", &id.to_string()).await?;
    commit(tx, cx).await
}
