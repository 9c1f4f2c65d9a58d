//! base64url without padding, one spelling for one sequence of bytes (RFC 7515 2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The text of some bytes.
pub(crate) fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Appends the text of some bytes.
pub(crate) fn push(bytes: impl AsRef<[u8]>, text: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, text);
}

/// The bytes, unless the text has padding, white space, a foreign letter or bits that mean nothing.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The same with the reason for a developer.
pub(crate) fn decode_or_why(text: &str) -> Result<Vec<u8>, String> {
    URL_SAFE_NO_PAD.decode(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_for_one_sequence_of_bytes() {
        for (text, bytes) in [
            ("", Some(&b""[..])),
            ("AA", Some(&[0])),
            ("-_8", Some(&[0xfb, 0xff])),
            ("AB", None),
            ("A", None),
            ("AA==", None),
            ("AA\n", None),
            (" AA", None),
            ("+/8", None),
            ("A\u{410}", None),
        ] {
            assert_eq!(decode(text).as_deref(), bytes, "{text:?}");
        }
        assert_eq!(encode([0xfb, 0xff]), "-_8");
    }
}
