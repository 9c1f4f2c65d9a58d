//! Opening hours in words.

use jiff::civil::Date;
use okno_domain::{
    locale::Locale,
    service_center::{DayHours, OpenState, OpeningHours, Span},
};

use crate::{
    format,
    text::{Text, text},
};

/// Days that have the same hours, and these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursLine {
    /// The days, such as `Mon–Fri`.
    pub days: String,
    /// The hours, such as `9:00–18:00`.
    pub hours: String,
}

/// One day's hours.
pub fn day(locale: Locale, hours: &DayHours) -> String {
    match hours.as_slice() {
        [] => text(locale, "hours-closed", &[]),
        [Span { from: 0, until: 1440 }] => text(locale, "hours-all-day", &[]),
        spans => {
            let span =
                |span: &Span| format!("{}–{}", format::time(locale, span.from), format::time(locale, span.until));
            spans.iter().map(span).collect::<Vec<_>>().join(", ")
        }
    }
}

fn weekday(locale: Locale, number: usize) -> String {
    text(locale, "weekday-short", &[("n", number.into())])
}

fn days(locale: Locale, first: usize, last: usize) -> String {
    match last.saturating_sub(first) {
        6 => text(locale, "hours-daily", &[]),
        0 => weekday(locale, first),
        1 => format!("{}, {}", weekday(locale, first), weekday(locale, last)),
        _ => format!("{}–{}", weekday(locale, first), weekday(locale, last)),
    }
}

/// The week in as few lines as it takes, then holidays where they have hours of their own.
pub fn week(locale: Locale, hours: &OpeningHours, today: Date) -> Vec<HoursLine> {
    let mut lines = Vec::new();
    let week = hours.week(today);
    let mut numbered = (1_usize..).zip(&week).peekable();
    while let Some((first, open)) = numbered.next() {
        let mut last = first;
        while let Some((number, _)) = numbered.next_if(|(_, next)| *next == open) {
            last = number;
        }
        lines.push(HoursLine { days: days(locale, first, last), hours: day(locale, open) });
    }
    if let Some(holidays) = hours.on_holidays(today) {
        lines.push(HoursLine { days: text(locale, "hours-holidays", &[]), hours: day(locale, &holidays) });
    }
    lines
}

/// Whether it is open, and when that changes.
pub fn state(locale: Locale, state: OpenState, today: Date) -> Text<'static> {
    let said = |key: &'static str| Text::new(locale, key);
    let at = |minute: u16| format::time(locale, minute);
    match state {
        OpenState::Always => said("hours-open-always"),
        OpenState::OpenUntil(None) => said("hours-open-beyond-midnight"),
        OpenState::OpenUntil(Some(minute)) => said("hours-open-until").with("time", at(minute)),
        OpenState::ClosedUntil(None) => said("hours-closed-now"),
        OpenState::ClosedUntil(Some((day, minute))) if day == today => {
            said("hours-opens-today").with("time", at(minute))
        }
        OpenState::ClosedUntil(Some((day, minute))) if today.tomorrow().is_ok_and(|tomorrow| tomorrow == day) => {
            said("hours-opens-tomorrow").with("time", at(minute))
        }
        OpenState::ClosedUntil(Some((day, minute))) => {
            let number = usize::try_from(day.weekday().to_monday_one_offset()).unwrap_or(1);
            said("hours-opens-on").with("weekday", weekday(locale, number)).with("date", day).with("time", at(minute))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(locale: Locale, hours: &str) -> Vec<String> {
        let hours: OpeningHours = hours.parse().unwrap();
        let lines = week(locale, &hours, jiff::civil::date(2026, 3, 2));
        lines.into_iter().map(|line| format!("{}: {}", line.days, line.hours)).collect()
    }

    /// R175, R178: hours in words, in each language.
    #[test]
    fn hours_are_said_in_words() {
        let office = "Mo-Th 09:00-13:00,14:00-18:00; Fr 09:00-17:00; Sa,Su 10:00-14:30; PH off";
        assert_eq!(
            words(Locale::Ru, office),
            ["пн–чт: 9:00–13:00, 14:00–18:00", "пт: 9:00–17:00", "сб, вс: 10:00–14:30", "праздничные дни: закрыто"]
        );
        assert_eq!(words(Locale::En, "24/7"), ["every day: around the clock"]);
        let french: Vec<String> = words(Locale::Fr, office).iter().map(|line| line.replace('\u{a0}', " ")).collect();
        assert!(french[0].ends_with("9 h–13 h, 14 h–18 h") && french[2].ends_with("10 h–14 h 30"), "{french:?}");
    }

    #[test]
    fn the_next_opening_is_named() {
        let today = jiff::civil::date(2026, 3, 6);
        let said = |until| state(Locale::En, OpenState::ClosedUntil(until), today).to_string();
        assert_eq!(said(Some((today, 600))), "Closed, opens today at 10:00");
        assert_eq!(said(Some((jiff::civil::date(2026, 3, 7), 600))), "Closed, opens tomorrow at 10:00");
        assert!(said(Some((jiff::civil::date(2026, 3, 10), 540))).contains("10/03/2026"));
    }
}
