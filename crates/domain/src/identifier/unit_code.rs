//! The code of the unit that issued an internal passport.

use super::text::{is_digits, slice, tidy};

reasons! {
    /// Why a text is not a unit code.
    UnitCodeRefusal {
        /// Nothing was given.
        Empty => "unit-code-empty",
        /// Not three digits, a hyphen and three digits.
        Format => "unit-code-format",
        /// The region is 00.
        Region => "unit-code-region",
    }
}

/// A unit code: `NNN-NNN`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitCode(String);

checked_text!(UnitCode, public, UnitCodeRefusal);

impl UnitCode {
    /// Reads the code with or without its hyphen.
    pub fn parse(text: &str) -> Result<Self, UnitCodeRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(UnitCodeRefusal::Empty);
        }
        let (unit, rest) = text.split_at_checked(3).ok_or(UnitCodeRefusal::Format)?;
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        if !is_digits(unit, 3) || !is_digits(rest, 3) {
            return Err(UnitCodeRefusal::Format);
        }
        if unit.starts_with("00") {
            return Err(UnitCodeRefusal::Region);
        }
        Ok(Self(format!("{unit}-{rest}")))
    }

    /// The six digits that the identity system's interface carries.
    pub fn facade(&self) -> String {
        self.0.replace('-', "")
    }

    /// The region: two digits.
    pub fn region(&self) -> &str {
        slice(&self.0, 0, 2)
    }

    /// The level of the body: 0 migration service, 1 region, 2 district or town, 3 settlement.
    pub fn level(&self) -> &str {
        slice(&self.0, 2, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let code = UnitCode::parse("780001").unwrap();
        assert_eq!(
            (code.as_str(), code.facade().as_str(), code.region(), code.level()),
            ("780-001", "780001", "78", "0")
        );
    }
}
