//! Test persons: whoever makes a site that is under test makes people up to sign in as, one of each kind.
//!
//! A test person is nobody. Everything about it is drawn from random bytes and says that it is made up: the passport has a
//! series of a region that there is not and an issuer that says so, the SNILS lies where no check number is verified, and the
//! address under `.test` (RFC 2606) is one that no mail goes to.

mod draw;

use jiff::civil::Date;

use crate::{
    account::AccountLevel,
    confirmation::ConfirmationMethod,
    person::PersonalData,
    refusal::{Class, FieldFault, Refusal, Refuse},
};

/// The most that one developer has at a time.
pub const MOST: usize = 10;
/// The most that one developer makes, or gives other passwords, within a day.
pub const MOST_A_DAY: u32 = 50;
/// The end of the address of each.
pub const MAIL_DOMAIN: &str = "person.test";
/// The issuer of every document of a test person.
pub const ISSUER: &str = "Вымышленный отдел: данные выдуманы для испытаний";
/// The methods by which one passes as confirmed.
pub const METHODS: [ConfirmationMethod; 3] =
    [ConfirmationMethod::InPerson, ConfirmationMethod::RegisteredLetter, ConfirmationMethod::OnlineBank];

/// Whether an address is of a test person, or could be of one: nothing is ever sent there.
pub fn is_its_address(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(_, domain)| domain.eq_ignore_ascii_case(MAIL_DOMAIN))
}

/// Of what kind one is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// A name, a contact and a password.
    Simplified,
    /// As if registries had found its data right.
    Standard,
    /// As if confirmed by this method.
    Confirmed(ConfirmationMethod),
}

impl Recipe {
    /// Reads what was chosen; the faults are at the fields `level` and `method`. A method is asked for where one is needed, and
    /// does not matter elsewhere.
    pub fn read(level: &str, method: &str) -> Result<Self, Vec<FieldFault>> {
        match AccountLevel::from_name(level) {
            None => Err(vec![FieldFault::new("level", "required")]),
            Some(AccountLevel::Simplified) => Ok(Self::Simplified),
            Some(AccountLevel::Standard) => Ok(Self::Standard),
            Some(AccountLevel::Confirmed) => {
                let method = ConfirmationMethod::from_name(method).filter(|method| METHODS.contains(method));
                method.map(Self::Confirmed).ok_or_else(|| vec![FieldFault::new("method", "required")])
            }
        }
    }

    /// The level that follows.
    pub const fn level(self) -> AccountLevel {
        match self {
            Self::Simplified => AccountLevel::Simplified,
            Self::Standard => AccountLevel::Standard,
            Self::Confirmed(_) => AccountLevel::Confirmed,
        }
    }

    /// The method by which it passes as confirmed.
    pub const fn method(self) -> Option<ConfirmationMethod> {
        match self {
            Self::Confirmed(method) => Some(method),
            Self::Simplified | Self::Standard => None,
        }
    }
}

/// Somebody made up: equal for equal bytes and days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invented {
    /// The data, complete.
    pub data: PersonalData,
    /// The address by which it signs in.
    pub login: String,
}

impl Invented {
    /// Makes somebody up from these bytes.
    pub fn of(bytes: &[u8; 40], today: Date) -> Self {
        draw::person(bytes, today)
    }

    /// What is known of it at a level: of a Simplified account nobody knows more than the name (R13).
    #[must_use]
    pub fn known_at(&self, level: AccountLevel) -> PersonalData {
        match level {
            AccountLevel::Simplified => PersonalData {
                family_name: self.data.family_name.clone(),
                given_name: self.data.given_name.clone(),
                ..PersonalData::default()
            },
            AccountLevel::Standard | AccountLevel::Confirmed => self.data.clone(),
        }
    }
}

/// Why something is not done for a test person, or about one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TestPersonRefusal {
    /// The installation has none.
    #[error("this installation has no test persons")]
    Off,
    /// The developer has as many as one may have.
    #[error("too many test persons")]
    TooMany,
    /// The developer made too many within a day.
    #[error("too many test persons within a day")]
    TooOften,
    /// It may not sign in any more: its time is over, its maker is gone, or the installation has none any more.
    #[error("the test person is over")]
    Over,
    /// That is for people, and not for somebody who was made up.
    #[error("this is not for test persons")]
    NotHere,
}

impl TestPersonRefusal {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Off, Self::TooMany, Self::TooOften, Self::Over, Self::NotHere];
}

impl Refuse for TestPersonRefusal {
    fn refusal(&self) -> Refusal {
        let (code, class) = match self {
            Self::Off => ("test-person-off", Class::Forbidden),
            Self::TooMany => ("test-person-too-many", Class::Conflict),
            Self::TooOften => ("test-person-too-often", Class::TooMany),
            Self::Over => ("test-person-over", Class::Forbidden),
            Self::NotHere => ("test-person-not-here", Class::Forbidden),
        };
        Refusal::new(code, class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_names_a_method_where_one_is_needed() {
        assert_eq!(Recipe::read("simplified", "online_bank"), Ok(Recipe::Simplified));
        assert_eq!(Recipe::read("standard", ""), Ok(Recipe::Standard));
        let bank = Recipe::read("confirmed", "online_bank").unwrap();
        assert_eq!((bank.level(), bank.method()), (AccountLevel::Confirmed, Some(ConfirmationMethod::OnlineBank)));
        for (level, method, field) in
            [("", "", "level"), ("higher", "", "level"), ("confirmed", "", "method"), ("confirmed", "magic", "method")]
        {
            assert_eq!(Recipe::read(level, method).unwrap_err()[0].field, field, "{level} {method}");
        }
        // Offered are those of which people have heard.
        assert!(Recipe::read("confirmed", "electronic_card").is_err());
    }

    #[test]
    fn an_address_is_known_by_its_domain() {
        for its in ["a@person.test", "A@PERSON.TEST", "\"x@y\"@person.test"] {
            assert!(is_its_address(its), "{its}");
        }
        for other in ["a@person.test.example", "a@other.person.test", "person.test", "a@myperson.test", ""] {
            assert!(!is_its_address(other), "{other}");
        }
    }

    #[test]
    fn refusals_have_codes_of_their_own() {
        let codes: std::collections::BTreeSet<_> =
            TestPersonRefusal::ALL.iter().map(|refusal| refusal.refusal().code).collect();
        assert_eq!(codes.len(), TestPersonRefusal::ALL.len());
    }
}
