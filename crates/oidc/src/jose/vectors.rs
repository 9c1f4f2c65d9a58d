//! The examples of the specifications.

use serde_json::json;

use super::{
    Algorithm, Header, Issuing, JwsFault, Key, KeySet, Rules, Signer, Types, Unverified, Verifier, base64url,
    software::{Ed25519, P256},
    testing::{RSA_N, ed25519, es256, keys_of, look_into, rsa},
};

const ANY: Rules<'_> = Rules {
    longest: 8192,
    longest_header: 1024,
    algorithms: &Algorithm::ALL,
    types: Types { named: &["JWT"], absent: true },
};

const PAYLOAD: &str = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

fn key(jwk: &serde_json::Value) -> Key {
    Key::from_jwk(jwk).unwrap()
}

fn payload(token: &str, key: &Key) -> String {
    let verified = Unverified::read(token, &ANY).unwrap().verify(key).unwrap();
    String::from_utf8(verified.payload().to_vec()).unwrap()
}

#[test]
fn rs256_of_rfc_7515_a_2() {
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t\
        1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j\
        zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ\
        Ge77Rw";
    assert_eq!(payload(token, &key(&json!({ "kty": "RSA", "n": RSA_N, "e": "AQAB" }))), PAYLOAD);
    // The signature has no chance in it, so ours is the same.
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let ours = rsa("a", Algorithm::Rs256).sign(signed.as_bytes()).unwrap();
    assert_eq!(base64url::encode(ours), signature);
}

#[test]
fn es256_of_rfc_7515_a_3() {
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
        DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let jwk = json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    assert_eq!(payload(token, &key(&jwk)), PAYLOAD);
    let secret = base64url::decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI").unwrap().try_into().unwrap();
    let ours = P256::new("a", &secret).unwrap();
    assert_eq!(ours.public().unwrap().thumbprint(), key(&jwk).thumbprint());
}

#[test]
fn eddsa_of_rfc_8037_a() {
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
        hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    assert_eq!(payload(token, &key(&jwk)), "Example of Ed25519 signing");
    let secret = base64url::decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap().try_into().unwrap();
    let ours = Ed25519::new("a", &secret);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    assert_eq!(base64url::encode(ours.sign(signed.as_bytes()).unwrap()), signature);
    assert_eq!(ours.public().unwrap().thumbprint().to_string(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn thumbprint_of_rfc_7638_3_1() {
    let jwk = json!({
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4\
              n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0\
              zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-c\
              sFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    });
    assert_eq!(key(&jwk).thumbprint().to_string(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

#[test]
fn what_we_sign_we_verify() {
    let keys = keys_of(&[&es256("e"), &ed25519("o"), &rsa("r", Algorithm::Rs256), &rsa("p", Algorithm::Ps256)]);
    let signers: [std::sync::Arc<dyn Signer>; 4] = [
        std::sync::Arc::new(es256("e")),
        std::sync::Arc::new(ed25519("o")),
        std::sync::Arc::new(rsa("r", Algorithm::Rs256)),
        std::sync::Arc::new(rsa("p", Algorithm::Ps256)),
    ];
    for signer in signers {
        let algorithm = signer.algorithm();
        let token = Issuing::new(signer, "JWT").unwrap().sign(&json!({ "a": 1 })).unwrap();
        let verified = Unverified::read(&token, &ANY).unwrap().verify(&keys).unwrap();
        assert_eq!(verified.header().algorithm(), algorithm);
        assert_eq!(verified.claims().unwrap().get("a"), Some(&json!(1)));
    }
}

/// What is published reads as the same keys, and has nothing private.
#[test]
fn a_published_set_reads_as_itself() {
    let keys = keys_of(&[&es256("e"), &ed25519("o"), &rsa("r", Algorithm::Rs256)]);
    let text = serde_json::to_vec(&keys.to_json()).unwrap();
    assert_eq!(KeySet::parse(&text).unwrap(), keys);
    assert_eq!(KeySet::from_json(&keys.to_json()).unwrap(), keys);
    let published = keys.to_json();
    let mut names: Vec<&String> = published["keys"][1].as_object().unwrap().keys().collect();
    names.sort();
    assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x"]);
}

/// Equal claims of a key without chance in its signatures are equal texts: a golden token.
/// RFC 8705 2.2: a key is known by what it is.
#[test]
fn a_set_holds_a_key_under_any_name() {
    let set = keys_of(&[&es256("e"), &ed25519("o")]);
    assert!(set.holds(&es256("e").public().unwrap().named("another")));
    assert!(!set.holds(&es256("x").public().unwrap().named("e")));
}

#[test]
fn a_token_is_always_the_same_text() {
    let secret = base64url::decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap().try_into().unwrap();
    let signer: std::sync::Arc<dyn Signer> = std::sync::Arc::new(Ed25519::new("k\"1", &secret));
    let issuing = Issuing::new(signer, "at+jwt").unwrap();
    let token = issuing.sign(&json!({ "sub": "a" })).unwrap();
    assert_eq!(token, issuing.sign(&json!({ "sub": "a" })).unwrap());
    let (header, claims) = look_into(&token);
    assert_eq!(
        (header.as_str(), claims.as_str()),
        (r#"{"alg":"EdDSA","typ":"at+jwt","kid":"k\"1"}"#, r#"{"sub":"a"}"#)
    );
}

/// Algorithms without code here, such as GOST, are the caller's: keys of ours have signed nothing by them.
#[test]
fn a_caller_brings_its_own_algorithms() {
    struct Gost;
    impl Verifier for Gost {
        fn verify(&self, header: &Header, message: &[u8], signature: &[u8]) -> Result<(), JwsFault> {
            let right = header.algorithm() == Algorithm::Gost256 && signature == &message[..8];
            if right { Ok(()) } else { Err(JwsFault::Signature) }
        }
    }
    let signed = format!("{}.e30", base64url::encode(r#"{"alg":"GOST3410_2012_256"}"#));
    let read = |signature: &[u8]| {
        let token = format!("{signed}.{}", base64url::encode(signature));
        Unverified::read(&token, &ANY).unwrap().verify(&Gost).map(|_| ())
    };
    assert_eq!(read(&signed.as_bytes()[..8]), Ok(()));
    assert_eq!(read(b"whatever"), Err(JwsFault::Signature));
    let token = format!("{signed}.AA");
    assert_eq!(Unverified::read(&token, &ANY).unwrap().verify(&keys_of(&[&es256("e")])).err(), Some(JwsFault::NoKey));
}
