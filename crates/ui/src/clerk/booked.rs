//! Visitors who booked a time (R132).

use askama::Template;
use jiff::Zoned;
use okno_domain::{locale::Locale, operator::Task};

use super::{sample_frame, sample_moment, title, visit_url};
use crate::{form::FormErrors, frame::PageFrame, page::View, route, text::Text};

/// A visitor who booked a time.
#[derive(Clone, Debug)]
pub struct BookedLine {
    /// The visit's id.
    pub id: String,
    /// What for.
    pub task: Task,
    /// For when.
    pub at: Zoned,
    /// Whether the time has come and gone.
    pub is_unserved: bool,
    /// Whether this operator may take the visitor in.
    pub may_take: bool,
    /// Whether it can be noted that nobody came.
    pub may_miss: bool,
}

impl BookedLine {
    fn url(&self) -> String {
        format!("{}/take", visit_url(&self.id))
    }

    fn miss_url(&self) -> String {
        format!("{}/missed", visit_url(&self.id))
    }
}

/// Visitors who booked a time (R132).
#[derive(Template)]
#[template(path = "clerk/booked.html")]
pub struct BookedView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The visitors of today, the earliest first.
    pub lines: Vec<BookedLine>,
}

impl BookedView {
    fn what(&self, line: &BookedLine) -> Text<'static> {
        title(self.frame.locale, line.task)
    }
}

impl View for BookedView {
    const NAME: &'static str = "clerk-booked";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let line = |id: &str, task, is_unserved, may_take| BookedLine {
            id: id.to_owned(),
            task,
            at: sample_moment(),
            is_unserved,
            may_take,
            may_miss: is_unserved,
        };
        let lines = vec![
            line("1", Task::ConfirmIdentity, true, false),
            line("2", Task::ConfirmIdentity, false, true),
            line("3", Task::RestoreAccess, false, true),
        ];
        let view =
            |lines| Self { frame: sample_frame(locale, route::OPERATOR_VISITS), errors: FormErrors::none(), lines };
        vec![("empty", view(Vec::new())), ("several", view(lines))]
    }
}
