//! What a use case is handed: the program's parts, one instant, and who is asking.

use std::sync::{Arc, Mutex, PoisonError};

use okno_domain::{id::Id, locale::Locale, public_service::Catalog, time::Timestamp};
use okno_store::Store;

use crate::{
    error::Result,
    hashing::PasswordHashing,
    installation::{InForce, RunTime},
    job::Wakeups,
    letter::IndexDirectory,
    ports::Ports,
    relying_party::Sites,
    service_center::OpeningTimes,
    settings::Settings,
    signal::Signals,
    signing_key::KeyRings,
    vault::{DerivedKeys, KeyVault},
};

/// Reads the present instant; the real one is in `server`.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Yields random bytes of cryptographic quality; the real one is in `server`.
pub trait RandomSource: Send + Sync {
    /// Fills `out`.
    fn fill(&self, out: &mut [u8]);
}

/// The program's parts; one for the life of the process.
pub struct App {
    /// The database.
    pub store: Store,
    /// Key-encryption keys.
    pub vault: Arc<dyn KeyVault>,
    /// Keys for single purposes.
    pub keys: DerivedKeys,
    /// The hashing pool.
    pub hashing: PasswordHashing,
    /// Outside systems.
    pub ports: Ports,
    /// What the operator chose in the file.
    pub settings: Settings,
    /// What is in force, with what was changed at run time.
    pub run_time: RunTime,
    /// The service catalogue.
    pub catalog: Catalog,
    /// Opening hours, by the calendar of working days.
    pub opening: OpeningTimes,
    /// The postal indexes.
    pub indexes: IndexDirectory,
    /// Sites that were asked for.
    pub sites: Sites,
    /// The keys that sign tokens, as this process has read them.
    pub signing: KeyRings,
    /// What this process keeps of the dialect of ESIA.
    pub esia: crate::esia::Memory,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The generator.
    pub random: Arc<dyn RandomSource>,
    /// Tells open pages that something changed.
    pub signals: Signals,
    /// Tells the worker that there is work.
    pub wakeups: Wakeups,
}

/// Who asks, as far as the network tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The network prefix (/24 or /56) as text; limits count by it, and the person sees it in the history.
    pub network: String,
    /// The browser's own description, cut to 200 characters.
    pub user_agent: String,
    /// The request's id, shown on error pages and found in the log.
    pub request_id: String,
}

/// The context of one request or one job: one instant, one client, one language.
#[derive(Clone)]
pub struct Cx {
    /// The program.
    pub app: Arc<App>,
    /// The instant at which the request or job began.
    pub now: Timestamp,
    /// The language of the page, and of messages that the act causes.
    pub locale: Locale,
    /// Who asks.
    pub client: Client,
    /// What was in force when it began.
    pub in_force: Arc<InForce>,
}

impl Cx {
    /// A context that begins now.
    pub fn begin(app: &Arc<App>, locale: Locale, client: Client) -> Self {
        Self { now: app.clock.now(), in_force: app.run_time.current(), app: Arc::clone(app), locale, client }
    }

    /// The generator.
    pub fn rng(&self) -> ContextRandom {
        ContextRandom(Arc::clone(&self.app.random))
    }

    /// A fresh id.
    pub fn fresh_id<T>(&self) -> Id<T> {
        Id::fresh(self.now, &mut self.rng())
    }

    /// `N` fresh random bytes.
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.app.random.fill(&mut bytes);
        bytes
    }

    /// The settings that are in force.
    pub fn settings(&self) -> &Settings {
        &self.in_force.settings
    }

    /// Runs a use case again, up to three times in all, when somebody else changed the same row meanwhile. For acts of
    /// one person in two windows that are both right, such as counting a wrong code.
    pub async fn again<T, F>(&self, act: impl Fn() -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        for _ in 0..2 {
            match act().await {
                Err(crate::error::Error::Conflict) => {}
                other => return other,
            }
        }
        act().await
    }
}

/// The context's generator as the cryptographic crates want it.
#[derive(Clone)]
pub struct ContextRandom(Arc<dyn RandomSource>);

impl rand_core::TryRng for ContextRandom {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> std::result::Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> std::result::Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> std::result::Result<(), Self::Error> {
        self.0.fill(out);
        Ok(())
    }
}
impl rand_core::TryCryptoRng for ContextRandom {}

/// A generator of `rand_core` as the program's source: what tests seed.
pub struct SharedRandom<R>(Mutex<R>);

impl<R> SharedRandom<R> {
    /// Takes the generator over.
    pub fn new(generator: R) -> Self {
        Self(Mutex::new(generator))
    }
}

impl<R: rand_core::CryptoRng + Send> RandomSource for SharedRandom<R> {
    fn fill(&self, out: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(out);
    }
}
