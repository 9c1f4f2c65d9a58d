//! One row for each refusal, and what FAPI 2.0 asks of audiences and clocks.

use serde_json::{Value, json};

use super::*;
use crate::jose::{
    KeySet, Signer,
    testing::{NOW, ed25519, es256, forge, instant, keys_of, rsa},
};

const ISSUER: &str = "https://okno.example";
const ENDPOINTS: [&str; 2] = [ISSUER, "https://okno.example/oauth/token"];

fn claims(more: Value) -> Value {
    let mut claims =
        json!({ "iss": "shop", "sub": "shop", "aud": ISSUER, "exp": NOW + 60, "iat": NOW, "jti": "unique-1" });
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn keys() -> KeySet {
    keys_of(&[&es256("e"), &ed25519("o"), &rsa("r", Algorithm::Rs256), &rsa("p", Algorithm::Ps256)])
}

fn verify(text: &str, audiences: Audiences<'_>, algorithms: &[Algorithm]) -> Result<Authenticated, AssertionFault> {
    let keys = keys();
    let expected = Expected { client_id: "shop", audiences, algorithms, keys: &keys, now: instant(NOW) };
    Presented::read(text)?.verify(&expected)
}

fn plain(claims: &Value) -> Result<Authenticated, AssertionFault> {
    let text = forge(&json!({ "alg": "ES256", "kid": "e" }), claims, &es256("e"));
    verify(&text, Audiences::AnyOf(&ENDPOINTS), &Algorithm::OPEN)
}

fn fapi(claims: &Value) -> Result<Authenticated, AssertionFault> {
    let text = forge(&json!({ "alg": "ES256", "kid": "e" }), claims, &es256("e"));
    verify(&text, Audiences::IssuerAlone(ISSUER), &Algorithm::FAPI)
}

#[test]
fn a_client_proves_who_it_is() {
    let text = forge(&json!({ "alg": "ES256", "kid": "e" }), &claims(json!({})), &es256("e"));
    assert_eq!(Presented::read(&text).unwrap().client_id(), "shop");
    let authenticated = fapi(&claims(json!({}))).unwrap();
    assert_eq!((authenticated.client_id.as_str(), authenticated.algorithm), ("shop", Algorithm::Es256));
    assert_eq!(authenticated.single_use.until, instant(NOW + 70), "remembered as long as it would be taken");
}

#[test]
fn refuses_with_the_reason() {
    for (more, fault) in [
        (json!({ "iss": null }), ClaimFault::Missing("iss").into()),
        (json!({ "sub": null }), ClaimFault::Missing("sub").into()),
        (json!({ "sub": "s".repeat(513) }), ClaimFault::Long("sub").into()),
        (json!({ "iss": "bank" }), AssertionFault::IssuerIsNotSubject),
        (json!({ "sub": "bank" }), AssertionFault::IssuerIsNotSubject),
        (json!({ "iss": "bank", "sub": "bank" }), AssertionFault::OtherClient),
        (json!({ "aud": null }), ClaimFault::Missing("aud").into()),
        (json!({ "aud": [] }), ClaimFault::Kind("aud").into()),
        (json!({ "aud": "https://evil.example" }), AssertionFault::Audience),
        (json!({ "aud": "https://okno.example/" }), AssertionFault::Audience),
        (json!({ "aud": "https://OKNO.example" }), AssertionFault::Audience),
        // Whoever else it is for could use it here.
        (json!({ "aud": [ISSUER, "https://evil.example"] }), AssertionFault::Audience),
        (json!({ "exp": null }), ClaimFault::Missing("exp").into()),
        (json!({ "exp": "soon" }), ClaimFault::Kind("exp").into()),
        (json!({ "exp": NOW - 10 }), TimeFault::Expired.into()),
        (json!({ "exp": NOW + 3611 }), TimeFault::LongLived.into()),
        (json!({ "nbf": NOW + 61 }), TimeFault::NotYet.into()),
        (json!({ "iat": NOW + 61 }), TimeFault::NotYet.into()),
        (json!({ "iat": NOW - 3601 }), TimeFault::Old.into()),
        (json!({ "iat": "now" }), ClaimFault::Kind("iat").into()),
        (json!({ "jti": null }), ClaimFault::Missing("jti").into()),
        (json!({ "jti": "" }), ClaimFault::Kind("jti").into()),
        (json!({ "jti": 1 }), ClaimFault::Kind("jti").into()),
        (json!({ "jti": "j".repeat(257) }), ClaimFault::Long("jti").into()),
    ] {
        let claims = claims(more);
        let refused = plain(&claims).unwrap_err();
        assert_eq!(refused, fault, "{claims}");
        assert_eq!(refused.error_code(), "invalid_client");
        assert!(fapi(&claims).is_err(), "{claims}");
    }
}

/// FAPI 2.0 Security Profile 5.3.2.1: 10 seconds ahead are accepted, 60 and more are not.
#[test]
fn clocks_may_differ_a_little() {
    for more in [
        json!({ "iat": NOW + 10, "nbf": NOW + 10 }),
        json!({ "exp": NOW - 9 }),
        json!({ "exp": NOW + 3600 }),
        json!({ "iat": null }),
        json!({ "iat": NOW - 3600 }),
        json!({ "iat": 1_800_000_000.5 }),
    ] {
        assert!(fapi(&claims(more.clone())).is_ok(), "{more}");
    }
}

/// FAPI 2.0 Security Profile 5.3.2.1: the issuer, as a single text.
#[test]
fn fapi_takes_the_issuer_alone() {
    for (audience, in_fapi, otherwise) in [
        (json!(ISSUER), Ok(()), Ok(())),
        (json!([ISSUER]), Err(AssertionFault::AudienceForm), Ok(())),
        (json!(ENDPOINTS), Err(AssertionFault::AudienceForm), Ok(())),
        (json!(ENDPOINTS[1]), Err(AssertionFault::Audience), Ok(())),
    ] {
        let claims = claims(json!({ "aud": audience }));
        assert_eq!(fapi(&claims).map(|_| ()), in_fapi, "{audience}");
        assert_eq!(plain(&claims).map(|_| ()), otherwise, "{audience}");
    }
}

#[test]
fn algorithms_are_those_of_the_client() {
    let claims = claims(json!({}));
    let signers: [(&str, &str, &dyn Signer); 4] = [
        ("ES256", "e", &es256("e")),
        ("EdDSA", "o", &ed25519("o")),
        ("PS256", "p", &rsa("p", Algorithm::Ps256)),
        ("RS256", "r", &rsa("r", Algorithm::Rs256)),
    ];
    for (alg, kid, signer) in signers {
        let text = forge(&json!({ "alg": alg, "kid": kid }), &claims, signer);
        let issuer = Audiences::IssuerAlone(ISSUER);
        assert!(verify(&text, issuer, &Algorithm::OPEN).is_ok(), "{alg}");
        let refused = AssertionFault::Jws(HeaderFault::Algorithm(alg.to_owned()).into());
        let in_fapi = verify(&text, issuer, &Algorithm::FAPI);
        if alg == "RS256" {
            assert_eq!(in_fapi, Err(refused.clone()));
        } else {
            assert!(in_fapi.is_ok(), "{alg}");
        }
        let registered = if alg == "PS256" { Algorithm::Es256 } else { Algorithm::Ps256 };
        assert_eq!(verify(&text, issuer, &[registered]), Err(refused), "{alg}");
    }
}

/// RFC 8725 3.12: tokens that the client signs for something else do not authenticate it.
#[test]
fn tokens_for_other_purposes_authenticate_nobody() {
    for typ in ["dpop+jwt", "oauth-authz-req+jwt", "at+jwt", "logout+jwt"] {
        let text = forge(&json!({ "alg": "ES256", "kid": "e", "typ": typ }), &claims(json!({})), &es256("e"));
        let refused = verify(&text, Audiences::IssuerAlone(ISSUER), &Algorithm::FAPI);
        assert_eq!(refused, Err(AssertionFault::Jws(HeaderFault::Type(typ.to_owned()).into())));
    }
    for typ in ["JWT", "jwt", "application/jwt", "client-authentication+jwt"] {
        let text = forge(&json!({ "alg": "ES256", "kid": "e", "typ": typ }), &claims(json!({})), &es256("e"));
        assert!(verify(&text, Audiences::IssuerAlone(ISSUER), &Algorithm::FAPI).is_ok(), "{typ}");
    }
}

/// A second use has the key of the first; other clients and names have other keys.
#[test]
fn a_second_use_is_known_by_its_key() {
    let first = fapi(&claims(json!({}))).unwrap().single_use.key;
    assert_eq!(fapi(&claims(json!({ "exp": NOW + 120 }))).unwrap().single_use.key, first);
    assert_ne!(fapi(&claims(json!({ "jti": "unique-2" }))).unwrap().single_use.key, first);
}

#[test]
fn size_is_bounded() {
    let claims = claims(json!({ "note": "n".repeat(LONGEST) }));
    assert_eq!(plain(&claims), Err(JwsFault::TooLarge(LONGEST).into()));
}
