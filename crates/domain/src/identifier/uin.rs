//! UIN: the identifier of a charge that a payment names.

use super::{
    Received,
    check::weighted,
    text::{is_digits, tidy},
};

reasons! {
    /// Why a text is not a UIN.
    UinRefusal {
        /// Nothing was given.
        Empty => "uin-empty",
        /// Neither 20 nor 25 characters of the kind they must be.
        Format => "uin-format",
        /// Zeros only.
        Zeros => "uin-zeros",
        /// The last digit is another.
        CheckDigit { expected: u32 } => "uin-check-digit",
        /// "No identifier" where a charge must be named.
        Missing => "uin-missing",
    }
}

/// A UIN of 20 or 25 characters, or the marker `0` that says a payment has none.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uin(String);

checked_text!(Uin, personal, UinRefusal, |text| Self::receive(text).map(|received| received.value));

impl Uin {
    /// Reads the identifier of a payment; `0` is "no identifier".
    pub fn parse(text: &str) -> Result<Self, UinRefusal> {
        Self::receive(text)?.strict()
    }

    /// Reads the identifier of a bill, which must name a charge.
    pub fn parse_in_bill(text: &str) -> Result<Self, UinRefusal> {
        let uin = Self::parse(text)?;
        if uin.is_marker() { Err(UinRefusal::Missing) } else { Ok(uin) }
    }

    /// Reads an incoming charge: a wrong check digit is a warning.
    pub fn receive(text: &str) -> Result<Received<Self, UinRefusal>, UinRefusal> {
        let text = tidy(text).to_uppercase();
        if text.is_empty() {
            return Err(UinRefusal::Empty);
        }
        if text == "0" {
            return Ok(Received { value: Self(text), warning: None });
        }
        let values: Vec<u32> = text.chars().map_while(value).collect();
        let complete = values.len() == text.chars().count();
        let old = complete && values.len() == 20;
        if !old && !is_digits(&text, 25) {
            return Err(UinRefusal::Format);
        }
        if text.bytes().all(|b| b == b'0') {
            return Err(UinRefusal::Zeros);
        }
        let (last, body) = values.split_last().ok_or(UinRefusal::Format)?;
        let (expected, _) = check_digit(body);
        let right = *last == expected && text.ends_with(|c: char| c.is_ascii_digit());
        Ok(Received { value: Self(text), warning: (!right).then_some(UinRefusal::CheckDigit { expected }) })
    }

    /// Whether it says that a payment has no identifier.
    pub fn is_marker(&self) -> bool {
        self.0 == "0"
    }

    /// Whether it is the charge for a traffic offence.
    pub fn is_traffic_fine(&self) -> bool {
        self.0.starts_with("188")
    }

    /// The pass of the scheme that gave the check digit: 1, 2 or 3; none for the marker.
    pub fn check_pass(&self) -> Option<u8> {
        let values: Vec<u32> = self.0.chars().map_while(value).collect();
        values.split_last().filter(|(_, body)| !body.is_empty()).map(|(_, body)| check_digit(body).1)
    }
}

/// A digit's value; for the letters of old identifiers their place in the alphabet modulo 10.
fn value(c: char) -> Option<u32> {
    let place = |first: char| u32::from(c) - u32::from(first) + 1;
    match c {
        '0'..='9' => c.to_digit(10),
        'A'..='Z' => Some(place('A') % 10),
        'А'..='Е' => Some(place('А') % 10),
        'Ё' => Some(7),
        // Ё is the seventh letter but stands apart in the code table.
        'Ж'..='Я' => Some((place('А') + 1) % 10),
        _ => None,
    }
}

/// The check digit of the national classifier codes, and the pass that gave it.
fn check_digit(body: &[u32]) -> (u32, u8) {
    let first = weighted(body, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11;
    if first < 10 {
        return (first, 1);
    }
    let second = weighted(body, &[3, 4, 5, 6, 7, 8, 9, 10, 1, 2]) % 11;
    if second < 10 { (second, 2) } else { (0, 3) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::check::digits;

    #[test]
    fn the_scheme_is_that_of_the_classifier_codes() {
        for code in ["00032537", "00040778", "17514186"] {
            let values = digits(code);
            let (last, body) = values.split_last().unwrap();
            assert_eq!(check_digit(body).0, *last, "{code}");
        }
    }

    #[test]
    fn the_marker_is_for_payments() {
        assert!(Uin::parse("0").unwrap().is_marker());
        assert_eq!(Uin::parse_in_bill("0"), Err(UinRefusal::Missing));
        assert_eq!(Uin::parse("0").unwrap().check_pass(), None);
    }

    #[test]
    fn old_identifiers_have_letters() {
        assert_eq!(
            (value('Ё'), value('Ж'), value('Е'), value('J'), value('Я')),
            (Some(7), Some(8), Some(6), Some(0), Some(3))
        );
        assert!(Uin::receive("1881017А180412345678").is_ok());
        assert_eq!(Uin::receive("1881017А18041234567890123"), Err(UinRefusal::Format));
        assert!(Uin::parse("18810177180412345679").unwrap().is_traffic_fine());
    }
}
