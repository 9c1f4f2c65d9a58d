//! What browsers and proxies send: forms, cookies, headers, addresses to go back to.

use std::{collections::BTreeMap, net::IpAddr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, FORWARDED, HOST, ORIGIN},
};
use jiff::{Timestamp, civil::date};
use okno_app::network::Network;
use okno_domain::person::form::{FormRules, PersonForm, Today};
use okno_web::kit::{
    certificate,
    cookie::{Cookie, Received},
    csrf::{Binding, CsrfKey, FIELD, Verdict, provenance},
    form::{MOST_FIELDS, Pairs, is_form},
    language::{negotiate, switch},
    network::{ProxyHeader, client, prefix},
    next::NextPath,
};
use url::{Url, form_urlencoded};

/// A form's body: what comes out is clean, bounded, reads as the same when sent again, and holds no secret then.
pub(crate) fn form(body: &[u8]) {
    let _ = is_form(crate::text(body));
    let Ok(pairs) = Pairs::parse(body) else { return };
    let repeated: Vec<(&str, &str)> = pairs.repeatable().collect();
    assert!(repeated.len() <= MOST_FIELDS);
    let unclean = |text: &str| text.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\t');
    assert!(!repeated.iter().any(|(name, value)| unclean(name) || unclean(value)));
    assert!(repeated.iter().all(|(name, _)| !matches!(*name, "password" | "password_repeat" | "code" | FIELD)));
    let sent = form_urlencoded::Serializer::new(String::new()).extend_pairs(&repeated).finish();
    let again = Pairs::parse(sent.as_bytes());
    assert!(again.is_ok_and(|again| again.repeatable().eq(repeated.iter().copied())), "{sent}");
    let values = pairs.read::<BTreeMap<String, String>>();
    assert!(values.is_ok(), "names and values are always texts");
    for (name, value) in values.unwrap_or_default() {
        assert_eq!(pairs.all(&name).last(), Some(value.as_str()));
    }
}

/// The personal data form, from its bytes to its faults; what is accepted is accepted again when shown and sent anew.
pub(crate) fn person_form(body: &[u8]) {
    let Ok(pairs) = Pairs::parse(body) else { return };
    let form = pairs.read::<PersonForm>();
    assert!(form.is_ok(), "all fields are texts and have defaults");
    let form = form.unwrap_or_default();
    let day = date(2026, 6, 1);
    let rules =
        FormRules { today: Today { east: day, west: day }, may_have_one_name: true, snils_allow_unchecked_range: true };
    let _ = (form.chosen_type(), form.missing(), form.fields().count());
    match form.check(&rules) {
        Ok(data) => {
            let again = PersonForm::of(&data).check(&rules);
            assert_eq!(again.as_ref(), Ok(&data));
        }
        Err(faults) => assert!(!faults.is_empty()),
    }
}

/// The header in which a proxy tells a client's certificate: what is read is bounded, begins like a certificate, and
/// reads as the same when told by RFC 9440.
pub(crate) fn client_certificate(bytes: &[u8]) {
    let Some(der) = crate::text(bytes).and_then(certificate::decode) else { return };
    assert!(der.len() <= certificate::LARGEST && der.first() == Some(&0x30));
    let again = certificate::decode(&format!(":{}:", STANDARD.encode(&der)));
    assert_eq!(again, Some(der));
}

/// The token in a form: only the one that was issued counts.
pub(crate) fn form_token(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let (token, session) = text.split_once('\n').unwrap_or((text, ""));
    let now = Timestamp::UNIX_EPOCH;
    let key = CsrfKey::new([3; 32]);
    assert_eq!(key.verify(Binding::Session(session), token, now), Verdict::Wrong);
    let issued = key.issue(Binding::Session(session), now, [5; 8]);
    assert_eq!(key.verify(Binding::Session(session), &issued, now), Verdict::Valid);
    assert_eq!(key.verify(Binding::Visitor(session), &issued, now), Verdict::Wrong);
    if token != session {
        assert_eq!(key.verify(Binding::Session(token), &issued, now), Verdict::Wrong);
    }
    let mut headers = HeaderMap::new();
    for (name, value) in [(ORIGIN, token), (HOST, session)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    let _ = provenance(&headers, "https://id.example");
}

/// Where to go after signing in: as a browser reads the address, it stays on this site and leads in no circle.
pub(crate) fn next_path(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let Some(path) = NextPath::parse(text) else { return };
    assert_eq!(path.as_str(), text);
    assert!(HeaderValue::try_from(text).is_ok());
    for base in ["https://id.example/login", "https://id.example/a/b?c=d"] {
        let Some(target) = Url::parse(base).ok().and_then(|base| base.join(text).ok()) else {
            unreachable!("no browser can follow {text:?}");
        };
        assert_eq!(target.origin().ascii_serialization(), "https://id.example", "{text:?}");
        let page = target.path();
        let is = |name: &str| page == name || page.starts_with(&format!("{name}/"));
        assert!(!is("/login") && !is("/logout"), "{text:?} leads to {page}");
        let segments = text.split('?').next().unwrap_or_default().split('/').count();
        assert_eq!(page.split('/').count(), segments, "{text:?} leads to {page}");
    }
}

/// The language of a page: the cookie on the first line, the header on the second, and all of it as a query.
pub(crate) fn accept_language(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let (cookie, header) = text.split_once('\n').unwrap_or(("", text));
    let chosen = negotiate(Some(cookie), Some(header));
    assert_eq!(negotiate(Some(chosen.tag()), Some(header)), chosen);
    assert_eq!(negotiate(None, Some(chosen.tag())), chosen);
    if let Some((_, rest)) = switch(text) {
        assert!(!rest.split('&').any(|part| part.starts_with("lang=")), "{rest:?}");
        assert!(rest.len() < text.len());
    }
}

/// Who a request comes from: the header of a proxy counts only if the peer is one, and names at best a stranger.
pub(crate) fn forwarded(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(8) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(FORWARDED, value.clone());
            headers.append("x-forwarded-for", value);
        }
    }
    let stranger = IpAddr::from([203, 0, 113, 7]);
    let proxy = IpAddr::from([10, 0, 0, 1]);
    let trusted: Vec<Network> = "10.0.0.0/8".parse().into_iter().collect();
    for header in [ProxyHeader::Forwarded, ProxyHeader::XForwardedFor] {
        assert_eq!(client(stranger, &headers, &trusted, header), stranger);
        assert_eq!(client(proxy, &headers, &[], header), proxy);
        let found = client(proxy, &headers, &trusted, header);
        assert!(prefix(found).parse::<Network>().is_ok_and(|network| network.contains(found)));
    }
    if let Some(network) = crate::text(bytes).and_then(|text| text.parse::<Network>().ok()) {
        assert_eq!(network.to_string().parse(), Ok(network));
        let _ = network.contains(stranger);
    }
}

/// The cookies of a request: only ours, and never one that cannot be set again.
pub(crate) fn cookies(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(8) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(COOKIE, value);
        }
    }
    for secure in [true, false] {
        let received = Received::read(&headers, secure);
        for cookie in [Cookie::Session, Cookie::Form, Cookie::Language, Cookie::Notice, Cookie::Registration] {
            let Some(value) = received.get(cookie) else { continue };
            assert!(value.len() <= 256);
            let Some(set) = cookie.set(secure, value, okno_web::kit::cookie::Life::Browser) else { continue };
            let set = set.to_str().unwrap_or_default();
            assert!(set.starts_with(&format!("{}={value}; Path=/", cookie.name(secure))), "{set}");
        }
    }
}
