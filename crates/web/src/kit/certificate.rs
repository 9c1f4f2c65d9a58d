//! The certificate that a client has shown (RFC 8705): on the connection itself, or to the proxy before us.
//!
//! Nobody is believed about it but a configured proxy, in the one header that it is known to set (RFC 9440). The proxy's own
//! certificate is not its clients'.

use std::net::IpAddr;

use axum::extract::{FromRequestParts, Request};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, request::Parts};
use okno_app::network::Network;
use percent_encoding::percent_decode_str;

use super::{scope, state::WebState};

/// A certificate larger than this is none.
pub const LARGEST: usize = 16 * 1024;

/// The client's certificate (DER) if it has shown one and has its key. Whoever asks compares it with what is registered;
/// that it is here says no more than this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientCertificate(pub Option<Bytes>);

impl<S: Send + Sync> FromRequestParts<S> for ClientCertificate {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Decides whose word about the certificate counts: a trusted proxy's, in the header that it sets, or the connection's.
/// What anybody else wrote into that header is taken out.
pub(super) fn settle(state: &WebState, request: &mut Request) {
    let shown_here = request.extensions().get::<ClientCertificate>().is_some();
    if state.certificate_header.is_none() && !shown_here {
        return;
    }
    let is_proxy = is_trusted(scope::peer(request), &state.config.trusted_proxies);
    let told = state.certificate_header.as_ref().and_then(|name| take(request.headers_mut(), name));
    if is_proxy {
        request.extensions_mut().insert(ClientCertificate(told));
    }
}

fn is_trusted(peer: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(peer))
}

/// Takes the header out. Two of them are none: one may have come from outside.
fn take(headers: &mut HeaderMap, name: &HeaderName) -> Option<Bytes> {
    let mut values = headers.get_all(name).into_iter();
    let found = match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().and_then(decode),
        _ => None,
    };
    headers.remove(name);
    found
}

/// Reads `:base64:` (RFC 9440), or PEM in percent-encoding, as nginx writes it.
pub fn decode(text: &str) -> Option<Bytes> {
    let text = text.trim();
    let base64 = match text.strip_prefix(':') {
        Some(rest) => rest.strip_suffix(':')?.to_owned(),
        None => {
            let pem = percent_decode_str(text).decode_utf8().ok()?;
            let body =
                pem.trim().strip_prefix("-----BEGIN CERTIFICATE-----")?.strip_suffix("-----END CERTIFICATE-----")?;
            body.split_whitespace().collect()
        }
    };
    if base64.len() > LARGEST * 4 / 3 {
        return None;
    }
    let der = STANDARD.decode(base64).ok()?;
    // A certificate is a SEQUENCE whose length takes one byte or two of their own, for it is never shorter than 128.
    matches!(der.get(..2), Some([0x30, 0x81 | 0x82])).then(|| Bytes::from(der))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const DER: [u8; 7] = [0x30, 0x82, 0, 3, 2, 1, 0xfb];

    fn base64() -> String {
        STANDARD.encode(DER)
    }

    #[test]
    fn both_encodings_are_read() {
        let base64 = base64();
        let (start, end) = base64.split_at(4);
        for text in [
            format!(":{base64}:"),
            format!(" :{base64}: "),
            format!("-----BEGIN%20CERTIFICATE-----%0A{start}%0A{end}%0A-----END%20CERTIFICATE-----%0A")
                .replace('+', "%2B"),
        ] {
            assert_eq!(decode(&text).as_deref(), Some(&DER[..]), "{text}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_none() {
        let base64 = base64();
        for text in [
            "",
            ":",
            "::",
            ":AAAA:",
            base64.as_str(),
            &format!(":{base64}"),
            &format!(":{base64}:;a=1"),
            &format!(":{base64}:, :{base64}:"),
            "-----BEGIN%20CERTIFICATE-----",
            "-----BEGIN%20CERTIFICATE-----%FF-----END%20CERTIFICATE-----",
            &format!(":{}:", "MIII".repeat(LARGEST)),
        ] {
            assert_eq!(decode(text), None, "{text:.80}");
        }
    }

    #[test]
    fn two_headers_are_none_and_both_are_taken_out() {
        let name = HeaderName::from_static("client-cert");
        let mut headers = HeaderMap::new();
        let value = HeaderValue::try_from(format!(":{}:", base64())).unwrap();
        headers.append(&name, value.clone());
        assert!(take(&mut headers.clone(), &name).is_some());
        headers.append(&name, value);
        assert_eq!(take(&mut headers, &name), None);
        assert!(headers.is_empty());
    }
}
