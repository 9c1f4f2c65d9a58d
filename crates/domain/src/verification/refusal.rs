//! Why a verification stays as it is.

use crate::refusal::{Class, Refusal, Refuse};

/// Why a move is not possible; nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerificationRefusal {
    /// The submission has no such check.
    #[error("no such check")]
    UnknownCheck,
    /// The check was never sent, or it was another request that was sent.
    #[error("the answer is to another request")]
    ForeignAnswer,
    /// The request of a check is made once.
    #[error("the request is made already")]
    AlreadyAsked,
    /// The check is not one that waits for this.
    #[error("the check does not wait for this")]
    NotOpen,
    /// The deadline has not come.
    #[error("the deadline has not come")]
    NotOverdue,
    /// The SNILS belongs to another account (R107).
    #[error("the SNILS belongs to another account")]
    SnilsTaken,
    /// Too many submissions in a short time.
    #[error("too many submissions")]
    TooMany,
}

impl Refuse for VerificationRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::UnknownCheck => Refusal::new("verification-unknown-check", Class::Conflict),
            Self::ForeignAnswer => Refusal::new("verification-foreign-answer", Class::Conflict),
            Self::AlreadyAsked => Refusal::new("verification-already-asked", Class::Conflict),
            Self::NotOpen => Refusal::new("verification-not-open", Class::Conflict),
            Self::NotOverdue => Refusal::new("verification-not-overdue", Class::Conflict),
            Self::SnilsTaken => Refusal::new("snils-taken", Class::Conflict),
            Self::TooMany => Refusal::new("verification-too-many", Class::TooMany),
        }
    }
}
