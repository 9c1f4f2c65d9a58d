//! The main page (R1), and what browsers and robots ask for by themselves.

use axum::{
    Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderValue, header::CONTENT_TYPE};
use okno_ui::{
    Text, assets,
    home::{HomeView, ServiceTile},
    public_service::ServiceLine,
    route,
};
use serde_json::json;

use crate::kit::{Fault, PageCx, PageResult, WebState};

/// The services on the main page, one for each taste; those that an installation does not have are left out.
const POPULAR: [&str; 6] = [
    "fines-by-plate",
    "doctor-appointment",
    "foreign-passport-10",
    "court-debts",
    "kindergarten-queue",
    "pension-account",
];

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(route::HOME, get(show))
        .route("/robots.txt", get(robots))
        .route("/favicon.ico", get(favicon))
        .route(route::MANIFEST, get(manifest))
}

/// `GET /`
async fn show(cx: PageCx) -> PageResult {
    let found = POPULAR.iter().filter_map(|id| cx.app.catalog.find(id));
    let popular = found.map(|service| {
        let ServiceLine { url, name, summary, level } = ServiceLine::of(service, cx.locale);
        ServiceTile { name, summary, url, level }
    });
    cx.page(HomeView { popular: popular.collect(), frame: cx.frame() })
}

fn typed(kind: &'static str, body: impl Into<String>) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(kind))], body.into()).into_response()
}

/// `GET /robots.txt`: what everyone may read may be found.
async fn robots() -> Response {
    let closed = [route::ACCOUNT, "/profile", route::LOGIN, route::REGISTER, route::RECOVERY, route::LANGUAGE];
    typed("text/plain; charset=utf-8", format!("User-agent: *\nDisallow: {}\n", closed.join("\nDisallow: ")))
}

/// `GET /favicon.ico`: for browsers that do not read the page's link.
async fn favicon() -> Result<Response, Fault> {
    let mark = assets::find("mark.svg").ok_or(Fault::NotFound)?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(mark.content_type))], mark.bytes).into_response())
}

/// `GET /site.webmanifest`: the name and the mark, for a place on a phone's screen.
async fn manifest(cx: PageCx) -> Response {
    let name = cx.frame().site_name();
    let body = json!({
        "name": name,
        "short_name": name,
        "description": Text::new(cx.locale, "home-title").to_string(),
        "lang": cx.locale.tag(),
        "start_url": route::HOME,
        "display": "browser",
        "background_color": "#f3f6f4",
        "theme_color": "#0b5561",
        "icons": [{ "src": assets::url("mark.svg"), "sizes": "any", "type": "image/svg+xml" }],
    });
    typed("application/manifest+json", body.to_string())
}
