//! Security: what protects the account, changing the password, the security question (R198, C27).

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    account::AccountLevel,
    locale::Locale,
    recovery::QUESTIONS,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    credential::NewPassword,
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// What protects the account.
#[derive(Template)]
#[template(path = "security/security.html")]
pub struct SecurityView {
    /// The frame.
    pub frame: PageFrame,
    /// The security question that is set, by its name in the menu.
    pub question: Option<String>,
    /// Whether one can be set (C27).
    pub may_set_question: bool,
    /// How many other sessions are open.
    pub other_sessions: u32,
    /// How many confirmed contacts there are.
    pub contacts: u32,
    /// Whether a second factor is set.
    pub has_factor: bool,
    /// Until when the account is restricted, if it is.
    pub restricted_until: Option<Zoned>,
}

impl SecurityView {
    fn question_text(&self, question: &str) -> Text<'static> {
        self.t("recovery-question").with("question", question)
    }
}

fn frame_of(locale: Locale, path: &str) -> PageFrame {
    PageFrame::sample(locale, path).signed_in(AccountLevel::Standard)
}

impl View for SecurityView {
    const NAME: &'static str = "security";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |question: Option<&str>, may_set_question, other_sessions, contacts| Self {
            frame: frame_of(locale, route::ACCOUNT_SECURITY),
            question: question.map(str::to_owned),
            may_set_question,
            other_sessions,
            contacts,
            has_factor: question.is_some(),
            restricted_until: (other_sessions == 1).then(Zoned::default),
        };
        vec![
            ("new", view(None, true, 0, 1)),
            ("set", view(Some("first-pet"), true, 2, 2)),
            ("without-question", view(None, false, 1, 2)),
        ]
    }
}

/// The form for a new password.
#[derive(Template)]
#[template(path = "security/password.html")]
pub struct PasswordChangeView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The password in force.
    pub present: Field,
    /// The new one, with the generator (R51).
    pub new: NewPassword,
}

impl PasswordChangeView {
    /// The form; the password in force is never filled in.
    pub fn new(frame: PageFrame, errors: FormErrors, new: NewPassword) -> Self {
        let present = errors.field("present_password", "");
        Self { frame, errors, present, new }
    }
}

impl View for PasswordChangeView {
    const NAME: &'static str = "password-change";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, made: Option<(&[&str], Vec<FieldFault>)>| {
            let new = NewPassword::sample(route::ACCOUNT_GENERATE, &errors, made);
            Self::new(frame_of(locale, route::ACCOUNT_PASSWORD), errors, new)
        };
        let wrong = vec![
            FieldFault::new("present_password", "password-wrong"),
            FieldFault::new("password_repeat", "password-repeat-differs"),
        ];
        let made = ["Ku7!rexa", "pO4;tuna", "9iZ(aBuk"];
        let mut filled = view(FormErrors::none(), None);
        filled.new.filled = Some("Ku7!rexa".to_owned());
        vec![
            ("clean", view(FormErrors::none(), None)),
            ("faulty", view(wrong.into(), None)),
            ("made", view(FormErrors::none(), Some((&made, Vec::new())))),
            ("filled", filled),
        ]
    }
}

/// The form for the security question.
#[derive(Template)]
#[template(path = "security/question.html")]
pub struct QuestionView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// Whether one is set already.
    pub is_set: bool,
    /// The question.
    pub question: Field,
    /// Its answer.
    pub answer: Field,
    /// The password.
    pub password: Field,
}

impl QuestionView {
    /// The form; only the question is filled in.
    pub fn new(frame: PageFrame, errors: FormErrors, is_set: bool, question: &str) -> Self {
        let answer = errors.field("security_answer", "");
        let (question, password) = (errors.field("security_question", question), errors.field("password", ""));
        Self { frame, errors, is_set, question, answer, password }
    }

    fn choices(&self) -> Vec<Choice> {
        QUESTIONS
            .into_iter()
            .map(|name| Choice::new(name, self.t("recovery-question").with("question", name)))
            .collect()
    }
}

impl View for QuestionView {
    const NAME: &'static str = "security-question";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view =
            |errors, is_set, question| Self::new(frame_of(locale, route::ACCOUNT_QUESTION), errors, is_set, question);
        let wrong =
            vec![FieldFault::new("security_question", "required"), FieldFault::new("security_answer", "answer-short")];
        vec![("new", view(FormErrors::none(), false, "")), ("faulty", view(wrong.into(), true, "first-pet"))]
    }
}

/// The form that removes the security question.
#[derive(Template)]
#[template(path = "security/question_remove.html")]
pub struct QuestionRemoveView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The password.
    pub password: Field,
}

impl QuestionRemoveView {
    /// The form.
    pub fn new(frame: PageFrame, errors: FormErrors) -> Self {
        let password = errors.field("password", "");
        Self { frame, errors, password }
    }
}

impl View for QuestionRemoveView {
    const NAME: &'static str = "security-question-remove";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors| Self::new(frame_of(locale, route::ACCOUNT_QUESTION_REMOVE), errors);
        let later = Refusal::new("try-later", Class::TooMany).with("seconds", "30");
        vec![("clean", view(FormErrors::none())), ("later", view(later.into()))]
    }
}
