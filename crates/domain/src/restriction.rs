//! What keeps an account from being used: a lock by its owner, and a restriction for a time (B4, B5).
//!
//! A stranger can cause neither. A lock ends by recovery with a second proof, or at a center; a restriction ends by
//! itself.

use jiff::Timestamp;

use crate::{account::AccountLevel, credential::factor::Factors, id::Id};

/// Names restrictions.
#[derive(Debug)]
pub enum RestrictionName {}
/// A restriction's id.
pub type RestrictionId = Id<RestrictionName>;

/// How much is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RestrictionKind {
    /// Everything: nobody gets in.
    Lock,
    /// What moves money, other sites, and signing; the rest works (B4).
    Limit,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RestrictionReason {
    /// The owner locked the account in the settings.
    ByOwner,
    /// "It was not me", by the link of a notice.
    Disavowed,
    /// Somebody got in with a saved recovery code.
    RecoveryCode,
    /// A member of staff saw a need.
    ByOperator,
}

/// Stored names and the way back.
macro_rules! named {
    ($type:ident { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The one with this stored name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}
named!(RestrictionKind { Lock => "lock", Limit => "limit" });
named!(RestrictionReason {
    ByOwner => "by_owner",
    Disavowed => "disavowed",
    RecoveryCode => "recovery_code",
    ByOperator => "by_operator",
});

/// A restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// Its id.
    pub id: RestrictionId,
    /// How much is closed.
    pub kind: RestrictionKind,
    /// Why.
    pub reason: RestrictionReason,
    /// Since when.
    pub set_at: Timestamp,
    /// Until when; a lock has no end of its own.
    pub until: Option<Timestamp>,
    /// When it was lifted, if it was.
    pub lifted_at: Option<Timestamp>,
}

impl Restriction {
    /// Whether it holds: not lifted and not over.
    pub fn is_in_force(&self, now: Timestamp) -> bool {
        self.lifted_at.is_none() && self.until.is_none_or(|until| now < until)
    }
}

/// What opens a locked account again once its contact is proved and a new password chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlock {
    /// Nothing more: it is open.
    Now,
    /// The second factor, at the next login.
    WithFactor,
    /// Passport and SNILS, at a center.
    AtCenter,
}

/// The second proof that a recovery of a locked account needs (B5): the strongest means that is left. Of an account
/// whose person was never verified nothing is known but its contacts, so a center could compare nothing.
pub const fn unlock(level: AccountLevel, factors: Factors, question_answered: bool) -> Unlock {
    if factors.is_set() {
        Unlock::WithFactor
    } else if question_answered || matches!(level, AccountLevel::Simplified) {
        Unlock::Now
    } else {
        Unlock::AtCenter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{DAY, SECOND, after};

    /// B4: a restriction ends by itself, to the second; B5: a lock does not.
    #[test]
    fn a_restriction_ends_by_itself_and_a_lock_does_not() {
        let now = Timestamp::UNIX_EPOCH;
        let until = after(now, DAY * 3);
        let limit = Restriction {
            id: Id::nil(),
            kind: RestrictionKind::Limit,
            reason: RestrictionReason::RecoveryCode,
            set_at: now,
            until: Some(until),
            lifted_at: None,
        };
        assert!(limit.is_in_force(after(until, -SECOND)) && !limit.is_in_force(until));
        let lock = Restriction { kind: RestrictionKind::Lock, until: None, ..limit };
        assert!(lock.is_in_force(after(now, DAY * 10_000)));
        assert!(!Restriction { lifted_at: Some(now), ..lock }.is_in_force(now));
    }

    /// B5: the whole table of what opens a locked account.
    #[test]
    fn what_opens_a_locked_account() {
        use AccountLevel::{Confirmed, Simplified, Standard};
        let none = Factors::default();
        let totp = Factors { totp: true, ..none };
        for level in [Simplified, Standard, Confirmed] {
            assert_eq!(unlock(level, totp, false), Unlock::WithFactor);
            assert_eq!(unlock(level, totp, true), Unlock::WithFactor);
            assert_eq!(unlock(level, none, true), Unlock::Now);
        }
        assert_eq!(unlock(Simplified, none, false), Unlock::Now);
        assert_eq!(unlock(Standard, none, false), Unlock::AtCenter);
        assert_eq!(unlock(Confirmed, none, false), Unlock::AtCenter);
    }

    #[test]
    fn names_lead_back() {
        assert!(RestrictionKind::ALL.iter().all(|kind| RestrictionKind::from_name(kind.name()) == Some(*kind)));
        assert!(RestrictionReason::ALL.iter().all(|one| RestrictionReason::from_name(one.name()) == Some(*one)));
    }
}
