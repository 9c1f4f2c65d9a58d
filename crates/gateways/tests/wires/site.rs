//! Calls to sites (Back-Channel Logout 2.5 to 2.8), against servers that say exactly what they are told to.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::time::{Duration, Instant};

use okno_app::{
    network::Network,
    ports::{PortError, SiteAddress, Sites as _},
};
use okno_gateways::site::{SitesConfig, WebSites};
use tempfile::TempDir;

use crate::support::{
    certificate,
    http::{Reply, Server},
    is_garbage, is_later, is_refused, nobody,
};

const TOKEN: &str = "eyJ.eyJ-_.c2ln";

fn sites(config: &str) -> WebSites {
    let config: SitesConfig = serde_json::from_str(config).unwrap();
    WebSites::new(&config).unwrap()
}

const fn under_test(url: &str) -> SiteAddress<'_> {
    SiteAddress { url, under_test: true, private: &[] }
}

async fn answering(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |_| reply()).await
}

/// R217: the token goes in a form, with nothing of ours beside it, and 200 or 204 say that it was taken.
#[tokio::test]
async fn a_token_is_brought() {
    for status in [200, 204] {
        let server = answering(move || Reply::Say(status, vec!["set-cookie: a=b"], b"anything".to_vec())).await;
        let url = format!("{}out?x=1", server.url());
        let sites = sites("{}");
        for _ in 0..2 {
            sites.tell(&under_test(&url), TOKEN).await.unwrap();
        }
        let asked = server.asked();
        assert_eq!(asked.len(), 2);
        assert_eq!((asked[1].line.as_str(), asked[1].body.as_str()), ("POST /out?x=1", "logout_token=eyJ.eyJ-_.c2ln"));
        let headers = &asked[1].headers;
        assert!(headers.contains("content-type: application/x-www-form-urlencoded"), "{headers}");
        assert!(headers.contains("user-agent: okno/"), "{headers}");
        for absent in ["cookie", "authorization", "referer", "origin"] {
            assert!(!headers.contains(&format!("\n{absent}:")) && !headers.starts_with(absent), "{headers}");
        }
    }
}

/// What a site says decides whether it is told again: 400 is its last word, everything else may be otherwise later.
#[tokio::test]
async fn an_answer_is_sorted() {
    let said = async |reply: fn() -> Reply| {
        let server = answering(reply).await;
        let url = server.url();
        sites("{}").tell(&under_test(&url), TOKEN).await
    };
    assert!(is_refused(said(|| Reply::Say(400, vec![], vec![])).await));
    assert!(is_later(said(|| Reply::Say(500, vec![], vec![])).await));
    assert!(is_garbage(said(|| Reply::Say(404, vec![], vec![])).await));
    assert!(is_garbage(said(|| Reply::Say(201, vec![], vec![])).await));
    assert!(is_garbage(said(|| Reply::Raw(b"hello\r\n\r\n".to_vec())).await));
    let paused = said(|| Reply::Say(503, vec!["retry-after: 17"], vec![])).await;
    assert!(matches!(paused, Err(PortError::Later { pause_seconds: Some(17), .. })), "{paused:?}");
    let url = format!("http://127.0.0.1:{}/", nobody().await);
    assert!(is_later(sites("{}").tell(&under_test(&url), TOKEN).await));
}

/// A redirect would lead where nobody looked.
#[tokio::test]
async fn a_redirect_is_not_followed() {
    let inside = answering(|| Reply::Say(200, vec![], b"[]".to_vec())).await;
    let place: &'static str = format!("location: {}", inside.url()).leak();
    for status in [301, 302, 303, 307, 308] {
        let server = answering(move || Reply::Say(status, vec![place], vec![])).await;
        assert!(is_garbage(sites("{}").tell(&under_test(&server.url()), TOKEN).await), "{status}");
        assert!(is_garbage(sites("{}").fetch(&under_test(&server.url())).await), "{status}");
    }
    assert!(inside.asked().is_empty());
}

/// A site that hangs costs its time limit and no more.
#[tokio::test]
async fn a_site_that_hangs_is_left() {
    let server = answering(|| Reply::Silence).await;
    let url = server.url();
    let sites = sites(r#"{ "timeout_seconds": 1 }"#);
    let begun = Instant::now();
    assert!(is_later(sites.tell(&under_test(&url), TOKEN).await));
    assert!(is_later(sites.fetch(&under_test(&url)).await));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    // A body without end is of no interest after a token, and too large as a document.
    let endless = answering(|| Reply::Endless).await;
    let url = endless.url();
    sites.tell(&under_test(&url), TOKEN).await.unwrap();
    assert!(is_garbage(sites.fetch(&under_test(&url)).await));
}

#[tokio::test]
async fn a_document_is_fetched() {
    let server = answering(|| Reply::Say(200, vec!["content-type: application/json"], b"{\"keys\":[]}".to_vec())).await;
    let url = format!("{}jwks.json", server.url());
    assert_eq!(sites("{}").fetch(&under_test(&url)).await.unwrap(), b"{\"keys\":[]}");
    assert_eq!(server.asked()[0].line, "GET /jwks.json");
    for (length, may) in [(64 * 1024, true), (64 * 1024 + 1, false)] {
        let large = answering(move || Reply::Say(200, vec![], vec![b'a'; length])).await;
        let fetched = sites("{}").fetch(&under_test(&large.url())).await;
        assert_eq!(fetched.is_ok(), may, "{length}");
    }
}

/// This machine is called for sites under test alone, and an intranet where it is named; nobody connects elsewhere.
#[tokio::test]
async fn nobody_is_called_who_may_not_be() {
    let server = answering(|| Reply::Say(200, vec![], vec![])).await;
    let url = server.url();
    let here: [Network; 1] = ["127.0.0.0/8".parse().unwrap()];
    for private in [<&[Network]>::default(), &here] {
        let address = SiteAddress { url: &url, under_test: false, private };
        assert!(is_garbage(sites("{}").tell(&address, TOKEN).await), "plain HTTP to a site that is not under test");
    }
    assert!(server.asked().is_empty());

    let folder = TempDir::new().unwrap();
    let ca_file = folder.path().join("ca.pem");
    let tls = certificate(&ca_file);
    let server = Server::start_with(Some(tls), |_| Reply::Say(200, vec![], vec![])).await;
    let url = format!("https://localhost:{}/", server.port);
    let own = format!(r#"{{ "ca_file": {ca_file:?} }}"#);
    let public = SiteAddress { url: &url, under_test: false, private: &[] };
    assert!(is_garbage(sites(&own).tell(&public, TOKEN).await));
    assert!(server.asked().is_empty());
    let local: [Network; 2] = [here[0], "::1/128".parse().unwrap()];
    let intranet = SiteAddress { private: &local, ..public };
    sites(&own).tell(&intranet, TOKEN).await.unwrap();
    assert!(is_later(sites("{}").tell(&intranet, TOKEN).await), "a certificate that nobody vouches for");
    assert_eq!(server.asked().len(), 1);
}

/// What is no token is not sent: it would end the form.
#[tokio::test]
async fn nothing_but_a_token_is_sent() {
    let server = answering(|| Reply::Say(200, vec![], vec![])).await;
    assert!(is_refused(sites("{}").tell(&under_test(&server.url()), "a&admin=1").await));
    assert!(server.asked().is_empty());
}
