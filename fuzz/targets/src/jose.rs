//! Signed JSON of clients: tokens, key sets, request objects, proofs of possession.
//!
//! A text of two lines is a header and claims that the target signs, as chance hits no signature; one line is a token as it
//! would come.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use okno_oidc::{
    client::Profile,
    dpop,
    jose::{Algorithm, Key, KeySet, Rules, Signer, Types, Unverified, software::Ed25519},
    request_object,
};

const NOW: i64 = 1_800_000_000;
const RULES: Rules<'_> = Rules {
    longest: 8192,
    longest_header: 2048,
    algorithms: &Algorithm::OPEN,
    types: Types { named: &["at+jwt", "JWT"], absent: true },
};

fn signer() -> Ed25519 {
    Ed25519::new("k", &[7; 32])
}

/// The token that the bytes are or that is made of them; and whether we have signed it.
fn token(bytes: &[u8]) -> Option<(String, bool)> {
    let text = crate::text(bytes)?;
    let Some((header, claims)) = text.split_once('\n') else { return Some((text.to_owned(), false)) };
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = signer().sign(signed.as_bytes()).ok()?;
    Some((format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)), true))
}

/// Whatever is accepted has one spelling, and no changed letter is accepted as well.
pub(crate) fn jws(bytes: &[u8]) {
    let (Some((text, _)), Ok(key)) = (token(bytes), signer().public()) else { return };
    let keys: KeySet = std::iter::once(key).collect();
    let verify = |text: &str| Unverified::read(text, &RULES).and_then(|token| token.verify(&keys));
    let Ok(verified) = verify(&text) else { return };
    let parts: Vec<&str> = text.split('.').collect();
    assert_eq!(parts.get(1).map(|part| (*part).to_owned()), Some(URL_SAFE_NO_PAD.encode(verified.payload())));
    for at in [0, text.len() / 3, text.len() / 2, text.len().saturating_sub(1)] {
        let mut changed = text.clone().into_bytes();
        if let Some(letter) = changed.get_mut(at) {
            *letter = if *letter == b'A' { b'B' } else { b'A' };
        }
        assert!(verify(&String::from_utf8_lossy(&changed)).is_err(), "letter {at} of {text} does not count");
    }
    if let (Ok(claims), Ok(again)) = (verified.claims(), verified.claims()) {
        assert_eq!(claims, again);
        // What a claim is read as never depends on another.
        let _ = (claims.audience(), claims.instant("exp"), claims.text("jti"));
    }
}

/// A set that is accepted is published as one that has the same keys, and nothing private.
pub(crate) fn key_set(bytes: &[u8]) {
    let Ok(set) = KeySet::parse(bytes) else { return };
    let published = set.to_json();
    let again = KeySet::from_json(&published);
    assert_eq!(again.as_ref().map(KeySet::keys), Ok(set.keys()));
    let text = published.to_string();
    for private in ["\"d\":", "\"p\":", "\"q\":", "\"k\":", "\"priv\":"] {
        assert!(!text.contains(private), "{text}");
    }
    for key in set.keys() {
        assert_eq!(Key::from_jwk(&key.to_jwk().into()).map(|key| key.thumbprint()), Ok(key.thumbprint()));
        for algorithm in Algorithm::ALL {
            assert!(!key.verifies(algorithm, b"message", &[0; 64]));
        }
    }
}

/// Parameters of an accepted object are those of the request alone, and of the right client.
pub(crate) fn request_object(bytes: &[u8]) {
    let (Some((text, _)), Ok(key), Ok(now)) = (token(bytes), signer().public(), Timestamp::from_second(NOW)) else {
        return;
    };
    for profile in Profile::ALL.iter().copied() {
        let expected = request_object::Expected {
            client_id: "shop",
            issuer: "https://okno.example",
            algorithms: &Algorithm::OPEN,
            keys: &key,
            profile,
            now,
        };
        let Ok(parameters) = request_object::open(&text, &expected) else { continue };
        for (name, value) in &parameters {
            assert!(
                !["request", "request_uri", "iss", "aud", "exp", "nbf", "iat", "jti", "sub"].contains(&name.as_str())
            );
            assert!(name != "client_id" || value == "shop");
        }
        let merged = request_object::merge(parameters.clone(), &[], "shop", request_object::Outside::Ignored);
        assert!(merged.is_ok_and(|merged| merged.iter().any(|(name, _)| name == "client_id")));
    }
}

/// A proof that we have signed shows our key; addresses are normalized once.
pub(crate) fn dpop_proof(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    if let Ok(target) = dpop::Target::parse(text) {
        assert_eq!(dpop::Target::parse(target.as_str()).as_ref(), Ok(&target));
    }
    let (Some((text, ours)), Ok(key), Ok(now)) = (token(bytes), signer().public(), Timestamp::from_second(NOW)) else {
        return;
    };
    let Ok(target) = dpop::Target::parse("https://okno.example/token") else { return };
    let nonces = dpop::NonceRule::Optional(dpop::Nonces::new(&[1; 32]));
    let algorithms = &Algorithm::FAPI;
    let expected = dpop::Expected { method: "POST", target: &target, algorithms, nonces, access_token: None, now };
    let Ok(proof) = dpop::check(&text, &expected) else { return };
    assert!(!ours || proof.thumbprint == key.thumbprint(), "a proof by us shows another's key");
    assert!(proof.single_use.until > now, "a proof is forgotten while it is good");
    let elsewhere = dpop::Target::parse("https://okno.example/userinfo");
    assert!(elsewhere.is_ok_and(|target| dpop::check(&text, &dpop::Expected { target: &target, ..expected }).is_err()));
}
