//! Correcting data with the document at hand (R129).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    person::Sex,
    person::form::{DOCUMENT_TYPES, PersonForm, sample},
    refusal::{FieldFault, Refuse as _},
    visit::VisitRefusal,
};

use super::{SAMPLE, sample_frame, sample_moment, visit_url};
use crate::{
    country,
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    profile::{document_name, sex_name},
    text::Text,
};

/// Data that are corrected with the document at hand (R129).
#[derive(Template)]
#[template(path = "clerk/correct.html")]
pub struct CorrectView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visit's id.
    pub id: String,
    /// The level of the account.
    pub level: AccountLevel,
    /// The fields that are typed, in order.
    pub fields: Vec<Field>,
    /// The menus.
    pub menus: Vec<(Field, Vec<Choice>)>,
    /// What must be compared.
    pub boxes: Vec<Field>,
    /// Stands for the data shown.
    pub mark: String,
    /// Whether only the names are known.
    pub has_names_only: bool,
    /// Until when the visitor is served.
    pub until: Zoned,
}

/// The fields that are typed: dates as they stand in the document.
const TYPED: [&str; 12] = [
    "family_name",
    "given_name",
    "patronymic",
    "birth_date",
    "birth_place",
    "snils",
    "document_number",
    "issue_date",
    "issued_by",
    "unit_code",
    "expiry_date",
    "inn",
];

impl CorrectView {
    /// The fields and menus of a form.
    pub fn of(locale: Locale, form: &PersonForm, errors: &FormErrors) -> (Vec<Field>, Vec<(Field, Vec<Choice>)>) {
        let fields = TYPED.into_iter().map(|field| errors.field(field, form.value(field))).collect();
        let sexes = Sex::ALL.into_iter().map(|sex| Choice::new(sex.name(), sex_name(locale, sex).to_string()));
        let types = DOCUMENT_TYPES.into_iter();
        let types = types.map(|kind| Choice::new(kind.as_str(), document_name(locale, kind).to_string()));
        let menus = vec![
            (errors.field("sex", form.value("sex")), sexes.collect()),
            (errors.field("citizenship", form.value("citizenship")), country::choices(locale)),
            (errors.field("document_type", form.value("document_type")), types.collect()),
            (errors.field("issuing_state", form.value("issuing_state")), country::choices(locale)),
        ];
        (fields, menus)
    }

    fn label(&self, field: &Field) -> Text<'static> {
        self.t(format!("label-{}", field.name))
    }

    fn seen(&self, field: &Field) -> Text<'static> {
        self.t(format!("clerk-{}", field.name))
    }

    fn url(&self, step: &str) -> String {
        format!("{}{step}", visit_url(&self.id))
    }
}

impl View for CorrectView {
    const NAME: &'static str = "clerk-correct";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, has_names_only| {
            let (fields, menus) = Self::of(locale, &sample::citizen(), &errors);
            Self {
                frame: sample_frame(locale, &visit_url(SAMPLE)),
                id: SAMPLE.to_owned(),
                level: AccountLevel::Standard,
                fields,
                menus,
                boxes: vec![errors.field("seen_photo", "")],
                mark: "sample".to_owned(),
                has_names_only,
                until: sample_moment(),
                errors,
            }
        };
        let faulty = vec![FieldFault::new("family_name", "required"), FieldFault::new("seen_photo", "visit-not-seen")];
        let same = VisitRefusal::NothingChanges.refusal();
        vec![
            ("fresh", view(FormErrors::none(), false)),
            ("faulty", view(faulty.into(), false)),
            ("names", view(same.into(), true)),
        ]
    }
}
