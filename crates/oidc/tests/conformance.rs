//! What the modules of the OpenID Foundation's conformance suite ask for and no single rule's test says as a whole. Each test names
//! its modules; `docs/protocols/conformance.md` lists all of them, and the first test here keeps that list honest.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may")]

use std::{fs, path::Path};

use jiff::Timestamp;
use okno_oidc::{
    authorization::{self, Answer, Arrival, AuthorizationRequest, Destination, Response, Server},
    claims::{Available, ClaimsRequest, Place, Plan, VerifiedRecord},
    client::{self, CertificateNames, Client, Faults, MetadataRule, Profile},
    error::{ErrorCode, Scheme},
    jose::{Algorithm, Issuing, software::Ed25519},
    logout::{self, LogoutStep},
    parameter::{Limits, Parameters},
    request_object::{self, Outside},
    resource,
    token::{self, Presented},
};
use serde_json::{Value, json};

const ISSUER: &str = "https://id.example";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const SERVER: Server<'static> = Server { scopes: &["openid", "email", "profile"], resources: &[] };

fn form(text: &str) -> Parameters {
    Parameters::parse(text, Limits::default()).unwrap()
}

fn register(profile: Profile, more: &Value) -> Result<Client, Faults> {
    let mut metadata = json!({
        "redirect_uris": ["https://suite.example/cb"],
        "jwks_uri": "https://suite.example/jwks",
        "token_endpoint_auth_method": "private_key_jwt",
        "dpop_bound_access_tokens": profile.is_fapi(),
    });
    for (name, value) in more.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    let rule = MetadataRule { profile, algorithms: &Algorithm::ALL, front_channel: false, under_test: false };
    let metadata = client::read(metadata.to_string().as_bytes(), &rule)?;
    Ok(Client { id: "suite".to_owned(), profile, metadata })
}

fn request(more: &str) -> AuthorizationRequest {
    let text = format!(
        "client_id=suite&redirect_uri=https://suite.example/cb&response_type=code&code_challenge={CHALLENGE}\
         &code_challenge_method=S256&{more}"
    );
    let client = register(Profile::Plain, &json!({})).unwrap();
    authorization::read(&form(&text), &client, &SERVER, Arrival::Browser { signed: false }).unwrap()
}

/// The list of modules names tests that exist, and each row says where the module stands.
#[test]
fn the_list_of_modules_is_honest() {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(crate_root.join("../../docs/protocols/conformance.md")).unwrap();
    let mut named = 0;
    for row in list.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")) {
        let tests: Vec<&str> = row.split('`').skip(1).step_by(2).filter(|word| word.contains("::")).collect();
        let said = ["served part", "not offered", "module |"].iter().any(|words| row.contains(words));
        assert!(!tests.is_empty() || said, "nothing is said of {row}");
        for test in tests {
            let (place, name) = test.rsplit_once("::").unwrap();
            let place = place.replace("::", "/");
            let files = [
                format!("src/{place}.rs"),
                format!("src/{place}/mod.rs"),
                format!("src/{place}/tests.rs"),
                format!("tests/{place}.rs"),
                format!("../web/tests/citizen/{place}.rs"),
                format!("../app/tests/use_cases/{place}.rs"),
            ];
            let texts = files.iter().filter_map(|file| fs::read_to_string(crate_root.join(file)).ok());
            assert!(texts.into_iter().any(|text| text.contains(&format!("fn {name}("))), "there is no test {test}");
            named += 1;
        }
    }
    assert!(named > 100, "{named}");
}

/// OIDCCEnsureRequestWithUnknownParameterSucceeds, OIDCCDisplayPage, OIDCCDisplayPopup, OIDCCLoginHint, OIDCCUiLocales,
/// OIDCCClaimsLocales, OIDCCEnsureRequestWithAcrValuesSucceeds, OIDCEnsureOtherScopeOrderSucceeds.
#[test]
fn what_is_not_understood_is_passed_over() {
    let plain = request("scope=openid+email");
    for more in ["extra=foobar", "display=page", "display=popup", "claims_locales=se"] {
        assert_eq!(request(&format!("scope=openid+email&{more}")), plain, "{more}");
    }
    assert_eq!(
        request("scope=openid&login_hint=buffy%40suite.example").login_hint.as_deref(),
        Some("buffy@suite.example")
    );
    assert_eq!(request("scope=openid&ui_locales=se+xx").ui_locales, ["se", "xx"]);
    assert_eq!(request("scope=openid&acr_values=1+2").acr_values, ["1", "2"]);
    assert!(request("scope=email+openid").is_openid());
}

/// FAPI2SPFinalEnsureAuthorizationRequestWithLongState, …WithLongNonce, …With64CharNonceSuccess, …WithoutStateSuccess,
/// …WithoutNonceSuccess, OIDCCEnsureRequestWithoutNonceSucceedsForCodeFlow.
#[test]
fn state_and_nonce_may_be_long_or_missing() {
    let (state, nonce) = ("s".repeat(1000), "n".repeat(384));
    let long = request(&format!("scope=openid&state={state}&nonce={nonce}"));
    assert_eq!((long.state, long.nonce), (Some(state), Some(nonce)));
    assert_eq!(request(&format!("scope=openid&nonce={}", "n".repeat(64))).nonce.map(|nonce| nonce.len()), Some(64));
    let bare = request("scope=openid");
    assert_eq!((&bare.state, &bare.nonce), (&None, &None));
    let answer = Response::code(&bare, "c", ISSUER).deliver(bare.response_mode, &bare.redirect_uri);
    let expected = "https://suite.example/cb?code=c&iss=https%3A%2F%2Fid.example";
    assert_eq!(answer, Answer::Redirect(expected.to_owned()));
}

/// The plan for Form Post: what the Basic plan has, by a form.
#[test]
fn a_code_comes_by_a_form() {
    let request = request("scope=openid&state=s&response_mode=form_post");
    let answer = Response::code(&request, "c", ISSUER).deliver(request.response_mode, &request.redirect_uri);
    let fields = vec![("code", "c".to_owned()), ("state", "s".to_owned()), ("iss", ISSUER.to_owned())];
    assert_eq!(answer, Answer::FormPost { action: "https://suite.example/cb".to_owned(), fields });
}

/// OIDCC3rdPartyInitLoginNonHttps, OIDCCRegistrationLogoUri, …PolicyUri, …TosUri, OIDCCRedirectUriRegFrag.
#[test]
fn addresses_of_a_registration_are_secure() {
    for name in ["logo_uri", "policy_uri", "tos_uri", "initiate_login_uri", "backchannel_logout_uri", "jwks_uri"] {
        let with = |address: &str| register(Profile::Plain, &json!({ name: address }));
        assert!(with("https://suite.example/x").is_ok(), "{name}");
        assert_eq!(
            with("http://suite.example/x").unwrap_err().error().code,
            ErrorCode::InvalidClientMetadata,
            "{name}"
        );
    }
    let fragment = json!({ "redirect_uris": ["https://suite.example/cb#foobar"] });
    assert_eq!(register(Profile::Plain, &fragment).unwrap_err().error().code, ErrorCode::InvalidRedirectUri);
}

/// FAPI2SPFinalEnsureHolderOfKeyRequired and the part of FAPI2SPFinalRefreshToken that comes without a key: with each way to prove
/// who one is and each way to bind.
#[test]
fn whoever_shows_no_key_gets_no_tokens() {
    let by_certificate =
        json!({ "dpop_bound_access_tokens": false, "tls_client_certificate_bound_access_tokens": true });
    for more in [json!({}), by_certificate] {
        let client = register(Profile::Fapi2Security, &more).unwrap();
        let refused = Presented::default().binding(&client).unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidRequest);
        assert_eq!(refused.reply().status, 400);
    }
    let tls = json!({ "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_dns": "suite.example" });
    let client = register(Profile::Fapi2Security, &tls).unwrap();
    let named = |dns: &[&str]| {
        let names = CertificateNames { dns, ..CertificateNames::default() };
        client.metadata.certificate_subject.as_ref().unwrap().is_in(&names)
    };
    assert!(named(&["suite.example"]) && !named(&["other.example"]), "one's own certificate");
    let evidence = token::evidence(None, &form("client_id=suite"), false).unwrap();
    assert!(evidence.proof(&client).is_err_and(|error| error.code == ErrorCode::InvalidClient));
}

/// FAPI2SPFinalEnsureClientIdInTokenEndpoint, FAPI2SPFinalEnsureClientAssertionInTokenEndpoint.
#[test]
fn the_form_names_the_client_that_proves_itself() {
    let client = register(Profile::Fapi2Security, &json!({})).unwrap();
    let assertion =
        "client_assertion=x.y.z&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    for (text, good) in [
        (assertion.to_owned(), true),
        (format!("client_id=suite&{assertion}"), true),
        (format!("client_id=other&{assertion}"), false),
        ("client_id=suite".to_owned(), false),
    ] {
        let proof = token::evidence(None, &form(&text), false).unwrap();
        let proof = proof.proof(&client);
        assert_eq!(proof.is_ok(), good, "{text}");
        assert!(good || proof.is_err_and(|error| error.code == ErrorCode::InvalidClient), "{text}");
    }
}

/// FAPI2SPFinalAccessTokenTypeHeaderCaseSensitivity, OIDCCUserInfoGet, OIDCCUserInfoPostHeader, OIDCCUserInfoPostBody.
#[test]
fn schemes_have_no_case() {
    for (header, scheme) in
        [("bEaReR t", Scheme::Bearer), ("BEARER t", Scheme::Bearer), ("dPoP t", Scheme::Dpop), ("DPOP t", Scheme::Dpop)]
    {
        assert_eq!(resource::presented(Some(header), None).unwrap().scheme, scheme, "{header}");
    }
    assert_eq!(resource::presented(None, Some(&form("access_token=t"))).unwrap().scheme, Scheme::Bearer);
}

/// FAPI2SPFinalEnsureRequestObjectWithoutRedirectUriFails, …StateOnlyOutsideRequestObjectNotUsed,
/// …EnsureDifferentNonceInsideAndOutsideRequestObject, …EnsureDifferentStateInsideAndOutsideRequestObject,
/// …PARRejectRequestUriInParAuthorizationRequest, …EnsureUnsignedRequestAtParEndpointFails.
#[test]
fn what_stands_beside_a_pushed_object_does_not_count() {
    let client = register(Profile::Fapi2MessageSigning, &json!({})).unwrap();
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let signer = Ed25519::new("k", &[7; 32]);
    let key = signer.public().unwrap();
    let issuing = Issuing::new(std::sync::Arc::new(signer), "oauth-authz-req+jwt").unwrap();
    let read = |without: &str, with: Option<(&str, &str)>| {
        let mut claims = json!({
            "iss": "suite", "aud": [ISSUER, "https://other.example"], "client_id": "suite", "nbf": now.as_second(),
            "exp": now.as_second() + 300, "response_type": "code", "scope": "openid", "nonce": "n", "state": "s",
            "redirect_uri": "https://suite.example/cb", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
        });
        claims.as_object_mut().unwrap().remove(without);
        if let Some((name, value)) = with {
            claims[name] = json!(value);
        }
        let expected = request_object::Expected {
            client_id: "suite",
            issuer: ISSUER,
            algorithms: &Algorithm::FAPI,
            keys: &key,
            profile: client.profile,
            now,
        };
        let inside = request_object::open(&issuing.sign(&claims).unwrap(), &expected).map_err(|fault| fault.error())?;
        let outside =
            ["state", "nonce", "redirect_uri"].map(|name| (name.to_owned(), "https://suite.example/cb".to_owned()));
        let merged =
            request_object::merge(inside, &outside, "suite", Outside::PUSHED).map_err(|fault| fault.error())?;
        let merged = Parameters::from_pairs(merged, Limits::default()).unwrap();
        authorization::read(&merged, &client, &SERVER, Arrival::Pushed { signed: true, proof: Some(CHALLENGE) })
            .map_err(|fault| fault.error)
    };
    let request = read("", None).unwrap();
    assert_eq!((request.state.as_deref(), request.nonce.as_deref()), (Some("s"), Some("n")));
    assert_eq!(read("state", None).unwrap().state, None);
    assert_eq!(read("redirect_uri", None).unwrap_err().code, ErrorCode::InvalidRequest);
    assert_eq!(read("", Some(("request_uri", "urn:x"))).unwrap_err().code, ErrorCode::InvalidRequestObject);
    assert_eq!(read("nbf", None).unwrap_err().code, ErrorCode::InvalidRequestObject);
    let unsigned = form(&format!(
        "client_id=suite&redirect_uri=https://suite.example/cb&response_type=code&scope=openid&code_challenge={CHALLENGE}\
         &code_challenge_method=S256"
    ));
    let fault = authorization::read(&unsigned, &client, &SERVER, Arrival::Pushed { signed: false, proof: None });
    assert_eq!(fault.unwrap_err().error.code, ErrorCode::InvalidRequest);
}

/// FAPI2SPFinalEnsureResponseTypeTokenFails, FAPI2SPFinalEnsureResponseTypeCodeIdTokenFails, OIDCCResponseTypeMissing: the client
/// is told, and nothing of a token or code is in what it is told.
#[test]
fn other_response_types_are_refused() {
    let client = register(Profile::Fapi2Security, &json!({})).unwrap();
    for (kind, code) in [
        ("token", ErrorCode::UnsupportedResponseType),
        ("code+id_token", ErrorCode::UnsupportedResponseType),
        ("", ErrorCode::InvalidRequest),
    ] {
        let text =
            format!("client_id=suite&redirect_uri=https://suite.example/cb&scope=openid&state=s&response_type={kind}");
        let arrival = Arrival::Pushed { signed: false, proof: None };
        let fault = authorization::read(&form(&text), &client, &SERVER, arrival).unwrap_err();
        assert_eq!(fault.error.code, code, "{kind}");
        assert_eq!(fault.pushed_reply().status, 400);
        let Destination::Client { state, .. } = &fault.to else { panic!("{kind}: not told") };
        assert_eq!(state.as_deref(), Some("s"));
    }
}

/// OIDCCRpInitiatedLogoutNoParams, …OnlyState, …NoPostLogoutRedirectUri, …NoIdTokenHint, …NoState,
/// …BadLogoutRedirectUri, …ModifiedIdTokenHint.
#[test]
fn a_logout_without_its_parts_goes_nowhere() {
    let client =
        register(Profile::Plain, &json!({ "post_logout_redirect_uris": ["https://suite.example/out"] })).unwrap();
    let hint = logout::VerifiedHint { client_id: "suite".to_owned(), is_of_this_session: true };
    let back = "post_logout_redirect_uri=https://suite.example/out";
    let step = |text: &str, hint: Option<&logout::VerifiedHint>| {
        logout::decide(&logout::read(&form(text)).unwrap(), hint, hint.map(|_| &client))
    };
    assert_eq!(step("", None), Ok(LogoutStep::Confirm(None)));
    assert_eq!(step("state=s", None), Ok(LogoutStep::Confirm(None)));
    assert_eq!(step("id_token_hint=t&state=s", Some(&hint)), Ok(LogoutStep::End(None)));
    let out = Some("https://suite.example/out".to_owned());
    assert_eq!(step(&format!("id_token_hint=t&{back}"), Some(&hint)), Ok(LogoutStep::End(out)));
    assert!(step(&format!("{back}&state=s"), None).is_err(), "no hint");
    assert!(step(&format!("id_token_hint=t&{back}&state=s"), None).is_err(), "a hint that was changed");
    assert!(step(&format!("id_token_hint=t&{back}bar"), Some(&hint)).is_err(), "another address");
}

/// EKYCRequestVerifiedClaimsOnlyInIdToken, EKYCRequestVerifiedClaimsOnlyInUserinfo, EKYCHappyPathTest,
/// EKYCRequestClaimWithRandomValueMustBeOmitted.
#[test]
fn verified_claims_go_where_they_are_asked_for() {
    let object = |value: Value| value.as_object().unwrap().clone();
    let claims = object(json!({ "given_name": "A", "family_name": "B" }));
    let verification = object(json!({ "trust_framework": "t" }));
    let available = Available { claims: claims.clone(), verified: vec![VerifiedRecord { verification, claims }] };
    let delivered = |member: &str, demand: Value| {
        let verified = json!({ "verification": { "trust_framework": null }, "claims": { "given_name": demand } });
        let request = json!({ member: { "verified_claims": verified } });
        let plan = Plan::of(&[], &ClaimsRequest::parse(&request.to_string()).unwrap(), &[], true);
        [Place::IdToken, Place::UserInfo].map(|place| {
            let told = plan.deliver(place, &available, &|_| true, Timestamp::UNIX_EPOCH);
            told.get("verified_claims").and_then(|verified| verified["claims"]["given_name"].as_str()).is_some()
        })
    };
    assert_eq!(delivered("id_token", Value::Null), [true, false]);
    assert_eq!(delivered("userinfo", Value::Null), [false, true]);
    assert_eq!(delivered("id_token", json!({ "value": "5f0c3a52" })), [false, false]);
    assert_eq!(delivered("userinfo", json!({ "value": "5f0c3a52" })), [false, false]);
}
