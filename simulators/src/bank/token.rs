//! What a bank signs, and how it checks who asks.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
        RsaPublicKeyComponents,
    },
};
use serde_json::{Value, json};

use super::{BankName, BankSwitches, client::SECRET};
use crate::chance;

/// The banks' RSA key: making one takes seconds, and what a simulator signs proves nothing to anybody.
const RSA_KEY: &str = include_str!("../../data/bank-rsa.pem");
/// What that key is published as.
const RSA_ID: &str = "rsa";

/// A key of one bank, under a name of its own.
pub(super) struct Signer {
    id: String,
    key: Key,
}

enum Key {
    P256(Box<EcdsaKeyPair>),
    Ed25519(Box<SigningKey>),
    Rsa(Box<RsaKeyPair>),
}

impl Signer {
    /// A fresh key of the kind that the bank uses.
    pub(super) fn fresh(bank: BankName) -> Self {
        let id = format!("{}-{:08x}", bank.word(), u32::from_be_bytes(chance::bytes()));
        let ed25519 = || Key::Ed25519(Box::new(SigningKey::from_bytes(&chance::bytes())));
        let key = match bank {
            BankName::BlueBridge => p256().map_or_else(ed25519, |key| Key::P256(Box::new(key))),
            BankName::Rowan => ed25519(),
        };
        Self { id, key }
    }

    /// The key that signs as `RS256`, which OpenID Connect asks of every provider.
    pub(super) fn rsa() -> Option<Self> {
        let base64: String = RSA_KEY.lines().filter(|line| !line.starts_with('-')).collect();
        let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(base64).ok()?).ok()?;
        Some(Self { id: RSA_ID.to_owned(), key: Key::Rsa(Box::new(key)) })
    }

    /// What the bank publishes.
    pub(super) fn published(&self) -> Vec<Value> {
        std::iter::once(self.jwk()).chain(Self::rsa().map(|rsa| rsa.jwk())).collect()
    }

    /// The published half.
    fn jwk(&self) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match &self.key {
            Key::P256(key) => {
                // The point: one byte that says "uncompressed", then both coordinates.
                let point = key.public_key().as_ref();
                let (x, y) = point.get(1..).unwrap_or_default().split_at_checked(32).unwrap_or_default();
                json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id, "x": text(x), "y": text(y) })
            }
            Key::Ed25519(key) => {
                let x = text(key.verifying_key().as_bytes());
                json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.id, "x": x })
            }
            Key::Rsa(key) => {
                let parts = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
                let (n, e) = (text(&parts.n), text(&parts.e));
                json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id, "n": n, "e": e })
            }
        }
    }

    /// A signed statement, or what the switches make of it.
    pub(super) fn statement(&self, bank: BankName, payload: &Value, switches: &BankSwitches) -> String {
        let (stranger, rsa) = (Self::fresh(bank), Self::rsa().filter(|_| switches.rsa));
        let (signer, id) = if let Some(rsa) = &rsa {
            (rsa, if switches.wrong_signature { self.id.as_str() } else { RSA_ID })
        } else if switches.unknown_key {
            (&stranger, stranger.id.as_str())
        } else if switches.wrong_signature {
            (&stranger, self.id.as_str())
        } else {
            (self, self.id.as_str())
        };
        let algorithm = match (&signer.key, switches) {
            (_, BankSwitches { no_signature: true, .. }) => "none",
            (_, BankSwitches { shared_secret: true, .. }) => "HS256",
            (Key::P256(_), _) => "ES256",
            (Key::Ed25519(_), _) => "EdDSA",
            (Key::Rsa(_), _) => "RS256",
        };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": algorithm, "typ": "JWT", "kid": id })), part(payload));
        let signature = match algorithm {
            "none" => Vec::new(),
            "HS256" => {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), signed.as_bytes()).as_ref().to_vec()
            }
            _ => signer.sign(signed.as_bytes()),
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match &self.key {
            Key::P256(key) => {
                key.sign(&SystemRandom::new(), text).map(|signature| signature.as_ref().to_vec()).unwrap_or_default()
            }
            Key::Ed25519(key) => key.sign(text).to_bytes().to_vec(),
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                let signed = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
                signed.map(|()| signature).unwrap_or_default()
            }
        }
    }
}

fn p256() -> Option<EcdsaKeyPair> {
    let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).ok()?;
    EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).ok()
}

/// Reads a `private_key_jwt` (RFC 7523) and gives its `jti`; the reason when it is not in order.
pub(super) fn check_assertion(
    assertion: &str,
    (key, key_id): (&VerifyingKey, &str),
    (client, audiences): (&str, [&str; 2]),
) -> Result<String, &'static str> {
    let (signed, signature) = assertion.rsplit_once('.').ok_or("not signed")?;
    let (header, payload) = signed.split_once('.').ok_or("not a JWT")?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| "not base64url");
    let read = |text: &str| serde_json::from_slice::<Value>(&decode(text)?).map_err(|_| "not JSON");
    let header = read(header)?;
    if header.get("alg") != Some(&json!("EdDSA")) || header.get("kid") != Some(&json!(key_id)) {
        return Err("another key");
    }
    let signature = Signature::from_slice(&decode(signature)?).map_err(|_| "no signature")?;
    key.verify_strict(signed.as_bytes(), &signature).map_err(|_| "the signature is wrong")?;
    let payload = read(payload)?;
    let is = |name: &str, value: &str| payload.get(name).and_then(Value::as_str) == Some(value);
    if !is("iss", client) || !is("sub", client) || !audiences.iter().any(|audience| is("aud", audience)) {
        return Err("made by or for somebody else");
    }
    let now = chance::now().as_second();
    let until = payload.get("exp").and_then(Value::as_i64).ok_or("without end")?;
    if until <= now - 60 || until > now + 600 {
        return Err("not now");
    }
    let name = payload.get("jti").and_then(Value::as_str).filter(|name| !name.is_empty()).ok_or("without name")?;
    Ok(name.to_owned())
}
