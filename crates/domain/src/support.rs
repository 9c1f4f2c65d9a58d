//! Requests to the support: what they are about, what a person may send, and how they go from hand to hand (R223 to R226).
//!
//! A request waits until one operator takes it; only that operator reads and answers it. An answered request waits again
//! when the person writes once more, and nothing happens to a closed one.

mod file;
mod number;

pub use file::{FileKind, MOST_FILE_BYTES, MOST_FILES, ScanState, check_files, clean_name};
pub use number::RequestNumber;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    account::AccountId,
    id::Id,
    operator::OperatorId,
    refusal::{Class, FieldFault, Refusal, Refuse},
};

/// The id of a request.
pub type SupportRequestId = Id<SupportRequest>;

/// Names messages of a request.
#[derive(Debug)]
pub enum SupportMessage {}
/// The id of a message.
pub type SupportMessageId = Id<SupportMessage>;

/// Names files that came with a message.
#[derive(Debug)]
pub enum Attachment {}
/// The id of a file.
pub type AttachmentId = Id<Attachment>;

/// The most characters of one message.
pub const MOST_CHARACTERS: usize = 4000;

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// How and where to confirm the identity (R226).
    Confirmation,
    /// Registration, login, recovery.
    Access,
    /// Personal data and their verification.
    Verification,
    /// The SNILS belongs to another account (R107).
    SnilsTaken,
    /// A service of the portal.
    Service,
    /// Fraud, or somebody else in the account.
    Safety,
    /// Anything else.
    Other,
}

impl Topic {
    /// Every topic, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Confirmation,
        Self::Access,
        Self::Verification,
        Self::SnilsTaken,
        Self::Service,
        Self::Safety,
        Self::Other,
    ];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Access => "access",
            Self::Verification => "verification",
            Self::SnilsTaken => "snils_taken",
            Self::Service => "service",
            Self::Safety => "safety",
            Self::Other => "other",
        }
    }

    /// The topic with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// For an operator.
    Waiting,
    /// An operator works on it.
    Taken,
    /// The person was answered.
    Answered,
    /// It is over.
    Closed,
}

impl RequestState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Taken, Self::Answered, Self::Closed];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A request and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportRequest {
    /// Its id.
    pub id: SupportRequestId,
    /// The number by which people name it.
    pub number: RequestNumber,
    /// Whose it is; none for a visitor.
    pub account: Option<AccountId>,
    /// What it is about.
    pub topic: Topic,
    /// Where it stands.
    pub state: RequestState,
    /// Who works on it, or did last.
    pub operator: Option<OperatorId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it waits; the oldest comes first.
    pub waiting_since: Timestamp,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupportRefusal {
    /// Another operator has it.
    #[error("another operator has taken the request")]
    Taken,
    /// It must be taken first.
    #[error("the request has not been taken")]
    NotTaken,
    /// It is over.
    #[error("the request is closed")]
    Closed,
    /// The person or the network writes too much.
    #[error("too many requests to the support")]
    TooMany,
    /// The file has not been found clean.
    #[error("the file is not open")]
    FileClosed,
}

impl SupportRefusal {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Taken, Self::NotTaken, Self::Closed, Self::TooMany, Self::FileClosed];
}

impl Refuse for SupportRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Taken => Refusal::new("support-taken", Class::Conflict),
            Self::NotTaken => Refusal::new("support-not-taken", Class::Forbidden),
            Self::Closed => Refusal::new("support-closed", Class::Conflict),
            Self::TooMany => Refusal::new("support-too-many", Class::TooMany),
            Self::FileClosed => Refusal::new("support-file-closed", Class::Conflict),
        }
    }
}

impl SupportRequest {
    /// A new request.
    pub const fn new(
        id: SupportRequestId,
        number: RequestNumber,
        account: Option<AccountId>,
        topic: Topic,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            number,
            account,
            topic,
            state: RequestState::Waiting,
            operator: None,
            created_at: now,
            waiting_since: now,
        }
    }

    /// An operator takes it. Taking what one has changes nothing; an answered one may be taken up again by anybody.
    pub fn take(self, operator: OperatorId) -> Result<Self, SupportRefusal> {
        match self.state {
            RequestState::Closed => Err(SupportRefusal::Closed),
            RequestState::Taken if self.operator != Some(operator) => Err(SupportRefusal::Taken),
            _ => Ok(Self { state: RequestState::Taken, operator: Some(operator), ..self }),
        }
    }

    /// Whether this operator has it in hand: without that nobody reads it.
    pub fn demand_taken(&self, operator: OperatorId) -> Result<(), SupportRefusal> {
        match self.state {
            RequestState::Closed => Err(SupportRefusal::Closed),
            RequestState::Taken if self.operator == Some(operator) => Ok(()),
            RequestState::Taken => Err(SupportRefusal::Taken),
            RequestState::Waiting | RequestState::Answered => Err(SupportRefusal::NotTaken),
        }
    }

    /// The operator gives it back to the queue, at its old place.
    pub fn release(self, operator: OperatorId) -> Result<Self, SupportRefusal> {
        self.demand_taken(operator)?;
        Ok(Self { state: RequestState::Waiting, operator: None, ..self })
    }

    /// The operator answers.
    pub fn answer(self, operator: OperatorId) -> Result<Self, SupportRefusal> {
        self.demand_taken(operator)?;
        Ok(Self { state: RequestState::Answered, ..self })
    }

    /// The operator closes it.
    pub fn close(self, operator: OperatorId) -> Result<Self, SupportRefusal> {
        self.demand_taken(operator)?;
        Ok(Self { state: RequestState::Closed, ..self })
    }

    /// The person writes once more: an answered request waits again, one in hand stays there.
    pub fn write_more(self, now: Timestamp) -> Result<Self, SupportRefusal> {
        match self.state {
            RequestState::Closed => Err(SupportRefusal::Closed),
            RequestState::Answered => {
                Ok(Self { state: RequestState::Waiting, operator: None, waiting_since: now, ..self })
            }
            RequestState::Waiting | RequestState::Taken => Ok(self),
        }
    }
}

/// A message in its stored form: trimmed, neither empty nor too long (R224).
pub fn check_message(typed: &str) -> Result<String, FieldFault> {
    let text = typed.trim();
    let characters = text.chars().count();
    if characters == 0 {
        Err(FieldFault::new("message", "required"))
    } else if characters > MOST_CHARACTERS {
        Err(FieldFault::new("message", "support-message-long")
            .with("most", MOST_CHARACTERS.to_string())
            .with("characters", characters.to_string()))
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> SupportRequest {
        let id = Id::from_uuid(uuid::Uuid::from_u128(1));
        let number = RequestNumber::parse("K7M4-QRFX").unwrap();
        SupportRequest::new(id, number, None, Topic::Other, Timestamp::UNIX_EPOCH)
    }

    fn operator(number: u128) -> OperatorId {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn names_lead_back() {
        assert!(Topic::ALL.into_iter().all(|topic| Topic::from_name(topic.name()) == Some(topic)));
        assert!(RequestState::ALL.into_iter().all(|state| RequestState::from_name(state.name()) == Some(state)));
    }

    /// R225: one operator has a request in hand, and nobody else reads, answers or closes it.
    #[test]
    fn one_operator_has_it() {
        let (one, other) = (operator(1), operator(2));
        assert_eq!(request().demand_taken(one), Err(SupportRefusal::NotTaken));
        assert_eq!(request().answer(one), Err(SupportRefusal::NotTaken));
        let taken = request().take(one).unwrap();
        assert_eq!(taken.clone().take(one), Ok(taken.clone()));
        assert_eq!(taken.clone().take(other), Err(SupportRefusal::Taken));
        assert_eq!(taken.clone().answer(other), Err(SupportRefusal::Taken));
        assert_eq!(taken.clone().close(other), Err(SupportRefusal::Taken));
        assert_eq!(taken.clone().release(one).unwrap(), request());
        let answered = taken.clone().answer(one).unwrap();
        assert_eq!(answered.demand_taken(one), Err(SupportRefusal::NotTaken));
        assert_eq!(answered.take(other).unwrap().operator, Some(other));
        let closed = taken.close(one).unwrap();
        assert_eq!(closed.clone().take(one), Err(SupportRefusal::Closed));
        assert_eq!(closed.write_more(Timestamp::UNIX_EPOCH), Err(SupportRefusal::Closed));
    }

    /// R224: who writes once more waits again, behind those who came meanwhile; what an operator has in hand stays there.
    #[test]
    fn writing_once_more() {
        let later = Timestamp::from_second(60).unwrap();
        let taken = request().take(operator(1)).unwrap();
        assert_eq!(taken.clone().write_more(later), Ok(taken.clone()));
        let again = taken.answer(operator(1)).unwrap().write_more(later).unwrap();
        assert_eq!((again.state, again.operator, again.waiting_since), (RequestState::Waiting, None, later));
    }

    /// R224: a message has room for a detailed description, and an end.
    #[test]
    fn a_message_has_bounds() {
        assert_eq!(check_message("  a \n b ").unwrap(), "a \n b");
        assert_eq!(check_message(" \n ").unwrap_err().code, "required");
        assert!(check_message(&"ё".repeat(MOST_CHARACTERS)).is_ok());
        assert_eq!(check_message(&"ё".repeat(MOST_CHARACTERS + 1)).unwrap_err().code, "support-message-long");
    }
}
