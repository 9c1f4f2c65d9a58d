//! What is wrong with a client's metadata, field by field: for the form of a self-service page as well as for RFC 7591.

use crate::error::{ErrorCode, ProtocolError};

use super::AddressFault;

/// Why a field is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Reason {
    /// It must be there.
    #[error("is missing")]
    Missing,
    /// It has another type than the specification says.
    #[error("has the wrong type")]
    WrongType,
    /// It is too long, or the list has too many entries.
    #[error("is too long")]
    TooLong,
    /// The value is not one of those that are known here.
    #[error("has an unknown value")]
    Unknown,
    /// The specification has it, this server does not.
    #[error("is not supported")]
    Unsupported,
    /// It contradicts another field.
    #[error("contradicts another field")]
    Contradiction,
    /// The profile of the client forbids it.
    #[error("is not allowed by the client's profile")]
    Profile,
    /// The same entry twice.
    #[error("names something twice")]
    Repeated,
    /// The address is not one that may stand here.
    #[error("{0}")]
    Address(AddressFault),
}

/// A field with the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} {reason}")]
pub struct Fault {
    /// The member of the metadata.
    pub field: &'static str,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Everything that is wrong, in the order it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault, once.
    pub fn add(&mut self, field: &'static str, reason: Reason) {
        let fault = Fault { field, reason };
        if !self.0.contains(&fault) {
            self.0.push(fault);
        }
    }

    /// Notes a fault when the condition holds.
    pub(super) fn add_if(&mut self, wrong: bool, field: &'static str, reason: Reason) {
        if wrong {
            self.add(field, reason);
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each fault.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    /// Whether this field has this fault.
    pub fn has(&self, field: &str, reason: Reason) -> bool {
        self.0.iter().any(|fault| fault.field == field && fault.reason == reason)
    }

    /// The error of RFC 7591 3.2.2: its own code for redirect addresses.
    pub fn error(&self) -> ProtocolError {
        if self.0.iter().any(|fault| fault.field == "redirect_uris") {
            ProtocolError::new(ErrorCode::InvalidRedirectUri, "a redirect address is missing or not allowed")
        } else {
            ProtocolError::new(ErrorCode::InvalidClientMetadata, "the metadata of the client are not allowed")
        }
    }

    /// One sentence that names fields and reasons; nothing of what was sent.
    pub fn sentence(&self) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }
}
