//! Base64 as the clients of ESIA send it.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use thiserror::Error;

/// Padding is stripped before; what is left over of the last character must be zero.
const BARE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_encode_padding(false).with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Why a text is no base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Base64Error {
    /// It would be longer than the caller allows.
    #[error("the text is longer than {limit} octets in base64")]
    TooLong {
        /// Octets that the decoded value may have.
        limit: usize,
    },
    /// A character of neither alphabet, a padding in the middle, or a last character that means nothing.
    #[error("the text is not base64")]
    Malformed,
}

/// Decodes a text of either alphabet, padded, half padded or not at all, with spaces for plus signs that a form has eaten.
///
/// That is what the signatures of known clients look like: `-_` from most, `+/` from some, two, one or no `=` at the end.
/// The result has at most `limit` octets.
pub fn decode(text: &str, limit: usize) -> Result<Vec<u8>, Base64Error> {
    if text.len() / 4 > limit / 3 + 1 {
        return Err(Base64Error::TooLong { limit });
    }
    let bare = text.trim_end_matches('=');
    let padding = text.len() - bare.len();
    if padding > 2 || (padding > 0 && bare.len().is_multiple_of(4)) {
        return Err(Base64Error::Malformed);
    }
    let one_alphabet: Vec<u8> = bare
        .bytes()
        .map(|byte| match byte {
            b'+' | b' ' => b'-',
            b'/' => b'_',
            other => other,
        })
        .collect();
    let octets = BARE.decode(one_alphabet).map_err(|_| Base64Error::Malformed)?;
    if octets.len() > limit { Err(Base64Error::TooLong { limit }) } else { Ok(octets) }
}

/// Encodes in the alphabet for addresses, without padding (RFC 7515 2).
pub fn encode(octets: &[u8]) -> String {
    BARE.encode(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OCTETS: [u8; 7] = [0xfb, 0xff, 0xfe, 0x00, 0x3e, 0x3f, 0xfb];

    #[test]
    fn reads_every_spelling_of_one_value() {
        for text in ["-__-AD4_-w==", "-__-AD4_-w=", "-__-AD4_-w", "+//+AD4/+w==", "+//+AD4/+w", " //+AD4/ w=="] {
            assert_eq!(decode(text, 7), Ok(OCTETS.to_vec()), "{text}");
        }
        assert_eq!(encode(&OCTETS), "-__-AD4_-w");
        assert_eq!(decode("", 0), Ok(vec![]));
    }

    #[test]
    fn refuses_what_is_not_base64() {
        for text in ["=", "==", "A", "AA===", "AAAA=", "A=A=", "AA=A", "AB", "AA\n", "AA%2B", "\u{e9}A", "AAAA\0"] {
            assert_eq!(decode(text, 100), Err(Base64Error::Malformed), "{text:?}");
        }
    }

    #[test]
    fn stops_at_the_limit() {
        assert_eq!(decode("AAAA", 3), Ok(vec![0; 3]));
        assert_eq!(decode("AAAA", 2), Err(Base64Error::TooLong { limit: 2 }));
        assert_eq!(decode(&"A".repeat(1 << 20), 64), Err(Base64Error::TooLong { limit: 64 }));
    }
}
