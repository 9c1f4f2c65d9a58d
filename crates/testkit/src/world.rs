//! A small world for tests of use cases and pages: the whole program in one process, with a clock that moves only when
//! told, a seeded generator, and channels that keep what was sent.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use okno_app::{
    App, Client, Clock, Cx, Ports, Settings, SharedRandom, catalog,
    hashing::{HashingSettings, PasswordHashing},
    installation::RunTime,
    job::{Runner, Wakeups},
    letter::IndexDirectory,
    ports::{Mailer, Message, PortError, Receipts, SmsSender},
    service_center::OpeningTimes,
    signal::Signals,
    vault::{DerivedKeys, FileVault, KeyVault},
};
use okno_domain::{locale::Locale, secret::Secret};
use okno_store::Store;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

use crate::{TestRegistry, TestSites};

/// When the world begins: 2026-03-02 09:00 in Moscow.
pub const BEGINNING: &str = "2026-03-02T06:00:00Z";

/// A clock that moves only when told.
#[derive(Debug)]
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    /// The present instant.
    pub fn get(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the present instant.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves on by this much.
    pub fn advance(&self, by: SignedDuration) {
        let now = self.get().checked_add(by).expect("tests stay within the calendar");
        self.set(now);
    }

    /// Moves on by whole seconds.
    pub fn advance_seconds(&self, seconds: i64) {
        self.advance(SignedDuration::from_secs(seconds));
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.get()
    }
}

/// A message that a channel took.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The message's id, equal for repetitions.
    pub message_id: String,
    /// The address.
    pub to: String,
    /// What was to be said.
    pub message: Message,
}

impl Sent {
    /// A value of the message.
    pub fn arg(&self, name: &str) -> &str {
        self.message.args.get(name).map_or("", String::as_str)
    }

    /// The token of the link in the message.
    pub fn token(&self) -> &str {
        self.arg("link").split_once("token=").map_or("", |(_, token)| token)
    }
}

/// A channel that keeps what it is given, or fails for a while.
#[derive(Default)]
pub struct TestChannel {
    sent: Mutex<Vec<Sent>>,
    failures: AtomicU64,
    parts: AtomicU64,
    receipts: Mutex<Option<Arc<dyn Receipts>>>,
}

impl TestChannel {
    /// Everything sent so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The newest message to this address.
    pub fn last_to(&self, to: &str) -> Option<Sent> {
        self.sent().into_iter().rev().find(|sent| sent.to == to)
    }

    /// Makes the next `count` attempts fail.
    pub fn fail_next(&self, count: u64) {
        self.failures.store(count, Ordering::SeqCst);
    }

    /// Sends each further SMS in so many parts, with receipts for `1/1`, `1/2`, `2/1` and so on: which SMS, which part.
    pub fn in_parts(&self, count: u64) {
        self.parts.store(count, Ordering::SeqCst);
    }

    /// Who takes receipts in, if anybody does.
    pub fn receipts(&self) -> Option<Arc<dyn Receipts>> {
        self.receipts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn take(&self, message_id: &str, to: &Secret, message: &Message) -> Result<(), PortError> {
        let failing = |left: u64| left.checked_sub(1);
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, failing).is_ok() {
            return Err(PortError::Later { reason: "the test says so".to_owned(), pause_seconds: None });
        }
        let sent = Sent { message_id: message_id.to_owned(), to: to.expose().to_owned(), message: message.clone() };
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
        Ok(())
    }
}

#[async_trait]
impl Mailer for TestChannel {
    async fn send(&self, id: &str, to: &Secret, message: &Message, _now: Timestamp) -> Result<(), PortError> {
        self.take(id, to, message)
    }
    async fn check(&self) -> Result<(), PortError> {
        Ok(())
    }
}

#[async_trait]
impl SmsSender for TestChannel {
    async fn send(&self, id: &str, to: &Secret, message: &Message) -> Result<Vec<String>, PortError> {
        self.take(id, to, message)?;
        let number = self.sent().len();
        Ok((1..=self.parts.load(Ordering::SeqCst)).map(|part| format!("{number}/{part}")).collect())
    }
    fn hear(&self, receipts: Arc<dyn Receipts>) {
        *self.receipts.lock().unwrap_or_else(PoisonError::into_inner) = Some(receipts);
    }
    async fn check(&self) -> Result<(), PortError> {
        Ok(())
    }
}

/// The program and what surrounds it.
pub struct World {
    /// The program.
    pub app: Arc<App>,
    /// The clock.
    pub clock: Arc<TestClock>,
    /// E-mail that was sent.
    pub mail: Arc<TestChannel>,
    /// SMS that were sent.
    pub sms: Arc<TestChannel>,
    /// Sites where people are signed in.
    pub sites: Arc<TestSites>,
    runner: Runner,
}

impl World {
    /// A world on this store with the usual settings.
    pub async fn new(store: Store) -> Self {
        Self::with(store, |_| {}, |_| {}).await
    }

    /// A world with other settings and ports than the usual.
    pub async fn with(store: Store, settings: impl FnOnce(&mut Settings), ports: impl FnOnce(&mut Ports)) -> Self {
        let mut chosen = Settings {
            public_url: "https://okno.test".to_owned(),
            // A hash is computed in microseconds: its strength is not what these tests are about.
            hashing: HashingSettings { memory_kib: 16, passes: 1, lanes: 1, parallel: 2, waiting: 64 },
            ..Settings::default()
        };
        settings(&mut chosen);
        let (mail, sms) = (Arc::new(TestChannel::default()), Arc::new(TestChannel::default()));
        let sites = Arc::new(TestSites::default());
        let mut outside = Ports {
            mailer: Some(mail.clone()),
            sms: Some(sms.clone()),
            sites: Some(sites.clone()),
            ..Ports::default()
        };
        ports(&mut outside);
        let mut generator = ChaCha20Rng::seed_from_u64(42);
        let key_file = FileVault::generate(&mut generator).expect("a key file can be made");
        let vault = FileVault::parse(&key_file).expect("a key file that was made can be read");
        let clock = Arc::new(TestClock(Mutex::new(BEGINNING.parse().expect("a valid instant"))));
        let app = Arc::new(App {
            store,
            keys: DerivedKeys::from_vault(&vault).await.expect("keys can be derived"),
            vault: Arc::new(vault),
            hashing: PasswordHashing::new(&chosen.hashing, 2).expect("valid parameters"),
            ports: outside,
            run_time: RunTime::new(&chosen),
            settings: chosen,
            opening: OpeningTimes::built_in().expect("the built-in calendar is sound"),
            indexes: IndexDirectory::read(None).expect("the built-in indexes are sound"),
            catalog: catalog::built_in().expect("the built-in catalogue is sound"),
            sites: okno_app::relying_party::Sites::default(),
            signing: okno_app::signing_key::KeyRings::default(),
            esia: okno_app::esia::Memory::default(),
            clock: clock.clone(),
            random: Arc::new(SharedRandom::new(generator)),
            signals: Signals::default(),
            wakeups: Wakeups::default(),
        });
        let runner = Runner::new(Arc::clone(&app));
        Self { app, clock, mail, sms, sites, runner }
    }

    /// A world with the pension fund's registry and the interior ministry's.
    pub async fn with_registries(store: Store) -> (Self, Arc<TestRegistry>, Arc<TestRegistry>) {
        let pension = Arc::new(TestRegistry::new("pension_fund"));
        let ministry = Arc::new(TestRegistry::new("interior_ministry"));
        let ports = |ports: &mut Ports| {
            ports.pension_fund = Some(pension.clone());
            ports.interior_ministry = Some(ministry.clone());
        };
        let world = Self::with(store, |_| {}, ports).await;
        (world, pension, ministry)
    }

    /// A context that begins now, of somebody in an ordinary network.
    pub fn cx(&self) -> Cx {
        self.cx_from("203.0.113.0/24")
    }

    /// A context that begins now, of somebody in this network.
    pub fn cx_from(&self, network: &str) -> Cx {
        let client = Client {
            network: network.to_owned(),
            user_agent: "Test browser".to_owned(),
            request_id: "test-request".to_owned(),
        };
        Cx::begin(&self.app, Locale::Ru, client)
    }

    /// Runs every job that is due now; returns how many ran.
    pub async fn drain(&self) -> usize {
        self.runner.drain().await.expect("jobs can be taken")
    }

    /// Another worker on the same database, such as a second server has.
    pub fn another_runner(&self) -> Runner {
        Runner::new(Arc::clone(&self.app))
    }

    /// The same program with another key vault, as after a restart with another key file.
    pub async fn with_vault(&self, vault: Arc<FileVault>) -> Arc<App> {
        let keys = DerivedKeys::from_vault(&*vault).await.expect("keys can be derived");
        self.program_with(self.app.store.clone(), vault, keys)
    }

    /// A second server of the same installation, which has looked at nothing yet.
    pub fn another_server(&self) -> Arc<App> {
        self.another_server_on(self.app.store.clone())
    }

    /// The same with connections of its own to the database.
    pub fn another_server_on(&self, store: Store) -> Arc<App> {
        self.program_with(store, Arc::clone(&self.app.vault), self.app.keys.clone())
    }

    fn program_with(&self, store: Store, vault: Arc<dyn KeyVault>, keys: DerivedKeys) -> Arc<App> {
        let app = &self.app;
        Arc::new(App {
            store,
            keys,
            vault,
            hashing: PasswordHashing::new(&app.settings.hashing, 2).expect("valid parameters"),
            ports: app.ports.clone(),
            run_time: RunTime::new(&app.settings),
            settings: app.settings.clone(),
            catalog: app.catalog.clone(),
            opening: OpeningTimes::built_in().expect("the built-in calendar is sound"),
            indexes: IndexDirectory::read(None).expect("the built-in indexes are sound"),
            sites: okno_app::relying_party::Sites::default(),
            signing: okno_app::signing_key::KeyRings::default(),
            esia: okno_app::esia::Memory::default(),
            clock: app.clock.clone(),
            random: app.random.clone(),
            signals: Signals::default(),
            wakeups: Wakeups::default(),
        })
    }
}

/// A seeded generator.
pub fn generator(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}
