//! How a handshake is held: versions, which certificate is shown, and what is asked of clients.

use std::sync::Arc;

use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, SignatureScheme, SupportedProtocolVersion,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, UnixTime},
    server::{
        ClientHello, NoServerSessionStorage, ParsedCertificate, ResolvesServerCert, ServerConfig, WebPkiClientVerifier,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    sign::CertifiedKey,
    version::{TLS12, TLS13},
};

use super::{certificate::Certificate, files::Material};
use crate::config::{TlsConfig, TlsVersion};

/// HTTP/2 and HTTP/1.1 as they are called in a handshake (ALPN).
pub(super) const H2: &[u8] = b"h2";
const HTTP11: &[u8] = b"http/1.1";

static VERSIONS: [&SupportedProtocolVersion; 2] = [&TLS13, &TLS12];
static NEWEST: [&SupportedProtocolVersion; 1] = [&TLS13];

/// A client's certificate larger than this is not looked at.
const LARGEST_CERTIFICATE: usize = 16 * 1024;

/// How handshakes are held with this material, with or without asking for certificates.
pub(super) fn config(config: &TlsConfig, material: &Material, asks: bool) -> Result<Arc<ServerConfig>, String> {
    let told = |error: Error| format!("server.tls: {error}");
    let provider = Arc::new(ring::default_provider());
    let versions = match config.minimum_version {
        TlsVersion::V12 => &VERSIONS[..],
        TlsVersion::V13 => &NEWEST[..],
    };
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider));
    let builder = builder.with_protocol_versions(versions).map_err(told)?;
    let builder = if asks {
        builder.with_client_cert_verifier(verifier(material, &provider)?)
    } else {
        builder.with_no_client_auth()
    };
    let mut made = builder.with_cert_resolver(Arc::new(ByName(material.certificates.clone())));
    if asks {
        // A certificate is shown, and its key proved, on every connection anew.
        made.session_storage = Arc::new(NoServerSessionStorage {});
        made.send_tls13_tickets = 0;
    } else {
        // Sessions are resumed from what the client keeps, so that they take no memory here.
        made.ticketer = ring::Ticketer::new().map_err(told)?;
    }
    made.alpn_protocols = if config.http2 { vec![H2.to_vec(), HTTP11.to_vec()] } else { vec![HTTP11.to_vec()] };
    Ok(Arc::new(made))
}

fn verifier(material: &Material, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ClientCertVerifier>, String> {
    let Some(authorities) = &material.authorities else {
        return Ok(Arc::new(AnyCertificate(provider.signature_verification_algorithms)));
    };
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(authorities.clone()), Arc::clone(provider));
    let verifier = builder.allow_unauthenticated().build();
    verifier.map_err(|error| format!("server.tls.client_authorities: {error}"))
}

/// Shows the first certificate that is for the name asked for, and the usual one otherwise.
#[derive(Debug)]
struct ByName(Vec<Certificate>);

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let named = match hello.server_name() {
            Some(name) if self.0.len() > 1 => self.0.iter().find(|certificate| certificate.is_for(name)),
            _ => None,
        };
        named.or_else(|| self.0.first()).map(|certificate| Arc::clone(&certificate.certified))
    }
}

/// Takes any certificate whose key the client proves to have: it is the application that knows whose it is (RFC 8705
/// 2.2). Its days and its issuer mean nothing then, so they are not looked at.
#[derive(Debug)]
struct AnyCertificate(WebPkiSupportedAlgorithms);

impl ClientCertVerifier for AnyCertificate {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if end_entity.len() > LARGEST_CERTIFICATE {
            return Err(Error::General("the certificate is too large".to_owned()));
        }
        ParsedCertificate::try_from(end_entity)?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
