//! Those who work at the workplace (R133, R135).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error, approval,
    operator::manage::{self, Change, Detail, Form, Outcome},
    organization,
};
use okno_domain::{
    approval::ApprovalId,
    operator::{Act, CenterId, OperatorId, OperatorStatus},
    refusal::{Class, FieldFault, Refusal},
    secret::Secret,
    time::{SECOND, Timestamp, after},
};
use okno_ui::{
    directory::operator_url,
    form::{Choice, Field, FormErrors},
    frame::NoticeKind,
    route,
    staff::{AdmissionLine, ChangeLine, InviteView, LinkView, OperatorView, OperatorsView, roles},
};
use serde::Deserialize;

use super::{
    NoFields,
    organization::{ListQuery, next_page, operator_line},
    refused_or_again,
};
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, Path, Query, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::OPERATOR_OPERATORS);
    Router::new()
        .route(route::OPERATOR_OPERATORS, get(list).post(invite))
        .route(&at("/new"), get(show_new))
        .route(&at("/{id}"), get(show))
        .route(&at("/{id}/admit"), post(admit))
        .route(&at("/{id}/dismiss"), post(dismiss))
        .route(&at("/{id}/change"), post(change))
        .route(&at("/{id}/execute"), post(execute))
        .route(&at("/{id}/invite"), post(invite_again))
}

/// `GET /operator/operators`
async fn list(cx: PageCx, operator: Operator, Query(asked): Query<ListQuery>) -> PageResult {
    let found = manage::list(&cx, &operator, &asked.query, asked.after.parse().ok()).await?;
    cx.page(OperatorsView {
        frame: cx.frame(),
        query: Field::with_value("query", &asked.query),
        operators: found.entries.iter().map(operator_line).collect(),
        next: next_page(route::OPERATOR_OPERATORS, &[("query", &asked.query)], found.next.map(|id| id.to_string())),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct InviteForm {
    login_name: String,
    name: String,
    role: String,
    organization: String,
    center: String,
    valid_from: String,
    valid_until: String,
    snils: String,
}

async fn invite_view(
    cx: &PageCx,
    operator: &Operator,
    form: &InviteForm,
    errors: FormErrors,
) -> Result<InviteView, Error> {
    let is_whole = operator.demand(Act::ManageOperators).is_ok();
    if !is_whole {
        operator.demand(Act::ManageClerks)?;
    }
    let all = if is_whole { organization::choices(cx, operator).await? } else { Vec::new() };
    let mut frame = cx.frame();
    frame.path = format!("{}/new", route::OPERATOR_OPERATORS);
    Ok(InviteView {
        frame,
        is_whole,
        login_name: errors.field("login_name", &form.login_name),
        name: errors.field("name", &form.name),
        role: errors.field("role", &form.role),
        roles: roles(cx.locale),
        organization: errors.field("organization", &form.organization),
        organizations: all.iter().map(|one| Choice::new(one.id.to_string(), one.name.get(cx.locale))).collect(),
        center: errors.field("center", &form.center),
        valid_from: errors.field("valid_from", &form.valid_from),
        valid_until: errors.field("valid_until", &form.valid_until),
        snils: errors.field("snils", &form.snils),
        errors,
    })
}

/// `GET /operator/operators/new`
async fn show_new(cx: PageCx, operator: Operator) -> PageResult {
    cx.page(invite_view(&cx, &operator, &InviteForm::default(), FormErrors::none()).await?)
}

/// The link, shown once: the page is never shown again, and no other page learns the link.
fn link_page(cx: &PageCx, (id, login_name): (OperatorId, &str), link: &Secret) -> PageResult {
    let mut frame = cx.frame();
    let back = operator_url(&id.to_string());
    frame.path.clone_from(&back);
    cx.secret_page(LinkView {
        frame,
        login_name: login_name.to_owned(),
        link: link.expose().to_owned(),
        hours: cx.settings().operator.invitation_hours,
        back,
    })
}

/// `POST /operator/operators`
async fn invite(cx: PageCx, operator: Operator, form: Checked<InviteForm>) -> PageResult {
    let InviteForm { login_name, name, role, organization, center, valid_from, valid_until, snils } = &*form;
    let typed = Form {
        login_name: login_name.clone(),
        name: name.clone(),
        role: role.clone(),
        organization: organization.clone(),
        center: center.clone(),
        valid_from: valid_from.clone(),
        valid_until: valid_until.clone(),
        snils: snils.clone(),
    };
    match manage::invite(&cx, &operator, &typed).await {
        Ok(invited) => match &invited.link {
            Some(link) => link_page(&cx, (invited.id, login_name.trim()), link),
            None => {
                cx.notice(NoticeKind::Info, "operator-waits");
                cx.redirect(&operator_url(&invited.id.to_string()))
            }
        },
        Err(error) => {
            let again = async |errors| invite_view(&cx, &operator, &form, errors).await;
            refused_or_again(&cx, error, &format!("{}/new", route::OPERATOR_OPERATORS), again).await
        }
    }
}

/// The last day of a period that ends before this instant, as a form has it.
fn day(cx: &PageCx, at: Option<Timestamp>, zone: Option<&okno_domain::service_center::ServiceCenter>) -> String {
    let Some(at) = at else { return String::new() };
    let date =
        zone.map_or_else(|| cx.local(at).date(), |center| okno_domain::service_center::day_in(&center.time_zone, at));
    date.to_string()
}

/// The command that does a change, where nobody else could agree to it.
fn command(change: Change, login: &str) -> String {
    let verb = match change {
        Change::Disable => "disable",
        Change::Enable => "enable",
        Change::ResetFactor => "reset-second-factor",
    };
    format!("okno admin operators {verb} {login}")
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AdmitForm {
    center: String,
    valid_from: String,
    valid_until: String,
}

fn admission_line(cx: &PageCx, detail: &Detail, operator: &Operator, line: &manage::AdmissionLine) -> AdmissionLine {
    let center = line.center.as_ref();
    let id = line.admission.center;
    let is_own = operator.demand(Act::ManageOperators).is_ok() || operator.center == Some(id);
    let oneself = detail.out_of_reach.as_ref().is_some_and(|refusal| refusal.code != "operator-other-center");
    AdmissionLine {
        center: id.to_string(),
        name: center.map_or_else(|| id.to_string(), |center| center.name.get(cx.locale).to_owned()),
        from: day(cx, line.admission.from, center),
        until: day(cx, line.admission.until.map(|until| after(until, -SECOND)), center),
        holds: line.admission.holds(cx.now),
        may_dismiss: is_own && !oneself,
    }
}

async fn view(
    cx: &PageCx,
    operator: &Operator,
    (id, form): (OperatorId, &AdmitForm),
    errors: FormErrors,
) -> Result<OperatorView, Error> {
    let detail = manage::get(cx, operator, id).await?;
    let is_installation = operator.demand(Act::ManageOperators).is_ok();
    let is_alone = is_installation && !approval::has_second_administrator(cx, operator).await?;
    let listed = &detail.listed;
    let change_line = |change: &Change| {
        let needs_consent = change.needs_consent(listed.role);
        let asked = detail.asked.iter().find(|asked| asked.change == *change);
        ChangeLine {
            name: change.name(),
            needs_consent,
            asked: asked.map(|asked| (asked.id.to_string(), asked.is_approved)),
            command: (is_alone && needs_consent).then(|| command(*change, &listed.login_name)),
        }
    };
    let url = operator_url(&id.to_string());
    let mut frame = cx.frame();
    frame.path.clone_from(&url);
    // Days of an admission that is there have no field of their own to which a fault could lead.
    let has_field = !detail.centers.is_empty() && detail.out_of_reach.is_none();
    let errors = if errors.faults.is_empty() || has_field {
        errors
    } else {
        Refusal::new("admission-days", Class::Invalid).into()
    };
    Ok(OperatorView {
        frame,
        url,
        line: operator_line(listed),
        organization: detail.organization.as_ref().map(|one| one.name.get(cx.locale).to_owned()),
        factor_since: listed.second_factor_since.map(|at| cx.local(at)),
        admissions: detail.admissions.iter().map(|line| admission_line(cx, &detail, operator, line)).collect(),
        may_invite: detail.out_of_reach.is_none() && listed.status == OperatorStatus::Active,
        changes: detail.changes.iter().map(change_line).collect(),
        center: errors.field("center", &form.center),
        centers: detail
            .centers
            .iter()
            .map(|center| Choice::new(center.id.to_string(), center.name.get(cx.locale)))
            .collect(),
        valid_from: errors.field("valid_from", &form.valid_from),
        valid_until: errors.field("valid_until", &form.valid_until),
        out_of_reach: detail.out_of_reach,
        errors,
    })
}

/// `GET /operator/operators/{id}`
async fn show(cx: PageCx, operator: Operator, Path(id): Path<OperatorId>) -> PageResult {
    cx.page(view(&cx, &operator, (id, &AdmitForm::default()), FormErrors::none()).await?)
}

async fn answered(
    cx: &PageCx,
    operator: &Operator,
    (id, form): (OperatorId, &AdmitForm),
    (done, code): (Result<(), Error>, &'static str),
) -> PageResult {
    let here = operator_url(&id.to_string());
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, code);
            cx.redirect(&here)
        }
        Err(error) => {
            let again = async |errors| view(cx, operator, (id, form), errors).await;
            refused_or_again(cx, error, &here, again).await
        }
    }
}

/// `POST /operator/operators/{id}/admit`
async fn admit(cx: PageCx, operator: Operator, Path(id): Path<OperatorId>, form: Checked<AdmitForm>) -> PageResult {
    let done = match form.center.parse::<CenterId>() {
        Ok(center) => manage::admit(&cx, &operator, (id, center), (&form.valid_from, &form.valid_until)).await,
        Err(_) => Err(Error::Fields(vec![FieldFault::new("center", "required")])),
    };
    answered(&cx, &operator, (id, &form), (done, "operator-admitted")).await
}

/// `POST /operator/operators/{id}/dismiss`
async fn dismiss(cx: PageCx, operator: Operator, Path(id): Path<OperatorId>, form: Checked<AdmitForm>) -> PageResult {
    let center = form.center.parse::<CenterId>().map_err(|_| Fault::Malformed("no such center"))?;
    manage::dismiss(&cx, &operator, id, center).await?;
    cx.notice(NoticeKind::Success, "operator-dismissed");
    // Who has no center in common any more cannot be seen.
    let is_installation = operator.demand(Act::ManageOperators).is_ok();
    cx.redirect(&if is_installation { operator_url(&id.to_string()) } else { route::OPERATOR_OPERATORS.to_owned() })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ChangeForm {
    change: String,
    approval: String,
}

impl ChangeForm {
    fn read(&self) -> Result<Change, Fault> {
        Change::from_name(&self.change).ok_or(Fault::Malformed("no such change"))
    }
}

async fn changed(cx: &PageCx, operator: &Operator, id: OperatorId, done: Result<Outcome, Error>) -> PageResult {
    let (done, code) = match done {
        Ok(Outcome::Done(Some(link))) => {
            let login = manage::get(cx, operator, id).await?.listed.login_name;
            return link_page(cx, (id, &login), &link);
        }
        Ok(Outcome::Done(None)) => (Ok(()), "operator-changed"),
        Ok(Outcome::Asked) => (Ok(()), "operator-asked"),
        Err(error) => (Err(error), ""),
    };
    answered(cx, operator, (id, &AdmitForm::default()), (done, code)).await
}

/// `POST /operator/operators/{id}/change`
async fn change(cx: PageCx, operator: Operator, Path(id): Path<OperatorId>, form: Checked<ChangeForm>) -> PageResult {
    let done = manage::change(&cx, &operator, id, form.read()?).await;
    changed(&cx, &operator, id, done).await
}

/// `POST /operator/operators/{id}/execute`
async fn execute(cx: PageCx, operator: Operator, Path(id): Path<OperatorId>, form: Checked<ChangeForm>) -> PageResult {
    let agreed: ApprovalId = form.approval.parse().map_err(|_| Fault::Malformed("no such request"))?;
    let done = manage::execute(&cx, &operator, id, (form.read()?, agreed)).await;
    changed(&cx, &operator, id, done).await
}

/// `POST /operator/operators/{id}/invite`
async fn invite_again(cx: PageCx, operator: Operator, Path(id): Path<OperatorId>, _: Checked<NoFields>) -> PageResult {
    let done = manage::invite_again(&cx, &operator, id).await;
    changed(&cx, &operator, id, done.map(|link| Outcome::Done(Some(link)))).await
}
