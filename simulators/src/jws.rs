//! Signed messages of the registry exchange: JWS compact serialization, `EdDSA` with Ed25519, nothing else.
//!
//! Written apart from Okno's own reader on purpose: two implementations of one page keep each other honest.
//! Pure: parsing takes outside bytes and never panics.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::Deserialize;

/// The longest message, bytes.
pub const LONGEST: usize = 64 * 1024;

/// What is wrong with a signed message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsFault {
    /// It is longer than 64 KiB.
    #[error("longer than 64 KiB")]
    TooLong,
    /// It is not three parts of base64url joined by dots.
    #[error("not a compact serialization")]
    NotCompact,
    /// The protected header is not the JSON it must be.
    #[error("bad protected header")]
    Header,
    /// The header's `typ` is another one.
    #[error("unexpected typ")]
    Type,
    /// The header's `alg` is not `EdDSA`.
    #[error("unexpected alg")]
    Algorithm,
    /// The header asks for extensions.
    #[error("crit is not supported")]
    Critical,
    /// The header's `kid` names no key we know.
    #[error("unknown kid")]
    UnknownKey,
    /// The signature does not belong to the message.
    #[error("bad signature")]
    Signature,
}

impl JwsFault {
    /// Whether this is about who signed (401) and not about the form (400).
    pub fn is_about_the_signature(self) -> bool {
        matches!(self, Self::Algorithm | Self::Critical | Self::UnknownKey | Self::Signature)
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: String,
    kid: String,
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

/// `true` for a member that is there, whatever its value.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    serde::de::IgnoredAny::deserialize(deserializer).map(|_| true)
}

/// A message taken apart, its signature not yet checked.
#[derive(Debug)]
pub struct Unverified<'a> {
    /// The name of the key it claims to be signed with.
    pub kid: String,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Signature,
}

/// Takes a compact serialization apart and checks all of its header but the key's name.
pub fn parse<'a>(message: &'a [u8], typ: &str) -> Result<Unverified<'a>, JwsFault> {
    if message.len() > LONGEST {
        return Err(JwsFault::TooLong);
    }
    let text = std::str::from_utf8(message).map_err(|_| JwsFault::NotCompact)?;
    let (signed, signature) = text.rsplit_once('.').ok_or(JwsFault::NotCompact)?;
    let (header, payload) = signed.split_once('.').ok_or(JwsFault::NotCompact)?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| JwsFault::NotCompact);
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| JwsFault::Header)?;
    if header.alg != "EdDSA" {
        return Err(JwsFault::Algorithm);
    }
    if header.crit {
        return Err(JwsFault::Critical);
    }
    if header.typ != typ {
        return Err(JwsFault::Type);
    }
    let payload = decode(payload)?;
    let signature = Signature::from_slice(&decode(signature)?).map_err(|_| JwsFault::Signature)?;
    Ok(Unverified { kid: header.kid, signed, payload, signature })
}

impl Unverified<'_> {
    /// The payload, if this key signed the message.
    pub fn verify(self, key: &VerifyingKey) -> Result<Vec<u8>, JwsFault> {
        key.verify_strict(self.signed.as_bytes(), &self.signature).map_err(|_| JwsFault::Signature)?;
        Ok(self.payload)
    }
}

/// Signs a payload.
pub fn sign(key: &SigningKey, typ: &str, kid: &str, payload: &[u8]) -> String {
    let header = serde_json::json!({ "alg": "EdDSA", "typ": typ, "kid": kid }).to_string();
    let mut message = URL_SAFE_NO_PAD.encode(header);
    message.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut message);
    let signature = key.sign(message.as_bytes());
    message.push('.');
    URL_SAFE_NO_PAD.encode_string(signature.to_bytes(), &mut message);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYP: &str = "okno-registry-request+jws";

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn with_header(header: &str) -> String {
        let mut message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode("{}"));
        let signature = key().sign(message.as_bytes());
        message.push('.');
        URL_SAFE_NO_PAD.encode_string(signature.to_bytes(), &mut message);
        message
    }

    #[test]
    fn what_is_signed_is_read_back() {
        let message = sign(&key(), TYP, "okno", b"{\"a\":1}");
        let parsed = parse(message.as_bytes(), TYP).unwrap();
        assert_eq!(parsed.kid, "okno");
        assert_eq!(parsed.verify(&key().verifying_key()).unwrap(), b"{\"a\":1}");
    }

    #[test]
    fn another_key_or_a_changed_byte_is_refused() {
        let message = sign(&key(), TYP, "okno", b"{\"a\":1}");
        let stranger = SigningKey::from_bytes(&[8; 32]).verifying_key();
        assert_eq!(parse(message.as_bytes(), TYP).unwrap().verify(&stranger), Err(JwsFault::Signature));
        let changed = message.replacen(&URL_SAFE_NO_PAD.encode("{\"a\":1}"), &URL_SAFE_NO_PAD.encode("{\"a\":2}"), 1);
        let parsed = parse(changed.as_bytes(), TYP).unwrap();
        assert_eq!(parsed.verify(&key().verifying_key()), Err(JwsFault::Signature));
    }

    #[test]
    fn headers_that_are_not_ours_are_refused() {
        let fault = |header: &str| parse(with_header(header).as_bytes(), TYP).map(|_| ()).unwrap_err();
        assert_eq!(fault(r#"{"alg":"none","typ":"okno-registry-request+jws","kid":"okno"}"#), JwsFault::Algorithm);
        assert_eq!(fault(r#"{"alg":"HS256","typ":"okno-registry-request+jws","kid":"okno"}"#), JwsFault::Algorithm);
        assert_eq!(fault(r#"{"alg":"EdDSA","typ":"JWT","kid":"okno"}"#), JwsFault::Type);
        assert_eq!(fault(r#"{"alg":"EdDSA","typ":"okno-registry-request+jws"}"#), JwsFault::Header);
        for crit in [r#"["exp"]"#, "null", "[]"] {
            let header = format!(r#"{{"alg":"EdDSA","typ":"{TYP}","kid":"okno","crit":{crit}}}"#);
            assert_eq!(fault(&header), JwsFault::Critical, "{crit}");
        }
    }

    #[test]
    fn what_is_no_compact_serialization_is_refused() {
        for bad in ["", ".", "..", "a.b", "a.b.c.d", "a=.b.c", "\u{0}\u{0}\u{0}"] {
            assert!(parse(bad.as_bytes(), TYP).is_err(), "{bad:?}");
        }
        assert_eq!(parse(&vec![b'a'; LONGEST + 1], TYP).map(|_| ()), Err(JwsFault::TooLong));
        assert!(parse(&[0xff, b'.', 0xfe, b'.'], TYP).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = parse(&bytes, TYP);
        }
    }
}
