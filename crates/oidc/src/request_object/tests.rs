//! One row for each refusal, what FAPI 2.0 Message Signing adds, and the attacks of RFC 9101 10.

use serde_json::{Value, json};

use super::*;
use crate::{
    client::ClientMetadata,
    jose::{
        HeaderFault, KeySet,
        testing::{NOW, es256, forge, instant, keys_of, rsa},
    },
};

const ISSUER: &str = "https://okno.example";

fn claims(more: Value) -> Value {
    let mut claims = json!({
        "iss": "shop",
        "aud": ISSUER,
        "exp": NOW + 300,
        "nbf": NOW,
        "client_id": "shop",
        "response_type": "code",
        "redirect_uri": "https://shop.example/back",
        "scope": "openid",
    });
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn keys() -> KeySet {
    keys_of(&[&es256("e"), &rsa("r", Algorithm::Rs256)])
}

fn opened(text: &str, profile: Profile) -> Result<Parameters, RequestFault> {
    let keys = keys();
    let algorithms: &[Algorithm] = if profile.is_fapi() { &Algorithm::FAPI } else { &Algorithm::OPEN };
    open(text, &Expected { client_id: "shop", issuer: ISSUER, algorithms, keys: &keys, profile, now: instant(NOW) })
}

fn signed(claims: &Value) -> String {
    forge(&json!({ "alg": "ES256", "kid": "e", "typ": "oauth-authz-req+jwt" }), claims, &es256("e"))
}

fn pairs(list: &[(&str, &str)]) -> Parameters {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn gives_the_parameters_and_nothing_of_itself() {
    let claims = claims(json!({
        "jti": "1",
        "iat": NOW,
        "max_age": 300,
        "claims": { "id_token": { "acr": { "essential": true, "values": ["a b"] } } },
        "resource": ["https://a.example", "https://b.example"],
        "authorization_details": [{ "type": "x" }],
        "state": "",
        "flag": true,
    }));
    let expected = pairs(&[
        ("authorization_details", r#"[{"type":"x"}]"#),
        ("claims", r#"{"id_token":{"acr":{"essential":true,"values":["a b"]}}}"#),
        ("client_id", "shop"),
        ("flag", "true"),
        ("max_age", "300"),
        ("redirect_uri", "https://shop.example/back"),
        ("resource", "https://a.example"),
        ("resource", "https://b.example"),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", ""),
    ]);
    for profile in [Profile::Plain, Profile::Fapi2Security, Profile::Fapi2MessageSigning] {
        let mut parameters = opened(&signed(&claims), profile).unwrap();
        parameters.sort();
        assert_eq!(parameters, expected);
    }
}

#[test]
fn refuses_with_the_reason() {
    for (more, fault) in [
        (json!({ "client_id": "bank" }), RequestFault::OtherClient),
        (json!({ "client_id": 1 }), ClaimFault::Kind("client_id").into()),
        (json!({ "client_id": null, "iss": null }), ClaimFault::Missing("client_id").into()),
        (json!({ "iss": "bank" }), RequestFault::Issuer),
        (json!({ "aud": "https://evil.example" }), RequestFault::Audience),
        (json!({ "aud": ["https://evil.example"] }), RequestFault::Audience),
        (json!({ "aud": [] }), ClaimFault::Kind("aud").into()),
        (json!({ "sub": "shop" }), RequestFault::LikeAnAssertion),
        (json!({ "request": "e30.e30.AA" }), RequestFault::Nested("request")),
        (json!({ "request_uri": "https://evil.example/r" }), RequestFault::Nested("request_uri")),
        (json!({ "exp": NOW - 10 }), TimeFault::Expired.into()),
        (json!({ "exp": NOW + 86_411, "nbf": null }), TimeFault::LongLived.into()),
        (json!({ "nbf": NOW + 61 }), TimeFault::NotYet.into()),
        (json!({ "nbf": NOW - 86_401 }), TimeFault::Old.into()),
        (json!({ "iat": NOW + 61 }), TimeFault::NotYet.into()),
        (json!({ "exp": "soon" }), ClaimFault::Kind("exp").into()),
        (json!({ "scope": ["openid"] }), RequestFault::Kind("scope".to_owned())),
        (json!({ "max_age": 1.5 }), RequestFault::Kind("max_age".to_owned())),
        (json!({ "state": { "a": 1 } }), RequestFault::Kind("state".to_owned())),
        (json!({ "resource": ["https://a.example", 1] }), RequestFault::Kind("resource".to_owned())),
        (json!({ "claims": [1] }), RequestFault::Kind("claims".to_owned())),
    ] {
        let claims = claims(more);
        let refused = opened(&signed(&claims), Profile::Plain).unwrap_err();
        assert_eq!(refused, fault, "{claims}");
        assert_eq!(refused.error_code(), "invalid_request_object");
        assert!(opened(&signed(&claims), Profile::Fapi2MessageSigning).is_err(), "{claims}");
    }
    let mut null = claims(json!({}));
    null["state"] = Value::Null;
    assert_eq!(opened(&signed(&null), Profile::Plain), Err(RequestFault::Kind("state".to_owned())));
    let mut many = claims(json!({}));
    for number in 0..64 {
        many[format!("p{number}")] = json!("x");
    }
    assert_eq!(opened(&signed(&many), Profile::Plain), Err(RequestFault::TooMany));
    let long = signed(&claims(json!({ "state": "s".repeat(LONGEST) })));
    assert_eq!(opened(&long, Profile::Plain), Err(JwsFault::TooLarge(LONGEST).into()));
}

/// FAPI 2.0 Message Signing 5.3.1.
#[test]
fn fapi_asks_for_more() {
    for (more, fault) in [
        (json!({ "exp": null }), Some(ClaimFault::Missing("exp").into())),
        (json!({ "nbf": null }), Some(ClaimFault::Missing("nbf").into())),
        (json!({ "iss": null }), Some(ClaimFault::Missing("iss").into())),
        (json!({ "aud": null }), Some(ClaimFault::Missing("aud").into())),
        (json!({ "client_id": null }), Some(ClaimFault::Missing("client_id").into())),
        (json!({ "nbf": NOW - 3601 }), Some(RequestFault::LongLived)),
        (json!({ "nbf": NOW - 3601, "exp": NOW - 1 }), Some(TimeFault::Old.into())),
        (json!({ "nbf": NOW - 3600, "exp": NOW }), None),
        (json!({ "nbf": NOW, "exp": NOW + 3600 }), None),
        (json!({ "nbf": NOW, "exp": NOW + 3601 }), Some(RequestFault::LongLived)),
        (json!({ "nbf": NOW + 10 }), None),
        (json!({ "aud": [ISSUER, "https://other.example"] }), None),
    ] {
        let claims = claims(more);
        assert_eq!(opened(&signed(&claims), Profile::Fapi2MessageSigning).err(), fault, "{claims}");
        assert!(opened(&signed(&claims), Profile::Plain).is_ok(), "{claims}");
    }
}

#[test]
fn only_signed_objects_of_this_type_are_opened() {
    let claims = claims(json!({}));
    for (header, plain, fapi) in [
        (json!({ "alg": "ES256", "kid": "e" }), None, None),
        (json!({ "alg": "ES256", "kid": "e", "typ": "application/oauth-authz-req+jwt" }), None, None),
        (json!({ "alg": "ES256", "kid": "e", "typ": "JWT" }), None, Some(RequestFault::VagueType)),
        (json!({ "alg": "ES256", "kid": "e", "typ": "application/jwt" }), None, Some(RequestFault::VagueType)),
        (
            json!({ "alg": "ES256", "kid": "e", "typ": "client-authentication+jwt" }),
            Some(RequestFault::Jws(HeaderFault::Type("client-authentication+jwt".to_owned()).into())),
            Some(RequestFault::Jws(HeaderFault::Type("client-authentication+jwt".to_owned()).into())),
        ),
        (
            json!({ "alg": "none" }),
            Some(RequestFault::Jws(HeaderFault::Unsigned.into())),
            Some(RequestFault::Jws(HeaderFault::Unsigned.into())),
        ),
    ] {
        let text = forge(&header, &claims, &es256("e"));
        assert_eq!(opened(&text, Profile::Plain).err(), plain, "{header}");
        assert_eq!(opened(&text, Profile::Fapi2MessageSigning).err(), fapi, "{header}");
    }
    let rs256 = forge(&json!({ "alg": "RS256", "kid": "r" }), &claims, &rsa("r", Algorithm::Rs256));
    assert!(opened(&rs256, Profile::Plain).is_ok());
    assert_eq!(
        opened(&rs256, Profile::Fapi2MessageSigning),
        Err(RequestFault::Jws(HeaderFault::Algorithm("RS256".to_owned()).into()))
    );
    let encrypted = "e30.AA.AA.AA.AA";
    assert_eq!(opened(encrypted, Profile::Plain), Err(JwsFault::Encrypted.into()));
    let by_another = forge(&json!({ "alg": "ES256", "kid": "e" }), &claims, &es256("another"));
    assert_eq!(opened(&by_another, Profile::Plain), Err(JwsFault::Signature.into()));
}

/// RFC 9101 10.8: neither is an assertion a request, nor a request an assertion.
#[test]
fn assertions_and_requests_are_told_apart() {
    let assertion = json!({ "iss": "shop", "sub": "shop", "aud": ISSUER, "exp": NOW + 60, "nbf": NOW, "jti": "1" });
    let text = forge(&json!({ "alg": "ES256", "kid": "e" }), &assertion, &es256("e"));
    for profile in [Profile::Plain, Profile::Fapi2Security, Profile::Fapi2MessageSigning] {
        assert_eq!(opened(&text, profile), Err(RequestFault::LikeAnAssertion));
    }
    let object = forge(&json!({ "alg": "ES256", "kid": "e" }), &claims(json!({})), &es256("e"));
    assert!(crate::client_assertion::Presented::read(&object).is_err());
}

/// FAPI 2.0 Message Signing 5.3.1, RFC 9101 6.3 and 10.5: for whom nothing outside counts.
#[test]
fn who_must_sign_signs_everything() {
    let client = |profile, require_signed_request_object| Client {
        id: "shop".to_owned(),
        profile,
        metadata: ClientMetadata { require_signed_request_object, ..ClientMetadata::default() },
    };
    assert_eq!(Outside::of(&client(Profile::Plain, false)), Outside::Completes);
    assert_eq!(Outside::of(&client(Profile::Plain, true)), Outside::Ignored);
    assert_eq!(Outside::of(&client(Profile::Fapi2Security, false)), Outside::Ignored);
    assert_eq!(Outside::of(&client(Profile::Fapi2MessageSigning, false)), Outside::Ignored);
    assert_eq!(Outside::PUSHED, Outside::Ignored);
}

/// RFC 9101 6.3 and 10.2, FAPI: what is not signed has no effect.
#[test]
fn parameters_outside_are_ignored() {
    let inside = pairs(&[("client_id", "shop"), ("scope", "openid")]);
    let outside = pairs(&[
        ("client_id", "shop"),
        ("scope", "openid all"),
        ("redirect_uri", "https://evil.example"),
        ("request", "x"),
    ]);
    assert_eq!(merge(inside.clone(), &outside, "shop", Outside::Ignored), Ok(inside));
    // A request that was pushed need not repeat anything.
    assert_eq!(
        merge(pairs(&[("scope", "openid")]), &[], "shop", Outside::Ignored),
        Ok(pairs(&[("scope", "openid"), ("client_id", "shop")]))
    );
}

/// OpenID Connect Core 6.1: those within win, those outside fill in, and what OAuth asks stands outside.
#[test]
fn parameters_outside_complete_those_of_openid_connect() {
    let inside = pairs(&[("client_id", "shop"), ("scope", "openid"), ("state", "inner")]);
    let outside = |list: &[(&str, &str)]| pairs(list);
    assert_eq!(
        merge(
            inside.clone(),
            &outside(&[
                ("client_id", "shop"),
                ("response_type", "code"),
                ("scope", "openid all"),
                ("state", "outer"),
                ("nonce", "n"),
                ("request", "x"),
                ("request_uri", "y"),
            ]),
            "shop",
            Outside::Completes
        ),
        Ok(pairs(&[
            ("client_id", "shop"),
            ("scope", "openid"),
            ("state", "inner"),
            ("response_type", "code"),
            ("nonce", "n"),
        ]))
    );
    let typed = pairs(&[("response_type", "code")]);
    for (inside, outside, name) in [
        (&inside, outside(&[("client_id", "shop")]), "response_type"),
        (&inside, outside(&[("response_type", "code")]), "client_id"),
        (&inside, outside(&[("client_id", "bank"), ("response_type", "code")]), "client_id"),
        (&typed, outside(&[("client_id", "shop"), ("response_type", "token")]), "response_type"),
    ] {
        let refused = merge(inside.clone(), &outside, "shop", Outside::Completes).unwrap_err();
        assert_eq!(refused, RequestFault::Outside(name));
        assert_eq!(refused.error_code(), "invalid_request");
    }
}
