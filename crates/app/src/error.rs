//! How a use case can fail; `web` maps these kinds to answers, once.

use okno_domain::refusal::{FieldFault, Refusal, Refuse};

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no; the person is told why.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    /// Fields of the form are not acceptable; each is told at its field.
    #[error("{} faulty fields", .0.len())]
    Fields(Vec<FieldFault>),
    /// There is no such thing, or none that the actor may know of.
    #[error("not found")]
    NotFound,
    /// The actor may not do this.
    #[error("denied")]
    Denied,
    /// Someone else changed the same thing at the same time; nothing was done.
    #[error("changed by someone else")]
    Conflict,
    /// The database or something as vital does not answer; the same call may succeed later.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A fault of the program or of stored data.
    #[error("bug: {0}")]
    Bug(String),
}

impl Error {
    /// The refusal of a domain error.
    pub fn refused(error: &impl Refuse) -> Self {
        Self::Refused(error.refusal())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<okno_store::Error> for Error {
    fn from(error: okno_store::Error) -> Self {
        match error {
            okno_store::Error::Conflict => Self::Conflict,
            okno_store::Error::Unavailable(reason) => Self::Unavailable(reason),
            other => Self::Bug(other.to_string()),
        }
    }
}

impl From<crate::seal::SealError> for Error {
    fn from(error: crate::seal::SealError) -> Self {
        Self::Bug(error.to_string())
    }
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;
