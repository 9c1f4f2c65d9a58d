//! The feed of notices (R104, R218).

use axum::{
    Router,
    routing::{get, post},
};
use okno_app::notification::{self, Notice};
use okno_ui::{
    notice::{NoticeLine, NoticesView},
    route,
};
use serde::Deserialize;

use crate::kit::{Checked, MaybeNext, PageCx, PageResult, SignedIn, WebState};

/// How many notices the page shows.
const MOST: i64 = 100;

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::ACCOUNT_NOTICES, get(show)).route(route::ACCOUNT_NOTICES_READ, post(read))
}

/// A notice as the pages show it.
pub(super) fn line(cx: &PageCx, notice: &Notice) -> NoticeLine {
    let at = cx.local(notice.created_at);
    NoticeLine::new(cx.locale, &notice.kind, &notice.args, at, notice.read_at.is_none())
}

/// `GET /account/notices`
async fn show(cx: PageCx, signed_in: SignedIn) -> PageResult {
    let feed = notification::feed(&cx, signed_in.id(), MOST).await?;
    let notices = feed.iter().map(|notice| line(&cx, notice)).collect();
    cx.page(NoticesView { frame: cx.frame(), notices })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ReadForm {
    r#return: MaybeNext,
}

/// `POST /account/notices/read`
async fn read(cx: PageCx, signed_in: SignedIn, form: Checked<ReadForm>) -> PageResult {
    notification::mark_read(&cx, signed_in.id()).await?;
    cx.redirect(form.r#return.or(route::ACCOUNT_NOTICES))
}
