//! What proves a level: the log of evidence of an account, and the level that follows from it (R58, R74, R118).
//!
//! The log is only ever added to. The level is a function of it and of nothing else, so that the level of any account can
//! be proved from what is stored: a method never overwrites another, and what an operator withdraws stays readable.
//!
//! A test person is made up, and so is what speaks for it: a finding of its own ([`Finding::MadeUp`]) that counts for accounts
//! that were made as test persons and for no other, while nothing else counts for them. So no entry can carry an account from
//! one world into the other.

mod assurance;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use assurance::{Assurance, EidasLevel, NistPathway};

use crate::{account::AccountLevel, confirmation::ConfirmationMethod, id::Id, time::Timestamp};

/// Names pieces of evidence.
#[derive(Debug)]
pub enum EvidenceName {}
/// The id of a piece of evidence.
pub type EvidenceId = Id<EvidenceName>;

/// Stands for one person: a keyed hash of what identifies them (the SNILS) under a key of their account. Equal for two
/// pieces of evidence exactly when both speak of the same person.
pub type Subject = [u8; 32];

/// What a piece of evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The registries, or an operator where none can answer, found the data of this person right (R60).
    DataVerified {
        /// Who.
        subject: Subject,
    },
    /// This person proved to be who they are (R61).
    IdentityConfirmed {
        /// How.
        method: ConfirmationMethod,
        /// Who.
        subject: Subject,
    },
    /// A developer made this person up, with the level that sites are to be shown. Nobody looked at anything.
    MadeUp {
        /// As if confirmed so; none for a person who is to pass as verified only.
        method: Option<ConfirmationMethod>,
        /// Who.
        subject: Subject,
    },
    /// An earlier piece of evidence holds no longer.
    Withdrawn {
        /// Which.
        evidence: EvidenceId,
    },
}

impl Finding {
    /// The stored name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DataVerified { .. } => "data_verified",
            Self::IdentityConfirmed { .. } => "identity_confirmed",
            Self::MadeUp { .. } => "made_up",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// One entry of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// When it came.
    pub at: Timestamp,
    /// What it says.
    pub finding: Finding,
}

/// Whose log it is. That is settled when the account is made, and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A person.
    Person,
    /// A test person that a developer made up.
    TestPerson,
}

/// What follows from a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The level.
    pub level: AccountLevel,
    /// The methods by which the person in force is confirmed; empty below Confirmed. Rules about methods go by these
    /// (R66, R151).
    pub methods: BTreeSet<ConfirmationMethod>,
}

impl Standing {
    /// Reads a log in the order in which it was written.
    ///
    /// What a developer made up counts for test persons, and for nobody else; nothing else counts for them. Of a person the newest
    /// verification that was not withdrawn says whose account it is. A confirmation counts when it was
    /// written while data of the same person were in force, was not withdrawn, and speaks of the person in force now.
    pub fn of(holder: Holder, log: &[Evidence]) -> Self {
        match holder {
            Holder::Person => Self::of_person(log),
            Holder::TestPerson => Self::of_test_person(log),
        }
    }

    fn of_test_person(log: &[Evidence]) -> Self {
        let mut made_up: Option<(EvidenceId, Option<ConfirmationMethod>)> = None;
        for entry in log {
            match entry.finding {
                Finding::MadeUp { method, .. } => made_up = Some((entry.id, method)),
                Finding::Withdrawn { evidence } => made_up = made_up.filter(|(id, _)| *id != evidence),
                Finding::DataVerified { .. } | Finding::IdentityConfirmed { .. } => {}
            }
        }
        let level = match made_up {
            None => AccountLevel::Simplified,
            Some((_, None)) => AccountLevel::Standard,
            Some((_, Some(_))) => AccountLevel::Confirmed,
        };
        Self { level, methods: made_up.and_then(|(_, method)| method).into_iter().collect() }
    }

    fn of_person(log: &[Evidence]) -> Self {
        let mut verified: Vec<(EvidenceId, Subject)> = vec![];
        let mut confirmed: Vec<(EvidenceId, ConfirmationMethod, Subject)> = vec![];
        for entry in log {
            match entry.finding {
                Finding::DataVerified { subject } => verified.push((entry.id, subject)),
                Finding::IdentityConfirmed { method, subject } => {
                    if verified.last().is_some_and(|(_, in_force)| *in_force == subject) {
                        confirmed.push((entry.id, method, subject));
                    }
                }
                Finding::MadeUp { .. } => {}
                Finding::Withdrawn { evidence } => {
                    verified.retain(|(id, _)| *id != evidence);
                    confirmed.retain(|(id, ..)| *id != evidence);
                }
            }
        }
        let Some((_, subject)) = verified.last() else {
            return Self { level: AccountLevel::Simplified, methods: BTreeSet::new() };
        };
        let methods: BTreeSet<_> =
            confirmed.iter().filter(|(_, _, whose)| whose == subject).map(|(_, method, _)| *method).collect();
        let level = if methods.is_empty() { AccountLevel::Standard } else { AccountLevel::Confirmed };
        Self { level, methods }
    }

    /// Whether the person is confirmed by a method that is not among these (R66, R151).
    pub fn is_confirmed_other_than_by(&self, excluded: &[ConfirmationMethod]) -> bool {
        self.methods.iter().any(|method| !excluded.contains(method))
    }

    /// The same in the words of other frameworks.
    pub fn assurance(&self) -> Assurance {
        Assurance::of(self)
    }
}
