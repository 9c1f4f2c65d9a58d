//! The clock and the randomness of the simulators, in one place.
//!
//! The shipped product gets both as arguments; a stand-in for a foreign system has a clock and dice of its own.

use std::convert::Infallible;

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

/// The same as a generator of `rand_core`.
pub(crate) struct Dice;

impl rand_core::TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(bytes()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(bytes()))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(32) {
            let drawn = bytes::<32>();
            chunk.iter_mut().zip(drawn).for_each(|(place, octet)| *place = octet);
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Dice {}
