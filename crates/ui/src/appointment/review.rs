//! The page on which a time is looked over before it is booked; and, when somebody was quicker, what else is free.

use askama::Template;
use okno_domain::{account::AccountLevel, appointment::AppointmentRefusal, locale::Locale, refusal::Refuse as _};

use super::{Meeting, TimeLine, day_label, meeting_words, review_url, time_label};
use crate::{form::FormErrors, frame::PageFrame, page::View, text::Text};

/// The time that was chosen.
#[derive(Template)]
#[template(path = "appointment/review.html")]
pub struct ReviewView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What would be booked.
    pub meeting: Meeting,
    /// Where the form goes.
    pub action: String,
    /// The instant of the time, seconds.
    pub at: i64,
    /// The appointment that it would take the place of, and when that is.
    pub moves: Option<(String, Text<'static>)>,
    /// Where another time is chosen.
    pub back: String,
    /// Whether the time is free; the form is not shown when it is not.
    pub is_free: bool,
    /// The free times that are nearest, when it is not.
    pub others: Vec<TimeLine>,
}

meeting_words!(ReviewView);

impl View for ReviewView {
    const NAME: &'static str = "appointment-review";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let meeting = Meeting::sample();
        let at = meeting.starts.timestamp().as_second();
        let other = |shift: i64| {
            let starts = meeting.starts.saturating_add(jiff::SignedDuration::from_mins(shift));
            let label = format!("{}, {}", day_label(locale, starts.date()), time_label(locale, &starts, false));
            TimeLine { label, url: review_url("sample", meeting.task, starts.timestamp().as_second()) }
        };
        let others = vec![other(-40), other(20), other(60), other(24 * 60)];
        let view = |errors: FormErrors, others: Vec<TimeLine>| Self {
            frame: PageFrame::sample(locale, "/appointment/center/sample/review").signed_in(AccountLevel::Standard),
            is_free: errors.is_empty(),
            errors,
            meeting: meeting.clone(),
            action: "/appointment/center/sample/review".to_owned(),
            at,
            moves: None,
            back: "/appointment/center/sample?day=2026-03-05".to_owned(),
            others,
        };
        let moves = Some(("1".to_owned(), meeting.when(locale)));
        let taken = || FormErrors::from(AppointmentRefusal::Taken.refusal());
        vec![
            ("free", view(FormErrors::none(), Vec::new())),
            ("moves", Self { moves, ..view(FormErrors::none(), Vec::new()) }),
            ("taken", view(taken(), others)),
            ("none-left", view(taken(), Vec::new())),
        ]
    }
}
