//! Online banks as witnesses of identity (R165 to R173): what a bank is to us, where an authorization stands, and the
//! strict comparison of what the bank says with the profile.

#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    identifier::{birth_date::EARLIEST, person_name::PersonName, snils::Snils},
    person::PersonalData,
};

/// How long a person may take between consent here and return from the bank, minutes.
pub const MINUTES_AT_THE_BANK: u32 = 10;

/// The longest id of a bank.
const LONGEST_ID: usize = 32;

/// A bank's id in addresses, evidence and configuration: small letters, digits and inner hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankId(String);

impl BankId {
    /// The id, or nothing when the text cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_one = (1..=LONGEST_ID).contains(&text.len())
            && text.bytes().all(letters)
            && !text.starts_with('-')
            && !text.ends_with('-');
        is_one.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for BankId {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("the id of a bank is up to 32 small letters, digits and hyphens")
    }
}

impl From<BankId> for String {
    fn from(id: BankId) -> Self {
        id.0
    }
}

impl fmt::Display for BankId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the way through a bank runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankPattern {
    /// The person goes to the bank's page, gives the login there and follows its prompts (R167).
    BankPage,
    /// After login and password on the bank's page the person indicates the portal profile there and grants access
    /// (R168). The bank tells which profile was indicated, and it must be this one.
    PortalProfile,
}

impl BankPattern {
    /// The name in configuration and pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BankPage => "bank_page",
            Self::PortalProfile => "portal_profile",
        }
    }
}

/// Where one authorization at a bank stands. Each is used once: it leaves `Pending` by one guarded update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthorizationStatus {
    /// The person has consented and is at the bank.
    Pending,
    /// They came back, and the bank is being asked.
    Answering,
    /// The bank says that this is the person of the profile.
    Confirmed,
    /// What the bank says differs from the profile (R169).
    Different,
    /// The bank did not say enough to compare.
    Incomplete,
    /// The person refused at the bank.
    Declined,
    /// The bank answered with an error, or with something that cannot be trusted.
    Failed,
    /// The bank did not answer.
    Unreachable,
}

impl AuthorizationStatus {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Answering,
        Self::Confirmed,
        Self::Different,
        Self::Incomplete,
        Self::Declined,
        Self::Failed,
        Self::Unreachable,
    ];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Answering => "answering",
            Self::Confirmed => "confirmed",
            Self::Different => "different",
            Self::Incomplete => "incomplete",
            Self::Declined => "declined",
            Self::Failed => "failed",
            Self::Unreachable => "unreachable",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// What a bank says of its client, as it wrote it. Personal data: never logged, and kept nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct BankClaims {
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
    /// Patronymic; empty when the client has none.
    pub middle_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birthdate: String,
    /// SNILS in any usual spelling, where the bank knows it.
    pub snils: String,
    /// Series and number of the identity document, where the bank knows it.
    pub document_number: String,
    /// The SNILS of the portal profile that the person indicated at the bank (R168).
    pub portal_profile: String,
}

impl fmt::Debug for BankClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BankClaims(…)")
    }
}

/// What the comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// Everything that was said is the same, and enough was said.
    Same,
    /// Something differs.
    Different,
    /// Too little was said.
    Incomplete,
}

/// Compares what a bank says with the profile (R169). Names are compared by their comparison key, everything else by its
/// canonical form; a name that is not one, such as one in Latin letters, differs. Surname, first name, date of birth and
/// at least one of SNILS and document must be there, and what is there must be equal: also a patronymic that only one
/// side has makes a difference.
pub fn compare(pattern: BankPattern, profile: &PersonalData, claims: &BankClaims) -> Comparison {
    let required = [&claims.family_name, &claims.given_name, &claims.birthdate];
    let is_indicated = pattern == BankPattern::BankPage || !is_blank(&claims.portal_profile);
    let is_known = !is_blank(&claims.snils) || !is_blank(&claims.document_number);
    if required.into_iter().any(|text| is_blank(text)) || !is_known || !is_indicated {
        return Comparison::Incomplete;
    }
    let document = format!("{}{}", profile.document.series, profile.document.number);
    let is_silent_or = |said: &str, is_same: bool| is_blank(said) || is_same;
    let is_same = is_same_name(&claims.family_name, &profile.family_name)
        && is_same_name(&claims.given_name, &profile.given_name)
        && is_same_name(&claims.middle_name, &profile.patronymic)
        && is_same_date(&claims.birthdate, &profile.birth_date)
        && is_silent_or(&claims.snils, is_same_snils(&claims.snils, &profile.snils))
        && is_silent_or(&claims.document_number, is_same_number(&claims.document_number, &document))
        && is_silent_or(&claims.portal_profile, is_same_snils(&claims.portal_profile, &profile.snils));
    if is_same { Comparison::Same } else { Comparison::Different }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_same_name(said: &str, ours: &str) -> bool {
    match (is_blank(said), is_blank(ours)) {
        (true, true) => true,
        (false, false) => match (PersonName::parse_by_operator(said), PersonName::parse_by_operator(ours)) {
            (Ok(said), Ok(ours)) => said.matches(&ours),
            _ => false,
        },
        _ => false,
    }
}

fn is_same_date(said: &str, ours: &str) -> bool {
    let day = |text: &str| text.trim().parse::<jiff::civil::Date>().ok();
    // `0000-05-17`, by which OpenID Connect leaves the year out, is no date of birth.
    day(said).is_some_and(|said| said.year() >= EARLIEST.year() && day(ours) == Some(said))
}

fn is_same_snils(said: &str, ours: &str) -> bool {
    matches!((Snils::parse(said), Snils::parse(ours)), (Ok(said), Ok(ours)) if said == ours)
}

/// Numbers of documents are compared without the spaces, signs and dashes that people write into them.
fn is_same_number(said: &str, ours: &str) -> bool {
    let plain = |text: &str| text.to_uppercase().chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let said = plain(said);
    !said.is_empty() && said == plain(ours)
}
