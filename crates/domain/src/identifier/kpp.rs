//! KPP: why an organization is registered with a tax office.

use super::text::{slice, tidy};

reasons! {
    /// Why a text is not a KPP.
    KppRefusal {
        /// Nothing was given.
        Empty => "kpp-empty",
        /// Not four digits, two digits or Latin capitals, three digits.
        Format => "kpp-format",
    }
}

/// A KPP: nine characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kpp(String);

checked_text!(Kpp, public, KppRefusal);

impl Kpp {
    /// Reads what a person typed or a system sent.
    pub fn parse(text: &str) -> Result<Self, KppRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(KppRefusal::Empty);
        }
        let fits = text.len() == 9
            && text
                .bytes()
                .enumerate()
                .all(|(index, b)| b.is_ascii_digit() || (matches!(index, 4 | 5) && b.is_ascii_uppercase()));
        if fits { Ok(Self(text)) } else { Err(KppRefusal::Format) }
    }

    /// The tax office.
    pub fn tax_office(&self) -> &str {
        slice(&self.0, 0, 4)
    }

    /// The reason of the registration: two digits or letters.
    pub fn reason(&self) -> &str {
        slice(&self.0, 4, 6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let kpp = Kpp::parse(" 7708AB001 ").unwrap();
        assert_eq!((kpp.tax_office(), kpp.reason()), ("7708", "AB"));
        assert_eq!(Kpp::parse(""), Err(KppRefusal::Empty));
    }
}
