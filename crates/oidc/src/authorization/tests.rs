//! Authorization requests, one row for each rule, and the attacks of RFC 9700 that aim at this endpoint.

use super::*;
use crate::{
    client::{
        ApplicationType, AuthMethod, Client, ClientMetadata, GrantType, Profile, RedirectRule, RedirectUri,
        ResponseMode, ResponseType,
    },
    error::ErrorCode,
    parameter::{Limits, Parameters},
};

const SERVER: Server<'static> =
    Server { scopes: &["openid", "email", "offline_access", "payments"], resources: &["https://api.example/"] };
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BROWSER: Arrival<'static> = Arrival::Browser { signed: false };
const PUSHED: Arrival<'static> = Arrival::Pushed { signed: false, proof: None };

fn client(profile: Profile) -> Client {
    let rule = RedirectRule { application: ApplicationType::Web, loopback_for_web: false };
    let redirect = |text: &str| RedirectUri::parse(text, rule).unwrap();
    let metadata = ClientMetadata {
        redirect_uris: vec![redirect("https://a.example/cb"), redirect("https://a.example/cb?x=1")],
        scope: Some(vec!["openid".to_owned(), "email".to_owned(), "offline_access".to_owned()]),
        auth_method: AuthMethod::PrivateKeyJwt,
        ..ClientMetadata::default()
    };
    Client { id: "a".to_owned(), profile, metadata }
}

const GOOD: &[(&str, &str)] = &[
    ("client_id", "a"),
    ("redirect_uri", "https://a.example/cb"),
    ("response_type", "code"),
    ("scope", "openid email"),
    ("state", "s"),
    ("nonce", "n"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

/// The good request with changes; an empty value takes a parameter away.
fn changed(changes: &[(&str, &str)]) -> Parameters {
    let mut pairs: Vec<(String, String)> =
        GOOD.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, value) in changes {
        pairs.retain(|(other, _)| other != name);
        pairs.push(((*name).to_owned(), (*value).to_owned()));
    }
    Parameters::from_pairs(pairs, Limits::default()).unwrap()
}

fn attempt(
    changes: &[(&str, &str)],
    client: &Client,
    arrival: Arrival<'_>,
) -> Result<AuthorizationRequest, AuthorizationFault> {
    read(&changed(changes), client, &SERVER, arrival)
}

fn code_and_told(changes: &[(&str, &str)], client: &Client, arrival: Arrival<'_>) -> (ErrorCode, bool) {
    let fault = attempt(changes, client, arrival).unwrap_err();
    (fault.error.code, fault.to != Destination::Page)
}

#[test]
fn a_good_request_is_typed() {
    let request = attempt(
        &[
            ("prompt", "login consent"),
            ("max_age", "0"),
            ("ui_locales", "fr ru"),
            ("acr_values", "high low"),
            ("login_hint", "anna"),
            ("resource", "https://api.example/"),
            ("claims", r#"{"id_token":{"email":null}}"#),
            ("dpop_jkt", CHALLENGE),
            ("display", "popup"),
        ],
        &client(Profile::Plain),
        BROWSER,
    )
    .unwrap();
    assert_eq!(request.prompts, [Prompt::Login, Prompt::Consent]);
    assert_eq!(request.max_age, Some(0));
    assert_eq!(request.ui_locales, ["fr", "ru"]);
    assert_eq!(request.acr_values, ["high", "low"]);
    assert_eq!(request.response_mode, ResponseMode::Query);
    assert_eq!(request.dpop_jkt.as_deref(), Some(CHALLENGE));
    assert!(request.is_openid() && request.has_prompt(Prompt::Login) && !request.claims.is_empty());
    let kept: AuthorizationRequest = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
    assert_eq!(kept, request);
}

/// What fails before the address is proved is told on a page, whatever the request says (RFC 9700 4.11, open redirect).
#[test]
fn no_browser_is_sent_to_an_address_that_is_not_proved() {
    let plain = client(Profile::Plain);
    for changes in [
        [("redirect_uri", "https://evil.example/cb")],
        [("redirect_uri", "https://a.example/cb/")],
        [("redirect_uri", "https://a.example/cb?x=2")],
        [("redirect_uri", "https://a.example/cb#x")],
        [("redirect_uri", "")],
        [("client_id", "b")],
        [("client_id", "")],
    ] {
        assert_eq!(code_and_told(&changes, &plain, BROWSER), (ErrorCode::InvalidRequest, false), "{changes:?}");
    }
    let twice = Parameters::parse(
        "client_id=a&redirect_uri=https://a.example/cb&redirect_uri=https://evil.example&response_type=code",
        Limits::default(),
    );
    assert_eq!(read(&twice.unwrap(), &plain, &SERVER, BROWSER).unwrap_err().to, Destination::Page);
}

/// One row for each refusal that the client is told.
#[test]
fn each_refusal_has_its_code() {
    let plain = client(Profile::Plain);
    let long = "s".repeat(4097);
    for (name, value, code) in [
        ("response_type", "", ErrorCode::InvalidRequest),
        ("response_type", "token", ErrorCode::UnsupportedResponseType),
        ("response_type", "id_token", ErrorCode::UnsupportedResponseType),
        ("response_type", "code token", ErrorCode::UnsupportedResponseType),
        ("response_mode", "pigeon", ErrorCode::InvalidRequest),
        ("response_mode", "fragment", ErrorCode::InvalidRequest),
        ("response_mode", "fragment.jwt", ErrorCode::InvalidRequest),
        ("scope", "payments", ErrorCode::InvalidScope),
        ("scope", "unknown", ErrorCode::InvalidScope),
        ("scope", "", ErrorCode::InvalidScope),
        ("scope", "openid \"", ErrorCode::InvalidScope),
        ("state", &long, ErrorCode::InvalidRequest),
        ("state", "a\nb", ErrorCode::InvalidRequest),
        ("nonce", &long, ErrorCode::InvalidRequest),
        ("code_challenge", "short", ErrorCode::InvalidRequest),
        ("code_challenge", "", ErrorCode::InvalidRequest),
        ("code_challenge_method", "plain", ErrorCode::InvalidRequest),
        ("code_challenge_method", "", ErrorCode::InvalidRequest),
        ("prompt", "none login", ErrorCode::InvalidRequest),
        ("prompt", "dance", ErrorCode::InvalidRequest),
        ("max_age", "-1", ErrorCode::InvalidRequest),
        ("max_age", "+1", ErrorCode::InvalidRequest),
        ("max_age", "99999999999", ErrorCode::InvalidRequest),
        ("claims", "[]", ErrorCode::InvalidRequest),
        ("resource", "https://other.example/", ErrorCode::InvalidTarget),
        ("resource", "relative", ErrorCode::InvalidTarget),
        ("registration", "{}", ErrorCode::RegistrationNotSupported),
        ("request_uri", "urn:x", ErrorCode::InvalidRequest),
        ("dpop_jkt", "x", ErrorCode::InvalidRequest),
    ] {
        assert_eq!(code_and_told(&[(name, value)], &plain, BROWSER), (code, true), "{name}={value}");
    }
    let mut nothing = client(Profile::Plain);
    nothing.metadata.response_types = vec![];
    assert_eq!(code_and_told(&[], &nothing, BROWSER), (ErrorCode::UnauthorizedClient, true));
}

/// RFC 6749 3.1.
#[test]
fn a_repeated_parameter_is_an_error_that_the_client_is_told() {
    let text = "client_id=a&redirect_uri=https://a.example/cb&response_type=code&scope=openid&foo=1&foo=2&state=s";
    let parameters = Parameters::parse(text, Limits::default()).unwrap();
    let fault = read(&parameters, &client(Profile::Plain), &SERVER, BROWSER).unwrap_err();
    assert_eq!(fault.error.code, ErrorCode::InvalidRequest);
    let (mode, address, response) = fault.response("https://id.example").unwrap();
    let Answer::Redirect(location) = response.deliver(mode, address) else { panic!("no redirect") };
    assert!(location.starts_with("https://a.example/cb?error=invalid_request&"));
    assert!(location.ends_with("&state=s&iss=https%3A%2F%2Fid.example"));
}

/// RFC 9700 4.4 (mix-up): each answer, good or bad, says who gave it (RFC 9207 2).
#[test]
fn every_answer_names_its_issuer() {
    let request = attempt(&[], &client(Profile::Plain), BROWSER).unwrap();
    let answer =
        Response::code(&request, "c", "https://id.example").deliver(request.response_mode, &request.redirect_uri);
    let expected = "https://a.example/cb?code=c&state=s&iss=https%3A%2F%2Fid.example";
    assert_eq!(answer, Answer::Redirect(expected.to_owned()));
    let error = crate::error::ProtocolError::new(ErrorCode::AccessDenied, "no");
    let answer =
        Response::refusal(&request, &error, "https://id.example").deliver(ResponseMode::Query, &request.redirect_uri);
    assert!(
        matches!(answer, Answer::Redirect(location) if location.ends_with("&state=s&iss=https%3A%2F%2Fid.example"))
    );
}

/// RFC 9700 4.7 (CSRF): the state comes back as it was, to the byte.
#[test]
fn the_state_comes_back_unchanged() {
    for state in ["a b+c&d=e%20", "\u{44f}", "{\"x\":\"</script>\"}", "=", "0"] {
        let request = attempt(&[("state", state)], &client(Profile::Plain), BROWSER).unwrap();
        let answer =
            Response::code(&request, "c", "https://id.example").deliver(ResponseMode::Query, &request.redirect_uri);
        let Answer::Redirect(location) = answer else { panic!("no redirect") };
        let address = url::Url::parse(&location).unwrap();
        let back = address.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value.into_owned());
        assert_eq!(back.as_deref(), Some(state));
    }
}

/// RFC 9700 4.8.2 (PKCE downgrade): a challenge is never dropped or weakened, and public clients cannot leave it out.
#[test]
fn a_challenge_cannot_be_downgraded() {
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    assert!(attempt(&without, &client(Profile::Plain), BROWSER).unwrap().code_challenge.is_none());
    let mut public = client(Profile::Plain);
    public.metadata.auth_method = AuthMethod::None;
    assert_eq!(code_and_told(&without, &public, BROWSER), (ErrorCode::InvalidRequest, true));
    assert!(attempt(&[], &public, BROWSER).unwrap().code_challenge.is_some());
}

/// RFC 9126 6, RFC 9101 10.5, FAPI 2.0: what a client owes.
#[test]
fn fapi_requests_are_pushed_bound_and_signed() {
    let fapi = client(Profile::Fapi2Security);
    assert_eq!(code_and_told(&[], &fapi, BROWSER), (ErrorCode::InvalidRequest, false));
    assert_eq!(code_and_told(&[], &fapi, Arrival::Browser { signed: true }), (ErrorCode::InvalidRequest, false));
    assert!(attempt(&[], &fapi, PUSHED).is_ok());
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    assert_eq!(code_and_told(&without, &fapi, PUSHED), (ErrorCode::InvalidRequest, true));
    let signing = client(Profile::Fapi2MessageSigning);
    assert_eq!(code_and_told(&[], &signing, PUSHED), (ErrorCode::InvalidRequest, true));
    let signed = Arrival::Pushed { signed: true, proof: None };
    assert_eq!(attempt(&[], &signing, signed).unwrap().response_mode, ResponseMode::QueryJwt);
    assert_eq!(attempt(&[("response_mode", "jwt")], &signing, signed).unwrap().response_mode, ResponseMode::QueryJwt);
    assert_eq!(code_and_told(&[("response_mode", "query")], &signing, signed), (ErrorCode::InvalidRequest, true));
    let fault = attempt(&[("response_mode", "query")], &signing, signed).unwrap_err();
    assert!(matches!(fault.to, Destination::Client { mode: ResponseMode::QueryJwt, .. }), "errors are signed too");
    assert_eq!(fault.pushed_reply().status, 400);
}

/// RFC 9449 10.1: the name and the proof are one key.
#[test]
fn the_code_is_bound_to_the_key_that_was_proved() {
    let plain = client(Profile::Plain);
    let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let proof = |proof| Arrival::Pushed { signed: false, proof: Some(proof) };
    assert_eq!(attempt(&[], &plain, proof(CHALLENGE)).unwrap().dpop_jkt.as_deref(), Some(CHALLENGE));
    assert!(attempt(&[("dpop_jkt", CHALLENGE)], &plain, proof(CHALLENGE)).is_ok());
    let (code, _) = code_and_told(&[("dpop_jkt", CHALLENGE)], &plain, proof(other));
    assert_eq!(code, ErrorCode::InvalidDpopProof);
}

#[test]
fn the_front_channel_takes_a_nonce_and_a_fragment() {
    let mut allowed = client(Profile::Plain);
    allowed.metadata.response_types = vec![ResponseType::CodeIdToken];
    allowed.metadata.grant_types = vec![GrantType::AuthorizationCode, GrantType::Implicit];
    let hybrid = ("response_type", "id_token code");
    assert_eq!(attempt(&[hybrid], &allowed, BROWSER).unwrap().response_mode, ResponseMode::Fragment);
    for changes in [[hybrid, ("nonce", "")], [hybrid, ("response_mode", "query")], [hybrid, ("scope", "email")]] {
        assert_eq!(code_and_told(&changes, &allowed, BROWSER), (ErrorCode::InvalidRequest, true), "{changes:?}");
    }
    let form = attempt(&[hybrid, ("response_mode", "form_post.jwt")], &allowed, BROWSER).unwrap();
    assert_eq!(form.response_mode, ResponseMode::FormPostJwt);
}

#[test]
fn modes_are_those_that_the_client_registered() {
    let mut only = client(Profile::Plain);
    only.metadata.response_modes = Some(vec![ResponseMode::FormPost, ResponseMode::Jwt]);
    assert!(attempt(&[("response_mode", "form_post")], &only, BROWSER).is_ok());
    assert_eq!(attempt(&[("response_mode", "jwt")], &only, BROWSER).unwrap().response_mode, ResponseMode::QueryJwt);
    assert_eq!(code_and_told(&[("response_mode", "query")], &only, BROWSER), (ErrorCode::InvalidRequest, true));
}

#[test]
fn unknown_scopes_and_defaults() {
    let mut defaults = client(Profile::Plain);
    defaults.metadata.default_max_age = Some(60);
    defaults.metadata.default_acr_values = vec!["high".to_owned()];
    let request = attempt(&[("scope", "openid unknown payments")], &defaults, BROWSER).unwrap();
    assert_eq!(request.scopes, ["openid"]);
    assert_eq!((request.max_age, request.acr_values), (Some(60), vec!["high".to_owned()]));
    assert_eq!(attempt(&[("max_age", "5")], &defaults, BROWSER).unwrap().max_age, Some(5));
}

/// OpenID Connect Core 3.1.2.6, RFC 9101 7: the client hears of an object that is no good, if its address stands outside.
#[test]
fn a_refused_object_is_told_to_whom_it_concerns() {
    let error = crate::error::ProtocolError::new(ErrorCode::RequestUriNotSupported, "no");
    let told = |changes: &[(&str, &str)], client: &Client| object_refused(error, &changed(changes), client).to;
    let plain = client(Profile::Plain);
    let expected = |mode| Destination::Client {
        redirect_uri: "https://a.example/cb".to_owned(),
        mode,
        state: Some("s".to_owned()),
    };
    assert_eq!(told(&[], &plain), expected(ResponseMode::Query));
    assert_eq!(told(&[("response_mode", "form_post")], &plain), expected(ResponseMode::FormPost));
    assert_eq!(told(&[("response_type", "")], &plain), expected(ResponseMode::Query));
    for changes in [[("redirect_uri", "")], [("redirect_uri", "https://evil.example/")], [("client_id", "b")]] {
        assert_eq!(told(&changes, &plain), Destination::Page, "{changes:?}");
    }
    let mut signing = client(Profile::Plain);
    signing.metadata.require_signed_request_object = true;
    for unsigned in [signing, client(Profile::Fapi2Security), client(Profile::Fapi2MessageSigning)] {
        assert_eq!(told(&[], &unsigned), Destination::Page);
    }
}

/// RFC 9126 2.1: a pushed request is a request, not the address of one.
#[test]
fn a_pushed_request_leads_to_no_other() {
    let of = |text: &str| pushed_opening(&Parameters::parse(text, Limits::default()).unwrap());
    assert_eq!(of("client_id=a&scope=openid"), Ok(Source::Plain));
    assert_eq!(of("request=x.y.z"), Ok(Source::Object("x.y.z".to_owned())));
    for text in [
        "request_uri=urn:ietf:params:oauth:request_uri:abc",
        "request_uri=https://a.example/object",
        "request=x.y.z&request_uri=urn:ietf:params:oauth:request_uri:abc",
        "request=x.y.z&request=x.y.z",
        "client_id=a&client_id=b",
    ] {
        assert_eq!(of(text).unwrap_err().code, ErrorCode::InvalidRequest, "{text}");
    }
}

/// OpenID Connect Core 2, 11 and 15.1; Registration 2: what follows from a request for its tokens.
#[test]
fn what_the_tokens_of_a_request_hold() {
    let mut site = client(Profile::Plain);
    let request = |changes: &[(&str, &str)], client: &Client| attempt(changes, client, BROWSER).unwrap();
    assert!(!request(&[], &site).tells_auth_time(&site));
    assert!(request(&[("max_age", "10000")], &site).tells_auth_time(&site));
    let essential = r#"{"id_token":{"auth_time":{"essential":true}}}"#;
    assert!(request(&[("claims", essential)], &site).tells_auth_time(&site));
    assert!(!request(&[("claims", r#"{"id_token":{"auth_time":null}}"#)], &site).tells_auth_time(&site));
    site.metadata.require_auth_time = true;
    assert!(request(&[], &site).tells_auth_time(&site));

    let offline = [("scope", "openid offline_access")];
    assert!(!request(&offline, &site).is_offline(&site), "the client did not register the grant");
    site.metadata.grant_types.push(GrantType::RefreshToken);
    assert!(request(&offline, &site).is_offline(&site));
    assert!(!request(&[], &site).is_offline(&site));
    assert!(request(&[("scope", "email")], &site).is_offline(&site), "OAuth has no word for it");
    site.metadata.response_types = vec![ResponseType::IdToken];
    let front = [("scope", "openid offline_access"), ("response_type", "id_token")];
    assert!(!request(&front, &site).is_offline(&site), "there is no code to trade in");
}

#[test]
fn the_opening_says_where_the_parameters_are() {
    let of = |text: &str| opening(&Parameters::parse(text, Limits::default()).unwrap());
    let source = |text: &str| of(text).map(|opening| opening.source);
    assert_eq!(source("client_id=a"), Ok(Source::Plain));
    assert_eq!(source("client_id=a&request=x.y.z"), Ok(Source::Object("x.y.z".to_owned())));
    let pushed = "client_id=a&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Aabc";
    assert_eq!(source(pushed), Ok(Source::Pushed("abc".to_owned())));
    for (text, code) in [
        ("request=x.y.z", ErrorCode::InvalidRequest),
        ("client_id=a&client_id=b", ErrorCode::InvalidRequest),
        ("client_id=a&request=x&request_uri=y", ErrorCode::InvalidRequest),
        ("client_id=a&request_uri=https://evil.example/", ErrorCode::RequestUriNotSupported),
        ("client_id=a&request_uri=urn:ietf:params:oauth:request_uri:", ErrorCode::InvalidRequestUri),
    ] {
        assert_eq!(of(text), Err(AuthorizationFault { to: Destination::Page, ..of(text).unwrap_err() }), "{text}");
        assert_eq!(of(text).unwrap_err().error.code, code, "{text}");
    }
}

/// RFC 8628 3.1, 5.4: a device asks for what any site may, leaves out what belongs to a browser, and is never let in unasked.
#[test]
fn a_device_asks_without_a_browser() {
    let of = |text: &str, client: &Client| {
        read_device(&Parameters::parse(text, Limits::default()).unwrap(), client, &SERVER)
    };
    let mut device = client(Profile::Plain);
    let refused = of("scope=openid", &device).unwrap_err();
    assert_eq!(refused.code, ErrorCode::UnauthorizedClient, "the client did not register the grant");
    device.metadata.grant_types.push(GrantType::DeviceCode);
    device.metadata.auth_method = AuthMethod::None;
    device.metadata.default_acr_values = vec!["high".to_owned()];
    let text = "client_id=a&scope=openid+email+payments&max_age=60&resource=https://api.example/\
                &prompt=none&state=s&nonce=n&redirect_uri=https://evil.example/&id_token_hint=x&login_hint=x&dpop_jkt=x";
    let request = of(text, &device).unwrap();
    assert_eq!((request.scopes.len(), request.max_age), (2, Some(60)), "no more than is registered");
    assert_eq!((request.acr_values, request.resources.len()), (vec!["high".to_owned()], 1));
    assert_eq!((request.prompts, request.redirect_uri.as_str()), (vec![Prompt::Consent], ""));
    let left_out = [request.state, request.nonce, request.id_token_hint, request.login_hint, request.dpop_jkt];
    assert_eq!(left_out, [None, None, None, None, None]);
    for (text, code) in [
        ("scope=payments", ErrorCode::InvalidScope),
        ("scope=openid&scope=openid", ErrorCode::InvalidRequest),
        ("scope=openid&claims=x", ErrorCode::InvalidRequest),
        ("scope=openid&max_age=-1", ErrorCode::InvalidRequest),
        ("scope=openid&request_uri=urn:x", ErrorCode::InvalidRequest),
        ("scope=openid&resource=https://other.example/", ErrorCode::InvalidTarget),
    ] {
        assert_eq!(of(text, &device).unwrap_err().code, code, "{text}");
    }
    device.metadata.require_signed_request_object = true;
    assert_eq!(of("scope=openid", &device).unwrap_err().code, ErrorCode::InvalidRequest);
    let fapi = Client { profile: Profile::Fapi2Security, ..device };
    assert_eq!(of("scope=openid", &fapi).unwrap_err().code, ErrorCode::UnauthorizedClient);
}
