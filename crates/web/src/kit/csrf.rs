//! Forged requests: a signed token in every form, and what the browser says about where the form came from.
//!
//! A token is bound to the session, or to a cookie of one who is not signed in. It differs on every page, so that its
//! appearance in compressed answers tells nothing.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, header::HOST, header::ORIGIN};
use okno_domain::time::{HOUR, SignedDuration, Timestamp};
use sha2::Sha256;

/// The name of the hidden field.
pub const FIELD: &str = "csrf";
/// How long a page may lie open before its form has to be sent a second time: the longest session.
const LIFE: SignedDuration = SignedDuration::from_hours(12);
const NONCE: usize = 8;
const HEAD: usize = 8 + NONCE;
const WHOLE: usize = HEAD + 32;

/// What a token is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding<'a> {
    /// The session's token.
    Session(&'a str),
    /// The cookie of one who is not signed in.
    Visitor(&'a str),
}

/// What became of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is ours, for this browser, and fresh.
    Valid,
    /// It was ours, but is too old.
    Expired,
    /// It is not for this browser and session, or not ours at all.
    Wrong,
}

/// The key that signs tokens.
#[derive(Clone)]
pub struct CsrfKey([u8; 32]);

impl CsrfKey {
    /// The key.
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// A token for a form made at `now`.
    pub fn issue(&self, binding: Binding<'_>, now: Timestamp, nonce: [u8; NONCE]) -> String {
        let mut token = Vec::with_capacity(WHOLE);
        token.extend_from_slice(&now.as_second().to_be_bytes());
        token.extend_from_slice(&nonce);
        let signature = self.mac(binding, &token).map(|mac| mac.finalize().into_bytes());
        token.extend(signature.into_iter().flatten());
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Judges a token; the signature is compared in constant time.
    pub fn verify(&self, binding: Binding<'_>, token: &str, now: Timestamp) -> Verdict {
        let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return Verdict::Wrong };
        let Some((head, signature)) = token.split_at_checked(HEAD) else { return Verdict::Wrong };
        let ours = self.mac(binding, head).is_some_and(|mac| mac.verify_slice(signature).is_ok());
        let issued = head.first_chunk().map(|bytes| i64::from_be_bytes(*bytes));
        match issued.and_then(|second| Timestamp::from_second(second).ok()) {
            Some(issued) if ours => {
                let age = now.duration_since(issued);
                // A second server's clock may be a little ahead.
                if age < LIFE && age > -HOUR { Verdict::Valid } else { Verdict::Expired }
            }
            _ => Verdict::Wrong,
        }
    }

    fn mac(&self, binding: Binding<'_>, head: &[u8]) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length; were this one refused, nothing would verify.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        let (kind, value) = match binding {
            Binding::Session(value) => (b's', value),
            Binding::Visitor(value) => (b'v', value),
        };
        mac.update(b"okno form token");
        mac.update(&[kind]);
        mac.update(head);
        mac.update(value.as_bytes());
        Some(mac)
    }
}

/// What the browser says about the page that a form was sent from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// A page of this site.
    Ours,
    /// A page of another site.
    Foreign,
    /// It says nothing.
    Unknown,
}

/// Reads `Sec-Fetch-Site`, else `Origin`. `Origin: null` comes from pages without referrer, ours among them, and tells
/// nothing.
pub fn provenance(headers: &HeaderMap, public_origin: &str) -> Provenance {
    if let Some(site) = headers.get("sec-fetch-site") {
        return if site == "same-origin" || site == "none" { Provenance::Ours } else { Provenance::Foreign };
    }
    let Some(origin) = headers.get(ORIGIN) else { return Provenance::Unknown };
    let Ok(origin) = origin.to_str() else { return Provenance::Foreign };
    if origin == "null" {
        return Provenance::Unknown;
    }
    // The site may be reached by another name than its public one, such as a port on the own machine: then the browser
    // names in `Origin` the very host that it asks.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let of_host = origin.split_once("://").map(|(_, host)| host);
    let scheme = |address: &str| address.split_once("://").map(|(scheme, _)| scheme.to_owned());
    let same_host = of_host.is_some() && of_host == host && scheme(origin) == scheme(public_origin);
    if origin.eq_ignore_ascii_case(public_origin) || same_host { Provenance::Ours } else { Provenance::Foreign }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_is_for_one_browser_and_one_while() {
        let key = CsrfKey::new([1; 32]);
        let token = key.issue(Binding::Session("s1"), at(1000), [7; 8]);
        let verify = |binding, second| key.verify(binding, &token, at(second));
        assert_eq!(verify(Binding::Session("s1"), 1000), Verdict::Valid);
        assert_eq!(verify(Binding::Session("s1"), 1000 + 12 * 3600 - 1), Verdict::Valid);
        assert_eq!(verify(Binding::Session("s1"), 1000 + 12 * 3600), Verdict::Expired);
        assert_eq!(verify(Binding::Session("s2"), 1000), Verdict::Wrong);
        assert_eq!(verify(Binding::Visitor("s1"), 1000), Verdict::Wrong);
        assert_eq!(CsrfKey::new([2; 32]).verify(Binding::Session("s1"), &token, at(1000)), Verdict::Wrong);
        assert_ne!(token, key.issue(Binding::Session("s1"), at(1000), [8; 8]));
        for wrong in ["", "*", "AAAA", &token[1..], &format!("{token}AAAA")] {
            assert_eq!(key.verify(Binding::Session("s1"), wrong, at(1000)), Verdict::Wrong);
        }
    }

    #[test]
    fn the_browser_tells_where_a_form_came_from() {
        let judge = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            provenance(&headers, "https://id.example")
        };
        assert_eq!(judge(&[]), Provenance::Unknown);
        assert_eq!(judge(&[("origin", "null")]), Provenance::Unknown);
        assert_eq!(judge(&[("origin", "https://id.example")]), Provenance::Ours);
        assert_eq!(judge(&[("origin", "https://host:8080"), ("host", "host:8080")]), Provenance::Ours);
        assert_eq!(judge(&[("origin", "http://host:8080"), ("host", "host:8080")]), Provenance::Foreign);
        assert_eq!(judge(&[("origin", "https://id.example.evil"), ("host", "id.example")]), Provenance::Foreign);
        assert_eq!(judge(&[("sec-fetch-site", "same-origin"), ("origin", "null")]), Provenance::Ours);
        assert_eq!(judge(&[("sec-fetch-site", "same-site"), ("origin", "https://id.example")]), Provenance::Foreign);
        assert_eq!(judge(&[("sec-fetch-site", "cross-site")]), Provenance::Foreign);
    }
}
