//! The personal data form: which fields it has, in which order, and what makes a field faulty before anything is sent to
//! a registry (R75 to R87, R93).

mod check;
mod doubt;
pub mod sample;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use doubt::{differing, doubts};

use super::{PersonalData, Sex};
use crate::{
    identifier::{
        birth_date::{display_date, parse_date},
        document::IdentityDocumentType,
        snils::Snils,
    },
    refusal::FieldFault,
};

/// The documents that lead to level Standard, the citizens' own first (R82, R83, R210).
pub const DOCUMENT_TYPES: [IdentityDocumentType; 5] = [
    IdentityDocumentType::InternalPassport,
    IdentityDocumentType::ForeignIdentityDocument,
    IdentityDocumentType::ResidencePermit,
    IdentityDocumentType::RefugeeCertificate,
    IdentityDocumentType::ImmigrationCertificate,
];

/// The fields that every person fills in, in the order of the form (R75).
pub const PERSON_FIELDS: [&str; 9] = [
    "family_name",
    "given_name",
    "patronymic",
    "sex",
    "birth_date",
    "birth_place",
    "snils",
    "citizenship",
    "document_type",
];

/// The fields that follow for a type of document, in order (R83).
pub const fn document_fields(document_type: IdentityDocumentType) -> &'static [&'static str] {
    match document_type {
        IdentityDocumentType::InternalPassport => &["document_number", "issue_date", "issued_by", "unit_code"],
        IdentityDocumentType::ForeignIdentityDocument => &[
            "document_number",
            "issue_date",
            "issued_by",
            "issuing_state",
            "expiry_date",
            "latin_family_name",
            "latin_given_name",
        ],
        IdentityDocumentType::ResidencePermit => {
            &["document_number", "issue_date", "issued_by", "expiry_date", "latin_family_name", "latin_given_name"]
        }
        _ => &["document_number", "issue_date", "issued_by"],
    }
}

/// The fields that may stay empty, whatever the document.
const OPTIONAL_FIELDS: [&str; 5] = ["patronymic", "expiry_date", "latin_family_name", "latin_given_name", "inn"];

/// The present day at both ends of the country. The person's region is not known while they fill in the form, so each
/// rule is judged by the day that favours them: a birthday has come when it has come in the east, and a document runs
/// out when its last day is over in the west (portal-requirements 2.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// The day where it begins first.
    pub east: Date,
    /// The day where it ends last.
    pub west: Date,
}

impl Today {
    /// The present day at this instant.
    pub fn at(now: Timestamp) -> Self {
        let day = |hours| now.to_zoned(TimeZone::fixed(jiff::tz::offset(hours))).date();
        Self { east: day(12), west: day(2) }
    }
}

/// What the form's rules depend on besides what was typed.
#[derive(Clone, Copy, Debug)]
pub struct FormRules {
    /// The present day.
    pub today: Today,
    /// Whether a hyphen may stand for the surname or the first name of a person who has only one name: an operator enters
    /// it, or entered it before (2.10).
    pub may_have_one_name: bool,
    /// Whether SNILS numbers whose check number is not verified are taken.
    pub snils_allow_unchecked_range: bool,
}

/// The form as typed; also what a draft keeps (C22).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
    /// Patronymic, if any (R77).
    pub patronymic: String,
    /// `male` or `female`.
    pub sex: String,
    /// Date of birth, `DD.MM.YYYY` or `YYYY-MM-DD`.
    pub birth_date: String,
    /// Place of birth as in the passport (R80).
    pub birth_place: String,
    /// SNILS.
    pub snils: String,
    /// Citizenship, ISO 3166-1 alpha-3, or `XXA` for none.
    pub citizenship: String,
    /// The identifier of the document's type.
    pub document_type: String,
    /// Series and number in one field (R84).
    pub document_number: String,
    /// Date of issue.
    pub issue_date: String,
    /// Who issued it, as printed (R86).
    pub issued_by: String,
    /// Unit code, as printed (R86).
    pub unit_code: String,
    /// The state that issued a foreign document, ISO 3166-1 alpha-3.
    pub issuing_state: String,
    /// The last day of validity, if the document has one.
    pub expiry_date: String,
    /// Surname in Latin letters as in the document, if it is there.
    pub latin_family_name: String,
    /// First name in Latin letters as in the document, if it is there.
    pub latin_given_name: String,
    /// INN (R87).
    pub inn: String,
}

impl PersonForm {
    /// The form filled with what is known (R76).
    pub fn of(data: &PersonalData) -> Self {
        let document = &data.document;
        let shown = |iso: &str| parse_date(iso).map(display_date).unwrap_or_default();
        Self {
            family_name: data.family_name.clone(),
            given_name: data.given_name.clone(),
            patronymic: data.patronymic.clone(),
            sex: data.sex.map(Sex::name).unwrap_or_default().to_owned(),
            birth_date: shown(&data.birth_date),
            birth_place: data.birth_place.clone(),
            snils: Snils::parse(&data.snils).map(|snils| snils.display()).unwrap_or_default(),
            citizenship: data.citizenship.clone(),
            document_type: document.document_type.clone(),
            document_number: format!("{}{}", document.series, document.number),
            issue_date: shown(&document.issue_date),
            issued_by: document.issued_by.clone(),
            unit_code: document.unit_code.clone(),
            issuing_state: document.issuing_state.clone(),
            expiry_date: shown(&document.expiry_date),
            latin_family_name: data.latin_family_name.clone(),
            latin_given_name: data.latin_given_name.clone(),
            inn: data.inn.clone(),
        }
    }

    /// The value of a field by its name; empty for a name that the form does not have.
    pub fn value(&self, field: &str) -> &str {
        match field {
            "family_name" => &self.family_name,
            "given_name" => &self.given_name,
            "patronymic" => &self.patronymic,
            "sex" => &self.sex,
            "birth_date" => &self.birth_date,
            "birth_place" => &self.birth_place,
            "snils" => &self.snils,
            "citizenship" => &self.citizenship,
            "document_type" => &self.document_type,
            "document_number" => &self.document_number,
            "issue_date" => &self.issue_date,
            "issued_by" => &self.issued_by,
            "unit_code" => &self.unit_code,
            "issuing_state" => &self.issuing_state,
            "expiry_date" => &self.expiry_date,
            "latin_family_name" => &self.latin_family_name,
            "latin_given_name" => &self.latin_given_name,
            "inn" => &self.inn,
            _ => "",
        }
    }

    /// The chosen type of document; the internal passport while nothing is chosen.
    pub fn chosen_type(&self) -> IdentityDocumentType {
        IdentityDocumentType::parse(&self.document_type).unwrap_or(IdentityDocumentType::InternalPassport)
    }

    /// Every field of the form in order, for the chosen document (R75).
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        PERSON_FIELDS.into_iter().chain(document_fields(self.chosen_type()).iter().copied()).chain(["inn"])
    }

    /// The fields that are needed for level Standard and still empty (R68, R90).
    pub fn missing(&self) -> Vec<&'static str> {
        self.fields().filter(|field| !OPTIONAL_FIELDS.contains(field) && self.value(field).trim().is_empty()).collect()
    }

    /// Checks the whole form and returns the data in canonical form, or every fault in the order of the fields (R93).
    pub fn check(&self, rules: &FormRules) -> Result<PersonalData, Vec<FieldFault>> {
        check::check(self, rules)
    }
}

#[cfg(test)]
mod tests;
