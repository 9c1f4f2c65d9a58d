//! The body that issued a document, as printed in it.

use super::text::{is_cyrillic, single_spaces, tidy};

reasons! {
    /// Why a text is not a name of an issuing body.
    IssuedByRefusal {
        /// Nothing was given.
        Empty => "issued-by-empty",
        /// Longer than 255 characters.
        Length => "issued-by-length",
        /// A character that such names do not have.
        Character { character: char } => "issued-by-character",
    }
}

/// The longest name taken, in characters.
pub const MAX_LENGTH: usize = 255;

/// The issuing body, exactly as typed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssuedBy(String);

checked_text!(IssuedBy, personal, IssuedByRefusal);

impl IssuedBy {
    /// Reads what a person typed: Cyrillic letters, digits, spaces and the marks of such names.
    pub fn parse(text: &str) -> Result<Self, IssuedByRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(IssuedByRefusal::Empty);
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(IssuedByRefusal::Length);
        }
        let allowed = |c: char| is_cyrillic(c) || c.is_ascii_digit() || " .,;:-'\"()/№".contains(c);
        match text.chars().find(|c| !allowed(*c)) {
            None => Ok(Self(text)),
            Some(character) => Err(IssuedByRefusal::Character { character }),
        }
    }

    /// The form in which two spellings are compared: capitals, single spaces.
    pub fn comparison_key(&self) -> String {
        single_spaces(&self.0).to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_as_typed_compared_without_double_spaces() {
        let body = IssuedBy::parse("ОУФМС  России по г. Москве, отд. № 2").unwrap();
        assert_eq!(body.as_str(), "ОУФМС  России по г. Москве, отд. № 2");
        assert_eq!(body.comparison_key(), "ОУФМС РОССИИ ПО Г. МОСКВЕ, ОТД. № 2");
        assert_eq!(IssuedBy::parse("MVD"), Err(IssuedByRefusal::Character { character: 'M' }));
        assert_eq!(IssuedBy::parse(&"О".repeat(256)), Err(IssuedByRefusal::Length));
    }
}
