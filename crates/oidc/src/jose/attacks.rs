//! What others have been fooled by (RFC 8725 2 and 3), one row for each refusal.

use serde_json::{Value, json};

use super::{
    Algorithm, HeaderFault, JsonFault, JwsFault, KeySet, Rules, Signer, SigningFault, Types, Unverified, base64url,
    testing::{RSA_N, ed25519, es256, forge, forge_bytes, keys_of, rsa},
};

const RULES: Rules<'_> = Rules {
    longest: 4096,
    longest_header: 1024,
    algorithms: &Algorithm::OPEN,
    types: Types { named: &["at+jwt"], absent: false },
};

/// An HMAC with the public key as its secret, as RFC 8725 2.1 tells.
struct Confused(Vec<u8>);

impl Signer for Confused {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Rs256
    }

    fn key_id(&self) -> &'static str {
        "r"
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFault> {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &self.0);
        Ok(ring::hmac::sign(&key, message).as_ref().to_vec())
    }
}

/// Nothing is signed.
struct Nobody;

impl Signer for Nobody {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn key_id(&self) -> &'static str {
        "e"
    }

    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFault> {
        Ok(vec![])
    }
}

fn ours() -> KeySet {
    keys_of(&[&es256("e"), &ed25519("o"), &rsa("r", Algorithm::Rs256)])
}

fn verdict(token: &str) -> Result<(), JwsFault> {
    Unverified::read(token, &RULES)?.verify(&ours())?.claims().map(|_| ())
}

fn header(more: Value) -> Value {
    let mut header = json!({ "alg": "ES256", "typ": "at+jwt", "kid": "e" });
    for (name, value) in more.as_object().unwrap() {
        header[name] = value.clone();
    }
    header
}

fn good() -> String {
    forge(&header(json!({})), &json!({ "sub": "a" }), &es256("e"))
}

#[test]
fn headers_decide_nothing_that_is_ours_to_decide() {
    let claims = json!({ "sub": "a" });
    assert_eq!(verdict(&good()), Ok(()));
    let refused = |name: &str, more: Value, fault: JwsFault| {
        let signers: [&dyn Signer; 2] = [&es256("e"), &Nobody];
        for signer in signers {
            let token = forge(&header(more.clone()), &claims, signer);
            assert_eq!(verdict(&token), Err(fault.clone()), "{name}");
        }
    };
    // RFC 8725 2.1, 3.1, 3.2: nothing is taken for signed that is not.
    for none in ["none", "None", "NONE", "nOnE"] {
        refused("none", json!({ "alg": none }), HeaderFault::Unsigned.into());
    }
    refused("hmac", json!({ "alg": "HS256" }), HeaderFault::Symmetric("HS256".to_owned()).into());
    for other in ["", "es256", "ES256 ", "ES384", "ES256K", "RS1", "RSA1_5", "dir", "EdDSA\0", "GOST3410_2012_256"] {
        refused("algorithm", json!({ "alg": other }), HeaderFault::Algorithm(other.to_owned()).into());
    }
    for no_text in [json!(null), json!(7), json!(["ES256"]), json!({})] {
        refused("algorithm kind", json!({ "alg": no_text }), HeaderFault::NoAlgorithm.into());
    }
    // RFC 7515 4.1.11: extensions that we do not know.
    for crit in [json!(["exp"]), json!([]), json!("b64"), json!(null)] {
        refused("crit", json!({ "crit": crit }), HeaderFault::Critical.into());
    }
    refused("b64", json!({ "b64": false }), HeaderFault::Unencoded.into());
    refused("zip", json!({ "zip": "DEF" }), HeaderFault::Encrypted.into());
    refused("enc", json!({ "enc": "A128GCM" }), HeaderFault::Encrypted.into());
    // RFC 8725 3.11, 3.12: tokens of another kind.
    for typ in
        ["JWT", "dpop+jwt", "logout+jwt", "at+jwt2", "application/dpop+jwt", "application/application/at+jwt", ""]
    {
        refused("type", json!({ "typ": typ }), HeaderFault::Type(typ.to_owned()).into());
    }
    refused("type kind", json!({ "typ": ["at+jwt"] }), HeaderFault::TypeKind.into());
    for kid in [json!(""), json!(7), json!(null), json!(["e"]), json!("k".repeat(257))] {
        refused("kid kind", json!({ "kid": kid }), HeaderFault::KeyId.into());
    }
    // RFC 8725 3.10: a name is compared, never looked up in files, rows or the network.
    for kid in ["../../dev/null", "e' OR '1'='1", "https://evil.example/jwks", "E", "e\0", " e", "r|id"] {
        refused("kid", json!({ "kid": kid }), JwsFault::NoKey);
    }
    let mut untyped = header(json!({}));
    untyped.as_object_mut().unwrap().remove("typ");
    assert_eq!(verdict(&forge(&untyped, &claims, &es256("e"))), Err(HeaderFault::NoType.into()));
}

#[test]
fn types_are_media_types() {
    for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+jwt"] {
        let token = forge(&header(json!({ "typ": typ })), &json!({}), &es256("e"));
        assert_eq!(verdict(&token), Ok(()), "{typ}");
    }
}

/// RFC 8725 2.1 and 3.10: whoever sends a key along proves to have one, and no more.
#[test]
fn a_key_in_the_header_is_not_used() {
    let evil = es256("evil");
    let jwk = Value::Object(evil.public().unwrap().to_jwk());
    for more in [
        json!({ "jwk": jwk }),
        json!({ "jku": "https://evil.example/jwks" }),
        json!({ "x5u": "https://evil.example/chain.pem" }),
        json!({ "x5c": ["MIIB"] }),
        json!({ "x5t": "AA", "x5t#S256": "AA" }),
    ] {
        let token = forge(&header(more.clone()), &json!({}), &evil);
        assert_eq!(verdict(&token), Err(JwsFault::Signature), "{more}");
        let harmless = forge(&header(more.clone()), &json!({}), &es256("e"));
        assert_eq!(verdict(&harmless), Ok(()), "{more}");
    }
}

/// RFC 8725 2.1: the key says what it is for, not the token.
#[test]
fn algorithms_are_not_confused() {
    let claims = json!({});
    let public = base64url::decode(RSA_N).unwrap();
    let hmac = Confused(public);
    let rows: [(&str, &str, &dyn Signer, JwsFault); 11] = [
        ("RS256", "r", &hmac, JwsFault::Signature),
        ("HS256", "r", &hmac, HeaderFault::Symmetric("HS256".to_owned()).into()),
        ("RS256", "e", &rsa("r", Algorithm::Rs256), JwsFault::NoKey),
        ("ES256", "r", &es256("e"), JwsFault::NoKey),
        ("ES256", "o", &ed25519("o"), JwsFault::NoKey),
        ("EdDSA", "e", &es256("e"), JwsFault::NoKey),
        // The key is for RS256 alone, though it could.
        ("PS256", "r", &rsa("r", Algorithm::Ps256), JwsFault::NoKey),
        ("RS256", "r", &rsa("r", Algorithm::Ps256), JwsFault::Signature),
        ("RS256", "r", &Nobody, JwsFault::Signature),
        ("EdDSA", "o", &Nobody, JwsFault::Signature),
        ("ES256", "e", &es256("another"), JwsFault::Signature),
    ];
    for (alg, kid, signer, fault) in rows {
        let token = forge(&header(json!({ "alg": alg, "kid": kid })), &claims, signer);
        assert_eq!(verdict(&token), Err(fault), "{alg} by {kid}");
    }
}

#[test]
fn a_token_has_one_spelling() {
    let good = good();
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let (head, payload) = signed.split_once('.').unwrap();
    // The last letter of 64 bytes has four bits that mean nothing.
    let twin = |text: &str| {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let at = alphabet.find(text.chars().last().unwrap()).unwrap();
        format!("{}{}", &text[..text.len() - 1], &alphabet[at + 1..=at + 1])
    };
    for (token, fault) in [
        (String::new(), JwsFault::Parts),
        ("..".to_owned(), JwsFault::Header(JsonFault::Malformed.into())),
        (signed.to_owned(), JwsFault::Parts),
        (format!("{good}."), JwsFault::Parts),
        (format!("{good}.AA.AA"), JwsFault::Encrypted),
        (format!("{good}.AA"), JwsFault::Parts),
        (format!("{good}="), JwsFault::Encoding("signature")),
        (format!("{good}\n"), JwsFault::Encoding("signature")),
        (format!(" {good}"), JwsFault::Encoding("header")),
        (format!("{head}.{payload}=.{signature}"), JwsFault::Encoding("payload")),
        (format!("{head}.{payload} .{signature}"), JwsFault::Encoding("payload")),
        (format!("{head}.{payload}.{}", twin(signature)), JwsFault::Encoding("signature")),
        (format!("{head}.{payload}.{signature}AA"), JwsFault::Signature),
        (format!("{head}.{payload}.{}", &signature[..80]), JwsFault::Signature),
        (format!("{head}.{payload}."), JwsFault::Signature),
        (format!("{{\"protected\":\"{head}\",\"payload\":\"{payload}\"}}"), JwsFault::Parts),
        ("a".repeat(4097), JwsFault::TooLarge(4096)),
    ] {
        assert_eq!(verdict(&token), Err(fault), "{token}");
    }
}

/// CVE-2022-21449: numbers that are zero, and encodings of another standard.
#[test]
fn signatures_of_nothing_are_wrong() {
    let (signed, _) =
        good().rsplit_once('.').map(|(signed, signature)| (signed.to_owned(), signature.to_owned())).unwrap();
    let order = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad,
        0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ];
    let one: [u8; 32] = std::array::from_fn(|at| u8::from(at == 31));
    let der = ring::signature::EcdsaKeyPair::from_pkcs8(
        &ring::signature::ECDSA_P256_SHA256_ASN1_SIGNING,
        ring::signature::EcdsaKeyPair::generate_pkcs8(
            &ring::signature::ECDSA_P256_SHA256_ASN1_SIGNING,
            &ring::rand::SystemRandom::new(),
        )
        .unwrap()
        .as_ref(),
        &ring::rand::SystemRandom::new(),
    )
    .unwrap()
    .sign(&ring::rand::SystemRandom::new(), signed.as_bytes())
    .unwrap();
    for signature in [
        vec![0; 64],
        [[0; 32], one].concat(),
        [one, [0; 32]].concat(),
        [order, one].concat(),
        [one, order].concat(),
        vec![0xff; 64],
        der.as_ref().to_vec(),
    ] {
        let token = format!("{signed}.{}", base64url::encode(&signature));
        assert_eq!(verdict(&token), Err(JwsFault::Signature), "{signature:?}");
    }
}

#[test]
fn every_changed_bit_counts() {
    let token = good();
    let (head, rest) = token.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let flipped = |text: &str, at: usize, bit: u8| {
        let mut bytes = base64url::decode(text).unwrap();
        bytes[at] ^= 1 << bit;
        base64url::encode(bytes)
    };
    for at in 0..base64url::decode(signature).unwrap().len() {
        for bit in 0..8 {
            let changed = format!("{head}.{payload}.{}", flipped(signature, at, bit));
            assert_eq!(verdict(&changed), Err(JwsFault::Signature), "{at} {bit}");
        }
    }
    for at in 0..base64url::decode(payload).unwrap().len() {
        let changed = format!("{head}.{}.{signature}", flipped(payload, at, 0));
        assert_eq!(verdict(&changed), Err(JwsFault::Signature), "{at}");
    }
    for at in 0..base64url::decode(head).unwrap().len() {
        assert!(verdict(&format!("{}.{payload}.{signature}", flipped(head, at, 0))).is_err(), "{at}");
    }
}

#[test]
fn json_that_readers_disagree_on_is_refused() {
    let signer = es256("e");
    for (header, claims, fault) in [
        (r#"{"alg":"none","alg":"ES256","typ":"at+jwt"}"#, "{}", JwsFault::Header(JsonFault::Duplicate.into())),
        (r#"{"alg":"ES256","\u0061lg":"none","typ":"at+jwt"}"#, "{}", JwsFault::Header(JsonFault::Duplicate.into())),
        (r#"["ES256"]"#, "{}", JwsFault::Header(JsonFault::NotAnObject.into())),
        (r#"{"alg":"ES256","typ":"at+jwt"}"#, r#"{"sub":"a","sub":"b"}"#, JwsFault::Claims(JsonFault::Duplicate)),
        (r#"{"alg":"ES256","typ":"at+jwt"}"#, "[]", JwsFault::Claims(JsonFault::NotAnObject)),
        (r#"{"alg":"ES256","typ":"at+jwt"}"#, "{} {}", JwsFault::Claims(JsonFault::Malformed)),
    ] {
        assert_eq!(verdict(&forge_bytes(header, claims, &signer)), Err(fault), "{header} {claims}");
    }
    let long = json!({ "alg": "ES256", "typ": "at+jwt", "note": "n".repeat(1000) });
    assert_eq!(verdict(&forge(&long, &json!({}), &signer)), Err(JwsFault::HeaderTooLarge(1024)));
}
