//! Help and the pages about the site; everyone may read them (R9).

use axum::{Router, extract::OriginalUri, routing::get};
use okno_ui::{
    help::{ArticleView, HelpView},
    route,
};

use crate::kit::{Fault, PageCx, PageResult, Path, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::HELP, get(async |cx: PageCx| cx.page(HelpView { frame: cx.frame() })))
        .route(&format!("{}/{{topic}}", route::HELP), get(topic))
        .route(route::ACCESSIBILITY, get(about))
        .route(route::PRIVACY, get(about))
}

/// `GET /help/{topic}`
async fn topic(cx: PageCx, Path(topic): Path<String>) -> PageResult {
    cx.page(ArticleView::topic(cx.frame(), &topic).ok_or(Fault::NotFound)?)
}

/// `GET /accessibility`, `/privacy`
async fn about(cx: PageCx, OriginalUri(address): OriginalUri) -> PageResult {
    cx.page(ArticleView::about(cx.frame(), address.path()).ok_or(Fault::NotFound)?)
}
