//! From what went wrong to an answer, once: the only place with status codes for errors, and the only one that logs them.
//!
//! A person sees a translated message and a reference. The log has the reference, the route's pattern and the cause, but
//! no address, token or personal data.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use okno_app::Error;
use okno_domain::refusal::{Class, Refusal};
use okno_ui::route;
use serde::Serialize;

use super::{
    form::Pairs,
    live,
    next::NextPath,
    page,
    scope::{Scope, Wants},
};

/// Why a handler has no page to show.
#[derive(Debug)]
pub enum Fault {
    /// A use case did nothing.
    App(Error),
    /// Nobody is signed in where somebody has to be.
    SignIn,
    /// What was sent cannot be read; the reason is for the log.
    Malformed(&'static str),
    /// More was sent than is read.
    TooLarge,
    /// What was sent is not of the kind that is read here.
    UnsupportedMediaType,
    /// The form came from another site.
    Forged,
    /// The form is ours but lay open too long; here is what it held.
    Stale(Pairs),
    /// There is no such page.
    NotFound,
    /// The page exists, the method does not.
    MethodNotAllowed,
    /// This network sends too much; seconds until it may go on.
    TooManyRequests(u32),
    /// More requests than we work on at once.
    Overloaded,
    /// The request took too long.
    TimedOut,
    /// The program broke off; it says where.
    Panicked,
}

/// What a handler returns.
pub type PageResult = Result<Response, Fault>;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::App(error)
    }
}

impl Fault {
    /// A handler outside of the router's layer.
    pub(super) fn no_scope() -> Self {
        Self::App(Error::Bug("a request without a scope".to_owned()))
    }
}

/// A fault on its way from the handler to the layer that knows the request.
#[derive(Clone)]
struct Pending(Arc<Fault>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Pending(Arc::new(self)));
        response
    }
}

/// What is told about a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The status.
    pub status: StatusCode,
    /// The code, of the domain or of this layer.
    pub code: &'static str,
    /// The particular reason, where the rules gave one.
    pub refusal: Option<Refusal>,
    /// Seconds after which it may be tried again.
    pub retry_after: Option<u32>,
}

impl Told {
    const fn plain(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, refusal: None, retry_after: None }
    }

    const fn later(status: StatusCode, code: &'static str, seconds: u32) -> Self {
        Self { status, code, refusal: None, retry_after: Some(seconds) }
    }
}

/// The status and code of every fault.
pub fn classify(fault: &Fault) -> Told {
    match fault {
        Fault::App(error) => classify_error(error),
        Fault::SignIn => Told::plain(StatusCode::UNAUTHORIZED, "denied"),
        Fault::Malformed(_) => Told::plain(StatusCode::BAD_REQUEST, "bad-request"),
        Fault::TooLarge => Told::plain(StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        Fault::UnsupportedMediaType => Told::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type"),
        Fault::Forged => Told::plain(StatusCode::FORBIDDEN, "forged-request"),
        Fault::Stale(_) => Told::plain(StatusCode::FORBIDDEN, "stale-form"),
        Fault::NotFound => Told::plain(StatusCode::NOT_FOUND, "not-found"),
        Fault::MethodNotAllowed => Told::plain(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
        Fault::TooManyRequests(seconds) => Told::later(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", *seconds),
        Fault::Overloaded | Fault::TimedOut => Told::later(StatusCode::SERVICE_UNAVAILABLE, "overloaded", 5),
        Fault::Panicked => Told::plain(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// The status of a refusal.
pub(super) const fn status_of(class: Class) -> StatusCode {
    match class {
        Class::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Class::Conflict => StatusCode::CONFLICT,
        Class::Gone => StatusCode::GONE,
        Class::Forbidden => StatusCode::FORBIDDEN,
        Class::TooMany => StatusCode::TOO_MANY_REQUESTS,
    }
}

fn classify_error(error: &Error) -> Told {
    match error {
        Error::Refused(refusal) => {
            let wait = refusal.args.iter().find(|(name, _)| *name == "seconds");
            let retry_after = match refusal.class {
                Class::TooMany => wait.and_then(|(_, seconds)| seconds.parse().ok()),
                _ => None,
            };
            Told { status: status_of(refusal.class), code: refusal.code, refusal: Some(refusal.clone()), retry_after }
        }
        Error::Fields(_) => Told::plain(StatusCode::UNPROCESSABLE_ENTITY, "faulty-fields"),
        Error::NotFound => Told::plain(StatusCode::NOT_FOUND, "not-found"),
        Error::Denied => Told::plain(StatusCode::FORBIDDEN, "denied"),
        Error::Conflict => Told::plain(StatusCode::CONFLICT, "changed-meanwhile"),
        Error::Unavailable(_) => Told::later(StatusCode::SERVICE_UNAVAILABLE, "unavailable", 10),
        Error::Bug(_) => Told::plain(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// Problem details (RFC 9457).
#[derive(Debug, Serialize)]
struct Problem<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    instance: String,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    args: std::collections::BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ProblemField<'a>>,
}

#[derive(Debug, Serialize)]
struct ProblemField<'a> {
    field: &'a str,
    code: &'a str,
}

/// Turns the answer of a handler that failed, or of the router itself, into ours; leaves any other as it is.
pub(super) async fn finish(scope: &Scope, mut response: Response) -> Response {
    let pending = response.extensions_mut().remove::<Pending>();
    match pending {
        Some(Pending(fault)) => {
            if asks_who(scope, &fault) {
                // Without an answer the page has the head of a visitor, which is no reason to fail once more.
                let _ = scope.who().await;
            }
            let mut answer = answer(scope, &fault);
            if matches!(*fault, Fault::MethodNotAllowed) {
                keep_allow(&response, answer.headers_mut());
            }
            answer
        }
        None => response,
    }
}

/// Whether the error page shows who is signed in (R5): not when the database or the machine has trouble enough.
fn asks_who(scope: &Scope, fault: &Fault) -> bool {
    let status = classify(fault).status;
    scope.wants == Wants::Page && status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS
}

fn keep_allow(from: &Response, to: &mut HeaderMap) {
    if let Some(allow) = from.headers().get(header::ALLOW) {
        to.insert(header::ALLOW, allow.clone());
    }
}

/// The answer for a fault. Logs it.
pub(super) fn answer(scope: &Scope, fault: &Fault) -> Response {
    let told = classify(fault);
    log_once(scope, fault, &told);
    let mut response = match (scope.wants, fault) {
        (Wants::Json, _) => problem(scope, fault, &told),
        // News after which the page is loaded anew: it leads to the login.
        (Wants::Events, Fault::SignIn) => live::event(""),
        // To 204 a browser stops listening (WHATWG HTML 9.2); any other answer it would complain of, or follow.
        (Wants::Events, _) => StatusCode::NO_CONTENT.into_response(),
        (Wants::Page, Fault::SignIn) => sign_in(scope),
        (Wants::Page, Fault::Stale(pairs)) => page::stale(scope, &told, pairs),
        (Wants::Page, _) => page::error(scope, &told),
    };
    if let Some(seconds) = told.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// To the login page, and back to this one: for a form, to the page of the same address.
fn sign_in(scope: &Scope) -> Response {
    if scope.is_workplace() {
        return page::see_other(&route::and_return(route::OPERATOR_LOGIN, &scope.here));
    }
    let next = NextPath::parse(&scope.here);
    let login = next.map_or_else(|| route::LOGIN.to_owned(), |next| route::login_and_return(next.as_str()));
    page::see_other(&login)
}

fn problem(scope: &Scope, fault: &Fault, told: &Told) -> Response {
    let fields = match fault {
        Fault::App(Error::Fields(faults)) => {
            faults.iter().map(|fault| ProblemField { field: fault.field, code: fault.code }).collect()
        }
        _ => Vec::new(),
    };
    let problem = Problem {
        r#type: format!("urn:okno:refusal:{}", told.code),
        title: told.code,
        status: told.status.as_u16(),
        instance: format!("urn:okno:request:{}", scope.cx.client.request_id),
        args: told
            .refusal
            .iter()
            .flat_map(|refusal| &refusal.args)
            .map(|(name, value)| (*name, value.as_ref()))
            .collect(),
        fields,
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    (told.status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

fn log_once(scope: &Scope, fault: &Fault, told: &Told) {
    let (route, reference, status) = (scope.route.as_str(), scope.cx.client.request_id.as_str(), told.status.as_u16());
    let cause = match fault {
        Fault::App(error) => chain(error),
        Fault::Malformed(reason) => (*reason).to_owned(),
        _ => told.code.to_owned(),
    };
    if told.status == StatusCode::INTERNAL_SERVER_ERROR {
        tracing::error!(route, reference, status, cause, "a request failed");
    } else if told.status.is_server_error() || matches!(fault, Fault::Forged) {
        tracing::warn!(route, reference, status, cause, "a request could not be served");
    } else {
        tracing::debug!(route, reference, status, cause, "a request was refused");
    }
}

/// An error with all its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
