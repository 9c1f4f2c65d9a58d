//! Connections: accepts them, bounds them, and lets every accepted request finish when the program stops.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use futures_util::FutureExt as _;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
};
use tower::ServiceExt as _;

use crate::{
    exit::Failure,
    tls::{self, Speaker},
};

/// How connections are treated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many at once.
    pub(crate) connections: u32,
    /// How long a request's head may take.
    pub(crate) header_timeout: Duration,
}

/// What is spoken on connections.
#[derive(Clone)]
pub(crate) enum Speech {
    /// HTTP/1.1.
    Plain,
    /// HTTP/2 or HTTP/1.1 over TLS.
    Tls(Speaker),
}

/// Where a listener listens, in words.
pub(crate) fn address(listener: &TcpListener) -> String {
    listener.local_addr().map(|at| at.to_string()).unwrap_or_default()
}

/// Takes the address.
pub(crate) async fn bind(address: SocketAddr, setting: &str) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| Failure::Listen(format!("{setting}: cannot listen on {address}: {error}")))
}

/// Serves until `stop` turns true; then accepts no more and returns when all accepted requests are answered.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    speech: Speech,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let told = stop.clone();
    let begin = |accepted, place| match &speech {
        Speech::Plain => connection(&graceful, &router, limits, accepted, place),
        Speech::Tls(speaker) => {
            let (stream, peer) = accepted;
            // As below.
            let _ = stream.set_nodelay(true);
            let (watcher, stop, router) = (graceful.watcher(), told.clone(), router.clone());
            let accepted = tls::Accepted { stream, peer, router, limits, place, watcher, stop };
            tokio::spawn(tls::serve(speaker.clone(), accepted));
        }
    };
    let places = Arc::new(Semaphore::new(usize::try_from(limits.connections).unwrap_or(Semaphore::MAX_PERMITS)));
    let stopped = async move {
        // An error means that the sender is gone, which is the end as well.
        let _ = stop.wait_for(|stop| *stop).await;
    };
    tokio::pin!(stopped);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (listener.accept().await, place)
        };
        tokio::select! {
            (accepted, place) = accepted => match accepted {
                Ok(accepted) => begin(accepted, place),
                Err(error) => {
                    // Out of file descriptors, most likely: others have to end before there is room.
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            () = &mut stopped => break,
        }
    }
    // Who had reached us by now is served too; the system would cut them off when the listener closes.
    while let Some(Ok(accepted)) = listener.accept().now_or_never() {
        begin(accepted, None);
    }
    drop(listener);
    graceful.shutdown().await;
}

fn connection(
    graceful: &GracefulShutdown,
    router: &Router,
    limits: Limits,
    (stream, peer): (TcpStream, SocketAddr),
    place: Option<OwnedSemaphorePermit>,
) {
    // Without it small answers wait for the client's acknowledgement; when it fails, that is all that happens.
    let _ = stream.set_nodelay(true);
    let service = router.clone().map_request(move |mut request: http::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let served = graceful.watch(served);
    tokio::spawn(async move {
        if let Err(error) = served.await {
            tracing::debug!(%error, "a connection broke off");
        }
        drop(place);
    });
}
