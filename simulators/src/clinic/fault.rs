//! Why nobody was signed in.

/// The reasons that a person is told in words of their own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// Nobody said where the portal is.
    #[error("no portal is named")]
    NoPortal,
    /// The portal does not answer.
    #[error("the portal does not answer: {0}")]
    Unreachable(String),
    /// The portal says no, by a code of ESIA.
    #[error("the portal says {0}")]
    Told(String),
    /// An answer that this browser did not ask for, or that was used.
    #[error("an answer that was not asked for")]
    NotAsked,
    /// An answer that is not sound.
    #[error("an answer that is not sound: {0}")]
    Unsound(String),
    /// The clinic's own key cannot be had.
    #[error("the clinic cannot sign: {0}")]
    Own(String),
}

impl Fault {
    /// The code that the page shows.
    pub(super) fn code(&self) -> &str {
        match self {
            Self::NoPortal => "no_portal",
            Self::Unreachable(_) => "portal_unreachable",
            Self::Told(code) => code,
            Self::NotAsked => "not_asked",
            Self::Unsound(_) => "unsound_answer",
            Self::Own(_) => "no_key",
        }
    }

    /// Something that did not hold.
    pub(super) fn unsound(reason: impl std::fmt::Display) -> Self {
        Self::Unsound(reason.to_string())
    }

    /// What the portal said: a description begins with `ESIA-` and six digits; where it does not, that is all that is known.
    pub(super) fn told(description: &str) -> Self {
        let code = description.get(..11).filter(|code| {
            code.strip_prefix("ESIA-").is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))
        });
        Self::Told(code.unwrap_or("refused").to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_and_nothing_else_is_shown() {
        assert_eq!(Fault::told("ESIA-007004: OAuthErrorEnum.accessDenied").code(), "ESIA-007004");
        for other in ["", "ESIA-00700", "ESIA-00700x: y", "<script>alert(1)</script>", "ЕСИА-007004: что-то"] {
            assert_eq!(Fault::told(other).code(), "refused", "{other}");
        }
    }
}
