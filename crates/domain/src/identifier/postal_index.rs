//! The postal index of an address; that it exists is a directory's answer.

use super::text::{is_digits, tidy};

reasons! {
    /// Why a text is not a postal index.
    PostalIndexRefusal {
        /// Nothing was given.
        Empty => "postal-index-empty",
        /// Not six digits of which the first is 1 to 6.
        Format => "postal-index-format",
    }
}

/// A postal index: six digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostalIndex(String);

checked_text!(PostalIndex, public, PostalIndexRefusal);

impl PostalIndex {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, PostalIndexRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(PostalIndexRefusal::Empty);
        }
        if is_digits(&text, 6) && text.starts_with(|c| ('1'..='6').contains(&c)) {
            Ok(Self(text))
        } else {
            Err(PostalIndexRefusal::Format)
        }
    }
}
