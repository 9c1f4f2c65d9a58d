//! Identifiers and documents of persons, organizations, vehicles, charges and mail: one file each.
//!
//! A value of these types is well-formed by construction and holds the canonical form that is stored; the forms for
//! people and for other systems are methods. Nothing here looks anything up: that an identifier exists, and that it is
//! this person's, is a registry's answer.

pub mod bank;
pub mod birth_certificate;
pub mod birth_date;
mod check;
pub mod document;
pub mod email;
pub mod inn;
pub mod internal_passport;
pub mod issued_by;
pub mod kpp;
pub mod latin_name;
pub mod medical_policy;
pub mod mrz;
pub mod ogrn;
pub mod passport_term;
pub mod person_name;
pub mod phone;
pub mod plate;
pub mod postal_index;
pub mod region_zone;
pub mod snils;
pub mod territory;
pub mod text;
pub mod tracking_number;
pub mod transliteration;
pub mod uin;
pub mod unit_code;
pub mod vehicle;

use std::borrow::Cow;

use crate::refusal::{Class, Code, FieldFault, Refusal, Refuse};

/// Named values for a message, in neutral form.
pub type Args = Vec<(&'static str, Cow<'static, str>)>;

/// Why a text was not taken: a stable code and values for the message `field-<code>`.
pub trait Reason {
    /// The stable code, such as `snils-checksum`.
    fn code(&self) -> Code;

    /// Values for the message, such as the expected check digits.
    fn args(&self) -> Args {
        Args::new()
    }

    /// This reason as the fault of a form's field.
    fn on(&self, field: &'static str) -> FieldFault {
        FieldFault { field, code: self.code(), args: self.args() }
    }
}

impl<T: Reason> Refuse for T {
    fn refusal(&self) -> Refusal {
        Refusal { code: self.code(), class: Class::Invalid, args: self.args() }
    }
}

/// A value that came from another system: kept although a check failed, with the failed check as a warning.
///
/// Real exchange data violate check sums, so a message is never refused for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received<T, R> {
    /// The value in canonical form.
    pub value: T,
    /// The check it fails, if any.
    pub warning: Option<R>,
}

impl<T, R> Received<T, R> {
    /// The value, or the warning as a refusal: how a person's own input is judged.
    pub fn strict(self) -> Result<T, R> {
        match self.warning {
            None => Ok(self.value),
            Some(reason) => Err(reason),
        }
    }
}

/// The codes of every identifier's reasons.
pub fn codes() -> impl Iterator<Item = Code> {
    [
        bank::BankRefusal::CODES,
        birth_certificate::BirthCertificateRefusal::CODES,
        birth_date::BirthDateRefusal::CODES,
        document::DocumentRefusal::CODES,
        email::EmailRefusal::CODES,
        inn::InnRefusal::CODES,
        internal_passport::InternalPassportRefusal::CODES,
        issued_by::IssuedByRefusal::CODES,
        kpp::KppRefusal::CODES,
        latin_name::LatinNameRefusal::CODES,
        medical_policy::MedicalPolicyRefusal::CODES,
        mrz::MrzRefusal::CODES,
        ogrn::OgrnRefusal::CODES,
        passport_term::PassportTermRefusal::CODES,
        person_name::PersonNameRefusal::CODES,
        phone::PhoneRefusal::CODES,
        plate::PlateRefusal::CODES,
        postal_index::PostalIndexRefusal::CODES,
        region_zone::RegionZoneRefusal::CODES,
        snils::SnilsRefusal::CODES,
        territory::TerritoryRefusal::CODES,
        tracking_number::TrackingNumberRefusal::CODES,
        uin::UinRefusal::CODES,
        unit_code::UnitCodeRefusal::CODES,
        vehicle::VehicleRefusal::CODES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_kebab_case() {
        let mut all: Vec<_> = codes().collect();
        assert!(all.iter().all(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_reason_becomes_a_field_fault() {
        let fault = snils::Snils::parse("112-233-445 94").unwrap_err().on("snils");
        assert_eq!(fault, FieldFault::new("snils", "snils-checksum").with("expected", "95"));
    }

    #[test]
    fn debug_output_hides_personal_values() {
        assert_eq!(format!("{:?}", snils::Snils::parse("112-233-445 95").unwrap()), "Snils(…)");
        assert_eq!(format!("{:?}", kpp::Kpp::parse("773601001").unwrap()), "Kpp(773601001)");
    }
}
