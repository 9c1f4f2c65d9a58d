//! Health and metrics, on a port of their own that is not for the outside (decision 23).

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, routing::get};
use http::{HeaderValue, StatusCode, header};
use okno_store::Store;
use tokio::{sync::watch, time::timeout};

use okno_app::Clock as _;

use crate::{metrics::Metrics, system::SystemClock};

/// Longer than this is no answer for whoever asks.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Shared {
    store: Store,
    metrics: Arc<Metrics>,
    stopping: watch::Receiver<bool>,
}

/// The routes.
pub(crate) fn router(store: Store, metrics: Arc<Metrics>, stopping: watch::Receiver<bool>) -> Router {
    Router::new()
        .route("/health/live", get(async || "live\n"))
        .route("/health/ready", get(ready))
        .route("/metrics", get(numbers))
        .with_state(Shared { store, metrics, stopping })
}

/// `GET /health/ready`: whether requests should be sent here. The schema was checked at the start.
async fn ready(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    if *shared.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match timeout(PATIENCE, shared.store.answers()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// `GET /metrics`
async fn numbers(State(shared): State<Shared>) -> Result<([(header::HeaderName, HeaderValue); 1], String), StatusCode> {
    let looked = timeout(PATIENCE, shared.metrics.look(&shared.store, SystemClock.now()));
    if !matches!(looked.await, Ok(Ok(()))) {
        // The counters of this process are worth reading all the same.
        tracing::warn!("the queues cannot be looked at");
    }
    let text = shared.metrics.text().map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text))
}
