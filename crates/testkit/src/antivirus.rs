//! A virus scanner that finds what a test calls a virus, and can be away.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use async_trait::async_trait;
use okno_app::ports::{Antivirus, PortError, Scan};

/// What this scanner takes for a virus, wherever it stands in a file.
pub const VIRUS: &[u8] = b"a virus for tests";

/// The scanner.
#[derive(Debug, Default)]
pub struct TestAntivirus {
    is_away: AtomicBool,
    scans: AtomicUsize,
}

impl TestAntivirus {
    /// Goes away, or comes back.
    pub fn away(&self, is_away: bool) {
        self.is_away.store(is_away, Ordering::SeqCst);
    }

    /// How many files it looked at.
    pub fn scans(&self) -> usize {
        self.scans.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Antivirus for TestAntivirus {
    async fn scan(&self, content: &[u8]) -> Result<Scan, PortError> {
        self.check().await?;
        self.scans.fetch_add(1, Ordering::SeqCst);
        let is_infected = content.windows(VIRUS.len()).any(|window| window == VIRUS);
        Ok(if is_infected { Scan::Infected { what: "Test-Virus".to_owned() } } else { Scan::Clean })
    }

    async fn check(&self) -> Result<(), PortError> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(PortError::Later { reason: "the test says so".to_owned(), pause_seconds: None });
        }
        Ok(())
    }
}
