//! Instants in tokens of others, whose clocks are not ours.

use jiff::{SignedDuration, Timestamp};

/// How far ahead of ours a clock may be. FAPI 2.0 (5.3.2.1) has 10 s accepted and more than 60 s refused.
pub const FUTURE_LEEWAY: SignedDuration = SignedDuration::from_secs(30);
/// How long after its end a token is still taken, for clocks that are behind.
pub const EXPIRY_LEEWAY: SignedDuration = SignedDuration::from_secs(10);

/// An instant in a token is not acceptable now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// `exp` is past.
    #[error("the token has expired")]
    Expired,
    /// `exp` is further away than such a token may live.
    #[error("the token is valid for too long")]
    LongLived,
    /// `nbf` or `iat` is in the future.
    #[error("the token is not valid yet")]
    NotYet,
    /// `nbf` or `iat` is too far in the past.
    #[error("the token is too old")]
    Old,
}

/// Checks an end (RFC 7519 4.1.4): ahead of us, and by no more than `longest`. At the very instant it is over.
pub(crate) fn until(end: Timestamp, now: Timestamp, longest: SignedDuration) -> Result<(), TimeFault> {
    if now.duration_since(end) >= EXPIRY_LEEWAY {
        return Err(TimeFault::Expired);
    }
    if end.duration_since(now) > longest + EXPIRY_LEEWAY { Err(TimeFault::LongLived) } else { Ok(()) }
}

/// Checks a beginning (RFC 7519 4.1.5, 4.1.6): behind us, and by no more than `oldest`.
pub(crate) fn not_before(begin: Timestamp, now: Timestamp, oldest: SignedDuration) -> Result<(), TimeFault> {
    if begin.duration_since(now) > FUTURE_LEEWAY {
        return Err(TimeFault::NotYet);
    }
    if now.duration_since(begin) > oldest { Err(TimeFault::Old) } else { Ok(()) }
}

/// A later instant, or the end of time.
pub(crate) fn later(instant: Timestamp, by: SignedDuration) -> Timestamp {
    instant.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn an_end_has_edges() {
        let hour = SignedDuration::from_hours(1);
        for (end, expected) in [
            (1000, Ok(())),
            (991, Ok(())),
            (990, Err(TimeFault::Expired)),
            (0, Err(TimeFault::Expired)),
            (1000 + 3610, Ok(())),
            (1000 + 3611, Err(TimeFault::LongLived)),
        ] {
            assert_eq!(until(at(end), at(1000), hour), expected, "{end}");
        }
    }

    #[test]
    fn a_beginning_has_edges() {
        let minute = SignedDuration::from_mins(1);
        for (begin, expected) in [
            (1000, Ok(())),
            (1010, Ok(())),
            (1030, Ok(())),
            (1031, Err(TimeFault::NotYet)),
            (1061, Err(TimeFault::NotYet)),
            (940, Ok(())),
            (939, Err(TimeFault::Old)),
        ] {
            assert_eq!(not_before(at(begin), at(1000), minute), expected, "{begin}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        let longest = SignedDuration::MAX - SignedDuration::from_hours(1);
        assert_eq!(until(Timestamp::MAX, Timestamp::MIN, SignedDuration::ZERO), Err(TimeFault::LongLived));
        assert_eq!(until(Timestamp::MIN, Timestamp::MAX, longest), Err(TimeFault::Expired));
        assert_eq!(not_before(Timestamp::MAX, Timestamp::MIN, longest), Err(TimeFault::NotYet));
        assert_eq!(not_before(Timestamp::MIN, Timestamp::MAX, SignedDuration::ZERO), Err(TimeFault::Old));
    }
}
