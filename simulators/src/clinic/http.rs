//! The clinic's pages.

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, FromRequestParts, Query, Request, State},
    http::{StatusCode, request::Parts},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    Clinic,
    esia::Answer,
    fault::Fault,
    memory::{Notice, Visit},
    person::Told,
    words::Words,
};
use crate::{
    inbox::lock,
    language::Spoken,
    sites::http::{cookie, guarded, style, to, with_cookie},
};

/// The cookie's name, and the mark of its pages in the style sheet.
const WORD: &str = "clinic";

type This = State<Arc<Clinic>>;

pub(crate) fn router(clinic: Arc<Clinic>) -> Router {
    Router::new()
        .route("/", get(front))
        .route("/sign-in", get(sign_in))
        .route("/callback", get(callback))
        .route("/sign-out", post(sign_out))
        .route("/leave", post(leave))
        .route("/signed-out", get(front))
        .route("/api/site", get(entry))
        .route("/style.css", get(style))
        .layer(DefaultBodyLimit::max(32 * 1024))
        .layer(middleware::from_fn_with_state(Arc::clone(&clinic), guard))
        .with_state(clinic)
}

async fn guard(State(clinic): This, request: Request, next: Next) -> Response {
    guarded(&clinic.url, clinic.portal.as_deref(), request, next).await
}

/// Who asks, and in which language.
struct Visitor {
    spoken: Spoken,
    cookie: String,
}

impl FromRequestParts<Arc<Clinic>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, clinic: &Arc<Clinic>) -> Result<Self, Infallible> {
        let spoken = Spoken::of(&parts.uri, &parts.headers, clinic.locale);
        Ok(Self { spoken, cookie: cookie(&parts.headers, WORD).unwrap_or_default() })
    }
}

#[derive(Template)]
#[template(path = "clinic.html")]
struct Page {
    words: &'static Words,
    tag: &'static str,
    shown: Shown,
}

impl Page {
    const fn title(&self) -> &'static str {
        self.words.title
    }

    #[expect(clippy::unused_self, reason = "the frame of all sites asks each page")]
    const fn word(&self) -> &'static str {
        WORD
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
    lines: Vec<(&'static str, String)>,
    fields: Vec<(String, String)>,
    /// Whether the record is open.
    for_record: bool,
}

impl Account {
    fn of(visit: &Visit, told: Told, words: &'static Words) -> Self {
        let or_nothing = |text: String| if text.is_empty() { words.not_told.to_owned() } else { text };
        let level = if told.is_confirmed { words.confirmed } else { words.not_confirmed };
        let lines = vec![
            (words.appointment, words.doctor.to_owned()),
            (words.level, level.to_owned()),
            (words.birth_date, or_nothing(told.birth_date)),
            (words.snils, or_nothing(told.snils)),
            (words.phone, or_nothing(told.phone)),
            (words.email, or_nothing(told.email)),
        ];
        let mut fields = told.fields;
        fields.insert(0, ("oid".to_owned(), visit.signed.oid.to_string()));
        Self { name: told.name, lines, fields, for_record: visit.for_record }
    }
}

fn page(visitor: &Visitor, shown: Shown) -> Response {
    let status = match &shown {
        Shown::Fault(Fault::NoPortal | Fault::Unreachable(_), _) => StatusCode::BAD_GATEWAY,
        Shown::Fault(Fault::Own(_), _) => StatusCode::INTERNAL_SERVER_ERROR,
        Shown::Fault(..) => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let locale = visitor.spoken.locale;
    let response = match (Page { words: Words::of(locale), tag: locale.tag(), shown }).render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    visitor.spoken.remember(response)
}

fn fault(visitor: &Visitor, fault: Fault, again: &'static str) -> Response {
    tracing::warn!(site = WORD, %fault, "a sign-in came to nothing");
    page(visitor, Shown::Fault(fault, again))
}

/// `GET /`
async fn front(State(clinic): This, visitor: Visitor) -> Response {
    let (visit, notice) = lock(&clinic.memory).look(&visitor.cookie);
    let Some(visit) = visit else { return page(&visitor, Shown::Front(notice)) };
    match clinic.read(&visitor.cookie, &visit).await {
        Ok(Some(told)) => page(&visitor, Shown::Account(Account::of(&visit, told, Words::of(visitor.spoken.locale)))),
        Ok(None) => {
            let (_, notice) = lock(&clinic.memory).look(&visitor.cookie);
            page(&visitor, Shown::Front(notice))
        }
        Err(cause) => fault(&visitor, cause, "/"),
    }
}

/// What the sign-in is for.
#[derive(Deserialize)]
struct Purpose {
    /// `record`: what takes a confirmed account.
    #[serde(rename = "for")]
    purpose: Option<String>,
}

/// `GET /sign-in`
async fn sign_in(State(clinic): This, visitor: Visitor, Query(purpose): Query<Purpose>) -> Response {
    let for_record = purpose.purpose.as_deref() == Some("record");
    match clinic.begin(&visitor.cookie, for_record).await {
        Ok((key, address)) => with_cookie(to(&address), WORD, &key),
        Err(cause) => fault(&visitor, cause, if for_record { "/sign-in?for=record" } else { "/sign-in" }),
    }
}

/// `GET /callback`
async fn callback(State(clinic): This, visitor: Visitor, Query(answer): Query<Answer>) -> Response {
    match clinic.finish(&visitor.cookie, &answer).await {
        Ok(key) => with_cookie(to("/"), WORD, &key),
        // Whoever is signed in stays so, and may go on without what was asked for.
        Err(cause) => fault(&visitor, cause, "/"),
    }
}

/// `POST /sign-out`: here, at the portal, and from there at all sites.
async fn sign_out(State(clinic): This, visitor: Visitor) -> Response {
    if !lock(&clinic.memory).end(&visitor.cookie, Notice::SignedOut) {
        return to("/");
    }
    match clinic.way_out() {
        Ok(address) => to(&address),
        Err(cause) => fault(&visitor, cause, "/"),
    }
}

/// `POST /leave`
async fn leave(State(clinic): This, visitor: Visitor) -> Response {
    lock(&clinic.memory).end(&visitor.cookie, Notice::SignedOut);
    to("/")
}

/// `GET /api/site`
async fn entry(State(clinic): This) -> Response {
    match clinic.entry().await {
        Ok(entry) => Json(entry).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
