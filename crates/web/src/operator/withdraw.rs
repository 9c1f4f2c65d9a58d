//! What proves the level of an account, and taking it back (R118).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    support::withdraw::{self, Entry},
};
use okno_domain::{
    approval::ApprovalId,
    evidence::{EvidenceId, Finding},
    support::SupportRequestId,
};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    route,
    support::{EvidenceLine, EvidenceView, StepState},
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Operator, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}/{{id}}/evidence{rest}", route::OPERATOR_SUPPORT);
    Router::new().route(&at(""), get(show).post(ask)).route(&at("/withdraw"), post(do_withdraw))
}

fn request_url(id: SupportRequestId) -> String {
    format!("{}/{id}", route::OPERATOR_SUPPORT)
}

fn here(id: SupportRequestId) -> String {
    format!("{}/evidence", request_url(id))
}

fn line(cx: &PageCx, entry: Entry) -> EvidenceLine {
    let evidence = entry.row.evidence;
    EvidenceLine {
        id: evidence.id.to_string(),
        method: match evidence.finding {
            Finding::IdentityConfirmed { method, .. } => Some(method),
            Finding::DataVerified { .. } | Finding::MadeUp { .. } | Finding::Withdrawn { .. } => None,
        },
        source: entry.row.source.replace(',', ", "),
        at: cx.local(evidence.at),
        is_withdrawn: entry.is_withdrawn,
        may_withdraw: entry.may_withdraw,
    }
}

async fn view(
    cx: &PageCx,
    operator: &Operator,
    id: SupportRequestId,
    (typed, errors): (&Ask, FormErrors),
) -> Result<EvidenceView, Error> {
    let log = withdraw::log(cx, operator, id).await?;
    let mut frame = cx.frame();
    frame.path = here(id);
    Ok(EvidenceView {
        frame,
        evidence: errors.field("evidence", &typed.evidence),
        reason: errors.field("reason", &typed.reason),
        errors,
        url: request_url(id),
        request_number: log.request_number.as_str().to_owned(),
        account_level: log.level,
        lines: log.entries.into_iter().map(|entry| line(cx, entry)).collect(),
        asked: log.asked.map(|(evidence, asked)| {
            let step =
                if asked.is_approved { StepState::Approved { id: asked.id.to_string() } } else { StepState::Asked };
            (evidence.to_string(), step)
        }),
    })
}

/// `GET /operator/support/{id}/evidence`
async fn show(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>) -> PageResult {
    cx.page(view(&cx, &operator, id, (&Ask::default(), FormErrors::none())).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ask {
    evidence: String,
    reason: String,
}

/// `POST /operator/support/{id}/evidence`
async fn ask(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>, form: Checked<Ask>) -> PageResult {
    match withdraw::ask(&cx, &operator, id, (&form.evidence, &form.reason)).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "merge-asked");
            cx.redirect(&here(id))
        }
        Err(error) => {
            let again = async |errors| view(&cx, &operator, id, (&form, errors)).await;
            refused_or_again(&cx, error, &here(id), again).await
        }
    }
}

#[derive(Deserialize)]
struct Agreed {
    evidence: EvidenceId,
    approval: ApprovalId,
}

/// `POST /operator/support/{id}/evidence/withdraw`
async fn do_withdraw(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<SupportRequestId>,
    form: Checked<Agreed>,
) -> PageResult {
    match withdraw::withdraw(&cx, &operator, id, (form.evidence, form.approval)).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "evidence-withdrawn");
            cx.redirect(&here(id))
        }
        // The account changed in this very moment: the page shows how it stands.
        Err(Error::Conflict) => cx.redirect(&here(id)),
        Err(error) => {
            let again = async |errors| view(&cx, &operator, id, (&Ask::default(), errors)).await;
            refused_or_again(&cx, error, &here(id), again).await
        }
    }
}
