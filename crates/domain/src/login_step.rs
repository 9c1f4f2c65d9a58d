//! The way in of one who has a second factor: the password was right, now the factor.
//!
//! It is short: it dies by age and by wrong answers, and then the login begins anew.

use jiff::Timestamp;

use crate::id::Id;

/// Wrong answers after which the login begins anew.
pub const MOST_WRONG: u32 = 5;

/// Names them.
#[derive(Debug)]
pub enum LoginStepName {}
/// The id of one.
pub type LoginStepId = Id<LoginStepName>;

/// A login between password and factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginStep {
    /// Wrong answers so far.
    pub wrong: u32,
    /// Whether it led to a session.
    pub is_done: bool,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

impl LoginStep {
    /// The password was right.
    pub const fn begin(expires_at: Timestamp) -> Self {
        Self { wrong: 0, is_done: false, expires_at }
    }

    /// Whether anything can still happen.
    pub fn is_open(&self, now: Timestamp) -> bool {
        !self.is_done && self.wrong < MOST_WRONG && now < self.expires_at
    }

    /// An answer was wrong.
    #[must_use]
    pub const fn wrong(self) -> Self {
        Self { wrong: self.wrong.saturating_add(1), ..self }
    }

    /// It led to a session.
    #[must_use]
    pub const fn done(self) -> Self {
        Self { is_done: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{SECOND, after};

    /// B1: over by age, by wrong answers and by success; the last second and the last answer still count.
    #[test]
    fn a_step_is_over_in_three_ways() {
        let end = Timestamp::from_second(600).unwrap();
        let mut step = LoginStep::begin(end);
        assert!(step.is_open(after(end, -SECOND)) && !step.is_open(end));
        assert!(!step.done().is_open(after(end, -SECOND)));
        for _ in 0..MOST_WRONG {
            assert!(step.is_open(after(end, -SECOND)));
            step = step.wrong();
        }
        assert!(!step.is_open(after(end, -SECOND)));
    }
}
