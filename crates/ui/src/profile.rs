//! The personal data form, its review, and the SNILS that belongs to somebody else (R75 to R93, R107).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    identifier::{birth_date::parse_date, document::IdentityDocumentType, snils::Snils},
    locale::Locale,
    person::{
        Sex,
        form::{DOCUMENT_TYPES, PersonForm, document_fields, sample},
    },
    refusal::{FieldFault, Refusal},
};

use crate::{
    country,
    form::{Choice, DateField, DateValue, Field, FormErrors},
    format,
    frame::PageFrame,
    page::View,
    public_service::ServiceLine,
    route,
    text::Text,
};

/// The name of a type of document.
pub fn document_name(locale: Locale, kind: IdentityDocumentType) -> Text<'static> {
    Text::new(
        locale,
        match kind {
            IdentityDocumentType::InternalPassport => "document-internal_passport",
            IdentityDocumentType::ForeignIdentityDocument => "document-foreign_identity_document",
            IdentityDocumentType::ResidencePermit => "document-residence_permit",
            IdentityDocumentType::RefugeeCertificate => "document-refugee_certificate",
            IdentityDocumentType::ImmigrationCertificate => "document-immigration_certificate",
            _ => "document-other",
        },
    )
}

/// The name of a sex.
pub fn sex_name(locale: Locale, sex: Sex) -> Text<'static> {
    Text::new(
        locale,
        match sex {
            Sex::Male => "sex-male",
            Sex::Female => "sex-female",
        },
    )
}

/// A typed date in the parts that the page picks: `12.03.1985` or `1985-03-12`, or what there is of one.
fn parts(typed: &str) -> DateValue {
    if let Some(date) = parse_date(typed) {
        return DateValue::from(date);
    }
    let mut parts = typed.split('.').map(|part| part.trim_start_matches('0').to_owned());
    let mut next = || parts.next().unwrap_or_default();
    DateValue { day: next(), month: next(), year: next() }
}

/// The form.
#[derive(Template)]
#[template(path = "profile/form.html")]
pub struct PersonFormView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Surname (R76).
    pub family_name: Field,
    /// First name (R76).
    pub given_name: Field,
    /// Patronymic (R77).
    pub patronymic: Field,
    /// Sex (R78).
    pub sex: Field,
    /// Date of birth (R79).
    pub birth_date: DateField,
    /// Place of birth (R80).
    pub birth_place: Field,
    /// SNILS (R81).
    pub snils: Field,
    /// Citizenship (R82).
    pub citizenship: Field,
    /// Type of document (R83).
    pub document_type: Field,
    /// Series and number (R84).
    pub document_number: Field,
    /// Date of issue (R85).
    pub issue_date: DateField,
    /// Issued by (R86).
    pub issued_by: Field,
    /// Unit code (R86).
    pub unit_code: Field,
    /// Issuing state.
    pub issuing_state: Field,
    /// Last day of validity.
    pub expiry_date: DateField,
    /// Surname in Latin letters.
    pub latin_family_name: Field,
    /// First name in Latin letters.
    pub latin_given_name: Field,
    /// INN (R87).
    pub inn: Field,
    /// The menu of sexes.
    pub sexes: Vec<Choice>,
    /// The menu of citizenships (R82, R210).
    pub citizenships: Vec<Choice>,
    /// The menu of countries.
    pub countries: Vec<Choice>,
    /// The menu of documents.
    pub document_types: Vec<Choice>,
    /// The document whose fields are shown.
    pub document: IdentityDocumentType,
    /// When the draft was saved.
    pub draft_saved_at: Option<Zoned>,
    /// Whether verified data are in force (R95).
    pub is_verified: bool,
    /// Whether "Save" is offered (C22).
    pub may_save: bool,
    /// The present year.
    pub year: i16,
    /// What Standard brings and what is missing for it (R68); none where the account has it.
    pub ahead: Option<Ahead>,
    /// Where one goes who fills this in later (R3).
    pub later: String,
    /// The same, when it is a page that the visitor came for.
    pub next: Option<String>,
}

/// What level Standard brings, and what is missing for it (R68).
#[derive(Clone, Debug)]
pub struct Ahead {
    /// The further services.
    pub services: Vec<ServiceLine>,
    /// The names of the empty fields.
    pub missing: Vec<&'static str>,
}

/// What surrounds the fields.
#[derive(Clone, Debug)]
pub struct FormState {
    /// When the draft was saved.
    pub draft_saved_at: Option<Zoned>,
    /// Whether verified data are in force (R95).
    pub is_verified: bool,
    /// Whether "Save" is offered (C22).
    pub may_save: bool,
    /// The present year.
    pub year: i16,
    /// What Standard brings and what is missing for it.
    pub ahead: Option<Ahead>,
    /// The page that the visitor came for (R3).
    pub next: Option<String>,
}

impl PersonFormView {
    /// The form with what was typed and what is wrong with it.
    pub fn new(frame: PageFrame, typed: &PersonForm, errors: FormErrors, state: FormState) -> Self {
        let locale = frame.locale;
        let field = |name: &'static str| errors.field(name, typed.value(name));
        let date = |name: &'static str| errors.date_field(name, parts(typed.value(name)));
        let sexes = Sex::ALL.into_iter().map(|sex| Choice::new(sex.name(), sex_name(locale, sex)));
        let documents = DOCUMENT_TYPES.into_iter().map(|kind| Choice::new(kind.as_str(), document_name(locale, kind)));
        let FormState { draft_saved_at, is_verified, may_save, year, ahead, next } = state;
        let mut document_type = field("document_type");
        typed.chosen_type().as_str().clone_into(&mut document_type.value);
        Self {
            family_name: field("family_name"),
            given_name: field("given_name"),
            patronymic: field("patronymic"),
            sex: field("sex"),
            birth_date: date("birth_date"),
            birth_place: field("birth_place"),
            snils: field("snils"),
            citizenship: field("citizenship"),
            document_type,
            document_number: field("document_number"),
            issue_date: date("issue_date"),
            issued_by: field("issued_by"),
            unit_code: field("unit_code"),
            issuing_state: field("issuing_state"),
            expiry_date: date("expiry_date"),
            latin_family_name: field("latin_family_name"),
            latin_given_name: field("latin_given_name"),
            inn: field("inn"),
            sexes: sexes.collect(),
            citizenships: country::citizenships(locale),
            countries: country::choices(locale),
            document_types: documents.collect(),
            document: typed.chosen_type(),
            draft_saved_at,
            is_verified,
            may_save,
            year,
            ahead,
            later: next.clone().unwrap_or_else(|| route::ACCOUNT.to_owned()),
            next,
            errors,
            frame,
        }
    }

    /// The name of a field.
    fn label(&self, field: &str) -> Text<'static> {
        self.t(format!("label-{field}"))
    }

    /// Whether the chosen document has this field (R83).
    pub fn has(&self, field: &str) -> bool {
        document_fields(self.document).contains(&field)
    }

    /// Whether it is the passport of a citizen.
    pub fn is_passport(&self) -> bool {
        self.document == IdentityDocumentType::InternalPassport
    }
}

/// A line of the review.
#[derive(Clone, Debug)]
pub struct ReviewLine {
    /// The field's name on the page.
    pub label: Text<'static>,
    /// Its value as people write it.
    pub value: String,
    /// What deserves a second look.
    pub doubt: Option<Text<'static>>,
    /// Whether it changes verified data (R95).
    pub is_changed: bool,
}

/// The value of a field as people write it.
pub fn shown(locale: Locale, form: &PersonForm, field: &str) -> String {
    let value = form.value(field).trim();
    match field {
        "birth_date" | "issue_date" | "expiry_date" => {
            parse_date(value).map_or_else(|| value.to_owned(), |date| format::date(locale, date))
        }
        "sex" => Sex::from_name(value).map(|sex| sex_name(locale, sex).to_string()).unwrap_or_default(),
        "citizenship" => country::citizenship(locale, value),
        "issuing_state" => country::name(locale, value).to_owned(),
        "document_type" => document_name(locale, form.chosen_type()).to_string(),
        "snils" => Snils::parse(value).map_or_else(|_| value.to_owned(), |snils| snils.display()),
        _ => value.to_owned(),
    }
}

/// Everything on one page before it is sent (R88).
#[derive(Template)]
#[template(path = "profile/review.html")]
pub struct ReviewView {
    /// The frame.
    pub frame: PageFrame,
    /// The fields that are filled in.
    pub lines: Vec<ReviewLine>,
    /// Whether a registry can check the document (R211).
    pub is_passport: bool,
    /// Whether verified data are changed (R95).
    pub is_change: bool,
    /// Whether registries look at the data: not when something is only added that none of them knows.
    pub is_sent: bool,
    /// Stands for exactly these data.
    pub mark: String,
    /// The usual time, minutes (R98).
    pub usual_minutes: u32,
    /// The longest time, days (R98).
    pub max_days: u32,
}

/// What the review is made of.
#[derive(Clone, Debug)]
pub struct Reviewed<'a> {
    /// The form.
    pub form: &'a PersonForm,
    /// What deserves a second look.
    pub doubts: &'a [FieldFault],
    /// The fields that change verified data.
    pub changes: &'a [&'static str],
    /// Whether registries look at the data.
    pub is_sent: bool,
    /// Stands for exactly these data.
    pub mark: &'a str,
    /// The usual time, minutes, and the longest, days.
    pub times: (u32, u32),
}

impl ReviewView {
    /// The review of a form without faults.
    pub fn new(frame: PageFrame, reviewed: &Reviewed<'_>) -> Self {
        let locale = frame.locale;
        let form = reviewed.form;
        let filled = form.fields().filter(|field| !form.value(field).trim().is_empty());
        let lines = filled.map(|field| ReviewLine {
            label: Text::new(locale, format!("label-{field}")),
            value: shown(locale, form, field),
            doubt: reviewed.doubts.iter().find(|doubt| doubt.field == field).map(|doubt| Text::of_fault(locale, doubt)),
            is_changed: reviewed.changes.contains(&field),
        });
        Self {
            lines: lines.collect(),
            is_passport: form.chosen_type() == IdentityDocumentType::InternalPassport,
            is_change: reviewed.is_sent && !reviewed.changes.is_empty(),
            is_sent: reviewed.is_sent,
            mark: reviewed.mark.to_owned(),
            usual_minutes: reviewed.times.0,
            max_days: reviewed.times.1,
            frame,
        }
    }
}

/// The SNILS belongs to another account: what one can do (R107).
#[derive(Template)]
#[template(path = "profile/snils_taken.html")]
pub struct SnilsTakenView {
    /// The frame.
    pub frame: PageFrame,
}

fn sample_form() -> PersonForm {
    PersonForm {
        family_name: "КОНСТАНТИНОПОЛЬСКАЯ".to_owned(),
        patronymic: String::new(),
        snils: "00000060006".to_owned(),
        ..sample::citizen()
    }
}

fn sample_foreign_form() -> PersonForm {
    let text = |text: &str| text.to_owned();
    PersonForm {
        citizenship: text("KAZ"),
        document_type: text("foreign_identity_document"),
        issuing_state: text("KAZ"),
        expiry_date: text("14.04.2028"),
        ..sample_form()
    }
}

impl View for PersonFormView {
    const NAME: &'static str = "person-form";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = PageFrame::sample(locale, "/profile/edit").signed_in(AccountLevel::Simplified);
        let ahead = Ahead { services: ServiceLine::samples(), missing: vec!["sex", "birth_date", "snils"] };
        let state = FormState {
            draft_saved_at: None,
            is_verified: false,
            may_save: true,
            year: 2026,
            ahead: Some(ahead),
            next: None,
        };
        let saved = jiff::civil::date(2026, 3, 1).at(9, 5, 0, 0).in_tz("Europe/Moscow").ok();
        let draft = FormState { draft_saved_at: saved, is_verified: true, ahead: None, ..state.clone() };
        let empty = PersonForm { family_name: String::new(), ..PersonForm::default() };
        let fields = |form: &PersonForm| form.fields().map(|field| FieldFault::new(field, "required")).collect();
        let faulty = FormErrors {
            faults: fields(&empty),
            refusal: Some(Refusal::new("unknown", okno_domain::refusal::Class::Conflict)),
        };
        let foreign_faults = FormErrors::from(fields(&sample_foreign_form()));
        vec![
            ("empty", Self::new(frame.clone(), &empty, FormErrors::none(), state.clone())),
            ("draft", Self::new(frame.clone(), &sample_form(), FormErrors::none(), draft)),
            ("faulty", Self::new(frame.clone(), &empty, faulty, state.clone())),
            ("foreign", Self::new(frame.clone(), &sample_foreign_form(), FormErrors::none(), state.clone())),
            ("foreign-faulty", Self::new(frame, &sample_foreign_form(), foreign_faults, state)),
        ]
    }
}

impl View for ReviewView {
    const NAME: &'static str = "person-review";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = PageFrame::sample(locale, "/profile/review").signed_in(AccountLevel::Standard);
        let (form, foreign) = (sample_form(), sample_foreign_form());
        let doubts = [FieldFault::new("family_name", "name-in-capitals").with("offer", "Константинопольская")];
        let first = Reviewed { form: &form, doubts: &doubts, changes: &[], is_sent: true, mark: "m", times: (20, 5) };
        let change = Reviewed { form: &foreign, doubts: &[], changes: &["citizenship"], ..first.clone() };
        let added = Reviewed { changes: &["inn"], is_sent: false, ..change.clone() };
        vec![
            ("first", Self::new(frame.clone(), &first)),
            ("change", Self::new(frame.clone(), &change)),
            ("added", Self::new(frame, &added)),
        ]
    }
}

impl View for SnilsTakenView {
    const NAME: &'static str = "person-snils-taken";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = PageFrame::sample(locale, "/profile/edit").signed_in(AccountLevel::Simplified);
        vec![("page", Self { frame })]
    }
}

#[cfg(test)]
mod tests;
