//! How the verification stands, and the page's way to hear of news (R92, R97 to R101, R106).

use axum::{
    Router,
    routing::{get, post},
};
use http::HeaderMap;
use okno_app::verification::{self, VerificationView as State};
use okno_domain::verification::Finding;
use okno_ui::{
    Text, route,
    verification::{CheckLine, VerificationView},
};
use serde::Deserialize;

use crate::{
    kit::{Checked, PageCx, PageResult, Query, SignedIn, WebState, live},
    protocol,
};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::PROFILE_VERIFICATION, get(show))
        .route(route::PROFILE_VERIFICATION_NEWS, get(news))
        .route(route::PROFILE_LOGIN_AGAIN, post(login_again))
}

fn view(cx: &PageCx, state: State) -> VerificationView {
    let locale = cx.locale;
    let checks = state
        .checks
        .iter()
        .map(|check| CheckLine::new(locale, check.kind, check.status, check.finding, &check.mismatched));
    let is_change = state.changes_verified_data;
    let refused = Finding::RefusedByOperator.name();
    let changes = state.differs.iter().filter(|_| is_change).map(|field| Text::new(locale, format!("label-{field}")));
    VerificationView {
        state: state.state,
        checks: checks.collect(),
        submitted_at: cx.local(state.submitted_at),
        usual_minutes: state.usual_minutes,
        max_days: state.max_days,
        has_rejection: state.has_rejection(),
        is_snils_taken: state.is_snils_taken(),
        level_stays: is_change || !state.checks.iter().any(|check| check.finding == Some(refused)),
        may_be_kept: is_change,
        may_be_sent_again: state.may_be_sent_again,
        changes: changes.collect(),
        news_url: format!("{}?seen={}", route::PROFILE_VERIFICATION_NEWS, state.mark),
        mark: state.mark,
        frame: cx.frame(),
    }
}

/// `GET /profile/verification`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    match verification::state(&cx, &signed_in).await? {
        Some(state) => cx.page(view(&cx, state)),
        // Nothing has been sent yet: the form is the way on.
        None => cx.redirect(route::PROFILE_EDIT),
    }
}

/// `GET /profile/verification/news`: answers when there is news, or after a while without (R101).
async fn news(cx: PageCx, signed_in: SignedIn, headers: HeaderMap, Query(seen): Query<live::Seen>) -> PageResult {
    let mark = || async { Ok(verification::state(&cx, &signed_in).await?.map(|state| state.mark).unwrap_or_default()) };
    live::news((&cx, &signed_in), &headers, &seen, mark).await
}

/// `POST /profile/login-again`: ends the session and leads to the login (R101).
async fn login_again(cx: PageCx, signed_in: SignedIn, _: Checked<Nothing>) -> PageResult {
    protocol::leave_for_login(&cx, &signed_in, route::login_and_return(route::ACCOUNT)).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Nothing {}
