//! The main page (R1).

use axum::{Router, routing::get};
use okno_ui::{home::HomeView, route};

use crate::kit::{PageCx, PageResult, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new().route(route::HOME, get(show))
}

/// `GET /`
async fn show(cx: PageCx) -> PageResult {
    cx.page(HomeView { frame: cx.frame(), popular: Vec::new() })
}
