//! The registries' check that makes an account Standard (R96 to R109): what was submitted, what each registry was asked
//! and said, and what follows.
//!
//! There is one submission in force per account. It has two checks that know nothing of each other (R97). Only two
//! signed answers "match" about this very submission, or an operator's decision where no registry can answer, make it
//! verified.

mod check;

use serde::{Deserialize, Serialize};

pub use check::{Answer, Asked, Check, CheckId, CheckKind, Finding, VerificationStatus};

use crate::{
    id::Id,
    refusal::{Class, Refusal, Refuse},
    time::{SignedDuration, Timestamp, after},
};

/// Names submissions.
#[derive(Debug)]
pub enum Submission {}
/// A submission's id.
pub type VerificationId = Id<Submission>;

/// Where a submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationState {
    /// A registry has not answered yet.
    InProgress,
    /// Both checks are positive.
    Verified,
    /// At least one check is negative, and none is open.
    Rejected,
    /// No check is open or negative, and at least one waits for an operator (R108, R211).
    NeedsOperator,
    /// A newer submission took its place.
    Superseded,
}

impl VerificationState {
    const ALL: [Self; 5] = [Self::InProgress, Self::Verified, Self::Rejected, Self::NeedsOperator, Self::Superseded];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InProgress => "in_progress",
            Self::Verified => "verified",
            Self::Rejected => "rejected",
            Self::NeedsOperator => "needs_operator",
            Self::Superseded => "superseded",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// One submission of personal data and its checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Its id.
    pub id: VerificationId,
    /// Where it stands.
    pub state: VerificationState,
    /// When the person sent it.
    pub submitted_at: Timestamp,
    /// From this instant on, what has no answer goes to the operators (R108).
    pub deadline_at: Timestamp,
    /// When it came to its end.
    pub finished_at: Option<Timestamp>,
    /// The two checks.
    pub checks: Vec<Check>,
}

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

/// What an answer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reception {
    /// It decided its check.
    Taken,
    /// It says again what is known.
    Repeated,
    /// It says something else than an earlier answer to the same request: an operator must look.
    Contradiction,
    /// The submission is no longer in force: the answer is kept as evidence and does nothing.
    Late,
}

/// What an answer or a decision calls for beyond storing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Raise the level and put the data in force (R63).
    Verified,
    /// Tell the person what did not match (R106).
    Rejected,
    /// Tell the person that it takes longer (R108).
    Delayed,
}

impl Verification {
    /// A submission that begins now. A document that no registry knows waits for an operator from the start (R211).
    pub fn submit(
        id: VerificationId,
        checks: [(CheckId, CheckKind); 2],
        now: Timestamp,
        longest: SignedDuration,
    ) -> Self {
        let checks = checks.into_iter().map(|(id, kind)| Check::new(id, kind)).collect();
        Self {
            id,
            state: VerificationState::InProgress,
            submitted_at: now,
            deadline_at: after(now, longest),
            finished_at: None,
            checks,
        }
    }

    /// The check with this id.
    pub fn check(&self, id: CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// The check of this kind.
    pub fn check_of(&self, kind: CheckKind) -> Option<&Check> {
        self.checks.iter().find(|check| check.kind == kind)
    }

    /// Whether an answer would still count.
    pub fn is_in_force(&self) -> bool {
        self.state != VerificationState::Superseded
    }

    /// Whether a check is still to be asked or awaited.
    pub fn awaits(&self, id: CheckId) -> bool {
        self.is_in_force() && self.check(id).is_some_and(|check| check.status.is_open())
    }

    fn change<T>(
        &mut self,
        id: CheckId,
        change: impl FnOnce(&mut Check) -> Result<T, VerificationRefusal>,
    ) -> Result<T, VerificationRefusal> {
        let check = self.checks.iter_mut().find(|check| check.id == id).ok_or(VerificationRefusal::UnknownCheck)?;
        change(check)
    }

    fn change_open(
        mut self,
        id: CheckId,
        change: impl FnOnce(&mut Check) -> Result<(), VerificationRefusal>,
    ) -> Result<Self, VerificationRefusal> {
        if !self.awaits(id) {
            return Err(if self.check(id).is_some() {
                VerificationRefusal::NotOpen
            } else {
                VerificationRefusal::UnknownCheck
            });
        }
        self.change(id, change)?;
        Ok(self)
    }

    /// The request of a check has been made and signed; it is made once, so that a repetition sends the same text.
    pub fn asked(self, id: CheckId, asked: Asked) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| match check.asked {
            None => {
                check.asked = Some(asked);
                Ok(())
            }
            Some(_) => Err(VerificationRefusal::AlreadyAsked),
        })
    }

    /// The registry has taken the request in.
    pub fn handed_over(self, id: CheckId, ticket: String) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.asked.as_ref().ok_or(VerificationRefusal::NotOpen)?;
            check.ticket = Some(ticket);
            check.status = VerificationStatus::InProgress;
            check.attempts = 0;
            Ok(())
        })
    }

    /// The registry did not answer the call (R99).
    pub fn unreachable(self, id: CheckId) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.status = VerificationStatus::Unavailable;
            check.attempts = check.attempts.saturating_add(1);
            Ok(())
        })
    }

    /// The registry answered a poll, though the answer is not there yet.
    pub fn reachable(self, id: CheckId) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.status = VerificationStatus::InProgress;
            check.attempts = 0;
            Ok(())
        })
    }

    /// The registry does not know its ticket: the same request is to be handed over again.
    pub fn ticket_lost(self, id: CheckId) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.ticket = None;
            Ok(())
        })
    }

    /// A signed answer has come. It must be to the very request that was sent.
    pub fn answered(
        mut self,
        id: CheckId,
        answer: Answer,
        now: Timestamp,
    ) -> Result<(Self, Reception), VerificationRefusal> {
        let check = self.check(id).ok_or(VerificationRefusal::UnknownCheck)?;
        if check.asked.as_ref().map(|asked| asked.digest) != Some(answer.request_digest) {
            return Err(VerificationRefusal::ForeignAnswer);
        }
        let reception = match (&check.answer, &check.finding) {
            (Some(earlier), _) if earlier.says_the_same(&answer) => Reception::Repeated,
            _ if !self.is_in_force() => Reception::Late,
            (None, None) => Reception::Taken,
            // An operator was first, and the registry agrees.
            (None, Some(finding)) if finding.status() == answer.finding.status() => Reception::Repeated,
            _ => Reception::Contradiction,
        };
        match reception {
            Reception::Repeated | Reception::Late => {}
            Reception::Contradiction => {
                self.change(id, |check| {
                    check.status = VerificationStatus::NeedsOperator;
                    Ok(())
                })?;
                self.settle(now);
            }
            Reception::Taken => {
                self.change(id, |check| {
                    check.status = answer.finding.status();
                    check.finding = Some(answer.finding.clone());
                    check.answer = Some(answer);
                    Ok(())
                })?;
                self.settle(now);
            }
        }
        Ok((self, reception))
    }

    /// Both checks are positive, but another account came first with this SNILS (R107).
    #[must_use]
    pub fn snils_taken(mut self, now: Timestamp) -> Self {
        for check in self.checks.iter_mut().filter(|check| check.kind == CheckKind::Snils) {
            check.status = VerificationStatus::Rejected;
            check.finding = Some(Finding::SnilsTaken);
        }
        self.settle(now);
        self
    }

    /// An operator has decided a check that waits for one (R108, R211).
    pub fn decided(mut self, id: CheckId, is_right: bool, now: Timestamp) -> Result<Self, VerificationRefusal> {
        let waits = self.check(id).ok_or(VerificationRefusal::UnknownCheck)?.status;
        if !self.is_in_force() || waits != VerificationStatus::NeedsOperator {
            return Err(VerificationRefusal::NotOpen);
        }
        self.change(id, |check| {
            check.status = if is_right { VerificationStatus::Verified } else { VerificationStatus::Rejected };
            check.finding = Some(if is_right { Finding::AcceptedByOperator } else { Finding::RefusedByOperator });
            Ok(())
        })?;
        self.settle(now);
        Ok(self)
    }

    /// The deadline has come: what has no answer goes to the operators (R108).
    pub fn overdue(mut self, now: Timestamp) -> Result<Self, VerificationRefusal> {
        if now < self.deadline_at {
            return Err(VerificationRefusal::NotOverdue);
        }
        if !self.is_in_force() || !self.checks.iter().any(|check| check.status.is_open()) {
            return Err(VerificationRefusal::NotOpen);
        }
        for check in self.checks.iter_mut().filter(|check| check.status.is_open()) {
            check.status = VerificationStatus::NeedsOperator;
        }
        self.settle(now);
        Ok(self)
    }

    /// A newer submission takes this one's place. One that ended as verified stays what it was: it gave the account its
    /// level, and what speaks against it must still be noticed.
    #[must_use]
    pub fn superseded(mut self, now: Timestamp) -> Self {
        if self.state != VerificationState::Verified {
            self.state = VerificationState::Superseded;
            self.finished_at.get_or_insert(now);
        }
        self
    }

    fn settle(&mut self, now: Timestamp) {
        let any = |status| self.checks.iter().any(|check| check.status == status);
        self.state = if self.checks.iter().any(|check| check.status.is_open()) {
            VerificationState::InProgress
        } else if any(VerificationStatus::Rejected) {
            VerificationState::Rejected
        } else if any(VerificationStatus::NeedsOperator) {
            VerificationState::NeedsOperator
        } else {
            VerificationState::Verified
        };
        self.finished_at = match self.state {
            VerificationState::Verified | VerificationState::Rejected => Some(self.finished_at.unwrap_or(now)),
            _ => None,
        };
    }

    /// What the step from `before` to this calls for. The first rejected check is told at once: the person need not wait
    /// for the other registry to correct it.
    pub fn reaction(&self, before: &Self) -> Option<Reaction> {
        let count = |of: &Self, status| of.checks.iter().filter(|check| check.status == status).count();
        let more = |status| count(self, status) > count(before, status);
        if self.state == VerificationState::Verified {
            (before.state != VerificationState::Verified).then_some(Reaction::Verified)
        } else if more(VerificationStatus::Rejected) && count(before, VerificationStatus::Rejected) == 0 {
            Some(Reaction::Rejected)
        } else if more(VerificationStatus::NeedsOperator)
            && before.state == VerificationState::InProgress
            && self.state != VerificationState::Rejected
        {
            Some(Reaction::Delayed)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests;
