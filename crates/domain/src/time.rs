//! Instants, dates and durations; the clock itself is not here.

pub use jiff::{SignedDuration, Timestamp, civil::Date};

/// One second.
pub const SECOND: SignedDuration = SignedDuration::from_secs(1);
/// One minute.
pub const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// One hour.
pub const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// One day of 24 hours.
pub const DAY: SignedDuration = SignedDuration::from_hours(24);

/// `instant` moved by `by`, held at the ends of the representable range.
pub fn after(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.saturating_add(by).unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}
