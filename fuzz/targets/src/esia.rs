//! What clients of the ESIA dialect send: requests of both endpoints, addresses of the data service, what they embed.

use jiff::Timestamp;
use okno_oidc::esia::{
    AuthorizationRequest, Endpoint, Mode, Parameters, Rules, TokenRequest,
    api_key::ApiKeyRequest,
    logout::LogoutRequest,
    request::{Target, permissions::SentPermissions},
    rest::{embed::Embed, path::Resource},
    scope::{Scope, ScopeList},
    secret_text,
    signed_string::{
        Container, Reading, SignatureReport, Signed,
        check::{Explain, check},
    },
    token::jwt,
};

/// The parameters of a request, at every endpoint: query and body read alike, an answer never leaves the redirect address,
/// what strict mode takes lenient mode takes as well, and a signature counts for the strings of its endpoint only.
pub(crate) fn request(bytes: &[u8]) {
    let Some(query) = crate::text(bytes) else { return };
    let Ok(parameters) = Parameters::read(query, b"") else { return };
    if !query.ends_with(['\r', '\n']) {
        assert!(Parameters::read("", bytes).is_ok_and(|body| body == parameters));
    }
    let _ = LogoutRequest::read(&parameters);
    let _ = ApiKeyRequest::read(
        "/esia-rs/api/public/v1/orgs/ext-app/0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b11/tkn",
        &parameters,
    );
    // 2026-03-01 12:30:06 in Moscow; the seeds are a second older.
    let Ok(now) = Timestamp::from_second(1_772_357_406) else { return };
    for endpoint in [Endpoint::Ac, Endpoint::AcV2] {
        let Ok(target) = Target::read(&parameters) else { continue };
        let back = target.succeed("c");
        assert!(back.starts_with(target.redirect_uri.as_str()) && back.bytes().all(|byte| byte.is_ascii_graphic()));
        let read = |rules: &Rules| AuthorizationRequest::read(endpoint, target.clone(), &parameters, rules, now).ok();
        let (strict, lenient) = (read(&Rules::strict()), read(&Rules::lenient()));
        if let Some(request) = &strict {
            signature(&Signed::authorization(request), lenient.as_ref().map(Signed::authorization).as_ref());
        }
    }
    for endpoint in [Endpoint::Te, Endpoint::TeV2, Endpoint::TeV3] {
        let read = |rules: &Rules| TokenRequest::read(endpoint, &parameters, rules, now).ok();
        let (strict, lenient) = (read(&Rules::strict()), read(&Rules::lenient()));
        if let Some(request) = &strict {
            signature(&Signed::token(request), lenient.as_ref().map(Signed::token).as_ref());
        }
    }
}

/// A verifier that knows one string: strict mode finds it among the endpoint's own, and lenient mode finds it too.
fn signature(strict: &Signed<'_>, lenient: Option<&Signed<'_>>) {
    assert!(lenient.is_some(), "lenient mode refuses what strict mode takes");
    for reading in Reading::ALL {
        let Ok(string) = strict.join(reading) else { continue };
        let verifier = |_: Container, message: &[u8], _: &[u8]| {
            if message == string.as_bytes() { Ok(SignatureReport::default()) } else { Err("differs".to_owned()) }
        };
        let brief = check(strict, Mode::Strict, Explain::Briefly, &verifier);
        let full = check(strict, Mode::Strict, Explain::Fully, &verifier);
        assert_eq!(brief.is_ok(), full.is_ok(), "to explain changes nothing");
        if let Ok(checked) = brief {
            assert!(Reading::of(strict).contains(&checked.reading));
            assert_eq!(checked.container, Container::of(strict.endpoint));
            let again = lenient.map(|lenient| check(lenient, Mode::Lenient, Explain::Briefly, &verifier).is_ok());
            assert_eq!(again, Some(true));
        }
    }
}

/// Texts with a grammar: what is read is written as something that reads the same.
pub(crate) fn grammar(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    if let Ok(embed) = Embed::parse(text, Mode::Strict) {
        assert_eq!(Embed::parse(text, Mode::Lenient).as_ref(), Ok(&embed));
        assert_eq!(Embed::parse(&embed.to_string(), Mode::Strict), Ok(embed));
    }
    if let Some(resource) = Resource::parse(text) {
        assert_eq!(Resource::parse(&resource.to_string()), Some(resource));
    }
    if let Some(scope) = Scope::parse(text) {
        assert_eq!(scope.to_string(), text);
    }
    if let Ok(list) = ScopeList::parse(text, Mode::Strict) {
        assert_eq!(ScopeList::parse(text, Mode::Lenient).as_ref(), Ok(&list));
        assert!(list.scopes().len() <= text.split(' ').count());
    }
    if SentPermissions::parse(text, Mode::Strict).is_ok() {
        assert!(SentPermissions::parse(text, Mode::Lenient).is_ok());
    }
    if let Ok(signature) = secret_text::decode(text) {
        assert_eq!(secret_text::decode(&text.replace('+', " ").replace('/', "_")), Ok(signature));
    }
    let _ = jwt::parse(text);
}
