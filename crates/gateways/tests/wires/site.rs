//! Calls to sites (Back-Channel Logout 2.5 to 2.8), against servers that say exactly what they are told to.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::time::{Duration, Instant};

use okno_app::{
    network::Network,
    ports::{CallFault, PortError, SiteAddress, Sites as _},
};
use okno_gateways::site::{SitesConfig, WebSites};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use tempfile::TempDir;

use crate::support::{
    certificate, dated_certificate,
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

/// A browser tells a redirect and does not follow it, keeps the cookies of the site for the site, and reads no page.
#[tokio::test]
async fn a_site_is_looked_at() {
    let site = Server::start(|asked| match asked.line.as_str() {
        "GET /start?iss=x" => {
            Reply::Say(302, vec!["location: /next?a=b#c", "set-cookie: s=1; Path=/; HttpOnly; SameSite=Lax"], vec![])
        }
        "GET /next?a=b" => Reply::Endless,
        _ => Reply::Say(400, vec![], vec![b'a'; 1 << 20]),
    })
    .await;
    let sites = sites("{}");
    let mut browser = sites.browser();
    let at = |path: &str| format!("{}{path}", site.url());
    let begun = browser.open(&under_test(&at("start?iss=x")), None).await.unwrap();
    assert_eq!((begun.status, begun.certificate), (302, None));
    let next = begun.location.unwrap();
    assert_eq!(next, at("next?a=b#c"));
    assert_eq!(browser.open(&under_test(&next), None).await.unwrap().status, 200);
    assert_eq!(browser.open(&under_test(&at("cb")), Some("error=access_denied")).await.unwrap().status, 400);
    let asked = site.asked();
    let lines: Vec<&str> = asked.iter().map(|asked| asked.line.as_str()).collect();
    assert_eq!(lines, ["GET /start?iss=x", "GET /next?a=b", "POST /cb"]);
    assert_eq!(asked.iter().filter(|asked| asked.headers.contains("cookie: s=1")).count(), 1, "{asked:?}");
    assert_eq!(asked.last().unwrap().body, "error=access_denied");
    // Nobody is told a name or a password that stands in an address.
    let named = at("next?a=b").replace("http://", "http://user:password@");
    assert_eq!(browser.open(&under_test(&named), None).await.unwrap_err(), CallFault::Malformed);
    assert_eq!(site.asked().len(), 3);
    // Another browser has nothing of it.
    sites.browser().open(&under_test(&at("next?a=b")), None).await.unwrap();
    assert!(!site.asked().last().unwrap().headers.contains("cookie:"));
}

/// Each way in which a site cannot be looked at is told by itself, and nobody is called who may not be.
#[tokio::test]
async fn what_keeps_from_a_look_is_told() {
    let look =
        async |config: &str, address: SiteAddress<'_>| sites(config).browser().open(&address, None).await.unwrap_err();
    let gone = format!("http://127.0.0.1:{}/", nobody().await);
    assert_eq!(look("{}", under_test(&gone)).await, CallFault::NoConnection);
    let hangs = answering(|| Reply::Silence).await;
    assert_eq!(look(r#"{ "timeout_seconds": 1 }"#, under_test(&hangs.url())).await, CallFault::Slow);
    let other = answering(|| Reply::Raw(b"hello\r\n\r\n".to_vec())).await;
    assert_eq!(look("{}", under_test(&other.url())).await, CallFault::NotHttp);
    for (url, fault) in [
        ("https://127.0.0.1/", CallFault::NotPublic),
        ("https://169.254.169.254/latest/meta-data/", CallFault::NotPublic),
        ("https://[::ffff:10.0.0.1]/", CallFault::NotPublic),
        ("http://127.0.0.1/", CallFault::NotProtected),
        ("file:///etc/passwd", CallFault::NotProtected),
        ("gopher://127.0.0.1/", CallFault::NotProtected),
        ("https://nothing.invalid/", CallFault::Nowhere),
        // What is not protected is not looked up.
        ("http://nothing.invalid/", CallFault::NotProtected),
        ("https://user@nothing.invalid/", CallFault::Malformed),
        ("https://:password@nothing.invalid/", CallFault::Malformed),
        ("https://user:password@127.0.0.1/", CallFault::Malformed),
        ("", CallFault::Malformed),
    ] {
        let public = SiteAddress { url, under_test: false, private: &[] };
        assert_eq!(look("{}", public).await, fault, "{url}");
    }
}

/// A certificate is told with what is wrong about it, and shown where it is right.
#[tokio::test]
async fn a_certificate_is_looked_at() {
    let folder = TempDir::new().unwrap();
    let ca_file = folder.path().join("ca.pem");
    let trusting = format!(r#"{{ "ca_file": {ca_file:?} }}"#);
    let look = async |config: &str, tls, host: &str| {
        let server = Server::start_with(Some(tls), |_| Reply::Say(200, vec![], vec![])).await;
        let url = format!("https://{host}:{}/", server.port);
        (sites(config).browser().open(&under_test(&url), None).await, server.asked().len())
    };
    let (good, asked) = look(&trusting, certificate(&ca_file), "localhost").await;
    let shown = good.unwrap().certificate.unwrap();
    assert_eq!(asked, 1);
    let pem = std::fs::read(&ca_file).unwrap();
    assert_eq!(shown, CertificateDer::from_pem_slice(&pem).unwrap().as_ref());
    let (named, asked) = look(&trusting, certificate(&ca_file), "127.0.0.1").await;
    assert_eq!((named.unwrap_err(), asked), (CallFault::CertificateName, 0));
    let (unknown, _) = look("{}", certificate(&ca_file), "localhost").await;
    assert_eq!(unknown.unwrap_err(), CallFault::CertificateIssuer);
    for (from, until, fault) in [(1990, 2000, CallFault::CertificateExpired), (4000, 4001, CallFault::CertificateEarly)]
    {
        let (dated, _) = look(&trusting, dated_certificate(&ca_file, from, until), "localhost").await;
        assert_eq!(dated.unwrap_err(), fault);
    }
}
