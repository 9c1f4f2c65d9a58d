//! The HTTP SMS gateway: `POST /send` with a bearer token and `{"id","to","text"}`, idempotent by `id`.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    inbox::lock,
    phone::{Phones, Via},
    registry::{Garbage, Outage},
};

/// So many order ids are remembered.
const REMEMBERED: usize = 10_000;

/// What the gateway does wrong on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GatewaySwitches {
    /// It is down.
    pub outage: Outage,
    /// It refuses with 429 and this `Retry-After`, seconds.
    pub rate_limit: Option<u32>,
    /// It refuses every token.
    pub wrong_token: bool,
    /// It takes the message in and answers garbage.
    pub garbage: Garbage,
    /// It takes the message in and breaks off before answering.
    pub lost_answer: bool,
}

/// An order as the gateway takes it; further members are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// The sender's own id of the message.
    pub id: String,
    /// The number.
    pub to: String,
    /// The text.
    pub text: String,
}

/// Reads an order as it came from outside.
pub fn read_order(body: &[u8]) -> Result<Order, &'static str> {
    let order: Order = serde_json::from_slice(body).map_err(|_| "not an order")?;
    if order.id.is_empty() || order.text.is_empty() {
        return Err("id and text must not be empty");
    }
    let digits = order.to.chars().filter(char::is_ascii_digit).count();
    if !(10..=15).contains(&digits) || order.to.chars().any(char::is_alphabetic) {
        return Err("to is not a number");
    }
    Ok(order)
}

/// The gateway and the handle of tests.
pub struct SmsGateway {
    token: String,
    phones: Arc<Phones>,
    switches: watch::Sender<GatewaySwitches>,
    taken: Mutex<HashMap<String, Taken>>,
}

/// An order that was taken in.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The order, as it came first.
    pub order: Order,
    /// The number of its message on the phone.
    pub message: u64,
    /// How often it came.
    pub times: u32,
    /// Whether its id came with other contents as well.
    pub contradicted: bool,
}

impl SmsGateway {
    pub(crate) fn new(token: String, phones: Arc<Phones>) -> Arc<Self> {
        let switches = watch::Sender::new(GatewaySwitches::default());
        Arc::new(Self { token, phones, switches, taken: Mutex::default() })
    }

    /// The switches as they are.
    pub fn switches(&self) -> GatewaySwitches {
        self.switches.borrow().clone()
    }

    /// The orders taken in, in no particular order.
    pub fn orders(&self) -> Vec<Taken> {
        lock(&self.taken).values().cloned().collect()
    }

    /// Sets switches.
    pub fn set(&self, change: impl FnOnce(&mut GatewaySwitches)) {
        self.switches.send_modify(change);
    }

    /// Whether connections are to be closed without a word.
    pub(crate) fn is_broken(&self) -> bool {
        self.switches.borrow().outage == Outage::Close
    }
}

pub(crate) fn router(gateway: Arc<SmsGateway>) -> Router {
    Router::new()
        .route("/send", post(send))
        .route("/health", get(async || "ok"))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(gateway)
}

async fn send(State(gateway): State<Arc<SmsGateway>>, headers: HeaderMap, body: Bytes) -> Response {
    let switches = gateway.switches();
    if switches.outage == Outage::Unavailable {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")]).into_response();
    }
    if let Some(seconds) = switches.rate_limit {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())]).into_response();
    }
    let expected = format!("Bearer {}", gateway.token);
    let given = headers.get(header::AUTHORIZATION).map(axum::http::HeaderValue::as_bytes);
    if switches.wrong_token || given != Some(expected.as_bytes()) {
        return refused(StatusCode::UNAUTHORIZED, "token");
    }
    let order = match read_order(&body) {
        Ok(order) => order,
        Err(reason) => return refused(StatusCode::BAD_REQUEST, reason),
    };
    let number = {
        let mut taken = lock(&gateway.taken);
        match taken.get_mut(&order.id) {
            Some(known) if known.order != order => {
                known.contradicted = true;
                return refused(StatusCode::CONFLICT, "id used for another order");
            }
            Some(known) => {
                known.times += 1;
                known.message
            }
            None => {
                let number = gateway.phones.deliver(&order.to, "Okno", order.text.clone(), Via::Http, 1);
                if taken.len() >= REMEMBERED {
                    taken.clear();
                }
                let first = Taken { order, message: number, times: 1, contradicted: false };
                taken.insert(first.order.id.clone(), first);
                number
            }
        }
    };
    if switches.lost_answer {
        return crate::net::broken_answer();
    }
    match switches.garbage.body() {
        Some(garbage) => garbage.into_response(),
        None => Json(serde_json::json!({ "status": "accepted", "message": number })).into_response(),
    }
}

fn refused(status: StatusCode, detail: &str) -> Response {
    (status, Json(serde_json::json!({ "detail": detail }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_checked() {
        assert!(read_order(r#"{"id":"1","to":"+79161234567","text":"т","from":"x"}"#.as_bytes()).is_ok());
        for bad in [
            "",
            "[]",
            r#"{"id":"","to":"+79161234567","text":"a"}"#,
            r#"{"id":"1","to":"anna","text":"a"}"#,
            r#"{"id":"1","to":"+79161234567","text":""}"#,
            r#"{"id":"1","to":"123","text":"a"}"#,
        ] {
            assert!(read_order(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
