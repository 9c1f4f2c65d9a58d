//! The paper form of a confirmation, in two copies (R127).

use jiff::civil::Date;
use okno_domain::{identifier::document::IdentityDocumentType, locale::Locale};

use crate::{
    format,
    print::{Area, Column, Paper, PrintError, Style},
    profile::document_name,
    text::Text,
};

/// What stands on the paper form (R127).
#[derive(Clone, Debug)]
pub struct FormPaper {
    /// The number of the visit.
    pub number: String,
    /// Surname, first name and patronymic.
    pub name: String,
    /// The type of the document, by its identifier.
    pub document_type: String,
    /// Series and number.
    pub document_number: String,
    /// The center.
    pub center: String,
    /// Who served the visitor.
    pub operator: String,
    /// The day.
    pub date: Date,
}

/// The form as PDF: two copies, a sheet for each; one stays at the center (R127).
pub fn form_pdf(locale: Locale, form: &FormPaper) -> Result<Vec<u8>, PrintError> {
    let word = |key: &'static str| Text::new(locale, key).to_string();
    let mut paper = Paper::new(locale, word("clerk-form-title"), form.date)?;
    let kind = IdentityDocumentType::parse(&form.document_type).unwrap_or(IdentityDocumentType::InternalPassport);
    for which in 1_u8..=2 {
        if which > 1 {
            paper.new_sheet();
        }
        let mut column = Column::new(25.0, 22.0, 160.0);
        let copy = Text::new(locale, "clerk-form-copy").with("which", which).to_string();
        column.paragraph(&mut paper, Style::SMALL, &copy);
        column.heading(&mut paper, 1, Style::TITLE, &word("clerk-form-title"));
        column.gap(4.0);
        let rows = [
            ("clerk-form-center", form.center.clone()),
            ("clerk-form-number", form.number.clone()),
            ("clerk-form-date", format::date(locale, form.date)),
            ("label-visitor", form.name.clone()),
            ("label-document_type", document_name(locale, kind).to_string()),
            ("label-document_number", form.document_number.clone()),
            ("clerk-form-operator", form.operator.clone()),
        ];
        for (key, value) in rows {
            column.field(&mut paper, &word(key), &value);
        }
        column.gap(6.0);
        column.paragraph(&mut paper, Style::BODY, &word("clerk-form-statement"));
        for key in ["clerk-form-sign-visitor", "clerk-form-sign-operator"] {
            column.gap(16.0);
            paper.fill(Area::new(25.0, column.y, 90.0, 0.3));
            column.gap(1.5);
            column.paragraph(&mut paper, Style::SMALL, &word(key));
        }
    }
    paper.finish()
}
