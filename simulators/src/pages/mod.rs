//! What people see: phones and mailboxes, the population, the switch board; and the JSON interface for tests.

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::World;

mod api;
mod board;
mod form;
mod language;
mod messages;
mod persons;
mod words;

const STYLE: &str = include_str!("../../assets/style.css");
const SCRIPT: &str = include_str!("../../assets/script.js");
/// Everything from here, nothing inline, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The routes of the page.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(messages::page))
        .route("/mail/{id}/html", get(messages::letter))
        .route("/persons", get(persons::page))
        .route("/switches", get(board::page))
        .route("/switches/{system}", post(board::save))
        .route("/switches/{system}/reset", post(board::reset))
        .route("/switches/{system}/release", post(board::release))
        .route("/clear", post(messages::clear))
        .route("/style.css", get(async || asset("text/css; charset=utf-8", STYLE)))
        .route("/script.js", get(async || asset("text/javascript; charset=utf-8", SCRIPT)))
        .merge(api::router())
        .layer(middleware::from_fn(guard))
        .with_state(world)
}

fn asset(media: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// Refuses changes asked for by other sites' pages, and sets the headers of every answer.
async fn guard(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = text(header::HOST).unwrap_or_default();
    let foreign =
        text(header::ORIGIN).is_some_and(|origin| origin.split_once("://").is_none_or(|(_, host)| host != own));
    if foreign && request.method() != Method::GET {
        return (StatusCode::FORBIDDEN, "from another site").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A page, or a plain answer if it cannot be made.
fn render(page: &impl askama::Template) -> Response {
    match page.render() {
        Ok(html) => axum::response::Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
