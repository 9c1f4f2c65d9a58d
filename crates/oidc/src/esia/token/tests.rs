//! Sections 2.2 to 2.5 and 6; appendix A.2.

use std::convert::Infallible;

use jiff::Timestamp;

use super::{
    id::IdToken,
    jwt::Kind,
    response::{Holds, Tokens},
    *,
};
use crate::{
    esia::{
        Code, Mode, Settings,
        request::{authorization::AccessType, token::Grant},
        scope::Scope,
        settings::AuthTimeUnit,
    },
    jose::{Algorithm, base64url},
};

const PERSON: u64 = 1_000_300_001;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_357_405).unwrap()
}

fn settings(algorithm: Algorithm) -> Settings {
    Settings::new("https://esia.example", algorithm)
}

fn sign(algorithm: Algorithm, input: &[u8]) -> Vec<u8> {
    [algorithm.as_str().as_bytes(), input].concat()
}

fn verify(algorithm: Algorithm, input: &[u8], signature: &[u8]) -> bool {
    sign(algorithm, input) == signature
}

fn scopes(text: &str) -> Vec<Scope> {
    text.split(' ').map(|scope| Scope::parse(scope).unwrap()).collect()
}

fn access<'a>(scopes: &'a [Scope], permissions: &'a [String]) -> AccessToken<'a> {
    AccessToken {
        person: Some(PERSON),
        organization: None,
        session: "sid",
        name: "handle",
        client_id: "DEMO01",
        scopes,
        permissions,
    }
}

fn signed(token: Unsigned) -> String {
    let signer = |algorithm: Algorithm, input: &[u8]| Ok::<_, Infallible>(sign(algorithm, input));
    let Ok(token) = token.sign(&signer);
    token
}

fn claims(token: &str) -> Value {
    Value::Object(jwt::parse(token).unwrap().claims)
}

fn header(token: &str) -> String {
    String::from_utf8(base64url::decode(token.split('.').next().unwrap()).unwrap()).unwrap()
}

/// Vector A.2: header, claims and the length of a GOST signature.
#[test]
fn the_vector_is_read() {
    let token = "eyJ2ZXIiOjEsInR5cCI6IkpXVCIsInNidCI6ImFjY2VzcyIsImFsZyI6IkdPU1QzNDEwXzIwMTJfMjU2In0.eyJ1cm46ZXNpYTpzYmpfaWQiOjEwMDAzMDAwMDEsImV4cCI6MTc3MjM2MTAwNX0.1D-N_nFuFEyFoEM4ardW3Mb_R7CIfklzrjSLr5mOAfb-2hA73PP_zmt7kXx2mAf2L_3IfgFKaXF2uFeUfEQUTg";
    let parsed = jwt::parse(token).unwrap();
    assert_eq!((parsed.kind, parsed.algorithm, parsed.signature.len()), (Kind::Access, Algorithm::Gost256, 64));
    assert_eq!(Value::Object(parsed.claims), json!({"urn:esia:sbj_id": 1_000_300_001, "exp": 1_772_361_005}));
    let built = Unsigned::new(Kind::Access, Algorithm::Gost256, &jwt::parse(token).unwrap().claims);
    assert_eq!(built.input().split('.').next(), token.split('.').next(), "our header is the same, byte by byte");
}

/// Section 2.3.
#[test]
fn access_tokens_have_the_claims_of_the_samples() {
    let list = scopes("fullname openid id_doc");
    let token = signed(access(&list, &[]).build(&settings(Algorithm::Rs256), now()));
    assert_eq!(header(&token), r#"{"ver":1,"typ":"JWT","sbt":"access","alg":"RS256"}"#);
    assert_eq!(
        claims(&token),
        json!({"iss": "http://esia.gosuslugi.ru/", "client_id": "DEMO01", "urn:esia:sid": "sid",
            "jti": "handle", "urn:esia:sbj_id": PERSON, "scope": "fullname?oid=1000300001 openid id_doc?oid=1000300001",
            "iat": 1_772_357_405, "nbf": 1_772_357_405, "exp": 1_772_361_005})
    );
    let text = Settings {
        object: SubjectForm::Text,
        issuer: "http://esia-portal1.test.gosuslugi.ru/".to_owned(),
        ..settings(Algorithm::Gost256)
    };
    let permissions = ["APIPGU".to_owned()];
    let with = AccessToken { organization: Some(1_000_400_001), ..access(&list, &permissions) };
    let token = signed(with.build(&text, now()));
    assert_eq!(header(&token), r#"{"ver":1,"typ":"JWT","sbt":"access","alg":"GOST3410_2012_256"}"#);
    let claims = claims(&token);
    assert_eq!(claims["urn:esia:sbj_id"], json!("1000300001"));
    assert_eq!(claims["org_oid"], json!("1000400001"));
    assert_eq!(claims["permissions"], json!("APIPGU"));
    assert_eq!(claims["iss"], json!("http://esia-portal1.test.gosuslugi.ru/"));
}

/// Section 2.7: a system's own token is about nobody.
#[test]
fn a_systems_token_names_no_person() {
    let list = scopes("http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001");
    let token = AccessToken { person: None, ..access(&list, &[]) };
    let claims = claims(&signed(token.build(&settings(Algorithm::Rs256), now())));
    assert_eq!(claims["scope"], json!("http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001"));
    assert!(claims.get("urn:esia:sbj_id").is_none());
}

/// Section 2.4.
#[test]
fn id_tokens_have_the_claims_of_the_samples() {
    let token = IdToken {
        person: PERSON,
        client_id: "DEMO01",
        session: "0f8b1c62-5d3e-4c55-9f0a-6b9f2f1f7f10",
        level: Level::Confirmed,
        method: Method::Password,
        signed_in_at: Timestamp::from_second(1_772_357_400).unwrap(),
        nonce: None,
    };
    let built = signed(token.build(&settings(Algorithm::Rs256), now()));
    assert_eq!(header(&built), r#"{"ver":0,"typ":"JWT","sbt":"id","alg":"RS256"}"#);
    assert_eq!(
        claims(&built),
        json!({"iss": "http://esia.gosuslugi.ru/", "aud": "DEMO01", "sub": 1_000_300_001,
            "iat": 1_772_357_405, "nbf": 1_772_357_405, "exp": 1_772_368_205, "auth_time": 1_772_357_400,
            "amr": "PWD", "urn:esia:amd": "PWD", "urn:esia:sid": "0f8b1c62-5d3e-4c55-9f0a-6b9f2f1f7f10",
            "urn:esia:sbj": {"urn:esia:sbj:typ": "P", "urn:esia:sbj:is_tru": true,
                "urn:esia:sbj:oid": 1_000_300_001, "urn:esia:sbj:nam": "OID.1000300001", "urn:esia:sbj:lvl": "PR"}})
    );
    let newer =
        Settings { subject: SubjectForm::Text, auth_time: AuthTimeUnit::Milliseconds, ..settings(Algorithm::Gost256) };
    let other = IdToken { level: Level::Standard, method: Method::Signature, nonce: Some("n"), ..token };
    let claims_of = |settings: &Settings| claims(&signed(other.build(settings, now())));
    let claims = claims_of(&newer);
    assert_eq!(claims["sub"], json!("1000300001"));
    assert_eq!(claims["urn:esia:sbj"]["urn:esia:sbj:oid"], json!(PERSON), "a setting of its own");
    assert_eq!(claims["auth_time"], json!(1_772_357_400_000_i64));
    assert_eq!((&claims["amr"], &claims["nonce"]), (&json!("DS"), &json!("n")));
    assert!(claims["urn:esia:sbj"].get("urn:esia:sbj:is_tru").is_none(), "absent, not false");
    let silent = Settings { echo_nonce: false, ..newer };
    assert!(claims_of(&silent).get("nonce").is_none());
}

/// Section 6.
#[test]
fn levels_show_as_the_sheet_says() {
    let shown = Level::ALL.map(|level| (level.name(), level.is_trusted(), level.has_verified_document()));
    assert_eq!(shown, [("P", false, false), ("P", false, true), ("PR", true, true), ("KD", false, false)]);
}

/// Section 2.2.
#[test]
fn the_answer_has_an_integer_and_the_state() {
    let tokens = Tokens { access_token: "a", id_token: Some("i"), refresh_token: Some("r"), state: Some("s") };
    let answer = tokens.answer(&settings(Algorithm::Rs256));
    assert_eq!((answer.status, answer.content_type), (200, "application/json;charset=UTF-8"));
    assert_eq!(
        answer.body,
        r#"{"access_token":"a","id_token":"i","refresh_token":"r","state":"s","token_type":"Bearer","expires_in":3600}"#
    );
    let bare = Tokens { id_token: None, refresh_token: None, state: None, ..tokens };
    assert_eq!(
        bare.answer(&settings(Algorithm::Rs256)).body,
        r#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#
    );
}

/// Sections 2.2, 2.7, 9.5: which tokens an answer holds.
#[test]
fn tokens_follow_scope_access_and_mode() {
    let code = Grant::AuthorizationCode { code: "c".to_owned(), redirect_uri: "u".to_owned(), verifier: None };
    let refresh = Grant::RefreshToken { refresh_token: "r".to_owned() };
    let (online, offline) = (AccessType::Online, AccessType::Offline);
    let cases = [
        (&code, online, "openid", Mode::Strict, (true, false)),
        (&code, offline, "openid", Mode::Strict, (true, true)),
        (&code, offline, "fullname", Mode::Strict, (false, true)),
        (&code, online, "fullname", Mode::Lenient, (false, true)),
        (&refresh, offline, "openid", Mode::Strict, (true, true)),
        (&Grant::ClientCredentials, offline, "openid", Mode::Lenient, (false, false)),
    ];
    for (grant, access, scope, mode, expected) in cases {
        let holds = Holds::of(grant, access, &scopes(scope), mode);
        assert_eq!((holds.id_token, holds.refresh_token), expected, "{grant:?} {access:?} {scope} {mode:?}");
    }
}

/// Sections 2.3, 2.9, 4.1: what the data service believes; ESIA-005011 and 005013.
#[test]
fn the_data_service_reads_what_was_issued() {
    for form in [SubjectForm::Number, SubjectForm::Text] {
        let settings = Settings { object: form, ..settings(Algorithm::Gost256) };
        let list = scopes("openid fullname");
        let permissions = ["APIPGU".to_owned(), "OTHER".to_owned()];
        let token = signed(access(&list, &permissions).build(&settings, now()));
        let open = |header: &str, at: i64| {
            AccessClaims::from_header(Some(header), &settings, Timestamp::from_second(at).unwrap(), verify)
        };
        let claims = open(&format!("Bearer {token}"), 1_772_361_004).unwrap();
        assert_eq!((claims.person, claims.organization), (Some(PERSON), None));
        assert_eq!(claims.scopes, scopes("openid fullname?oid=1000300001"));
        assert_eq!(claims.permissions, permissions);
        assert_eq!((claims.session.as_str(), claims.client_id.as_str()), ("sid", "DEMO01"));
        assert_eq!(claims.name, "handle");
        let code = |header: &str, at| open(header, at).unwrap_err().code();
        assert_eq!(code(&format!("bearer {token}"), 1_772_361_005), Code::TOKEN_EXPIRED);
        let id = IdToken {
            person: PERSON,
            client_id: "DEMO01",
            session: "sid",
            level: Level::Confirmed,
            method: Method::Password,
            signed_in_at: now(),
            nonce: None,
        };
        let id = signed(id.build(&settings, now()));
        let other = Settings { issuer: "http://other/".to_owned(), ..settings.clone() };
        let foreign = signed(access(&list, &[]).build(&other, now()));
        let (front, _) = token.rsplit_once('.').unwrap();
        for header in [
            String::new(),
            token.clone(),
            format!("Basic {token}"),
            "Bearer".to_owned(),
            "Bearer ".to_owned(),
            "Bearer a.b.c".to_owned(),
            format!("Bearer {front}."),
            format!("Bearer {front}.AAAA"),
            format!("Bearer {token}="),
            format!("Bearer {token}.x"),
            format!("Bearer {id}"),
            format!("Bearer {foreign}"),
            format!("Bearer {}", "a".repeat(jwt::MOST + 1)),
        ] {
            assert_eq!(code(&header, 1_772_357_405), Code::TOKEN, "{header}");
        }
        let none = AccessClaims::from_header(None, &settings, now(), verify);
        assert_eq!(none.unwrap_err().code(), Code::TOKEN);
    }
}

/// Section 1.8: the code has three parts and is believed only when this server signed it.
#[test]
fn the_code_is_a_token() {
    let settings = settings(Algorithm::Gost256);
    let code = signed(code::build("handle", "DEMO01", &settings, now()));
    assert_eq!(code.split('.').count(), 3);
    assert_eq!(code::open(&code, &settings, verify).unwrap(), "handle");
    let list = scopes("openid");
    let access = signed(access(&list, &[]).build(&settings, now()));
    for wrong in ["", "a.b.c", &access, &format!("{code}A")] {
        assert_eq!(code::open(wrong, &settings, verify).unwrap_err().code(), Code::GRANT, "{wrong}");
    }
    assert!(code::open(&code, &settings, |_, _, _| false).is_err());
}

/// The token chooses neither the key nor whose it is, also where the caller's verifier takes everything.
#[test]
fn algorithm_and_issuer_are_those_of_the_settings() {
    let own = settings(Algorithm::Gost256);
    let any = |algorithm: Algorithm, _: &[u8], _: &[u8]| {
        assert_eq!(algorithm, Algorithm::Gost256, "no other key is asked for");
        true
    };
    let list = scopes("openid");
    for (foreign, is_good) in [
        (own.clone(), true),
        (settings(Algorithm::Rs256), false),
        (Settings { issuer: "http://other/".to_owned(), ..own.clone() }, false),
    ] {
        let code = signed(code::build("handle", "DEMO01", &foreign, now()));
        assert_eq!(code::open(&code, &own, any).is_ok(), is_good);
        let header = format!("Bearer {}", signed(access(&list, &[]).build(&foreign, now())));
        assert_eq!(AccessClaims::from_header(Some(&header), &own, now(), any).is_ok(), is_good);
        assert_eq!(AccessClaims::claimed_client(Some(&header)).unwrap(), "DEMO01");
    }
    for header in [None, Some("Bearer a.b.c"), Some("Basic x"), Some("x")] {
        assert_eq!(AccessClaims::claimed_client(header).unwrap_err().code(), Code::TOKEN);
    }
}

/// A header with other members is not ours.
#[test]
fn strange_headers_are_not_read() {
    for header in [
        r#"{"ver":1,"typ":"JWT","sbt":"access","alg":"none"}"#,
        r#"{"ver":1,"typ":"JWT","sbt":"access","alg":"HS256"}"#,
        r#"{"ver":0,"typ":"JWT","sbt":"access","alg":"RS256"}"#,
        r#"{"ver":1,"typ":"JWT","sbt":"refresh","alg":"RS256"}"#,
        r#"{"ver":1,"typ":"jwt","sbt":"access","alg":"RS256"}"#,
        r#"{"typ":"JWT","sbt":"access","alg":"RS256"}"#,
        r#"{"ver":1,"typ":"JWT","sbt":"access","alg":"RS256","kid":"1"}"#,
        r#"{"ver":1,"typ":"JWT","sbt":"access","alg":"RS256","crit":["x"]}"#,
        "[]",
    ] {
        let token = format!("{}.{}.AAAA", base64url::encode(header), base64url::encode("{}"));
        assert_eq!(jwt::parse(&token), None, "{header}");
    }
}
