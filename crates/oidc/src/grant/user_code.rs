//! The code that a person types from a device's screen: short, without letters that look alike or make words
//! (RFC 8628 6.1). Guesses are counted elsewhere.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Consonants that are not mistaken for each other or for digits: 20 of them, 34 bits in eight.
const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;
/// Bytes from here on would favor the first letters.
const FAIR: u8 = 240;

/// A user code in its plain form, eight letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserCode(String);

impl UserCode {
    /// A code from random bytes; each letter is as likely. None if the bytes do not suffice: 32 nearly always do.
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        let fair = bytes.iter().filter(|byte| **byte < FAIR);
        let letters = fair.filter_map(|byte| ALPHABET.get(usize::from(byte % 20)));
        let code: String = letters.take(LENGTH).map(|letter| char::from(*letter)).collect();
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// What a person typed: case, spaces and punctuation do not matter. None if it cannot be a code.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let kept = typed.chars().filter(|letter| !letter.is_whitespace() && !letter.is_ascii_punctuation());
        let code: String = kept.map(|letter| letter.to_ascii_uppercase()).collect();
        let known = code.len() == LENGTH && code.bytes().all(|letter| ALPHABET.contains(&letter));
        known.then_some(Self(code))
    }

    /// The eight letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it is shown: two groups of four.
impl fmt::Display for UserCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at_checked(LENGTH / 2).unwrap_or((&self.0, ""));
        write!(f, "{first}-{second}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_typed_in_any_way_is_the_code() {
        let code = UserCode::from_random(&[0, 1, 2, 3, 4, 5, 6, 7]).unwrap();
        assert_eq!(code.to_string(), "BCDF-GHJK");
        for typed in ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B.C.D.F-G_H:J/K", "bcdf\u{2003}ghjk"] {
            assert_eq!(UserCode::parse(typed).as_ref(), Some(&code), "{typed}");
        }
        let long = "-".repeat(65);
        for typed in ["", "BCDFGHJ", "BCDFGHJKL", "BCDFGHJA", "BCDFGHJ0", "\u{412}CDFGHJK", long.as_str()] {
            assert_eq!(UserCode::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn letters_are_equally_likely() {
        let counts = (0..=u8::MAX).filter_map(|byte| {
            UserCode::from_random(&[byte, 0, 0, 0, 0, 0, 0, 0]).and_then(|code| code.as_str().chars().next())
        });
        let mut by_letter = std::collections::BTreeMap::new();
        counts.for_each(|letter| *by_letter.entry(letter).or_insert(0) += 1);
        assert_eq!(by_letter.len(), 20);
        assert!(by_letter.values().all(|count| *count == 12), "{by_letter:?}");
        assert_eq!(UserCode::from_random(&[255; 100]), None);
    }

    proptest! {
        #[test]
        fn a_shown_code_is_read(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            if let Some(code) = UserCode::from_random(&bytes) {
                prop_assert_eq!(UserCode::parse(&code.to_string()), Some(code));
            }
        }
    }
}
