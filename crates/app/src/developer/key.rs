//! The public keys of a site as developers paste them: a key set, one key, a certificate, a public key in PEM.
//!
//! What is private is refused without a look at it and written nowhere, least of all back into the page.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use okno_domain::refusal::FieldFault;
use okno_oidc::jose::{Key, KeySet, KeySetFault};
use okno_pki::{certificate::Certificate, public_key::PublicKey};
use serde_json::{Value, json};

/// The field of the form.
const FIELD: &str = "keys";
/// The longest text.
const LONGEST: usize = 32 * 1024;
/// The most keys: one in use, one to come, and some of other programs of the site.
const MOST: usize = 8;

fn fault(code: &'static str) -> FieldFault {
    FieldFault::new(FIELD, code)
}

/// Whether a text holds what must never be shown again: a private key, in any of the forms that people paste.
pub fn is_private(text: &str) -> bool {
    if text.contains("PRIVATE KEY") {
        return true;
    }
    let Ok(document) = serde_json::from_str::<Value>(text) else { return false };
    let of_set = document.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let secret =
        |key: &Value| ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"].iter().any(|name| key.get(name).is_some());
    std::iter::once(&document).chain(of_set).any(secret)
}

/// The key set (RFC 7517 5) in what was pasted, in the form in which it is stored.
pub(super) fn read(text: &str) -> Result<Value, FieldFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(fault("required"));
    }
    if text.len() > LONGEST {
        return Err(fault("site-keys-long"));
    }
    if is_private(text) {
        return Err(fault("site-keys-private"));
    }
    let set = if text.starts_with('{') { of_json(text)? } else { [of_pem(text)?].into_iter().collect() };
    match set.keys().len() {
        0 => Err(fault("site-keys-unusable")),
        count if count > MOST => Err(fault("site-keys-many")),
        _ => Ok(set.to_json()),
    }
}

fn of_json(text: &str) -> Result<KeySet, FieldFault> {
    let document: Value = serde_json::from_str(text).map_err(|_| fault("site-keys-unreadable"))?;
    let document = if document.get("kty").is_some() { json!({ "keys": [document] }) } else { document };
    let set = KeySet::from_json(&document).map_err(|wrong| {
        fault(match wrong {
            KeySetFault::Private { .. } => "site-keys-private",
            KeySetFault::TooLarge | KeySetFault::TooMany => "site-keys-many",
            KeySetFault::SameId(_) => "site-keys-same-name",
            KeySetFault::Json(_) | KeySetFault::NoKeys => "site-keys-unreadable",
        })
    })?;
    match set.passed_over().first() {
        Some(over) => Err(fault("site-keys-unusable-at").with("n", over.index.saturating_add(1).to_string())),
        None => Ok(set),
    }
}

fn of_pem(text: &str) -> Result<Key, FieldFault> {
    let unreadable = || fault("site-keys-unreadable");
    let key = if text.contains("BEGIN CERTIFICATE") {
        Certificate::from_pem(text.as_bytes()).map_err(|_| unreadable())?.public_key().clone()
    } else {
        PublicKey::from_spki_pem(text.as_bytes()).map_err(|_| unreadable())?
    };
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key = match &key {
        PublicKey::Rsa(rsa) => Key::from_rsa(rsa.modulus().to_vec(), rsa.exponent().to_vec()),
        PublicKey::P256(point) => match point.as_bytes() {
            [4, both @ ..] if both.len() == 64 => {
                let (x, y) = both.split_at(32);
                Key::from_jwk(&json!({ "kty": "EC", "crv": "P-256", "x": text(x), "y": text(y) }))
            }
            _ => return Err(unreadable()),
        },
        PublicKey::Ed25519(point) => Key::from_jwk(&json!({ "kty": "OKP", "crv": "Ed25519", "x": text(point) })),
        PublicKey::P384(_) | PublicKey::Gost(_) => return Err(fault("site-keys-unusable")),
    };
    let key = key.map_err(|_| fault("site-keys-unusable"))?;
    let name = key.thumbprint().to_string();
    Ok(key.named(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: (&str, &str) =
        ("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM");

    fn jwk() -> Value {
        json!({ "kty": "EC", "crv": "P-256", "x": POINT.0, "y": POINT.1, "kid": "one" })
    }

    fn code(text: &str) -> &'static str {
        read(text).map_or_else(|fault| fault.code, |_| "")
    }

    #[test]
    fn a_set_and_a_single_key_are_the_same() {
        let set = read(&json!({ "keys": [jwk()] }).to_string()).unwrap();
        assert_eq!(read(&jwk().to_string()).unwrap(), set);
        assert_eq!(set["keys"][0]["kid"], "one");
    }

    #[test]
    fn pem_is_read_and_named() {
        let pair = rcgen::KeyPair::generate().unwrap();
        let by_key = read(&pair.public_key_pem()).unwrap();
        assert!(by_key["keys"][0]["kid"].as_str().is_some_and(|name| name.len() == 43), "{by_key}");
        let certificate = rcgen::CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
        let certificate = certificate.self_signed(&pair).unwrap().pem();
        assert_eq!(read(&certificate).unwrap(), by_key);
    }

    /// A developer who pastes the wrong half is told so at once; nothing of it is read, stored or shown.
    #[test]
    fn private_keys_are_known_in_every_form() {
        let pair = rcgen::KeyPair::generate().unwrap();
        let mut private = jwk();
        private["d"] = json!("870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE");
        for text in [
            pair.serialize_pem(),
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----".to_owned(),
            private.to_string(),
            json!({ "keys": [jwk(), private] }).to_string(),
            json!({ "keys": [{ "kty": "oct", "k": "AAAA" }] }).to_string(),
        ] {
            assert!(is_private(&text) && code(&text) == "site-keys-private", "{text}");
        }
        assert!(!is_private(&jwk().to_string()) && !is_private(&pair.public_key_pem()));
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        let weak = json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode([0xc1; 128]), "e": "AQAB" });
        for (text, expected) in [
            (String::new(), "required"),
            ("hello".to_owned(), "site-keys-unreadable"),
            ("{".to_owned(), "site-keys-unreadable"),
            ("{}".to_owned(), "site-keys-unreadable"),
            (json!({ "keys": [] }).to_string(), "site-keys-unusable"),
            (json!({ "keys": [jwk(), weak] }).to_string(), "site-keys-unusable-at"),
            (json!({ "keys": [jwk(), jwk()] }).to_string(), "site-keys-same-name"),
            ("{".repeat(LONGEST + 1), "site-keys-long"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----".to_owned(), "site-keys-unreadable"),
        ] {
            assert_eq!(code(&text), expected, "{text:.60}");
        }
    }
}
