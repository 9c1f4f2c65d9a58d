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
            choices: vec![Choice::new("a", "A"), Choice::new("b", "B").hint("B")],
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str) -> String {
        let (_, view) = KitView::samples(Locale::En).into_iter().find(|(known, _)| *known == name).unwrap();
        view.rendered().unwrap().html
    }

    fn control(html: &str, id: &str) -> String {
        let at = html.find(&format!("id=\"{id}\"")).unwrap();
        let start = html[..at].rfind('<').unwrap();
        html[start..].split_inclusive('>').next().unwrap().to_owned()
    }

    /// R40: the code field brings up the numeric keyboard and takes what the phone offers; nothing stops pasting.
    #[test]
    fn the_code_field_suits_phones() {
        let field = control(&sample("clean"), "code");
        assert!(field.contains("inputmode=\"numeric\"") && field.contains("autocomplete=\"one-time-code\""));
        assert!(!field.contains("maxlength"));
    }

    /// R54: browsers may store and fill in passwords; we never do.
    #[test]
    fn the_password_field_lets_browsers_help() {
        let field = control(&sample("faulty"), "password");
        assert!(field.contains("autocomplete=\"new-password\"") && !field.contains("value="));
    }

    /// R57: the rules on the page are the active ones.
    #[test]
    fn the_rules_shown_come_from_the_policy() {
        let hint = PasswordHint { min_length: 12, ..PasswordHint::default() };
        let rules: Vec<String> = hint.rules(Locale::En).iter().map(|(_, line)| line.to_string()).collect();
        assert_eq!(rules, ["at least 12 characters"]);
        assert_eq!(PasswordHint::sample().rules(Locale::Ru).len(), 6);
    }

    /// R47: the strength hint stands under the password field with the rules for the script.
    #[test]
    fn the_strength_hint_knows_its_field() {
        let html = sample("clean");
        assert!(html.contains("data-module=\"strength\" data-for=\"password\""));
        assert!(html.contains("very weak|weak|medium|strong|very strong"));
    }

    /// R34: the time left is there without scripts.
    #[test]
    fn the_time_left_is_written_by_the_server() {
        assert!(sample("clean").contains("role=\"timer\">4:47</span>"));
    }

    /// R79: a date is picked from lists; there is nothing to type into.
    #[test]
    fn a_date_cannot_be_typed() {
        let html = sample("clean");
        for part in ["birth_date_day", "birth_date_month", "birth_date_year"] {
            assert!(html.contains(&format!("name=\"{part}\" data-part")), "{part}");
        }
        assert!(
            control(&html, "birth_date").starts_with("<select") && html.contains("<option value=\"5\" selected>May")
        );
    }

    /// Decision 19: the main button is `submit`, the refusing one `cancel`, and an error is tied to its field.
    #[test]
    fn automation_finds_its_hooks() {
        let html = sample("faulty");
        assert!(control(&html, "submit").starts_with("<button") && control(&html, "cancel").starts_with("<button"));
        assert!(control(&html, "contact").contains("aria-describedby=\"contact-hint contact-error\" aria-invalid"));
    }
}
