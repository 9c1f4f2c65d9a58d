//! What must not come twice: the names of tokens that others sign for one use (RFC 7523 3, 9449 11.1).
//!
//! Remembering is the caller's, in a table with this key; a row that is there already means that the token was used.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The key of a token that is good for one use. It says nothing about the token and has always the same length.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReplayKey([u8; 32]);

impl ReplayKey {
    /// The key of the token with this name, of this kind, by this sender. The lengths keep the parts apart.
    pub(crate) fn new(kind: &str, sender: &str, name: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [kind, sender, name] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ReplayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplayKey({})", crate::jose::encode_base64url(self.0))
    }
}

/// What is to be remembered of a token, and how long: afterwards it is refused for its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SingleUse {
    /// The token's key.
    pub key: ReplayKey,
    /// Until when it must not be forgotten.
    pub until: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_apart_by_every_part() {
        let keys = [
            ReplayKey::new("a", "b", "c"),
            ReplayKey::new("ab", "", "c"),
            ReplayKey::new("a", "bc", ""),
            ReplayKey::new("a", "b", "d"),
            ReplayKey::new("", "ab", "c"),
        ];
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(keys.iter().position(|other| other == key), Some(at));
        }
        assert_eq!(keys[0], ReplayKey::new("a", "b", "c"));
    }
}
