//! A database, the simulators, and a configuration for the program between them.

use std::path::PathBuf;

use okno_app::vault::FileVault;
use okno_simulators::{SMTP_AUTHORITY, Simulators, SimulatorsConfig, registry::RegistryName};
use okno_testkit::TestStore;
use tempfile::TempDir;
use tokio::process::Command;

use super::{Server, place::Place};

/// Which wire SMS go over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sms {
    Smpp,
    Http,
}

/// Everything around the program.
pub(crate) struct World {
    pub(crate) place: Place,
    pub(crate) simulators: Simulators,
    /// Where the database is.
    pub(crate) database: String,
    pub(crate) dir: TempDir,
    /// Kept so that the database lives as long as the world.
    _postgres: Option<TestStore>,
}

impl World {
    /// With an embedded database.
    pub(crate) async fn sqlite() -> Self {
        Self::new(None, Sms::Smpp).await
    }

    /// With a database of its own on the server for tests, if there is one.
    pub(crate) async fn postgres() -> Option<Self> {
        let database = TestStore::postgres().await?;
        Some(Self::new(Some(database), Sms::Http).await)
    }

    async fn new(postgres: Option<TestStore>, sms: Sms) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let simulators = Simulators::start(SimulatorsConfig::local(dir.path().join("sims"))).await.unwrap();
        let place = Place::fresh();
        let database = match &postgres {
            Some(store) => store.config().url.clone(),
            None => format!("sqlite:{}", dir.path().join("okno.db").display()),
        };
        let world = Self { place, simulators, database, dir, _postgres: postgres };
        world.make_asker_key();
        let keys = FileVault::generate(&mut okno_testkit::world::generator(11)).unwrap();
        std::fs::write(world.dir.path().join("vault.toml"), keys.as_bytes()).unwrap();
        std::fs::write(world.config_file(), world.config(sms)).unwrap();
        world
    }

    fn make_asker_key(&self) {
        use ed25519_dalek::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, spki::der::pem::LineEnding};
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let public = key.verifying_key().to_public_key_pem(LineEnding::LF).unwrap();
        std::fs::write(self.dir.path().join("sims").join(okno_simulators::OKNO_PUBLIC), public).unwrap();
        std::fs::write(self.dir.path().join("asker.key"), key.to_pkcs8_pem(LineEnding::LF).unwrap().as_bytes())
            .unwrap();
    }

    pub(crate) fn config_file(&self) -> PathBuf {
        self.dir.path().join("okno.toml")
    }

    fn config(&self, sms: Sms) -> String {
        let (at, dir) = (self.simulators.addresses(), self.dir.path().display());
        let registry = |name| {
            let (url, word) = (self.simulators.registry_url(name), name.word());
            let key = format!("{dir}/sims/{word}.pub");
            format!(
                "[gateways.registries.{word}]\nbase_url = \"{url}\"\nkey_id = \"{word}\"\npublic_key = {{ file = \"{key}\" }}\n"
            )
        };
        let registries = RegistryName::ALL.map(registry).concat();
        let sms = match sms {
            Sms::Smpp => format!(
                "kind = \"smpp\"\nhost = \"127.0.0.1\"\nport = {}\nsystem_id = \"okno\"\npassword = \"oknodemo\"\nsender = \"Okno\"",
                at.smpp.port()
            ),
            Sms::Http => {
                format!("kind = \"http\"\nurl = \"http://{}/send\"\ntoken = \"okno-demo-token\"", at.sms_gateway)
            }
        };
        format!(
            r#"
public_url = "{url}"
[server]
listen = "{pages}"
management = "{management}"
[log]
filter = "info"
[database]
url = "{database}"
connect_timeout_ms = 2000
[vault]
key_file = "{dir}/vault.toml"
[web]
trusted_proxies = ["127.0.0.0/8"]
posts_burst = 100000
posts_per_minute = 1000000
[contact]
phone_test_numbers = true
[otp]
max_sends_per_network_per_hour = 1000
max_sends_per_contact_and_network_per_day = 1000
[verification]
retry_first_seconds = 1
retry_max_seconds = 2
[gateways.mail]
host = "127.0.0.1"
port = {smtp}
ca_file = "{dir}/sims/{authority}"
username = "okno"
password = "oknodemo"
from = "noreply@okno.example"
[gateways.sms]
{sms}
[gateways.registries.asker]
signing_key = {{ file = "{dir}/asker.key" }}
key_id = "okno"
callback_base = "{url}"
{registries}
"#,
            pages = self.place.pages,
            management = self.place.management,
            url = self.place.url(),
            database = self.database,
            smtp = at.smtp.port(),
            authority = SMTP_AUTHORITY,
        )
    }

    /// The program with these arguments and this world's configuration.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_okno"));
        // What the tests are told by the environment is not for the program.
        command.env_clear().args(arguments).arg("--config").arg(self.config_file()).current_dir(self.dir.path());
        command
    }

    /// The program, serving at another place.
    pub(crate) fn command_at(&self, place: Place) -> Command {
        let mut command = self.command(&["serve"]);
        command
            .env("OKNO_SERVER__LISTEN", place.pages.to_string())
            .env("OKNO_SERVER__MANAGEMENT", place.management.to_string());
        command
    }

    /// A ready server.
    pub(crate) async fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]), self.place).await
    }
}

/// Runs a test on each engine that is there: as `name::sqlite` and `name::postgres`.
macro_rules! world_test {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: World) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($world: World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(World::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(world) = World::postgres().await {
                    run(world).await;
                }
            }
        }
    )*};
}
pub(crate) use world_test;
