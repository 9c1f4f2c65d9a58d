//! Numbers of postal items: domestic ones and the international ones of the standard S10.

use super::{
    check::{digits, weighted},
    text::{is_digits, slice, tidy_without},
};

reasons! {
    /// Why a text is not the number of a postal item.
    TrackingNumberRefusal {
        /// Nothing was given.
        Empty => "tracking-number-empty",
        /// Neither fourteen digits nor two letters, nine digits and two letters.
        Format => "tracking-number-format",
        /// The check digit is another.
        CheckDigit { expected: u32 } => "tracking-number-check-digit",
    }
}

/// Which kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackingKind {
    /// Fourteen digits, within the country.
    Domestic,
    /// Thirteen characters, between countries.
    International,
}

/// The number of a postal item, without spaces.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackingNumber(String);

checked_text!(TrackingNumber, public, TrackingNumberRefusal);

impl TrackingNumber {
    /// Reads a number of either kind.
    pub fn parse(text: &str) -> Result<Self, TrackingNumberRefusal> {
        let text = tidy_without(text, &[' ']).to_uppercase();
        if text.is_empty() {
            return Err(TrackingNumberRefusal::Empty);
        }
        let (expected, given) = if is_digits(&text, 14) {
            (domestic(slice(&text, 0, 13)), slice(&text, 13, 14))
        } else if is_international(&text) {
            (international(slice(&text, 2, 10)), slice(&text, 10, 11))
        } else {
            return Err(TrackingNumberRefusal::Format);
        };
        if given == expected.to_string() { Ok(Self(text)) } else { Err(TrackingNumberRefusal::CheckDigit { expected }) }
    }

    /// The number of a domestic letter: index of acceptance, month count, number, and the check digit made here.
    pub fn domestic(index: &super::postal_index::PostalIndex, month: u8, number: u32) -> Option<Self> {
        let body = format!("{}{month:02}{number:05}", index.as_str());
        is_digits(&body, 13).then(|| Self(format!("{body}{}", domestic(&body))))
    }

    /// Which kind it is.
    pub fn kind(&self) -> TrackingKind {
        if self.0.len() == 14 { TrackingKind::Domestic } else { TrackingKind::International }
    }
}

fn is_international(text: &str) -> bool {
    let letters = |from, to| slice(text, from, to).bytes().all(|b| b.is_ascii_uppercase());
    text.len() == 13 && letters(0, 2) && is_digits(slice(text, 2, 11), 9) && letters(11, 13)
}

fn domestic(body: &str) -> u32 {
    (10 - weighted(&digits(body), &[3, 1]) % 10) % 10
}

fn international(body: &str) -> u32 {
    match 11 - weighted(&digits(body), &[8, 6, 4, 2, 3, 5, 9, 7]) % 11 {
        10 => 0,
        11 => 5,
        digit => digit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::postal_index::PostalIndex;

    #[test]
    fn our_own_numbers_check() {
        let index = PostalIndex::parse("101000").unwrap();
        let number = TrackingNumber::domestic(&index, 5, 12345).unwrap();
        assert_eq!(number.as_str(), "10100005123456");
        assert_eq!(TrackingNumber::parse(number.as_str()).unwrap().kind(), TrackingKind::Domestic);
        assert!(TrackingNumber::domestic(&index, 5, 100_000).is_none());
    }
}
