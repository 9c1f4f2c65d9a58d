//! SNILS: the insurance number that names a person in every registry.

use super::{
    Received,
    check::{digits, weighted},
    text::{is_digits, slice, tidy},
};

reasons! {
    /// Why a text is not a SNILS.
    SnilsRefusal {
        /// Nothing was given.
        Empty => "snils-empty",
        /// Not eleven digits, with at most one hyphen or space between the groups.
        Format => "snils-format",
        /// The nine-digit number is zero.
        Zero => "snils-zero",
        /// The check number is another.
        Checksum { expected: String } => "snils-checksum",
    }
}

/// A SNILS: eleven digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snils(String);

checked_text!(Snils, personal, SnilsRefusal, |text| Self::receive(text).map(|received| received.value));

/// The last nine-digit number whose check number is not verified.
const LAST_UNCHECKED: u32 = 1_001_998;

impl Snils {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, SnilsRefusal> {
        Self::receive(text)?.strict()
    }

    /// Reads what another system sent: a wrong check number is a warning.
    pub fn receive(text: &str) -> Result<Received<Self, SnilsRefusal>, SnilsRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(SnilsRefusal::Empty);
        }
        let number = ungroup(&text).ok_or(SnilsRefusal::Format)?;
        if slice(&number, 0, 9) == "000000000" {
            return Err(SnilsRefusal::Zero);
        }
        let value = Self(number);
        let expected = value.expected();
        let wrong = !value.is_in_unchecked_range() && slice(value.as_str(), 9, 11) != expected;
        Ok(Received { value, warning: wrong.then_some(SnilsRefusal::Checksum { expected }) })
    }

    /// How many numbers there are for persons who are made up.
    pub const SYNTHETIC: u32 = LAST_UNCHECKED;

    /// One of them, with the check number that any other would have.
    #[must_use]
    pub fn synthetic(which: u32) -> Self {
        let bare = Self(format!("{:09}00", which % Self::SYNTHETIC + 1));
        Self(format!("{}{}", slice(&bare.0, 0, 9), bare.expected()))
    }

    /// Whether the number lies where check numbers are not verified: synthetic persons have such numbers.
    pub fn is_in_unchecked_range(&self) -> bool {
        slice(&self.0, 0, 9).parse::<u32>().is_ok_and(|number| number <= LAST_UNCHECKED)
    }

    /// The form for people: `112-233-445 95`.
    pub fn display(&self) -> String {
        let part = |from, to| slice(&self.0, from, to);
        format!("{}-{}-{} {}", part(0, 3), part(3, 6), part(6, 9), part(9, 11))
    }

    fn expected(&self) -> String {
        let sum = weighted(&digits(slice(&self.0, 0, 9)), &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
        format!("{:02}", sum % 101 % 100)
    }
}

/// The digits of a text in one of the accepted groupings.
fn ungroup(text: &str) -> Option<String> {
    let mut rest = text;
    let mut number = String::with_capacity(11);
    for (index, length) in [3, 3, 3, 2].into_iter().enumerate() {
        if index > 0 {
            rest = rest.strip_prefix(['-', ' ']).unwrap_or(rest);
        }
        let (group, after) = rest.split_at_checked(length)?;
        if !is_digits(group, length) {
            return None;
        }
        number.push_str(group);
        rest = after;
    }
    rest.is_empty().then_some(number)
}

/// Whether a text in a field for any login name must be taken as a phone although it may also be a SNILS: eleven
/// digits without separators that begin like a mobile number.
pub fn reads_as_phone(text: &str) -> bool {
    let text = tidy(text);
    is_digits(&text, 11) && matches!(slice(&text, 0, 2), "79" | "89")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_system_sends_is_kept_with_a_warning() {
        let received = Snils::receive("112-233-445 94").unwrap();
        assert_eq!(received.value.display(), "112-233-445 94");
        assert_eq!(received.warning, Some(SnilsRefusal::Checksum { expected: "95".into() }));
    }

    /// R184, R185: in one field a bare number that is both is a phone; with separators it is a SNILS.
    #[test]
    fn a_number_that_is_both_reads_as_a_phone() {
        assert!(Snils::parse("89123450007").is_ok());
        assert!(reads_as_phone("89123450007"));
        assert!(!reads_as_phone("891-234-500 07"));
        assert!(!reads_as_phone("11223344595"));
    }

    #[test]
    fn stored_values_come_back() {
        let snils = Snils::parse("000-000-600 06").unwrap();
        let json = serde_json::to_string(&snils).unwrap();
        assert_eq!(serde_json::from_str::<Snils>(&json).unwrap(), snils);
        let error = serde_json::from_str::<Snils>("\"112233\"").unwrap_err();
        assert_eq!(error.to_string(), "snils-format");
    }
}
