//! What only this program touches: the clock, the system's generator, the environment, the terminal.

use std::{
    fmt::Display,
    io::{self, Write as _},
    path::PathBuf,
};

use jiff::Timestamp;
use okno_app::{Clock, RandomSource};

use crate::{Outcome, exit::Failure};

/// The clock of the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is where the program reads the clock")]
        Timestamp::now()
    }
}

/// The generator of the operating system.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemRandom;

impl RandomSource for SystemRandom {
    fn fill(&self, out: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "this is where the program asks for randomness")]
        let filled = getrandom::fill(out);
        if let Err(error) = filled {
            // Without randomness there are no secrets: nothing that would be done from here on could be trusted.
            complain(&format!("the operating system has no random bytes: {error}"));
            std::process::abort();
        }
    }
}

/// The generator as the cryptographic crates want it.
pub(crate) struct SystemGenerator;

impl rand_core::TryRng for SystemGenerator {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        SystemRandom.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        SystemRandom.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        SystemRandom.fill(out);
        Ok(())
    }
}
impl rand_core::TryCryptoRng for SystemGenerator {}

/// The configuration file that the environment names.
pub(crate) fn config_from_environment() -> Option<PathBuf> {
    std::env::var_os("OKNO_CONFIG").map(PathBuf::from)
}

/// How many processors we may use.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Writes for whoever called the command.
pub(crate) fn print(text: &impl Display) -> Outcome {
    writeln!(io::stdout().lock(), "{text}").map_err(|error| Failure::other("writing the result", error))
}

/// Writes what is wrong to the standard error.
pub(crate) fn complain(text: &impl Display) {
    // Nobody is left to be told when even this fails.
    let _ = writeln!(io::stderr().lock(), "okno: {text}");
}
