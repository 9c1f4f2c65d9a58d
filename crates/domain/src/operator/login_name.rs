//! The name by which an operator signs in and under which everything they do is written down.

use crate::refusal::{Class, Refusal, Refuse};

/// A login name: 3 to 40 of a to z, digits, dot and hyphen, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoginName(String);

/// The text is no login name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a login name has 3 to 40 of a to z, digits, dot and hyphen, and begins with a letter")]
pub struct LoginNameRefusal;

impl Refuse for LoginNameRefusal {
    fn refusal(&self) -> Refusal {
        Refusal::new("operator-login-name", Class::Invalid)
    }
}

impl LoginName {
    /// Reads a name in any case.
    pub fn parse(text: &str) -> Result<Self, LoginNameRefusal> {
        let name = text.trim().to_lowercase();
        let fits = (3..=40).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
        if fits { Ok(Self(name)) } else { Err(LoginNameRefusal) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for LoginName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for LoginName {
    type Err = LoginNameRefusal;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(LoginName::parse(" A.Petrova-2 ").unwrap().as_str(), "a.petrova-2");
        for wrong in ["", "ab", "2ab", "a b", "a:b", "a@b", "п.петров", &"a".repeat(41)] {
            assert_eq!(LoginName::parse(wrong), Err(LoginNameRefusal), "{wrong}");
        }
    }
}
