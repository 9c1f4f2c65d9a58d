//! The people the registries know. All are synthetic: some named ones with a story, the others generated, always the same.

use std::{collections::BTreeMap, path::Path};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod generated;

/// The named persons, as text.
const NAMED: &str = include_str!("../../data/persons.toml");

/// Why a population cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PopulationFault {
    /// The file is not what it must be.
    #[error("persons: {0}")]
    Format(#[from] Box<toml::de::Error>),
    /// A file could not be read.
    #[error("persons: {0}")]
    File(#[from] std::io::Error),
    /// Two persons share a number, or a number lies outside the synthetic range.
    #[error("persons: {key}: {reason}")]
    Person {
        /// Who.
        key: String,
        /// What is wrong.
        reason: &'static str,
    },
}

/// Male or female, as the exchange writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Sex {
    /// The word of the exchange.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }
}

/// An internal passport.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passport {
    /// 4 digits.
    pub series: String,
    /// 6 digits.
    pub number: String,
    /// When it was issued.
    pub issue_date: Date,
    /// By whom, as printed.
    pub issued_by: String,
    /// `NNN-NNN`.
    pub unit_code: String,
}

/// A foreign citizen's document. No registry of ours is asked about it; a person needs it to fill in the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForeignDocument {
    /// Letters before the number, where the state prints any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The number.
    pub number: String,
    /// When it was issued.
    pub issue_date: Date,
    /// Until when it is valid.
    pub expires: Date,
    /// By whom.
    pub issued_by: String,
    /// The name in Latin letters.
    pub latin_name: String,
}

/// What a registry has of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Record {
    /// `"absent"`: nothing.
    Absent(Absent),
    /// The person's data, but for these members of `subject`.
    Differs(BTreeMap<String, String>),
}

/// The word for having nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// The registry has nothing.
    Absent,
}

impl Default for Record {
    fn default() -> Self {
        Self::Differs(BTreeMap::new())
    }
}

/// A synthetic person: what is in their hands, and where a registry has it otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// A short name for tests and links, such as `anna`.
    pub key: String,
    /// Why this person is here, a word such as `demo`, `foreigner`, `passport_lost`, `generated`.
    pub story: String,
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
    /// Patronymic, if any.
    pub patronymic: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub birth_date: Date,
    /// Place of birth as in the passport.
    pub birth_place: String,
    /// Citizenship, three letters.
    pub citizenship: String,
    /// 11 digits.
    pub snils: String,
    /// Internal passport, unless a foreign citizen.
    pub passport: Option<Passport>,
    /// A foreign citizen's document.
    pub foreign_document: Option<ForeignDocument>,
    /// What the pension fund has.
    pub pension_fund: Record,
    /// What the interior ministry has.
    pub interior_ministry: Record,
}

impl Person {
    /// `NNN-NNN-NNN KK`.
    pub fn snils_display(&self) -> String {
        let part = |from, to| self.snils.get(from..to).unwrap_or_default();
        format!("{}-{}-{} {}", part(0, 3), part(3, 6), part(6, 9), part(9, 11))
    }

    /// The data of a `snils` check as the person would give them.
    pub fn snils_subject(&self) -> BTreeMap<String, String> {
        let mut subject = self.name_and_birth();
        subject.insert("snils".into(), self.snils.clone());
        subject
    }

    /// The data of an `internal_passport` check as the person would give them.
    pub fn passport_subject(&self) -> Option<BTreeMap<String, String>> {
        let passport = self.passport.as_ref()?;
        let mut subject = self.name_and_birth();
        subject.insert("birth_place".into(), self.birth_place.clone());
        subject.insert("series".into(), passport.series.clone());
        subject.insert("number".into(), passport.number.clone());
        subject.insert("issue_date".into(), passport.issue_date.to_string());
        subject.insert("issued_by".into(), passport.issued_by.clone());
        subject.insert("unit_code".into(), passport.unit_code.clone());
        Some(subject)
    }

    fn name_and_birth(&self) -> BTreeMap<String, String> {
        let mut subject = BTreeMap::from([
            ("family_name".to_owned(), self.family_name.clone()),
            ("given_name".to_owned(), self.given_name.clone()),
            ("birth_date".to_owned(), self.birth_date.to_string()),
            ("sex".to_owned(), self.sex.word().to_owned()),
        ]);
        if let Some(patronymic) = &self.patronymic {
            subject.insert("patronymic".into(), patronymic.clone());
        }
        subject
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    person: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    story: String,
    family_name: String,
    given_name: String,
    patronymic: Option<String>,
    sex: Sex,
    birth_date: Date,
    birth_place: String,
    citizenship: String,
    snils_number: u32,
    passport: Option<Passport>,
    foreign_document: Option<ForeignDocument>,
    #[serde(default)]
    pension_fund: Record,
    #[serde(default)]
    interior_ministry: Record,
}

impl From<Entry> for Person {
    fn from(entry: Entry) -> Self {
        Self {
            key: entry.key,
            story: entry.story,
            family_name: entry.family_name,
            given_name: entry.given_name,
            patronymic: entry.patronymic,
            sex: entry.sex,
            birth_date: entry.birth_date,
            birth_place: entry.birth_place,
            citizenship: entry.citizenship,
            snils: snils(entry.snils_number),
            passport: entry.passport,
            foreign_document: entry.foreign_document,
            pension_fund: entry.pension_fund,
            interior_ministry: entry.interior_ministry,
        }
    }
}

/// The 11 digits for a number, with the usual check sum although this range needs none.
fn snils(number: u32) -> String {
    let mut rest = number;
    let mut sum = 0;
    for place in 1..=9 {
        sum += rest % 10 * place;
        rest /= 10;
    }
    format!("{number:09}{:02}", sum % 101 % 100)
}

/// Everybody the registries may know.
#[derive(Clone, Debug)]
pub struct Population {
    persons: Vec<Person>,
}

impl Population {
    /// The built-in persons, and those of `persons.toml` in a directory, if there is one.
    pub fn load(extra: Option<&Path>) -> Result<Self, PopulationFault> {
        let mut persons = parse(NAMED)?;
        persons.extend(generated::persons());
        if let Some(path) = extra.map(|dir| dir.join("persons.toml")).filter(|path| path.exists()) {
            persons.extend(parse(&std::fs::read_to_string(path)?)?);
        }
        check(&persons)?;
        Ok(Self { persons })
    }

    /// All, the named ones first.
    pub fn persons(&self) -> &[Person] {
        &self.persons
    }

    /// One by key.
    pub fn person(&self, key: &str) -> Option<&Person> {
        self.persons.iter().find(|person| person.key == key)
    }

    /// What the pension fund has under a SNILS.
    pub(crate) fn pension_record(&self, snils: &str) -> Option<BTreeMap<String, String>> {
        let person = self.persons.iter().find(|person| person.snils == snils)?;
        applied(person.snils_subject(), &person.pension_fund)
    }

    /// What the interior ministry has under a passport.
    pub(crate) fn passport_record(&self, series: &str, number: &str) -> Option<BTreeMap<String, String>> {
        let is_it = |passport: &Passport| passport.series == series && passport.number == number;
        let person = self.persons.iter().find(|person| person.passport.as_ref().is_some_and(is_it))?;
        applied(person.passport_subject()?, &person.interior_ministry)
    }
}

fn applied(mut subject: BTreeMap<String, String>, record: &Record) -> Option<BTreeMap<String, String>> {
    match record {
        Record::Absent(_) => None,
        Record::Differs(differences) => {
            subject.extend(differences.clone());
            Some(subject)
        }
    }
}

/// Reads a file of persons.
pub fn parse(text: &str) -> Result<Vec<Person>, PopulationFault> {
    let file: File = toml::from_str(text).map_err(Box::new)?;
    Ok(file.person.into_iter().map(Person::from).collect())
}

fn check(persons: &[Person]) -> Result<(), PopulationFault> {
    let mut keys = std::collections::HashSet::new();
    for person in persons {
        let wrong = |reason| Err(PopulationFault::Person { key: person.key.clone(), reason });
        let number: u32 = person.snils.get(..9).and_then(|digits| digits.parse().ok()).unwrap_or_default();
        if !(1..=1_001_998).contains(&number) {
            return wrong("the SNILS is not in the synthetic range");
        }
        if !keys.insert(person.key.clone()) || !keys.insert(format!("snils {}", person.snils)) {
            return wrong("the key or the SNILS is used twice");
        }
        if let Some(passport) = &person.passport
            && !keys.insert(format!("passport {} {}", passport.series, passport.number))
        {
            return wrong("the passport is used twice");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_number_is_the_usual_one() {
        assert_eq!(snils(112_233_445), "11223344595");
        assert_eq!(snils(87_654_303), "08765430300");
        assert_eq!(snils(600), "00000060018");
    }

    #[test]
    fn there_are_enough_persons_of_every_kind() {
        let population = Population::load(None).unwrap();
        assert!(population.persons().len() >= 76);
        assert_eq!(Population::load(None).unwrap().persons(), population.persons());
        for story in [
            "demo",
            "no_patronymic",
            "yo",
            "only_pension_fund",
            "only_interior_ministry",
            "registries_differ",
            "passport_lost",
            "passport_expired",
            "foreigner",
            "young",
            "generated",
        ] {
            assert!(population.persons().iter().any(|person| person.story == story), "{story}");
        }
        assert!(
            population.persons().iter().any(|person| (person.birth_date.month(), person.birth_date.day()) == (2, 29))
        );
    }

    #[test]
    fn passports_are_consistent() {
        for person in Population::load(None).unwrap().persons() {
            let Some(passport) = &person.passport else { continue };
            let year: i16 = passport.series[2..].parse().unwrap();
            let printed = if year >= 97 { 1900 + year } else { 2000 + year };
            let issued = passport.issue_date.year();
            assert!((0..=3).contains(&(issued - printed)), "{}: form of {printed} issued {issued}", person.key);
            let first = passport.issue_date.saturating_sub(jiff::Span::new().years(14));
            assert!(person.birth_date <= first, "{}", person.key);
            assert!(passport.issue_date >= jiff::civil::date(1997, 10, 1), "{}", person.key);
            assert_eq!(passport.unit_code.len(), 7);
        }
    }

    /// R75 to R93: whoever copies these data into the form gets through its checks, but for the ones whose story it is.
    #[test]
    fn the_form_takes_everybodys_data() {
        use okno_domain::identifier::{
            birth_date::BirthDate, internal_passport::InternalPassportNumber, issued_by::IssuedBy,
            passport_term::PassportTerm, person_name::PersonName, snils::Snils, unit_code::UnitCode,
        };
        let today = jiff::civil::date(2026, 11, 25);
        for person in Population::load(None).unwrap().persons() {
            let key = &person.key;
            for name in
                [Some(&person.family_name), Some(&person.given_name), person.patronymic.as_ref()].into_iter().flatten()
            {
                assert!(PersonName::parse(name).is_ok(), "{key}: {name}");
            }
            assert!(Snils::parse(&person.snils_display()).is_ok(), "{key}");
            assert!(BirthDate::new(person.birth_date, today).is_ok(), "{key}");
            let Some(passport) = &person.passport else { continue };
            let number = InternalPassportNumber::parse(&format!("{}{}", passport.series, passport.number)).unwrap();
            assert!(!number.is_unusual_for(passport.issue_date), "{key}");
            assert!(UnitCode::parse(&passport.unit_code).is_ok(), "{key}");
            assert!(IssuedBy::parse(&passport.issued_by).is_ok(), "{key}: {}", passport.issued_by);
            let term = PassportTerm::check(person.birth_date, passport.issue_date, today);
            assert_eq!(term.is_ok(), person.story != "passport_expired", "{key}: {term:?}");
        }
    }

    #[test]
    fn a_file_may_add_persons_but_not_repeat_them() {
        let dir = tempfile::tempdir().unwrap();
        let one = "[[person]]\nkey='x'\nstory='demo'\nfamily_name='А'\ngiven_name='Б'\nsex='male'\n\
                   birth_date='1990-01-01'\nbirth_place='В'\ncitizenship='RUS'\nsnils_number=500000\n";
        std::fs::write(dir.path().join("persons.toml"), one).unwrap();
        assert!(Population::load(Some(dir.path())).unwrap().person("x").is_some());
        std::fs::write(dir.path().join("persons.toml"), one.replace("'x'", "'anna'")).unwrap();
        assert!(matches!(Population::load(Some(dir.path())), Err(PopulationFault::Person { .. })));
        std::fs::write(dir.path().join("persons.toml"), one.replace("500000", "500000000")).unwrap();
        assert!(matches!(Population::load(Some(dir.path())), Err(PopulationFault::Person { .. })));
    }
}
