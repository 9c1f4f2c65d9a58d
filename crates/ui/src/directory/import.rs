//! A file of centers: choosing it, and the report before it is taken in.

use askama::Template;
use jiff::Zoned;
use okno_domain::{locale::Locale, operator::Role, refusal::FieldFault};

use crate::{
    form::{self, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// Rows that a page shows of those that are not taken.
pub const MOST_REFUSED: usize = 200;

/// A row that is not taken.
#[derive(Clone, Debug)]
pub struct RefusedLine {
    /// Where it stands in the file.
    pub position: u64,
    /// What it calls itself.
    pub external_id: String,
    /// Everything that is wrong with it, by column.
    pub reasons: Vec<FieldFault>,
}

/// What taking a file in would do.
#[derive(Clone, Debug)]
pub struct ReportLines {
    /// Its page.
    pub url: String,
    /// What the browser called it.
    pub file_name: String,
    /// Until when it waits.
    pub until: Zoned,
    /// Centers that are new.
    pub added: usize,
    /// Centers about which something is new.
    pub changed: usize,
    /// Centers about which nothing is new.
    pub unchanged: usize,
    /// How many rows are not taken.
    pub refused_count: usize,
    /// The first of them.
    pub refused: Vec<RefusedLine>,
}

impl ReportLines {
    fn is_anything(&self) -> bool {
        self.added > 0 || self.changed > 0
    }
}

/// A file of centers.
#[derive(Template)]
#[template(path = "directory/import.html")]
pub struct ImportView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The chooser.
    pub file: Field,
    /// The report; none while no file was sent.
    pub report: Option<ReportLines>,
}

impl ImportView {
    /// What is wrong in a column.
    fn reason(&self, fault: &FieldFault) -> Text<'static> {
        form::line(self.frame.locale, fault)
    }
}

impl View for ImportView {
    const NAME: &'static str = "center-import";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let until = jiff::civil::date(2026, 3, 3).at(10, 5, 0, 0);
        let until = until.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default();
        let report = |added| ReportLines {
            url: format!("{}/1", route::OPERATOR_CENTERS_IMPORT),
            file_name: "centers-2026-03.csv".to_owned(),
            until: until.clone(),
            added,
            changed: 0,
            unchanged: 12,
            refused_count: 1,
            refused: vec![RefusedLine {
                position: 14,
                external_id: "moi-dela-77".to_owned(),
                reasons: vec![
                    FieldFault::new("town", "required"),
                    FieldFault::new("opening_hours", "center-hours"),
                    FieldFault::new("external_id", "center-twice"),
                    FieldFault::new("organization", "center-organization"),
                    FieldFault::new("external_id", "center-column").with("column", "telefon"),
                ],
            }],
        };
        let view = |errors: FormErrors, report| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_CENTERS_IMPORT).sample_operator(Role::Administrator),
            file: errors.field("file", ""),
            errors,
            report,
        };
        let faulty = FormErrors::from(vec![FieldFault::new("file", "center-file-form")]);
        vec![
            ("empty", view(FormErrors::none(), None)),
            ("faulty", view(faulty, None)),
            ("report", view(FormErrors::none(), Some(report(58)))),
            ("nothing", view(FormErrors::none(), Some(report(0)))),
        ]
    }
}
