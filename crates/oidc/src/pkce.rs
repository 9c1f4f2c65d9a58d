//! The proof key of a code (RFC 7636), always by SHA-256.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::jose::{Thumbprint, encode_base64url};

/// Whether a text is a SHA-256 digest as the protocols write it: a challenge, a key's thumbprint.
pub fn is_digest(text: &str) -> bool {
    Thumbprint::parse(text).is_some()
}

/// The challenge that belongs to a verifier (RFC 7636 4.2).
pub fn challenge(verifier: &str) -> String {
    encode_base64url(Sha256::digest(verifier.as_bytes()))
}

/// Whether a text can be a verifier: 43 to 128 unreserved characters (RFC 7636 4.1).
pub fn is_verifier(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(plain)
}

/// Whether the verifier is the challenge's, in constant time (RFC 7636 4.6).
pub fn verify(verifier: &str, expected: &str) -> bool {
    is_verifier(verifier) && bool::from(challenge(verifier).as_bytes().ct_eq(expected.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7636, appendix B.
    #[test]
    fn the_example_of_the_specification() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(challenge(verifier), expected);
        assert!(verify(verifier, expected));
        assert!(is_digest(expected));
        assert!(!verify(expected, expected), "a plain challenge proves nothing");
    }

    #[test]
    fn verifiers_have_bounds() {
        for (text, good) in [
            ("a".repeat(42), false),
            ("a".repeat(43), true),
            ("a".repeat(128), true),
            ("a".repeat(129), false),
            (format!("{}+", "a".repeat(43)), false),
            (format!("{}-._~", "a".repeat(43)), true),
        ] {
            assert_eq!(verify(&text, &challenge(&text)), good, "{text}");
        }
        assert!(!is_digest(&"a".repeat(42)));
        assert!(!is_digest("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"));
    }
}
