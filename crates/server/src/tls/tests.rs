//! Handshakes and connections over real sockets, with routes of the tests' own.

use std::{fs, io, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use axum::{Router, extract::State, routing::get};
use http::{HeaderMap, Version};
use jiff::Timestamp;
use okno_web::kit::ClientCertificate;
use rcgen::{BasicConstraints, CertificateParams, CertifiedKey, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::{
    ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
    version::{TLS12, TLS13},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore, watch},
    task::JoinHandle,
    time,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::Keeper;
use crate::{
    config::{CertificateFiles, ClientCertificates, TlsConfig, TlsVersion},
    listen::{self, Limits, Speech},
};

/// Longer than anything takes on a busy machine; reached only when a test fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// Somebody who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    der: CertificateDer<'static>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let cert = params.self_signed(&key).unwrap();
        Self { pem: cert.pem(), der: cert.der().clone(), issuer: Issuer::new(params, key) }
    }

    fn signs(&self, name: &str) -> CertifiedKey<KeyPair> {
        let signing_key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        CertifiedKey { cert: params.signed_by(&signing_key, &self.issuer).unwrap(), signing_key }
    }
}

fn self_signed(name: &str) -> CertifiedKey<KeyPair> {
    rcgen::generate_simple_self_signed([name.to_owned()]).unwrap()
}

fn write(folder: &Path, name: &str, made: &CertifiedKey<KeyPair>) {
    fs::write(folder.join(format!("{name}.pem")), made.cert.pem()).unwrap();
    fs::write(folder.join(format!("{name}.key")), made.signing_key.serialize_pem()).unwrap();
}

fn now() -> Timestamp {
    "2030-06-01T00:00:00Z".parse().unwrap()
}

static OLD: &[&SupportedProtocolVersion] = &[&TLS12];
static NEW: &[&SupportedProtocolVersion] = &[&TLS13];
static BOTH: &[&SupportedProtocolVersion] = &[&TLS12, &TLS13];

/// What the slow route tells, and waits for.
struct Slow {
    begun: Notify,
    go: Semaphore,
}

fn routes(slow: Arc<Slow>) -> Router {
    Router::new()
        .route("/", get(async || "hello"))
        .route(
            "/asked",
            get(async |version: Version, headers: HeaderMap| {
                format!("{version:?} {}", headers.get("host").map_or("-", |host| host.to_str().unwrap()))
            }),
        )
        .route(
            "/certificate",
            get(async |ClientCertificate(shown): ClientCertificate| match shown {
                Some(der) => format!("{:?}", der.as_ref()),
                None => "none".to_owned(),
            }),
        )
        .route(
            "/slow",
            get(async |State(slow): State<Arc<Slow>>| {
                slow.begun.notify_one();
                slow.go.acquire().await.unwrap().forget();
                "at last"
            }),
        )
        .with_state(slow)
}

/// A listener that speaks TLS for `localhost`.
struct Door {
    address: SocketAddr,
    authority: Authority,
    folder: tempfile::TempDir,
    keeper: Keeper,
    slow: Arc<Slow>,
    stop: watch::Sender<bool>,
    served: JoinHandle<()>,
}

impl Door {
    async fn open() -> Self {
        Self::with(|_, _| {}).await
    }

    async fn with(change: impl FnOnce(&mut TlsConfig, &Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::new();
        write(folder.path(), "server", &authority.signs("localhost"));
        let mut config = TlsConfig {
            certificate_file: folder.path().join("server.pem"),
            key_file: folder.path().join("server.key"),
            more: Vec::new(),
            minimum_version: TlsVersion::V12,
            http2: true,
            handshake_timeout_seconds: 10,
            reload_seconds: 0,
            client_certificates: ClientCertificates::Off,
            client_authorities: Vec::new(),
            mutual_listen: None,
        };
        change(&mut config, folder.path());
        let keeper = Keeper::open(&config, now()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = watch::channel(false);
        let limits = Limits { connections: 16, header_timeout: Duration::from_secs(15) };
        let slow = Arc::new(Slow { begun: Notify::new(), go: Semaphore::new(0) });
        let speech = Speech::Tls(keeper.speaker(false, "https://localhost"));
        let served = tokio::spawn(listen::serve(listener, routes(Arc::clone(&slow)), speech, limits, stopping));
        Self { address, authority, folder, keeper, slow, stop, served }
    }

    /// Asks every client for a certificate from these authorities, or any.
    async fn asking(authorities: &[&Authority]) -> Self {
        Self::with(|config, folder| {
            config.client_certificates = ClientCertificates::Optional;
            for (number, authority) in authorities.iter().enumerate() {
                let file = folder.join(format!("clients-{number}.pem"));
                fs::write(&file, &authority.pem).unwrap();
                config.client_authorities.push(file);
            }
        })
        .await
    }

    fn client(&self) -> Caller {
        Caller { address: self.address, known: self.authority.der.clone(), shown: None, versions: BOTH, alpn: &[] }
    }

    fn http2(&self) -> reqwest::Client {
        let config = Caller { alpn: &[b"h2"], ..self.client() }.config();
        let builder = reqwest::Client::builder().use_preconfigured_tls(config).no_proxy().timeout(PATIENCE);
        builder.resolve("localhost", self.address).build().unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", self.address.port())
    }
}

/// A client, and what it can.
struct Caller {
    address: SocketAddr,
    known: CertificateDer<'static>,
    shown: Option<CertifiedKey<KeyPair>>,
    versions: &'static [&'static SupportedProtocolVersion],
    alpn: &'static [&'static [u8]],
}

impl Caller {
    fn config(&self) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.known.clone()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_protocol_versions(self.versions).unwrap().with_root_certificates(roots);
        let mut config = match &self.shown {
            None => builder.with_no_client_auth(),
            Some(shown) => {
                let key = PrivateKeyDer::try_from(shown.signing_key.serialize_der()).unwrap();
                builder.with_client_auth_cert(vec![shown.cert.der().clone()], key).unwrap()
            }
        };
        config.alpn_protocols = self.alpn.iter().map(|name| name.to_vec()).collect();
        config
    }

    fn showing(self, shown: &CertifiedKey<KeyPair>) -> Self {
        let key = KeyPair::try_from(shown.signing_key.serialize_der()).unwrap();
        Self { shown: Some(CertifiedKey { cert: shown.cert.clone(), signing_key: key }), ..self }
    }

    async fn connect_as(&self, name: &'static str) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        TlsConnector::from(Arc::new(self.config())).connect(ServerName::try_from(name).unwrap(), stream).await
    }

    async fn connect(&self) -> io::Result<TlsStream<TcpStream>> {
        self.connect_as("localhost").await
    }

    /// Asks once on a connection of its own; the answer's head and body.
    async fn ask(&self, path: &str) -> io::Result<String> {
        let mut stream = self.connect().await?;
        ask(&mut stream, path, "close").await?;
        let mut answer = String::new();
        time::timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap()?;
        Ok(answer)
    }
}

async fn ask(stream: &mut TlsStream<TcpStream>, path: &str, connection: &str) -> io::Result<()> {
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\n\r\n");
    stream.write_all(head.as_bytes()).await
}

/// Reads an answer that ends like this.
async fn hear(stream: &mut TlsStream<TcpStream>, end: &str) -> String {
    let mut heard = Vec::new();
    let reading = async {
        while !heard.ends_with(end.as_bytes()) {
            let mut more = [0; 1024];
            let count = stream.read(&mut more).await.unwrap();
            assert!(count > 0, "it ended after {}", String::from_utf8_lossy(&heard));
            heard.extend_from_slice(&more[..count]);
        }
    };
    time::timeout(PATIENCE, reading).await.unwrap();
    String::from_utf8(heard).unwrap()
}

async fn end(door: Door) {
    door.stop.send_replace(true);
    time::timeout(PATIENCE, door.served).await.unwrap().unwrap();
}

#[tokio::test]
async fn both_versions_are_spoken() {
    let door = Door::open().await;
    for (versions, expected) in [(OLD, ProtocolVersion::TLSv1_2), (NEW, ProtocolVersion::TLSv1_3)] {
        let client = Caller { versions, ..door.client() };
        let stream = client.connect().await.unwrap();
        assert_eq!(stream.get_ref().1.protocol_version(), Some(expected));
        assert!(client.ask("/").await.unwrap().ends_with("hello"));
    }
    end(door).await;
}

/// Versions below the least are refused with an alert: 1.2 where 1.3 is the least, and 1.1 always.
#[tokio::test]
async fn old_versions_are_refused() {
    let strict = Door::with(|config, _| config.minimum_version = TlsVersion::V13).await;
    assert!(Caller { versions: OLD, ..strict.client() }.connect().await.is_err());
    assert!(strict.client().ask("/").await.unwrap().ends_with("hello"));

    let door = Door::open().await;
    // A hello of TLS 1.1 with one of its usual suites.
    let mut hello = vec![0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 2, 0xc0, 0x13, 1, 0]);
    for door in [strict, door] {
        let mut stream = TcpStream::connect(door.address).await.unwrap();
        stream.write_all(&hello).await.unwrap();
        let mut answer = Vec::new();
        time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
        assert!(answer.first() == Some(&0x15) && answer.get(5) == Some(&2), "a fatal alert: {answer:?}");
        end(door).await;
    }
}

#[tokio::test]
async fn http2_and_http1_are_agreed_upon() {
    let door = Door::open().await;
    let answer = door.http2().get(door.url("/asked")).send().await.unwrap();
    assert_eq!(answer.version(), Version::HTTP_2);
    assert_eq!(answer.text().await.unwrap(), format!("HTTP/2.0 localhost:{}", door.address.port()));
    let old = Caller { alpn: &[b"http/1.1"], ..door.client() };
    assert!(old.ask("/asked").await.unwrap().ends_with("HTTP/1.1 localhost"));
    assert!(door.client().ask("/asked").await.unwrap().ends_with("HTTP/1.1 localhost"), "without a word about it");
    assert!(Caller { alpn: &[b"smtp"], ..door.client() }.connect().await.is_err());
    end(door).await;

    let plain = Door::with(|config, _| config.http2 = false).await;
    let both = Caller { alpn: &[b"h2", b"http/1.1"], ..plain.client() };
    assert_eq!(both.connect().await.unwrap().get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    end(plain).await;
}

/// A head that is too large is answered, with HTTP/2 as with HTTP/1.1.
#[tokio::test]
async fn a_head_that_is_too_large_is_told() {
    let door = Door::open().await;
    let long = "a".repeat(48 * 1024);
    let answer = door.http2().get(door.url("/")).header("x-long", &long).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 431);
    end(door).await;
}

/// The name that is asked for chooses the certificate; an unknown one, and none, get the usual one.
#[tokio::test]
async fn the_name_chooses_the_certificate() {
    let other = Authority::new();
    let door = Door::with(|config, folder| {
        write(folder, "more", &other.signs("*.other.example"));
        let files = |name: &str| folder.join(name);
        config.more = vec![CertificateFiles { certificate_file: files("more.pem"), key_file: files("more.key") }];
    })
    .await;
    let knowing = |known: &Authority| Caller { known: known.der.clone(), ..door.client() };
    assert!(knowing(&door.authority).connect_as("localhost").await.is_ok());
    assert!(knowing(&other).connect_as("id.other.example").await.is_ok());
    // The usual certificate is shown, which is for another name.
    assert!(knowing(&other).connect_as("third.example").await.is_err());
    assert!(knowing(&door.authority).connect_as("127.0.0.1").await.is_err());
    end(door).await;
}

/// A renewed certificate is shown to new connections, and those that are open go on.
#[tokio::test]
async fn a_renewal_drops_no_connection() {
    let mut door = Door::open().await;
    let client = door.client();
    let mut open = client.connect().await.unwrap();
    ask(&mut open, "/", "keep-alive").await.unwrap();
    hear(&mut open, "hello").await;
    let shown = |stream: &TlsStream<TcpStream>| stream.get_ref().1.peer_certificates().unwrap()[0].clone();
    let first = shown(&open);

    let renewed = door.authority.signs("localhost");
    write(door.folder.path(), "server", &renewed);
    door.keeper.look(false, now());
    let next = client.connect().await.unwrap();
    assert!(shown(&next) == *renewed.cert.der() && shown(&next) != first);

    fs::write(door.folder.path().join("server.pem"), "broken").unwrap();
    door.keeper.look(false, now());
    assert_eq!(shown(&client.connect().await.unwrap()), *renewed.cert.der());
    ask(&mut open, "/", "close").await.unwrap();
    hear(&mut open, "hello").await;
    drop((open, next));
    end(door).await;
}

/// RFC 8705 2.2: without authorities any certificate passes whose key the client has, and handlers get it as it is.
#[tokio::test]
async fn a_shown_certificate_reaches_the_handlers() {
    let door = Door::asking(&[]).await;
    let shown = self_signed("client.example");
    for versions in [OLD, NEW] {
        let client = Caller { versions, ..door.client() };
        assert!(client.ask("/certificate").await.unwrap().ends_with("none"));
        let client = client.showing(&shown);
        let answer = client.ask("/certificate").await.unwrap();
        assert!(answer.ends_with(&format!("{:?}", shown.cert.der().as_ref())), "{answer}");
    }
    let foreign = Authority::new().signs("client.example");
    assert!(!door.client().showing(&foreign).ask("/certificate").await.unwrap().ends_with("none"));
    end(door).await;
}

/// Who shows a certificate without having its key is turned away.
#[tokio::test]
async fn a_certificate_without_its_key_is_refused() {
    let door = Door::asking(&[]).await;
    let (shown, own) = (self_signed("client.example"), self_signed("client.example"));
    for versions in [OLD, NEW] {
        let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
        let key = ring::sign::any_supported_type(&key).unwrap();
        let forged = rustls::sign::CertifiedKey::new(vec![shown.cert.der().clone()], key);
        let mut config = Caller { versions, ..door.client() }.config();
        config.client_auth_cert_resolver = Arc::new(Forger(Arc::new(forged)));
        let stream = TcpStream::connect(door.address).await.unwrap();
        let connected =
            TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream);
        let heard = async {
            let mut stream = connected.await?;
            ask(&mut stream, "/certificate", "close").await?;
            stream.read_to_string(&mut String::new()).await
        };
        assert!(heard.await.is_err());
    }
    end(door).await;
}

/// Shows a certificate with somebody else's key.
#[derive(Debug)]
struct Forger(Arc<rustls::sign::CertifiedKey>);

impl rustls::client::ResolvesClientCert for Forger {
    fn resolve(&self, _: &[&[u8]], _: &[rustls::SignatureScheme]) -> Option<Arc<rustls::sign::CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// RFC 8705 2.1: with authorities, only theirs pass; clients may still do without.
#[tokio::test]
async fn only_certificates_of_the_authorities_pass() {
    let (first, second) = (Authority::new(), Authority::new());
    let door = Door::asking(&[&first, &second]).await;
    for versions in [OLD, NEW] {
        let client = || Caller { versions, ..door.client() };
        for authority in [&first, &second] {
            let shown = authority.signs("client.example");
            let answer = client().showing(&shown).ask("/certificate").await.unwrap();
            assert!(answer.ends_with(&format!("{:?}", shown.cert.der().as_ref())), "{answer}");
        }
        for other in [Authority::new().signs("client.example"), self_signed("client.example")] {
            assert!(client().showing(&other).ask("/certificate").await.is_err());
        }
        assert!(client().ask("/certificate").await.unwrap().ends_with("none"));
    }
    end(door).await;
}

/// RFC 8705 5: where there is another address for that, nobody is asked, and what clients would show stays with them.
#[tokio::test]
async fn browsers_are_not_asked() {
    let door = Door::with(|config, _| {
        config.client_certificates = ClientCertificates::Optional;
        config.mutual_listen = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
    })
    .await;
    let client = door.client().showing(&self_signed("client.example"));
    assert!(client.ask("/certificate").await.unwrap().ends_with("none"));
    end(door).await;
}

/// What is said in the clear is answered by the way to TLS, and noise ends only itself.
#[tokio::test]
async fn plain_http_is_led_to_tls() {
    let door = Door::open().await;
    for (said, expected) in [
        ("GET /a?b HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 308"),
        ("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 400"),
        ("\0\r\n\r\n", "HTTP/1.1 400"),
        ("\u{16}noise", "\u{15}"),
    ] {
        let mut stream = TcpStream::connect(door.address).await.unwrap();
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with(expected), "{said:?}: {answer:?}");
        assert!(!expected.ends_with("308") || answer.contains("location: https://localhost/a?b\r\n"), "{answer}");
    }
    assert!(door.client().ask("/").await.unwrap().ends_with("hello"));
    end(door).await;
}

/// Decision 23: requests under way are answered by both protocols, and so is one whose handshake has only begun.
#[tokio::test]
async fn a_stop_cuts_nobody_off() {
    let door = Door::open().await;
    let mut old = door.client().connect().await.unwrap();
    ask(&mut old, "/slow", "keep-alive").await.unwrap();
    door.slow.begun.notified().await;
    let (browser, url) = (door.http2(), door.url("/slow"));
    let new = tokio::spawn(async move { browser.get(url).send().await.unwrap().text().await.unwrap() });
    door.slow.begun.notified().await;

    door.stop.send_replace(true);
    assert!(!door.served.is_finished());
    door.slow.go.add_permits(2);
    hear(&mut old, "at last").await;
    assert_eq!(new.await.unwrap(), "at last");
    end(door).await;
}

/// Who connects and says nothing, or begins a handshake and does not end it, is left when its time is over.
#[tokio::test]
async fn a_handshake_has_its_time() {
    let door = Door::open().await;
    for said in [&[][..], &[0x16, 3, 1, 0, 45, 1]] {
        let mut stream = TcpStream::connect(door.address).await.unwrap();
        stream.write_all(said).await.unwrap();
        time::pause();
        let heard = stream.read_to_end(&mut Vec::new()).await;
        time::resume();
        assert!(matches!(heard, Ok(0) | Err(_)));
    }
    end(door).await;
}

/// A connection of HTTP/2 on which nothing is asked does not keep its place for ever.
#[tokio::test]
async fn a_silent_connection_is_left() {
    let door = Door::open().await;
    let client = Caller { alpn: &[b"h2"], ..door.client() };
    for said in [&b""[..], b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"] {
        let mut stream = client.connect().await.unwrap();
        stream.write_all(said).await.unwrap();
        stream.flush().await.unwrap();
        time::pause();
        // Settings and a farewell may come before the end.
        let _ = stream.read_to_end(&mut Vec::new()).await;
        time::resume();
    }
    end(door).await;
}
