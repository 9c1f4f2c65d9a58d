//! A name in Latin letters as printed in a document; stored as it is, never recomputed.

use super::text::{single_spaces, tidy};

reasons! {
    /// Why a text is not a name in Latin letters.
    LatinNameRefusal {
        /// Nothing was given.
        Empty => "latin-name-empty",
        /// Longer than 100 characters.
        Length => "latin-name-length",
        /// Other characters than Latin letters, spaces, hyphens and apostrophes.
        Pattern => "latin-name-pattern",
    }
}

/// A name in capitals A to Z with spaces, hyphens and apostrophes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LatinName(String);

checked_text!(LatinName, personal, LatinNameRefusal);

impl LatinName {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, LatinNameRefusal> {
        let name = single_spaces(&tidy(text).replace(['\u{2019}', '`'], "'")).to_uppercase();
        if name.is_empty() {
            return Err(LatinNameRefusal::Empty);
        }
        if name.chars().count() > super::person_name::MAX_LENGTH {
            return Err(LatinNameRefusal::Length);
        }
        let known = name.chars().all(|c| c.is_ascii_uppercase() || " -'".contains(c));
        if known && name.starts_with(|c: char| c.is_ascii_uppercase()) && !name.ends_with('-') && !name.contains("--") {
            Ok(Self(name))
        } else {
            Err(LatinNameRefusal::Pattern)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_only() {
        assert_eq!(LatinName::parse("O’Neill  Mary-Ann").unwrap().as_str(), "O'NEILL MARY-ANN");
        assert_eq!(LatinName::parse("Иванов"), Err(LatinNameRefusal::Pattern));
        assert_eq!(LatinName::parse("-A"), Err(LatinNameRefusal::Pattern));
    }
}
