//! The program behind the site, on an empty database in memory, with a clock that moves only when told.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use okno_app::{
    App, Clock, Ports, Settings, SharedRandom, catalog,
    hashing::{HashingSettings, PasswordHashing},
    job::Wakeups,
    signal::Signals,
    vault::{DerivedKeys, FileVault},
};
use okno_domain::time::Timestamp;
use okno_store::{DatabaseConfig, Store};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(crate) async fn app(public_url: &str) -> (Arc<App>, Arc<TestClock>) {
    let store = Store::open(&DatabaseConfig::at("sqlite::memory:")).unwrap();
    let clock = Arc::new(TestClock(AtomicI64::new(1_800_000_000)));
    store.migrate(clock.now()).await.unwrap();
    let mut generator = ChaCha20Rng::seed_from_u64(1);
    let vault = FileVault::parse(&FileVault::generate(&mut generator).unwrap()).unwrap();
    let hashing = HashingSettings { memory_kib: 16, passes: 1, lanes: 1, parallel: 1, waiting: 1 };
    let app = App {
        store,
        keys: DerivedKeys::from_vault(&vault).await.unwrap(),
        vault: Arc::new(vault),
        hashing: PasswordHashing::new(&hashing, 1).unwrap(),
        ports: Ports::default(),
        settings: Settings { public_url: public_url.to_owned(), ..Settings::default() },
        catalog: catalog::built_in().unwrap(),
        clock: Arc::<TestClock>::clone(&clock),
        random: Arc::new(SharedRandom::new(generator)),
        signals: Signals::default(),
        wakeups: Wakeups::default(),
    };
    (Arc::new(app), clock)
}
