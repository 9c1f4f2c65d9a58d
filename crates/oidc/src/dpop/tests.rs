//! The examples of RFC 9449, one row for each refusal, and the attacks of its section 11.

use serde_json::{Value, json};

use super::*;
use crate::jose::{
    HeaderFault, Signer,
    testing::{NOW, ed25519, es256, forge, instant, rsa},
};

const KEY: [u8; 32] = [3; 32];
const NONCES: Nonces<'_> = Nonces::new(&KEY);
const HEADER: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZ\
    OXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2\
    In19";

fn header(signer: &str) -> Value {
    json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": es256(signer).public().unwrap().to_jwk() })
}

fn claims(more: Value) -> Value {
    let mut claims = json!({ "jti": "1", "htm": "POST", "htu": "https://okno.example/token", "iat": NOW });
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn at_token(nonces: NonceRule<'_>, text: &str) -> Result<Proof, ProofFault> {
    let target = Target::parse("https://okno.example/token").unwrap();
    let expected = Expected {
        method: "POST",
        target: &target,
        algorithms: &Algorithm::FAPI,
        nonces,
        access_token: None,
        now: instant(NOW),
    };
    check(text, &expected)
}

fn verdict(claims: &Value) -> Result<Proof, ProofFault> {
    at_token(NonceRule::Optional(NONCES), &forge(&header("k"), claims, &es256("k")))
}

#[test]
fn proofs_of_rfc_9449() {
    let for_token = format!(
        "{HEADER}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2\
         VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZ\
         T3Lg"
    );
    let for_resource = format!(
        "{HEADER}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm\
         90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFby\
         J9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
    );
    let access_token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
    for (text, method, uri, access_token, now) in [
        (&for_token, "POST", "https://server.example.com/token", None, 1_562_262_616),
        (&for_resource, "GET", "https://resource.example.org/protectedresource", Some(access_token), 1_562_262_618),
    ] {
        let target = Target::parse(uri).unwrap();
        let nonces = NonceRule::Optional(NONCES);
        let expected =
            Expected { method, target: &target, algorithms: &Algorithm::FAPI, nonces, access_token, now: instant(now) };
        let proof = check(text, &expected).unwrap();
        assert_eq!(proof.thumbprint.to_string(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
        assert_eq!(proof.single_use.until, instant(now + 61));
        assert!(proof.wants_nonce);
        for (changed, fault) in [
            (Expected { method: "PUT", ..expected }, ProofFault::Method),
            (Expected { access_token: Some("another"), ..expected }, ProofFault::AccessToken),
        ] {
            let refused = check(text, &changed).unwrap_err();
            let missing = ProofFault::Claim(ClaimFault::Missing("ath"));
            assert!(refused == fault || access_token.is_none() && refused == missing, "{refused}");
        }
    }
    assert_eq!(access_token_hash(access_token), "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
}

#[test]
fn refuses_with_the_reason() {
    for (more, fault) in [
        (json!({ "jti": null }), ClaimFault::Missing("jti").into()),
        (json!({ "jti": "" }), ClaimFault::Kind("jti").into()),
        (json!({ "jti": "j".repeat(257) }), ClaimFault::Long("jti").into()),
        (json!({ "htm": null }), ClaimFault::Missing("htm").into()),
        (json!({ "htm": "GET" }), ProofFault::Method),
        (json!({ "htm": "post" }), ProofFault::Method),
        (json!({ "htu": null }), ClaimFault::Missing("htu").into()),
        (json!({ "htu": ["https://okno.example/token"] }), ClaimFault::Kind("htu").into()),
        (json!({ "htu": "/token" }), TargetFault::Malformed.into()),
        (json!({ "htu": "https://okno.example/userinfo" }), ProofFault::Target),
        (json!({ "htu": "http://okno.example/token" }), ProofFault::Target),
        (json!({ "htu": "https://evil.example/token" }), ProofFault::Target),
        (json!({ "htu": "https://okno.example@evil.example/token" }), TargetFault::UserInfo.into()),
        (json!({ "iat": null }), ClaimFault::Missing("iat").into()),
        (json!({ "iat": "1" }), ClaimFault::Kind("iat").into()),
        (json!({ "iat": NOW - 61 }), TimeFault::Old.into()),
        (json!({ "iat": NOW + 61 }), TimeFault::NotYet.into()),
        (json!({ "nonce": 1 }), ClaimFault::Kind("nonce").into()),
    ] {
        let claims = claims(more);
        let refused = verdict(&claims).unwrap_err();
        assert_eq!(refused, fault, "{claims}");
        assert_eq!(refused.error_code(), "invalid_dpop_proof");
    }
    for more in [
        json!({ "htu": "https://OKNO.example:443/token?a=b#c" }),
        json!({ "iat": NOW + 10 }),
        json!({ "iat": NOW - 60 }),
        json!({ "exp": 1, "nbf": "whatever", "ath": "unasked" }),
    ] {
        assert!(verdict(&claims(more.clone())).is_ok(), "{more}");
    }
}

#[test]
fn headers_are_refused_with_the_reason() {
    let with = |name: &str, value: Value| {
        let mut header = header("k");
        match value {
            Value::Null => drop(header.as_object_mut().unwrap().remove(name)),
            value => header[name] = value,
        }
        header
    };
    let mut private = es256("k").public().unwrap().to_jwk();
    private.insert("d".to_owned(), json!("AA"));
    for (header, fault) in [
        (with("typ", json!("JWT")), ProofFault::Jws(HeaderFault::Type("JWT".to_owned()).into())),
        (with("typ", Value::Null), ProofFault::Jws(HeaderFault::NoType.into())),
        (with("alg", json!("none")), ProofFault::Jws(HeaderFault::Unsigned.into())),
        (with("alg", json!("HS256")), ProofFault::Jws(HeaderFault::Symmetric("HS256".to_owned()).into())),
        (with("alg", json!("RS256")), ProofFault::Jws(HeaderFault::Algorithm("RS256".to_owned()).into())),
        (with("alg", json!("EdDSA")), ProofFault::Jws(JwsFault::NoKey)),
        (with("jwk", Value::Null), ProofFault::NoKey),
        (with("jwk", json!("key")), ProofFault::Key(KeyFault::NotAnObject)),
        (with("jwk", json!({ "kty": "oct", "k": "AA" })), ProofFault::Key(KeyFault::Private("k"))),
        (with("jwk", Value::Object(private)), ProofFault::Key(KeyFault::Private("d"))),
        (with("jwk", json!({ "kty": "EC", "crv": "P-521" })), ProofFault::Key(KeyFault::UnknownType)),
        // Another's key, which is public after all.
        (header("victim"), ProofFault::Jws(JwsFault::Signature)),
        (with("crit", json!(["jwk"])), ProofFault::Jws(HeaderFault::Critical.into())),
        (with("x5c", json!(["n".repeat(4000)])), ProofFault::Jws(JwsFault::HeaderTooLarge(4096))),
    ] {
        let text = forge(&header, &claims(json!({})), &es256("k"));
        let refused = at_token(NonceRule::Optional(NONCES), &text).unwrap_err();
        assert_eq!(refused, fault, "{header}");
        assert_eq!(refused.error_code(), "invalid_dpop_proof");
    }
    let long = forge(&header("k"), &claims(json!({ "note": "n".repeat(LONGEST) })), &es256("k"));
    assert_eq!(at_token(NonceRule::Optional(NONCES), &long), Err(JwsFault::TooLarge(LONGEST).into()));
}

#[test]
fn every_algorithm_of_fapi_makes_proofs() {
    let signers: [(&dyn Signer, Value); 3] = [
        (&es256("k"), json!(es256("k").public().unwrap().to_jwk())),
        (&ed25519("k"), json!(ed25519("k").public().unwrap().to_jwk())),
        (&rsa("k", Algorithm::Ps256), json!(rsa("k", Algorithm::Ps256).public().unwrap().to_jwk())),
    ];
    for (signer, jwk) in signers {
        let header = json!({ "alg": signer.algorithm().as_str(), "typ": "dpop+jwt", "jwk": jwk });
        let text = forge(&header, &claims(json!({})), signer);
        assert!(at_token(NonceRule::Optional(NONCES), &text).is_ok(), "{}", signer.algorithm());
    }
}

/// RFC 9449 8: a proof made in advance, or by a clock that is wrong, is answered with a nonce.
#[test]
fn nonces_are_asked_for() {
    let (required, optional) = (NonceRule::Required(NONCES), NonceRule::Optional(NONCES));
    let (present, previous, stale) =
        (NONCES.present(instant(NOW)), NONCES.present(instant(NOW - 120)), NONCES.present(instant(NOW - 240)));
    let others = Nonces::new(&[4; 32]).present(instant(NOW));
    let wants = |rule, claims: &Value| {
        let text = forge(&header("k"), claims, &es256("k"));
        at_token(rule, &text).map(|proof| proof.wants_nonce)
    };
    for (nonce, by_duty, by_choice) in [
        (Value::Null, Err(ProofFault::UseNonce), Ok(true)),
        (json!(present), Ok(false), Ok(false)),
        (json!(previous), Ok(true), Ok(true)),
        (json!(stale), Err(ProofFault::UseNonce), Err(ProofFault::UseNonce)),
        (json!(others), Err(ProofFault::UseNonce), Err(ProofFault::UseNonce)),
        (json!("guess"), Err(ProofFault::UseNonce), Err(ProofFault::UseNonce)),
    ] {
        let claims = claims(json!({ "nonce": nonce }));
        assert_eq!(wants(required, &claims), by_duty, "{nonce}");
        assert_eq!(wants(optional, &claims), by_choice, "{nonce}");
    }
    // The clock is wrong and the nonce missing: the client is told of the nonce first.
    assert_eq!(wants(required, &claims(json!({ "iat": NOW + 3600 }))), Err(ProofFault::UseNonce));
    assert_eq!(ProofFault::UseNonce.error_code(), "use_dpop_nonce");
}

/// RFC 9449 11.1: a proof that was seen is known again, wherever it is shown, and only one of the same key.
#[test]
fn replay_is_known_by_its_key() {
    let key = |claims: &Value| verdict(claims).unwrap().single_use.key;
    let first = key(&claims(json!({})));
    assert_eq!(key(&claims(json!({}))), first);
    assert_eq!(key(&claims(json!({ "iat": NOW + 1 }))), first);
    assert_ne!(key(&claims(json!({ "jti": "2" }))), first);
    let of_another =
        at_token(NonceRule::Optional(NONCES), &forge(&header("z"), &claims(json!({})), &es256("z"))).unwrap();
    assert_ne!(of_another.single_use.key, first);
}

/// RFC 9449 11.1: what is remembered outlives what is accepted.
#[test]
fn a_proof_is_remembered_as_long_as_it_is_accepted() {
    let text = forge(&header("k"), &claims(json!({})), &es256("k"));
    let target = Target::parse("https://okno.example/token").unwrap();
    let at = |now: i64| {
        let nonces = NonceRule::Optional(NONCES);
        let algorithms = &Algorithm::FAPI;
        let now = instant(now);
        check(&text, &Expected { method: "POST", target: &target, algorithms, nonces, access_token: None, now })
    };
    for now in [NOW - 30, NOW, NOW + 60] {
        assert!(at(now).unwrap().single_use.until > instant(now), "{now}");
    }
    assert_eq!(at(NOW + 61), Err(TimeFault::Old.into()));
}

/// RFC 9449 11.5: no other signed text of the client is a proof, whatever its claims.
#[test]
fn other_tokens_are_no_proofs() {
    for typ in ["JWT", "oauth-authz-req+jwt", "client-authentication+jwt", "at+jwt"] {
        let mut header = header("k");
        header["typ"] = json!(typ);
        let refused = at_token(NonceRule::Optional(NONCES), &forge(&header, &claims(json!({})), &es256("k")));
        assert_eq!(refused, Err(ProofFault::Jws(HeaderFault::Type(typ.to_owned()).into())));
    }
}

/// RFC 9449 4.3, 1 and 11.4: two proofs are none.
#[test]
fn a_request_has_one_proof() {
    assert_eq!(only([].into_iter()), Ok(None));
    assert_eq!(only(["a"].into_iter()), Ok(Some("a")));
    assert_eq!(only(["a", "a"].into_iter()), Err(ProofFault::Repeated));
    // A list in one header is no token.
    assert!(at_token(NonceRule::Optional(NONCES), "a.b.c, a.b.c").is_err());
}
