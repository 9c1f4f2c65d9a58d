//! The number by which a request is named, on a page and on the telephone.

use rand_core::CryptoRng;

use crate::credential::sampling;

/// Eight characters, in two groups: drawn at random, so that they tell nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestNumber(String);

impl RequestNumber {
    const LENGTH: usize = 8;
    /// Digits and Latin capitals without those taken for one another.
    const ALPHABET: [char; 28] = [
        '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R',
        'T', 'U', 'V', 'W', 'X', 'Y',
    ];

    /// A new number, each equally likely.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self(grouped(&sampling::text(rng, &Self::ALPHABET, Self::LENGTH)))
    }

    /// Reads a number as stored or typed, in any case and with any grouping; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bare: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let fits = bare.chars().count() == Self::LENGTH && bare.chars().all(|c| Self::ALPHABET.contains(&c));
        fits.then(|| Self(grouped(&bare)))
    }

    /// As it is shown and stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn grouped(text: &str) -> String {
    let (first, rest): (String, String) = (text.chars().take(4).collect(), text.chars().skip(4).collect());
    format!("{first}-{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    #[test]
    fn a_number_is_read_as_it_is_spoken() {
        let number = RequestNumber::generate(&mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(number.as_str().len(), 9);
        assert_eq!(RequestNumber::parse(&number.as_str().to_lowercase().replace('-', " ")), Some(number));
        for wrong in ["", "K7M4-QRF", "K7M4-QRF0", "K7M4-QRFXX"] {
            assert_eq!(RequestNumber::parse(wrong), None, "{wrong}");
        }
    }
}
