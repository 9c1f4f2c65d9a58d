//! The text of `client_secret`: base64 in the spellings that clients use.

use thiserror::Error;

use crate::jose::base64url;

/// The most letters of a signature: a CMS with a chain of certificates takes a few thousand.
pub const MOST: usize = 32 * 1024;

/// Why a text is no signature.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SecretTextError {
    /// Nothing is left without the padding.
    #[error("is empty")]
    Empty,
    /// It is longer than [`MOST`].
    #[error("has {0} letters, {MOST} is the most")]
    TooLong(usize),
    /// It is not base64 in any spelling.
    #[error("is not base64: {0}")]
    NotBase64(String),
}

/// Decodes either alphabet with any padding; a blank is a plus that was not escaped (section 1.4).
pub fn decode(text: &str) -> Result<Vec<u8>, SecretTextError> {
    if text.len() > MOST {
        return Err(SecretTextError::TooLong(text.len()));
    }
    let one_alphabet = |mark| match mark {
        ' ' | '+' => '-',
        '/' => '_',
        other => other,
    };
    let mapped: String = text.trim_end_matches('=').chars().map(one_alphabet).collect();
    if mapped.is_empty() {
        return Err(SecretTextError::Empty);
    }
    base64url::decode_or_why(&mapped).map_err(SecretTextError::NotBase64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 1.4, "Text encoding": every variant that a client sends.
    #[test]
    fn every_spelling_gives_the_same_bytes() {
        let bytes = [0xfb, 0xff, 0xfe, 0x00];
        for text in ["-__-AA==", "-__-AA", "-__-AA=", "+//+AA==", "+//+AA", " // AA==", "-/_+AA"] {
            assert_eq!(decode(text).unwrap(), bytes, "{text}");
        }
    }

    #[test]
    fn anything_else_is_named() {
        for text in ["", "=", "===="] {
            assert_eq!(decode(text), Err(SecretTextError::Empty));
        }
        assert_eq!(decode(&"A".repeat(MOST + 1)), Err(SecretTextError::TooLong(MOST + 1)));
        for text in ["A", "AA=A", "A*AA", "AB", "AA\n", "\u{410}"] {
            assert!(matches!(decode(text), Err(SecretTextError::NotBase64(_))), "{text:?}");
        }
    }

    /// Vector A.3: CMS with padding, in either alphabet.
    #[test]
    fn the_other_vector_is_cms() {
        let text = "MIIB8wYJKoZIhvcNAQcCoIIB5DCCAeACAQExDjAMBggqhQMHAQECAgUAMAsGCSqGSIb3DQEHAaCCASow\
            ggEmMIHSAhR6qfnu1kCkwUwj7eS6HpjBX52zMTAMBggqhQMHAQEDAgUAMBExDzANBgNVBAMMBkRFTU8w\
            MTAeFw0yNjExMjIxMzE2MzFaFw0zNjExMTkxMzE2MzFaMBExDzANBgNVBAMMBkRFTU8wMTBmMB8GCCqF\
            AwcBAQEBMBMGByqFAwICIwEGCCqFAwcBAQICA0MABEDbqjyoEeXHX-e24-1MkwOwgek_fiQSx6UnEAMw\
            5Enfb0pN7mDlq1UG22s30t9SnZDGEerzfHmTJzmLDTDIP-f_MAwGCCqFAwcBAQMCBQADQQD7JshOkhfo\
            7auVVRCCXAevdLengZK8zkkNHgTq3WtSfJfAuaXBA_ZaMUBkTvmxhmobWCsUMkUeGZiFhMhqVrJ4MYGP\
            MIGMAgEBMCkwETEPMA0GA1UEAwwGREVNTzAxAhR6qfnu1kCkwUwj7eS6HpjBX52zMTAMBggqhQMHAQEC\
            AgUAMAwGCCqFAwcBAQEBBQAEQI1fyPubLcCALE1hzhzipdIGcFm6s-wDzNkbIcVGV1SEfAT14ITEcB1b\
            5e-4HnXL12Dtlcgr1G2cOUj89iDrgWk=";
        let bytes = decode(text).unwrap();
        assert_eq!((bytes[..4].to_vec(), bytes.len()), (vec![0x30, 0x82, 0x01, 0xf3], 0x1f3 + 4));
        assert_eq!(decode(&text.replace('-', "+").replace('_', "/")).unwrap(), bytes);
    }

    /// Vector A.1: 64 bytes.
    #[test]
    fn the_vector_is_a_raw_signature() {
        let text = "LjG12Ou_0erda_7o2iuelFrS1Bmr_PkUJ6IhwHxqmDvQg9QLg-M0JvVIlmrjlc9XZTtE41BDKnWxjPI26clfCw==";
        assert_eq!(decode(text).unwrap().len(), 64);
    }
}
