//! The choice of a day and a time at a center.

use askama::Template;
use okno_domain::{
    account::AccountLevel, appointment::AppointmentRefusal, locale::Locale, operator::Task, refusal::Refuse as _,
};

use super::{TimeLine, center_url, day_label, purpose, review_url, when};
use crate::{form::FormErrors, frame::PageFrame, page::View, text::Text};

/// Something that one can come for.
#[derive(Clone, Debug)]
pub struct TaskLine {
    /// What.
    pub task: Task,
    /// The page for it.
    pub url: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// A day on which the center is open.
#[derive(Clone, Debug)]
pub struct DayLine {
    /// The day with its weekday.
    pub label: String,
    /// The page with its times.
    pub url: String,
    /// How many times are free.
    pub free: usize,
    /// Whether its times are shown.
    pub is_chosen: bool,
}

/// The choice of a day and a time at a center.
#[derive(Template)]
#[template(path = "appointment/choose.html")]
pub struct ChooseView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What the center is called.
    pub center: String,
    /// Town, street and house.
    pub address: String,
    /// The page of the center.
    pub center_url: String,
    /// How far its clock is from UTC.
    pub zone: String,
    /// What one can come for.
    pub tasks: Vec<TaskLine>,
    /// The days.
    pub days: Vec<DayLine>,
    /// The day whose times are shown.
    pub day: Option<String>,
    /// Its free times.
    pub times: Vec<TimeLine>,
    /// When another visit is booked, whose place the chosen time would take.
    pub moves: Option<Text<'static>>,
}

impl ChooseView {
    fn purpose(&self, line: &TaskLine) -> Text<'static> {
        purpose(self.frame.locale, line.task)
    }
}

impl View for ChooseView {
    const NAME: &'static str = "appointment-choose";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let day = |n: i8, free, is_chosen| DayLine {
            label: day_label(locale, jiff::civil::date(2026, 3, n)),
            url: format!("{}?day=2026-03-{n:02}", center_url("sample")),
            free,
            is_chosen,
        };
        let task = |task: Task, is_chosen| TaskLine { task, url: center_url("sample"), is_chosen };
        let time = |minutes: u16| TimeLine {
            label: crate::format::time(locale, minutes),
            url: review_url("sample", Task::ConfirmIdentity, i64::from(minutes) * 60),
        };
        let moves = when(locale, &super::Meeting::sample().starts);
        let view = |days: Vec<DayLine>, times, errors| Self {
            frame: PageFrame::sample(locale, "/appointment/center/sample").signed_in(AccountLevel::Standard),
            errors,
            center: "Центр «Мои дела» № 1".to_owned(),
            address: "Казань, ул. Примерная, 1".to_owned(),
            center_url: "/service-centers/sample".to_owned(),
            zone: "UTC+3".to_owned(),
            tasks: vec![task(Task::ConfirmIdentity, true), task(Task::CorrectData, false)],
            day: days.iter().find(|day| day.is_chosen).map(|day| day.label.clone()),
            days,
            times,
            moves: None,
        };
        let days = || vec![day(3, 12, false), day(4, 0, false), day(5, 1, true), day(6, 24, false), day(10, 24, false)];
        let times: Vec<_> = (0..24).map(|n| time(540 + n * 20)).collect();
        let full = vec![day(3, 0, false), day(4, 0, true)];
        vec![
            ("times", view(days(), times.clone(), FormErrors::none())),
            ("moves", Self { moves: Some(moves), ..view(days(), times, FormErrors::none()) }),
            ("full", view(full, Vec::new(), FormErrors::none())),
            ("closed", view(Vec::new(), Vec::new(), FormErrors::none())),
            ("refused", view(days(), Vec::new(), AppointmentRefusal::AlreadyBooked.refusal().into())),
        ]
    }
}
