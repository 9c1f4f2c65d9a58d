//! The headers that every answer carries (decision 16).

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
        X_FRAME_OPTIONS,
    },
};

/// Only our own files, no inline script or style, no frame around us, forms to ourselves.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; \
     base-uri 'none'";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");

const FIXED: [(HeaderName, HeaderValue); 6] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        PERMISSIONS,
        HeaderValue::from_static("camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
];

/// Adds them. Caching and the referrer are left as the page chose, where it did: nothing is stored and the referrer stays
/// on this site unless somebody decided otherwise. `transport` is what browsers keep in mind of a site with TLS.
pub fn secure(headers: &mut HeaderMap, transport: Option<&HeaderValue>) {
    for (name, value) in FIXED {
        // Two of them a page may have of its own: the finder asks for the place, and for tiles of the installation's map.
        if name == CONTENT_SECURITY_POLICY || name == PERMISSIONS {
            headers.entry(name).or_insert(value);
        } else {
            headers.insert(name, value);
        }
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    if let Some(transport) = transport {
        headers.insert(STRICT_TRANSPORT_SECURITY, transport.clone());
    }
}

/// For so many seconds browsers ask this host, and those below it if so told, over TLS only (RFC 6797). 0 seconds take
/// back what was said before.
pub fn transport_security(seconds: u32, with_subdomains: bool) -> Option<HeaderValue> {
    let subdomains = if with_subdomains { "; includeSubDomains" } else { "" };
    HeaderValue::try_from(format!("max-age={seconds}{subdomains}")).ok()
}

/// The origin of an address such as `https://tiles.example.org/{z}.png`; none for a path of this site, or for what could
/// not stand in a policy.
pub fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let is_host = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:".contains(&b));
    (is_host && ["http", "https"].contains(&scheme)).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_may_be_stricter_about_the_referrer() {
        let mut headers = HeaderMap::new();
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        secure(&mut headers, None);
        assert_eq!(headers[REFERRER_POLICY], "no-referrer");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert!(!headers.contains_key(STRICT_TRANSPORT_SECURITY));
        secure(&mut headers, transport_security(31_536_000, false).as_ref());
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], "max-age=31536000");
        secure(&mut headers, transport_security(0, true).as_ref());
        assert_eq!(headers[STRICT_TRANSPORT_SECURITY], "max-age=0; includeSubDomains");
    }

    #[test]
    fn only_an_origin_can_enter_the_policy() {
        assert_eq!(
            origin_of("https://tiles.example.org/{z}/{x}/{y}.png").as_deref(),
            Some("https://tiles.example.org")
        );
        assert_eq!(origin_of("https://my_site.example:8443?a=b").as_deref(), Some("https://my_site.example:8443"));
        for other in ["/tiles/{z}.png", "https://a;script-src *", "javascript://x", "https://", "https://a b/"] {
            assert_eq!(origin_of(other), None, "{other}");
        }
    }

    /// Decision 16: no inline code, no third party.
    #[test]
    fn the_policy_names_nobody_else() {
        for forbidden in ["unsafe", "http", "*", "//"] {
            assert!(!POLICY.contains(forbidden));
        }
    }
}
