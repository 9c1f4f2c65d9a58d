//! INN: the taxpayer number of an organization (10 digits) or a person (12 digits).

use super::{
    Received,
    check::{digits, weighted},
    text::{is_digits, slice, tidy},
};

reasons! {
    /// Why a text is not an INN.
    InnRefusal {
        /// Nothing was given.
        Empty => "inn-empty",
        /// Neither 10 nor 12 digits.
        Format => "inn-format",
        /// Zeros only.
        Zeros => "inn-zeros",
        /// The region is 00.
        Region => "inn-region",
        /// The last digit, or the last two, are others.
        Checksum { expected: String } => "inn-checksum",
        /// An organization's number where a person's is asked for.
        NotPerson => "inn-not-person",
        /// A person's number where an organization's is asked for.
        NotOrganization => "inn-not-organization",
    }
}

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnKind {
    /// An organization: 10 digits.
    Organization,
    /// A person or an individual entrepreneur: 12 digits.
    Person,
}

/// An INN: 10 or 12 digits, leading zeros kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inn(String);

checked_text!(Inn, personal, InnRefusal, |text| Self::receive(text).map(|received| received.value));

impl Inn {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, InnRefusal> {
        Self::receive(text)?.strict()
    }

    /// Reads a person's number.
    pub fn parse_person(text: &str) -> Result<Self, InnRefusal> {
        Self::parse(text)
            .and_then(|inn| if inn.kind() == InnKind::Person { Ok(inn) } else { Err(InnRefusal::NotPerson) })
    }

    /// Reads an organization's number.
    pub fn parse_organization(text: &str) -> Result<Self, InnRefusal> {
        let inn = Self::parse(text)?;
        if inn.kind() == InnKind::Organization { Ok(inn) } else { Err(InnRefusal::NotOrganization) }
    }

    /// Reads what another system sent: wrong check digits are a warning.
    pub fn receive(text: &str) -> Result<Received<Self, InnRefusal>, InnRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(InnRefusal::Empty);
        }
        if !is_digits(&text, 10) && !is_digits(&text, 12) {
            return Err(InnRefusal::Format);
        }
        if text.bytes().all(|b| b == b'0') {
            return Err(InnRefusal::Zeros);
        }
        if text.starts_with("00") {
            return Err(InnRefusal::Region);
        }
        let expected = expected(&text);
        let wrong = !text.ends_with(&expected);
        Ok(Received { value: Self(text), warning: wrong.then_some(InnRefusal::Checksum { expected }) })
    }

    /// Whose number it is.
    pub fn kind(&self) -> InnKind {
        if self.0.len() == 10 { InnKind::Organization } else { InnKind::Person }
    }

    /// Whether it is the number of a foreign organization.
    pub fn is_foreign_organization(&self) -> bool {
        self.kind() == InnKind::Organization && self.0.starts_with("9909")
    }

    /// The tax office that gave it.
    pub fn tax_office(&self) -> &str {
        slice(&self.0, 0, 4)
    }
}

fn expected(number: &str) -> String {
    let mut values = digits(number);
    let check = |values: &[u32], weights: &[u32]| weighted(values, weights) % 11 % 10;
    if values.len() == 10 {
        values.truncate(9);
        return check(&values, &[2, 4, 10, 3, 5, 9, 4, 6, 8]).to_string();
    }
    values.truncate(10);
    let first = check(&values, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    // The second digit is computed over the right first one, not over the one that was typed.
    values.push(first);
    let second = check(&values, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    format!("{first}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        assert_eq!(Inn::parse_person("7707083893"), Err(InnRefusal::NotPerson));
        assert_eq!(Inn::parse_organization("500100732259"), Err(InnRefusal::NotOrganization));
        assert!(Inn::parse("9909000011").unwrap().is_foreign_organization());
        assert_eq!(Inn::parse("500100732259").unwrap().tax_office(), "5001");
    }

    #[test]
    fn received_numbers_keep_a_wrong_check_digit() {
        let received = Inn::receive("7707083894").unwrap();
        assert_eq!(received.value.as_str(), "7707083894");
        assert_eq!(received.warning, Some(InnRefusal::Checksum { expected: "3".into() }));
    }
}
