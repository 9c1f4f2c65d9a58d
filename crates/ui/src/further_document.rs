//! Further documents in the profile: the list, and the form for one (R87).

use askama::Template;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    person::further::{FurtherDocument, FurtherDocumentKind},
    refusal::FieldFault,
};

use crate::{
    form::{DateField, DateValue, Field, FormErrors},
    format,
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// The page that adds a document of this kind.
pub fn add_url(kind: FurtherDocumentKind) -> String {
    format!("{}/add/{}", route::ACCOUNT_DOCUMENTS, kind.name())
}

/// Where a document is removed; by POST only.
pub fn remove_url(id: &str) -> String {
    format!("{}/remove/{id}", route::ACCOUNT_DOCUMENTS)
}

fn name(locale: Locale, kind: FurtherDocumentKind) -> Text<'static> {
    Text::new(locale, format!("further-document-{}", kind.name()))
}

/// A document in the list.
#[derive(Clone, Debug)]
pub struct DocumentLine {
    /// Its id.
    pub id: String,
    /// The document.
    pub document: FurtherDocument,
    /// Whether it has run out.
    pub is_expired: bool,
}

/// The documents of a person.
#[derive(Template)]
#[template(path = "account/documents.html")]
pub struct DocumentsView {
    /// The frame.
    pub frame: PageFrame,
    /// The documents, the newest first.
    pub documents: Vec<DocumentLine>,
}

impl DocumentsView {
    fn name(&self, line: &DocumentLine) -> Text<'static> {
        name(self.frame.locale, line.document.kind)
    }

    fn remove(line: &DocumentLine) -> String {
        remove_url(&line.id)
    }

    fn dates(&self, line: &DocumentLine) -> Vec<(Text<'static>, String)> {
        let dates = [("label-issue_date", line.document.issue_date), ("label-expiry_date", line.document.expiry_date)];
        dates
            .into_iter()
            .filter_map(|(label, date)| Some((self.t(label), format::date(self.frame.locale, date?))))
            .collect()
    }

    fn kinds(&self) -> Vec<(String, Text<'static>)> {
        FurtherDocumentKind::ALL.into_iter().map(|kind| (add_url(kind), name(self.frame.locale, kind))).collect()
    }
}

impl View for DocumentsView {
    const NAME: &'static str = "documents";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = || PageFrame::sample(locale, route::ACCOUNT_DOCUMENTS).signed_in(AccountLevel::Standard);
        let line = |id: &str, kind, shown: &str, expiry_date, is_expired| DocumentLine {
            id: id.to_owned(),
            document: FurtherDocument {
                kind,
                number: shown.replace(' ', ""),
                shown: shown.to_owned(),
                issue_date: Some(jiff::civil::date(2016, 3, 2)),
                expiry_date,
            },
            is_expired,
        };
        let documents = vec![
            line("1", FurtherDocumentKind::DrivingLicence, "7714 123456", Some(jiff::civil::date(2026, 3, 2)), true),
            line("2", FurtherDocumentKind::TravelPassport, "75 1234567", Some(jiff::civil::date(2030, 3, 2)), false),
        ];
        vec![("none", Self { frame: frame(), documents: vec![] }), ("some", Self { frame: frame(), documents })]
    }
}

/// The form for a document.
#[derive(Template)]
#[template(path = "account/document_add.html")]
pub struct DocumentAddView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The kind.
    pub kind: FurtherDocumentKind,
    /// Series and number.
    pub number: Field,
    /// Date of issue.
    pub issued: DateField,
    /// Last day of validity.
    pub expires: DateField,
    /// The present year, for the menus of years.
    pub year: i16,
}

impl DocumentAddView {
    /// The form with what was typed.
    pub fn new(
        frame: PageFrame,
        errors: FormErrors,
        kind: FurtherDocumentKind,
        (number, issued, expires): (&str, DateValue, DateValue),
        year: i16,
    ) -> Self {
        Self {
            frame,
            number: errors.field("document_number", number),
            issued: errors.date_field("issue_date", issued),
            expires: errors.date_field("expiry_date", expires),
            errors,
            kind,
            year,
        }
    }

    fn title(&self) -> Text<'static> {
        name(self.frame.locale, self.kind)
    }

    fn hint(&self) -> Text<'static> {
        self.t(format!("further-document-{}-hint", self.kind.name()))
    }

    const fn first_year(&self) -> i16 {
        self.year - 80
    }

    const fn last_year(&self) -> i16 {
        self.year + 15
    }
}

impl View for DocumentAddView {
    const NAME: &'static str = "document-add";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |kind, errors, number: &str| {
            let frame = PageFrame::sample(locale, &add_url(kind)).signed_in(AccountLevel::Standard);
            Self::new(frame, errors, kind, (number, DateValue::default(), DateValue::default()), 2026)
        };
        let wrong = FormErrors::from(vec![FieldFault::new("document_number", "document-number-format")]);
        let fresh = FurtherDocumentKind::ALL.into_iter().map(|kind| (kind.name(), view(kind, FormErrors::none(), "")));
        fresh.chain([("wrong", view(FurtherDocumentKind::DrivingLicence, wrong, "12"))]).collect()
    }
}
