//! The proof of identity that makes a Standard account Confirmed (R110 to R120): its methods, and the steps of one such
//! proof.
//!
//! Every method runs through the same states (portal-requirements 1.6). Which steps a method knows is a table; whether
//! a step is taken is decided by the level, the accreditation and the clock at that moment, and nowhere else.

mod method;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use method::ConfirmationMethod;

use crate::{
    account::{AccountLevel, AccountStatus},
    id::Id,
    refusal::{Class, Refusal, Refuse},
    time::Timestamp,
};

/// Names proofs of identity.
#[derive(Debug)]
pub enum Confirmation {}
/// The id of a proof of identity.
pub type ConfirmationId = Id<Confirmation>;

/// Where a proof of identity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationStatus {
    /// The person chose the method.
    Started,
    /// A code is on its way to the person, or in their hands.
    AwaitingCode,
    /// The identity is confirmed.
    Confirmed,
    /// What was seen does not prove it.
    Failed,
    /// The person, a newer order or the end of the account broke it off.
    Cancelled,
    /// Its time ran out.
    Expired,
}

impl ConfirmationStatus {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Started, Self::AwaitingCode, Self::Confirmed, Self::Failed, Self::Cancelled, Self::Expired];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::AwaitingCode => "awaiting_code",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether anything can still happen.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Started | Self::AwaitingCode)
    }
}

/// One proof of identity by one method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityConfirmation {
    /// Its id.
    pub id: ConfirmationId,
    /// By which method.
    pub method: ConfirmationMethod,
    /// Where it stands.
    pub status: ConfirmationStatus,
    /// When it began.
    pub started_at: Timestamp,
    /// From this instant on it is over; for a code, the end of its life (R149).
    pub expires_at: Timestamp,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
}

/// What happens to a proof of identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationEvent {
    /// A code was made for the person; it is accepted before `until` (R148, R130).
    CodeIssued {
        /// The end of the code's life.
        until: Timestamp,
    },
    /// The right code was typed by the signed-in person (R115).
    CodeAccepted,
    /// An operator compared the document with the profile and confirmed with one action (R126).
    OperatorConfirmed,
    /// The bank or the signature says who the person is.
    Answered {
        /// Whether that is the person of the profile (R160, R169).
        matches: bool,
    },
    /// It is broken off.
    Cancelled,
    /// Its time has run out.
    TimeRanOut,
}

/// What holds at the moment of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// The level of the account.
    pub level: AccountLevel,
    /// Whether the account may be used.
    pub status: AccountStatus,
    /// Whether the method is switched on (R111).
    pub is_enabled: bool,
    /// Whether the place where it happens is accredited for it at this moment (R123). True where no place is involved.
    pub is_accredited: bool,
}

/// Why a step is not taken; nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmationRefusal {
    /// The account is below level Standard (R62, R125, R173).
    #[error("the account is not at level Standard")]
    NotStandard,
    /// The account is locked or gone.
    #[error("the account is not in use")]
    NotActive,
    /// The installation has switched the method off (R111).
    #[error("the method is switched off")]
    MethodOff,
    /// The center has no accreditation at this moment (R123).
    #[error("the center is not accredited at this moment")]
    NotAccredited,
    /// The method knows no such step, or another step is due.
    #[error("another step is due")]
    OutOfStep,
    /// It came to its end before.
    #[error("it is over")]
    Over,
    /// Its time ran out (R149).
    #[error("its time ran out")]
    Expired,
    /// Its time has not run out.
    #[error("its time has not run out")]
    NotOverdue,
}

impl Refuse for ConfirmationRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::NotStandard => Refusal::new("confirmation-not-standard", Class::Forbidden),
            Self::NotActive => Refusal::new("confirmation-not-active", Class::Forbidden),
            Self::MethodOff => Refusal::new("confirmation-method-off", Class::Forbidden),
            Self::NotAccredited => Refusal::new("confirmation-not-accredited", Class::Forbidden),
            Self::OutOfStep => Refusal::new("confirmation-out-of-step", Class::Conflict),
            Self::Over => Refusal::new("confirmation-over", Class::Gone),
            Self::Expired => Refusal::new("confirmation-expired", Class::Gone),
            Self::NotOverdue => Refusal::new("confirmation-not-overdue", Class::Conflict),
        }
    }
}

impl Conditions {
    /// Whether a proof of identity may begin or succeed now. A confirmed person may prove it by another method as well;
    /// that is added and overwrites nothing (R118).
    pub fn check(self) -> Result<(), ConfirmationRefusal> {
        if self.status != AccountStatus::Active {
            return Err(ConfirmationRefusal::NotActive);
        }
        if self.level < AccountLevel::Standard {
            return Err(ConfirmationRefusal::NotStandard);
        }
        if !self.is_enabled {
            return Err(ConfirmationRefusal::MethodOff);
        }
        if !self.is_accredited {
            return Err(ConfirmationRefusal::NotAccredited);
        }
        Ok(())
    }
}

impl IdentityConfirmation {
    /// Begins one, if the conditions hold (R62).
    pub fn start(
        id: ConfirmationId,
        method: ConfirmationMethod,
        conditions: Conditions,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Self, ConfirmationRefusal> {
        conditions.check()?;
        Ok(Self { id, method, status: ConfirmationStatus::Started, started_at: now, expires_at, finished_at: None })
    }

    /// Takes one step, or says why not.
    pub fn step(
        mut self,
        event: ConfirmationEvent,
        conditions: Conditions,
        now: Timestamp,
    ) -> Result<Self, ConfirmationRefusal> {
        use ConfirmationEvent as Event;
        use ConfirmationStatus as Status;

        if !self.status.is_open() {
            return Err(if self.status == Status::Expired {
                ConfirmationRefusal::Expired
            } else {
                ConfirmationRefusal::Over
            });
        }
        let is_overdue = now >= self.expires_at;
        match event {
            // Ending it needs no conditions: a locked account's proof can be broken off too.
            Event::Cancelled => return Ok(self.finish(Status::Cancelled, now)),
            Event::TimeRanOut if is_overdue => return Ok(self.finish(Status::Expired, now)),
            Event::TimeRanOut => return Err(ConfirmationRefusal::NotOverdue),
            _ if is_overdue => return Err(ConfirmationRefusal::Expired),
            _ => {}
        }
        let next = self.method.next(self.status, event).ok_or(ConfirmationRefusal::OutOfStep)?;
        if next == Status::Failed {
            return Ok(self.finish(Status::Failed, now));
        }
        conditions.check()?;
        match event {
            Event::CodeIssued { until } => {
                self.status = next;
                self.expires_at = until;
                Ok(self)
            }
            _ => Ok(self.finish(next, now)),
        }
    }

    fn finish(mut self, status: ConfirmationStatus, now: Timestamp) -> Self {
        self.status = status;
        self.finished_at = Some(now);
        self
    }
}
