//! The directory of centers, and files of centers (R122, R175, R181).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error, organization,
    service_center::{
        keep::{self, Fields, Filter, Kept},
        upload::{self, CenterImportId},
    },
};
use okno_domain::service_center::{CenterId, CenterService, CenterStatus};
use okno_ui::{
    directory::{
        CENTER_FIELDS, CenterFormView, CentersView, ImportView, MOST_REFUSED, RefusedLine, ReportLines, ServiceRow,
        center_url,
    },
    form::{Choice, Field, FormErrors},
    format,
    frame::NoticeKind,
    hours::{self, HoursLine},
    route,
};
use serde::Deserialize;

use super::{
    NoFields,
    organization::{center_line, next_page},
    refused_or_again,
};
use crate::kit::{Checked, CheckedUpload, Operator, PageCx, PageResult, Path, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::OPERATOR_CENTERS);
    let import = |rest: &str| format!("{}{rest}", route::OPERATOR_CENTERS_IMPORT);
    Router::new()
        .route(route::OPERATOR_CENTERS, get(list).post(add))
        .route(&at("/new"), get(show_new))
        .route(&at("/{id}"), get(show).post(edit))
        .route(&at("/{id}/checked"), post(checked))
        .route(&at("/{id}/close"), post(close))
        .route(&at("/{id}/reopen"), post(reopen))
        .route(&import(""), get(show_import).post(send_file))
        .route(&import("/{file}"), get(show_report).post(take_in))
        .route(&import("/{file}/discard"), post(discard))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CentersQuery {
    query: String,
    organization: String,
    stale: String,
    after: String,
}

async fn organizations(cx: &PageCx, operator: &Operator) -> Result<Vec<Choice>, Error> {
    let all = organization::choices(cx, operator).await?;
    Ok(all.iter().map(|one| Choice::new(one.id.to_string(), one.name.get(cx.locale))).collect())
}

/// `GET /operator/centers`
async fn list(cx: PageCx, operator: Operator, Query(asked): Query<CentersQuery>) -> PageResult {
    let filter =
        Filter { typed: asked.query.clone(), organization: asked.organization.parse().ok(), stale: asked.stale == "1" };
    let found = keep::list(&cx, &operator, &filter, asked.after.parse().ok()).await?;
    let query = [("query", asked.query.as_str()), ("organization", &asked.organization), ("stale", &asked.stale)];
    cx.page(CentersView {
        frame: cx.frame(),
        query: Field::with_value("query", &asked.query),
        organization: Field::with_value("organization", &asked.organization),
        organizations: organizations(&cx, &operator).await?,
        stale: Field::with_value("stale", &asked.stale),
        centers: found.entries.iter().map(|one| center_line(&cx, one)).collect(),
        next: next_page(route::OPERATOR_CENTERS, &query, found.next.map(|id| id.to_string())),
    })
}

/// What the forms of a center send beside its columns.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CenterForm {
    version: i64,
    organization: String,
    appointments: String,
    step: String,
}

impl CenterForm {
    fn is_preview(&self) -> bool {
        self.step == "preview"
    }
}

/// The name of the column that a field of the form is about.
fn column(field: &str) -> &str {
    if field == "center_phone" { "phone" } else { field }
}

/// What was typed, as a row of a file would have it; only what was sent.
fn typed(form: &Checked<CenterForm>, kept: Option<&Kept>) -> Fields {
    let sent = |name: &str| form.all(name).next().map(|text| text.trim().to_owned());
    let mut fields: Fields =
        CENTER_FIELDS.into_iter().filter_map(|name| Some((column(name).to_owned(), sent(name)?))).collect();
    if kept.is_none_or(|kept| kept.is_whole) {
        fields.insert("appointments".to_owned(), if form.appointments == "1" { "yes" } else { "no" }.to_owned());
        fields.insert("services".to_owned(), services(form, kept));
    }
    fields
}

/// The services as a row of a file would have them: what the form says of the latest period of each, and the periods before
/// it as they are.
fn services(form: &Checked<CenterForm>, kept: Option<&Kept>) -> String {
    let mut parts = Vec::new();
    for service in CenterService::ALL {
        let [from, until] =
            ServiceRow::names(service).map(|name| form.all(&name).next().unwrap_or_default().trim().to_owned());
        let latest = kept.and_then(|kept| keep::latest(&kept.center, service));
        let before = kept.iter().flat_map(|kept| &kept.center.accreditations);
        let before =
            before.filter(|one| one.service == service && latest.is_some_and(|(from, _)| one.valid_from < from));
        parts.extend(before.map(|one| {
            let until = one.valid_until.map(|day| day.to_string()).unwrap_or_default();
            format!("{} {}..{until}", service.name(), one.valid_from)
        }));
        if !from.is_empty() || !until.is_empty() {
            parts.push(format!("{} {from}..{until}", service.name()));
        }
    }
    parts.join("; ")
}

/// The coming week, day by day; nothing when the hours are not understood.
fn week(cx: &PageCx, fields: &Fields) -> Vec<HoursLine> {
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let days = keep::week_of(cx, text("opening_hours"), text("time_zone")).unwrap_or_default();
    let line = |(day, spans): (okno_domain::time::Date, okno_domain::service_center::DayHours)| HoursLine {
        days: format::date(cx.locale, day),
        hours: hours::day(cx.locale, &spans),
    };
    days.into_iter().map(line).collect()
}

/// The rows of the services: as typed, or as stored.
fn service_rows(form: Option<&Checked<CenterForm>>, kept: Option<&Kept>) -> Vec<ServiceRow> {
    let row = |service: CenterService| {
        if let Some(form) = form {
            let [from, until] =
                ServiceRow::names(service).map(|name| form.all(&name).next().unwrap_or_default().to_owned());
            return ServiceRow { service, from, until };
        }
        let latest = kept.and_then(|kept| keep::latest(&kept.center, service));
        let (from, until) = latest.unzip();
        let day = |day: Option<okno_domain::time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        ServiceRow { service, from: day(from), until: day(until.flatten()) }
    };
    CenterService::ALL.map(row).to_vec()
}

/// The form, with what was typed over what is stored.
async fn view(
    cx: &PageCx,
    operator: &Operator,
    (kept, form): (Option<&Kept>, Option<&Checked<CenterForm>>),
    errors: FormErrors,
) -> Result<CenterFormView, Error> {
    let mut fields = kept.map(|kept| keep::fields(&kept.center, &kept.organization, kept.offer)).unwrap_or_default();
    if let Some(form) = form {
        fields.extend(typed(form, kept));
    }
    let text = |name: &str| fields.get(column(name)).cloned().unwrap_or_default();
    let fault_name = |name: &'static str| if name == "center_phone" { "phone" } else { name };
    let field = |name: &'static str| Field { name, fault: errors.of(fault_name(name)).cloned(), value: text(name) };
    let url = kept.map(|kept| center_url(&kept.center.id.to_string()));
    let mut frame = cx.frame();
    frame.path = url.clone().unwrap_or_else(|| format!("{}/new", route::OPERATOR_CENTERS));
    let organizations = if kept.is_none() { organizations(cx, operator).await? } else { Vec::new() };
    Ok(CenterFormView {
        frame,
        url,
        name: kept.map(|kept| kept.center.name.get(cx.locale).to_owned()).unwrap_or_default(),
        version: kept.map_or(0, |kept| kept.version),
        is_whole: kept.is_none_or(|kept| kept.is_whole),
        is_open: kept.is_none_or(|kept| kept.center.status == CenterStatus::Open),
        is_stale: kept.is_some_and(|kept| kept.is_stale),
        organization_name: kept.map(|kept| kept.organization.name.get(cx.locale).to_owned()).unwrap_or_default(),
        organization: errors.field("organization", form.map_or("", |form| form.organization.as_str())),
        organizations,
        fields: CENTER_FIELDS.map(field).to_vec(),
        appointments: errors.field("appointments", if text("appointments") == "yes" { "1" } else { "" }),
        services: service_rows(form, kept),
        services_fault: errors.of("services").cloned(),
        week: week(cx, &fields),
        errors: renamed(errors),
    })
}

/// The faults under the names of the form's fields, so that the summary leads to them.
fn renamed(mut errors: FormErrors) -> FormErrors {
    for fault in errors.faults.iter_mut().filter(|fault| fault.field == "phone") {
        fault.field = "center_phone";
    }
    errors
}

/// `GET /operator/centers/new`
async fn show_new(cx: PageCx, operator: Operator) -> PageResult {
    cx.page(view(&cx, &operator, (None, None), FormErrors::none()).await?)
}

/// `POST /operator/centers`
async fn add(cx: PageCx, operator: Operator, form: Checked<CenterForm>) -> PageResult {
    if form.is_preview() {
        return cx.page(view(&cx, &operator, (None, Some(&form)), FormErrors::none()).await?);
    }
    let organization = form.organization.parse().unwrap_or(okno_domain::operator::OrganizationId::nil());
    match keep::add(&cx, &operator, organization, typed(&form, None)).await {
        Ok(id) => {
            cx.notice(NoticeKind::Success, "center-saved");
            cx.redirect(&center_url(&id.to_string()))
        }
        Err(error) => {
            let again = async |errors| view(&cx, &operator, (None, Some(&form)), errors).await;
            refused_or_again(&cx, error, &format!("{}/new", route::OPERATOR_CENTERS), again).await
        }
    }
}

/// `GET /operator/centers/{id}`
async fn show(cx: PageCx, operator: Operator, Path(id): Path<CenterId>) -> PageResult {
    let kept = keep::kept(&cx, &operator, id).await?;
    cx.page(view(&cx, &operator, (Some(&kept), None), FormErrors::none()).await?)
}

async fn answered(
    cx: &PageCx,
    operator: &Operator,
    (id, form): (CenterId, Option<&Checked<CenterForm>>),
    done: Result<(), Error>,
) -> PageResult {
    let here = center_url(&id.to_string());
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "center-saved");
            cx.redirect(&here)
        }
        Err(error) => {
            let again = async |errors| {
                let kept = keep::kept(cx, operator, id).await?;
                view(cx, operator, (Some(&kept), form), errors).await
            };
            refused_or_again(cx, error, &here, again).await
        }
    }
}

/// `POST /operator/centers/{id}`
async fn edit(cx: PageCx, operator: Operator, Path(id): Path<CenterId>, form: Checked<CenterForm>) -> PageResult {
    let kept = keep::kept(&cx, &operator, id).await?;
    if form.is_preview() {
        return cx.page(view(&cx, &operator, (Some(&kept), Some(&form)), FormErrors::none()).await?);
    }
    let done = keep::edit(&cx, &operator, (id, form.version), &typed(&form, Some(&kept))).await;
    answered(&cx, &operator, (id, Some(&form)), done).await
}

/// `POST /operator/centers/{id}/checked`
async fn checked(cx: PageCx, operator: Operator, Path(id): Path<CenterId>, form: Checked<CenterForm>) -> PageResult {
    let done = keep::checked(&cx, &operator, (id, form.version)).await;
    answered(&cx, &operator, (id, None), done).await
}

/// `POST /operator/centers/{id}/close`
async fn close(cx: PageCx, operator: Operator, Path(id): Path<CenterId>, form: Checked<CenterForm>) -> PageResult {
    let done = keep::set_status(&cx, &operator, (id, form.version), CenterStatus::Closed).await;
    answered(&cx, &operator, (id, None), done).await
}

/// `POST /operator/centers/{id}/reopen`
async fn reopen(cx: PageCx, operator: Operator, Path(id): Path<CenterId>, form: Checked<CenterForm>) -> PageResult {
    let done = keep::set_status(&cx, &operator, (id, form.version), CenterStatus::Open).await;
    answered(&cx, &operator, (id, None), done).await
}

fn import_url(id: CenterImportId) -> String {
    format!("{}/{id}", route::OPERATOR_CENTERS_IMPORT)
}

fn import_view(cx: &PageCx, report: Option<ReportLines>, errors: FormErrors) -> ImportView {
    let mut frame = cx.frame();
    frame.path = report.as_ref().map_or_else(|| route::OPERATOR_CENTERS_IMPORT.to_owned(), |report| report.url.clone());
    ImportView { frame, file: errors.field("file", ""), errors, report }
}

/// `GET /operator/centers/import`
async fn show_import(cx: PageCx, operator: Operator) -> PageResult {
    organization::choices(&cx, &operator).await?;
    cx.page(import_view(&cx, None, FormErrors::none()))
}

/// `POST /operator/centers/import`: the file waits, and its report is shown.
async fn send_file(cx: PageCx, operator: Operator, form: CheckedUpload<NoFields>) -> PageResult {
    let (_, files) = form.into_parts();
    let file = files.into_iter().find(|file| file.field == "file");
    let (name, content) = file.map(|file| (file.name, file.content)).unwrap_or_default();
    match upload::upload(&cx, &operator, &name, content).await {
        Ok(id) => cx.redirect(&import_url(id)),
        Err(error) => {
            let again = async |errors| Ok(import_view(&cx, None, errors));
            refused_or_again(&cx, error, route::OPERATOR_CENTERS_IMPORT, again).await
        }
    }
}

async fn report(cx: &PageCx, operator: &Operator, id: CenterImportId) -> Result<ReportLines, Error> {
    let waiting = upload::waiting(cx, operator, id).await?;
    let report = waiting.report;
    let refused = report.refused.iter().take(MOST_REFUSED).map(|one| RefusedLine {
        position: one.position,
        external_id: one.external_id.clone(),
        reasons: one.reasons.iter().map(|reason| reason.fault.clone()).collect(),
    });
    Ok(ReportLines {
        url: import_url(id),
        file_name: waiting.file_name,
        until: cx.local(waiting.until),
        added: report.added,
        changed: report.changed,
        unchanged: report.unchanged,
        refused_count: report.refused.len(),
        refused: refused.collect(),
    })
}

/// `GET /operator/centers/import/{file}`
async fn show_report(cx: PageCx, operator: Operator, Path(id): Path<CenterImportId>) -> PageResult {
    let report = report(&cx, &operator, id).await?;
    cx.page(import_view(&cx, Some(report), FormErrors::none()))
}

/// `POST /operator/centers/import/{file}`
async fn take_in(cx: PageCx, operator: Operator, Path(id): Path<CenterImportId>, _: Checked<NoFields>) -> PageResult {
    match upload::take_in(&cx, &operator, id).await {
        Ok(_) => {
            cx.notice(NoticeKind::Success, "centers-imported");
            cx.redirect(route::OPERATOR_CENTERS)
        }
        Err(error) => {
            let again = async |errors| Ok(import_view(&cx, report(&cx, &operator, id).await.ok(), errors));
            refused_or_again(&cx, error, &import_url(id), again).await
        }
    }
}

/// `POST /operator/centers/import/{file}/discard`
async fn discard(cx: PageCx, operator: Operator, Path(id): Path<CenterImportId>, _: Checked<NoFields>) -> PageResult {
    upload::discard(&cx, &operator, id).await?;
    cx.redirect(route::OPERATOR_CENTERS_IMPORT)
}
