//! JWS in compact serialization with Ed25519 (RFC 7515, RFC 8037), and nothing else of JOSE. Pure.
//!
//! Strict on purpose: one algorithm, one type, one key, no extensions, no second spelling of the same bytes.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// The largest message either side may send.
pub const LARGEST_MESSAGE: usize = 64 * 1024;

/// The protected header: exactly these three members, so `crit` and every other extension is refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    #[serde(borrow)]
    alg: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    typ: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    kid: std::borrow::Cow<'a, str>,
}

/// A key that messages of one sender are checked by, under the name the sender gives it.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// The sender's name for its key.
    pub key_id: String,
    /// The key.
    pub key: VerifyingKey,
}

/// Why a signed message was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More than 64 KiB.
    #[error("the message is larger than 64 KiB")]
    TooLarge,
    /// Not three parts of base64url, or not text.
    #[error("the message is not a JWS in compact serialization: {0}")]
    Form(&'static str),
    /// Not exactly `alg`, `typ` and `kid`.
    #[error("the header has a member that is missing, unknown or twice")]
    Header,
    /// Another algorithm.
    #[error("the algorithm is not EdDSA")]
    Algorithm,
    /// Another type of message.
    #[error("the message is of another type")]
    Type,
    /// A key we do not trust.
    #[error("the message is signed with a key of another name")]
    KeyId,
    /// Not signed by the trusted key.
    #[error("the signature is wrong")]
    Signature,
    /// The payload breaks a rule of the protocol.
    #[error("the content is not what the protocol says: {0}")]
    Content(&'static str),
}

/// Signs a payload. Ed25519 is deterministic: the same payload gives the same text.
pub(crate) fn sign(key: &SigningKey, key_id: &str, typ: &str, payload: &[u8]) -> Result<String, Fault> {
    let header = Header { alg: "EdDSA".into(), typ: typ.into(), kid: key_id.into() };
    let header = serde_json::to_vec(&header).map_err(|_| Fault::Header)?;
    let mut text = URL_SAFE_NO_PAD.encode(header);
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut text);
    let signature = key.sign(text.as_bytes());
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(signature.to_bytes(), &mut text);
    if text.len() > LARGEST_MESSAGE { Err(Fault::TooLarge) } else { Ok(text) }
}

/// Checks a message and gives its payload, which is not to be looked at before.
pub(crate) fn verify(message: &[u8], typ: &str, trusted: &Trusted) -> Result<Vec<u8>, Fault> {
    if message.len() > LARGEST_MESSAGE {
        return Err(Fault::TooLarge);
    }
    let text = std::str::from_utf8(message).map_err(|_| Fault::Form("not text"))?;
    let (signed, signature) = text.rsplit_once('.').ok_or(Fault::Form("no dots"))?;
    let (header, payload) = signed.split_once('.').ok_or(Fault::Form("one dot"))?;
    let header = decode(header, "header")?;
    let header: Header<'_> = serde_json::from_slice(&header).map_err(|_| Fault::Header)?;
    if header.alg != "EdDSA" {
        return Err(Fault::Algorithm);
    }
    if header.typ != typ {
        return Err(Fault::Type);
    }
    if header.kid != trusted.key_id {
        return Err(Fault::KeyId);
    }
    let signature = decode(signature, "signature")?;
    let signature = Signature::from_slice(&signature).map_err(|_| Fault::Signature)?;
    trusted.key.verify_strict(signed.as_bytes(), &signature).map_err(|_| Fault::Signature)?;
    // A third dot makes the payload undecodable.
    decode(payload, "payload")
}

/// base64url without padding; the engine refuses foreign characters and stray bits.
fn decode(text: &str, part: &'static str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Form(part))
}
