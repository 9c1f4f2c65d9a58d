//! Listening: one accept loop for all wires, one HTTP server with a way to break off in the middle.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long an open connection may take to finish after the stop was asked.
const FAREWELL: Duration = Duration::from_secs(2);

/// Everything that runs, to be stopped together.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl Running {
    pub(crate) fn new() -> Self {
        Self { stop: CancellationToken::new(), tasks: TaskTracker::new() }
    }

    /// Runs a task that ends when the simulators stop.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = task => {}
            }
        });
    }
}

/// Accepts until stopped; each connection is a task.
pub(crate) fn accept<F, T>(running: &Running, wire: &'static str, listener: TcpListener, serve: F)
where
    F: Fn(TcpStream, SocketAddr) -> T + Send + Sync + 'static,
    T: Future<Output = ()> + Send + 'static,
{
    let inner = running.clone();
    running.spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => inner.spawn(serve(stream, peer)),
                Err(error) => {
                    tracing::warn!(wire, %error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    });
}

/// Closes with a reset, as a machine that goes down does.
pub(crate) fn break_off(stream: &TcpStream) {
    if let Err(error) = stream.set_zero_linger() {
        tracing::debug!(%error, "a connection could not be reset");
    }
}

/// Serves HTTP. While `broken` says so, new connections are reset and open ones end without an answer.
pub(crate) fn serve_http(
    running: &Running,
    wire: &'static str,
    listener: TcpListener,
    router: Router,
    broken: Arc<dyn Fn() -> bool + Send + Sync>,
) {
    let tasks = running.clone();
    accept(&running.clone(), wire, listener, move |stream, _| {
        let (router, broken, tasks) = (router.clone(), Arc::clone(&broken), tasks.clone());
        async move {
            if broken() {
                break_off(&stream);
                return;
            }
            // The connection outlives this task by the farewell: an answer in the making is not cut off.
            tasks.tasks.spawn(http_connection(wire, stream, router, broken, tasks.stop.clone()));
        }
    });
}

async fn http_connection(
    wire: &'static str,
    stream: TcpStream,
    router: Router,
    broken: Arc<dyn Fn() -> bool + Send + Sync>,
    stop: CancellationToken,
) {
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let (router, broken) = (router.clone(), Arc::clone(&broken));
        async move {
            if broken() {
                return Err(io::Error::from(io::ErrorKind::ConnectionReset));
            }
            let request: Request = request.map(Body::new);
            let response = router.oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
            if is_broken(&response) { Err(io::Error::from(io::ErrorKind::ConnectionReset)) } else { Ok(response) }
        }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_mins(1))
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(FAREWELL, connection).await {
                Ok(ended) => ended,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(wire, %error, "a connection ended early");
    }
}

/// Marks an answer that must not leave: the connection breaks instead.
#[derive(Clone, Copy)]
struct Broken;

/// An answer that becomes a broken connection.
pub(crate) fn broken_answer() -> axum::response::Response {
    let mut response = axum::response::Response::new(Body::empty());
    response.extensions_mut().insert(Broken);
    response
}

fn is_broken(response: &axum::response::Response) -> bool {
    response.extensions().get::<Broken>().is_some()
}
