//! One connection over TLS: the handshake within its time, then HTTP/2 or HTTP/1.1 as was agreed in it.
//!
//! Whoever speaks plain HTTP is shown the way to the address with TLS. A connection keeps its place among all of them from
//! the first byte on, so handshakes are bounded by the same number.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc};

use axum::{Router, extract::ConnectInfo, response::Response};
use bytes::Bytes;
use http::{HeaderValue, Request, header::HOST};
use hyper::{
    body::Incoming,
    rt::Executor,
    server::conn::{http1, http2},
    service::Service,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::Watcher,
};
use okno_web::kit::ClientCertificate;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, watch},
    time::{Duration, Instant, timeout, timeout_at},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tower::{ServiceExt as _, util::Oneshot};

use super::{Speaker, handshake::H2, stats::Handshake};
use crate::{listen::Limits, redirect};

/// The type of the record with which every handshake begins.
const HANDSHAKE: u8 = 0x16;

/// A request whose answer is not taken within this time is given up.
const LONGEST: Duration = Duration::from_mins(5);
/// Requests at once on one connection of HTTP/2; the program's own limit is over all connections.
const STREAMS: u32 = 100;
/// Of what a client sends, this much waits to be read for one request, and for all of a connection.
const STREAM_WINDOW: u32 = 128 * 1024;
const CONNECTION_WINDOW: u32 = 512 * 1024;
/// Of an answer, this much waits to be sent.
const SEND_BUFFER: usize = 64 * 1024;
/// How large the head of a request may be, as its fields count in HTTP/2.
const HEAD: u32 = 32 * 1024;

/// A connection that was accepted.
pub(crate) struct Accepted {
    pub(crate) stream: TcpStream,
    pub(crate) peer: SocketAddr,
    pub(crate) router: Router,
    pub(crate) limits: Limits,
    /// Its place among all connections; free again when it ends.
    pub(crate) place: Option<OwnedSemaphorePermit>,
    /// Keeps the program from ending before the connection.
    pub(crate) watcher: Watcher,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Serves it to its end.
pub(crate) async fn serve(speaker: Speaker, accepted: Accepted) {
    let Accepted { stream, peer, router, limits, place, watcher, stop } = accepted;
    let told = |router, certificate| Told { router, peer, certificate };
    let served = match shake_hands(&speaker, stream).await {
        Begun::Nothing => return,
        Begun::Plain(stream) => {
            let led = redirect::router(&speaker.origin, None);
            http1_on(stream, told(led, None), limits, watcher).await
        }
        Begun::Tls(stream) => {
            let service = told(router, certificate(&stream));
            if stream.get_ref().1.alpn_protocol() == Some(H2) {
                let served = http2_on(*stream, service, limits.header_timeout, stop).await;
                drop(watcher);
                served
            } else {
                http1_on(*stream, service, limits, watcher).await
            }
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "a connection broke off");
    }
    drop(place);
}

/// What a connection began with.
enum Begun {
    /// It ended, or took too long.
    Nothing,
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// From the first byte to the end of the handshake, within its time.
async fn shake_hands(speaker: &Speaker, stream: TcpStream) -> Begun {
    let end = Instant::now() + speaker.handshake_timeout;
    let ended = |handshake| {
        speaker.stats.ended(handshake);
        Begun::Nothing
    };
    let mut first = [0];
    match timeout_at(end, stream.peek(&mut first)).await {
        Err(_) => return ended(Handshake::TimedOut),
        Ok(Ok(1..)) => {}
        // It was opened in advance, or to see whether we are there.
        Ok(Ok(0) | Err(_)) => return Begun::Nothing,
    }
    if first != [HANDSHAKE] {
        speaker.stats.ended(Handshake::Plain);
        return Begun::Plain(stream);
    }
    match timeout_at(end, TlsAcceptor::from(speaker.config()).accept(stream)).await {
        Err(_) => ended(Handshake::TimedOut),
        Ok(Err(error)) => {
            tracing::debug!(%error, "a handshake failed");
            ended(Handshake::Failed)
        }
        Ok(Ok(stream)) => {
            speaker.stats.ended(Handshake::Done);
            Begun::Tls(Box::new(stream))
        }
    }
}

/// The certificate that the client has shown, as it came.
fn certificate(stream: &TlsStream<TcpStream>) -> Option<Bytes> {
    let shown = stream.get_ref().1.peer_certificates()?.first()?;
    Some(Bytes::copy_from_slice(shown.as_ref()))
}

/// The routes, told who asks.
#[derive(Clone)]
struct Told {
    router: Router,
    peer: SocketAddr,
    certificate: Option<Bytes>,
}

impl Service<Request<Incoming>> for Told {
    type Response = Response;
    type Error = Infallible;
    type Future = Oneshot<Router, Request<Incoming>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(ConnectInfo(self.peer));
        if self.certificate.is_some() {
            request.extensions_mut().insert(ClientCertificate(self.certificate.clone()));
        }
        // HTTP/2 names the host in the address alone.
        if !request.headers().contains_key(HOST)
            && let Some(authority) = request.uri().authority()
            && let Ok(host) = HeaderValue::from_str(authority.as_str())
        {
            request.headers_mut().insert(HOST, host);
        }
        self.router.clone().oneshot(request)
    }
}

async fn http1_on(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    service: Told,
    limits: Limits,
    watcher: Watcher,
) -> hyper::Result<()> {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.header_timeout);
    watcher.watch(builder.serve_connection(TokioIo::new(stream), service)).await
}

/// Serves until the client leaves; one that asks nothing for as long as a head may take is asked to leave, as with
/// HTTP/1.1, and one that does not even do that is left.
async fn http2_on(
    stream: TlsStream<TcpStream>,
    service: Told,
    idle: Duration,
    mut stop: watch::Receiver<bool>,
) -> hyper::Result<()> {
    let streams = Streams::default();
    let mut underway = streams.0.subscribe();
    let mut builder = http2::Builder::new(streams);
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEAD)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(SEND_BUFFER)
        .keep_alive_interval(idle)
        .keep_alive_timeout(idle);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut told = false;
    loop {
        tokio::select! {
            served = connection.as_mut() => return served,
            // An error means that the sender is gone, which is the end as well.
            _ = stop.wait_for(|stop| *stop), if !told => {}
            () = quiet(&mut underway, idle) => if told { return Ok(()) },
        }
        connection.as_mut().graceful_shutdown();
        told = true;
    }
}

/// Waits until nothing has been under way for so long.
async fn quiet(underway: &mut watch::Receiver<usize>, time: Duration) {
    loop {
        // An error means that the connection is over.
        if underway.wait_for(|count| *count == 0).await.is_err() {
            return;
        }
        if timeout(time, underway.changed()).await.is_err() {
            return;
        }
    }
}

/// Runs the requests of a connection of HTTP/2, and knows how many there are.
#[derive(Clone, Default)]
struct Streams(Arc<watch::Sender<usize>>);

/// One of them, until its answer is sent or the client has broken it off.
struct Underway(Arc<watch::Sender<usize>>);

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}

impl<F> Executor<F> for Streams
where
    F: Future<Output = ()> + Send + 'static,
{
    fn execute(&self, request: F) {
        self.0.send_modify(|count| *count = count.saturating_add(1));
        let underway = Underway(Arc::clone(&self.0));
        tokio::spawn(async move {
            // Whoever asks and does not read holds the answer in memory; giving it up resets the stream.
            let _ = timeout(LONGEST, request).await;
            drop(underway);
        });
    }
}
