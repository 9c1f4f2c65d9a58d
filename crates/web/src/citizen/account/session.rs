//! Where the person is signed in, and ending it from here (R189, R190).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::{
    Error,
    session::{self, Entry},
};
use okno_domain::session::SessionId;
use okno_ui::{
    frame::NoticeKind,
    route,
    session::{Device, SessionLine, SessionsView},
};

use crate::{
    citizen::step::NoFields,
    kit::{Checked, PageCx, PageResult, Path, SignedIn, WebState},
};

/// How many sessions that are over the page shows.
const MOST_OVER: usize = 20;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::ACCOUNT_SESSIONS, get(show))
        .route(route::ACCOUNT_SESSIONS_END, post(end_others))
        .route(&format!("{}/{{id}}/end", route::ACCOUNT_SESSIONS), post(end))
}

fn line(cx: &PageCx, entry: &Entry) -> SessionLine {
    SessionLine {
        id: entry.id.to_string(),
        device: Device::of(&entry.user_agent),
        network: entry.network.clone(),
        since: cx.local(entry.times.created_at),
        until: cx.local(entry.times.ended_at.unwrap_or(entry.times.seen_at)),
        end_reason: entry.end_reason.clone(),
    }
}

/// `GET /account/sessions`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let entries = session::list(&cx, &signed_in).await?;
    let rule = session::rule(&cx);
    let (open, over): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.times.is_open(cx.now, rule));
    let (current, others): (Vec<_>, Vec<_>) = open.into_iter().partition(|entry| entry.id == signed_in.session);
    cx.page(SessionsView {
        frame: cx.frame(),
        current: current.into_iter().map(|entry| line(&cx, entry)).next(),
        others: others.into_iter().map(|entry| line(&cx, entry)).collect(),
        over: over.into_iter().take(MOST_OVER).map(|entry| line(&cx, entry)).collect(),
    })
}

/// `POST /account/sessions/{id}/end`
async fn end(cx: PageCx, signed_in: SignedIn, Path(id): Path<SessionId>, _: Checked<NoFields>) -> PageResult {
    match session::end_one(&cx, &signed_in, id).await {
        // Over already: what was wished for has happened.
        Ok(()) | Err(Error::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    if id == signed_in.session {
        cx.sign_out();
        return cx.redirect(route::LOGIN);
    }
    cx.notice(NoticeKind::Success, "session-ended");
    cx.redirect(route::ACCOUNT_SESSIONS)
}

/// `POST /account/sessions/end-others`
async fn end_others(cx: PageCx, signed_in: SignedIn, _: Checked<NoFields>) -> PageResult {
    session::end_others(&cx, &signed_in).await?;
    cx.notice(NoticeKind::Success, "sessions-ended");
    cx.redirect(route::ACCOUNT_SESSIONS)
}
