//! The authorization code: redeemed once. Who redeems it again betrays that it was stolen, and everything that came of it is
//! revoked (RFC 6749 4.1.2, RFC 9700 4.5).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{client::Client, error::ProtocolError};

use super::later;

/// A code's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum AuthorizationCode {
    /// Waits for its client.
    Issued {
        /// From this instant on it is refused.
        expires_at: Timestamp,
    },
    /// Tokens were given for it.
    Redeemed {
        /// When.
        at: Timestamp,
    },
    /// Its client came without what it was bound to; it is no good any more.
    Spoiled {
        /// When.
        at: Timestamp,
    },
}

/// Why a code brings nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// It is too old.
    #[error("the code is too old")]
    Expired,
    /// It was spoiled before.
    #[error("the code is not valid")]
    Spoiled,
    /// The client came without what it is bound to.
    #[error("{0}")]
    Binding(ProtocolError),
}

impl CodeRefusal {
    /// What the client is told.
    pub const fn error(self) -> ProtocolError {
        match self {
            Self::Expired | Self::Spoiled => ProtocolError::grant("the code is not valid"),
            Self::Binding(error) => error,
        }
    }
}

/// What comes of an attempt; the code in it is to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeStep {
    /// Give tokens.
    Redeem(AuthorizationCode),
    /// Refuse.
    Refuse(AuthorizationCode, CodeRefusal),
    /// Refuse, and revoke the whole grant: its tokens and refresh tokens.
    RevokeGrant(AuthorizationCode),
}

impl AuthorizationCode {
    /// A code that lives as long as is wanted and the client's profile allows.
    pub fn issue(client: &Client, wanted_seconds: u32, now: Timestamp) -> Self {
        Self::Issued { expires_at: later(now, wanted_seconds.min(client.longest_code_life())) }
    }

    /// Its own client redeems it. `bound` is the verdict of [`crate::token::CodeBinding::check`].
    pub fn redeem(self, bound: Result<(), ProtocolError>, now: Timestamp) -> CodeStep {
        match (self, bound) {
            (Self::Redeemed { .. }, _) => CodeStep::RevokeGrant(self),
            (Self::Spoiled { .. }, _) => CodeStep::Refuse(self, CodeRefusal::Spoiled),
            (Self::Issued { expires_at }, _) if now >= expires_at => CodeStep::Refuse(self, CodeRefusal::Expired),
            (Self::Issued { .. }, Err(error)) => {
                CodeStep::Refuse(Self::Spoiled { at: now }, CodeRefusal::Binding(error))
            }
            (Self::Issued { .. }, Ok(())) => CodeStep::Redeem(Self::Redeemed { at: now }),
        }
    }

    /// What the client is told of a second redemption.
    pub const fn replayed() -> ProtocolError {
        ProtocolError::grant("the code is not valid")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientMetadata, Profile};

    const WRONG: ProtocolError = ProtocolError::grant("wrong");

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// Every state with every attempt.
    #[test]
    fn the_whole_table() {
        let issued = AuthorizationCode::Issued { expires_at: at(60) };
        let redeemed = AuthorizationCode::Redeemed { at: at(5) };
        let spoiled = AuthorizationCode::Spoiled { at: at(5) };
        for (code, bound, now, step) in [
            (issued, Ok(()), 59, CodeStep::Redeem(AuthorizationCode::Redeemed { at: at(59) })),
            (issued, Ok(()), 60, CodeStep::Refuse(issued, CodeRefusal::Expired)),
            (
                issued,
                Err(WRONG),
                59,
                CodeStep::Refuse(AuthorizationCode::Spoiled { at: at(59) }, CodeRefusal::Binding(WRONG)),
            ),
            (issued, Err(WRONG), 60, CodeStep::Refuse(issued, CodeRefusal::Expired)),
            (redeemed, Ok(()), 6, CodeStep::RevokeGrant(redeemed)),
            (redeemed, Err(WRONG), 6, CodeStep::RevokeGrant(redeemed)),
            (redeemed, Ok(()), 100_000, CodeStep::RevokeGrant(redeemed)),
            (spoiled, Ok(()), 6, CodeStep::Refuse(spoiled, CodeRefusal::Spoiled)),
            (spoiled, Err(WRONG), 6, CodeStep::Refuse(spoiled, CodeRefusal::Spoiled)),
        ] {
            assert_eq!(code.redeem(bound, at(now)), step, "{code:?} {bound:?} {now}");
        }
    }

    /// RFC 9700 4.5: whoever guesses verifiers has one guess.
    #[test]
    fn there_is_one_guess() {
        let code = AuthorizationCode::Issued { expires_at: at(60) };
        let CodeStep::Refuse(next, refusal) = code.redeem(Err(WRONG), at(1)) else { panic!("not refused") };
        assert_eq!(refusal.error(), WRONG);
        assert!(matches!(next.redeem(Ok(()), at(1)), CodeStep::Refuse(_, CodeRefusal::Spoiled)));
    }

    /// FAPI 2.0 5.3.2.1: sixty seconds at most; RFC 6749 4.1.2: ten minutes at most.
    #[test]
    fn codes_are_short_lived() {
        for (profile, wanted, life) in [
            (Profile::Plain, 60, 60),
            (Profile::Plain, 6000, 600),
            (Profile::Fapi2Security, 600, 60),
            (Profile::Fapi2MessageSigning, 30, 30),
        ] {
            let client = Client { id: "a".to_owned(), profile, metadata: ClientMetadata::default() };
            let code = AuthorizationCode::issue(&client, wanted, at(0));
            assert_eq!(code, AuthorizationCode::Issued { expires_at: at(life) });
        }
    }
}
