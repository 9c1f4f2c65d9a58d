//! A page with every component on it: the place to look at them, and what tests check them on. Not served.

use askama::Template;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    form::{Choice, DateField, DateValue, Field, FormErrors},
    frame::{Notice, NoticeKind, PageFrame},
    page::View,
    password::PasswordHint,
    text::Text,
};

/// Every component once.
#[derive(Template)]
#[template(path = "kit/sample.html")]
pub struct KitView {
    /// The frame.
    pub frame: PageFrame,
    /// Faults shown at the top.
    pub errors: FormErrors,
    /// A text field.
    pub contact: Field,
    /// A password field.
    pub password: Field,
    /// A field for a code.
    pub code: Field,
    /// A select.
    pub citizenship: Field,
    /// Radio buttons.
    pub sex: Field,
    /// A date.
    pub birth_date: DateField,
    /// A longer text.
    pub message: Field,
    /// Things to choose from.
    pub choices: Vec<Choice>,
    /// A box to tick.
    pub agree: Field,
    /// The rules of passwords.
    pub password_hint: PasswordHint,
    /// The levels.
    pub levels: [AccountLevel; 3],
}

impl KitView {
    fn new(frame: PageFrame, errors: FormErrors) -> Self {
        Self {
            contact: errors.field("contact", "ivanova@example.org"),
            password: errors.field("password", ""),
            code: errors.field("code", ""),
            citizenship: errors.field("citizenship", "b"),
            sex: errors.field("sex", "b"),
            birth_date: errors.date_field("birth_date", DateValue::from(jiff::civil::date(1990, 5, 17))),
            message: errors.field("message", ""),
            agree: errors.field("agree", "1"),
            password_hint: PasswordHint::sample(),
            choices: vec![Choice::new("a", "А"), Choice::new("b", "Б").hint("Б")],
            levels: AccountLevel::ALL,
            frame,
            errors,
        }
    }
}

impl View for KitView {
    const NAME: &'static str = "kit";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let faults = ["contact", "password", "code", "citizenship", "sex", "birth_date", "message", "agree"];
        let errors = FormErrors {
            faults: faults.into_iter().map(|field| FieldFault::new(field, "required")).collect(),
            refusal: Some(Refusal::new("unknown", Class::Conflict)),
        };
        let mut frame = PageFrame::sample(locale, "/kit").signed_in(AccountLevel::Confirmed);
        frame.notice = Some(Notice { kind: NoticeKind::Success, text: Text::new(locale, "notice-saved") });
        vec![("clean", Self::new(frame.clone(), FormErrors::none())), ("faulty", Self::new(frame, errors))]
    }
}
