//! The days over which numbers are looked at, and how they are put together.

use crate::{
    refusal::FieldFault,
    time::{DAY, Date, SignedDuration},
};

/// How days are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Each by itself.
    Day,
    /// Weeks from Monday to Sunday.
    Week,
    /// Months of the calendar.
    Month,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The step with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// The last day of the step in which a day lies.
    fn end(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let left = 6 - day.weekday().to_monday_zero_offset();
                day.saturating_add(DAY * i32::from(left))
            }
            Self::Month => day.last_of_month(),
        }
    }
}

/// The steps that a page shows at most: two years of weeks.
pub const MOST_STEPS: usize = 110;
/// The longest period in years.
const MOST_YEARS: i16 = 2;

/// A ready choice: so many days up to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The last 7 days.
    Week,
    /// The last 30 days.
    Month,
    /// The last 90 days.
    Quarter,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// How many days it has.
    pub const fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }

    /// The preset of so many days.
    pub fn of_days(days: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.days() == days)
    }

    /// Its period, up to and with today.
    pub fn period(self, today: Date) -> Period {
        let before = SignedDuration::from_hours(24 * (i64::from(self.days()) - 1));
        let step = if self == Self::Quarter { Step::Week } else { Step::Day };
        Period { from: today.saturating_sub(before), to: today, step }
    }
}

/// From a day to a day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// How the days are put together.
    pub step: Step,
}

impl Period {
    /// Checks what was chosen; faults are at the fields `from`, `to` and `step`.
    pub fn check(
        from: Option<Date>,
        to: Option<Date>,
        step: Option<Step>,
        today: Date,
    ) -> Result<Self, Vec<FieldFault>> {
        let mut faults = Vec::new();
        if from.is_none() {
            faults.push(FieldFault::new("from", "statistics-date"));
        }
        if to.is_none() {
            faults.push(FieldFault::new("to", "statistics-date"));
        }
        if step.is_none() {
            faults.push(FieldFault::new("step", "required"));
        }
        let (Some(from), Some(to), Some(step)) = (from, to, step) else { return Err(faults) };
        if to > today {
            return Err(vec![FieldFault::new("to", "statistics-future")]);
        }
        if from > to {
            return Err(vec![FieldFault::new("from", "statistics-order")]);
        }
        if to >= years_on(from) {
            return Err(vec![FieldFault::new("from", "statistics-too-long")]);
        }
        let period = Self { from, to, step };
        if period.spans().len() > MOST_STEPS {
            return Err(vec![FieldFault::new("step", "statistics-too-fine").with("n", MOST_STEPS.to_string())]);
        }
        Ok(period)
    }

    /// The steps from the first day to the last; the first and the last one may be cut short.
    pub fn spans(&self) -> Vec<(Date, Date)> {
        let mut spans = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            let end = self.step.end(day).min(self.to);
            spans.push((day, end));
            let Ok(next) = end.tomorrow() else { break };
            day = next;
        }
        spans
    }
}

/// The same day of the calendar two years on; of 29 February, 1 March.
fn years_on(day: Date) -> Date {
    let year = day.year().saturating_add(MOST_YEARS);
    Date::new(year, day.month(), day.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(from: Date, to: Date, step: Step) -> Result<Period, (&'static str, &'static str)> {
        Period::check(Some(from), Some(to), Some(step), date(2026, 3, 2))
            .map_err(|faults| faults.first().map(|fault| (fault.field, fault.code)).unwrap())
    }

    #[test]
    fn a_period_has_at_most_two_years_and_no_future() {
        assert!(check(date(2024, 3, 3), date(2026, 3, 2), Step::Week).is_ok());
        assert_eq!(check(date(2024, 3, 2), date(2026, 3, 2), Step::Month), Err(("from", "statistics-too-long")));
        assert_eq!(check(date(2026, 3, 2), date(2026, 3, 3), Step::Day), Err(("to", "statistics-future")));
        assert_eq!(check(date(2026, 3, 2), date(2026, 3, 1), Step::Day), Err(("from", "statistics-order")));
        assert_eq!(check(date(2025, 3, 2), date(2026, 3, 1), Step::Day), Err(("step", "statistics-too-fine")));
        assert!(check(date(2026, 3, 2), date(2026, 3, 2), Step::Day).is_ok());
        let faults = Period::check(None, None, None, date(2026, 3, 2)).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), ["from", "to", "step"]);
        assert_eq!(years_on(date(2024, 2, 29)), date(2026, 3, 1));
    }

    #[test]
    fn spans_cover_every_day_once() {
        let period = Period { from: date(2026, 1, 30), to: date(2026, 3, 2), step: Step::Month };
        let months = [
            (date(2026, 1, 30), date(2026, 1, 31)),
            (date(2026, 2, 1), date(2026, 2, 28)),
            (date(2026, 3, 1), date(2026, 3, 2)),
        ];
        assert_eq!(period.spans(), months);
        // 2026-03-02 is a Monday.
        let weeks = Period { step: Step::Week, from: date(2026, 2, 28), ..period }.spans();
        assert_eq!(weeks, [(date(2026, 2, 28), date(2026, 3, 1)), (date(2026, 3, 2), date(2026, 3, 2))]);
        assert_eq!(Period { step: Step::Day, ..period }.spans().len(), 32);
    }

    #[test]
    fn presets_end_today() {
        let today = date(2026, 3, 2);
        for preset in Preset::ALL {
            let period = preset.period(today);
            let days = Period { step: Step::Day, ..period }.spans().len();
            assert_eq!((period.to, days), (today, usize::from(preset.days())));
            assert_eq!(Preset::of_days(preset.days()), Some(preset));
            assert!(Period::check(Some(period.from), Some(today), Some(period.step), today).is_ok());
        }
        assert_eq!(Preset::of_days(8), None);
    }
}
