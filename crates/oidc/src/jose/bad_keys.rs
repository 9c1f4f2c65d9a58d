//! Keys and sets of keys that are refused or passed over, one row for each reason (RFC 7517 9, RFC 8725 3.4).

use serde_json::{Value, json};

use super::{
    Algorithm, JsonFault, JwsFault, Key, KeyFault, KeySet, KeySetFault, PassedOver, Rules, Types, Unverified,
    base64url,
    testing::{RSA_N, es256, forge},
};

const RULES: Rules<'_> = Rules {
    longest: 4096,
    longest_header: 1024,
    algorithms: &Algorithm::OPEN,
    types: Types { named: &["at+jwt"], absent: false },
};

#[test]
fn keys_are_refused_for_what_is_wrong_with_them() {
    let ec = |x: &str, y: &str| json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y });
    let (x, y) = ("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    let with = |mut jwk: Value, name: &str, value: Value| {
        jwk[name] = value;
        jwk
    };
    let rsa = |n: Vec<u8>, e: &[u8]| json!({ "kty": "RSA", "n": base64url::encode(n), "e": base64url::encode(e) });
    let usual = [1, 0, 1];
    let n = || base64url::decode(RSA_N).unwrap();
    let of_bytes = |length: usize, first: u8| {
        let mut number = vec![0xff; length];
        number[0] = first;
        number
    };
    let okp = |bytes: &[u8]| json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url::encode(bytes) });
    for (jwk, fault) in [
        (json!("key"), KeyFault::NotAnObject),
        (with(ec(x, y), "d", json!("AA")), KeyFault::Private("d")),
        (json!({ "kty": "oct", "k": "AA" }), KeyFault::Private("k")),
        (json!({ "kty": "XYZ", "d": "AA" }), KeyFault::Private("d")),
        (with(rsa(n(), &usual), "qi", json!(null)), KeyFault::Private("qi")),
        (json!({ "kty": "AKP", "priv": "AA" }), KeyFault::Private("priv")),
        (json!({ "kty": "oct" }), KeyFault::UnknownType),
        (json!({ "kty": "ec", "crv": "P-256", "x": x, "y": y }), KeyFault::UnknownType),
        (json!({ "kty": "EC", "crv": "P-384", "x": x, "y": y }), KeyFault::UnknownType),
        (json!({ "kty": "EC", "crv": "secp256k1", "x": x, "y": y }), KeyFault::UnknownType),
        (json!({ "kty": "OKP", "crv": "X25519", "x": x }), KeyFault::UnknownType),
        (json!({ "crv": "P-256", "x": x, "y": y }), KeyFault::Member("kty")),
        (json!({ "kty": "EC", "x": x, "y": y }), KeyFault::Member("crv")),
        (json!({ "kty": "EC", "crv": "P-256", "x": x }), KeyFault::Member("y")),
        (json!({ "kty": "EC", "crv": "P-256", "x": 1, "y": y }), KeyFault::Member("x")),
        (ec(x, &format!("{y}=")), KeyFault::Encoding("y")),
        (ec(&x[..42], y), KeyFault::Encoding("x")),
        (ec(&base64url::encode([&[0], &base64url::decode(x).unwrap()[..]].concat()), y), KeyFault::Encoding("x")),
        (ec(y, x), KeyFault::Point),
        (ec(&base64url::encode([0; 32]), &base64url::encode([0; 32])), KeyFault::Point),
        (ec(&base64url::encode([0xff; 32]), &base64url::encode([0xff; 32])), KeyFault::Point),
        (with(ec(x, y), "use", json!("enc")), KeyFault::NotForSignatures),
        (with(ec(x, y), "use", json!(1)), KeyFault::NotForSignatures),
        (with(ec(x, y), "key_ops", json!(["sign"])), KeyFault::NotForSignatures),
        (with(ec(x, y), "key_ops", json!("verify")), KeyFault::NotForSignatures),
        (with(ec(x, y), "alg", json!("ES384")), KeyFault::UnknownAlgorithm),
        (with(ec(x, y), "alg", json!("RS256")), KeyFault::Mismatch),
        (with(ec(x, y), "alg", json!("EdDSA")), KeyFault::Mismatch),
        (with(ec(x, y), "alg", json!(1)), KeyFault::Member("alg")),
        (with(ec(x, y), "kid", json!(1)), KeyFault::Id),
        (with(ec(x, y), "kid", json!("")), KeyFault::Id),
        (with(ec(x, y), "kid", json!("k".repeat(257))), KeyFault::Id),
        (rsa(of_bytes(128, 0xff), &usual), KeyFault::ModulusSize(1024)),
        (rsa(of_bytes(256, 0x7f), &usual), KeyFault::ModulusSize(2047)),
        (rsa(of_bytes(513, 1), &usual), KeyFault::ModulusSize(4097)),
        (rsa([&[0], &n()[..]].concat(), &usual), KeyFault::LeadingZero("n")),
        (rsa(vec![], &usual), KeyFault::LeadingZero("n")),
        (rsa(n(), &[]), KeyFault::LeadingZero("e")),
        (rsa(n(), &[0, 1, 0, 1]), KeyFault::LeadingZero("e")),
        (rsa(n(), &[3]), KeyFault::Exponent),
        (rsa(n(), &[1, 0, 0]), KeyFault::Exponent),
        (rsa(n(), &[2, 0, 0, 0, 1]), KeyFault::Exponent),
        (rsa(n(), &[0xff; 9]), KeyFault::Exponent),
        (okp(&[0; 31]), KeyFault::Encoding("x")),
        (okp(&[0; 32]), KeyFault::Point),
        (okp(&std::array::from_fn::<u8, 32, _>(|at| u8::from(at == 0))), KeyFault::Point),
        (okp(&std::array::from_fn::<u8, 32, _>(|at| if at == 0 { 2 } else { 0 })), KeyFault::Point),
    ] {
        assert_eq!(Key::from_jwk(&jwk), Err(fault), "{jwk}");
    }
    let mut even = n();
    *even.last_mut().unwrap() &= 0xfe;
    assert_eq!(Key::from_jwk(&rsa(even, &usual)), Err(KeyFault::EvenModulus));
    for good in [rsa(of_bytes(256, 0x80), &usual), rsa(of_bytes(512, 0xff), &[1, 0xff, 0xff, 0xff, 0xff])] {
        assert!(Key::from_jwk(&good).is_ok(), "{good}");
    }
    for harmless in [
        ("x5c", json!(["AA"])),
        ("x5u", json!("https://evil.example")),
        ("ext", json!(true)),
        ("key_ops", json!(["sign", "verify"])),
    ] {
        assert_eq!(Key::from_jwk(&with(ec(x, y), harmless.0, harmless.1)), Key::from_jwk(&ec(x, y)));
    }
}

#[test]
fn sets_are_refused_or_pass_keys_over() {
    let jwk = |name: &str| Value::Object(es256(name).public().unwrap().to_jwk());
    let set = |keys: &[Value]| KeySet::from_json(&json!({ "keys": keys }));
    let private = json!({ "kty": "EC", "crv": "P-256", "d": "AA" });
    for (keys, fault) in [
        (vec![jwk("a"), private], KeySetFault::Private { index: 1, member: "d" }),
        (vec![jwk("a"); 33], KeySetFault::TooMany),
        (vec![jwk("a"), jwk("a")], KeySetFault::SameId("a".to_owned())),
    ] {
        assert_eq!(set(&keys), Err(fault));
    }
    for (text, fault) in [
        ("{}", KeySetFault::NoKeys),
        (r#"{"keys":{}}"#, KeySetFault::NoKeys),
        ("[]", KeySetFault::Json(JsonFault::NotAnObject)),
        (r#"{"keys":[],"keys":[]}"#, KeySetFault::Json(JsonFault::Duplicate)),
        (&" ".repeat(64 * 1024 + 1), KeySetFault::TooLarge),
    ] {
        assert_eq!(KeySet::parse(text.as_bytes()), Err(fault));
    }
    let mixed = set(&[json!({ "kty": "XYZ" }), jwk("a"), json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" })]).unwrap();
    assert_eq!(mixed.keys().len(), 1);
    assert_eq!(
        mixed.passed_over(),
        [
            PassedOver { index: 0, fault: KeyFault::UnknownType },
            PassedOver { index: 2, fault: KeyFault::ModulusSize(17) },
        ]
    );
    assert!(set(&[]).unwrap().keys().is_empty());
}

/// Work is bounded, and a name that helps is used.
#[test]
fn few_keys_are_tried() {
    let names: Vec<String> = (0..9).map(|number| number.to_string()).collect();
    let keys =
        |count: usize| -> KeySet { names.iter().take(count).map(|name| es256(name).public().unwrap()).collect() };
    let unnamed = forge(&json!({ "alg": "ES256", "typ": "at+jwt" }), &json!({}), &es256("7"));
    let verdict = |token: &str, keys: &KeySet| Unverified::read(token, &RULES)?.verify(keys).map(|_| ());
    assert_eq!(verdict(&unnamed, &keys(8)), Ok(()));
    assert_eq!(verdict(&unnamed, &keys(7)), Err(JwsFault::Signature));
    assert_eq!(verdict(&unnamed, &keys(9)), Err(JwsFault::TooManyKeys));
    let named = forge(&json!({ "alg": "ES256", "typ": "at+jwt", "kid": "7" }), &json!({}), &es256("7"));
    assert_eq!(verdict(&named, &keys(9)), Ok(()));
    assert_eq!(verdict(&named, &KeySet::default()), Err(JwsFault::NoKey));
}
