//! Telephone numbers as contacts and login names.
//!
//! Rules are data: by default only Russian mobile numbers are taken, since only they surely receive codes.

use super::text::{is_digits, slice, tidy_without};

reasons! {
    /// Why a text is not a usable phone number.
    PhoneRefusal {
        /// Nothing was given.
        Empty => "phone-empty",
        /// A letter or a sign that numbers do not have.
        Character => "phone-character",
        /// Too short or too long.
        Length => "phone-length",
        /// Russian, but not mobile: it cannot receive codes.
        NotMobile { number: String } => "phone-not-mobile",
        /// Not a Russian number, and foreign ones are off.
        Foreign => "phone-foreign",
    }
}

/// Which numbers are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhoneRules {
    /// Numbers of other countries, in international form (`contact.phone.foreign`).
    pub foreign: bool,
    /// The never dialable numbers +7 000, for test stands only.
    pub test_numbers: bool,
}

/// A phone number in E.164 form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads what a person typed.
    pub fn parse(text: &str, rules: PhoneRules) -> Result<Self, PhoneRefusal> {
        let text = tidy_without(text, &[' ', '(', ')', '-', '‐', '‑', '‒', '–']);
        let (international, number) = text.strip_prefix('+').map_or((false, text.as_str()), |rest| (true, rest));
        if text.is_empty() {
            return Err(PhoneRefusal::Empty);
        }
        if !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneRefusal::Character);
        }
        if international && !number.starts_with('7') {
            return Self::foreign(number, rules);
        }
        let subscriber = match number.len() {
            11 if number.starts_with('7') || (!international && number.starts_with('8')) => slice(number, 1, 11),
            10 if !international => number,
            _ => return Err(PhoneRefusal::Length),
        };
        Self::russian(subscriber, rules)
    }

    fn russian(subscriber: &str, rules: PhoneRules) -> Result<Self, PhoneRefusal> {
        let number = format!("+7{subscriber}");
        let taken = subscriber.starts_with('9')
            || (rules.test_numbers && subscriber.starts_with("000"))
            // +7 6xx and +7 7xx are numbers of Kazakhstan.
            || (rules.foreign && subscriber.starts_with(['6', '7']));
        if taken { Ok(Self(number)) } else { Err(PhoneRefusal::NotMobile { number }) }
    }

    fn foreign(number: &str, rules: PhoneRules) -> Result<Self, PhoneRefusal> {
        if !rules.foreign {
            return Err(PhoneRefusal::Foreign);
        }
        // E.164: a country code never begins with zero, at most 15 digits; none is in use below 7.
        if (7..=15).contains(&number.len()) && !number.starts_with('0') {
            Ok(Self(format!("+{number}")))
        } else {
            Err(PhoneRefusal::Length)
        }
    }

    /// The canonical form: `+79123456789`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a number that is never dialled.
    pub fn is_test_number(&self) -> bool {
        self.0.starts_with("+7000")
    }

    /// The form for people: `+7 (912) 345-67-89`.
    pub fn display(&self) -> String {
        match self.parts() {
            None => self.0.clone(),
            Some([area, first, second, third]) => format!("+7 ({area}) {first}-{second}-{third}"),
        }
    }

    /// The form of the identity system's interface: `+7(912)3456789`.
    pub fn facade(&self) -> String {
        match self.parts() {
            None => self.0.clone(),
            Some([area, first, second, third]) => format!("+7({area}){first}{second}{third}"),
        }
    }

    /// The form that lets its owner recognise it and tells nobody else: `+7 (912) ***-**-89`.
    pub fn masked(&self) -> String {
        match self.parts() {
            None => {
                format!("{}***{}", slice(&self.0, 0, 3), slice(&self.0, self.0.len().saturating_sub(2), self.0.len()))
            }
            Some([area, _, _, last]) => format!("+7 ({area}) ***-**-{last}"),
        }
    }

    fn parts(&self) -> Option<[&str; 4]> {
        let rest = self.0.strip_prefix("+7").filter(|rest| is_digits(rest, 10))?;
        Some([slice(rest, 0, 3), slice(rest, 3, 6), slice(rest, 6, 8), slice(rest, 8, 10)])
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

impl serde::Serialize for Phone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Phone {
    /// Reads a stored number: what was taken once stays readable when the rules change.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, PhoneRules { foreign: true, test_numbers: true }).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let phone = Phone::parse("8 912 345 67 89", PhoneRules::default()).unwrap();
        assert_eq!(phone.display(), "+7 (912) 345-67-89");
        assert_eq!(phone.facade(), "+7(912)3456789");
        assert_eq!(phone.masked(), "+7 (912) ***-**-89");
    }

    #[test]
    fn foreign_and_test_numbers_only_where_allowed() {
        let open = PhoneRules { foreign: true, test_numbers: true };
        assert_eq!(Phone::parse("+375 29 123-45-67", open).unwrap().as_str(), "+375291234567");
        assert_eq!(Phone::parse("+7 701 123 45 67", open).unwrap().as_str(), "+77011234567");
        let test = Phone::parse("+7(000)0000006", open).unwrap();
        assert!(test.is_test_number());
        assert_eq!(test.facade(), "+7(000)0000006");
        assert_eq!(Phone::parse("+8 912 345 67 89", PhoneRules::default()), Err(PhoneRefusal::Foreign));
        assert_eq!(Phone::parse("+0123456789", open), Err(PhoneRefusal::Length));
    }
}
