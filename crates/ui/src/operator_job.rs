//! Jobs that were given up: tried again or dropped, one, some, or all of a kind.

use askama::Template;
use jiff::Zoned;
use okno_domain::{
    locale::Locale,
    operator::Role,
    refusal::{Class, FieldFault, Refusal},
};

use crate::{
    form::{Choice, Field, FormErrors},
    frame::PageFrame,
    page::View,
    route,
    text::Text,
};

/// A job that was given up. What an outside system said of it is not shown: it may name somebody.
#[derive(Clone, Debug)]
pub struct JobLine {
    /// What its box sends.
    pub value: String,
    /// The kind, as in the log.
    pub kind: String,
    /// Its id, as in the log.
    pub id: String,
    /// When it was made.
    pub made_at: Zoned,
    /// When it was given up.
    pub died_at: Zoned,
    /// How often it was tried.
    pub attempts: i64,
    /// The class of what stood in its way: the word is `job-cause-<cause>`.
    pub cause: &'static str,
    /// Whether its box is ticked.
    pub is_chosen: bool,
}

/// The jobs.
#[derive(Template)]
#[template(path = "operator_queue/jobs.html")]
pub struct JobsView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// The jobs, the newest first.
    pub jobs: Vec<JobLine>,
    /// The boxes, for their fault.
    pub job: Field,
    /// `chosen` or `kind`.
    pub which: Field,
    /// The kind, for all of it.
    pub kind: Field,
    /// Why they are dropped.
    pub job_reason: Field,
}

impl JobsView {
    fn cause(&self, line: &JobLine) -> Text<'static> {
        self.t(format!("job-cause-{}", line.cause))
    }

    fn kinds(&self) -> Vec<Choice> {
        let mut kinds: Vec<&str> = self.jobs.iter().map(|job| job.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.into_iter().map(|kind| Choice::new(kind, kind)).collect()
    }

    fn ways(&self) -> Vec<Choice> {
        ["chosen", "kind"].map(|way| Choice::new(way, self.t(format!("job-which-{way}")).to_string())).to_vec()
    }
}

impl View for JobsView {
    const NAME: &'static str = "operator-jobs";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |errors: FormErrors, jobs| Self {
            frame: PageFrame::sample(locale, route::OPERATOR_JOBS).sample_operator(Role::Administrator),
            jobs,
            job: errors.field("job", ""),
            which: errors.field("which", "chosen"),
            kind: errors.field("kind", ""),
            job_reason: errors.field("job_reason", ""),
            errors,
        };
        let at = |hour| {
            let at = jiff::civil::date(2026, 3, 2).at(hour, 5, 0, 0);
            at.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default()
        };
        let line = |number: usize, kind: &str, cause| JobLine {
            value: format!("{number}"),
            kind: kind.to_owned(),
            id: format!("0195f0c3-7c1e-7000-8000-00000000000{number}"),
            made_at: at(8),
            died_at: at(9),
            attempts: 40,
            cause,
            is_chosen: number == 1,
        };
        let causes = ["unknown", "fault", "deadline", "unavailable", "refused", "other"];
        let jobs: Vec<_> =
            causes.iter().enumerate().map(|(number, cause)| line(number, "send-message", cause)).collect();
        let faulty =
            vec![FieldFault::new("job", "job-none"), FieldFault::new("job_reason", "job-reason").with("n", "300")];
        let gone = Refusal::new("job-gone", Class::Conflict);
        vec![
            ("some", view(FormErrors::none(), jobs.clone())),
            ("none", view(FormErrors::none(), Vec::new())),
            ("faulty", view(faulty.into(), jobs.clone())),
            ("gone", view(gone.into(), jobs)),
        ]
    }
}
