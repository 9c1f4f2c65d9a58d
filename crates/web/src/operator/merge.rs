//! "This SNILS already exists": two accounts compared, merged or separated (R107).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    support::merge::{self, Asked, Comparison, Likeness, Side},
};
use okno_domain::{
    approval::ApprovalId,
    merge::MergeRefusal,
    refusal::{Refusal, Refuse as _},
    support::SupportRequestId,
};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    route,
    support::{MergeView, SideLines, StepState},
};
use serde::Deserialize;

use super::refused_or_again;
use crate::kit::{Checked, Fault, Operator, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}/{{id}}{rest}", route::OPERATOR_SUPPORT);
    Router::new()
        .route(&at("/accounts"), get(show).post(ask))
        .route(&at("/merge"), post(do_merge))
        .route(&at("/separate"), post(do_separate))
}

fn request_url(id: SupportRequestId) -> String {
    format!("{}/{id}", route::OPERATOR_SUPPORT)
}

fn here(id: SupportRequestId) -> String {
    format!("{}/accounts", request_url(id))
}

fn side(cx: &PageCx, side: Side) -> SideLines {
    let contacts = side.contacts.into_iter().map(|contact| (contact.kind, contact.masked, contact.is_confirmed));
    SideLines {
        account: side.account.id.to_string(),
        account_level: side.account.level,
        created_at: cx.local(side.account.created_at),
        contacts: contacts.collect(),
    }
}

fn step(asked: Option<Asked>, refusal: Option<Refusal>) -> StepState {
    match (asked, refusal) {
        (_, Some(refusal)) => StepState::Refused(refusal),
        (Some(Asked { id, is_approved: true }), None) => StepState::Approved { id: id.to_string() },
        (Some(_), None) => StepState::Asked,
        (None, None) => StepState::Open,
    }
}

const fn likeness(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Equal => "equal",
        Likeness::Different => "different",
        Likeness::OneOnly => "one",
    }
}

async fn view(
    cx: &PageCx,
    operator: &Operator,
    id: SupportRequestId,
    (typed, errors): (&str, FormErrors),
) -> Result<MergeView, Error> {
    let found: Comparison = merge::compare(cx, operator, id).await?;
    let mut frame = cx.frame();
    frame.path = here(id);
    let no_ground = (!found.may_separate).then(|| MergeRefusal::NoHolder.refusal());
    Ok(MergeView {
        frame,
        reason: errors.field("reason", typed),
        errors,
        url: request_url(id),
        request_number: found.request.request.number.as_str().to_owned(),
        merge: step(found.merge_asked, found.plan.err()),
        separation: step(found.separation_asked, no_ground),
        claimant: side(cx, found.claimant),
        holder: side(cx, found.holder),
        fields: found.fields.into_iter().map(|(field, like)| (field, likeness(like))).collect(),
    })
}

/// `GET /operator/support/{id}/accounts`
async fn show(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>) -> PageResult {
    cx.page(view(&cx, &operator, id, ("", FormErrors::none())).await?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ask {
    decision: String,
    reason: String,
}

/// `POST /operator/support/{id}/accounts`
async fn ask(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>, form: Checked<Ask>) -> PageResult {
    let asked = match form.decision.as_str() {
        "merge" => merge::ask_merge(&cx, &operator, id, &form.reason).await,
        "separate" => merge::ask_separation(&cx, &operator, id, &form.reason).await,
        _ => return Err(Fault::Malformed("no such decision")),
    };
    match asked {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "merge-asked");
            cx.redirect(&here(id))
        }
        Err(error) => {
            let again = async |errors| view(&cx, &operator, id, (&form.reason, errors)).await;
            refused_or_again(&cx, error, &here(id), again).await
        }
    }
}

#[derive(Deserialize)]
struct Agreed {
    approval: ApprovalId,
}

async fn done(
    cx: &PageCx,
    operator: &Operator,
    id: SupportRequestId,
    done: Result<(), Error>,
    notice: &'static str,
) -> PageResult {
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, notice);
            cx.redirect(&request_url(id))
        }
        // One of the accounts changed in this very moment: the page shows how they stand.
        Err(Error::Conflict) => cx.redirect(&here(id)),
        Err(error) => {
            let again = async |errors| view(cx, operator, id, ("", errors)).await;
            refused_or_again(cx, error, &here(id), again).await
        }
    }
}

/// `POST /operator/support/{id}/merge`
async fn do_merge(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<SupportRequestId>,
    form: Checked<Agreed>,
) -> PageResult {
    let merged = merge::merge(&cx, &operator, id, form.approval).await;
    done(&cx, &operator, id, merged, "accounts-merged").await
}

/// `POST /operator/support/{id}/separate`
async fn do_separate(
    cx: PageCx,
    operator: Operator,
    Path(id): Path<SupportRequestId>,
    form: Checked<Agreed>,
) -> PageResult {
    let separated = merge::separate(&cx, &operator, id, form.approval).await;
    done(&cx, &operator, id, separated, "accounts-separated").await
}
