//! The clock and the randomness of the simulators, in one place.
//!
//! The shipped product gets both as arguments; a stand-in for a foreign system has a clock and dice of its own.

use jiff::Timestamp;
use uuid::Uuid;

/// The present instant.
#[expect(clippy::disallowed_methods, reason = "a foreign system has its own clock")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// Random bytes from the operating system. Without them nothing here can work, so their absence ends the process.
#[expect(clippy::disallowed_methods, reason = "a foreign system has its own dice")]
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the operating system gives no randomness");
        std::process::abort();
    }
    bytes
}

/// A random UUID.
pub(crate) fn uuid() -> Uuid {
    uuid::Builder::from_random_bytes(bytes()).into_uuid()
}
