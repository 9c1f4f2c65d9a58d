//! Forms as people fill them in, for sample pages and tests. Nobody is called so: the SNILS lies in the range for tests.

use super::PersonForm;

/// The form of a citizen, right in every field.
pub fn citizen() -> PersonForm {
    let text = |text: &str| text.to_owned();
    PersonForm {
        family_name: text("Иванова"),
        given_name: text("Анна"),
        patronymic: text("Петровна"),
        sex: text("female"),
        birth_date: text("12.03.1985"),
        birth_place: text("гор. Тверь"),
        snils: text("000-000-600 06"),
        citizenship: text("RUS"),
        document_type: text("internal_passport"),
        document_number: text("4008123456"),
        issue_date: text("15.04.2008"),
        issued_by: text("ОУФМС России по Тверской обл."),
        unit_code: text("690-001"),
        ..PersonForm::default()
    }
}

/// The form of a foreign citizen who lives here, right in every field (R209).
pub fn foreigner() -> PersonForm {
    let text = |text: &str| text.to_owned();
    PersonForm {
        citizenship: text("KAZ"),
        document_type: text("foreign_identity_document"),
        document_number: text("N 12345678"),
        issued_by: text("MIA Kazakhstan"),
        issuing_state: text("KAZ"),
        expiry_date: text("14.04.2028"),
        unit_code: String::new(),
        ..citizen()
    }
}
