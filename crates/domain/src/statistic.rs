//! What is counted of an installation's work, and the days over which the numbers are looked at.
//!
//! Counters only: no kind and no dimension names a person. A dimension is made of stable codes, such as
//! `pension_fund.match`.

mod period;
mod span;

pub use period::{MOST_STEPS, Period, Preset, Step};
pub use span::{BOUNDS, Bound, median, ninetieth};

pub use crate::letter::day_of;

/// What is counted for the whole installation. Each kind has one sort of dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Somebody filled in the first form, by the contacts given ([`way_of`]).
    RegistrationBegun,
    /// An account came of it, by the same.
    RegistrationFinished,
    /// An account reached a level, by its name.
    LevelReached,
    /// A question went to a registry, by its name.
    VerificationSent,
    /// A registry decided a check, by `registry.finding`.
    VerificationAnswered,
    /// The time from the question to that answer, by `registry.bound` (see [`Bound`]).
    VerificationTime,
    /// What became of a submission: `verified`, `rejected`, `delayed`, `withdrawn`.
    VerificationOutcome,
    /// An identity was confirmed, by the method.
    Confirmation,
    /// A letter came into a state, by its name.
    Letter,
    /// Somebody signed in, by what they proved.
    Login,
    /// A request to the support: `written`, `answered`.
    Support,
    /// The time from a request to its first answer, by the bound.
    SupportTime,
    /// Something was refused, by `area.code`.
    Failure,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::RegistrationBegun,
        Self::RegistrationFinished,
        Self::LevelReached,
        Self::VerificationSent,
        Self::VerificationAnswered,
        Self::VerificationTime,
        Self::VerificationOutcome,
        Self::Confirmation,
        Self::Letter,
        Self::Login,
        Self::Support,
        Self::SupportTime,
        Self::Failure,
    ];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RegistrationBegun => "registration_begun",
            Self::RegistrationFinished => "registration_finished",
            Self::LevelReached => "level_reached",
            Self::VerificationSent => "verification_sent",
            Self::VerificationAnswered => "verification_answered",
            Self::VerificationTime => "verification_time",
            Self::VerificationOutcome => "verification_outcome",
            Self::Confirmation => "confirmation",
            Self::Letter => "letter",
            Self::Login => "login",
            Self::Support => "support",
            Self::SupportTime => "support_time",
            Self::Failure => "failure",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What is counted at each service center.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CenterKind {
    /// An identity was confirmed at the window.
    Confirmed,
    /// A code was handed out in place of that.
    CodeHandedOut,
    /// Access was restored.
    AccessRestored,
    /// An account was deleted.
    AccountDeleted,
    /// Data were corrected.
    DataCorrected,
}

impl CenterKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Confirmed, Self::CodeHandedOut, Self::AccessRestored, Self::AccountDeleted, Self::DataCorrected];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "center_confirmed",
            Self::CodeHandedOut => "center_code_handed_out",
            Self::AccessRestored => "center_access_restored",
            Self::AccountDeleted => "center_account_deleted",
            Self::DataCorrected => "center_data_corrected",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where something was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// The registries' checks.
    Verification,
    /// Proofs of identity.
    Confirmation,
    /// Signing in.
    Login,
    /// Registered letters.
    Letter,
}

impl Area {
    /// Every area.
    pub const ALL: [Self; 4] = [Self::Verification, Self::Confirmation, Self::Login, Self::Letter];

    /// The first part of the dimension.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::Confirmation => "confirmation",
            Self::Login => "login",
            Self::Letter => "letter",
        }
    }
}

/// The dimension of a registration: which contacts were given.
pub const fn way_of(by_phone: bool, by_email: bool) -> &'static str {
    match (by_phone, by_email) {
        (true, true) => "both",
        (true, false) => "mobile_phone",
        (false, _) => "email",
    }
}

/// The ways of [`way_of`].
pub const WAYS: [&str; 3] = ["mobile_phone", "email", "both"];

/// The parts of the sum of a counter: so many that the accounts of one second seldom meet at one row, so few that a day
/// is read at once.
pub const SHARDS: u8 = 8;

/// The part of the sum to which an account's acts are added: the last bits of its id, which are random.
pub const fn shard_of(id: [u8; 16]) -> u8 {
    let [.., last] = id;
    last % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(CenterKind::from_name(kind.name()), None);
        }
        for kind in CenterKind::ALL {
            assert_eq!(CenterKind::from_name(kind.name()), Some(kind));
        }
    }

    #[test]
    fn ways_and_shards() {
        assert_eq!([way_of(true, false), way_of(false, true), way_of(true, true)], WAYS);
        assert_eq!(shard_of([0xff; 16]), 7);
        assert_eq!(shard_of([8; 16]), 0);
    }
}
