//! Opening hours in the syntax of OpenStreetMap, read by a library and asked about single days.
//!
//! `PH` are the holidays of the [`WorkCalendar`], transferred days off among them. Hours that name `PH` follow the
//! calendar, so on a weekend day that is worked in place of a weekday they are those of the weekday.

use std::{
    collections::HashMap,
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{civil::Weekday, tz::TimeZone};
use opening_hours::{Context, OpeningHours as Rules, RuleKind};

use super::calendar::{WorkCalendar, naive};
use crate::time::{Date, Timestamp};

/// No hours of an office are longer; what is longer is a mistake or an attack.
const LONGEST: usize = 250;
/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;
/// How many days ahead the next opening is looked for: longer than the longest rest, that of January.
const LOOK_AHEAD_DAYS: u8 = 15;
/// How many evaluated days one text keeps: those around the present day, by three calendars, with room to spare.
const MOST_DAYS_KEPT: usize = 100;

/// Why a text is not taken for opening hours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursRefusal {
    /// Nothing is there.
    #[error("opening hours are empty")]
    Empty,
    /// It is longer than any hours.
    #[error("opening hours are longer than {LONGEST} characters")]
    TooLong,
    /// It is not of the syntax.
    #[error("opening hours are not in the syntax of OpenStreetMap: {0}")]
    Malformed(String),
    /// It follows the sun, which an office does not.
    #[error("opening hours depend on sunrise or sunset")]
    BySun,
    /// There is no open minute in the regular week and none in the months ahead.
    #[error("opening hours name no time at which it is open")]
    NeverOpen,
}

/// By which calendar a day is evaluated.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Under {
    /// One with this mark.
    Calendar(u64),
    /// As if there were no holidays.
    Plain,
    /// As if the day were one.
    Holiday,
}

/// Opening hours, with the text they came from.
///
/// A day's hours are evaluated once and kept: a page with twenty centers asks for some two hundred days, and evaluating
/// one walks all rules of the text. What is kept depends on nothing but the text, the calendar and the day.
#[derive(Clone)]
pub struct OpeningHours {
    text: String,
    rules: Rules,
    follows_calendar: bool,
    days: Arc<Mutex<HashMap<(Under, Date), DayHours>>>,
}

impl fmt::Debug for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpeningHours({})", self.text)
    }
}

impl PartialEq for OpeningHours {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for OpeningHours {}

/// An open time within a day, in minutes since midnight; the end does not belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first minute.
    pub from: u16,
    /// The minute after the last; 1440 is midnight.
    pub until: u16,
}

/// A day's open times, in order.
pub type DayHours = Vec<Span>;

/// The regular week, from Monday to Sunday.
pub type WeekHours = [DayHours; 7];

/// Whether it is open, and when that changes; by the center's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenState {
    /// Open all day and night.
    Always,
    /// Open until this minute of the present day, or beyond midnight when none.
    OpenUntil(Option<u16>),
    /// Closed until this minute of that day; when none, it is not known when it opens.
    ClosedUntil(Option<(Date, u16)>),
}

impl OpenState {
    /// Whether one can walk in now.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Always | Self::OpenUntil(_))
    }
}

/// What one may filter by (R175), as bits of one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HourFlags(u8);

impl HourFlags {
    /// Open on Saturdays.
    pub const SATURDAY: Self = Self(1);
    /// Open on Sundays.
    pub const SUNDAY: Self = Self(2);
    /// Open after 18:00 on at least one weekday.
    pub const EVENING: Self = Self(4);
    /// Open before 9:00 on at least one weekday.
    pub const MORNING: Self = Self(8);

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of the other are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The number.
    pub const fn bits(self) -> u8 {
        self.0
    }
}

impl FromStr for OpeningHours {
    type Err = HoursRefusal;

    fn from_str(text: &str) -> Result<Self, HoursRefusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HoursRefusal::Empty);
        }
        if text.len() > LONGEST {
            return Err(HoursRefusal::TooLong);
        }
        let small = text.to_lowercase();
        if ["sunrise", "sunset", "dawn", "dusk"].iter().any(|event| small.contains(event)) {
            return Err(HoursRefusal::BySun);
        }
        let rules: Rules = text.parse().map_err(|error: opening_hours_syntax::Error| {
            // The library draws arrows below the text on further lines.
            HoursRefusal::Malformed(error.to_string().lines().next().unwrap_or_default().to_owned())
        })?;
        Ok(Self { text: text.to_owned(), rules, follows_calendar: small.contains("ph"), days: Arc::default() })
    }
}

impl OpeningHours {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The open times of this day.
    pub fn on(&self, day: Date, calendar: &WorkCalendar) -> DayHours {
        let day = match calendar.works_instead_of(day) {
            // The weekday itself is a day off now: its usual hours are those of the same day a week before or after.
            Some(instead) if self.follows_calendar => usual_twin(instead, calendar),
            _ => day,
        };
        self.kept(day, Under::Calendar(calendar.mark()), || calendar.clone())
    }

    /// What is kept of this day, or else evaluated by that calendar.
    fn kept(&self, day: Date, under: Under, calendar: impl FnOnce() -> WorkCalendar) -> DayHours {
        let kept = self.days.lock().unwrap_or_else(PoisonError::into_inner).get(&(under, day)).cloned();
        kept.unwrap_or_else(|| {
            let hours = self.raw(day, &calendar());
            let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            if days.len() >= MOST_DAYS_KEPT {
                days.clear();
            }
            days.insert((under, day), hours.clone());
            hours
        })
    }

    fn raw(&self, day: Date, calendar: &WorkCalendar) -> DayHours {
        let Some(date) = naive(day) else { return DayHours::new() };
        let context = Context::default().with_holidays(calendar.holidays().clone());
        let mut spans = DayHours::new();
        for range in self.rules.clone().with_context(context).schedule_at(date) {
            if range.kind != RuleKind::Open {
                continue;
            }
            let (from, until) = (range.range.start.mins_from_midnight(), range.range.end.mins_from_midnight());
            let (from, until) = (from.min(DAY_MINUTES), until.min(DAY_MINUTES));
            match spans.last_mut() {
                Some(last) if last.until >= from => last.until = last.until.max(until),
                _ if from < until => spans.push(Span { from, until }),
                _ => {}
            }
        }
        spans
    }

    /// The week that contains this day, as it were without holidays.
    pub fn week(&self, around: Date) -> WeekHours {
        let back = i64::from(around.weekday().to_monday_zero_offset());
        std::array::from_fn(|index| {
            let shift = i64::try_from(index).unwrap_or(0) - back;
            let day = around.checked_add(jiff::Span::new().days(shift)).unwrap_or(around);
            self.kept(day, Under::Plain, WorkCalendar::plain)
        })
    }

    /// The hours of a holiday, where they are not those of any other day.
    pub fn on_holidays(&self, around: Date) -> Option<DayHours> {
        self.follows_calendar.then(|| {
            let mut day = around;
            while day.weekday() != Weekday::Wednesday {
                let Ok(next) = day.tomorrow() else { break };
                day = next;
            }
            self.kept(day, Under::Holiday, || WorkCalendar::with_holiday(day))
        })
    }

    /// Whether it is open at this instant, and when that changes.
    pub fn state(&self, at: Timestamp, zone: &TimeZone, calendar: &WorkCalendar) -> OpenState {
        let now = at.to_zoned(zone.clone());
        let minute = u16::try_from(i32::from(now.hour()) * 60 + i32::from(now.minute())).unwrap_or(0);
        let today = now.date();
        let hours = self.on(today, calendar);
        if let Some(span) = hours.iter().find(|span| (span.from..span.until).contains(&minute)) {
            if span.until < DAY_MINUTES {
                return OpenState::OpenUntil(Some(span.until));
            }
            let all_day = |hours: &DayHours| *hours == [Span { from: 0, until: DAY_MINUTES }];
            return if self.week(today).iter().all(all_day) { OpenState::Always } else { OpenState::OpenUntil(None) };
        }
        if let Some(span) = hours.iter().find(|span| span.from > minute) {
            return OpenState::ClosedUntil(Some((today, span.from)));
        }
        let mut day = today;
        for _ in 0..LOOK_AHEAD_DAYS {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if let Some(span) = self.on(day, calendar).first() {
                return OpenState::ClosedUntil(Some((day, span.from)));
            }
        }
        OpenState::ClosedUntil(None)
    }

    /// What the regular week has of that by which one filters (R175).
    pub fn flags(&self, around: Date) -> HourFlags {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = self.week(around);
        let weekdays = [monday, tuesday, wednesday, thursday, friday];
        let some = |test: fn(&Span) -> bool| weekdays.iter().flatten().any(test);
        let mut flags = HourFlags::default();
        for (flag, holds) in [
            (HourFlags::SATURDAY, !saturday.is_empty()),
            (HourFlags::SUNDAY, !sunday.is_empty()),
            (HourFlags::EVENING, some(|span| span.until > 18 * 60)),
            (HourFlags::MORNING, some(|span| span.from < 9 * 60)),
        ] {
            if holds {
                flags = flags.and(flag);
            }
        }
        flags
    }
}

/// The same weekday in a week without a holiday on it, near by.
fn usual_twin(day: Date, calendar: &WorkCalendar) -> Date {
    for weeks in [-1, 1, -2, 2, -3, 3, 4] {
        if let Ok(twin) = day.checked_add(jiff::Span::new().weeks(weeks))
            && !calendar.is_holiday(twin)
        {
            return twin;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_center::{Transfer, YearOfTransfers, time_zone};

    fn hours(text: &str) -> OpeningHours {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn span(from: u16, until: u16) -> Span {
        Span { from: from * 60, until: until * 60 }
    }

    fn calendar() -> WorkCalendar {
        let decree = YearOfTransfers {
            year: 2024,
            days_off: vec![day("2024-12-30"), day("2024-12-31")],
            working: vec![Transfer { day: day("2024-12-28"), instead_of: day("2024-12-30") }],
        };
        WorkCalendar::russia(&[decree]).unwrap()
    }

    /// R175: holidays, transferred days off and worked Saturdays.
    #[test]
    fn the_calendar_decides_over_the_week() {
        let office = hours("Mo-Th 09:00-18:00; Fr 09:00-17:00; Sa 10:00-14:00; PH off");
        let calendar = calendar();
        assert_eq!(office.on(day("2024-12-27"), &calendar), [span(9, 17)]);
        // A Saturday that is worked as the Monday it stands for.
        assert_eq!(office.on(day("2024-12-28"), &calendar), [span(9, 18)]);
        assert_eq!(office.on(day("2024-12-21"), &calendar), [span(10, 14)]);
        for off in ["2024-12-29", "2024-12-30", "2024-12-31", "2025-01-08", "2025-06-12"] {
            assert!(office.on(day(off), &calendar).is_empty(), "{off}");
        }
        // Who does not name holidays does not follow the calendar.
        let shop = hours("Mo-Fr 10:00-20:00; Sa,Su 11:00-19:00");
        assert_eq!(shop.on(day("2024-12-28"), &calendar), [span(11, 19)]);
        assert_eq!(shop.on(day("2025-01-01"), &calendar), [span(10, 20)]);
        let special = hours("Mo-Fr 10:00-20:00; PH 12:00-16:00");
        assert_eq!(special.on(day("2025-01-01"), &calendar), [span(12, 16)]);
        assert_eq!(special.on_holidays(day("2025-03-01")), Some(vec![span(12, 16)]));
        assert_eq!(shop.on_holidays(day("2025-03-01")), None);
        assert_eq!(office.on_holidays(day("2025-03-01")), Some(Vec::new()));
    }

    /// R175: open now, by the clock of the center.
    #[test]
    fn open_now_is_by_the_center_s_clock() {
        let office = hours("Mo-Fr 09:00-13:00,14:00-18:00; PH off");
        let calendar = WorkCalendar::russia(&[]).unwrap();
        let state = |at: &str, zone: &str| office.state(at.parse().unwrap(), &time_zone(zone).unwrap(), &calendar);
        // Monday, 2 March 2026.
        assert_eq!(state("2026-03-02T06:00:00Z", "Europe/Moscow"), OpenState::OpenUntil(Some(13 * 60)));
        assert_eq!(state("2026-03-02T05:59:59Z", "Europe/Moscow"), {
            OpenState::ClosedUntil(Some((day("2026-03-02"), 9 * 60)))
        });
        assert_eq!(state("2026-03-02T10:30:00Z", "Europe/Moscow"), {
            OpenState::ClosedUntil(Some((day("2026-03-02"), 14 * 60)))
        });
        // There it is 19:00 already.
        assert_eq!(state("2026-03-02T09:00:00Z", "Asia/Vladivostok"), {
            OpenState::ClosedUntil(Some((day("2026-03-03"), 9 * 60)))
        });
        // Friday evening before the holiday that is moved to Monday.
        assert_eq!(state("2026-03-06T16:00:00Z", "Europe/Moscow"), {
            OpenState::ClosedUntil(Some((day("2026-03-10"), 9 * 60)))
        });
        assert_eq!(state("2026-12-31T16:00:00Z", "Europe/Moscow"), {
            OpenState::ClosedUntil(Some((day("2027-01-11"), 9 * 60)))
        });
        let zone = time_zone("Europe/Moscow").unwrap();
        let now = "2026-03-02T22:30:00Z".parse().unwrap();
        assert_eq!(hours("24/7").state(now, &zone, &calendar), OpenState::Always);
        assert_eq!(hours("Mo-Su 22:00-02:00").state(now, &zone, &calendar), OpenState::OpenUntil(Some(120)));
        assert_eq!(hours("2020 Mo-Su 09:00-10:00").state(now, &zone, &calendar), OpenState::ClosedUntil(None));
    }

    /// R175: what one filters by.
    #[test]
    fn flags_are_of_the_regular_week() {
        let flags = |text: &str| hours(text).flags(day("2026-03-04"));
        assert_eq!(flags("Mo-Fr 09:00-18:00; PH off"), HourFlags::default());
        assert_eq!(flags("Mo-Fr 09:00-20:00; Sa 10:00-14:00"), HourFlags::SATURDAY.and(HourFlags::EVENING));
        assert_eq!(flags("Tu 08:00-12:00; Su 10:00-12:00"), HourFlags::MORNING.and(HourFlags::SUNDAY));
        assert!(flags("24/7").contains(HourFlags::SATURDAY.and(HourFlags::EVENING)));
    }

    #[test]
    fn what_is_not_of_the_syntax_is_refused() {
        assert_eq!("  ".parse::<OpeningHours>(), Err(HoursRefusal::Empty));
        assert_eq!("Mo ".repeat(100).parse::<OpeningHours>(), Err(HoursRefusal::TooLong));
        assert_eq!("sunrise-sunset".parse::<OpeningHours>(), Err(HoursRefusal::BySun));
        let Err(HoursRefusal::Malformed(why)) = "пн-пт с 9 до 18".parse::<OpeningHours>() else { panic!() };
        assert!(!why.contains('\n'));
    }
}
