//! The operators' work on requests to the support (R225).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    support::{self, Conversation, desk},
};
use okno_domain::support::{AttachmentId, SupportRequestId};
use okno_ui::{
    form::FormErrors,
    frame::NoticeKind,
    route,
    support::{AccountStateView, DeskRequestView, QueueLine, QueueView, SubmissionLines},
};
use serde::Deserialize;

use super::{NoFields, refused_or_again};
use crate::{
    citizen::support::{hand_out, said_lines},
    kit::{Checked, Operator, PageCx, PageResult, Path, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::OPERATOR_SUPPORT);
    Router::new()
        .route(route::OPERATOR_SUPPORT, get(queue))
        .route(&at("/{id}"), get(show).post(answer))
        .route(&at("/{id}/account"), get(account))
        .route(&at("/{id}/take"), post(take))
        .route(&at("/{id}/release"), post(release))
        .route(&at("/{id}/close"), post(close))
        .route(&at("/{id}/files/{file}"), get(file))
}

fn url(id: SupportRequestId) -> String {
    format!("{}/{id}", route::OPERATOR_SUPPORT)
}

async fn queue_view(cx: &PageCx, operator: &Operator, errors: FormErrors) -> Result<QueueView, Error> {
    let requests = desk::queue(cx, operator).await?.into_iter().map(|queued| QueueLine {
        id: queued.request.id.to_string(),
        number: queued.request.number.as_str().to_owned(),
        topic: queued.request.topic,
        since: cx.local(queued.request.waiting_since),
        has_account: queued.request.account.is_some(),
        taken_by: queued.taken_by,
        is_mine: queued.is_mine,
    });
    let mut frame = cx.frame();
    route::OPERATOR_SUPPORT.clone_into(&mut frame.path);
    Ok(QueueView { frame, errors, requests: requests.collect() })
}

/// `GET /operator/support`
async fn queue(cx: PageCx, operator: Operator) -> PageResult {
    cx.page(queue_view(&cx, &operator, FormErrors::none()).await?)
}

/// `POST /operator/support/{id}/take`
async fn take(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>, _: Checked<NoFields>) -> PageResult {
    match desk::take(&cx, &operator, id).await {
        Ok(()) => cx.redirect(&url(id)),
        // Somebody was faster, in this very moment.
        Err(Error::Conflict) => cx.redirect(route::OPERATOR_SUPPORT),
        Err(error) => {
            let again = async |errors| queue_view(&cx, &operator, errors).await;
            refused_or_again(&cx, error, route::OPERATOR_SUPPORT, again).await
        }
    }
}

fn view(cx: &PageCx, read: Conversation, (typed, errors): (&str, FormErrors)) -> DeskRequestView {
    let here = url(read.request.id);
    let mut frame = cx.frame();
    frame.path.clone_from(&here);
    DeskRequestView {
        frame,
        message: errors.field("message", typed),
        errors,
        request_number: read.request.number.as_str().to_owned(),
        topic: read.request.topic,
        state: read.request.state,
        contact: read.contact.as_ref().map(|contact| contact.expose().to_owned()),
        has_account: read.request.account.is_some(),
        said: said_lines(cx, &read.said, |file| format!("{here}/files/{file}")),
        url: here,
    }
}

/// `GET /operator/support/{id}`
async fn show(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>) -> PageResult {
    let read = desk::read(&cx, &operator, id).await?;
    cx.page(view(&cx, read, ("", FormErrors::none())))
}

/// `GET /operator/support/{id}/account`
async fn account(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>) -> PageResult {
    let state = support::account_state(&cx, &operator, id).await?;
    let contacts = state.contacts.into_iter().map(|contact| (contact.kind, contact.masked, contact.is_confirmed));
    cx.page(AccountStateView {
        frame: cx.frame(),
        back: url(id),
        request_number: state.request_number.as_str().to_owned(),
        account_level: state.level,
        status: state.status,
        created_at: cx.local(state.created_at),
        contacts: contacts.collect(),
        verified_at: state.verified_at.map(|at| cx.local(at)),
        submission: state.submission.map(|submission| SubmissionLines {
            state: submission.state,
            submitted_at: cx.local(submission.submitted_at),
            checks: submission.checks,
        }),
        confirmed_by: state.confirmed_by,
        under_way: state.under_way,
        sessions: i64::try_from(state.sessions).unwrap_or(i64::MAX),
    })
}

/// `GET /operator/support/{id}/files/{file}`
async fn file(cx: PageCx, operator: Operator, Path((id, file)): Path<(SupportRequestId, AttachmentId)>) -> PageResult {
    Ok(hand_out(&desk::open_file(&cx, &operator, id, file).await?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    message: String,
}

/// `POST /operator/support/{id}`
async fn answer(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>, form: Checked<Answer>) -> PageResult {
    match desk::answer(&cx, &operator, id, &form.message).await {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "support-answer-sent");
            cx.redirect(route::OPERATOR_SUPPORT)
        }
        Err(Error::Fields(faults)) => {
            let read = desk::read(&cx, &operator, id).await?;
            cx.faulty(view(&cx, read, (&form.message, faults.into())))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /operator/support/{id}/release`
async fn release(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>, _: Checked<NoFields>) -> PageResult {
    desk::release(&cx, &operator, id).await?;
    cx.notice(NoticeKind::Success, "support-put-back");
    cx.redirect(route::OPERATOR_SUPPORT)
}

/// `POST /operator/support/{id}/close`
async fn close(cx: PageCx, operator: Operator, Path(id): Path<SupportRequestId>, _: Checked<NoFields>) -> PageResult {
    desk::close(&cx, &operator, id).await?;
    cx.notice(NoticeKind::Success, "support-is-closed");
    cx.redirect(route::OPERATOR_SUPPORT)
}
