//! What each kind of token says, to the letter; and that none is taken for another.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{
    access::{self, AccessClaims, AccessFault, AccessToken},
    half_hash,
    id::{self, Hint, HintFault, IdClaims},
    introspection::{self, IntrospectionClaims},
    jarm::{self, ResponseClaims},
    logout::{self, Ended, LogoutClaims},
    userinfo::{self, UserinfoClaims},
};
use crate::{
    client_assertion, dpop,
    error::Scheme,
    jose::{
        Algorithm, ClaimFault, HeaderFault, JwsFault, KeySet, Signer, Thumbprint, TimeFault,
        testing::{NOW, ed25519, es256, forge, instant, keys_of, look_into, rsa},
    },
    request_object,
    resource::check_binding,
    token::{KeyBinding, Presented},
};

const ISSUER: &str = "https://okno.example";
const API: &str = "https://api.example";

fn signer() -> Arc<dyn Signer> {
    Arc::new(ed25519("k"))
}

fn keys() -> KeySet {
    keys_of(&[&ed25519("k"), &es256("e"), &rsa("r", Algorithm::Rs256)])
}

fn access<'a>() -> AccessClaims<'a> {
    AccessClaims {
        issuer: ISSUER,
        subject: "person",
        audience: &[API],
        client_id: "shop",
        issued_at: instant(NOW),
        expires_at: instant(NOW + 300),
        name: "t1",
        scope: Some("openid email"),
        authenticated_at: Some(instant(NOW - 60)),
        context: Some("urn:okno:acr:confirmed"),
        methods: &["pwd", "otp"],
        session: Some("s1"),
        binding: None,
    }
}

fn id(claims: &Map<String, Value>) -> IdClaims<'_> {
    IdClaims {
        issuer: ISSUER,
        subject: "person",
        client_id: "shop",
        further_audiences: &[],
        issued_at: instant(NOW),
        expires_at: instant(NOW + 300),
        authenticated_at: Some(instant(NOW - 60)),
        nonce: Some("n"),
        context: Some("urn:okno:acr:confirmed"),
        methods: &["pwd"],
        session: Some("s1"),
        access_token: None,
        code: None,
        state: None,
        claims,
    }
}

fn logout<'a>() -> LogoutClaims<'a> {
    LogoutClaims {
        issuer: ISSUER,
        client_id: "shop",
        ended: Ended::Both { subject: "person", session: "s1" },
        issued_at: instant(NOW),
        expires_at: instant(NOW + 120),
        name: "l1",
    }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

#[test]
fn access_tokens_of_rfc_9068() {
    let issuing = access::issuing(signer()).unwrap();
    let (header, claims) = look_into(&access().sign(&issuing).unwrap());
    assert_eq!(header, r#"{"alg":"EdDSA","typ":"at+jwt","kid":"k"}"#);
    assert_eq!(
        claims,
        "{\"iss\":\"https://okno.example\",\"sub\":\"person\",\"aud\":\"https://api.example\",\"client_id\":\"shop\",\
         \"iat\":1800000000,\"exp\":1800000300,\"jti\":\"t1\",\"scope\":\"openid email\",\"auth_time\":1799999940,\
         \"acr\":\"urn:okno:acr:confirmed\",\"amr\":[\"pwd\",\"otp\"],\"sid\":\"s1\"}"
    );
    let bound = KeyBinding::Certificate(Thumbprint::of("c").to_string());
    let machine = AccessClaims {
        subject: "shop",
        audience: &[API, "https://other.example"],
        scope: None,
        authenticated_at: None,
        context: None,
        methods: &[],
        session: None,
        binding: Some(&bound),
        ..access()
    };
    let (_, claims) = look_into(&machine.sign(&issuing).unwrap());
    assert_eq!(
        claims,
        format!(
            "{{\"iss\":\"https://okno.example\",\"sub\":\"shop\",\"aud\":[\"https://api.example\",\
             \"https://other.example\"],\"client_id\":\"shop\",\"iat\":1800000000,\"exp\":1800000300,\"jti\":\"t1\",\
             \"cnf\":{{\"x5t#S256\":\"{}\"}}}}",
            Thumbprint::of("c")
        )
    );
}

#[test]
fn our_access_tokens_come_back() {
    let bound = KeyBinding::Dpop(Thumbprint::of("k").to_string());
    let claims = AccessClaims { binding: Some(&bound), ..access() };
    for signer in [signer(), Arc::new(es256("e")), Arc::new(rsa("r", Algorithm::Rs256))] {
        let text = claims.sign(&access::issuing(signer).unwrap()).unwrap();
        let token = AccessToken::verify(&text, &keys(), ISSUER, Some(API), instant(NOW)).unwrap();
        assert_eq!(
            token,
            AccessToken {
                subject: "person".to_owned(),
                client_id: "shop".to_owned(),
                name: "t1".to_owned(),
                audience: vec![API.to_owned()],
                scope: Some("openid email".to_owned()),
                authenticated_at: Some(instant(NOW - 60)),
                context: Some("urn:okno:acr:confirmed".to_owned()),
                session: Some("s1".to_owned()),
                issued_at: instant(NOW),
                expires_at: instant(NOW + 300),
                binding: Some(bound.clone()),
            }
        );
    }
}

#[test]
fn access_tokens_are_refused_with_the_reason() {
    let good = json!({
        "iss": ISSUER, "sub": "person", "aud": API, "client_id": "shop", "iat": NOW, "exp": NOW + 300, "jti": "1"
    });
    let verdict = |more: Value| {
        let mut claims = good.clone();
        for (name, value) in more.as_object().unwrap() {
            match value {
                Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
                value => claims[name] = value.clone(),
            }
        }
        let text = forge(&json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "k" }), &claims, &ed25519("k"));
        AccessToken::verify(&text, &keys(), ISSUER, Some(API), instant(NOW)).map(|_| ())
    };
    let digest = Thumbprint::of("k").to_string();
    for (more, fault) in [
        (json!({ "iss": "https://evil.example" }), AccessFault::Issuer),
        (json!({ "iss": null }), ClaimFault::Missing("iss").into()),
        (json!({ "aud": "https://other.example" }), AccessFault::Audience),
        (json!({ "aud": null }), ClaimFault::Missing("aud").into()),
        (json!({ "exp": NOW - 10 }), TimeFault::Expired.into()),
        (json!({ "exp": null }), ClaimFault::Missing("exp").into()),
        (json!({ "iat": NOW + 61 }), TimeFault::NotYet.into()),
        (json!({ "iat": null }), ClaimFault::Missing("iat").into()),
        (json!({ "sub": null }), ClaimFault::Missing("sub").into()),
        (json!({ "client_id": null }), ClaimFault::Missing("client_id").into()),
        (json!({ "jti": null }), ClaimFault::Missing("jti").into()),
        // A binding that we do not understand binds: the token is not taken for a free one.
        (json!({ "cnf": {} }), ClaimFault::Kind("cnf").into()),
        (json!({ "cnf": { "kid": "x" } }), ClaimFault::Kind("cnf").into()),
        (json!({ "cnf": { "jkt": "short" } }), ClaimFault::Kind("cnf").into()),
        (json!({ "cnf": "x" }), ClaimFault::Kind("cnf").into()),
        (json!({ "cnf": { "jkt": digest, "x5t#S256": digest } }), ClaimFault::Kind("cnf").into()),
        (json!({ "cnf": { "jkt": digest, "kid": "x" } }), ClaimFault::Kind("cnf").into()),
        (json!({ "auth_time": "x" }), ClaimFault::Kind("auth_time").into()),
        (json!({ "acr": 1 }), ClaimFault::Kind("acr").into()),
    ] {
        let refused = verdict(more.clone()).unwrap_err();
        assert_eq!(refused, fault, "{more}");
        assert_eq!(refused.error_code(), "invalid_token");
    }
    assert_eq!(verdict(json!({ "aud": ["https://other.example", API] })), Ok(()));
}

/// RFC 9449 7.1, 7.2 and RFC 8705 3: a token is good only for whom it is bound to, from the claim to the resource.
#[test]
fn bound_tokens_are_for_their_holder() {
    let (own, other) = (Thumbprint::of("k").to_string(), Thumbprint::of("o").to_string());
    let (key, certificate) = (KeyBinding::Dpop(own.clone()), KeyBinding::Certificate(own.clone()));
    let (own, other) = (Some(own.as_str()), Some(other.as_str()));
    for (binding, scheme, proof, connection, good) in [
        (None, Scheme::Bearer, None, None, true),
        (None, Scheme::Bearer, None, other, true),
        (None, Scheme::Dpop, own, None, false),
        (Some(&key), Scheme::Dpop, own, None, true),
        (Some(&key), Scheme::Bearer, None, None, false),
        (Some(&key), Scheme::Bearer, None, own, false),
        (Some(&key), Scheme::Bearer, own, None, false),
        (Some(&key), Scheme::Dpop, other, None, false),
        (Some(&certificate), Scheme::Bearer, None, own, true),
        (Some(&certificate), Scheme::Bearer, None, other, false),
        (Some(&certificate), Scheme::Bearer, None, None, false),
        (Some(&certificate), Scheme::Dpop, own, own, false),
    ] {
        let text = AccessClaims { binding, ..access() }.sign(&access::issuing(signer()).unwrap()).unwrap();
        let token = AccessToken::verify(&text, &keys(), ISSUER, Some(API), instant(NOW)).unwrap();
        assert_eq!(token.binding.as_ref(), binding);
        let presented = Presented { proof, certificate: connection };
        let verdict = check_binding(scheme, token.binding.as_ref(), presented);
        assert_eq!(verdict.is_ok(), good, "{binding:?} {scheme:?} {presented:?}");
    }
}

#[test]
fn id_tokens_of_openid_connect() {
    let issuing = id::issuing(signer()).unwrap();
    let told =
        object(json!({ "given_name": "A", "iss": "https://evil.example", "nonce": "x", "c_hash": "x", "nbf": 1 }));
    let (header, claims) = look_into(&id(&told).sign(&issuing).unwrap());
    assert_eq!(header, r#"{"alg":"EdDSA","typ":"JWT","kid":"k"}"#);
    assert_eq!(
        claims,
        "{\"iss\":\"https://okno.example\",\"sub\":\"person\",\"aud\":\"shop\",\"iat\":1800000000,\"exp\":1800000300,\
         \"auth_time\":1799999940,\"amr\":[\"pwd\"],\"nonce\":\"n\",\"acr\":\"urn:okno:acr:confirmed\",\"sid\":\"s1\",\
         \"given_name\":\"A\"}"
    );
    let none = Map::new();
    let hashed = IdClaims {
        further_audiences: &["bank"],
        authenticated_at: None,
        nonce: None,
        context: None,
        methods: &[],
        session: None,
        access_token: Some("token"),
        code: Some("code"),
        state: Some("state"),
        ..id(&none)
    };
    let signers: [(Arc<dyn Signer>, Algorithm); 3] = [
        (signer(), Algorithm::EdDsa),
        (Arc::new(es256("e")), Algorithm::Es256),
        (Arc::new(rsa("r", Algorithm::Ps256)), Algorithm::Ps256),
    ];
    for (signer, algorithm) in signers {
        let (_, claims) = look_into(&hashed.sign(&id::issuing(signer).unwrap()).unwrap());
        let half = |text: &str| half_hash(algorithm, text).unwrap();
        assert_eq!(
            claims,
            format!(
                "{{\"iss\":\"https://okno.example\",\"sub\":\"person\",\"aud\":[\"shop\",\"bank\"],\"azp\":\"shop\",\
                 \"iat\":1800000000,\"exp\":1800000300,\"at_hash\":\"{}\",\"c_hash\":\"{}\",\"s_hash\":\"{}\"}}",
                half("token"),
                half("code"),
                half("state")
            )
        );
    }
}

#[test]
fn id_tokens_come_back_as_hints() {
    let none = Map::new();
    let text = id(&none).sign(&id::issuing(signer()).unwrap()).unwrap();
    let hint = Hint { subject: "person".to_owned(), audience: vec!["shop".to_owned()], session: Some("s1".to_owned()) };
    assert_eq!((hint.subject_for("shop"), hint.subject_for("bank")), (Some("person"), None));
    assert_eq!(Hint::read(&text, &keys(), ISSUER), Ok(hint));
    assert_eq!(Hint::read(&text, &keys(), "https://evil.example"), Err(HintFault::Issuer));
    assert_eq!(Hint::read(&text, &keys_of(&[&ed25519("new")]), ISSUER), Err(JwsFault::NoKey.into()));
    let (head, rest) = text.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    assert_eq!(Hint::read(&format!("{head}.e30.{signature}"), &keys(), ISSUER), Err(JwsFault::Signature.into()));
}

#[test]
fn logout_tokens_say_who_or_which() {
    let issuing = logout::issuing(signer()).unwrap();
    for (ended, claims) in [
        (
            Ended::Both { subject: "person", session: "s1" },
            "{\"iss\":\"https://okno.example\",\"sub\":\"person\",\"aud\":\"shop\",\"iat\":1800000000,\"exp\":1800000120,\
             \"jti\":\"l1\",\"sid\":\"s1\",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}",
        ),
        (
            Ended::Subject("person"),
            "{\"iss\":\"https://okno.example\",\"sub\":\"person\",\"aud\":\"shop\",\"iat\":1800000000,\"exp\":1800000120,\
             \"jti\":\"l1\",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}",
        ),
        (
            Ended::Session("s1"),
            "{\"iss\":\"https://okno.example\",\"aud\":\"shop\",\"iat\":1800000000,\"exp\":1800000120,\"jti\":\"l1\",\
             \"sid\":\"s1\",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}",
        ),
    ] {
        let token = LogoutClaims { ended, ..logout() }.sign(&issuing).unwrap();
        assert_eq!(
            look_into(&token),
            (r#"{"alg":"EdDSA","typ":"logout+jwt","kid":"k"}"#.to_owned(), claims.to_owned())
        );
    }
}

#[test]
fn answers_are_signed() {
    let parameters = [("code", "c"), ("state", "s"), ("iss", "https://evil.example")];
    let response =
        ResponseClaims { issuer: ISSUER, client_id: "shop", expires_at: instant(NOW + 600), parameters: &parameters };
    assert_eq!(
        look_into(&response.sign(&jarm::issuing(signer()).unwrap()).unwrap()),
        (
            r#"{"alg":"EdDSA","typ":"JWT","kid":"k"}"#.to_owned(),
            "{\"iss\":\"https://okno.example\",\"aud\":\"shop\",\"exp\":1800000600,\"code\":\"c\",\"state\":\"s\"}"
                .to_owned()
        )
    );
    let answer = object(json!({ "active": true, "sub": "person" }));
    let introspection =
        IntrospectionClaims { issuer: ISSUER, resource_server: "api", issued_at: instant(NOW), answer: &answer };
    assert_eq!(
        look_into(&introspection.sign(&introspection::issuing(signer()).unwrap()).unwrap()),
        (
            r#"{"alg":"EdDSA","typ":"token-introspection+jwt","kid":"k"}"#.to_owned(),
            "{\"iss\":\"https://okno.example\",\"aud\":\"api\",\"iat\":1800000000,\
             \"token_introspection\":{\"active\":true,\"sub\":\"person\"}}"
                .to_owned()
        )
    );
    let told = object(json!({ "email": "a@b.example", "sub": "another", "exp": NOW + 1000, "iat": NOW }));
    let userinfo = UserinfoClaims { issuer: ISSUER, client_id: "shop", subject: "person", claims: &told };
    assert_eq!(
        look_into(&userinfo.sign(&userinfo::issuing(signer()).unwrap()).unwrap()),
        (
            r#"{"alg":"EdDSA","typ":"JWT","kid":"k"}"#.to_owned(),
            "{\"iss\":\"https://okno.example\",\"aud\":\"shop\",\"sub\":\"person\",\"email\":\"a@b.example\"}"
                .to_owned()
        )
    );
}

/// OpenID Connect Core 5.3.2: JSON or a signed token, each with its type, and the person's name in both.
#[test]
fn userinfo_is_json_unless_the_client_wants_it_signed() {
    let told = object(json!({ "email": "a@b.example", "sub": "another", "exp": 1, "iss": "https://evil.example" }));
    let userinfo = UserinfoClaims { issuer: ISSUER, client_id: "shop", subject: "person", claims: &told };
    let plain = userinfo.plain();
    let body: Value = serde_json::from_slice(&plain.body).unwrap();
    assert_eq!(body, json!({ "sub": "person", "email": "a@b.example" }));
    assert!(plain.headers.contains(&("content-type", "application/json".to_owned())));
    let signed = userinfo.signed(&userinfo::issuing(Arc::new(rsa("r", Algorithm::Rs256))).unwrap()).unwrap();
    assert!(signed.headers.contains(&("content-type", "application/jwt".to_owned())));
    let (header, claims) = look_into(&String::from_utf8(signed.body).unwrap());
    assert!(header.contains("RS256") && claims.contains("\"sub\":\"person\""), "{header} {claims}");
}

/// RFC 8725 2.8, 3.12: what we sign for one purpose serves no other, though the keys are the same.
#[test]
fn no_token_is_taken_for_another() {
    let (none, answer) = (Map::new(), object(json!({ "active": true })));
    // As much alike as they can be: one name for all parties.
    let issued = [
        ("access", AccessClaims { audience: &[API], ..access() }.sign(&access::issuing(signer()).unwrap())),
        ("id", IdClaims { client_id: API, ..id(&none) }.sign(&id::issuing(signer()).unwrap())),
        ("logout", LogoutClaims { client_id: API, ..logout() }.sign(&logout::issuing(signer()).unwrap())),
        (
            "response",
            ResponseClaims {
                issuer: ISSUER,
                client_id: API,
                expires_at: instant(NOW + 300),
                parameters: &[("sub", "person"), ("client_id", "shop"), ("jti", "1")],
            }
            .sign(&jarm::issuing(signer()).unwrap()),
        ),
        (
            "introspection",
            IntrospectionClaims { issuer: ISSUER, resource_server: API, issued_at: instant(NOW), answer: &answer }
                .sign(&introspection::issuing(signer()).unwrap()),
        ),
        (
            "userinfo",
            UserinfoClaims { issuer: ISSUER, client_id: API, subject: "person", claims: &none }
                .sign(&userinfo::issuing(signer()).unwrap()),
        ),
    ];
    for (kind, token) in issued {
        let token = token.unwrap();
        let keys = keys();
        let accepted = [
            ("access", AccessToken::verify(&token, &keys, ISSUER, Some(API), instant(NOW)).is_ok()),
            ("id", Hint::read(&token, &keys, ISSUER).is_ok()),
            ("assertion", client_assertion::Presented::read(&token).is_ok()),
            ("proof", proof(&token).is_ok()),
            ("request", request(&token, &keys).is_ok()),
        ];
        for (reader, accepted) in accepted {
            assert_eq!(accepted, reader == kind, "{kind} read as {reader}");
        }
    }
}

fn proof(token: &str) -> Result<dpop::Proof, dpop::ProofFault> {
    let target = dpop::Target::parse(API).unwrap();
    let nonces = dpop::NonceRule::Optional(dpop::Nonces::new(&[0; 32]));
    let algorithms = &Algorithm::OPEN;
    let now = instant(NOW);
    dpop::check(token, &dpop::Expected { method: "GET", target: &target, algorithms, nonces, access_token: None, now })
}

fn request(token: &str, keys: &KeySet) -> Result<request_object::Parameters, request_object::RequestFault> {
    let profile = crate::client::Profile::Plain;
    let (algorithms, now) = (&Algorithm::OPEN, instant(NOW));
    request_object::open(
        token,
        &request_object::Expected { client_id: "shop", issuer: ISSUER, algorithms, keys, profile, now },
    )
}

/// Types differ already, before any claim does.
#[test]
fn types_are_checked_first() {
    let text = logout().sign(&logout::issuing(signer()).unwrap()).unwrap();
    let refused = AccessToken::verify(&text, &keys(), ISSUER, Some(API), instant(NOW));
    assert_eq!(refused, Err(AccessFault::Jws(HeaderFault::Type("logout+jwt".to_owned()).into())));
}
