//! The methods by which an identity is confirmed, as data.

use serde::{Deserialize, Serialize};

use super::{ConfirmationEvent, ConfirmationStatus};

/// How an identity is confirmed (R110, portal-requirements 1.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationMethod {
    /// At a service center (R121 to R135).
    InPerson,
    /// By a code in a registered letter (R136 to R151).
    RegisteredLetter,
    /// By a qualified electronic signature (R152 to R161).
    QualifiedSignature,
    /// By an electronic card that is still valid (R162, C25).
    ElectronicCard,
    /// By an online bank (R165 to R173).
    OnlineBank,
}

impl ConfirmationMethod {
    /// The methods in the order in which they are offered: in person first, banks last (R110).
    pub const ALL: [Self; 5] =
        [Self::InPerson, Self::RegisteredLetter, Self::QualifiedSignature, Self::ElectronicCard, Self::OnlineBank];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::RegisteredLetter => "registered_letter",
            Self::QualifiedSignature => "qualified_signature",
            Self::ElectronicCard => "electronic_card",
            Self::OnlineBank => "online_bank",
        }
    }

    /// The method with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Where a step leads; none when the method knows no such step. A center confirms at once or by a code that it hands
    /// out (C12).
    pub(super) const fn next(self, from: ConfirmationStatus, event: ConfirmationEvent) -> Option<ConfirmationStatus> {
        use ConfirmationEvent as Event;
        use ConfirmationStatus as Status;
        match (self, from, event) {
            (Self::InPerson, Status::Started, Event::OperatorConfirmed) => Some(Status::Confirmed),
            (Self::InPerson | Self::RegisteredLetter, Status::Started, Event::CodeIssued { .. }) => {
                Some(Status::AwaitingCode)
            }
            (Self::InPerson | Self::RegisteredLetter, Status::AwaitingCode, Event::CodeAccepted) => {
                Some(Status::Confirmed)
            }
            (
                Self::QualifiedSignature | Self::ElectronicCard | Self::OnlineBank,
                Status::Started,
                Event::Answered { matches },
            ) => Some(if matches { Status::Confirmed } else { Status::Failed }),
            _ => None,
        }
    }
}
