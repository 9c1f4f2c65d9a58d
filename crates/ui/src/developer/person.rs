//! The people whom a developer made up to sign in as.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    refusal::{FieldFault, Refuse as _},
    test_person::{METHODS, MOST, TestPersonRefusal},
};

use super::sample_moment;
use crate::{
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// Somebody made up.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// What addresses call it.
    pub id: String,
    /// The name.
    pub name: String,
    /// By what it signs in.
    pub login: String,
    /// The level that it passes for.
    pub level: AccountLevel,
    /// The methods by which it passes as confirmed, by their stored names.
    pub methods: Vec<&'static str>,
    /// When it is removed.
    pub expires_at: Zoned,
}

/// All of a developer, and the form of the next one.
#[derive(Template)]
#[template(path = "developer/persons.html")]
pub struct PersonsView {
    /// The frame.
    pub frame: PageFrame,
    /// What was refused.
    pub errors: FormErrors,
    /// Who is there.
    pub persons: Vec<PersonLine>,
    /// Days after which one is removed.
    pub days: u32,
    /// The level of the next one.
    pub level: Field,
    /// The method by which it passes as confirmed.
    pub method: Field,
}

impl PersonsView {
    const fn most() -> usize {
        MOST
    }

    fn has_room(&self) -> bool {
        self.persons.len() < MOST
    }

    fn levels(&self) -> Vec<Choice> {
        let hint = |level: AccountLevel| self.t(format!("test-person-level-{}", level.name()));
        let words = |level: AccountLevel| self.t(format!("level-{}", level.name()));
        AccountLevel::ALL.into_iter().map(|level| Choice::new(level.name(), words(level)).hint(hint(level))).collect()
    }

    fn methods(&self) -> Vec<Choice> {
        METHODS.into_iter().map(|method| Choice::new(method.name(), self.method_name(method.name()))).collect()
    }

    fn method_name(&self, method: &str) -> Text<'static> {
        Text::new(self.frame.locale, format!("method-{method}-title"))
    }

    fn at(line: &PersonLine, rest: &str) -> String {
        format!("{}/{}/{rest}", route::DEVELOPER_PERSONS, line.id)
    }
}

impl View for PersonsView {
    const NAME: &'static str = "developer-persons";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |number: usize, level, methods: &[&'static str]| PersonLine {
            id: number.to_string(),
            name: "Орлова Анна Сергеевна".to_owned(),
            login: format!("orlova-{number}@person.test"),
            level,
            methods: methods.to_vec(),
            expires_at: sample_moment(),
        };
        let view = |persons: Vec<PersonLine>, errors: FormErrors| Self {
            frame: PageFrame::sample(locale, route::DEVELOPER_PERSONS).signed_in(AccountLevel::Confirmed),
            persons,
            days: 90,
            level: errors.field("level", "confirmed"),
            method: errors.field("method", ""),
            errors,
        };
        let some = vec![
            line(1, AccountLevel::Confirmed, &["registered_letter"]),
            line(2, AccountLevel::Standard, &[]),
            line(3, AccountLevel::Simplified, &[]),
        ];
        let full = (0..MOST).map(|number| line(number, AccountLevel::Standard, &[])).collect();
        let faulty = FormErrors::from(vec![FieldFault::new("method", "required")]);
        vec![
            ("none", view(Vec::new(), FormErrors::none())),
            ("some", view(some.clone(), FormErrors::none())),
            ("faulty", view(some, faulty)),
            ("full", view(full, TestPersonRefusal::TooMany.refusal().into())),
        ]
    }
}

/// The password of somebody made up: shown once.
#[derive(Template)]
#[template(path = "developer/person.html")]
pub struct PersonSecretView {
    /// The frame.
    pub frame: PageFrame,
    /// By what it signs in.
    pub login: String,
    /// With what.
    pub password: String,
    /// Whether it was made just now, or has another password.
    pub is_new: bool,
}

impl View for PersonSecretView {
    const NAME: &'static str = "developer-person";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |is_new| Self {
            frame: PageFrame::sample(locale, route::DEVELOPER_PERSONS).signed_in(AccountLevel::Confirmed),
            login: "orlova-1@person.test".to_owned(),
            password: "Sample;7Sample".to_owned(),
            is_new,
        };
        vec![("new", view(true)), ("renewed", view(false))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every refusal and act has its words in every language, and so has what the history says of the level.
    #[test]
    fn all_is_worded() {
        let refusals = TestPersonRefusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.refusal().code));
        let acts = ["made", "renewed", "removed"].map(|act| format!("audit-test-person-{act}"));
        let more = ["level-method-test_person", "level-source-test_person", "notice-test-person-removed"];
        let keys: Vec<String> = refusals.chain(acts).chain(more.map(str::to_owned)).collect();
        for locale in Locale::ALL {
            for key in &keys {
                assert!(crate::text::has(locale, key), "{key} {locale}");
            }
        }
    }
}
