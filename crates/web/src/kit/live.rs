//! Pages that change by themselves (R101): a request that waits until something is new, without asking in a loop.

use std::{future::Future, time::Duration};

use axum::response::{IntoResponse as _, Response};
use http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT, CONTENT_TYPE},
};
use okno_app::session;
use okno_domain::account::AccountId;
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use super::{
    answer::{Fault, PageResult},
    extract::SignedIn,
    page::PageCx,
};

/// How often the state is read although nobody called: another server may have changed it.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Answers as soon as the mark that `read` returns differs from `seen`, or when the time to wait is over, with what was
/// read last. Answers at once when too many pages wait already or the program is about to end; the page then asks again
/// after a pause.
pub async fn changed<T, F>(
    cx: &PageCx,
    account: AccountId,
    seen: &str,
    read: impl Fn() -> F,
) -> okno_app::Result<(String, T)>
where
    F: Future<Output = okno_app::Result<(String, T)>>,
{
    let scope = cx.scope();
    let wait = Duration::from_secs(u64::from(scope.state.config.wait_seconds));
    let end = Instant::now() + wait;
    let mut stopping = scope.state.stopping.clone();
    let (Ok(_place), Some(watch)) = (scope.state.waiting.try_acquire(), scope.cx.app.signals.watch(account)) else {
        return read().await;
    };
    // A waiting page takes nothing but memory, so it does not count among the requests that are worked on.
    scope.park();
    loop {
        let mut called = std::pin::pin!(watch.notified());
        // Listening begins before reading, so that no change falls between the two.
        called.as_mut().enable();
        let now = read().await?;
        if now.0 != seen || Instant::now() >= end || *stopping.borrow_and_update() {
            return Ok(now);
        }
        let pause = end.min(Instant::now() + LOOK_AGAIN);
        let news = async {
            tokio::select! {
                () = called => {}
                _ = stopping.changed() => {}
            }
        };
        let _ = timeout_at(pause, news).await;
    }
}

/// What an open page shows already.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Seen {
    seen: String,
}

/// Answers a page of somebody signed in that waits until its mark is another than it has seen. The session may end while it waits.
pub(crate) async fn news<F>(
    (cx, signed_in): (&PageCx, &SignedIn),
    headers: &HeaderMap,
    seen: &Seen,
    mark: impl Fn() -> F,
) -> PageResult
where
    F: Future<Output = okno_app::Result<String>>,
{
    let read = || async {
        if session::is_open(cx, signed_in).await? { Ok((mark().await?, true)) } else { Ok((String::new(), false)) }
    };
    let (mark, is_open) = changed(cx, signed_in.id(), &seen.seen, read).await?;
    if is_open { told(cx, headers, &mark) } else { Err(Fault::SignIn) }
}

/// What an open page is to be in: as an event to a browser that listens, as data to one that asks.
fn told(cx: &PageCx, headers: &HeaderMap, mark: &str) -> PageResult {
    let accepted = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.contains("text/event-stream") { Ok(event(mark)) } else { cx.json(&json!({ "state": mark })) }
}

/// News as one event: what the page is to be in. The browser asks again by itself after two seconds.
pub(crate) fn event(mark: &str) -> Response {
    let body = format!("retry: 2000\ndata: {}\n\n", json!({ "state": mark }));
    ([(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"))], body).into_response()
}
