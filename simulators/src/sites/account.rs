//! What a site shows to somebody who is signed in. All of it is invented, from what the portal told.

use serde_json::{Map, Value};

use super::{SiteName, memory::Person, words::Words};

/// A line of the page.
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// A claim as text; nothing where it was not passed on.
pub(super) fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> &'a str {
    claims.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The lines of the person's account here.
pub(super) fn lines(site: SiteName, person: &Person, words: &'static Words) -> Vec<Line> {
    let told = |name: &str| match claim(&person.claims, name) {
        "" => words.not_told.to_owned(),
        text => text.to_owned(),
    };
    let line = |label, value| Line { label, value };
    match site {
        SiteName::Pension => {
            let number = luck(claim(&person.claims, "snils"));
            let mut lines = vec![line(words.snils, told("snils"))];
            if number > 0 {
                lines.push(line(words.points, format!("{}.{}", 12 + number % 140, number % 10)));
                lines.push(line(words.service, format!("{}", 1 + number % 38)));
                lines.push(line(words.pension, roubles(14_000 + number % 21_000)));
            }
            lines
        }
        SiteName::Tax => {
            let number = luck(&person.subject);
            vec![
                line(words.inn, told("inn")),
                line(words.transport_tax, roubles(900 + number % 7_000)),
                line(words.property_tax, roubles(200 + number % 2_500)),
            ]
        }
        SiteName::Shop => vec![
            line(words.delivery_phone, told("phone_number")),
            line(words.receipt_email, told("email")),
            line(words.basket, words.samovar.to_owned()),
        ],
    }
}

/// Everything that was passed on, by the names of the protocol.
pub(super) fn passed_on(person: &Person) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut all: Vec<(String, String)> =
        person.claims.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    all.push(("acr".to_owned(), person.acr.clone()));
    all.push(("amr".to_owned(), person.amr.join(" ")));
    all.retain(|(_, value)| !value.is_empty());
    all.sort();
    all
}

/// A number that is always the same for the same text.
fn luck(text: &str) -> u64 {
    text.bytes().fold(0, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))) % 1_000_003
}

fn roubles(sum: u64) -> String {
    let (thousands, rest) = (sum / 1000, sum % 1000);
    if thousands == 0 { format!("{rest}\u{a0}₽") } else { format!("{thousands}\u{a0}{rest:03}\u{a0}₽") }
}
