//! The pages of recovery that are its own: whom to find, and the security question (R192, R193, R196, R197).

use askama::Template;
use okno_domain::{locale::Locale, refusal::FieldFault};

use crate::{
    form::{Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
};

/// Whom to find: by phone or e-mail, or by SNILS.
#[derive(Template)]
#[template(path = "recovery/recovery.html")]
pub struct RecoveryView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The tab.
    pub by_snils: bool,
    /// `contact` or `snils`.
    pub identifier: Field,
}

impl View for RecoveryView {
    const NAME: &'static str = "recovery";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, by_snils| Self {
            frame: PageFrame::sample(locale, route::RECOVERY),
            by_snils,
            identifier: errors.field(if by_snils { "snils" } else { "contact" }, ""),
            errors,
        };
        vec![
            ("fresh", view(FormErrors::none(), false)),
            ("snils", view(FormErrors::none(), true)),
            ("faulty", view(vec![FieldFault::new("contact", "required")].into(), false)),
            ("not-found", view(vec![FieldFault::new("contact", "account-not-found")].into(), false)),
        ]
    }
}

/// The security question (R193).
#[derive(Template)]
#[template(path = "recovery/question.html")]
pub struct QuestionView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The question, by its key in the menu.
    pub question: String,
    /// The answer.
    pub security_answer: Field,
}

impl View for QuestionView {
    const NAME: &'static str = "recovery-question";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, question: &str| Self {
            frame: PageFrame::sample(locale, route::RECOVERY_QUESTION),
            security_answer: errors.field("security_answer", ""),
            errors,
            question: question.to_owned(),
        };
        vec![
            ("fresh", view(FormErrors::none(), "first-pet")),
            ("wrong", view(vec![FieldFault::new("security_answer", "answer-wrong")].into(), "dream-job")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use okno_domain::recovery::QUESTIONS;

    use super::*;
    use crate::text;

    /// R193: every question of the menu has its words in every language.
    #[test]
    fn every_question_is_worded() {
        for locale in Locale::ALL {
            let words = |key: &str| text(locale, "recovery-question", &[("question", key.into())]);
            let all: std::collections::BTreeSet<String> = QUESTIONS.into_iter().map(words).collect();
            assert_eq!(all.len(), QUESTIONS.len());
        }
    }
}
