//! Fresh, migrated databases for tests, on both engines.
//!
//! SQLite is always there. PostgreSQL joins when `OKNO_TEST_POSTGRES_URL` names a server on which databases may be made:
//! a template is migrated once for each state of the migrations, and each test gets a clone that is dropped at its end.
//! With `OKNO_TEST_POSTGRES_REQUIRED=1` a missing URL fails the test instead of passing over PostgreSQL.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    ops::Deref,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use jiff::Timestamp;
pub use okno_store::Store;
use okno_store::{DatabaseConfig, MIGRATIONS, db::Engine};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};

const URL: &str = "OKNO_TEST_POSTGRES_URL";
const REQUIRED: &str = "OKNO_TEST_POSTGRES_REQUIRED";
/// Held while a template is looked at or made; any number will do.
const TEMPLATE_LOCK: i64 = 6_004_207_252;

/// A migrated, empty database of its own; gone when this is dropped.
#[derive(Debug)]
pub struct TestStore {
    store: Store,
    config: DatabaseConfig,
    _clone: Option<Clone>,
    /// Where the file is, if it is not one of the store's own.
    _folder: Option<TempDir>,
}

impl TestStore {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        Self::sqlite_with(|_| {}).await
    }

    /// On SQLite, with other settings than the usual.
    pub async fn sqlite_with(change: impl FnOnce(&mut DatabaseConfig)) -> Self {
        let config = configure("sqlite::memory:".to_owned(), change);
        let store = Store::open(&config).expect("SQLite opens");
        store.migrate(Timestamp::UNIX_EPOCH).await.expect("SQLite migrates");
        Self { store, config, _clone: None, _folder: None }
    }

    /// On PostgreSQL; `None`, with a word on the error output, where there is none.
    pub async fn postgres() -> Option<Self> {
        Self::postgres_with(|_| {}).await
    }

    /// On PostgreSQL, with other settings than the usual.
    pub async fn postgres_with(change: impl FnOnce(&mut DatabaseConfig)) -> Option<Self> {
        let server = server()?;
        let clone = Clone::new(&server).await;
        let config = configure(in_database(&server, &clone.name), change);
        let store = Store::open(&config).expect("the URL of PostgreSQL is right");
        Some(Self { store, config, _clone: Some(clone), _folder: None })
    }

    /// On this engine, where there is one.
    pub async fn on(engine: Engine, change: impl FnOnce(&mut DatabaseConfig)) -> Option<Self> {
        match engine {
            Engine::Sqlite => Some(Self::sqlite_with(change).await),
            Engine::Postgres => Self::postgres_with(change).await,
        }
    }

    /// A database on this engine with a second pool of connections on it, as another server of the installation has. On SQLite
    /// both have one file open, which is as durable as an installation's.
    pub async fn with_second_pool(engine: Engine) -> Option<(Self, Store)> {
        let first = match engine {
            Engine::Postgres => Self::postgres().await?,
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a folder can be made");
                let place = format!("sqlite:{}", folder.path().join("okno.db").display());
                let config = configure(place, |_| {});
                let store = Store::open(&config).expect("SQLite opens");
                store.migrate(Timestamp::UNIX_EPOCH).await.expect("SQLite migrates");
                Self { store, config, _clone: None, _folder: Some(folder) }
            }
        };
        let second = Store::open(&first.config).expect("the database opens twice");
        Some((first, second))
    }

    /// The store, cheap to clone; useless after this value is dropped.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// How the store was opened. For SQLite opening it again makes another database.
    pub const fn config(&self) -> &DatabaseConfig {
        &self.config
    }
}

impl Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

/// Runs a test on each engine that is there.
pub async fn for_each_engine<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    let sqlite = TestStore::sqlite().await;
    test(sqlite.store()).await;
    if let Some(postgres) = TestStore::postgres().await {
        test(postgres.store()).await;
    }
}

/// Writes tests that run on each engine, as `name::sqlite` and `name::postgres`:
/// `engine_test! { /// Why. async fn name(store: Store) { ... } }`.
#[macro_export]
macro_rules! engine_test {
    ($($(#[$meta:meta])* async fn $name:ident($store:ident: Store) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($store: $crate::store::Store) $body

            #[tokio::test]
            async fn sqlite() {
                let database = $crate::store::TestStore::sqlite().await;
                run(database.store()).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(database) = $crate::store::TestStore::postgres().await {
                    run(database.store()).await;
                }
            }
        }
    )*};
}

fn configure(url: String, change: impl FnOnce(&mut DatabaseConfig)) -> DatabaseConfig {
    // A busy machine must not fail a test, and many tests share one server.
    let mut config = DatabaseConfig {
        readers: 2,
        pool_size: 6,
        wait_timeout_ms: 60_000,
        connect_timeout_ms: 60_000,
        statement_timeout_ms: 60_000,
        ..DatabaseConfig::at(url)
    };
    change(&mut config);
    config
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their server is")]
fn server() -> Option<String> {
    let url = std::env::var(URL).ok().filter(|url| !url.is_empty());
    if url.is_none() {
        let required = std::env::var(REQUIRED).is_ok_and(|value| value == "1");
        assert!(!required, "{REQUIRED} is set, but {URL} names no PostgreSQL");
        eprintln!("not tested on PostgreSQL: {URL} is not set");
    }
    url
}

/// A clone of the template.
#[derive(Debug)]
struct Clone {
    server: String,
    name: String,
}

impl Clone {
    async fn new(server: &str) -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let template = TEMPLATE.get_or_init(|| template(server)).await;
        let name = format!("okno_test_{}_{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let client = connect(server).await;
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).await.expect("an old clone goes");
        client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("a clone is made");
        Self { server: server.to_owned(), name }
    }
}

impl Drop for Clone {
    /// On a thread with a runtime of its own, because the test's is in use or being torn down.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let remove = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
            runtime.block_on(async {
                let text = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                if let Err(error) = connect(&server).await.batch_execute(&text).await {
                    eprintln!("{name} was not dropped: {error}");
                }
            });
        };
        if thread::spawn(remove).join().is_err() {
            eprintln!("{} was not dropped", self.name);
        }
    }
}

/// The name of the migrated template, made now unless some test made it before.
async fn template(server: &str) -> String {
    let mut state = DefaultHasher::new();
    for migration in MIGRATIONS {
        (migration.number, migration.name, migration.text).hash(&mut state);
    }
    let name = format!("okno_template_{:016x}", state.finish());
    let client = connect(server).await;
    client.batch_execute(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await.expect("the template is locked");
    // `_new` until it is complete, so that a killed run leaves no half-made template behind.
    let unfinished = format!("{name}_new");
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).await.expect("leftovers go");
    let exists = Store::open(&DatabaseConfig::at(in_database(server, &name))).expect("the URL of PostgreSQL is right");
    if exists.read().await.is_err() {
        client.batch_execute(&format!("CREATE DATABASE {unfinished}")).await.expect("a template is made");
        let store = Store::open(&DatabaseConfig::at(in_database(server, &unfinished))).expect("the template opens");
        store.migrate(Timestamp::UNIX_EPOCH).await.expect("PostgreSQL migrates");
        drop(store);
        let rename = format!("ALTER DATABASE {unfinished} RENAME TO {name}");
        client.batch_execute(&rename).await.expect("the template gets its name");
    }
    // The lock goes with the connection.
    name
}

async fn connect(server: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await.expect("PostgreSQL answers");
    tokio::spawn(connection);
    client
}

/// The URL with another database.
fn in_database(url: &str, name: &str) -> String {
    let (base, options) = url.split_once('?').map_or((url, None), |(base, options)| (base, Some(options)));
    let host_at = base.find("://").map_or(0, |at| at + 3);
    let end = base[host_at..].find('/').map_or(base.len(), |at| host_at + at);
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{}/{name}{options}", &base[..end])
}

#[cfg(test)]
mod tests {
    use super::in_database;

    #[test]
    fn the_database_of_a_url_is_replaced_wherever_it_stands() {
        assert_eq!(in_database("postgres://a:b@h:1/old?x=y", "new"), "postgres://a:b@h:1/new?x=y");
        assert_eq!(in_database("postgres://h", "new"), "postgres://h/new");
    }
}
