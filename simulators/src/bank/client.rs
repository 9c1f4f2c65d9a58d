//! Who is a client of which bank, and what the bank has of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::BankName;
use crate::population::Person;

/// The password by which the asker signs in at the bank that asks for one.
pub const SECRET: &str = "okno-demo-bank-secret";

/// Clients of both banks.
const BOTH: [&str; 2] = ["anna", "fyodor"];
/// Named clients of one.
const BLUE_BRIDGE: [&str; 3] = ["maria", "zhanna", "sonya"];
const ROWAN: [&str; 3] = ["boris", "elchin", "irina"];
/// Of whom a bank has something else than the papers say: which bank, who, which claim, what.
const DIFFERENCES: [(BankName, &str, &str, &str); 2] = [
    (BankName::BlueBridge, "zhanna", "document_number", "4500 000001"),
    (BankName::Rowan, "irina", "family_name", "Заречная"),
];

/// A client's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BankClient {
    /// The bank.
    pub bank: &'static str,
    /// The login at the bank.
    pub login: String,
    /// The password at the bank.
    pub password: String,
    /// Whether the bank has something else than the papers say.
    pub differs: bool,
    /// What the bank says of the client.
    #[serde(skip)]
    pub claims: BTreeMap<&'static str, String>,
}

/// The account of a person at a bank. Of the generated persons the odd ones are clients of the one, the even ones of the
/// other.
pub(super) fn of(bank: BankName, person: &Person) -> Option<BankClient> {
    let key = person.key.as_str();
    let number: Option<u32> = key.strip_prefix('p').and_then(|digits| digits.parse().ok());
    let is_client = BOTH.contains(&key)
        || match bank {
            BankName::BlueBridge => BLUE_BRIDGE.contains(&key) || number.is_some_and(|number| number % 2 == 1),
            BankName::Rowan => ROWAN.contains(&key) || number.is_some_and(|number| number.is_multiple_of(2)),
        };
    if !is_client {
        return None;
    }
    let mut claims = claims(bank, person);
    let differences = DIFFERENCES.iter().filter(|(at, who, ..)| *at == bank && *who == key);
    let mut differs = false;
    for (.., claim, value) in differences {
        differs = true;
        claims.insert(claim, (*value).to_owned());
    }
    Some(BankClient { bank: bank.word(), login: key.to_owned(), password: format!("{key}-bank"), differs, claims })
}

/// Banks write names their own way: the one in capitals without the letter Ё, the other as in the papers.
fn claims(bank: BankName, person: &Person) -> BTreeMap<&'static str, String> {
    let name = |text: &str| match bank {
        BankName::BlueBridge => text.to_uppercase().replace('Ё', "Е"),
        BankName::Rowan => text.to_owned(),
    };
    let mut claims = BTreeMap::from([
        ("family_name", name(&person.family_name)),
        ("given_name", name(&person.given_name)),
        ("birthdate", person.birth_date.to_string()),
        ("snils", person.snils_display()),
    ]);
    if let Some(patronymic) = &person.patronymic {
        claims.insert("middle_name", name(patronymic));
    }
    if let Some(passport) = &person.passport {
        claims.insert("document_number", format!("{} {}", passport.series, passport.number));
    }
    claims
}
