//! What the tests of all gateways share: a message, keys, and a server that says exactly what it is told to.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

pub(crate) mod http;

use std::{path::Path, sync::Arc};

use okno_app::ports::{Message, PortError};
use okno_domain::{locale::Locale, wording::Replacement};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio_rustls::TlsAcceptor;

pub(crate) fn message(kind: &str, locale: Locale) -> Message {
    let args = [
        ("code", "123456"),
        ("link", "https://okno.example/go?t=a&b=c"),
        ("level", "standard"),
        ("date", "2026-04-01"),
        ("time", "10:00"),
        ("place", "Центр № 1, Казань, ул. Баумана, 1"),
    ];
    Message {
        kind: kind.into(),
        locale,
        args: args.map(|(name, value)| (name.into(), value.into())).into(),
        texts: Arc::default(),
    }
}

/// The same message at a moment at which one text is another.
pub(crate) fn reworded(kind: &str, locale: Locale, (key, text): (&str, &str)) -> Message {
    let mut own = Replacement::default();
    own.set(locale, Some(text.to_owned()));
    let texts = Arc::new([(key.to_owned(), own)].into_iter().collect());
    Message { texts, ..message(kind, locale) }
}

pub(crate) fn is_later<T>(outcome: Result<T, PortError>) -> bool {
    matches!(outcome, Err(PortError::Later { .. }))
}

pub(crate) fn is_refused<T>(outcome: Result<T, PortError>) -> bool {
    matches!(outcome, Err(PortError::Refused { .. }))
}

pub(crate) fn is_garbage<T>(outcome: Result<T, PortError>) -> bool {
    matches!(outcome, Err(PortError::Garbage { .. }))
}

/// An address where nobody listens.
pub(crate) async fn nobody() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

/// A certificate for `localhost` of its own making, written to `ca_file`, and what a server needs to show it.
pub(crate) fn certificate(ca_file: &Path) -> TlsAcceptor {
    dated_certificate(ca_file, 1975, 4096)
}

/// The same, good from the beginning of a year to that of another.
pub(crate) fn dated_certificate(ca_file: &Path, from: i32, until: i32) -> TlsAcceptor {
    let mut params = rcgen::CertificateParams::new(vec!["localhost".into()]).unwrap();
    params.not_before = rcgen::date_time_ymd(from, 1, 1);
    params.not_after = rcgen::date_time_ymd(until, 1, 1);
    let key = rcgen::KeyPair::generate().unwrap();
    let made = params.self_signed(&key).unwrap();
    std::fs::write(ca_file, made.pem()).unwrap();
    let chain = vec![CertificateDer::from(made.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}
