//! Where the database is and how long anything may wait for it.

use std::{fmt, path::PathBuf, time::Duration};

use schemars::JsonSchema;
use serde::Deserialize;

/// Which database to use. Embedded SQLite is the default.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite:PATH`, `sqlite::memory:` (a private temporary database, gone at the end) or `postgres://...`. Without
    /// `sslmode` a PostgreSQL on this machine is spoken to in the clear and any other only by TLS; the certificate is
    /// always verified.
    pub url: String,
    /// A file with the password of the PostgreSQL user, so that it need not stand in the URL.
    pub password_file: Option<PathBuf>,
    /// Certificates (PEM) to trust instead of the public authorities when PostgreSQL is spoken to by TLS.
    pub ca_file: Option<PathBuf>,
    /// Reading connections of SQLite, each a thread.
    pub readers: usize,
    /// The most connections to PostgreSQL.
    pub pool_size: usize,
    /// How long to wait for a free connection, or on SQLite for the writer, in milliseconds.
    pub wait_timeout_ms: u64,
    /// How long to wait for a connection to PostgreSQL to open, in milliseconds.
    pub connect_timeout_ms: u64,
    /// How long SQLite waits for another process that writes to the same file, in milliseconds.
    pub busy_timeout_ms: u64,
    /// How long one statement may run, in milliseconds.
    pub statement_timeout_ms: u64,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self {
            url: "sqlite:okno.db".to_owned(),
            password_file: None,
            ca_file: None,
            readers: 4,
            pool_size: 16,
            wait_timeout_ms: 5_000,
            connect_timeout_ms: 5_000,
            busy_timeout_ms: 5_000,
            statement_timeout_ms: 15_000,
        }
    }
}

impl DatabaseConfig {
    /// The defaults with this URL.
    pub fn at(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    pub(super) const fn wait_timeout(&self) -> Duration {
        Duration::from_millis(self.wait_timeout_ms)
    }

    pub(super) const fn statement_timeout(&self) -> Duration {
        Duration::from_millis(self.statement_timeout_ms)
    }
}

impl fmt::Debug for DatabaseConfig {
    /// Leaves out what stands before the host: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.url.rsplit_once('@').map_or(self.url.as_str(), |(_, place)| place);
        f.debug_struct("DatabaseConfig").field("place", &place).field("ca_file", &self.ca_file).finish_non_exhaustive()
    }
}
