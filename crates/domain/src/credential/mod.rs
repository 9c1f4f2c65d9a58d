//! What proves that a person is who they say: passwords, one-time codes, confirmation codes, one-time passwords of an
//! application.
//!
//! Rules and generation only. Hashing, storage and counting of attempts are elsewhere.

pub mod code;
pub mod factor;
pub mod password;
pub mod recovery_code;
pub(crate) mod sampling;
pub mod totp;

use crate::refusal::Code;

/// The codes of every reason in this module, for the test that all of them are worded.
pub fn codes() -> impl Iterator<Item = Code> {
    [
        code::CodeRefusal::CODES,
        recovery_code::RecoveryCodeRefusal::CODES,
        password::PasswordFault::CODES,
        password::PolicyFault::CODES,
        password::GeneratorRefusal::CODES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_among_themselves_and_among_identifiers() {
        let mut all: Vec<_> = codes().chain(crate::identifier::codes()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
