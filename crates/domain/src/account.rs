//! A person's account and its level (R58 to R63).

use serde::{Deserialize, Serialize};

use crate::{evidence::Holder, id::Id, time::Timestamp};

/// Names accounts.
#[derive(Debug)]
pub enum Account {}
/// An account's id.
pub type AccountId = Id<Account>;

/// How sure the system is of who the person is (R58); ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountLevel {
    /// A confirmed contact and a password (R59).
    Simplified,
    /// Identity document and SNILS verified by the registries (R60).
    Standard,
    /// One successful identity confirmation (R61).
    Confirmed,
}

impl AccountLevel {
    /// The levels in the order they are obtained.
    pub const ALL: [Self; 3] = [Self::Simplified, Self::Standard, Self::Confirmed];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simplified => "simplified",
            Self::Standard => "standard",
            Self::Confirmed => "confirmed",
        }
    }

    /// The level with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// Whether an account may be used at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// In use.
    Active,
    /// Closed for login until recovery.
    Locked,
    /// Gone; its data key is destroyed.
    Deleted,
    /// Closed: it became part of another account of the same person (R107).
    Merged,
}

impl AccountStatus {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Deleted => "deleted",
            Self::Merged => "merged",
        }
    }

    /// The status with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Locked, Self::Deleted, Self::Merged].into_iter().find(|status| status.name() == name)
    }
}

/// That an account is of a test person, who is nobody: a developer made it up to try a site with. It is written when the account
/// is made, and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeUp {
    /// Who made it.
    pub maker: AccountId,
    /// From this instant on it is good for nothing.
    pub until: Timestamp,
}

/// Whose account it is.
pub const fn holder(made_up: Option<&MadeUp>) -> Holder {
    match made_up {
        None => Holder::Person,
        Some(_) => Holder::TestPerson,
    }
}
