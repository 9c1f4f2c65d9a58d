//! Sites of developers: what waits for an officer, and the decision.

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    developer::{self, Review},
    esia::{Reading, Registration},
};
use okno_domain::developer::ChangeKind;
use okno_ui::{
    developer::{ReviewLine, ReviewView, ReviewsView},
    form::FormErrors,
    frame::NoticeKind,
    route,
};
use serde::Deserialize;

use super::refused_or_again;
use crate::{
    citizen::developer::{check_view, facts, name_of},
    kit::{Checked, Operator, PageCx, PageResult, Path, WebState},
};

pub(super) fn routes() -> Router<WebState> {
    let at = |rest: &str| format!("{}{rest}", route::OPERATOR_SITES);
    Router::new()
        .route(route::OPERATOR_SITES, get(list))
        .route(&at("/{site}"), get(show))
        .route(&at("/{site}/approve"), post(approve))
        .route(&at("/{site}/refuse"), post(refuse))
}

fn url(client_id: &str) -> String {
    format!("{}/{}", route::OPERATOR_SITES, route::encode(client_id))
}

/// `GET /operator/sites`
async fn list(cx: PageCx, operator: Operator) -> PageResult {
    let line = |review: &Review| ReviewLine {
        url: url(&review.row.client_id),
        name: name_of(&cx, review.after().0, &review.row.client_id),
        kind: review.change.kind,
        asked_at: cx.local(review.change.asked_at),
    };
    let reviews = developer::reviews(&cx, &operator).await?;
    cx.page(ReviewsView { frame: cx.frame(), reviews: reviews.iter().map(line).collect() })
}

/// What a decision sends.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    version: i64,
    reason: String,
}

fn view(cx: &PageCx, review: &Review, typed: &str, errors: FormErrors) -> ReviewView {
    let mut frame = cx.frame();
    frame.path = url(&review.row.client_id);
    let (metadata, rule) = review.after();
    let before = (&review.row.metadata, &review.row.rule, review.esia.as_ref());
    // Where a registration says nothing, a system that works with everybody is read strictly, whatever the installation does.
    let in_production = |system: &Registration| {
        let mode = system.mode.or(Some(Reading::Strict));
        Registration { mode, ..system.clone() }
    };
    let system = review.esia_after.as_ref().map(in_production);
    let is_change = review.change.kind == ChangeKind::Change;
    ReviewView {
        frame,
        kind: review.change.kind,
        asked_at: cx.local(review.change.asked_at),
        note: review.change.note.clone(),
        after: facts(cx, (&review.row, &review.record), (metadata, rule, system.as_ref())),
        before: is_change.then(|| facts(cx, (&review.row, &review.record), before)),
        version: review.version(),
        faults: review.faults.clone(),
        check: review.check.clone().map(|check| check_view(cx, check)),
        reason: errors.field("reason", typed),
        errors,
    }
}

/// `GET /operator/sites/{site}`
async fn show(cx: PageCx, operator: Operator, Path(site): Path<String>) -> PageResult {
    let review = developer::review(&cx, &operator, &site).await?;
    cx.page(view(&cx, &review, "", FormErrors::none()))
}

async fn answered(
    cx: &PageCx,
    operator: &Operator,
    (site, typed): (&str, &str),
    done: Result<(), okno_app::Error>,
) -> PageResult {
    match done {
        Ok(()) => {
            cx.notice(NoticeKind::Success, "developer-reviewed");
            cx.redirect(route::OPERATOR_SITES)
        }
        Err(error) => {
            let again = async |errors| {
                let review = developer::review(cx, operator, site).await?;
                Ok(view(cx, &review, typed, errors))
            };
            refused_or_again(cx, error, &url(site), again).await
        }
    }
}

/// `POST /operator/sites/{site}/approve`
async fn approve(cx: PageCx, operator: Operator, Path(site): Path<String>, form: Checked<Decision>) -> PageResult {
    let done = developer::approve(&cx, &operator, (&site, form.version)).await;
    answered(&cx, &operator, (&site, ""), done).await
}

/// `POST /operator/sites/{site}/refuse`
async fn refuse(cx: PageCx, operator: Operator, Path(site): Path<String>, form: Checked<Decision>) -> PageResult {
    let done = developer::refuse(&cx, &operator, (&site, form.version), &form.reason).await;
    answered(&cx, &operator, (&site, &form.reason), done).await
}
