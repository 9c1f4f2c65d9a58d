//! How a site proves who it is (RFC 7523, RFC 6749 2.3.1), and that its tokens are its own (DPoP, RFC 9449).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::chance;

/// The name of the site's key at the portal.
const KEY_ID: &str = "site";
/// How long an assertion is good for, seconds.
const LIFE: i64 = 60;
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a site has to show.
pub(super) enum Proof {
    /// A key.
    Key(Box<SigningKey>),
    /// A secret.
    Secret(&'static str),
    /// Nothing: anybody could say they are this site, and only its address is its own.
    Nothing,
}

impl Proof {
    /// The members of a form that say who sends it.
    pub(super) fn fields(&self, client_id: &str, audience: &str) -> Vec<(&'static str, String)> {
        let mut fields = vec![("client_id", client_id.to_owned())];
        match self {
            Self::Key(key) => {
                let now = chance::now().as_second();
                let payload = json!({
                    "iss": client_id, "sub": client_id, "aud": audience, "jti": chance::uuid(), "iat": now,
                    "exp": now + LIFE,
                });
                let header = json!({ "alg": "EdDSA", "typ": "JWT", "kid": KEY_ID });
                fields.push(("client_assertion_type", ASSERTION_TYPE.to_owned()));
                fields.push(("client_assertion", signed(key, &header, &payload)));
            }
            Self::Secret(secret) => fields.push(("client_secret", (*secret).to_owned())),
            Self::Nothing => {}
        }
        fields
    }

    /// The public half of the key, as the portal is told it.
    pub(super) fn public(&self) -> Option<Value> {
        let Self::Key(key) = self else { return None };
        let mut jwk = public(key);
        if let Some(members) = jwk.as_object_mut() {
            members.extend(
                [("kid", KEY_ID), ("alg", "EdDSA"), ("use", "sig")].map(|(name, text)| (name.to_owned(), json!(text))),
            );
        }
        Some(jwk)
    }
}

fn public(key: &SigningKey) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()) })
}

fn signed(key: &SigningKey, header: &Value, payload: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(header), part(payload));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes()).to_bytes());
    format!("{text}.{signature}")
}

/// A key of one sign-in, to which its tokens are bound.
#[derive(Clone)]
pub(super) struct Possession(SigningKey);

impl Possession {
    pub(super) fn fresh() -> Self {
        Self(SigningKey::from_bytes(&chance::bytes()))
    }

    /// What one request is sent with.
    pub(super) fn proof(&self, method: &str, url: &str, token: Option<&str>, nonce: Option<&str>) -> String {
        let mut payload = json!({ "jti": chance::uuid(), "htm": method, "htu": url, "iat": chance::now().as_second() });
        if let Some(members) = payload.as_object_mut() {
            if let Some(token) = token {
                members.insert("ath".to_owned(), json!(URL_SAFE_NO_PAD.encode(Sha256::digest(token))));
            }
            if let Some(nonce) = nonce {
                members.insert("nonce".to_owned(), json!(nonce));
            }
        }
        signed(&self.0, &json!({ "typ": "dpop+jwt", "alg": "EdDSA", "jwk": public(&self.0) }), &payload)
    }
}
