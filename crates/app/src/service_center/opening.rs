//! Opening hours as they are asked about on every page: read once, by the calendar of the installation.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use okno_domain::service_center::{CalendarFault, HoursRefusal, OpeningHours, WorkCalendar, YearOfTransfers};
use serde::Deserialize;

/// The calendar that is built in; an installation names a file of its own in the configuration.
const BUILT_IN: &str = include_str!("../../data/work-calendar.toml");

/// Ten thousand centers have some hundred different hours; beyond this number something else is going on.
const MOST_KEPT: usize = 5000;

/// Calendar data that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// Not TOML of the expected shape.
    #[error("the calendar is malformed: {0}")]
    Malformed(String),
    /// The data contradict themselves.
    #[error(transparent)]
    Fault(#[from] CalendarFault),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: Vec<YearOfTransfers>,
}

/// The calendar of working days, and hours that were read before.
#[derive(Debug)]
pub struct OpeningTimes {
    /// The calendar.
    pub calendar: WorkCalendar,
    read: Mutex<HashMap<String, Arc<OpeningHours>>>,
}

impl OpeningTimes {
    /// By this calendar.
    pub fn new(calendar: WorkCalendar) -> Self {
        Self { calendar, read: Mutex::default() }
    }

    /// By the calendar that is built in.
    pub fn built_in() -> Result<Self, CalendarError> {
        Self::parse(BUILT_IN)
    }

    /// By the calendar in this text.
    pub fn parse(text: &str) -> Result<Self, CalendarError> {
        let file: File = toml::from_str(text).map_err(|error| CalendarError::Malformed(error.to_string()))?;
        Ok(Self::new(WorkCalendar::russia(&file.year)?))
    }

    /// The hours in this text.
    pub fn hours(&self, text: &str) -> Result<Arc<OpeningHours>, HoursRefusal> {
        let kept = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if let Some(hours) = kept {
            return Ok(hours);
        }
        let hours = Arc::new(text.parse::<OpeningHours>()?);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST_KEPT {
            read.clear();
        }
        read.insert(text.to_owned(), Arc::clone(&hours));
        Ok(hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R175: the built-in calendar knows the days that were transferred.
    #[test]
    fn the_built_in_calendar_is_sound() {
        let times = OpeningTimes::built_in().unwrap();
        let hours = times.hours("Mo-Fr 09:00-18:00; PH off").unwrap();
        let open = |day: &str| !hours.on(day.parse().unwrap(), &times.calendar).is_empty();
        for works in ["2024-04-27", "2024-11-02", "2024-12-28", "2025-11-01", "2026-01-12", "2026-03-10"] {
            assert!(open(works), "{works}");
        }
        for off in ["2024-04-30", "2025-05-08", "2025-11-03", "2025-12-31", "2026-01-09", "2026-05-11", "2026-12-31"] {
            assert!(!open(off), "{off}");
        }
        assert!(Arc::ptr_eq(&hours, &times.hours("Mo-Fr 09:00-18:00; PH off").unwrap()));
        assert!(matches!(OpeningTimes::parse("year = 1"), Err(CalendarError::Malformed(_))));
    }
}
