//! A visitor at the window of a center (R121 to R135): for which task, served by whom, and for how long.
//!
//! A visit is the ground on which an operator sees a person: it is bound to one operator at one center, to one task, and
//! to a short time. Whoever is in the way of it sees nothing.

use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    approval::ApprovalId,
    id::Id,
    operator::{CenterId, OperatorId, Task},
    refusal::{Class, Refusal, Refuse},
    service_center::CenterService,
    time::Timestamp,
};

/// The id of a visit.
pub type VisitId = Id<Visit>;

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VisitState {
    /// A time was booked for it (R132, C30).
    Booked,
    /// The time has come and gone, and nobody served the visitor (R132).
    Unserved,
    /// The visitor stands at the window.
    Open,
    /// A second operator has been asked.
    Asked,
    /// What the visitor came for is done.
    Done,
    /// The visitor left, or the time ran out.
    Left,
}

impl VisitState {
    /// Every state.
    pub const ALL: [Self; 6] = [Self::Booked, Self::Unserved, Self::Open, Self::Asked, Self::Done, Self::Left];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Unserved => "unserved",
            Self::Open => "open",
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Left => "left",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What a visitor must bring (C11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// The identity document whose data are in the profile (R121).
    IdentityDocument,
    /// The SNILS.
    Snils,
}

/// What an operator says to have compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// The picture in the document is of the visitor.
    Photo,
    /// Names and date of birth are those of the profile.
    Person,
    /// Series, number and issue of the document are those of the profile.
    Document,
    /// The SNILS is that of the profile.
    Snils,
}

impl Seen {
    /// Everything that can be compared, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Photo, Self::Person, Self::Document, Self::Snils];

    /// The name of the box on the page.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Photo => "seen_photo",
            Self::Person => "seen_person",
            Self::Document => "seen_document",
            Self::Snils => "seen_snils",
        }
    }

    /// Whether it belongs to a paper.
    pub const fn is_of(self, paper: Paper) -> bool {
        matches!(self, Self::Snils) == matches!(paper, Paper::Snils)
    }

    /// What must be compared when these papers must be shown.
    pub fn needed(papers: &[Paper]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|seen| papers.iter().any(|paper| seen.is_of(*paper))).collect()
    }
}

/// The service of a center that a task is (R133); none for tasks that are not done at a window.
pub const fn service_of(task: Task) -> Option<CenterService> {
    match task {
        Task::ConfirmIdentity => Some(CenterService::AccountConfirmation),
        Task::RestoreAccess => Some(CenterService::AccessRestoration),
        Task::DeleteAccount => Some(CenterService::AccountDeletion),
        Task::CorrectData => Some(CenterService::DataCorrection),
        Task::AnswerSupport | Task::DecideVerification => None,
    }
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// Where.
    pub center: CenterId,
    /// What for.
    pub task: Task,
    /// Where it stands.
    pub state: VisitState,
    /// Whose account.
    pub account: AccountId,
    /// Who serves; nobody while it is booked.
    pub operator: Option<OperatorId>,
    /// For when it was booked.
    pub booked_for: Option<Timestamp>,
    /// The request to a second operator.
    pub approval: Option<ApprovalId>,
    /// When it began.
    pub begun_at: Timestamp,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

/// Why a step of a visit is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VisitRefusal {
    /// It is done, the visitor left, or its time ran out.
    #[error("the visit is over")]
    Over,
    /// Another operator serves the visitor.
    #[error("another operator serves")]
    NotYours,
    /// Another step is due.
    #[error("another step is due")]
    OutOfStep,
    /// The center may not do this now (R123, R133).
    #[error("the center is not accredited for this at this moment")]
    NotAccredited,
    /// The identity is confirmed already.
    #[error("the identity is confirmed already")]
    AlreadyConfirmed,
    /// Nothing about the person was verified, so that no document can be compared with it.
    #[error("nothing is verified")]
    NotVerified,
    /// The person's data are not those that were compared.
    #[error("the data changed since they were shown")]
    Changed,
    /// Too many persons were looked for in a short time.
    #[error("too many persons looked for")]
    TooMany,
    /// The installation hands out no codes, or does not confirm at once (C12).
    #[error("this way is switched off")]
    WayOff,
    /// Nothing would be corrected.
    #[error("nothing changes")]
    NothingChanges,
    /// Without a contact the person could not get in.
    #[error("no contact is left")]
    NoContact,
}

impl VisitRefusal {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::Over,
        Self::NotYours,
        Self::OutOfStep,
        Self::NotAccredited,
        Self::AlreadyConfirmed,
        Self::NotVerified,
        Self::Changed,
        Self::TooMany,
        Self::WayOff,
        Self::NothingChanges,
        Self::NoContact,
    ];
}

impl Refuse for VisitRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Over => Refusal::new("visit-over", Class::Gone),
            Self::NotYours => Refusal::new("visit-not-yours", Class::Forbidden),
            Self::OutOfStep => Refusal::new("visit-out-of-step", Class::Conflict),
            Self::NotAccredited => Refusal::new("visit-not-accredited", Class::Forbidden),
            Self::AlreadyConfirmed => Refusal::new("visit-already-confirmed", Class::Conflict),
            Self::NotVerified => Refusal::new("visit-not-verified", Class::Forbidden),
            Self::Changed => Refusal::new("visit-changed", Class::Conflict),
            Self::TooMany => Refusal::new("visit-too-many", Class::TooMany),
            Self::WayOff => Refusal::new("visit-way-off", Class::Forbidden),
            Self::NothingChanges => Refusal::new("visit-nothing-changes", Class::Conflict),
            Self::NoContact => Refusal::new("visit-no-contact", Class::Conflict),
        }
    }
}

impl Visit {
    /// Whether this operator serves the visitor now; nobody else sees anything of it.
    pub fn serve(&self, operator: OperatorId, now: Timestamp) -> Result<(), VisitRefusal> {
        if self.operator != Some(operator) {
            return Err(VisitRefusal::NotYours);
        }
        match self.state {
            _ if now >= self.expires_at => Err(VisitRefusal::Over),
            VisitState::Open | VisitState::Asked => Ok(()),
            VisitState::Done | VisitState::Left => Err(VisitRefusal::Over),
            VisitState::Booked | VisitState::Unserved => Err(VisitRefusal::OutOfStep),
        }
    }

    /// Whether this operator may print the form: while the visitor stands at the window, and right after.
    pub fn may_print(&self, operator: OperatorId, now: Timestamp) -> Result<(), VisitRefusal> {
        if self.state == VisitState::Done && self.operator == Some(operator) && now < self.expires_at {
            return Ok(());
        }
        self.serve(operator, now)
    }

    /// An operator takes in a visitor who booked a time; whom the queue did not serve takes in who may do so (R132).
    pub fn take(
        self,
        operator: OperatorId,
        may_take_unserved: bool,
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<Self, VisitRefusal> {
        match self.state {
            VisitState::Booked if now < self.expires_at => {}
            VisitState::Booked | VisitState::Unserved if may_take_unserved => {}
            VisitState::Open | VisitState::Asked => return Err(VisitRefusal::NotYours),
            VisitState::Booked | VisitState::Unserved | VisitState::Done | VisitState::Left => {
                return Err(VisitRefusal::Over);
            }
        }
        Ok(Self { state: VisitState::Open, operator: Some(operator), begun_at: now, expires_at, ..self })
    }

    /// A second operator is asked; the visit lasts as long as the request does.
    pub fn ask(self, approval: ApprovalId, expires_at: Timestamp) -> Result<Self, VisitRefusal> {
        match self.state {
            VisitState::Open => Ok(Self { state: VisitState::Asked, approval: Some(approval), expires_at, ..self }),
            _ => Err(VisitRefusal::OutOfStep),
        }
    }

    /// The request came to nothing: another one can be made.
    pub fn reopen(self) -> Result<Self, VisitRefusal> {
        match self.state {
            VisitState::Asked => Ok(Self { state: VisitState::Open, approval: None, ..self }),
            _ => Err(VisitRefusal::OutOfStep),
        }
    }

    /// What the visitor came for is done.
    #[must_use]
    pub fn finish(self) -> Self {
        Self { state: VisitState::Done, ..self }
    }

    /// The visitor leaves, or does not come.
    pub fn leave(self) -> Result<Self, VisitRefusal> {
        match self.state {
            VisitState::Done | VisitState::Left => Err(VisitRefusal::Over),
            _ => Ok(Self { state: VisitState::Left, ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{MINUTE, after};

    fn id<T>(number: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn visit(state: VisitState) -> Visit {
        Visit {
            id: id(1),
            center: id(2),
            task: Task::ConfirmIdentity,
            state,
            account: id(3),
            operator: Some(id(4)),
            booked_for: None,
            approval: None,
            begun_at: Timestamp::UNIX_EPOCH,
            expires_at: after(Timestamp::UNIX_EPOCH, MINUTE),
        }
    }

    /// R124, R135: a visit is served by its operator, while it lasts.
    #[test]
    fn only_its_operator_and_only_in_time() {
        let start = Timestamp::UNIX_EPOCH;
        let last = after(start, MINUTE);
        assert_eq!(visit(VisitState::Open).serve(id(4), start), Ok(()));
        assert_eq!(visit(VisitState::Asked).serve(id(4), start), Ok(()));
        assert_eq!(visit(VisitState::Open).serve(id(5), start), Err(VisitRefusal::NotYours));
        assert_eq!(visit(VisitState::Open).serve(id(4), last), Err(VisitRefusal::Over));
        assert_eq!(visit(VisitState::Done).serve(id(4), start), Err(VisitRefusal::Over));
        assert_eq!(visit(VisitState::Left).serve(id(4), start), Err(VisitRefusal::Over));
        assert_eq!(visit(VisitState::Booked).serve(id(4), start), Err(VisitRefusal::OutOfStep));
    }

    /// R132: whom the queue did not serve is taken in by an administrator of the center.
    #[test]
    fn the_unserved_are_taken_in_by_who_may() {
        let (start, late) = (Timestamp::UNIX_EPOCH, after(Timestamp::UNIX_EPOCH, MINUTE));
        let taken = |state, may, now| visit(state).take(id(9), may, (now, after(now, MINUTE)));
        assert_eq!(taken(VisitState::Booked, false, start).unwrap().operator, Some(id(9)));
        assert_eq!(taken(VisitState::Booked, false, late), Err(VisitRefusal::Over));
        assert_eq!(taken(VisitState::Unserved, false, start), Err(VisitRefusal::Over));
        for state in [VisitState::Booked, VisitState::Unserved] {
            assert_eq!(taken(state, true, late).unwrap().state, VisitState::Open);
        }
        assert_eq!(taken(VisitState::Open, true, start), Err(VisitRefusal::NotYours));
        assert_eq!(taken(VisitState::Done, true, start), Err(VisitRefusal::Over));
    }

    /// R121, C11: the passport alone is compared unless the installation asks for the SNILS as well.
    #[test]
    fn what_must_be_compared_follows_from_the_papers() {
        assert_eq!(Seen::needed(&[Paper::IdentityDocument]), [Seen::Photo, Seen::Person, Seen::Document]);
        assert_eq!(Seen::needed(&[Paper::IdentityDocument, Paper::Snils]), Seen::ALL);
    }

    /// R133: the tasks of a window are services of their own.
    #[test]
    fn each_task_of_a_window_is_a_service_of_its_own() {
        let services: Vec<_> = Task::ALL.into_iter().filter_map(service_of).collect();
        assert_eq!(services.len(), 4);
        assert!((1..services.len()).all(|at| !services[..at].contains(&services[at])));
    }

    #[test]
    fn names_lead_back() {
        assert!(VisitState::ALL.into_iter().all(|state| VisitState::from_name(state.name()) == Some(state)));
        assert_eq!(VisitState::from_name("gone"), None);
    }

    /// R200, R201: a request to a colleague holds the visit open; when it came to nothing, another can be made.
    #[test]
    fn a_colleague_is_asked_once_at_a_time() {
        let later = after(Timestamp::UNIX_EPOCH, MINUTE * 5);
        let asked = visit(VisitState::Open).ask(id(7), later).unwrap();
        assert_eq!((asked.state, asked.approval, asked.expires_at), (VisitState::Asked, Some(id(7)), later));
        assert_eq!(asked.clone().ask(id(8), later), Err(VisitRefusal::OutOfStep));
        assert_eq!(asked.reopen().unwrap().approval, None);
        assert_eq!(visit(VisitState::Open).reopen(), Err(VisitRefusal::OutOfStep));
        assert_eq!(visit(VisitState::Done).leave(), Err(VisitRefusal::Over));
    }
}
