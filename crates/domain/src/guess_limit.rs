//! How repeated failures slow down the next attempt (R36, R191, decision 13). Nothing is ever locked for good: a
//! stranger could cause that.

use jiff::{SignedDuration, Timestamp};

use crate::time::after;

/// The rule of one counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuessRule {
    /// Failures that cost nothing.
    pub free: u32,
    /// The delay after the first failure beyond those; each further one doubles it.
    pub first_delay: SignedDuration,
    /// The longest delay.
    pub max_delay: SignedDuration,
    /// Failures older than this are forgotten, counted from the first of a series.
    pub window: SignedDuration,
}

impl GuessRule {
    /// Until when attempts are refused after this many failures, the last of them now.
    pub fn blocked_until(&self, failures: u32, now: Timestamp) -> Option<Timestamp> {
        let beyond = failures.checked_sub(self.free).filter(|beyond| *beyond > 0)?;
        let factor = 1_i32.checked_shl((beyond - 1).min(20)).unwrap_or(i32::MAX);
        let delay = self.first_delay.checked_mul(factor).unwrap_or(self.max_delay).min(self.max_delay);
        Some(after(now, delay))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R191: after five failures the delay grows from 5 seconds by doubling and ends at 15 minutes.
    #[test]
    fn delays_grow_and_end() {
        let rule = GuessRule {
            free: 5,
            first_delay: SignedDuration::from_secs(5),
            max_delay: SignedDuration::from_secs(900),
            window: SignedDuration::from_hours(24),
        };
        let now = Timestamp::UNIX_EPOCH;
        let delay = |failures| rule.blocked_until(failures, now).map(|until| until.duration_since(now).as_secs());
        assert_eq!(delay(5), None);
        assert_eq!(delay(6), Some(5));
        assert_eq!(delay(7), Some(10));
        assert_eq!(delay(12), Some(320));
        assert_eq!(delay(1_000_000), Some(900));
    }
}
