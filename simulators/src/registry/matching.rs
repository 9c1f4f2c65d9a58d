//! Does what is asked agree with what the registry has? Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::population::Population;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// SNILS with the personal data.
    Snils,
    /// The internal passport with the personal data.
    InternalPassport,
}

impl Kind {
    /// The members a subject must have; all but the patronymic, which not everybody has.
    const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Snils => &["snils", "family_name", "given_name", "birth_date", "sex"],
            Self::InternalPassport => &[
                "series",
                "number",
                "issue_date",
                "issued_by",
                "unit_code",
                "family_name",
                "given_name",
                "birth_date",
                "birth_place",
                "sex",
            ],
        }
    }

    /// Whether a subject has every member it must have.
    pub(crate) fn is_complete(self, subject: &BTreeMap<String, String>) -> bool {
        self.required().iter().all(|member| subject.contains_key(*member))
    }
}

/// The verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Verdict {
    /// They agree.
    Match,
    /// These members differ.
    Mismatch {
        /// Their names.
        mismatched: Vec<String>,
    },
    /// The registry knows no such document.
    NoData,
}

impl Verdict {
    /// The word of the exchange.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mismatch { .. } => "mismatch",
            Self::NoData => "no_data",
        }
    }

    /// What contradicts it.
    pub(crate) fn opposite(&self) -> Self {
        match self {
            Self::Match => Self::Mismatch { mismatched: Vec::new() },
            Self::Mismatch { .. } | Self::NoData => Self::Match,
        }
    }
}

/// Compares a subject with what the registries have.
pub(crate) fn judge(population: &Population, kind: Kind, subject: &BTreeMap<String, String>) -> Verdict {
    let given = |member: &str| subject.get(member).map(String::as_str).unwrap_or_default();
    let record = match kind {
        Kind::Snils => population.pension_record(given("snils")),
        Kind::InternalPassport => population.passport_record(given("series"), given("number")),
    };
    let Some(record) = record else { return Verdict::NoData };
    let mut members: Vec<&str> = kind.required().to_vec();
    members.push("patronymic");
    let differs = |member: &&str| {
        let known = record.get(*member).map(String::as_str).unwrap_or_default();
        comparison_key(known) != comparison_key(given(member))
    };
    let mismatched: Vec<String> = members.into_iter().filter(differs).map(str::to_owned).collect();
    if mismatched.is_empty() { Verdict::Match } else { Verdict::Mismatch { mismatched } }
}

/// Upper case, Ё as Е; hyphens, apostrophes, dots and spaces as one space.
fn comparison_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_uppercase) {
        match letter {
            'Ё' => key.push('Е'),
            '-' | '\u{2010}'..='\u{2015}' | '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '.' => key.push(' '),
            other if other.is_whitespace() => key.push(' '),
            other => key.push(other),
        }
    }
    key.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population() -> Population {
        Population::load(None).unwrap()
    }

    #[test]
    fn everybody_matches_their_own_records() {
        let population = population();
        for person in population.persons().iter().filter(|person| person.story == "generated") {
            assert_eq!(judge(&population, Kind::Snils, &person.snils_subject()), Verdict::Match, "{}", person.key);
            let passport = person.passport_subject().unwrap();
            assert!(Kind::InternalPassport.is_complete(&passport));
            assert_eq!(judge(&population, Kind::InternalPassport, &passport), Verdict::Match, "{}", person.key);
        }
    }

    #[test]
    fn stories_come_out_as_told() {
        let population = population();
        let snils = |key: &str| judge(&population, Kind::Snils, &population.person(key).unwrap().snils_subject());
        let passport = |key: &str| {
            let subject = population.person(key).unwrap().passport_subject().unwrap();
            judge(&population, Kind::InternalPassport, &subject)
        };
        let mismatch =
            |members: &[&str]| Verdict::Mismatch { mismatched: members.iter().map(ToString::to_string).collect() };
        for key in ["anna", "boris", "maria", "fyodor", "elchin", "zhanna", "irina"] {
            assert_eq!((snils(key), passport(key)), (Verdict::Match, Verdict::Match), "{key}");
        }
        assert_eq!((snils("pavel"), passport("pavel")), (Verdict::Match, Verdict::NoData));
        assert_eq!((snils("vera"), passport("vera")), (Verdict::NoData, Verdict::Match));
        assert_eq!((snils("olga"), passport("olga")), (mismatch(&["family_name"]), Verdict::Match));
        assert_eq!(passport("gleb"), mismatch(&["unit_code", "birth_date"]));
        assert_eq!(passport("stepan"), Verdict::NoData);
        assert_eq!(snils("aigerim"), Verdict::Match);
    }

    #[test]
    fn a_patronymic_too_many_or_too_few_is_a_difference() {
        let population = population();
        let mut anna = population.person("anna").unwrap().snils_subject();
        anna.remove("patronymic");
        let expected = Verdict::Mismatch { mismatched: vec!["patronymic".into()] };
        assert_eq!(judge(&population, Kind::Snils, &anna), expected);
        let mut maria = population.person("maria").unwrap().snils_subject();
        maria.insert("patronymic".into(), "Ивановна".into());
        assert_eq!(judge(&population, Kind::Snils, &maria), expected);
    }

    #[test]
    fn spelling_without_meaning_is_no_difference() {
        assert_eq!(comparison_key("  Озеров–лесной "), comparison_key("ОЗЕРОВ ЛЕСНОЙ"));
        assert_eq!(comparison_key("Д’Анжу"), comparison_key("д'анжу"));
        assert_eq!(comparison_key("ГОР.  ТВЕРЬ"), comparison_key("гор. Тверь"));
        assert_ne!(comparison_key("Фёдор"), comparison_key("Фидор"));
    }
}
