//! Booked times at centers: choosing a day and a time, looking it over, and what is booked (R132, C30). Every step is an
//! address of its own, so that the back button leads where it says; only the last one sends a form.
//!
//! All times are those of the center's own clock, with its distance from UTC where there could be a doubt.

mod choose;
mod file;
mod review;

use askama::Template;
use jiff::{Zoned, civil::Date};
use okno_domain::{
    account::AccountLevel, appointment::AppointmentRefusal, locale::Locale, operator::Task, refusal::Refuse as _,
    visit::Paper,
};

use crate::{
    form::FormErrors,
    format,
    frame::PageFrame,
    page::View,
    route,
    text::{Text, text},
};

pub use choose::{ChooseView, DayLine, TaskLine};
pub use file::{EVENT_TYPE, calendar_file};
pub use review::ReviewView;

/// The address at which a time at a center is chosen.
pub fn center_url(center: &str) -> String {
    format!("{}/{center}", route::APPOINTMENT_CENTER)
}

/// The address at which a time is looked over before it is booked.
pub fn review_url(center: &str, task: Task, at: i64) -> String {
    format!("{}{}?task={}&at={at}", center_url(center), route::APPOINTMENT_REVIEW, task.name())
}

/// What a visit is for, in the words of the finder.
fn purpose(locale: Locale, task: Task) -> Text<'static> {
    Text::new(locale, format!("appointment-task-{}", task.name()))
}

/// A day with its weekday, such as `Mo 02/03/2026`.
pub fn day_label(locale: Locale, day: Date) -> String {
    let number = i64::from(day.weekday().to_monday_one_offset());
    format!("{} {}", text(locale, "weekday-short", &[("n", number.into())]), format::date(locale, day))
}

/// A time of the day; `with_zone` tells apart two that look alike in the night in which clocks go back.
pub fn time_label(locale: Locale, at: &Zoned, with_zone: bool) -> String {
    let minutes = u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap_or_default();
    let time = format::time(locale, minutes);
    if with_zone { format!("{time} ({})", zone_label(at)) } else { time }
}

/// How far a clock is from UTC.
pub fn zone_label(at: &Zoned) -> String {
    let minutes = at.offset().seconds() / 60;
    let (hours, rest) = (minutes / 60, (minutes % 60).abs());
    if rest == 0 { format!("UTC{hours:+}") } else { format!("UTC{hours:+}:{rest:02}") }
}

/// A free time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeLine {
    /// Its time, with the day where it stands alone.
    pub label: String,
    /// Where it is looked over.
    pub url: String,
}

/// When and where.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// What for.
    pub task: Task,
    /// When, by the center's clock.
    pub starts: Zoned,
    /// What the center is called.
    pub center: String,
    /// Town, street and house.
    pub address: String,
    /// Its telephone number.
    pub phone: String,
    /// The page of the center.
    pub center_url: String,
    /// What to bring (C11).
    pub papers: Vec<Paper>,
}

impl Meeting {
    /// Day and time in words.
    pub fn when(&self, locale: Locale) -> Text<'static> {
        when(locale, &self.starts)
    }

    fn sample() -> Self {
        let starts = jiff::civil::date(2026, 3, 5).at(10, 20, 0, 0);
        Self {
            task: Task::ConfirmIdentity,
            starts: starts.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(3))).unwrap_or_default(),
            center: "Центр «Мои дела» № 1".to_owned(),
            address: "Казань, ул. Примерная, 1".to_owned(),
            phone: "+7 000 100-00-01".to_owned(),
            center_url: format!("{}/sample", route::SERVICE_CENTERS),
            papers: vec![Paper::IdentityDocument],
        }
    }
}

/// Day and time in words.
pub fn when(locale: Locale, starts: &Zoned) -> Text<'static> {
    let number = i64::from(starts.date().weekday().to_monday_one_offset());
    Text::new(locale, "appointment-when")
        .with("weekday", text(locale, "weekday", &[("n", number.into())]))
        .with("date", format::date_long(locale, starts.date()))
        .with("time", time_label(locale, starts, false))
}

/// A short reminder on other pages of what is booked.
#[derive(Clone, Debug)]
pub struct BookedBox {
    /// Day and time.
    pub when: Text<'static>,
    /// What the center is called.
    pub center: String,
}

impl BookedBox {
    /// Of this appointment.
    pub fn of(locale: Locale, meeting: &Meeting) -> Self {
        Self { when: meeting.when(locale), center: meeting.center.clone() }
    }

    pub(crate) fn sample(locale: Locale) -> Self {
        Self::of(locale, &Meeting::sample())
    }
}

/// What is booked, or how to book.
#[derive(Template)]
#[template(path = "appointment/appointment.html")]
pub struct AppointmentView {
    /// The frame.
    pub frame: PageFrame,
    /// What is wrong.
    pub errors: FormErrors,
    /// What is booked; none when nothing is.
    pub meeting: Option<Meeting>,
    /// The page on which another time is chosen; none when it is too late for that.
    pub move_url: Option<String>,
    /// Whether one can book at all (C30).
    pub can_book: bool,
}

/// Shared words of the pages that show a meeting.
macro_rules! meeting_words {
    ($view:ident) => {
        impl $view {
            fn purpose(&self, meeting: &$crate::appointment::Meeting) -> $crate::text::Text<'static> {
                $crate::appointment::purpose(self.frame.locale, meeting.task)
            }

            fn when(&self, meeting: &$crate::appointment::Meeting) -> $crate::text::Text<'static> {
                meeting.when(self.frame.locale)
            }

            fn zone(&self, meeting: &$crate::appointment::Meeting) -> $crate::text::Text<'static> {
                self.t("center-clock").with("zone", $crate::appointment::zone_label(&meeting.starts))
            }

            fn papers(&self, meeting: &$crate::appointment::Meeting) -> Vec<$crate::text::Text<'static>> {
                let name = |paper: &okno_domain::visit::Paper| {
                    self.t(format!("appointment-bring-{}", $crate::approval::paper_name(*paper)))
                };
                meeting.papers.iter().map(name).collect()
            }
        }
    };
}
use meeting_words;

meeting_words!(AppointmentView);

impl View for AppointmentView {
    const NAME: &'static str = "appointment";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let view = |meeting: Option<Meeting>, move_url: Option<String>, errors| Self {
            frame: PageFrame::sample(locale, route::APPOINTMENT).signed_in(AccountLevel::Standard),
            errors,
            meeting,
            move_url,
            can_book: true,
        };
        let papers = Meeting { papers: vec![Paper::IdentityDocument, Paper::Snils], ..Meeting::sample() };
        vec![
            ("none", view(None, None, FormErrors::none())),
            ("off", Self { can_book: false, ..view(None, None, FormErrors::none()) }),
            ("booked", view(Some(Meeting::sample()), Some(center_url("sample")), FormErrors::none())),
            ("begun", view(Some(papers), None, AppointmentRefusal::Over.refusal().into())),
        ]
    }
}

/// Asks whether an appointment shall be cancelled.
#[derive(Template)]
#[template(path = "appointment/cancel.html")]
pub struct CancelView {
    /// The frame.
    pub frame: PageFrame,
    /// The appointment's id.
    pub id: String,
    /// What is booked.
    pub meeting: Meeting,
}

impl CancelView {
    fn when(&self) -> Text<'static> {
        self.meeting.when(self.frame.locale)
    }
}

impl View for CancelView {
    const NAME: &'static str = "appointment-cancel";

    fn frame(&self) -> &PageFrame {
        &self.frame
    }

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let frame = PageFrame::sample(locale, route::APPOINTMENT_CANCEL).signed_in(AccountLevel::Standard);
        vec![("asked", Self { frame, id: "1".to_owned(), meeting: Meeting::sample() })]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::faults;

    /// R132: an hour that comes twice is told apart by its distance from UTC.
    #[test]
    fn times_that_look_alike_are_told_apart() {
        let at = |text: &str| text.parse::<Zoned>().unwrap();
        let (first, second) = ("2026-10-25T02:20+02:00[Europe/Berlin]", "2026-10-25T02:20+01:00[Europe/Berlin]");
        assert_eq!(time_label(Locale::En, &at(first), true), "2:20 (UTC+2)");
        assert_eq!(time_label(Locale::En, &at(second), true), "2:20 (UTC+1)");
        assert_eq!(time_label(Locale::Fr, &at(second), false), "2\u{a0}h\u{a0}20");
    }

    /// Every refusal, every act and every notice of an appointment is worded in every language.
    #[test]
    fn everything_about_a_visit_is_worded() {
        let refusals = AppointmentRefusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.refusal().code));
        let acts = ["booked", "moved", "cancelled", "called-off", "reminded", "missed"];
        let acts = acts.iter().map(|act| format!("audit-appointment-{act}"));
        let notices = ["booked", "moved", "cancelled", "called_off", "reminder", "missed"];
        let notices = notices.iter().map(|kind| format!("notice-appointment_{kind}"));
        for key in refusals.chain(acts).chain(notices) {
            assert!(Locale::ALL.into_iter().all(|locale| crate::text::has(locale, &key)), "{key}");
        }
    }

    /// R132: every page of a booking says that nobody needs one, and what is booked says where, when and what to bring.
    #[test]
    fn nobody_is_told_to_book() {
        for locale in Locale::ALL {
            let walk_in = text(locale, "appointment-walk-in", &[]);
            for (name, view) in AppointmentView::samples(locale) {
                let html = view.rendered().unwrap().html;
                assert!(html.contains(&walk_in), "{name}");
                assert!(faults(&html, locale).is_empty());
            }
            for (name, view) in ChooseView::samples(locale) {
                assert!(view.rendered().unwrap().html.contains(&walk_in), "{name}");
            }
        }
        let (_, booked) = AppointmentView::samples(Locale::En).into_iter().nth(2).unwrap();
        let html = booked.rendered().unwrap().html;
        for part in ["Thursday, 5 March 2026, 10:20", "UTC+3", "ул. Примерная, 1", "passport", "visit.ics"] {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("SNILS"));
    }
}
