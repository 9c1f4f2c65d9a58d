//! What waits for a second operator, and the decision.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    approval::{self, Listed},
};
use okno_domain::{
    approval::{ApprovalId, ApprovalState, Subject},
    operator::CenterId,
};
use okno_ui::{
    approval::{ApprovalLine, ApprovalsView, Facts},
    form::FormErrors,
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::OPERATOR_APPROVALS, get(show))
        .route(&format!("{}/{{center}}/{{id}}", route::OPERATOR_APPROVALS), post(decide))
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
        contact: detail.get("contact").and_then(|kind| kind.as_str()).map(str::to_owned),
        forgets_others: detail.get("forget_others").and_then(serde_json::Value::as_bool).unwrap_or_default(),
        fields: names("fields"),
        operator: text("change").zip(text("login_name")),
        setting: text("setting").map(|name| (name, told("from").unwrap_or_default(), told("to"))),
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct DecisionForm {
    decision: String,
}

/// `POST /operator/approvals/{center}/{id}`
async fn decide(
    cx: PageCx,
    operator: Operator,
    Path((center, id)): Path<(CenterId, ApprovalId)>,
    form: Checked<DecisionForm>,
) -> PageResult {
    let at = (Some(center).filter(|center| !center.is_nil()), id);
    let (done, code) = match form.decision.as_str() {
        "agree" => (approval::decide(&cx, &operator, at, true).await, "approval-given"),
        "refuse" => (approval::decide(&cx, &operator, at, false).await, "approval-refused"),
        "withdraw" => (approval::withdraw(&cx, &operator, at).await, "approval-withdrawn"),
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
            refused_or_again(&cx, error, route::OPERATOR_APPROVALS, again).await
        }
    }
}
