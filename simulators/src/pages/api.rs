//! The JSON interface. Waiting calls answer as soon as there is something, at the latest after `wait` seconds.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::board::{Change, System};
use crate::{
    World,
    bank::BankName,
    inbox::{Inbox, Message},
    phone,
    registry::{Registry, RegistryName},
};

/// No call waits longer.
const LONGEST_WAIT: f64 = 60.0;

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/api/sms", get(sms))
        .route("/api/mail", get(mail))
        .route("/api/changes", get(changes))
        .route(
            "/api/persons",
            get(async |State(world): State<Arc<World>>| Json(json!({ "persons": world.population.persons() }))),
        )
        .route("/api/banks", get(bank_clients))
        .route("/api/registry/{name}/switches", get(switches).post(change).delete(reset))
        .route("/api/registry/{name}/requests", get(requests).delete(forget))
        .route("/api/registry/{name}/release", post(release))
        .route("/api/{name}/switches", get(switches).post(change).delete(reset))
        .route("/api/messages", axum::routing::delete(clear))
}

/// What to wait for.
#[derive(Deserialize)]
struct Wanted {
    /// The receiver; everybody's if absent.
    to: Option<String>,
    /// Only what is newer.
    #[serde(default)]
    after: u64,
    /// Seconds.
    #[serde(default)]
    wait: f64,
}

impl Wanted {
    fn limit(&self) -> Duration {
        Duration::try_from_secs_f64(self.wait.clamp(0.0, LONGEST_WAIT)).unwrap_or_default()
    }
}

async fn sms(State(world): State<Arc<World>>, Query(mut wanted): Query<Wanted>) -> Response {
    // A plus sign in an address is a space unless somebody took care.
    wanted.to = wanted.to.map(|to| phone::canonical(&to));
    list(&world, &world.phones, &wanted).await
}

async fn mail(State(world): State<Arc<World>>, Query(wanted): Query<Wanted>) -> Response {
    list(&world, &world.mailboxes, &wanted).await
}

/// `{"messages": [...], "last": N}`, the oldest first; `last` is the `after` of the next call.
async fn list<T: Message + Serialize>(world: &World, inbox: &Inbox<T>, wanted: &Wanted) -> Response {
    let messages = tokio::select! {
        messages = inbox.wait(wanted.to.as_deref(), wanted.after, wanted.limit()) => messages,
        () = world.stop.cancelled() => Vec::new(),
    };
    let last = messages.last().map_or(wanted.after, |message| message.id());
    let messages: Vec<&T> = messages.iter().map(AsRef::as_ref).collect();
    Json(json!({ "messages": messages, "last": last })).into_response()
}

/// `{"count": N}` as soon as anything has changed since `after`.
async fn changes(State(world): State<Arc<World>>, Query(wanted): Query<Wanted>) -> Json<Value> {
    let look = || Some(world.bell.count()).filter(|count| *count != wanted.after);
    tokio::select! {
        _ = world.bell.wait_for(wanted.limit(), look) => {}
        () = world.stop.cancelled() => {}
    }
    Json(json!({ "count": world.bell.count() }))
}

/// `{"clients": [...]}`: who can log in at which bank. A login is the person's key.
async fn bank_clients(State(world): State<Arc<World>>) -> Json<Value> {
    let world = &world;
    let of = |bank| world.population.persons().iter().filter_map(move |person| world.bank(bank).client(person));
    let clients: Vec<_> = BankName::ALL.into_iter().flat_map(of).collect();
    Json(json!({ "clients": clients }))
}

async fn switches(State(world): State<Arc<World>>, Path(name): Path<String>) -> Response {
    let Some(system) = System::named(&name) else { return StatusCode::NOT_FOUND.into_response() };
    shown(&world, system)
}

/// Replaces the members that are named.
async fn change(
    State(world): State<Arc<World>>,
    Path(name): Path<String>,
    Json(changes): Json<Map<String, Value>>,
) -> Response {
    let Some(system) = System::named(&name) else { return StatusCode::NOT_FOUND.into_response() };
    match system.change(&world, Change::Patch(changes)) {
        Ok(()) => shown(&world, system),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({ "detail": error.to_string() }))).into_response(),
    }
}

async fn reset(State(world): State<Arc<World>>, Path(name): Path<String>) -> Response {
    let Some(system) = System::named(&name) else { return StatusCode::NOT_FOUND.into_response() };
    match system.change(&world, Change::Reset) {
        Ok(()) => shown(&world, system),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn shown(world: &World, system: System) -> Response {
    system
        .switches(world)
        .map_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response(), |all| Json(all).into_response())
}

fn registry<'a>(world: &'a World, name: &str) -> Option<&'a Arc<Registry>> {
    let name = RegistryName::ALL.into_iter().find(|other| other.word() == name)?;
    Some(world.registry(name))
}

/// What the log must have for a waiting call to answer.
#[derive(Deserialize)]
struct WantedRequests {
    /// So many requests.
    #[serde(default)]
    count: usize,
    /// So many answered ones.
    #[serde(default)]
    answered: usize,
    /// So many acknowledged ones.
    #[serde(default)]
    acknowledged: usize,
    /// Seconds.
    #[serde(default)]
    wait: f64,
}

/// `{"requests": [...]}`, the newest first.
async fn requests(
    State(world): State<Arc<World>>,
    Path(name): Path<String>,
    Query(wanted): Query<WantedRequests>,
) -> Response {
    let Some(registry) = registry(&world, &name) else { return StatusCode::NOT_FOUND.into_response() };
    let limit = Duration::try_from_secs_f64(wanted.wait.clamp(0.0, LONGEST_WAIT)).unwrap_or_default();
    let waiting = registry.wait_until(limit, |requests| {
        let done = |request: &&crate::registry::Request| request.answers.iter().any(|answer| answer.acknowledged);
        requests.len() >= wanted.count
            && requests.iter().filter(|request| !request.answers.is_empty()).count() >= wanted.answered
            && requests.iter().filter(done).count() >= wanted.acknowledged
    });
    tokio::select! {
        _ = waiting => {}
        () = world.stop.cancelled() => {}
    }
    Json(json!({ "requests": registry.requests() })).into_response()
}

async fn forget(State(world): State<Arc<World>>, Path(name): Path<String>) -> StatusCode {
    registry(&world, &name).map_or(StatusCode::NOT_FOUND, |registry| {
        registry.forget();
        StatusCode::NO_CONTENT
    })
}

async fn release(State(world): State<Arc<World>>, Path(name): Path<String>) -> StatusCode {
    registry(&world, &name).map_or(StatusCode::NOT_FOUND, |registry| {
        registry.release();
        StatusCode::NO_CONTENT
    })
}

async fn clear(State(world): State<Arc<World>>) -> StatusCode {
    world.phones.clear();
    world.mailboxes.clear();
    StatusCode::NO_CONTENT
}
