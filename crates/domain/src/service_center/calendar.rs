//! The calendar of working days of Russia: holidays by law, and days that the government transfers each year.
//!
//! The law (Labour Code, article 112) names the holidays and moves one that falls on a weekend to the next working day,
//! except those of January, which a decree of the government moves for each year, together with other days, to make
//! longer rests; a Saturday then becomes a working day in place of a weekday. Decrees are data.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use jiff::civil::{Weekday, date};
use opening_hours::ContextHolidays;
use serde::Deserialize;

use crate::time::Date;

/// The years that are known; opening hours are asked about the present.
const YEARS: std::ops::RangeInclusive<i16> = 2020..=2060;

/// Holidays by law: month and day.
const BY_LAW: [(i8, i8); 14] =
    [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)];

/// A weekend day on which people work in place of a weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// The day on which they work.
    pub day: Date,
    /// The day they have off instead.
    pub instead_of: Date,
}

/// What the government decided for a year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearOfTransfers {
    /// The year.
    pub year: i16,
    /// Weekdays that are days off, beyond the holidays by law.
    pub days_off: Vec<Date>,
    /// Weekend days on which people work.
    #[serde(default)]
    pub working: Vec<Transfer>,
}

/// What is wrong with calendar data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// A year stands twice or is out of range.
    #[error("the year {0} stands twice or is not one between 2020 and 2060")]
    Year(i16),
    /// A day is not of the year under which it stands.
    #[error("{day} stands under the year {year}")]
    OtherYear {
        /// The year.
        year: i16,
        /// The day.
        day: Date,
    },
}

/// Which days are holidays, and which weekend days are worked.
#[derive(Clone, Debug)]
pub struct WorkCalendar {
    holidays: ContextHolidays,
    days: Arc<BTreeSet<Date>>,
    working: Arc<BTreeMap<Date, Date>>,
    mark: u64,
}

impl WorkCalendar {
    /// The calendar of Russia with these decrees; a year without one follows the law alone.
    pub fn russia(decrees: &[YearOfTransfers]) -> Result<Self, CalendarFault> {
        let mut days = BTreeSet::new();
        let mut working = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for decree in decrees {
            let year = decree.year;
            if !YEARS.contains(&year) || !seen.insert(year) {
                return Err(CalendarFault::Year(year));
            }
            let moved = decree.working.iter().map(|transfer| transfer.day);
            if let Some(day) = decree.days_off.iter().copied().chain(moved).find(|day| day.year() != year) {
                return Err(CalendarFault::OtherYear { year, day });
            }
            days.extend(&decree.days_off);
            working.extend(decree.working.iter().map(|transfer| (transfer.day, transfer.instead_of)));
        }
        for year in YEARS {
            let holidays: Vec<Date> = BY_LAW.into_iter().map(|(month, day)| date(year, month, day)).collect();
            days.extend(&holidays);
            if !seen.contains(&year) {
                for holiday in holidays.into_iter().filter(|holiday| holiday.month() != 1) {
                    days.extend(moved_by_law(holiday, &days));
                }
            }
        }
        Ok(Self::of(days, working))
    }

    /// A calendar without any holiday.
    pub fn plain() -> Self {
        Self::of(BTreeSet::new(), BTreeMap::new())
    }

    /// A calendar with one holiday.
    pub fn with_holiday(day: Date) -> Self {
        Self::of(BTreeSet::from([day]), BTreeMap::new())
    }

    fn of(days: BTreeSet<Date>, working: BTreeMap<Date, Date>) -> Self {
        let compact: CompactCalendar = days.iter().copied().filter_map(naive).collect();
        let holidays = ContextHolidays::new(Arc::new(compact), Arc::default());
        let mut hasher = DefaultHasher::new();
        (&days, &working).hash(&mut hasher);
        Self { holidays, days: Arc::new(days), working: Arc::new(working), mark: hasher.finish() }
    }

    /// Tells it from calendars with other days.
    pub(super) const fn mark(&self) -> u64 {
        self.mark
    }

    /// Whether it is a holiday or a transferred day off.
    pub fn is_holiday(&self, day: Date) -> bool {
        self.days.contains(&day)
    }

    /// The weekday in whose place people work on this weekend day.
    pub fn works_instead_of(&self, day: Date) -> Option<Date> {
        self.working.get(&day).copied()
    }

    pub(super) const fn holidays(&self) -> &ContextHolidays {
        &self.holidays
    }
}

/// The working day to which the law moves a holiday that falls on a weekend.
fn moved_by_law(holiday: Date, taken: &BTreeSet<Date>) -> Option<Date> {
    let weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if !weekend(holiday) {
        return None;
    }
    let mut day = holiday;
    while weekend(day) || taken.contains(&day) {
        day = day.tomorrow().ok()?;
    }
    Some(day)
}

/// The day as the opening hours library has it.
pub(super) fn naive(day: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year().into(), day.month().try_into().ok()?, day.day().try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// R175: the law moves holidays that fall on a weekend, each to a day of its own.
    #[test]
    fn holidays_on_weekends_are_moved() {
        let calendar = WorkCalendar::russia(&[]).unwrap();
        // In 2027 the first of May is a Saturday and the ninth a Sunday.
        for off in ["2027-01-08", "2027-05-01", "2027-05-03", "2027-05-10", "2027-06-14", "2026-03-09", "2026-05-11"] {
            assert!(calendar.is_holiday(day(off)), "{off}");
        }
        for works in ["2027-01-11", "2027-05-04", "2027-05-11", "2027-11-05", "2026-03-10"] {
            assert!(!calendar.is_holiday(day(works)), "{works}");
        }
    }

    /// R175: a decree adds days off and working Saturdays.
    #[test]
    fn decrees_transfer_days() {
        let decree = YearOfTransfers {
            year: 2024,
            days_off: vec![day("2024-12-30")],
            working: vec![Transfer { day: day("2024-12-28"), instead_of: day("2024-12-30") }],
        };
        let calendar = WorkCalendar::russia(std::slice::from_ref(&decree)).unwrap();
        assert!(calendar.is_holiday(day("2024-12-30")));
        assert_eq!(calendar.works_instead_of(day("2024-12-28")), Some(day("2024-12-30")));
        let twice = WorkCalendar::russia(&[decree.clone(), decree.clone()]);
        assert_eq!(twice.unwrap_err(), CalendarFault::Year(2024));
        let elsewhere = YearOfTransfers { year: 2025, ..decree };
        assert!(matches!(WorkCalendar::russia(&[elsewhere]), Err(CalendarFault::OtherYear { .. })));
    }
}
