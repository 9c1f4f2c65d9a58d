//! Dates of birth, ages and the forms in which dates are typed.

use jiff::civil::{Date, date};

use super::text::{is_digits, tidy};

reasons! {
    /// Why a text or date is not a date of birth.
    BirthDateRefusal {
        /// Nothing was given.
        Empty => "birth-date-empty",
        /// Not a date of the calendar.
        Format => "birth-date-format",
        /// After today.
        Future => "birth-date-future",
        /// Before 1900.
        TooEarly => "birth-date-too-early",
    }
}

/// The earliest date of birth taken.
pub const EARLIEST: Date = date(1900, 1, 1);
/// The age from which a passport is issued, and from which a person registers alone.
pub const PASSPORT_AGE: i16 = 14;
/// The age above which a date of birth deserves a second look.
pub const UNUSUAL_AGE: i16 = 110;

/// A date of birth that lies between 1900 and the day it was checked on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct BirthDate(Date);

impl BirthDate {
    /// Reads `DD.MM.YYYY` or `YYYY-MM-DD`; `today` is the day in the person's region.
    pub fn parse(text: &str, today: Date) -> Result<Self, BirthDateRefusal> {
        let text = tidy(text);
        if text.is_empty() {
            return Err(BirthDateRefusal::Empty);
        }
        Self::new(parse_date(&text).ok_or(BirthDateRefusal::Format)?, today)
    }

    /// Checks a date.
    pub fn new(born: Date, today: Date) -> Result<Self, BirthDateRefusal> {
        if born > today {
            Err(BirthDateRefusal::Future)
        } else if born < EARLIEST {
            Err(BirthDateRefusal::TooEarly)
        } else {
            Ok(Self(born))
        }
    }

    /// The date itself.
    pub const fn date(self) -> Date {
        self.0
    }

    /// The day on which this age is reached.
    pub fn reaches(self, age: i16) -> Option<Date> {
        birthday(self.0, age)
    }

    /// The age in full years at the start of a day; zero before birth.
    pub fn age_on(self, day: Date) -> i16 {
        age_on(self.0, day)
    }

    /// Whether the person is old enough to have a passport on this day.
    pub fn has_passport_age(self, day: Date) -> bool {
        self.age_on(day) >= PASSPORT_AGE
    }

    /// Whether the age is so high that the date should be looked at again: a warning only.
    pub fn is_unusual(self, today: Date) -> bool {
        self.age_on(today) > UNUSUAL_AGE
    }

    /// The form for people and of the identity system's interface: `DD.MM.YYYY`.
    pub fn display(self) -> String {
        display_date(self.0)
    }
}

impl std::fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BirthDate(…)")
    }
}

/// Reads `DD.MM.YYYY` or `YYYY-MM-DD`.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = tidy(text);
    let (separator, reversed) = if text.contains('.') { ('.', true) } else { ('-', false) };
    let mut parts = text.split(separator);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, day) = if reversed { (last, first) } else { (first, last) };
    if parts.next().is_some() || !is_digits(year, 4) || !is_digits(month, 2) || !is_digits(day, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A date as `DD.MM.YYYY`.
pub fn display_date(day: Date) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// The birthday in the year in which this age is reached; one of 29 February counts as 1 March in a common year.
pub(crate) fn birthday(born: Date, age: i16) -> Option<Date> {
    let year = born.year().checked_add(age)?;
    Date::new(year, born.month(), born.day()).or_else(|_| Date::new(year, 3, 1)).ok()
}

/// The age in full years at the start of a day; zero before birth.
pub(crate) fn age_on(born: Date, day: Date) -> i16 {
    let years = day.year() - born.year();
    let reached = birthday(born, years).is_some_and(|birthday| birthday <= day);
    (if reached { years } else { years - 1 }).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = date(2026, 3, 1);

    #[test]
    fn limits() {
        assert_eq!(BirthDate::parse("01.03.2026", TODAY).unwrap().date(), TODAY);
        assert_eq!(BirthDate::parse("2026-03-02", TODAY), Err(BirthDateRefusal::Future));
        assert_eq!(BirthDate::parse("31.12.1899", TODAY), Err(BirthDateRefusal::TooEarly));
        for text in ["30.02.2000", "1.1.2000", "2000-01-01-", "01/01/2000", "0001.01.2000"] {
            assert_eq!(BirthDate::parse(text, TODAY), Err(BirthDateRefusal::Format), "{text}");
        }
        assert!(BirthDate::parse("01.03.1915", TODAY).unwrap().is_unusual(TODAY));
        assert!(!BirthDate::parse("02.03.1915", TODAY).unwrap().is_unusual(TODAY));
    }

    #[test]
    fn an_age_is_reached_at_the_start_of_the_birthday() {
        let born = BirthDate::parse("29.02.1996", TODAY).unwrap();
        assert_eq!(born.age_on(date(2010, 2, 28)), 13);
        assert_eq!(born.age_on(date(2010, 3, 1)), 14);
        assert_eq!(born.age_on(date(2016, 2, 29)), 20);
        assert_eq!(born.age_on(date(1990, 1, 1)), 0);
        assert!(born.has_passport_age(date(2010, 3, 1)));
        assert_eq!(born.display(), "29.02.1996");
    }
}
