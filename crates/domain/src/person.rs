//! Personal data as kept in the account (R73, R75).

pub mod form;
pub mod further;

use serde::{Deserialize, Serialize};

/// Sex as in the documents (R78).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Sex {
    /// Both entries of the menu.
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// The stored name, also the value in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// The sex with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.name() == name)
    }
}

/// An identity document in canonical form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityDocument {
    /// The type's identifier, such as `internal_passport`.
    pub document_type: String,
    /// Series, empty where the type has none.
    pub series: String,
    /// Number.
    pub number: String,
    /// Date of issue, `YYYY-MM-DD`.
    pub issue_date: String,
    /// Who issued it, exactly as in the document (R86).
    pub issued_by: String,
    /// Unit code `NNN-NNN`; internal passports only.
    pub unit_code: String,
    /// Issuing state, ISO 3166-1 alpha-3; foreign documents only.
    pub issuing_state: String,
    /// Last day of validity, `YYYY-MM-DD`; empty where the type has none.
    pub expiry_date: String,
}

/// What is known of a person, in canonical form; an empty text means "not given". Right after registration only surname
/// and first name are (R13, R76).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonalData {
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
    /// Patronymic; may stay empty (R77).
    pub patronymic: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Place of birth as in the passport (R80).
    pub birth_place: String,
    /// SNILS, 11 digits.
    pub snils: String,
    /// Citizenship, ISO 3166-1 alpha-3, or `XXA` for a person who has none.
    pub citizenship: String,
    /// The identity document.
    pub document: IdentityDocument,
    /// Surname in Latin letters as in the machine-readable zone of the document; may stay empty (2.10).
    pub latin_family_name: String,
    /// First name in Latin letters, likewise.
    pub latin_given_name: String,
    /// INN, 12 digits; not needed for any level (R87).
    pub inn: String,
}

impl PersonalData {
    /// What registries and operators look at: all but what a person adds in their own word, which no level rests on.
    #[must_use]
    pub fn examined(&self) -> Self {
        Self { latin_family_name: String::new(), latin_given_name: String::new(), inn: String::new(), ..self.clone() }
    }
}
