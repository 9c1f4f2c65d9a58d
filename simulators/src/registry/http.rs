//! The registry's HTTP side.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Request as HttpRequest, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{KEPT, Outage, Registry, Request, message};
use crate::{chance, inbox::lock, jws};

type This = State<Arc<Registry>>;

/// The routes of a registry.
pub(crate) fn router(registry: Arc<Registry>) -> Router {
    Router::new()
        .route("/requests", post(submit))
        .route("/requests/{ticket}/answer", get(fetch))
        .route("/answers/{jti}/ack", post(acknowledge))
        .route("/health", get(async || "ok"))
        // One byte more than allowed comes through, so that the reader says what is wrong.
        .layer(DefaultBodyLimit::max(jws::LONGEST + 1))
        .layer(middleware::from_fn_with_state(Arc::clone(&registry), moods))
        .with_state(registry)
}

/// Outage and rate limit, before anything else.
async fn moods(State(registry): This, request: HttpRequest, next: Next) -> Response {
    let switches = registry.switches();
    if switches.outage == Outage::Unavailable {
        return later(StatusCode::SERVICE_UNAVAILABLE, switches.poll_after_seconds);
    }
    match switches.rate_limit {
        Some(seconds) if request.uri().path() != "/health" => later(StatusCode::TOO_MANY_REQUESTS, seconds),
        _ => next.run(request).await,
    }
}

async fn submit(State(registry): This, headers: HeaderMap, body: Bytes) -> Response {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media.split(';').next().unwrap_or_default().trim() != "application/jose" {
        return refused(StatusCode::BAD_REQUEST, "content-type: not application/jose");
    }
    let Some(asker) = registry.asker.current() else {
        tracing::warn!(registry = registry.name.word(), "a request came before the asker's public key");
        return later(StatusCode::SERVICE_UNAVAILABLE, 2);
    };
    let payload = match message::read(&body, &asker, &registry.asker_key_id, registry.name, chance::now()) {
        Ok(payload) => payload,
        Err(fault) => {
            tracing::warn!(registry = registry.name.word(), %fault, "a request was refused");
            let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::BAD_REQUEST);
            return refused(status, &fault.to_string());
        }
    };
    let Some(ticket) = registry.take_in(payload, message::digest(&body)) else {
        return refused(StatusCode::CONFLICT, "jti: used with other data");
    };
    let switches = registry.switches();
    if let Some(garbage) = switches.garbage_ticket.body() {
        return (StatusCode::ACCEPTED, [(header::CONTENT_TYPE, "application/json")], garbage).into_response();
    }
    let answer = serde_json::json!({ "ticket": ticket, "poll_after_seconds": switches.poll_after_seconds });
    (StatusCode::ACCEPTED, Json(answer)).into_response()
}

async fn fetch(State(registry): This, Path(ticket): Path<String>) -> Response {
    let switches = registry.switches();
    let answer = {
        let mut log = lock(&registry.log);
        let Some(request) = log.requests.iter_mut().find(|request| request.ticket == ticket) else {
            return refused(StatusCode::NOT_FOUND, "no such ticket");
        };
        request.polls += 1;
        // The oldest that is not acknowledged, else the newest.
        let next = request.answers.iter().position(|answer| !answer.acknowledged);
        let index = next.or_else(|| request.answers.len().checked_sub(1));
        index.and_then(|index| {
            let answer = request.answers.get_mut(index)?;
            answer.fetched += 1;
            let answer = answer.clone();
            Some(registry.write_answer(request, &answer))
        })
    };
    registry.bell.ring();
    match answer {
        None => later(StatusCode::ACCEPTED, switches.poll_after_seconds),
        Some(signed) => {
            let body = switches.garbage.body().unwrap_or_else(|| signed.into_bytes());
            ([(header::CONTENT_TYPE, "application/jose")], body).into_response()
        }
    }
}

async fn acknowledge(State(registry): This, Path(jti): Path<Uuid>) -> Response {
    let known = lock(&registry.log).by_answer(jti).map(|answer| answer.acknowledged = true);
    registry.bell.ring();
    match known {
        Some(()) => StatusCode::NO_CONTENT.into_response(),
        None => refused(StatusCode::NOT_FOUND, "no such answer"),
    }
}

impl Registry {
    /// The ticket for a request, new or known; `None` if its key was used for other data.
    fn take_in(self: &Arc<Self>, payload: message::Payload, digest: [u8; 32]) -> Option<String> {
        let mut log = lock(&self.log);
        if let Some(known) = log.by_key(payload.jti) {
            if (known.kind, &known.subject) != (payload.kind, &payload.subject) {
                return None;
            }
            known.submissions += 1;
            // The asker compares with what it sent last.
            known.digest = digest;
            known.callback = payload.callback;
            let ticket = known.ticket.clone();
            drop(log);
            self.bell.ring();
            return Some(ticket);
        }
        log.received += 1;
        let (order, release) = (log.received, Arc::new(Notify::new()));
        let ticket =
            format!("{}-{:06}-{:08x}", chance::now().strftime("%Y%m%d"), order, u32::from_be_bytes(chance::bytes()));
        log.requests.push_back(Request {
            ticket: ticket.clone(),
            jti: payload.jti,
            iss: payload.iss,
            kind: payload.kind,
            subject: payload.subject,
            callback: payload.callback,
            received_at: chance::now(),
            submissions: 1,
            polls: 0,
            answers: Vec::new(),
            digest,
            order,
            release: Arc::clone(&release),
        });
        if log.requests.len() > KEPT {
            log.requests.pop_front();
        }
        drop(log);
        self.bell.ring();
        self.running.spawn(Arc::clone(self).answer(payload.jti, order, release));
        Some(ticket)
    }
}

fn later(status: StatusCode, seconds: u32) -> Response {
    (status, [(header::RETRY_AFTER, seconds.to_string())]).into_response()
}

fn refused(status: StatusCode, detail: &str) -> Response {
    (status, Json(serde_json::json!({ "detail": detail }))).into_response()
}
