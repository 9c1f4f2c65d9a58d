//! What is changed at run time: methods, limits, announcements.

use axum::{
    Router,
    routing::{get, post},
};
use jiff::civil::DateTime;
use okno_app::{
    Error, approval,
    installation::{self, AnnouncementForm, AnnouncementRow, Key, Line, Outcome, Typed, Value},
};
use okno_domain::{
    announcement::AnnouncementId,
    approval::ApprovalId,
    locale::{Locale, Texts},
    refusal::FieldFault,
    time::Timestamp,
};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    installation::{
        AnnouncementLine, AnnouncementsView, AskedLine, SettingLine, SettingsView, ShownValue, Source, severities,
    },
    route,
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::OPERATOR_SETTINGS);
    let announcement = |rest: &str| format!("{}{rest}", route::OPERATOR_ANNOUNCEMENTS);
    Router::new()
        .route(route::OPERATOR_SETTINGS, get(show))
        .route(&at("/{key}"), post(change))
        .route(&at("/{key}/back"), post(back))
        .route(&at("/{key}/execute"), post(execute))
        .route(route::OPERATOR_ANNOUNCEMENTS, get(announcements).post(announce))
        .route(&announcement("/{id}"), get(show_announcement).post(edit_announcement))
        .route(&announcement("/{id}/remove"), post(remove_announcement))
}

fn shown(value: &Value) -> ShownValue {
    match value {
        Value::Flag(on) | Value::Method { on, .. } => ShownValue::Flag(*on),
        Value::Number(number) => ShownValue::Number(*number),
    }
}

fn note(value: &Value) -> Option<[String; 3]> {
    let Value::Method { note, .. } = value else { return None };
    let said = |note: &Texts| Locale::ALL.map(|locale| note.get(locale).to_owned());
    Some(note.as_ref().map(said).unwrap_or_default())
}

fn setting_line(cx: &PageCx, line: Line) -> SettingLine {
    let bounds = match line.key {
        Key::Limit(limit) => Some((limit.least, limit.most)),
        _ => None,
    };
    let seen = line.changed.as_ref().map(|changed| changed.version.to_string()).unwrap_or_default();
    let source = match line.changed {
        Some(changed) => Source::Changed { by: changed.by, at: cx.local(changed.at), of_file: shown(&line.of_file) },
        None if line.is_default => Source::Default,
        None => Source::File,
    };
    SettingLine {
        name: line.key.name(),
        value: shown(&line.value),
        bounds,
        note: note(&line.value),
        source,
        seen,
        asked: line.asked.map(|asked| AskedLine {
            id: asked.id.to_string(),
            is_approved: asked.is_approved,
            to: asked.to.as_ref().map(shown),
        }),
        errors: FormErrors::none(),
        typed: String::new(),
    }
}

async fn view(
    cx: &PageCx,
    operator: &Operator,
    answered: Option<(Key, &SettingForm)>,
    errors: FormErrors,
) -> Result<SettingsView, Error> {
    let all = installation::overview(cx, operator).await?;
    let mut lines: Vec<_> = all.into_iter().map(|line| setting_line(cx, line)).collect();
    if let Some((key, form)) = answered.filter(|_| !errors.faults.is_empty()) {
        for line in lines.iter_mut().filter(|line| line.name == key.name()) {
            line.errors = errors.clone();
            line.typed.clone_from(&form.value);
            if line.note.is_some() {
                line.note = Some(form.note());
            }
        }
    }
    let mut frame = cx.frame();
    route::OPERATOR_SETTINGS.clone_into(&mut frame.path);
    let is_alone = !approval::has_second_administrator(cx, operator).await?;
    Ok(SettingsView { frame, errors, is_alone, lines })
}

/// `GET /operator/settings`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    cx.page(view(&cx, &operator, None, FormErrors::none()).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SettingForm {
    seen: String,
    value: String,
    note_ru: String,
    note_en: String,
    note_fr: String,
    approval: String,
}

impl SettingForm {
    fn note(&self) -> [String; 3] {
        [self.note_ru.clone(), self.note_en.clone(), self.note_fr.clone()]
    }

    fn seen(&self) -> Option<i64> {
        self.seen.parse().ok()
    }
}

fn key(name: &str) -> Result<Key, Fault> {
    Key::from_name(name).ok_or(Fault::NotFound)
}

async fn answered(
    cx: &PageCx,
    operator: &Operator,
    (key, form): (Key, &SettingForm),
    done: Result<Outcome, Error>,
) -> PageResult {
    match done {
        Ok(outcome) => {
            let (kind, code) = match outcome {
                Outcome::Asked => (NoticeKind::Info, "setting-asked"),
                Outcome::Done => (NoticeKind::Success, "setting-changed"),
            };
            cx.notice(kind, code);
            cx.redirect(route::OPERATOR_SETTINGS)
        }
        Err(error) => {
            let again = async |errors| view(cx, operator, Some((key, form)), errors).await;
            refused_or_again(cx, error, route::OPERATOR_SETTINGS, again).await
        }
    }
}

/// `POST /operator/settings/{key}`
async fn change(cx: PageCx, operator: Operator, Path(name): Path<String>, form: Checked<SettingForm>) -> PageResult {
    let key = key(&name)?;
    let typed = Typed { value: form.value.clone(), note: form.note() };
    let done = installation::change(&cx, &operator, (key, form.seen()), &typed).await;
    answered(&cx, &operator, (key, &form), done).await
}

/// `POST /operator/settings/{key}/back`
async fn back(cx: PageCx, operator: Operator, Path(name): Path<String>, form: Checked<SettingForm>) -> PageResult {
    let key = key(&name)?;
    let done = installation::back_to_file(&cx, &operator, (key, form.seen())).await;
    answered(&cx, &operator, (key, &form), done).await
}

/// `POST /operator/settings/{key}/execute`
async fn execute(cx: PageCx, operator: Operator, Path(name): Path<String>, form: Checked<SettingForm>) -> PageResult {
    let key = key(&name)?;
    let agreed: ApprovalId = form.approval.parse().map_err(|_| Fault::Malformed("no such request"))?;
    let done = installation::execute(&cx, &operator, agreed).await;
    answered(&cx, &operator, (key, &form), done.map(|()| Outcome::Done)).await
}

fn announcement_url(id: AnnouncementId) -> String {
    format!("{}/{id}", route::OPERATOR_ANNOUNCEMENTS)
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct AnnouncementFields {
    version: i64,
    text_ru: String,
    text_en: String,
    text_fr: String,
    severity: String,
    shown_from: String,
    shown_until: String,
}

/// An instant as a form has it, by the clock of the page.
fn to_field(cx: &PageCx, at: Timestamp) -> String {
    cx.local(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What was typed as an instant: none when nothing was, a fault when it is none.
fn from_field(cx: &PageCx, (field, text): (&'static str, &str), faults: &mut Vec<FieldFault>) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse::<DateTime>().ok().and_then(|at| at.to_zoned(cx.zone().time_zone()).ok());
    if read.is_none() {
        faults.push(FieldFault::new(field, "moment"));
    }
    read.map(|at| at.timestamp())
}

impl AnnouncementFields {
    fn of(cx: &PageCx, row: &AnnouncementRow) -> Self {
        let one = &row.announcement;
        let [text_ru, text_en, text_fr] = Locale::ALL.map(|locale| one.text.get(locale).to_owned());
        Self {
            version: row.changed.version,
            text_ru,
            text_en,
            text_fr,
            severity: one.severity.name().to_owned(),
            shown_from: to_field(cx, one.from),
            shown_until: to_field(cx, one.until),
        }
    }

    fn read(&self, cx: &PageCx) -> AnnouncementForm {
        let mut faults = Vec::new();
        let from = from_field(cx, ("shown_from", &self.shown_from), &mut faults);
        let until = from_field(cx, ("shown_until", &self.shown_until), &mut faults);
        let text = [self.text_ru.clone(), self.text_en.clone(), self.text_fr.clone()];
        AnnouncementForm { text, severity: self.severity.clone(), from, until, faults }
    }
}

async fn announcements_view(
    cx: &PageCx,
    operator: &Operator,
    (edits, form): (Option<AnnouncementId>, &AnnouncementFields),
    errors: FormErrors,
) -> Result<AnnouncementsView, Error> {
    let rows = installation::announcements(cx, operator).await?;
    let line = |row: &AnnouncementRow| AnnouncementLine {
        url: announcement_url(row.announcement.id),
        text: row.announcement.text.get(cx.locale).to_owned(),
        severity: row.announcement.severity,
        from: cx.local(row.announcement.from),
        until: cx.local(row.announcement.until),
        by: row.changed.by.clone(),
        is_shown: row.announcement.is_shown(cx.now),
        version: row.changed.version,
    };
    let mut frame = cx.frame();
    frame.path = edits.map_or_else(|| route::OPERATOR_ANNOUNCEMENTS.to_owned(), announcement_url);
    let [ru, en, fr] = installation::TEXT_FIELDS;
    Ok(AnnouncementsView {
        frame,
        announcements: rows.iter().map(line).collect(),
        edits: edits.map(|id| (announcement_url(id), form.version)),
        text: [errors.field(ru, &form.text_ru), errors.field(en, &form.text_en), errors.field(fr, &form.text_fr)],
        severity: errors.field("severity", &form.severity),
        severities: severities(cx.locale),
        shown_from: errors.field("shown_from", &form.shown_from),
        shown_until: errors.field("shown_until", &form.shown_until),
        errors,
    })
}

/// `GET /operator/announcements`
async fn announcements(cx: PageCx, operator: Operator) -> PageResult {
    let empty = AnnouncementFields { severity: "info".to_owned(), ..AnnouncementFields::default() };
    cx.page(announcements_view(&cx, &operator, (None, &empty), FormErrors::none()).await?)
}

/// `GET /operator/announcements/{id}`
async fn show_announcement(cx: PageCx, operator: Operator, Path(id): Path<AnnouncementId>) -> PageResult {
    let rows = installation::announcements(&cx, &operator).await?;
    let row = rows.iter().find(|row| row.announcement.id == id).ok_or(Error::NotFound)?;
    let form = AnnouncementFields::of(&cx, row);
    cx.page(announcements_view(&cx, &operator, (Some(id), &form), FormErrors::none()).await?)
}

async fn put(cx: &PageCx, operator: &Operator, id: Option<AnnouncementId>, form: &AnnouncementFields) -> PageResult {
    match installation::put_announcement(cx, operator, id.map(|id| (id, form.version)), &form.read(cx)).await {
        Ok(_) => {
            cx.notice(NoticeKind::Success, "announcement-saved");
            cx.redirect(route::OPERATOR_ANNOUNCEMENTS)
        }
        Err(error) => {
            let here = id.map_or_else(|| route::OPERATOR_ANNOUNCEMENTS.to_owned(), announcement_url);
            let again = async |errors| announcements_view(cx, operator, (id, form), errors).await;
            refused_or_again(cx, error, &here, again).await
        }
    }
}

/// `POST /operator/announcements`
async fn announce(cx: PageCx, operator: Operator, form: Checked<AnnouncementFields>) -> PageResult {
    put(&cx, &operator, None, &form).await
}

/// `POST /operator/announcements/{id}`
async fn edit_announcement(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<AnnouncementId>,
    form: Checked<AnnouncementFields>,
) -> PageResult {
    put(&cx, &operator, Some(id), &form).await
}

/// `POST /operator/announcements/{id}/remove`
async fn remove_announcement(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<AnnouncementId>,
    form: Checked<AnnouncementFields>,
) -> PageResult {
    match installation::remove_announcement(&cx, &operator, (id, form.version)).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "announcement-removed");
            cx.redirect(route::OPERATOR_ANNOUNCEMENTS)
        }
        Err(error) => {
            let again = async |errors| announcements_view(&cx, &operator, (None, &form), errors).await;
            refused_or_again(&cx, error, route::OPERATOR_ANNOUNCEMENTS, again).await
        }
    }
}
