//! A family of refresh tokens: the first of a grant and all that replaced it. Each use replaces the token; the one before
//! stays good for a short grace, for clients that lost the answer; an older one betrays a theft and ends the family
//! (RFC 6749 10.4, RFC 9700 4.14.2). Families of FAPI clients keep one token, bound to a key.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{client::Client, error::ProtocolError};

use super::later;

/// How a family lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshRule {
    /// Whether each use replaces the token.
    pub rotates: bool,
    /// How long the one before stays good, in seconds.
    pub grace: u32,
    /// How long an unused family lives, in seconds.
    pub idle: u32,
}

impl RefreshRule {
    /// The rule for a client.
    pub fn of(client: &Client, grace: u32, idle: u32) -> Self {
        Self { rotates: client.rotates_refresh_tokens(), grace, idle }
    }
}

/// A family. Its tokens carry their generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshFamily {
    /// The generation of the present token.
    pub generation: u64,
    /// When the present token replaced the one before.
    pub rotated_at: Timestamp,
    /// When a token was last used.
    pub used_at: Timestamp,
    /// From this instant on the family is over, used or not.
    pub expires_at: Timestamp,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// Why a token brings nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefreshRefusal {
    /// The family is over, or was not used for too long.
    #[error("the refresh token is too old")]
    Expired,
    /// It was revoked.
    #[error("the refresh token was revoked")]
    Revoked,
    /// There is no such generation yet.
    #[error("the refresh token is unknown")]
    Unknown,
}

/// What comes of a use; the family in it is to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshStep {
    /// Give an access token, and the token of the new generation.
    Rotate(RefreshFamily),
    /// Give an access token; the refresh token stays.
    Keep(RefreshFamily),
    /// The answer was lost on its way: give it again, with the token of the present generation.
    Repeat(RefreshFamily),
    /// Refuse.
    Refuse(RefreshFamily, RefreshRefusal),
    /// Refuse, and revoke the whole grant: two hold a token that one had.
    RevokeGrant(RefreshFamily),
}

impl RefreshFamily {
    /// A new family for a grant that lives so many seconds.
    pub fn begin(now: Timestamp, lifetime: u32) -> Self {
        Self { generation: 0, rotated_at: now, used_at: now, expires_at: later(now, lifetime), revoked: false }
    }

    /// A token of this generation is used by its client, with what it is bound to.
    pub fn present(self, generation: u64, rule: RefreshRule, now: Timestamp) -> RefreshStep {
        if self.revoked {
            return RefreshStep::Refuse(self, RefreshRefusal::Revoked);
        }
        if now >= self.expires_at || now >= later(self.used_at, rule.idle) {
            return RefreshStep::Refuse(self, RefreshRefusal::Expired);
        }
        if generation > self.generation {
            return RefreshStep::Refuse(self, RefreshRefusal::Unknown);
        }
        let previous = generation.checked_add(1) == Some(self.generation);
        match (generation == self.generation, rule.rotates) {
            (true, true) => {
                let generation = self.generation.saturating_add(1);
                RefreshStep::Rotate(Self { generation, rotated_at: now, used_at: now, ..self })
            }
            (true, false) => RefreshStep::Keep(Self { used_at: now, ..self }),
            (false, _) if previous && now < later(self.rotated_at, rule.grace) => RefreshStep::Repeat(self),
            (false, _) => RefreshStep::RevokeGrant(self.revoke()),
        }
    }

    /// Ends the family.
    #[must_use]
    pub const fn revoke(self) -> Self {
        Self { revoked: true, ..self }
    }

    /// What the client is told whatever the reason.
    pub const fn error() -> ProtocolError {
        ProtocolError::grant("the refresh token is not valid")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RULE: RefreshRule = RefreshRule { rotates: true, grace: 10, idle: 1000 };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn family() -> RefreshFamily {
        RefreshFamily { generation: 3, rotated_at: at(100), used_at: at(100), expires_at: at(5000), revoked: false }
    }

    /// Every generation at every edge of time.
    #[test]
    fn the_whole_table() {
        let rotated = |now| RefreshFamily { generation: 4, rotated_at: at(now), used_at: at(now), ..family() };
        for (generation, now, step) in [
            (3, 100, RefreshStep::Rotate(rotated(100))),
            (3, 1099, RefreshStep::Rotate(rotated(1099))),
            (3, 1100, RefreshStep::Refuse(family(), RefreshRefusal::Expired)),
            (2, 109, RefreshStep::Repeat(family())),
            (2, 110, RefreshStep::RevokeGrant(family().revoke())),
            (1, 101, RefreshStep::RevokeGrant(family().revoke())),
            (0, 101, RefreshStep::RevokeGrant(family().revoke())),
            (4, 101, RefreshStep::Refuse(family(), RefreshRefusal::Unknown)),
            (u64::MAX, 101, RefreshStep::Refuse(family(), RefreshRefusal::Unknown)),
            (2, 1100, RefreshStep::Refuse(family(), RefreshRefusal::Expired)),
        ] {
            assert_eq!(family().present(generation, RULE, at(now)), step, "{generation} at {now}");
        }
        let gone = family().revoke();
        assert_eq!(gone.present(3, RULE, at(101)), RefreshStep::Refuse(gone, RefreshRefusal::Revoked));
        let over = RefreshFamily { expires_at: at(101), ..family() };
        assert_eq!(over.present(3, RULE, at(101)), RefreshStep::Refuse(over, RefreshRefusal::Expired));
        assert!(matches!(over.present(3, RULE, at(100)), RefreshStep::Rotate(_)));
    }

    /// FAPI 2.0 5.3.2.1: no rotation; an old token is still a sign of theft.
    #[test]
    fn families_that_do_not_rotate_keep_their_token() {
        let rule = RefreshRule { rotates: false, ..RULE };
        let kept = RefreshFamily { used_at: at(200), ..family() };
        assert_eq!(family().present(3, rule, at(200)), RefreshStep::Keep(kept));
        assert!(matches!(family().present(2, rule, at(200)), RefreshStep::RevokeGrant(_)));
    }

    /// RFC 9700 4.14.2: thief and owner hold one token; whoever comes second ends it for both, whatever the order.
    #[test]
    fn a_stolen_token_ends_with_its_family() {
        let begun = RefreshFamily::begin(at(0), 5000);
        let RefreshStep::Rotate(by_thief) = begun.present(0, RULE, at(50)) else { panic!("no rotation") };
        let RefreshStep::RevokeGrant(ended) = by_thief.present(0, RULE, at(100)) else { panic!("not noticed") };
        assert!(matches!(ended.present(1, RULE, at(101)), RefreshStep::Refuse(_, RefreshRefusal::Revoked)));
    }

    #[test]
    fn the_grace_ends_with_the_next_use() {
        let begun = RefreshFamily::begin(at(0), 5000);
        let RefreshStep::Rotate(first) = begun.present(0, RULE, at(1)) else { panic!("no rotation") };
        assert!(matches!(first.present(0, RULE, at(2)), RefreshStep::Repeat(_)));
        let RefreshStep::Rotate(second) = first.present(1, RULE, at(3)) else { panic!("no rotation") };
        assert!(matches!(second.present(0, RULE, at(4)), RefreshStep::RevokeGrant(_)));
    }

    proptest! {
        /// Whatever is presented in whatever order: a generation is left once, what is revoked stays so, and an honest
        /// client that uses what it got last, or repeats within the grace, is never shut out.
        #[test]
        fn no_order_of_uses_breaks_a_family(uses in prop::collection::vec((0_u64..6, 0_i64..30), 1..40)) {
            let mut family = RefreshFamily::begin(at(0), 100_000);
            let mut now = 0;
            for (back, pause) in uses {
                now += pause;
                let before = family;
                let generation = before.generation.saturating_sub(back);
                match before.present(generation, RULE, at(now)) {
                    RefreshStep::Rotate(next) => {
                        prop_assert!(!before.revoked && generation == before.generation);
                        prop_assert_eq!(next.generation, before.generation + 1);
                        family = next;
                    }
                    RefreshStep::Repeat(next) => {
                        prop_assert_eq!(next, before);
                        prop_assert!(!before.revoked && generation + 1 == before.generation);
                        prop_assert!(at(now) < later(before.rotated_at, RULE.grace));
                    }
                    RefreshStep::RevokeGrant(next) => {
                        prop_assert!(next.revoked && generation < before.generation);
                        family = next;
                    }
                    RefreshStep::Refuse(next, refusal) => {
                        prop_assert_eq!(next, before);
                        prop_assert!(before.revoked == (refusal == RefreshRefusal::Revoked));
                    }
                    RefreshStep::Keep(_) => prop_assert!(false, "this family rotates"),
                }
            }
        }

        #[test]
        fn an_honest_client_is_never_shut_out(uses in prop::collection::vec((any::<bool>(), 0_i64..9), 1..40)) {
            let mut family = RefreshFamily::begin(at(0), 100_000);
            let (mut held, mut now) = (0, 0);
            for (lost, pause) in uses {
                now += pause;
                match family.present(held, RULE, at(now)) {
                    RefreshStep::Rotate(next) => {
                        family = next;
                        if lost {
                            // The answer is lost; the client repeats at once with what it holds.
                            let repeated = family.present(held, RULE, at(now));
                            prop_assert_eq!(repeated, RefreshStep::Repeat(family));
                        }
                        held = family.generation;
                    }
                    other => prop_assert!(false, "{:?}", other),
                }
            }
        }
    }
}
