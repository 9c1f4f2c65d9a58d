//! Sections 1.1, 1.7, 1.8, 2.1.

use super::{
    authorization::AccessType,
    token::{CodeBinding, Grant, endpoint_meant},
    *,
};
use crate::esia::signed_string::{Reading, Signed};

/// Section 1.7, with the signature of vector A.1.
pub(crate) const AC_V2: &str = "client_id=DEMO01&client_secret=LjG12Ou_0erda_7o2iuelFrS1Bmr_PkUJ6IhwHxqmDvQg9QLg-M0JvVIlmrjlc9XZTtE41BDKnWxjPI26clfCw%3D%3D&scope=openid%20fullname%20snils&timestamp=2026.03.01%2012%3A30%3A05%20%2B0300&state=7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0&redirect_uri=https%3A%2F%2Frp.example%2Fcb&client_certificate_hash=647D125A3ABF7A4DBF5CC96BAA27BC3032294920E4D0F85D3EA5A5B3E4E25F12&response_type=code&access_type=offline";

/// The same without the hash.
pub(crate) const AC_V1: &str = "client_id=DEMO01&client_secret=AAAA&scope=openid+fullname+snils&timestamp=2026.03.01+12%3A30%3A05+%2B0300&state=7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0&redirect_uri=https%3A%2F%2Frp.example%2Fcb&response_type=code&access_type=online";

/// Section 2.1, first example.
pub(crate) const TE_V3_CODE: &str = "client_id=DEMO01&client_secret=AAAA&grant_type=authorization_code&code=eyJ.a.b&redirect_uri=https://rp.example/cb&scope=openid&state=7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0&timestamp=2026.03.01%2012:30:05%20%2B0300&token_type=Bearer&client_certificate_hash=647D125A3ABF7A4DBF5CC96BAA27BC3032294920E4D0F85D3EA5A5B3E4E25F12";

pub(crate) fn now() -> Timestamp {
    "2026-03-01T09:30:06Z".parse().unwrap()
}

/// The request with one parameter set to another value; left out when empty.
pub(crate) fn with(query: &str, name: &str, value: &str) -> String {
    let mut pairs: Vec<String> =
        query.split('&').filter(|pair| pair.split_once('=').unwrap().0 != name).map(str::to_owned).collect();
    if !value.is_empty() {
        pairs.push(format!("{name}={value}"));
    }
    pairs.join("&")
}

fn read_authorization(endpoint: Endpoint, query: &str, rules: &Rules) -> Result<AuthorizationRequest, Refusal> {
    let parameters = Parameters::read(query, b"")?;
    AuthorizationRequest::read(endpoint, Target::read(&parameters)?, &parameters, rules, now())
}

fn read_token(endpoint: Endpoint, body: &str, rules: &Rules) -> Result<TokenRequest, Refusal> {
    TokenRequest::read(endpoint, &Parameters::read("", body.as_bytes())?, rules, now())
}

/// The rules of a client that may ask in its own right.
pub(crate) fn own() -> Rules {
    Rules { own_credentials: true, ..Rules::strict() }
}

/// Section 2.1, last example.
fn system() -> String {
    let scope = "http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001";
    with(&with(TE_V3_CODE, "grant_type", "client_credentials"), "scope", scope)
}

pub(crate) fn system_token(endpoint: Endpoint, body: &str) -> TokenRequest {
    read_token(endpoint, body, &own()).unwrap()
}

pub(crate) fn authorization(endpoint: Endpoint, query: &str) -> AuthorizationRequest {
    read_authorization(endpoint, query, &Rules::strict()).unwrap()
}

pub(crate) fn token(endpoint: Endpoint, body: &str) -> TokenRequest {
    read_token(endpoint, body, &Rules::strict()).unwrap()
}

/// Section 1.7.
#[test]
fn the_complete_example_is_read() {
    let request = authorization(Endpoint::AcV2, AC_V2);
    assert_eq!(request.target.client_id, "DEMO01");
    assert_eq!(request.scope.as_sent(), "openid fullname snils");
    assert_eq!(request.access_type, AccessType::Offline);
    assert_eq!(request.time.at, Some("2026-03-01T09:30:05Z".parse().unwrap()));
    assert!(request.certificate_hash.is_some());
    let registered = ["https://rp.example".to_owned()];
    assert!(request.target.redirect_uri.check(&registered, &Rules::strict()).is_ok());
    assert_eq!(request.target.succeed("c"), "https://rp.example/cb?code=c&state=7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0");
    assert_eq!(
        request.target.refuse(&Refusal::new(Code::CLIENT_SECRET, "")),
        "https://rp.example/cb?error=access_denied&error_description=ESIA-007053%3A+OAuthErrorEnum.clientSecretWrong\
         &state=7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0"
    );
    assert!(read_authorization(Endpoint::Ac, AC_V1, &Rules::strict()).unwrap().certificate_hash.is_none());
}

/// Section 1.1, row by row: what each parameter may be, in strict and in lenient mode.
#[test]
fn every_parameter_of_the_authorization_request_has_its_rule() {
    let ok = None;
    let cases = [
        ("client_id", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("client_id", "500201", ok, ok),
        ("client_id", "a%20b", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("client_secret", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("redirect_uri", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("redirect_uri", "cb", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("redirect_uri", "https://rp.example/cb?data=1", ok, ok),
        ("scope", "", Some(Code::NO_SCOPE), Some(Code::NO_SCOPE)),
        ("scope", "open*id%20snils", Some(Code::SCOPE), ok),
        ("response_type", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("response_type", "token", Some(Code::RESPONSE_TYPE), Some(Code::RESPONSE_TYPE)),
        ("state", "", Some(Code::MISSING), ok),
        ("state", "pI6Vd1rS0-3kQmQy4o5aZJ7rQYxw4mA4yH5p7q0d3nE", Some(Code::PARAMETER), ok),
        ("state", "7f3b6c1e2a544d0f9b1e5c8a7d21e4f0", Some(Code::PARAMETER), ok),
        ("state", "a%0d%0ab", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("timestamp", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("timestamp", "2026.03.01%2012:30:05%20%200300", Some(Code::TIME), ok),
        ("timestamp", "2026.03.01%2012:20:06%20%2B0300", ok, ok),
        ("timestamp", "2026.03.01%2012:20:05%20%2B0300", Some(Code::TIME), ok),
        ("timestamp", "2026.03.01%2012:40:06%20%2B0300", ok, ok),
        ("timestamp", "2026.03.01%2012:40:07%20%2B0300", Some(Code::TIME), ok),
        ("access_type", "", Some(Code::MISSING), ok),
        ("access_type", "forever", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("client_certificate_hash", "", Some(Code::MISSING), ok),
        ("client_certificate_hash", "xyz", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("scope_org", "org_ogrn%20org_inn", ok, ok),
        ("scope_org", "fullname", Some(Code::SCOPE), ok),
        ("permissions", "*", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("person_filter", "Y29uZl9hY2M", ok, ok),
        ("person_filter", "b3RoZXI", Some(Code::PARAMETER), ok),
        ("code_challenge", "short", Some(Code::PARAMETER), Some(Code::PARAMETER)),
        ("obj_type", "anything", ok, ok),
        ("roles", "anything", ok, ok),
        ("nonce", "n", ok, ok),
        ("prompt", "login", ok, ok),
        ("approval_prompt", "force", ok, ok),
    ];
    for (name, value, strict, lenient) in cases {
        let query = with(AC_V2, name, value);
        for (rules, expected) in [(Rules::strict(), strict), (Rules::lenient(), lenient)] {
            let code = read_authorization(Endpoint::AcV2, &query, &rules).err().map(|refusal| refusal.code());
            assert_eq!(code, expected, "{name}={value} {:?}", rules.mode);
        }
    }
}

/// Section 1.1: the first generation knows neither hash nor `scope_org`, consents and PKCE; they are passed over.
#[test]
fn the_first_generation_ignores_what_it_does_not_know() {
    for name in ["client_certificate_hash", "scope_org", "permissions", "code_challenge"] {
        let request = authorization(Endpoint::Ac, &with(AC_V1, name, "*"));
        assert!(request.certificate_hash.is_none() && request.scope_org.is_none());
        assert!(request.permissions.is_none() && request.challenge.is_none());
    }
}

/// Sections 1.1, 2.9: with values in the settings, ESIA-007060 and 007061.
#[test]
fn unknown_values_of_roles_and_types_are_a_setting() {
    let known = Some(vec!["P".to_owned()]);
    let rules = Rules { object_types: known.clone(), roles: known, ..Rules::strict() };
    for (name, code) in [("roles", Code::ROLES), ("obj_type", Code::OBJECT_TYPE)] {
        assert!(read_authorization(Endpoint::AcV2, &with(AC_V2, name, "P"), &rules).is_ok());
        let refusal = read_authorization(Endpoint::AcV2, &with(AC_V2, name, "X"), &rules).unwrap_err();
        assert_eq!(refusal.code(), code);
    }
}

/// A repeated parameter is told to the client, when the redirect address stands.
#[test]
fn repeated_parameters_are_refused() {
    let refusal = read_authorization(Endpoint::AcV2, &format!("{AC_V2}&scope=openid"), &Rules::lenient()).unwrap_err();
    assert_eq!((refusal.code(), refusal.parameter()), (Code::PARAMETER, Some("scope")));
    let refusal = read_token(Endpoint::Te, &format!("{TE_V3_CODE}&code=x"), &Rules::lenient()).unwrap_err();
    assert_eq!((refusal.code(), refusal.parameter()), (Code::PARAMETER, Some("code")));
}

/// Section 2.1, row by row.
#[test]
fn every_parameter_of_the_token_request_has_its_rule() {
    let ok = None;
    let cases = [
        ("client_id", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("client_secret", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("grant_type", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("grant_type", "password", Some(Code::GRANT_TYPE), Some(Code::GRANT_TYPE)),
        ("grant_type", "refresh_token", Some(Code::MISSING), Some(Code::MISSING)),
        ("grant_type", "client_credentials", Some(Code::CLIENT), Some(Code::CLIENT)),
        ("code", "", Some(Code::MISSING), Some(Code::MISSING)),
        ("redirect_uri", "", Some(Code::MISSING), Some(Code::MISSING)),
        // Four libraries send the state in it.
        ("refresh_token", "7f3b6c1e-2a54-4d0f-9b1e-5c8a7d21e4f0", ok, ok),
        ("scope", "", Some(Code::NO_SCOPE), ok),
        ("scope_org", "org_inn", ok, ok),
        ("state", "", Some(Code::MISSING), ok),
        ("timestamp", "", Some(Code::MISSING), ok),
        ("timestamp", "2026.03.01%2012:00:00%20%2B0300", Some(Code::TIME), ok),
        ("token_type", "", Some(Code::MISSING), ok),
        ("token_type", "MAC", Some(Code::PARAMETER), ok),
        ("client_certificate_hash", "", Some(Code::MISSING), ok),
    ];
    for (name, value, strict, lenient) in cases {
        let body = with(TE_V3_CODE, name, value);
        for (rules, expected) in [(Rules::strict(), strict), (Rules::lenient(), lenient)] {
            let code = read_token(Endpoint::TeV3, &body, &rules).err().map(|refusal| refusal.code());
            assert_eq!(code, expected, "{name}={value} {:?}", rules.mode);
        }
    }
    let request = token(Endpoint::TeV3, TE_V3_CODE);
    assert_eq!(format!("{:?}", request.grant), "authorization_code");
    assert!(token(Endpoint::Te, &with(TE_V3_CODE, "client_certificate_hash", "")).certificate_hash.is_none());
}

/// Section 2.1: refresh as AISGorod (no address, no hash, no token type) and as ilimurzin; 2.7: a system's own token.
#[test]
fn other_grants_are_read() {
    let mut bare = with(&with(TE_V3_CODE, "grant_type", "refresh_token"), "refresh_token", "R");
    for name in ["redirect_uri", "client_certificate_hash", "token_type", "code"] {
        bare = with(&bare, name, "");
    }
    let request = token(Endpoint::TeV3, &bare);
    assert_eq!(request.grant, Grant::RefreshToken { refresh_token: "R".to_owned() });
    assert_eq!(request.redirect_uri, None);
    let full = with(&with(TE_V3_CODE, "grant_type", "refresh_token"), "refresh_token", "R");
    assert!(token(Endpoint::TeV3, &full).certificate_hash.is_some());
    let system = with(&system(), "response_type", "token");
    assert_eq!(system_token(Endpoint::Te, &system).grant, Grant::ClientCredentials);
    let refusal = read_token(Endpoint::Te, &with(&system, "response_type", "code"), &own()).unwrap_err();
    assert_eq!(refusal.code(), Code::RESPONSE_TYPE);
}

/// Section 2.7: a system's own token is a setting of the client, and about organizations alone; whatever the mode.
#[test]
fn a_systems_own_token_is_for_those_who_may_and_about_organizations() {
    let lenient = Rules { own_credentials: true, ..Rules::lenient() };
    for (scope, code) in [
        ("org_inn", None),
        ("org_inn%20http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001", None),
        ("fullname", Some(Code::NO_GRANTS)),
        ("openid%20org_inn", Some(Code::NO_GRANTS)),
        ("org_inn%20fullname?oid=1000300001", Some(Code::NO_GRANTS)),
        ("org_inn?oid=1000300001", Some(Code::NO_GRANTS)),
        ("prm_chg?oid=1000300001", Some(Code::NO_GRANTS)),
        ("http://esia.gosuslugi.ru/usr_inf?oid=1000300001", Some(Code::NO_GRANTS)),
        ("usr_org", Some(Code::NO_GRANTS)),
        ("", Some(Code::NO_SCOPE)),
    ] {
        let body = with(&system(), "scope", scope);
        for endpoint in [Endpoint::Te, Endpoint::TeV2, Endpoint::TeV3] {
            for rules in [own(), lenient.clone()] {
                let refused = read_token(endpoint, &body, &rules).err().map(|refusal| refusal.code());
                assert_eq!(refused, code, "{scope} at {endpoint} {:?}", rules.mode);
            }
        }
    }
    let beside = with(&system(), "scope_org", "fullname");
    assert_eq!(read_token(Endpoint::TeV2, &beside, &lenient).unwrap_err().code(), Code::NO_GRANTS);
    for rules in [Rules::strict(), Rules::lenient()] {
        assert_eq!(read_token(Endpoint::Te, &system(), &rules).unwrap_err().code(), Code::CLIENT);
    }
}

/// What a client signs for a sign-in is to the letter what it signs for itself; whoever saw the first has not the second.
#[test]
fn a_sign_in_that_was_seen_is_no_request_of_the_system() {
    let rules = own();
    let sign_in = with(AC_V1, "scope", "org_inn");
    let authorization = read_authorization(Endpoint::Ac, &sign_in, &rules).unwrap();
    let stolen = format!("{sign_in}&grant_type=client_credentials&token_type=Bearer");
    let stolen = system_token(Endpoint::Te, &with(&stolen, "response_type", "token"));
    let string = |signed: Signed<'_>| signed.join(Reading::V1).unwrap();
    assert_eq!(string(Signed::token(&stolen)), string(Signed::authorization(&authorization)));
    let (seen, shown) = (authorization.single_use(&rules).unwrap(), stolen.single_use(&rules).unwrap());
    assert_eq!(seen, shown);
    // Until then the time of the request is good: 12:30:05 in Moscow and ten minutes.
    assert_eq!(seen.until, "2026-03-01T09:40:06Z".parse().unwrap());
    let another = with(&sign_in, "state", "0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b11");
    let another = read_authorization(Endpoint::Ac, &another, &rules).unwrap();
    assert_ne!(another.single_use(&rules).unwrap().key, seen.key);
    assert_eq!(authorization.single_use(&Rules::strict()), None, "who may not ask need not be remembered");
    let code = read_token(Endpoint::Te, &with(TE_V3_CODE, "client_certificate_hash", ""), &rules).unwrap();
    assert_eq!(code.single_use(&rules), None, "a code is good once by itself");
}

/// Section 2.1: a library posts `client_credentials` to the authorization endpoint.
#[test]
fn lenient_mode_finds_a_token_request_that_went_astray() {
    let system = Parameters::read("grant_type=client_credentials", b"").unwrap();
    let other = Parameters::read("grant_type=authorization_code", b"").unwrap();
    assert_eq!(endpoint_meant(Endpoint::Ac, &system, Mode::Lenient), Endpoint::Te);
    assert_eq!(endpoint_meant(Endpoint::AcV2, &system, Mode::Lenient), Endpoint::TeV2);
    assert_eq!(endpoint_meant(Endpoint::Ac, &system, Mode::Strict), Endpoint::Ac);
    assert_eq!(endpoint_meant(Endpoint::Ac, &other, Mode::Lenient), Endpoint::Ac);
    assert_eq!(endpoint_meant(Endpoint::TeV3, &system, Mode::Lenient), Endpoint::TeV3);
}

/// A setting of lenient mode, for codes alone.
#[test]
fn unsigned_requests_need_a_setting() {
    let rules = |rules: Rules| Rules { unsigned_token_requests: true, ..rules };
    let code = token(Endpoint::TeV3, TE_V3_CODE);
    assert!(code.may_go_unsigned(&rules(Rules::lenient())));
    assert!(!code.may_go_unsigned(&Rules::lenient()));
    assert!(!code.may_go_unsigned(&rules(Rules::strict())));
    let system = system_token(Endpoint::TeV3, &system());
    assert!(!system.may_go_unsigned(&rules(Rules::lenient())));
    assert!(format!("{code:?}").contains("client_secret: (4 letters)"), "{code:?}");
}

/// Section 2.9, 007011: another client, another address, too late.
#[test]
fn a_code_is_bound() {
    let binding = CodeBinding {
        client_id: "DEMO01".to_owned(),
        redirect_uri: "https://rp.example/cb".to_owned(),
        challenge: None,
        expires_at: "2026-03-01T09:33:00Z".parse().unwrap(),
    };
    let grant = token(Endpoint::TeV3, TE_V3_CODE).grant;
    let code = |binding: &CodeBinding, client: &str, grant: &Grant, at: &str| {
        binding.check(client, grant, at.parse().unwrap()).err().map(|refusal| refusal.code())
    };
    assert_eq!(code(&binding, "DEMO01", &grant, "2026-03-01T09:32:59Z"), None);
    assert_eq!(code(&binding, "DEMO01", &grant, "2026-03-01T09:33:00Z"), Some(Code::GRANT));
    assert_eq!(code(&binding, "DEMO02", &grant, "2026-03-01T09:32:59Z"), Some(Code::GRANT));
    assert_eq!(code(&binding, "DEMO01", &Grant::ClientCredentials, "2026-03-01T09:32:59Z"), Some(Code::GRANT));
    let other = CodeBinding { redirect_uri: "https://rp.example/cb/".to_owned(), ..binding.clone() };
    assert_eq!(code(&other, "DEMO01", &grant, "2026-03-01T09:32:59Z"), Some(Code::GRANT));
    let with_verifier = token(Endpoint::TeV3, &with(TE_V3_CODE, "code_verifier", &"a".repeat(43))).grant;
    assert_eq!(code(&binding, "DEMO01", &with_verifier, "2026-03-01T09:32:59Z"), Some(Code::NO_CHALLENGE));
}
