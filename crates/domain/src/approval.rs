//! Four eyes: what cannot be undone is asked for by one operator and agreed to by another, and then done once.
//!
//! What is agreed to is fixed by a digest: a request that was changed afterwards does not execute. The second operator
//! is of the same center, or runs the installation, and is neither the first one nor the one it is about.

use jiff::Timestamp;

use crate::{
    account::AccountId,
    id::Id,
    operator::{Act, CenterId, OperatorId, Role},
    refusal::{Class, Refusal, Refuse},
};

/// The id of a request.
pub type ApprovalId = Id<Approval>;

/// Whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person's account.
    Account(AccountId),
    /// Another operator.
    Operator(OperatorId),
    /// Nobody: how the installation works.
    Installation,
}

/// What an operator asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRequest {
    /// What is to be done.
    pub act: Act,
    /// To whom.
    pub subject: Subject,
    /// SHA-256 of everything that will be done, in one fixed form.
    pub digest: [u8; 32],
    /// By whom.
    pub requested_by: OperatorId,
    /// At which center; none for what concerns the installation.
    pub center: Option<CenterId>,
    /// When.
    pub requested_at: Timestamp,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

/// Where a request stands. That its time has run out is no state: the clock says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApprovalState {
    /// A second operator is awaited.
    Requested,
    /// A second operator agreed.
    Approved,
    /// A second operator did not agree.
    Refused,
    /// The first operator took it back.
    Withdrawn,
    /// It was done.
    Executed,
}

impl ApprovalState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Requested, Self::Approved, Self::Refused, Self::Withdrawn, Self::Executed];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Executed => "executed",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A request and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Its id.
    pub id: ApprovalId,
    /// What was asked for.
    pub request: ApprovalRequest,
    /// Where it stands.
    pub state: ApprovalState,
    /// Who decided, and when.
    pub decided: Option<(OperatorId, Timestamp)>,
}

/// The second operator, as of the moment of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondOperator {
    /// Who.
    pub operator: OperatorId,
    /// What they are.
    pub role: Role,
    /// The center their session is bound to.
    pub center: Option<CenterId>,
    /// Whether the account that it is about is their own.
    pub is_subject: bool,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalRefusal {
    /// The act needs no second operator.
    #[error("the act needs no approval")]
    NotNeeded,
    /// Its time has run out.
    #[error("the request has expired")]
    Expired,
    /// It was decided, taken back or done before.
    #[error("the request is decided")]
    Decided,
    /// One cannot agree to what one asked for.
    #[error("the same operator")]
    SameOperator,
    /// One cannot agree to what concerns oneself.
    #[error("the operator is the subject")]
    IsSubject,
    /// The role does not agree to anything.
    #[error("the role may not approve")]
    Role,
    /// It was asked for at another center.
    #[error("another center")]
    OtherCenter,
    /// Only the one who asked for it may do this.
    #[error("asked for by another operator")]
    NotYours,
    /// Nobody agreed yet.
    #[error("not approved")]
    NotApproved,
    /// What is to be done is not what was agreed to.
    #[error("not what was approved")]
    Changed,
    /// One agrees to what one has looked at.
    #[error("not looked at")]
    NotSeen,
}

impl ApprovalRefusal {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::NotNeeded,
        Self::Expired,
        Self::Decided,
        Self::SameOperator,
        Self::IsSubject,
        Self::Role,
        Self::OtherCenter,
        Self::NotYours,
        Self::NotApproved,
        Self::Changed,
        Self::NotSeen,
    ];
}

impl Refuse for ApprovalRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::NotNeeded => Refusal::new("approval-not-needed", Class::Conflict),
            Self::Expired => Refusal::new("approval-expired", Class::Gone),
            Self::Decided => Refusal::new("approval-decided", Class::Conflict),
            Self::SameOperator => Refusal::new("approval-same-operator", Class::Forbidden),
            Self::IsSubject => Refusal::new("operator-oneself", Class::Forbidden),
            Self::Role => Refusal::new("operator-role", Class::Forbidden),
            Self::OtherCenter => Refusal::new("approval-other-center", Class::Forbidden),
            Self::NotYours => Refusal::new("approval-not-yours", Class::Forbidden),
            Self::NotApproved => Refusal::new("approval-not-approved", Class::Conflict),
            Self::Changed => Refusal::new("approval-changed", Class::Conflict),
            Self::NotSeen => Refusal::new("approval-not-seen", Class::Conflict),
        }
    }
}

impl Approval {
    /// A new request.
    pub fn ask(id: ApprovalId, request: ApprovalRequest) -> Result<Self, ApprovalRefusal> {
        if !request.act.may_need_approval() {
            return Err(ApprovalRefusal::NotNeeded);
        }
        if request.subject == Subject::Operator(request.requested_by) {
            return Err(ApprovalRefusal::IsSubject);
        }
        Ok(Self { id, request, state: ApprovalState::Requested, decided: None })
    }

    /// Whether its time has run out.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        now >= self.request.expires_at
    }

    /// Whether anything can still happen.
    pub fn is_open(&self, now: Timestamp) -> bool {
        matches!(self.state, ApprovalState::Requested | ApprovalState::Approved) && !self.is_expired(now)
    }

    /// Whether this operator may decide, whatever the decision.
    pub fn may_decide(&self, second: &SecondOperator, now: Timestamp) -> Result<(), ApprovalRefusal> {
        let request = &self.request;
        if self.state != ApprovalState::Requested {
            Err(ApprovalRefusal::Decided)
        } else if self.is_expired(now) {
            Err(ApprovalRefusal::Expired)
        } else if !second.role.may(Act::Approve) || (request.act == Act::ManageClerks && second.role == Role::Clerk) {
            // Clerks do not decide about clerks.
            Err(ApprovalRefusal::Role)
        } else if second.operator == request.requested_by {
            Err(ApprovalRefusal::SameOperator)
        } else if second.is_subject || request.subject == Subject::Operator(second.operator) {
            Err(ApprovalRefusal::IsSubject)
        } else if second.role != Role::Administrator && (request.center.is_none() || request.center != second.center) {
            Err(ApprovalRefusal::OtherCenter)
        } else {
            Ok(())
        }
    }

    /// The second operator decides.
    pub fn decide(self, second: &SecondOperator, agrees: bool, now: Timestamp) -> Result<Self, ApprovalRefusal> {
        self.may_decide(second, now)?;
        let state = if agrees { ApprovalState::Approved } else { ApprovalState::Refused };
        Ok(Self { state, decided: Some((second.operator, now)), ..self })
    }

    /// The first operator takes it back.
    pub fn withdraw(self, by: OperatorId) -> Result<Self, ApprovalRefusal> {
        if by != self.request.requested_by {
            return Err(ApprovalRefusal::NotYours);
        }
        match self.state {
            ApprovalState::Requested | ApprovalState::Approved => Ok(Self { state: ApprovalState::Withdrawn, ..self }),
            _ => Err(ApprovalRefusal::Decided),
        }
    }

    /// The first operator does it: once, in time, and exactly what was agreed to.
    pub fn execute(self, wanted: &Wanted, now: Timestamp) -> Result<Self, ApprovalRefusal> {
        let request = &self.request;
        if wanted.by != request.requested_by {
            Err(ApprovalRefusal::NotYours)
        } else if self.state == ApprovalState::Requested {
            Err(ApprovalRefusal::NotApproved)
        } else if self.state != ApprovalState::Approved {
            Err(ApprovalRefusal::Decided)
        } else if self.is_expired(now) {
            Err(ApprovalRefusal::Expired)
        } else if wanted.center != request.center {
            Err(ApprovalRefusal::OtherCenter)
        } else if (wanted.act, wanted.subject, wanted.digest) != (request.act, request.subject, request.digest) {
            Err(ApprovalRefusal::Changed)
        } else {
            Ok(Self { state: ApprovalState::Executed, ..self })
        }
    }
}

/// What is about to be done under a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What.
    pub act: Act,
    /// To whom.
    pub subject: Subject,
    /// Its digest.
    pub digest: [u8; 32],
    /// By whom.
    pub by: OperatorId,
    /// At which center.
    pub center: Option<CenterId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{HOUR, SECOND, after};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn id<T>(number: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn request() -> ApprovalRequest {
        ApprovalRequest {
            act: Act::DeleteAccount,
            subject: Subject::Account(id(9)),
            digest: [7; 32],
            requested_by: id(1),
            center: Some(id(100)),
            requested_at: NOW,
            expires_at: after(NOW, HOUR),
        }
    }

    fn asked() -> Approval {
        Approval::ask(id(50), request()).unwrap()
    }

    fn second(operator: u128, role: Role, center: Option<u128>) -> SecondOperator {
        SecondOperator { operator: id(operator), role, center: center.map(id), is_subject: false }
    }

    fn wanted() -> Wanted {
        let ApprovalRequest { act, subject, digest, requested_by, center, .. } = request();
        Wanted { act, subject, digest, by: requested_by, center }
    }

    #[test]
    fn only_what_needs_a_second_operator_is_asked_for() {
        for act in Act::ALL {
            let asked = Approval::ask(id(1), ApprovalRequest { act, ..request() });
            assert_eq!(asked.is_ok(), act.may_need_approval(), "{act:?}");
        }
        let own = ApprovalRequest { act: Act::ManageOperators, subject: Subject::Operator(id(1)), ..request() };
        assert_eq!(Approval::ask(id(1), own), Err(ApprovalRefusal::IsSubject));
    }

    /// R200, R201: who may agree: another operator of the same center, or the administrator; never the first one, never
    /// the one it is about, never support.
    #[test]
    fn who_may_agree() {
        use ApprovalRefusal::{IsSubject, OtherCenter, Role as Wrong, SameOperator};
        for (who, expected) in [
            (second(2, Role::Clerk, Some(100)), Ok(())),
            (second(2, Role::CenterAdministrator, Some(100)), Ok(())),
            (second(2, Role::Administrator, None), Ok(())),
            (second(1, Role::Clerk, Some(100)), Err(SameOperator)),
            (second(1, Role::Administrator, None), Err(SameOperator)),
            (second(2, Role::Clerk, Some(101)), Err(OtherCenter)),
            (second(2, Role::Clerk, None), Err(OtherCenter)),
            (second(2, Role::Support, Some(100)), Err(Wrong)),
            (SecondOperator { is_subject: true, ..second(2, Role::Clerk, Some(100)) }, Err(IsSubject)),
        ] {
            assert_eq!(asked().may_decide(&who, NOW), expected, "{who:?}");
        }
        // What concerns the installation is not for centers.
        let installation = Approval::ask(id(1), ApprovalRequest { center: None, ..request() }).unwrap();
        assert_eq!(installation.may_decide(&second(2, Role::Clerk, None), NOW), Err(OtherCenter));
    }

    /// R133: what becomes of a clerk is agreed to by another who looks after clerks, at the same center or above.
    #[test]
    fn clerks_do_not_decide_about_clerks() {
        let request = ApprovalRequest { act: Act::ManageClerks, subject: Subject::Operator(id(9)), ..request() };
        let asked = Approval::ask(id(1), request).unwrap();
        for (who, expected) in [
            (second(2, Role::Clerk, Some(100)), Err(ApprovalRefusal::Role)),
            (second(2, Role::CenterAdministrator, Some(100)), Ok(())),
            (second(2, Role::CenterAdministrator, Some(101)), Err(ApprovalRefusal::OtherCenter)),
            (second(9, Role::CenterAdministrator, Some(100)), Err(ApprovalRefusal::IsSubject)),
            (second(2, Role::Administrator, None), Ok(())),
        ] {
            assert_eq!(asked.may_decide(&who, NOW), expected, "{who:?}");
        }
    }

    /// R200, R201: every state against every step: it executes once, only approved, only in time.
    #[test]
    fn every_state_and_every_step() {
        let colleague = second(2, Role::Clerk, Some(100));
        let late = after(NOW, HOUR);
        for state in ApprovalState::ALL {
            let there = Approval { state, ..asked() };
            let decided = there.clone().decide(&colleague, true, NOW);
            assert_eq!(decided.is_ok(), state == ApprovalState::Requested);
            assert!(there.clone().decide(&colleague, true, late).is_err());
            let executed = there.clone().execute(&wanted(), after(late, -SECOND));
            assert_eq!(executed.is_ok(), state == ApprovalState::Approved);
            assert!(executed.is_err() || executed.unwrap().execute(&wanted(), NOW) == Err(ApprovalRefusal::Decided));
            assert!(there.clone().execute(&wanted(), late).is_err());
            let open = matches!(state, ApprovalState::Requested | ApprovalState::Approved);
            assert_eq!(there.clone().withdraw(id(1)).is_ok(), open);
            assert_eq!(there.clone().withdraw(id(2)), Err(ApprovalRefusal::NotYours));
            assert_eq!((there.is_open(NOW), there.is_open(late)), (open, false));
            assert_eq!(ApprovalState::from_name(state.name()), Some(state));
        }
    }

    /// R200, R201: another payload, person, act, operator or center than was agreed to does not execute.
    #[test]
    fn only_what_was_agreed_to_executes() {
        use ApprovalRefusal::{Changed, NotYours, OtherCenter};
        let approved = asked().decide(&second(2, Role::Clerk, Some(100)), true, NOW).unwrap();
        assert_eq!(approved.decided, Some((id(2), NOW)));
        for (other, expected) in [
            (Wanted { digest: [8; 32], ..wanted() }, Changed),
            (Wanted { subject: Subject::Account(id(8)), ..wanted() }, Changed),
            (Wanted { act: Act::RestoreAccess, ..wanted() }, Changed),
            (Wanted { by: id(2), ..wanted() }, NotYours),
            (Wanted { center: Some(id(101)), ..wanted() }, OtherCenter),
        ] {
            assert_eq!(approved.clone().execute(&other, NOW), Err(expected));
        }
        assert_eq!(approved.execute(&wanted(), NOW).unwrap().state, ApprovalState::Executed);
    }
}
