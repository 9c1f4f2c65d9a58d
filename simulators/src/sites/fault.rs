//! Why a sign-in came to nothing.

/// The reasons that a person is told in words of their own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// Nobody said where the portal is.
    #[error("no portal is named")]
    NoPortal,
    /// The portal does not answer.
    #[error("the portal does not answer: {0}")]
    Unreachable(String),
    /// The portal says no, by a code of the protocol.
    #[error("the portal says {code}")]
    Told {
        /// The code.
        code: String,
    },
    /// An answer that this browser did not ask for, or that was used.
    #[error("an answer that was not asked for")]
    NotAsked,
    /// An answer that is not sound.
    #[error("an answer that is not sound: {0}")]
    Unsound(String),
}

impl Fault {
    /// The code that the page shows.
    pub(super) fn code(&self) -> &str {
        match self {
            Self::NoPortal => "no_portal",
            Self::Unreachable(_) => "portal_unreachable",
            Self::Told { code } => code,
            Self::NotAsked => "not_asked",
            Self::Unsound(_) => "unsound_answer",
        }
    }

    /// Something that did not hold.
    pub(super) fn unsound(reason: impl std::fmt::Display) -> Self {
        Self::Unsound(reason.to_string())
    }
}

/// A code from outside, as far as it may be shown: what RFC 6749 5.2 allows, and not much of it.
pub(super) fn shown_code(code: &str) -> String {
    code.chars().filter(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(*letter)).take(64).collect()
}
