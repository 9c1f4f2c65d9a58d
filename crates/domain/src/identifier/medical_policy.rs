//! The number of a compulsory medical insurance policy.

use super::{
    Received,
    check::digits,
    text::{is_digits, slice, tidy_without},
};

reasons! {
    /// Why a text is not the number of a policy.
    MedicalPolicyRefusal {
        /// Nothing was given.
        Empty => "medical-policy-empty",
        /// Not sixteen digits.
        Format => "medical-policy-format",
        /// The last digit is another; a warning only.
        CheckDigit { expected: u32 } => "medical-policy-check-digit",
    }
}

/// A policy's number: sixteen digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MedicalPolicy(String);

checked_text!(MedicalPolicy, personal, MedicalPolicyRefusal);

impl MedicalPolicy {
    /// Reads sixteen digits, whatever the check digit.
    pub fn parse(text: &str) -> Result<Self, MedicalPolicyRefusal> {
        Self::receive(text).map(|received| received.value)
    }

    /// Reads sixteen digits; an unexpected check digit is a warning, since the rule is not confirmed officially.
    pub fn receive(text: &str) -> Result<Received<Self, MedicalPolicyRefusal>, MedicalPolicyRefusal> {
        let text = tidy_without(text, &[' ']);
        if text.is_empty() {
            return Err(MedicalPolicyRefusal::Empty);
        }
        if !is_digits(&text, 16) {
            return Err(MedicalPolicyRefusal::Format);
        }
        let expected = check_digit(slice(&text, 0, 15));
        let wrong = slice(&text, 15, 16) != expected.to_string();
        Ok(Received { value: Self(text), warning: wrong.then_some(MedicalPolicyRefusal::CheckDigit { expected }) })
    }
}

fn check_digit(body: &str) -> u32 {
    let from_right: Vec<u32> = digits(body).into_iter().rev().collect();
    let doubled = from_right.iter().step_by(2).fold(0_u64, |number, digit| number * 10 + u64::from(*digit)) * 2;
    let even: u32 = from_right.iter().skip(1).step_by(2).sum();
    let sum = even + digits(&doubled.to_string()).into_iter().sum::<u32>();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_values() {
        for number in ["7700000000000008", "3655750831000320"] {
            assert_eq!(MedicalPolicy::receive(number).unwrap().warning, None, "{number}");
        }
        let received = MedicalPolicy::receive("7700 0000 0000 0007").unwrap();
        assert_eq!(received.warning, Some(MedicalPolicyRefusal::CheckDigit { expected: 8 }));
        assert!(MedicalPolicy::parse("7700000000000007").is_ok());
    }
}
