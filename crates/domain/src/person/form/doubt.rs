//! What deserves a second look, and what differs between two sets of data.

use super::{PersonForm, Today};
use crate::{
    identifier::{
        birth_date::{BirthDate, parse_date},
        document::IdentityDocumentType,
        internal_passport::InternalPassportNumber,
        passport_term::PassportTerm,
        person_name::PersonName,
    },
    person::PersonalData,
    refusal::FieldFault,
};

/// What is worth a second look in data that are formally right; shown on the review page, never in the way (2.5, 2.11).
pub fn doubts(data: &PersonalData, today: Today) -> Vec<FieldFault> {
    let mut doubts = Vec::new();
    for (field, name) in
        [("family_name", &data.family_name), ("given_name", &data.given_name), ("patronymic", &data.patronymic)]
    {
        if let Some(offer) = PersonName::parse(name).ok().and_then(|name| name.title_case()) {
            doubts.push(FieldFault::new(field, "name-in-capitals").with("offer", offer));
        }
    }
    let born = BirthDate::parse(&data.birth_date, today.east).ok();
    if born.is_some_and(|born| born.is_unusual(today.east)) {
        doubts.push(FieldFault::new("birth_date", "birth-date-unusual"));
    }
    let document = &data.document;
    let passport = IdentityDocumentType::InternalPassport.as_str();
    if let (Some(born), Some(issued), true) =
        (born, parse_date(&document.issue_date), document.document_type == passport)
    {
        let number = InternalPassportNumber::parse(&format!("{}{}", document.series, document.number));
        if number.is_ok_and(|number| number.is_unusual_for(issued)) {
            doubts.push(FieldFault::new("document_number", "passport-form-year"));
        }
        if let Ok(term @ PassportTerm::Limited { usable_until, .. }) = PassportTerm::of(born.date(), issued)
            && term.is_due(today.east)
        {
            let last = usable_until.to_string();
            doubts.push(FieldFault::new("issue_date", "passport-replacement-due").with("usable_until", last));
        }
    }
    doubts
}

/// The fields in which two sets of data differ, by their names in the form (R95).
pub fn differing(one: &PersonalData, other: &PersonalData) -> Vec<&'static str> {
    let (one, other) = (PersonForm::of(one), PersonForm::of(other));
    let mut fields: Vec<_> = one.fields().chain(other.fields()).collect();
    fields.dedup();
    let mut seen = Vec::new();
    for field in fields {
        if one.value(field) != other.value(field) && !seen.contains(&field) {
            seen.push(field);
        }
    }
    seen
}
