//! What waits for a second operator, and the decision.

use axum::{Router, routing::get};
use okno_app::{
    Error,
    approval::{self, Listed},
    clerk,
    operator::Acting,
};
use okno_domain::{
    approval::{ApprovalId, ApprovalState, Subject},
    operator::CenterId,
};
use okno_ui::{
    approval::{ApprovalLine, ApprovalsView, CompareLine, Facts, RequestView},
    form::FormErrors,
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use super::{refused_or_again, wording};
use crate::kit::{Checked, Clerk, Fault, Operator, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::OPERATOR_APPROVALS, get(show))
        .route(&format!("{}/{{center}}/{{id}}", route::OPERATOR_APPROVALS), get(look).post(decide))
}

/// What a colleague reads of a request at a window.
fn facts(detail: &serde_json::Value) -> Facts {
    let names = |name: &str| {
        let all = detail.get(name).and_then(|names| names.as_array()).into_iter().flatten();
        all.filter_map(|name| name.as_str()).map(str::to_owned).collect()
    };
    let text = |name: &str| detail.get(name).and_then(|text| text.as_str()).map(str::to_owned);
    // Numbers and flags as they are stored: what is agreed to is what will be stored.
    let told = |name: &str| detail.get(name).filter(|value| !value.is_null()).map(ToString::to_string);
    Facts {
        papers: names("papers"),
        contacts: names("contacts"),
        forgets_others: detail.get("forget_others").and_then(serde_json::Value::as_bool).unwrap_or_default(),
        fields: names("fields"),
        operator: text("change").zip(text("login_name")),
        setting: text("setting").map(|name| (name, told("from").unwrap_or_default(), told("to"))),
        text: wording::fact(detail),
    }
}

fn line(cx: &PageCx, listed: &Listed) -> ApprovalLine {
    let request = &listed.approval.request;
    let notes = listed.detail.get("notes").and_then(|notes| notes.as_array()).into_iter().flatten();
    ApprovalLine {
        id: listed.approval.id.to_string(),
        center: request.center.unwrap_or(CenterId::nil()).to_string(),
        act: request.act,
        subject: match request.subject {
            Subject::Account(account) => account.to_string(),
            Subject::Operator(operator) => operator.to_string(),
            Subject::Installation => String::new(),
        },
        requested_by: listed.requested_by.clone(),
        until: cx.local(request.expires_at),
        is_approved: listed.approval.state == ApprovalState::Approved,
        looks: listed.looks,
        notes: notes.filter_map(|note| note.as_str()).map(str::to_owned).collect(),
        facts: facts(&listed.detail),
    }
}

async fn view(cx: &PageCx, operator: &Operator, errors: FormErrors) -> Result<ApprovalsView, Error> {
    let all = approval::list(cx, operator).await?;
    let lines = |wanted: fn(&&Listed) -> bool| all.iter().filter(wanted).map(|listed| line(cx, listed)).collect();
    Ok(ApprovalsView {
        frame: cx.frame(),
        errors,
        waiting: lines(|listed| listed.may_decide),
        own: lines(|listed| listed.is_own),
    })
}

/// `GET /operator/approvals`
async fn show(cx: PageCx, operator: Operator) -> PageResult {
    cx.page(view(&cx, &operator, FormErrors::none()).await?)
}

type Which = (CenterId, ApprovalId);

fn url_of((center, id): Which) -> String {
    format!("{}/{center}/{id}", route::OPERATOR_APPROVALS)
}

async fn request_view(cx: &PageCx, clerk: &Clerk, which: Which, errors: FormErrors) -> Result<RequestView, Error> {
    let request = clerk::look_at_request(cx, clerk, which).await?;
    let mut frame = cx.frame();
    frame.path = url_of(which);
    Ok(RequestView {
        frame,
        errors,
        url: url_of(which),
        act: request.approval.request.act,
        requested_by: request.requested_by,
        until: cx.local(request.approval.request.expires_at),
        lines: CompareLine::of(cx.locale, (&request.form, &request.fields), (&request.after, &request.changes)),
        seen: request.seen,
        contacts: request.contacts.into_iter().map(|(_, contact)| contact).collect(),
        forgets_others: request.forgets_others,
        mark: request.mark,
    })
}

/// `GET /operator/approvals/{center}/{id}`: what a colleague is asked to agree to; each look is written down.
async fn look(cx: PageCx, clerk: Clerk, Path(which): Path<Which>) -> PageResult {
    cx.page(request_view(&cx, &clerk, which, FormErrors::none()).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DecisionForm {
    decision: String,
    mark: String,
}

/// Agrees to what was looked at: the page named the mark of it.
async fn agree(cx: &PageCx, operator: &Operator, which: Which, mark: &str) -> Result<(), Error> {
    if mark.is_empty() {
        return approval::decide(cx, operator, at(which), true).await;
    }
    let clerk = Acting::try_from((**operator).clone())?;
    clerk::agree(cx, &clerk, which, mark).await
}

fn at((center, id): Which) -> (Option<CenterId>, ApprovalId) {
    (Some(center).filter(|center| !center.is_nil()), id)
}

/// `POST /operator/approvals/{center}/{id}`
async fn decide(cx: PageCx, operator: Operator, Path(which): Path<Which>, form: Checked<DecisionForm>) -> PageResult {
    let (done, code) = match form.decision.as_str() {
        "agree" => (agree(&cx, &operator, which, &form.mark).await, "approval-given"),
        "refuse" => (approval::decide(&cx, &operator, at(which), false).await, "approval-refused"),
        "withdraw" => (approval::withdraw(&cx, &operator, at(which)).await, "approval-withdrawn"),
        _ => return Err(Fault::Malformed("no such decision")),
    };
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, code);
            cx.redirect(route::OPERATOR_APPROVALS)
        }
        Err(error) => {
            let again = async |errors| {
                let mut view = view(&cx, &operator, errors).await?;
                route::OPERATOR_APPROVALS.clone_into(&mut view.frame.path);
                Ok(view)
            };
            // Who has looked comes back to look again.
            let here = if form.mark.is_empty() { route::OPERATOR_APPROVALS.to_owned() } else { url_of(which) };
            refused_or_again(&cx, error, &here, again).await
        }
    }
}
