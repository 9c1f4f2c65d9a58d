//! Checks that wait for an operator's decision (R108, R211).

use axum::{Router, routing::get};
use okno_app::{Error, verification};
use okno_domain::{account::AccountId, verification::CheckId};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    operator_case::{AnswerLine, CaseLine, CaseView, CasesView, case_url},
    route,
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::OPERATOR_CASES, get(list))
        .route(&format!("{}/{{account}}/{{check}}", route::OPERATOR_CASES), get(show).post(decide))
}

/// `GET /operator/cases`
async fn list(cx: PageCx, operator: Operator) -> PageResult {
    let cases = verification::cases(&cx, &operator).await?.into_iter().map(|case| CaseLine {
        account: case.account.to_string(),
        check: case.check.to_string(),
        kind: case.kind.name(),
        check_kind: case.check_kind,
        since: cx.local(case.opened_at),
    });
    cx.page(CasesView { frame: cx.frame(), cases: cases.collect() })
}

async fn view(
    cx: &PageCx,
    operator: &Operator,
    (account, check): (AccountId, CheckId),
    errors: FormErrors,
) -> Result<CaseView, Error> {
    let (case, seen) = verification::look_for_case(cx, operator, account, check).await?;
    let url = case_url(&account.to_string(), &check.to_string());
    let mut frame = cx.frame();
    frame.path.clone_from(&url);
    let answers = seen.answers.into_iter();
    Ok(CaseView {
        frame,
        errors,
        url,
        kind: case.kind.name(),
        check_kind: seen.kind,
        check: check.to_string(),
        submitted_at: cx.local(seen.submitted_at),
        form: seen.form,
        answers: answers.map(|answer| AnswerLine { result: answer.result, at: cx.local(answer.answered_at) }).collect(),
    })
}

/// `GET /operator/cases/{account}/{check}`
async fn show(cx: PageCx, operator: Operator, Path(which): Path<(AccountId, CheckId)>) -> PageResult {
    cx.page(view(&cx, &operator, which, FormErrors::none()).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    decision: String,
}

/// `POST /operator/cases/{account}/{check}`
async fn decide(
    cx: PageCx,
    operator: Operator,
    Path((account, check)): Path<(AccountId, CheckId)>,
    form: Checked<Decision>,
) -> PageResult {
    let is_right = match form.decision.as_str() {
        "right" => true,
        "wrong" => false,
        _ => return Err(Fault::Malformed("no such decision")),
    };
    match verification::decide_case(&cx, &operator, (account, check), is_right).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "case-decided");
            cx.redirect(route::OPERATOR_CASES)
        }
        // Decided by somebody else meanwhile: there is nothing left to show.
        Err(error @ Error::Refused(_)) if is_over(&error) => Err(error.into()),
        Err(error) => {
            let here = case_url(&account.to_string(), &check.to_string());
            let again = async |errors| view(&cx, &operator, (account, check), errors).await;
            refused_or_again(&cx, error, &here, again).await
        }
    }
}

fn is_over(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.code == "case-closed")
}
