//! What waits for a colleague (R129, R200, R201).

use askama::Template;
use jiff::Zoned;
use okno_domain::{locale::Locale, operator::Task};

use super::{SAMPLE, sample_frame, sample_moment, title, visit_url};
use crate::{form::FormErrors, frame::PageFrame, page::View, text::Text};

/// How a request to a colleague stands, for the one who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// The colleague has not decided.
    Waits,
    /// The colleague agreed.
    Approved,
    /// The colleague refused.
    Refused,
    /// It came to nothing otherwise.
    Over,
}

/// A colleague has been asked.
#[derive(Template)]
#[template(path = "clerk/asked.html")]
pub struct AskedView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visit's id.
    pub id: String,
    /// What the visitor wants.
    pub task: Task,
    /// How it stands.
    pub request: Request,
    /// Until when.
    pub until: Zoned,
}

impl AskedView {
    fn title(&self) -> Text<'static> {
        title(self.frame.locale, self.task)
    }

    fn url(&self, step: &str) -> String {
        format!("{}{step}", visit_url(&self.id))
    }

    fn is_approved(&self) -> bool {
        self.request == Request::Approved
    }

    fn waits(&self) -> bool {
        self.request == Request::Waits
    }

    fn stands(&self) -> Text<'static> {
        self.t(match self.request {
            Request::Waits => "clerk-asked-waits",
            Request::Approved => "clerk-asked-approved",
            Request::Refused => "clerk-asked-refused",
            Request::Over => "clerk-asked-over",
        })
    }

    fn execute(&self) -> Text<'static> {
        self.t(format!("clerk-execute-{}", self.task.name()))
    }
}

impl View for AskedView {
    const NAME: &'static str = "clerk-asked";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |task, request| Self {
            frame: sample_frame(locale, &visit_url(SAMPLE)),
            errors: FormErrors::none(),
            id: SAMPLE.to_owned(),
            task,
            request,
            until: sample_moment(),
        };
        vec![
            ("waits", view(Task::RestoreAccess, Request::Waits)),
            ("approved", view(Task::DeleteAccount, Request::Approved)),
            ("refused", view(Task::CorrectData, Request::Refused)),
            ("over", view(Task::CorrectData, Request::Over)),
        ]
    }
}
