//! Certificates that clients show (RFC 8705), to us or to a proxy before us; and what browsers keep in mind of TLS.

use bytes::Bytes;
use http::{Request, request::Builder};
use okno_web::{WebConfig, kit::ClientCertificate};

use crate::support::{Site, get};

/// A sequence of four bytes with its head.
const TOLD: &str = ":MIIABAABAgM=:";

async fn behind_a_proxy() -> Site {
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let client_certificate_header = Some("Client-Cert".to_owned());
    Site::with(WebConfig { trusted_proxies, client_certificate_header, ..WebConfig::default() }).await
}

fn from(peer: &str, told: &[&str]) -> Builder {
    let asked = get("/test/certificate").header("x-test-peer", peer);
    told.iter().fold(asked, |asked, told| asked.header("client-cert", *told))
}

/// A request on a connection on which this certificate was shown.
fn shown(asked: Builder) -> Request<axum::body::Body> {
    let shown = ClientCertificate(Some(Bytes::from_static(b"shown on the connection")));
    asked.extension(shown).body(axum::body::Body::empty()).unwrap()
}

/// RFC 9440 4: what a client writes into the proxy's header is not believed, and nobody gets to see it.
#[tokio::test]
async fn only_a_trusted_proxy_tells_a_certificate() {
    let site = behind_a_proxy().await;
    assert_eq!(site.send(from("10.0.0.1", &[TOLD])).await.body, "8 false");
    assert_eq!(site.send(from("10.0.0.1", &[])).await.body, "0 false");
    assert_eq!(site.send(from("10.0.0.1", &["nonsense"])).await.body, "0 false");
    assert_eq!(site.send(from("10.0.0.1", &[TOLD, TOLD])).await.body, "0 false");
    assert_eq!(site.send(from("192.0.2.1", &[TOLD])).await.body, "0 false");
    // Where no such header is configured it is like any other.
    assert_eq!(Site::http().await.send(from("10.0.0.1", &[TOLD])).await.body, "0 true");
}

/// RFC 8705 2: what was shown on the connection is the client's, unless the client is a proxy, which speaks for others.
#[tokio::test]
async fn a_certificate_of_the_connection_is_the_peers_own() {
    let site = behind_a_proxy().await;
    assert_eq!(site.answer(shown(from("192.0.2.1", &[]))).await.body, "23 false");
    assert_eq!(site.answer(shown(from("192.0.2.1", &[TOLD]))).await.body, "23 false");
    assert_eq!(site.answer(shown(from("10.0.0.1", &[]))).await.body, "0 false");
    assert_eq!(site.answer(shown(from("10.0.0.1", &[TOLD]))).await.body, "8 false");
    assert_eq!(Site::http().await.answer(shown(from("192.0.2.1", &[]))).await.body, "23 false");
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let silent = Site::with(WebConfig { trusted_proxies, ..WebConfig::default() }).await;
    assert_eq!(silent.answer(shown(from("10.0.0.1", &[]))).await.body, "0 false");
}
