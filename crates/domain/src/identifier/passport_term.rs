//! How long an internal passport holds: issued from 14, replaced at 20 and 45.

use jiff::{ToSpan, civil::Date, civil::date};

use super::birth_date::{PASSPORT_AGE, age_on, birthday};

reasons! {
    /// Why these dates cannot be those of an internal passport.
    PassportTermRefusal {
        /// Issued after today.
        Future => "passport-issue-future",
        /// Issued before the form existed.
        BeforeForm => "passport-issue-before-form",
        /// Issued before the age of 14.
        BeforeAge => "passport-issue-before-age",
        /// Replaced long ago: no longer usable.
        Expired { usable_until: Date } => "passport-expired",
    }
}

/// The first day on which the present form was issued.
pub const FORM_SINCE: Date = date(1997, 10, 1);
/// The days after the birthday in which the old passport may still be used.
const GRACE_DAYS: i32 = 90;
/// The ages at which a passport is replaced.
const REPLACED_AT: [i16; 2] = [20, 45];

/// When a passport is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassportTerm {
    /// Issued at 45 or later.
    Unlimited,
    /// To be replaced on a birthday.
    Limited {
        /// The birthday.
        replace_on: Date,
        /// The last day of use.
        usable_until: Date,
    },
}

impl PassportTerm {
    /// The term of a passport by the dates of birth and issue.
    pub fn of(born: Date, issued: Date) -> Result<Self, PassportTermRefusal> {
        if issued < FORM_SINCE {
            return Err(PassportTermRefusal::BeforeForm);
        }
        let age = age_on(born, issued);
        if age < PASSPORT_AGE {
            return Err(PassportTermRefusal::BeforeAge);
        }
        let next = REPLACED_AT.into_iter().find(|limit| age < *limit).and_then(|limit| birthday(born, limit));
        Ok(match next.and_then(|day| day.checked_add(GRACE_DAYS.days()).ok().map(|last| (day, last))) {
            None => Self::Unlimited,
            Some((replace_on, usable_until)) => Self::Limited { replace_on, usable_until },
        })
    }

    /// The term of a passport that is shown today: issued by now, and still usable.
    pub fn check(born: Date, issued: Date, today: Date) -> Result<Self, PassportTermRefusal> {
        if issued > today {
            return Err(PassportTermRefusal::Future);
        }
        match Self::of(born, issued)? {
            Self::Limited { usable_until, .. } if usable_until < today => {
                Err(PassportTermRefusal::Expired { usable_until })
            }
            term => Ok(term),
        }
    }

    /// Whether it is time to replace it, though it may still be used.
    pub fn is_due(self, today: Date) -> bool {
        matches!(self, Self::Limited { replace_on, .. } if replace_on <= today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_table_of_computed_cases() {
        let limited = |replace_on, usable_until| {
            Ok(PassportTerm::Limited { replace_on: day(replace_on), usable_until: day(usable_until) })
        };
        for (born, issued, verdict) in [
            ("1985-03-12", "2008-04-15", limited("2030-03-12", "2030-06-10")),
            ("1996-02-29", "2011-04-01", limited("2016-02-29", "2016-05-29")),
            ("1996-02-29", "2016-03-10", limited("2041-03-01", "2041-05-30")),
            ("1970-06-30", "2016-07-05", Ok(PassportTerm::Unlimited)),
            ("2011-05-01", "2025-04-30", Err(PassportTermRefusal::BeforeAge)),
            ("2011-05-01", "2025-05-06", limited("2031-05-01", "2031-07-30")),
        ] {
            assert_eq!(PassportTerm::of(day(born), day(issued)), verdict, "{born} {issued}");
        }
    }

    #[test]
    fn usable_through_the_last_day() {
        let check = |today| PassportTerm::check(day("1996-02-29"), day("2011-04-01"), day(today));
        assert!(check("2016-02-28").unwrap().is_due(day("2016-02-29")));
        assert!(!check("2016-02-28").unwrap().is_due(day("2016-02-28")));
        assert!(check("2016-05-29").is_ok());
        assert_eq!(check("2016-05-30"), Err(PassportTermRefusal::Expired { usable_until: day("2016-05-29") }));
        assert_eq!(check("2011-03-31"), Err(PassportTermRefusal::Future));
        assert_eq!(PassportTerm::of(day("1970-01-01"), day("1997-09-30")), Err(PassportTermRefusal::BeforeForm));
    }
}
