//! Puts the parts of the program together.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path, sync::Arc, time::Duration};

use okno_app::{
    App, Clock as _, catalog,
    hashing::PasswordHashing,
    installation::RunTime,
    job::Wakeups,
    letter::IndexDirectory,
    service_center::OpeningTimes,
    signal::Signals,
    vault::{DerivedKeys, FileVault},
};
use okno_domain::public_service::Catalog;
use okno_store::Store;
use tokio::time::{Instant, sleep};

use crate::{
    config::{CatalogConfig, CenterConfig, Config, VaultConfig},
    exit::Failure,
    system::{self, SystemClock, SystemGenerator, SystemRandom},
};

/// Opens the database and waits until it answers, at most this long.
pub(crate) async fn store(config: &Config, wait: Duration) -> Result<Store, Failure> {
    let store = Store::open(&config.database)?;
    let end = Instant::now() + wait;
    loop {
        match store.answers().await {
            Ok(()) => return Ok(store),
            Err(okno_store::Error::Unavailable(reason)) if Instant::now() < end => {
                tracing::warn!(reason, "waiting for the database");
                sleep(Duration::from_millis(500)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// The application over this store.
pub(crate) async fn app(config: &Config, store: Store) -> Result<Arc<App>, Failure> {
    let vault = vault(&config.vault)?;
    let keys = DerivedKeys::from_vault(&vault).await.map_err(|error| Failure::other("deriving keys", error))?;
    let ports = config.gateways.build().map_err(|error| Failure::Config(vec![error.to_string()]))?;
    let settings = config.settings();
    let app = App {
        store,
        vault: Arc::new(vault),
        keys,
        hashing: PasswordHashing::new(&config.hashing, system::processors())?,
        ports,
        run_time: RunTime::new(&settings),
        settings,
        catalog: services(&config.catalog)?,
        opening: opening(&config.center)?,
        indexes: IndexDirectory::read(config.letter.index_file.as_deref())
            .map_err(|error| Failure::Config(vec![format!("letter.index_file: {error}")]))?,
        sites: okno_app::relying_party::Sites::default(),
        signing: okno_app::signing_key::KeyRings::default(),
        esia: okno_app::esia::Memory::default(),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        signals: Signals::default(),
        wakeups: Wakeups::default(),
    };
    Ok(Arc::new(app))
}

/// Brings the schema up to date where that is wished, or says that it is not.
pub(crate) async fn schema(config: &Config, store: &Store) -> Result<(), Failure> {
    let pending = store.pending_migrations().await?;
    if pending.is_empty() {
        return Ok(());
    }
    if !config.migrates_on_start() {
        return Err(Failure::Migrations(pending));
    }
    for name in store.migrate(SystemClock.now()).await? {
        tracing::info!(name, "migrated");
    }
    Ok(())
}

/// The keys from their file.
pub(crate) fn vault(config: &VaultConfig) -> Result<FileVault, Failure> {
    let file = &config.key_file;
    let text = fs::read_to_string(file).map_err(|error| {
        let hint = "`okno admin keys generate` makes a new one";
        Failure::Config(vec![format!("vault.key_file: {} cannot be read: {error}; {hint}", file.display())])
    })?;
    FileVault::parse(&text).map_err(|error| Failure::Config(vec![format!("vault.key_file: {error}")]))
}

/// The text of a fresh key file.
pub(crate) fn new_keys() -> Result<zeroize::Zeroizing<String>, Failure> {
    FileVault::generate(&mut SystemGenerator).map_err(|error| Failure::other("making keys", error))
}

/// Writes a file that only its owner may read, and that must not exist yet.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::other(&format!("writing {}", path.display()), error);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// Opening times by the calendar in its file, or by the one that is built in.
fn opening(config: &CenterConfig) -> Result<OpeningTimes, Failure> {
    let Some(path) = &config.calendar_file else {
        return OpeningTimes::built_in().map_err(|error| Failure::other("the built-in calendar", error));
    };
    let wrong = |reason: String| Failure::Config(vec![format!("center.calendar_file: {}: {reason}", path.display())]);
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    OpeningTimes::parse(&text).map_err(|error| wrong(error.to_string()))
}

fn services(config: &CatalogConfig) -> Result<Catalog, Failure> {
    let Some(path) = &config.file else {
        return catalog::built_in().map_err(|error| Failure::other("the built-in catalogue", error));
    };
    let wrong = |reason: String| Failure::Config(vec![format!("catalog.file: {}: {reason}", path.display())]);
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    catalog::parse(&text).map_err(|error| wrong(error.to_string()))
}
