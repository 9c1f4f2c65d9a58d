//! A site's HTTP side: its pages, the way to the portal and back, and what the portal calls.

use std::{convert::Infallible, sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Form, Json, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::{
    Site, SiteName,
    account::{self, Line},
    fault::Fault,
    memory::{Notice, Person},
    sign_in::{Answer, TWO_FACTORS},
    words::Words,
};
use crate::{chance, inbox::lock, language::Spoken, registry::Outage};

const STYLE: &str = include_str!("../../assets/site.css");

type This = State<Arc<Site>>;

pub(crate) fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(front))
        .route("/sign-in", get(sign_in))
        .route("/callback", get(callback))
        .route("/sign-out", post(sign_out))
        .route("/leave", post(leave))
        .route("/signed-out", get(front))
        .route("/backchannel-logout", post(hear))
        .route("/api/ended", get(ended))
        .route("/api/site", get(async |State(site): This| Json(site.entry())))
        .route("/style.css", get(style))
        .layer(DefaultBodyLimit::max(32 * 1024))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), guard))
        .with_state(site)
}

async fn guard(State(site): This, request: Request, next: Next) -> Response {
    if site.switches().outage == Outage::Unavailable {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response();
    }
    guarded(&site.url, site.portal.issuer(), request, next).await
}

/// Refuses changes asked for by other sites' pages, and sets the headers of every answer.
pub(crate) async fn guarded(url: &str, portal: Option<&str>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN);
    if request.method() == Method::POST && origin.is_some_and(|origin| origin.as_bytes() != url.as_bytes()) {
        return (StatusCode::FORBIDDEN, "from another site").into_response();
    }
    let mut response = next.run(request).await;
    // A form whose answer leads to the portal is held to this as well.
    let portal = portal.and_then(|portal| Url::parse(portal).ok());
    let portal = portal.map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {portal}; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Who asks, and in which language.
struct Visit {
    spoken: Spoken,
    cookie: Option<String>,
}

impl FromRequestParts<Arc<Site>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        let spoken = Spoken::of(&parts.uri, &parts.headers, site.locale);
        Ok(Self { spoken, cookie: cookie(&parts.headers, site.name.word()) })
    }
}

impl Visit {
    fn key(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    fn language(&self) -> &'static str {
        self.spoken.locale.tag()
    }
}

/// The cookie of this name. Browsers send cookies to every port of a machine: the name is the site's own.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let text = headers.get(header::COOKIE)?.to_str().ok()?;
    text.split("; ").find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').map(str::to_owned))
}

/// An answer that sets it.
pub(crate) fn with_cookie(mut response: Response, name: &str, key: &str) -> Response {
    if let Ok(cookie) = format!("{name}={key}; Path=/; HttpOnly; SameSite=Lax").parse() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// `GET /style.css`
pub(crate) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

pub(crate) fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address.to_owned())]).into_response()
}

#[derive(Template)]
#[template(path = "site.html")]
struct Page {
    words: &'static Words,
    tag: &'static str,
    site: SiteName,
    shown: Shown,
}

impl Page {
    const fn word(&self) -> &'static str {
        self.site.word()
    }

    fn title(&self) -> &'static str {
        self.words.title(self.site)
    }

    fn lead(&self) -> &'static str {
        self.words.lead(self.site)
    }

    fn needs(&self) -> &'static str {
        self.words.needs(self.site)
    }

    fn is_pension(&self) -> bool {
        self.site == SiteName::Pension
    }
}

enum Shown {
    /// Nobody is signed in.
    Front(Option<Notice>),
    /// Somebody is.
    Account(Account),
    /// Somebody wanted to be; and where it is tried again.
    Fault(Fault, &'static str),
}

struct Account {
    name: String,
    lines: Vec<Line>,
    passed_on: Vec<(String, String)>,
    /// Whether the sign-in had two factors.
    is_strong: bool,
}

impl Account {
    fn of(site: SiteName, person: &Person, words: &'static Words) -> Self {
        Self {
            name: account::claim(&person.claims, "name").to_owned(),
            lines: account::lines(site, person, words),
            passed_on: account::passed_on(person),
            is_strong: person.acr == TWO_FACTORS,
        }
    }
}

fn page(site: &Site, visit: &Visit, shown: Shown) -> Response {
    let status = match &shown {
        Shown::Fault(Fault::NoPortal | Fault::Unreachable(_), _) => StatusCode::BAD_GATEWAY,
        Shown::Fault(..) => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let page = Page { words: Words::of(visit.spoken.locale), tag: visit.language(), site: site.name, shown };
    let response = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    visit.spoken.remember(response)
}

fn fault(site: &Site, visit: &Visit, fault: Fault, acr: Option<&str>) -> Response {
    tracing::warn!(site = site.name.word(), %fault, "a sign-in came to nothing");
    let again = if acr.is_some() { "/sign-in?for=payout" } else { "/sign-in" };
    page(site, visit, Shown::Fault(fault, again))
}

/// `GET /`
async fn front(State(site): This, visit: Visit) -> Response {
    let (person, notice) = lock(&site.memory).look(visit.key(), chance::now().as_second());
    let words = Words::of(visit.spoken.locale);
    let shown = match person {
        Some(person) => Shown::Account(Account::of(site.name, &person, words)),
        None => Shown::Front(notice),
    };
    page(&site, &visit, shown)
}

/// What the sign-in is for.
#[derive(Deserialize)]
struct Purpose {
    /// `payout`: what takes two factors.
    #[serde(rename = "for")]
    purpose: Option<String>,
    /// Who sent the browser here, where somebody else than this site did (OpenID Connect Core 4).
    iss: Option<String>,
}

/// `GET /sign-in`. Wherever the person wanted to go, they come out at the front page.
async fn sign_in(State(site): This, visit: Visit, Query(purpose): Query<Purpose>) -> Response {
    if purpose.iss.as_deref().is_some_and(|iss| site.portal.issuer() != Some(iss)) {
        return fault(&site, &visit, Fault::unsound("a sign-in for another portal"), None);
    }
    let acr = (purpose.purpose.as_deref() == Some("payout")).then_some(TWO_FACTORS);
    match site.begin(visit.cookie.as_deref(), visit.language(), acr).await {
        Ok((key, address)) => with_cookie(to(&address), site.name.word(), &key),
        Err(cause) => fault(&site, &visit, cause, acr),
    }
}

/// `GET /callback`
async fn callback(State(site): This, visit: Visit, Query(answer): Query<Answer>) -> Response {
    let acr = lock(&site.memory).wanted(visit.key(), &answer.state);
    match site.finish(visit.key(), &answer).await {
        Ok(key) => with_cookie(to("/"), site.name.word(), &key),
        Err(cause) => fault(&site, &visit, cause, acr),
    }
}

/// `POST /sign-out`: here, at the portal, and from there at all sites.
async fn sign_out(State(site): This, visit: Visit) -> Response {
    let Some(person) = lock(&site.memory).leave(visit.key()) else { return to("/") };
    match site.way_out(&person, visit.language()).await {
        Ok(address) => to(&address),
        Err(cause) => fault(&site, &visit, cause, None),
    }
}

/// `POST /leave`
async fn leave(State(site): This, visit: Visit) -> Response {
    lock(&site.memory).leave(visit.key());
    to("/")
}

/// What to wait for.
#[derive(Deserialize)]
struct Wanted {
    /// So many sessions.
    #[serde(default)]
    count: u64,
    /// Seconds, at most 60.
    #[serde(default)]
    wait: f64,
}

/// `GET /api/ended`: `{"count": N}`, how many sessions were ended at the portal's word, once there are so many.
async fn ended(State(site): This, Query(wanted): Query<Wanted>) -> Response {
    let limit = Duration::try_from_secs_f64(wanted.wait.clamp(0.0, 60.0)).unwrap_or_default();
    let look = || Some(lock(&site.memory).ended()).filter(|ended| *ended >= wanted.count);
    site.bell.wait_for(limit, look).await;
    Json(json!({ "count": lock(&site.memory).ended() })).into_response()
}

#[derive(Deserialize)]
struct Told {
    logout_token: String,
}

/// `POST /backchannel-logout`
async fn hear(State(site): This, Form(told): Form<Told>) -> Response {
    let switches = site.switches();
    tokio::time::sleep(Duration::from_millis(switches.delay_ms)).await;
    let heard = if switches.refuse_logout {
        Err(Fault::unsound("the site's switch says so"))
    } else {
        site.hear(&told.logout_token).await
    };
    match heard {
        Ok(ended) => {
            tracing::info!(site = site.name.word(), ended, "the portal says that a session is over");
            StatusCode::OK.into_response()
        }
        Err(cause) => {
            tracing::warn!(site = site.name.word(), %cause, "a logout token was not taken");
            let is_theirs = matches!(cause, Fault::Unsound(_));
            let status = if is_theirs { StatusCode::BAD_REQUEST } else { StatusCode::SERVICE_UNAVAILABLE };
            (status, Json(json!({ "error": "invalid_request" }))).into_response()
        }
    }
}
