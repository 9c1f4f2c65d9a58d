//! The directory of organizations (R122, R123).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    operator::admin,
    organization::{self, CenterSummary, Detail, Form, NAME_FIELDS},
    settings,
};
use okno_domain::{
    locale::Locale,
    operator::{OperatorStatus, OrganizationId},
    organization::Organization,
    service_center::{CenterStatus, is_stale},
    time::Date,
};
use okno_ui::{
    directory::{
        CenterLine, Existing, OperatorLine, OrganizationLine, OrganizationView, OrganizationsView, center_url, kinds,
        operator_url, organization_url,
    },
    form::{Field, FormErrors},
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Operator, PageCx, PageResult, Path, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::OPERATOR_ORGANIZATIONS);
    Router::new()
        .route(route::OPERATOR_ORGANIZATIONS, get(list).post(add))
        .route(&at("/new"), get(show_new))
        .route(&at("/{id}"), get(show).post(edit))
        .route(&at("/{id}/end"), post(end))
        .route(&at("/{id}/resume"), post(resume))
}

/// What a list is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ListQuery {
    pub(super) query: String,
    pub(super) after: String,
}

/// The address of the next page of a list.
pub(super) fn next_page(page: &str, query: &[(&str, &str)], after: Option<String>) -> Option<String> {
    let after = after?;
    let given = query.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<_> = given.map(|(name, value)| format!("{name}={}&", route::encode(value))).collect();
    Some(format!("{page}?{}after={after}", pairs.concat()))
}

/// A center in a list.
pub(super) fn center_line(cx: &PageCx, summary: &CenterSummary) -> CenterLine {
    let limit = settings::days(cx.settings().center.stale_after_days);
    let is_open = summary.status == CenterStatus::Open;
    CenterLine {
        url: center_url(&summary.id.to_string()),
        name: summary.name.get(cx.locale).to_owned(),
        external_id: summary.external_id.clone(),
        address: format!("{}, {}", summary.town.name.get(cx.locale), summary.address),
        owner: summary.owner.clone(),
        checked: cx.local(summary.last_checked_at).date(),
        is_open,
        is_stale: is_open && is_stale(summary.last_checked_at, cx.now, limit),
    }
}

/// An operator in a list.
pub(super) fn operator_line(listed: &admin::Listed) -> OperatorLine {
    OperatorLine {
        url: operator_url(&listed.id.to_string()),
        login_name: listed.login_name.clone(),
        name: listed.name.clone(),
        role: listed.role,
        is_active: listed.status == OperatorStatus::Active,
        has_factor: listed.second_factor_since.is_some(),
    }
}

/// `GET /operator/organizations`
async fn list(cx: PageCx, operator: Operator, Query(asked): Query<ListQuery>) -> PageResult {
    let found = organization::list(&cx, &operator, &asked.query, asked.after.parse().ok()).await?;
    let today = cx.local(cx.now).date();
    let line = |one: &Organization| OrganizationLine {
        url: organization_url(&one.id.to_string()),
        name: one.name.get(cx.locale).to_owned(),
        external_id: one.external_id.clone(),
        kind: one.kind,
        until: one.term.until,
        is_in_term: one.term.covers(today),
    };
    cx.page(OrganizationsView {
        frame: cx.frame(),
        query: Field::with_value("query", &asked.query),
        organizations: found.entries.iter().map(line).collect(),
        next: next_page(route::OPERATOR_ORGANIZATIONS, &[("query", &asked.query)], found.next.map(|id| id.to_string())),
    })
}

/// What the forms of an organization send.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct OrganizationForm {
    version: i64,
    external_id: String,
    kind: String,
    name_ru: String,
    name_en: String,
    name_fr: String,
    valid_from: String,
    valid_until: String,
    ended_on: String,
    end_reason: String,
}

impl OrganizationForm {
    fn typed(&self) -> Form {
        Form {
            external_id: self.external_id.clone(),
            kind: self.kind.clone(),
            names: [self.name_ru.clone(), self.name_en.clone(), self.name_fr.clone()],
            valid_from: self.valid_from.clone(),
            valid_until: self.valid_until.clone(),
        }
    }

    fn of(organization: &Organization) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let [name_ru, name_en, name_fr] = Locale::ALL.map(|locale| organization.name.get(locale).to_owned());
        Self {
            external_id: organization.external_id.clone(),
            kind: organization.kind.name().to_owned(),
            name_ru,
            name_en,
            name_fr,
            valid_from: day(organization.term.from),
            valid_until: day(organization.term.until),
            ..Self::default()
        }
    }
}

fn view(cx: &PageCx, form: &OrganizationForm, detail: Option<&Detail>, errors: FormErrors) -> OrganizationView {
    let mut frame = cx.frame();
    let existing = detail.map(|detail| {
        let Detail { organization, version, centers, operators } = detail;
        let term = &organization.term;
        Existing {
            url: organization_url(&organization.id.to_string()),
            name: organization.name.get(cx.locale).to_owned(),
            version: *version,
            ended: term.end_reason.clone().map(|reason| (reason, term.until)),
            centers: centers.iter().map(|one| center_line(cx, one)).collect(),
            operators: operators.iter().map(operator_line).collect(),
        }
    });
    frame.path = existing
        .as_ref()
        .map_or_else(|| format!("{}/new", route::OPERATOR_ORGANIZATIONS), |existing| existing.url.clone());
    let names = [&form.name_ru, &form.name_en, &form.name_fr];
    let [ru, en, fr] = NAME_FIELDS;
    OrganizationView {
        frame,
        existing,
        external_id: errors.field("external_id", &form.external_id),
        kind: errors.field("kind", &form.kind),
        kinds: kinds(cx.locale),
        names: [errors.field(ru, names[0]), errors.field(en, names[1]), errors.field(fr, names[2])],
        valid_from: errors.field("valid_from", &form.valid_from),
        valid_until: errors.field("valid_until", &form.valid_until),
        ended_on: errors.field("ended_on", &form.ended_on),
        end_reason: errors.field("end_reason", &form.end_reason),
        errors,
    }
}

/// `GET /operator/organizations/new`
async fn show_new(cx: PageCx, operator: Operator) -> PageResult {
    organization::choices(&cx, &operator).await?;
    cx.page(view(&cx, &OrganizationForm::default(), None, FormErrors::none()))
}

/// `POST /operator/organizations`
async fn add(cx: PageCx, operator: Operator, form: Checked<OrganizationForm>) -> PageResult {
    match organization::add(&cx, &operator, &form.typed()).await {
        Ok(id) => {
            cx.notice(NoticeKind::Success, "organization-saved");
            cx.redirect(&organization_url(&id.to_string()))
        }
        Err(error) => {
            let again = async |errors| Ok(view(&cx, &form, None, errors));
            refused_or_again(&cx, error, &format!("{}/new", route::OPERATOR_ORGANIZATIONS), again).await
        }
    }
}

/// `GET /operator/organizations/{id}`
async fn show(cx: PageCx, operator: Operator, Path(id): Path<OrganizationId>) -> PageResult {
    let detail = organization::get(&cx, &operator, id).await?;
    cx.page(view(&cx, &OrganizationForm::of(&detail.organization), Some(&detail), FormErrors::none()))
}

/// The page again, with what was typed over what is stored.
async fn answered(
    cx: &PageCx,
    operator: &Operator,
    (id, form): (OrganizationId, Option<&OrganizationForm>),
    done: Result<(), Error>,
) -> PageResult {
    let here = organization_url(&id.to_string());
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "organization-saved");
            cx.redirect(&here)
        }
        Err(error) => {
            let again = async |errors| {
                let detail = organization::get(cx, operator, id).await?;
                let stored = OrganizationForm::of(&detail.organization);
                let typed = match form {
                    // The form of an end sends nothing of the rest.
                    Some(form) if form.kind.is_empty() => {
                        let (ended_on, end_reason) = (form.ended_on.clone(), form.end_reason.clone());
                        OrganizationForm { ended_on, end_reason, ..stored }
                    }
                    Some(form) => OrganizationForm { external_id: stored.external_id, ..form.clone() },
                    None => stored,
                };
                Ok(view(cx, &typed, Some(&detail), errors))
            };
            refused_or_again(cx, error, &here, again).await
        }
    }
}

/// `POST /operator/organizations/{id}`
async fn edit(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<OrganizationId>,
    form: Checked<OrganizationForm>,
) -> PageResult {
    let done = organization::edit(&cx, &operator, (id, form.version), &form.typed()).await;
    answered(&cx, &operator, (id, Some(&form)), done).await
}

/// `POST /operator/organizations/{id}/end`
async fn end(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<OrganizationId>,
    form: Checked<OrganizationForm>,
) -> PageResult {
    let done = organization::end(&cx, &operator, (id, form.version), (&form.ended_on, &form.end_reason)).await;
    answered(&cx, &operator, (id, Some(&form)), done).await
}

/// `POST /operator/organizations/{id}/resume`
async fn resume(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<OrganizationId>,
    form: Checked<OrganizationForm>,
) -> PageResult {
    let done = organization::resume(&cx, &operator, (id, form.version)).await;
    answered(&cx, &operator, (id, None), done).await
}
