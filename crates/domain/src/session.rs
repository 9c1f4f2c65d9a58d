//! Being signed in: how long it lasts and how it ends (R189, R190, R202).

use jiff::{SignedDuration, Timestamp};

use crate::{id::Id, time::after};

/// Names sessions.
#[derive(Debug)]
pub enum Session {}
/// A session's id.
pub type SessionId = Id<Session>;

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRule {
    /// Without a request.
    pub idle: SignedDuration,
    /// In any case.
    pub longest: SignedDuration,
}

/// The times of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// When the person signed in.
    pub created_at: Timestamp,
    /// The last request seen.
    pub seen_at: Timestamp,
    /// The end in any case.
    pub expires_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
}

impl SessionTimes {
    /// A session that begins now.
    pub fn begin(now: Timestamp, rule: SessionRule) -> Self {
        Self { created_at: now, seen_at: now, expires_at: after(now, rule.longest), ended_at: None }
    }

    /// Whether it still holds: not ended, not idle for too long, not too old (R190).
    pub fn is_open(&self, now: Timestamp, rule: SessionRule) -> bool {
        self.ended_at.is_none() && now < self.expires_at && now < after(self.seen_at, rule.idle)
    }
}

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The person pressed "Exit" (R189).
    Logout,
    /// The person ended it from another device.
    ByPerson,
    /// The password was changed.
    PasswordChanged,
    /// Access was recovered (R202).
    Recovered,
    /// A center gave the person access again (R200, R202).
    Restored,
    /// The account was deleted (R201, R202).
    Deleted,
    /// Another session took its place when a privilege changed.
    Renewed,
    /// An operator may no longer sign in.
    Disabled,
    /// The second factor was taken away.
    SecondFactorReset,
    /// A second factor was set: what was opened without one is over.
    SecondFactorSet,
    /// The account was locked.
    Locked,
    /// Two accounts of the person became one (R107).
    Merged,
    /// Nobody was there for too long, or it was too old (R190).
    Time,
}

impl EndReason {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logout => "logout",
            Self::ByPerson => "by_person",
            Self::PasswordChanged => "password_changed",
            Self::Recovered => "recovered",
            Self::Restored => "restored",
            Self::Deleted => "deleted",
            Self::Renewed => "renewed",
            Self::Disabled => "disabled",
            Self::SecondFactorReset => "second_factor_reset",
            Self::SecondFactorSet => "second_factor_set",
            Self::Locked => "locked",
            Self::Merged => "merged",
            Self::Time => "time",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SECOND;

    /// R190: a session ends by idle time and by age, and the last second before still counts.
    #[test]
    fn ends_by_idle_time_and_by_age() {
        let rule = SessionRule { idle: SignedDuration::from_mins(30), longest: SignedDuration::from_hours(12) };
        let start = Timestamp::UNIX_EPOCH;
        let times = SessionTimes::begin(start, rule);
        let idle_end = after(start, rule.idle);
        assert!(times.is_open(after(idle_end, -SECOND), rule));
        assert!(!times.is_open(idle_end, rule));

        let age_end = after(start, rule.longest);
        let busy = SessionTimes { seen_at: after(age_end, -SECOND), ..times };
        assert!(busy.is_open(after(age_end, -SECOND), rule));
        assert!(!busy.is_open(age_end, rule));
    }
}
