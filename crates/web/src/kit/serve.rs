//! The layer around every route: admits or turns away, limits the time, survives panics, answers faults, adds headers.

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use futures_util::FutureExt as _;
use http::{HeaderName, HeaderValue, Method, header::SET_COOKIE};
use tracing::Instrument as _;

use super::{
    answer::{self, Fault},
    certificate,
    cookie::{self, Cookie},
    headers, language,
    metrics::{Finished, method_name},
    page,
    scope::Scope,
    state::WebState,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Counts a request from its begin to its end, also when the client leaves before.
struct InFlight {
    scope: Arc<Scope>,
    since: Instant,
    status: u16,
}

impl InFlight {
    fn begin(scope: &Arc<Scope>) -> Self {
        scope.state.observe.begun();
        // The status of one who left; every other one replaces it.
        Self { scope: Arc::clone(scope), since: Instant::now(), status: 499 }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        let (route, method) = (self.scope.route.as_str(), method_name(&self.scope.method));
        let took = self.since.elapsed();
        self.scope.state.observe.over(&Finished { route, method, status: self.status, took });
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        tracing::info!(route, method, status = self.status, micros, id = self.scope.cx.client.request_id, "request");
    }
}

/// Serves one request.
pub(crate) async fn serve(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    certificate::settle(&state, &mut request);
    let scope = Scope::begin(&state, &request);
    let mut in_flight = InFlight::begin(&scope);
    request.extensions_mut().insert(Arc::clone(&scope));
    let span = tracing::info_span!("request", id = scope.cx.client.request_id, route = scope.route);
    // All of it is said in the texts of the moment at which the request came in.
    let answered = async { answer::finish(&scope, guarded(&scope, request, next).await).await };
    let texts = Arc::clone(&scope.cx.in_force.texts);
    let mut response = okno_ui::wording::speaking(texts, answered).instrument(span).await;
    headers::secure(response.headers_mut(), state.transport_security.as_ref());
    for value in scope.cookies_to_set() {
        response.headers_mut().append(SET_COOKIE, value);
    }
    if let Ok(id) = HeaderValue::from_str(&scope.cx.client.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    in_flight.status = response.status().as_u16();
    response
}

async fn guarded(scope: &Arc<Scope>, request: Request, next: Next) -> Response {
    let Ok(place) = Arc::clone(&scope.state.requests).try_acquire_owned() else {
        return Fault::Overloaded.into_response();
    };
    scope.hold(place);
    if let Some(switched) = switch_language(scope) {
        return switched;
    }
    let limit = Duration::from_secs(u64::from(scope.state.config.request_timeout_seconds));
    let response = match tokio::time::timeout(limit, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => Fault::Panicked.into_response(),
        Err(_) => Fault::TimedOut.into_response(),
    };
    scope.park();
    response
}

/// `?lang=`: notes the choice and shows the same page without it (R32).
fn switch_language(scope: &Scope) -> Option<Response> {
    if scope.method != Method::GET && scope.method != Method::HEAD {
        return None;
    }
    let (path, query) = scope.here.split_once('?')?;
    let (locale, rest) = language::switch(query)?;
    scope.set_cookie(Cookie::Language, locale.tag(), cookie::YEAR);
    let address = if rest.is_empty() { path.to_owned() } else { format!("{path}?{rest}") };
    // `//host` would be another site's address.
    let address = format!("/{}", address.trim_start_matches(['/', '\\']));
    Some(page::see_other(&address))
}
