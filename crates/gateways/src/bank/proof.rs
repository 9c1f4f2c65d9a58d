//! How we sign in at a bank: a statement signed by our key (RFC 7523, `private_key_jwt`), or a password.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer as _, pkcs8::DecodePrivateKey as _};
use jiff::Timestamp;
use okno_app::ports::BankRequest;
use okno_domain::secret::Secret;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::BankConfig;
use crate::config::{ConfigError, read_secret};

/// How long a statement is good for, seconds.
const LIFE: i64 = 60;
/// The kind of the statement.
pub(super) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What we have to show.
pub(super) enum Proof {
    /// A key.
    Key {
        /// The key.
        key: Key,
        /// The bank's name for it.
        id: String,
    },
    /// A password.
    Password(Secret),
}

/// A private key of a kind that banks know.
pub(super) enum Key {
    /// Signs as `EdDSA`.
    Ed25519(Box<ed25519_dalek::SigningKey>),
    /// Signs as `ES256`.
    P256(Box<p256::ecdsa::SigningKey>),
}

impl Proof {
    /// Reads it; exactly one kind must be configured.
    pub(super) fn read(config: &BankConfig) -> Result<Self, ConfigError> {
        let setting = |last: &str| format!("banks.{}.{last}", config.id);
        match (&config.signing_key, &config.client_secret) {
            (Some(source), None) => {
                let id = config.key_id.clone().ok_or_else(|| {
                    ConfigError::new(setting("key_id"), "is missing: the name the bank knows our key by")
                })?;
                let setting = setting("signing_key");
                let pem = read_secret(&setting, source)?;
                Ok(Self::Key { key: Key::read(&setting, &pem)?, id })
            }
            (None, Some(source)) => Ok(Self::Password(read_secret(&setting("client_secret"), source)?)),
            _ => Err(ConfigError::new(setting("signing_key"), "there must be either signing_key or client_secret")),
        }
    }

    /// The signed statement for one exchange; none where a password is shown.
    pub(super) fn assertion(
        &self,
        client: &str,
        audience: &str,
        (code, request): (&Secret, &BankRequest),
        now: Timestamp,
    ) -> Option<String> {
        let Self::Key { key, id } = self else { return None };
        // A code is exchanged once, so what is made from it names this statement and no other.
        let name = Sha256::new().chain_update(code.expose()).chain_update(request.verifier.expose()).finalize();
        let now = now.as_second();
        let header = json!({ "alg": key.algorithm(), "typ": "JWT", "kid": id });
        let payload = json!({
            "iss": client, "sub": client, "aud": audience, "jti": URL_SAFE_NO_PAD.encode(name), "iat": now,
            "exp": now.saturating_add(LIFE),
        });
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&payload));
        let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()));
        Some(format!("{signed}.{signature}"))
    }
}

impl Key {
    fn read(setting: &str, pem: &Secret) -> Result<Self, ConfigError> {
        if let Ok(key) = ed25519_dalek::SigningKey::from_pkcs8_pem(pem.expose()) {
            return Ok(Self::Ed25519(Box::new(key)));
        }
        let key = p256::SecretKey::from_pkcs8_pem(pem.expose()).map_err(|_| {
            ConfigError::new(setting, "not an Ed25519 or P-256 private key in PKCS#8 PEM form (BEGIN PRIVATE KEY)")
        })?;
        Ok(Self::P256(Box::new(key.into())))
    }

    const fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "EdDSA",
            Self::P256(_) => "ES256",
        }
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(text).to_bytes().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key.as_ref(), text);
                signature.to_bytes().to_vec()
            }
        }
    }
}
