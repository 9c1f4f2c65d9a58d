//! The carrier's HTTP side: the page where items are moved on and letters opened, tracking for people, tracking for Okno.

use std::{sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use okno_domain::locale::Locale;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Carrier, Item, ItemState, words::Words};
use crate::{language::Spoken, registry::Outage};

const STYLE: &str = include_str!("../../assets/carrier.css");
/// More numbers are not answered at once.
const MOST_NUMBERS: usize = 100;

type This = State<Arc<Carrier>>;

pub(crate) fn router(carrier: Arc<Carrier>) -> Router {
    Router::new()
        .route("/", get(letters))
        .route("/letters/{number}", get(letter))
        .route("/items/{number}", post(move_on))
        .route("/track/{number}", get(track))
        .route("/v1/tracking", post(tell))
        .route("/api/items", get(items))
        .route("/api/items/{number}", post(move_on_by_test))
        .route("/style.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(Arc::clone(&carrier), moods))
        .with_state(carrier)
}

async fn moods(State(carrier): This, request: Request, next: Next) -> Response {
    let switches = carrier.switches();
    if switches.outage == Outage::Unavailable {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response();
    }
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let own = text(header::HOST).unwrap_or_default();
    let foreign = text(header::ORIGIN)
        .is_some_and(|origin| origin != "null" && origin.split_once("://").is_none_or(|(_, host)| host != own));
    if foreign {
        return (StatusCode::FORBIDDEN, "from another site").into_response();
    }
    let mut response = next.run(request).await;
    let policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; \
                  frame-ancestors 'none'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[derive(Template)]
#[template(path = "carrier.html")]
struct Page {
    words: &'static Words,
    locale: Locale,
    items: Vec<Item>,
    /// Whether it is the public page of one item.
    is_tracking: bool,
}

impl Page {
    fn when(event: &super::Event) -> String {
        event.at.strftime("%Y-%m-%d %H:%M UTC").to_string()
    }

    fn next(item: &Item) -> Vec<ItemState> {
        item.state().next().collect()
    }
}

fn page(items: Vec<Item>, spoken: Spoken, is_tracking: bool) -> Response {
    let locale = spoken.locale;
    let status = if items.is_empty() && is_tracking { StatusCode::NOT_FOUND } else { StatusCode::OK };
    spoken.remember(match (Page { words: Words::of(locale), locale, items, is_tracking }).render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    })
}

async fn letters(State(carrier): This, uri: Uri, headers: HeaderMap) -> Response {
    let mut items = carrier.items();
    items.reverse();
    page(items, Spoken::of(&uri, &headers, Locale::default()), false)
}

async fn track(State(carrier): This, Path(number): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let spoken = Spoken::of(&uri, &headers, Locale::default());
    page(carrier.item(&number).into_iter().collect(), spoken, true)
}

/// The letter, as its addressee finds it in the envelope.
async fn letter(State(carrier): This, Path(number): Path<String>) -> Response {
    let number = number.trim_end_matches(".pdf");
    match carrier.letter(number) {
        Some(pdf) => ([(header::CONTENT_TYPE, "application/pdf")], pdf).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Deserialize)]
struct Step {
    state: ItemState,
}

async fn move_on(State(carrier): This, Path(number): Path<String>, Form(step): Form<Step>) -> Response {
    if carrier.move_on(&number, step.state) {
        Redirect::to("/").into_response()
    } else {
        StatusCode::CONFLICT.into_response()
    }
}

async fn move_on_by_test(State(carrier): This, Path(number): Path<String>, Json(step): Json<Step>) -> StatusCode {
    if carrier.move_on(&number, step.state) { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT }
}

/// Whose items, and for how long to wait for one.
#[derive(Deserialize)]
struct Wanted {
    /// How the addressee's name begins; everybody's if absent.
    #[serde(default)]
    name: String,
    /// Seconds, at most 60.
    #[serde(default)]
    wait: f64,
}

/// `{"items": [...]}`, the oldest first, as soon as there is one.
async fn items(State(carrier): This, Query(wanted): Query<Wanted>) -> Json<Value> {
    let limit = Duration::try_from_secs_f64(wanted.wait.clamp(0.0, 60.0)).unwrap_or_default();
    let items = carrier.items_for(&wanted.name, limit).await;
    Json(json!({ "items": items }))
}

/// What was asked, as it came from outside.
fn read_question(body: &[u8]) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct Question {
        numbers: Vec<String>,
    }
    let question: Question = serde_json::from_slice(body).ok()?;
    (question.numbers.len() <= MOST_NUMBERS).then_some(question.numbers)
}

/// `POST /v1/tracking`
async fn tell(State(carrier): This, body: Bytes) -> Response {
    let switches = carrier.switches();
    tokio::time::sleep(Duration::from_millis(switches.delay_ms)).await;
    if let Some(body) = switches.garbage.body() {
        return ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    }
    let Some(numbers) = read_question(&body) else { return StatusCode::BAD_REQUEST.into_response() };
    let told = |item: Item| -> Value {
        let mut events: Vec<Value> = item
            .events
            .iter()
            .map(|event| json!({ "state": event.state, "at": event.at, "index": "101000" }))
            .collect();
        if switches.unknown_states {
            events.push(json!({ "state": "fed_to_pigeons", "at": "2026-01-01T00:00:00Z" }));
        }
        if switches.out_of_order {
            events.extend(events.clone());
            events.reverse();
        }
        json!({ "number": item.number, "events": events })
    };
    let items: Vec<Value> = numbers.iter().filter_map(|number| carrier.item(number)).map(told).collect();
    Json(json!({ "items": items })).into_response()
}
