//! OGRN and OGRNIP: the main state registration number of an organization (13 digits) or an entrepreneur (15 digits).

use super::{
    Received,
    check::{digits, remainder},
    text::{is_digits, slice, tidy},
};

reasons! {
    /// Why a text is not an OGRN or OGRNIP.
    OgrnRefusal {
        /// Nothing was given.
        Empty => "ogrn-empty",
        /// Neither 13 nor 15 digits.
        Format => "ogrn-format",
        /// An organization's number begins with 1 or 5.
        FirstDigit => "ogrn-first-digit",
        /// An entrepreneur's number begins with 3.
        EntrepreneurFirstDigit => "ogrnip-first-digit",
        /// The last digit is another.
        Checksum { expected: String } => "ogrn-checksum",
    }
}

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OgrnKind {
    /// An organization: OGRN.
    Organization,
    /// An individual entrepreneur: OGRNIP.
    Entrepreneur,
}

/// An OGRN or OGRNIP.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ogrn(String);

checked_text!(Ogrn, public, OgrnRefusal, |text| Self::receive(text).map(|received| received.value));

impl Ogrn {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, OgrnRefusal> {
        Self::receive(text)?.strict()
    }

    /// Reads what another system sent: a wrong check digit is a warning.
    pub fn receive(text: &str) -> Result<Received<Self, OgrnRefusal>, OgrnRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(OgrnRefusal::Empty);
        }
        let modulus = match text.len() {
            13 if is_digits(&text, 13) => {
                if !text.starts_with(['1', '5']) {
                    return Err(OgrnRefusal::FirstDigit);
                }
                11
            }
            15 if is_digits(&text, 15) => {
                if !text.starts_with('3') {
                    return Err(OgrnRefusal::EntrepreneurFirstDigit);
                }
                13
            }
            _ => return Err(OgrnRefusal::Format),
        };
        let values = digits(slice(&text, 0, text.len() - 1));
        let expected = (remainder(&values, modulus) % 10).to_string();
        let wrong = !text.ends_with(&expected);
        Ok(Received { value: Self(text), warning: wrong.then_some(OgrnRefusal::Checksum { expected }) })
    }

    /// Whose number it is.
    pub fn kind(&self) -> OgrnKind {
        if self.0.len() == 13 { OgrnKind::Organization } else { OgrnKind::Entrepreneur }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        assert_eq!(Ogrn::parse("1027700132195").unwrap().kind(), OgrnKind::Organization);
        assert_eq!(Ogrn::parse("304500116000157").unwrap().kind(), OgrnKind::Entrepreneur);
        assert!(Ogrn::receive("1027700132196").unwrap().warning.is_some());
    }
}
