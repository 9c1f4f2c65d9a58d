//! The registries' check that makes an account Standard (R96 to R109): what was submitted, what each registry was asked
//! and said, and what follows.
//!
//! There is one submission in force per account. It has two checks that know nothing of each other (R97). Only two
//! signed answers "match" about this very submission, or an operator's decision where no registry can answer, make it
//! verified.

mod check;
mod refusal;

use serde::{Deserialize, Serialize};

pub use check::{Answer, Asked, Check, CheckId, CheckKind, Finding, VerificationStatus};
pub use refusal::VerificationRefusal;

use crate::{
    evidence::EvidenceId,
    id::Id,
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
    /// A newer submission took its place, or the person has withdrawn it.
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
    /// The evidence that came of it when it took effect. While it is there, the submission vouches for data that are or
    /// were in force: the person cannot put it aside, and what speaks against it goes to an operator.
    pub effect: Option<EvidenceId>,
    /// The two checks.
    pub checks: Vec<Check>,
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

/// For how long after the deadline a registry is still asked, slowly: an operator looks, but an answer would settle it (R99).
pub const ASKED_AFTER_DEADLINE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What an answer or a decision calls for beyond storing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Raise the level and put the data in force (R63).
    Verified,
    /// Tell the person what did not match (R106).
    Rejected,
    /// Tell the person that it takes longer (R108).
    Delayed,
    /// What had taken effect is found wrong: its evidence is withdrawn, and the level follows (R60).
    Withdrawn(EvidenceId),
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
            effect: None,
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

    /// Whether a registry's answer to a check would still decide it, before the deadline or after it.
    pub fn awaits(&self, id: CheckId) -> bool {
        self.is_in_force() && self.check(id).is_some_and(Check::is_unanswered)
    }

    /// Whether a registry is still asked for its answer to a check.
    pub fn asks(&self, id: CheckId, now: Timestamp) -> bool {
        self.awaits(id) && now < after(self.deadline_at, ASKED_AFTER_DEADLINE)
    }

    /// Whether the person may send the very same data once more: a registry did not answer in time (R106, R108), or it
    /// may have put its data right since it said no.
    pub fn may_be_sent_again(&self, now: Timestamp) -> bool {
        let is_overdue = now >= self.deadline_at && self.effect.is_none();
        self.has_rejection() || (is_overdue && self.checks.iter().any(Check::is_unanswered))
    }

    /// Whether a check is rejected, so that the person can correct the data at once (R106).
    pub fn has_rejection(&self) -> bool {
        self.checks.iter().any(|check| check.status == VerificationStatus::Rejected)
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

    /// The registry has taken the request in. A check that waits for an operator meanwhile goes on doing so.
    pub fn handed_over(self, id: CheckId, ticket: String) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.asked.as_ref().ok_or(VerificationRefusal::NotOpen)?;
            check.ticket = Some(ticket);
            check.stands_at(VerificationStatus::InProgress);
            check.attempts = 0;
            Ok(())
        })
    }

    /// The registry did not answer the call (R99).
    pub fn unreachable(self, id: CheckId) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.stands_at(VerificationStatus::Unavailable);
            check.attempts = check.attempts.saturating_add(1);
            Ok(())
        })
    }

    /// The registry answered a poll, though the answer is not there yet.
    pub fn reachable(self, id: CheckId) -> Result<Self, VerificationRefusal> {
        self.change_open(id, |check| {
            check.stands_at(VerificationStatus::InProgress);
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

    /// There is no registry to ask: an operator looks in its place, at once (R211).
    pub fn unanswerable(mut self, id: CheckId, now: Timestamp) -> Result<Self, VerificationRefusal> {
        if !self.check(id).is_some_and(|check| check.status.is_open()) {
            return Err(VerificationRefusal::NotOpen);
        }
        self = self.change_open(id, |check| {
            check.status = VerificationStatus::NeedsOperator;
            Ok(())
        })?;
        self.settle(now);
        Ok(self)
    }

    /// A signed answer has come. It must be to the very request that was sent. `said` names what the registry has said to
    /// it before: whatever contradicts, an operator has seen or will see, and need not see twice.
    pub fn answered(
        mut self,
        id: CheckId,
        answer: Answer,
        said: &[String],
        now: Timestamp,
    ) -> Result<(Self, Reception), VerificationRefusal> {
        let check = self.check(id).ok_or(VerificationRefusal::UnknownCheck)?;
        if check.asked.as_ref().map(|asked| asked.digest) != Some(answer.request_digest) {
            return Err(VerificationRefusal::ForeignAnswer);
        }
        let reception = match (&check.answer, &check.finding) {
            (Some(earlier), _) if earlier.says_the_same(&answer) => Reception::Repeated,
            (Some(_), _) | (_, Some(_)) if said.iter().any(|name| name == answer.finding.name()) => Reception::Repeated,
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

    /// An operator finds wrong whose SNILS it is, though the registries agreed (R107): what had taken effect holds no longer.
    pub fn found_wrong(mut self, now: Timestamp) -> Result<Self, VerificationRefusal> {
        if self.effect.is_none() {
            return Err(VerificationRefusal::NotOpen);
        }
        for check in self.checks.iter_mut().filter(|check| check.kind == CheckKind::Snils) {
            check.status = VerificationStatus::Rejected;
            check.finding = Some(Finding::RefusedByOperator);
        }
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

    /// It has become the ground of the data in force.
    #[must_use]
    pub fn took_effect(mut self, evidence: EvidenceId) -> Self {
        self.effect = Some(evidence);
        self
    }

    /// A newer submission takes this one's place, or the person withdraws it. One that has taken effect stays what it is,
    /// verified or contradicted since: it gave the account its level, and only an operator can say that it was wrong.
    #[must_use]
    pub fn superseded(mut self, now: Timestamp) -> Self {
        if self.effect.is_none() {
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
        if self.state == VerificationState::Rejected {
            self.effect = None;
        }
    }

    /// What the step from `before` to this calls for. The first rejected check is told at once: the person need not wait
    /// for the other registry to correct it. That it waits for operators is told when nothing else is awaited any more.
    pub fn reaction(&self, before: &Self) -> Option<Reaction> {
        let rejected =
            |of: &Self| of.checks.iter().filter(|check| check.status == VerificationStatus::Rejected).count();
        if let Some(evidence) = before.effect {
            // What is in force is so already; all that can follow is that it is not any more.
            return self.effect.is_none().then_some(Reaction::Withdrawn(evidence));
        }
        match self.state {
            state if state == before.state && state != VerificationState::InProgress => None,
            VerificationState::Verified => Some(Reaction::Verified),
            _ if rejected(self) > 0 => (rejected(before) == 0).then_some(Reaction::Rejected),
            VerificationState::NeedsOperator => Some(Reaction::Delayed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
