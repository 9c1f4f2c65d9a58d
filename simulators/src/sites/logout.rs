//! The end of a session, told by the portal without a browser (OpenID Connect Back-Channel Logout 1.0).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey as _, JsonWebKeyId,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Site, fault::Fault, sign_in::ALGORITHMS};
use crate::{chance, inbox::lock};

const TYPE: &str = "logout+jwt";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The longest token that is read.
const LONGEST: usize = 16 * 1024;
/// How far the portal's clock may be from ours, and how old a token may be, seconds.
const SKEW: i64 = 60;
const OLDEST: i64 = 600;

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    typ: Option<String>,
    kid: Option<String>,
}

#[derive(Deserialize)]
struct LogoutClaims {
    iss: String,
    aud: Value,
    iat: i64,
    exp: i64,
    jti: String,
    sub: Option<String>,
    sid: Option<String>,
    events: Map<String, Value>,
    nonce: Option<Value>,
}

impl Site {
    /// Ends what a logout token names; how many sessions that were.
    pub(super) async fn hear(&self, token: &str) -> Result<u64, Fault> {
        let known = self.portal.known().await?;
        let claims = match verified(token, &known.keys) {
            Err(Unverified::UnknownKey) => verified(token, &self.portal.known_anew().await?.keys),
            other => other,
        };
        let claims = claims.map_err(|reason| Fault::unsound(reason.words()))?;
        let now = chance::now().as_second();
        check(&claims, &known.at.issuer, self.name.client_id(), now).map_err(Fault::unsound)?;
        let mut memory = lock(&self.memory);
        if !memory.is_new(&claims.jti, claims.exp + SKEW, now) {
            return Err(Fault::unsound("a token that was used before"));
        }
        let ended = memory.end(claims.sub.as_deref(), claims.sid.as_deref());
        drop(memory);
        self.bell.ring();
        Ok(ended)
    }
}

/// Why a token cannot be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unverified {
    UnknownKey,
    Malformed,
    Algorithm,
    Signature,
}

impl Unverified {
    const fn words(self) -> &'static str {
        match self {
            Self::UnknownKey => "signed with a key that the portal does not publish",
            Self::Malformed => "no logout token",
            Self::Algorithm => "signed in a way that is not taken",
            Self::Signature => "the signature is wrong",
        }
    }
}

/// What a token says, once its kind and its signature are in order.
fn verified(token: &str, keys: &CoreJsonWebKeySet) -> Result<LogoutClaims, Unverified> {
    if token.len() > LONGEST {
        return Err(Unverified::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Unverified::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(Unverified::Malformed)?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| Unverified::Malformed);
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Unverified::Malformed)?;
    // Without this an id token would do, or whatever else the portal signs.
    if !header.typ.is_some_and(|kind| kind.eq_ignore_ascii_case(TYPE)) {
        return Err(Unverified::Malformed);
    }
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Unverified::Algorithm);
    }
    let name = JsonWebKeyId::new(header.kid.unwrap_or_default());
    let key = keys.keys().iter().find(|key| key.key_id() == Some(&name)).ok_or(Unverified::UnknownKey)?;
    key.verify_signature(&header.alg, signed.as_bytes(), &decode(signature)?).map_err(|_| Unverified::Signature)?;
    serde_json::from_slice(&decode(payload)?).map_err(|_| Unverified::Malformed)
}

/// Back-Channel Logout 1.0, 2.6.
fn check(claims: &LogoutClaims, issuer: &str, client_id: &str, now: i64) -> Result<(), &'static str> {
    let is_for_us = match &claims.aud {
        Value::String(one) => one == client_id,
        Value::Array(all) => all.iter().any(|one| one == client_id),
        _ => false,
    };
    if claims.iss != issuer || !is_for_us {
        return Err("made by or for somebody else");
    }
    if claims.iat > now + SKEW || claims.iat < now - OLDEST || claims.exp <= now - SKEW || claims.exp > now + OLDEST {
        return Err("not now");
    }
    if !claims.events.get(EVENT).is_some_and(Value::is_object) || claims.nonce.is_some() {
        return Err("not about the end of a session");
    }
    if claims.sub.is_none() && claims.sid.is_none() {
        return Err("about nobody");
    }
    if claims.jti.is_empty() {
        return Err("without a name");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer as _, SigningKey};
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn keys() -> CoreJsonWebKeySet {
        let x = URL_SAFE_NO_PAD.encode(key().verifying_key().as_bytes());
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "k", "x": x });
        serde_json::from_value(json!({ "keys": [jwk] })).unwrap()
    }

    fn token(header: &Value, payload: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(payload));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(key().sign(signed.as_bytes()).to_bytes()))
    }

    fn header() -> Value {
        json!({ "alg": "EdDSA", "typ": TYPE, "kid": "k" })
    }

    fn payload() -> Value {
        json!({
            "iss": "https://portal.example", "aud": "shop", "iat": NOW, "exp": NOW + 120, "jti": "1", "sub": "anna",
            "sid": "s", "events": { EVENT: {} },
        })
    }

    fn outcome(header: &Value, payload: &Value) -> Result<(), &'static str> {
        let claims = verified(&token(header, payload), &keys()).map_err(Unverified::words)?;
        check(&claims, "https://portal.example", "shop", NOW)
    }

    /// R217: what the portal sends is taken.
    #[test]
    fn a_sound_token_is_taken() {
        assert_eq!(outcome(&header(), &payload()), Ok(()));
        for gone in ["sub", "sid"] {
            let mut payload = payload();
            payload.as_object_mut().unwrap().remove(gone);
            assert_eq!(outcome(&header(), &payload), Ok(()), "{gone}");
        }
        let mut several = payload();
        several["aud"] = json!(["other", "shop"]);
        assert_eq!(outcome(&header(), &several), Ok(()));
    }

    /// R217: nobody else ends a session, and nothing else that the portal signs does.
    #[test]
    fn everything_else_is_refused() {
        for (member, value) in [
            ("iss", json!("https://other.example")),
            ("aud", json!("bank")),
            ("aud", json!(1)),
            ("iat", json!(NOW + SKEW + 1)),
            ("iat", json!(NOW - OLDEST - 1)),
            ("exp", json!(NOW - SKEW)),
            ("exp", json!(NOW + OLDEST + 1)),
            ("jti", json!("")),
            ("jti", Value::Null),
            ("events", json!({})),
            ("events", json!({ EVENT: true })),
            ("nonce", json!("n")),
        ] {
            let mut payload = payload();
            payload[member] = value.clone();
            assert!(outcome(&header(), &payload).is_err(), "{member} {value}");
        }
        let mut nobody = payload();
        nobody["sub"] = Value::Null;
        nobody["sid"] = Value::Null;
        assert!(outcome(&header(), &nobody).is_err());
        for (member, value) in [
            ("typ", json!("JWT")),
            ("typ", Value::Null),
            ("alg", json!("none")),
            ("alg", json!("HS256")),
            ("kid", json!("other")),
        ] {
            let mut header = header();
            header[member] = value.clone();
            assert!(outcome(&header, &payload()).is_err(), "{member} {value}");
        }
        let sound = token(&header(), &payload());
        let (signed, _) = sound.rsplit_once('.').unwrap();
        let other = SigningKey::from_bytes(&[8; 32]).sign(signed.as_bytes());
        let forged = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(other.to_bytes()));
        assert_eq!(verified(&forged, &keys()).err(), Some(Unverified::Signature));
        for text in ["", "a", "a.b", "a.b.c", &"x".repeat(LONGEST + 1)] {
            assert_eq!(verified(text, &keys()).err(), Some(Unverified::Malformed));
        }
    }
}
