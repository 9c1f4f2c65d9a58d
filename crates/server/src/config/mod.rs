//! The configuration: one TOML file, every value also from the environment. Each crate owns its part; they are put
//! together here, and everything wrong is told at once.

mod load;
mod show;
mod single_sign_on;
mod tls;

use std::{net::SocketAddr, path::PathBuf};

use okno_app::hashing::HashingSettings;
use okno_app::settings::{
    AppointmentSettings, CenterAppointments, CenterConfirmSettings, CenterPapersSettings, CenterSettings,
    ConfirmationSettings, ContactSettings, EsiaSettings, FactorSettings, LetterSettings, LoginSettings,
    OperatorSettings, OtpSettings, PasswordSettings, ProfileSettings, RecoverySettings, RegistrationSettings,
    SessionSettings, Settings, SingleSignOnSettings, SupportSettings, VerificationSettings,
};
use okno_gateways::GatewaysConfig;
use okno_store::DatabaseConfig;
use okno_web::WebConfig;
use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use load::load;
pub(crate) use show::{schema, show};
#[cfg(test)]
pub(crate) use tls::CertificateFiles;
pub(crate) use tls::{ClientCertificates, TlsConfig, TlsVersion};

/// The configuration of `okno`. Unknown keys are errors. Secrets are texts or `{ file = "..." }`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// The address people use, such as `https://id.example.org`; links in letters begin with it.
    pub(crate) public_url: PublicUrl,
    /// Addresses to listen on, and the life of the process.
    pub(crate) server: ServerConfig,
    /// What is logged, and how.
    pub(crate) log: LogConfig,
    /// The database.
    pub(crate) database: DatabaseConfig,
    /// What happens to the schema at the start.
    pub(crate) schema: SchemaConfig,
    /// The keys that protect personal data.
    pub(crate) vault: VaultConfig,
    /// Background work.
    pub(crate) worker: WorkerConfig,
    /// Limits of the web side, and trusted proxies.
    pub(crate) web: WebConfig,
    /// The service catalogue.
    pub(crate) catalog: CatalogConfig,
    /// Mail server, SMS center and registries; what is absent is done without.
    pub(crate) gateways: GatewaysConfig,
    /// One-time codes.
    pub(crate) otp: OtpSettings,
    /// Registration.
    pub(crate) registration: RegistrationSettings,
    /// Contacts.
    pub(crate) contact: ContactSettings,
    /// Passwords.
    pub(crate) password: PasswordSettings,
    /// Password hashing.
    pub(crate) hashing: HashingSettings,
    /// Sessions.
    pub(crate) session: SessionSettings,
    /// Login.
    pub(crate) login: LoginSettings,
    /// Second factors.
    pub(crate) factor: FactorSettings,
    /// Recovery.
    pub(crate) recovery: RecoverySettings,
    /// Verification.
    pub(crate) verification: VerificationSettings,
    /// Identity confirmation.
    pub(crate) confirmation: ConfirmationSettings,
    /// Registered letters.
    pub(crate) letter: LetterSettings,
    /// Personal data.
    pub(crate) profile: ProfileSettings,
    /// Service centers.
    pub(crate) center: CenterConfig,
    /// Operators.
    pub(crate) operator: OperatorSettings,
    /// One sign-in for every site.
    pub(crate) single_sign_on: SingleSignOnSettings,
    /// The dialect of ESIA.
    pub(crate) esia: EsiaSettings,
    /// Support.
    pub(crate) support: SupportSettings,
}

/// The address people use; the place where this program listens unless one is given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct PublicUrl(pub(crate) String);

impl Default for PublicUrl {
    fn default() -> Self {
        Self("http://127.0.0.1:8080".to_owned())
    }
}

/// Addresses to listen on, and the life of the process.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ServerConfig {
    /// Where pages are served.
    #[schemars(with = "String")]
    pub(crate) listen: SocketAddr,
    /// Where health and metrics are served; never to the outside.
    #[schemars(with = "String")]
    pub(crate) management: SocketAddr,
    /// Threads that serve; 0 means one per processor.
    pub(crate) threads: u32,
    /// Connections held at once; more wait at the system's door.
    pub(crate) connections: u32,
    /// Seconds for which a client may take to send a request's head.
    pub(crate) header_timeout_seconds: u32,
    /// Seconds to finish what has been accepted when the program is told to stop.
    pub(crate) stop_within_seconds: u32,
    /// An address at which plain HTTP is only answered by the way to `public_url`, such as port 80.
    #[schemars(with = "Option<String>")]
    pub(crate) redirect_from: Option<SocketAddr>,
    /// A folder from which `/.well-known/acme-challenge/` is answered at that address, where a program that renews
    /// certificates leaves its answers.
    pub(crate) challenge_directory: Option<PathBuf>,
    /// TLS of the program's own; without it plain HTTP is served, for a proxy that speaks TLS.
    pub(crate) tls: Option<TlsConfig>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            management: SocketAddr::from(([127, 0, 0, 1], 8089)),
            threads: 0,
            connections: 10_000,
            header_timeout_seconds: 15,
            stop_within_seconds: 40,
            redirect_from: None,
            challenge_directory: None,
            tls: None,
        }
    }
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LogConfig {
    /// One JSON object per line, or text.
    pub(crate) format: LogFormat,
    /// What is logged, such as `info,okno_web=debug`. Of libraries only warnings are, because they tell what they carry.
    pub(crate) filter: String,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Json, filter: "info".to_owned() }
    }
}

/// The shape of a line in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// For machines.
    Json,
    /// For people.
    Text,
}

/// What happens to the schema at the start.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SchemaConfig {
    /// Whether `serve` brings the database to the schema of the program. By default it does with SQLite, which belongs
    /// to this program alone, and does not with PostgreSQL, where `okno migrate` is run before the new program starts.
    pub(crate) migrate_on_start: Option<bool>,
}

/// The keys that protect personal data.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct VaultConfig {
    /// The key file, made by `okno admin keys generate`. Whoever loses it loses all personal data.
    pub(crate) key_file: PathBuf,
}

impl Default for VaultConfig {
    fn default() -> Self {
        Self { key_file: PathBuf::from("vault.toml") }
    }
}

/// Background work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WorkerConfig {
    /// Seconds for which a job is held before its lease must be renewed, which a living worker does. The jobs that a
    /// vanished worker had in hand are taken up by another after this time.
    pub(crate) lease_seconds: u32,
}

impl Default for WorkerConfig {
    fn default() -> Self {
        Self { lease_seconds: 15 }
    }
}

/// The service catalogue.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CatalogConfig {
    /// A file with services, in place of the built-in ones.
    pub(crate) file: Option<PathBuf>,
}

/// Service centers and their finder.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CenterConfig {
    /// A file with the days that the government transfers each year, in place of the built-in one.
    pub(crate) calendar_file: Option<PathBuf>,
    /// Days after which a record that nobody has checked counts as stale.
    pub(crate) stale_after_days: u32,
    /// Where map tiles come from: a path of this site or an address such as
    /// `https://tiles.example.org/{z}/{x}/{y}.png`. Every visitor's browser asks it, so it should be a server of your own.
    /// Without one, the map that is built in is shown.
    pub(crate) map_tiles: String,
    /// Whom the map is by, where the tiles demand that it is said.
    pub(crate) map_attribution: String,
    /// Whether people can book a time at centers that offer it; nobody needs one (C30).
    pub(crate) appointments: CenterAppointments,
    /// What holds for booked times.
    pub(crate) appointment: AppointmentSettings,
    /// Confirming an identity.
    pub(crate) confirm: CenterConfirmSettings,
    /// Giving access back.
    pub(crate) restore: CenterPapersSettings,
    /// Deleting an account.
    pub(crate) delete: CenterPapersSettings,
}

impl Default for CenterConfig {
    fn default() -> Self {
        let CenterSettings {
            stale_after_days,
            map_tiles,
            map_attribution,
            appointments,
            appointment,
            confirm,
            restore,
            delete,
        } = CenterSettings::default();
        Self {
            calendar_file: None,
            stale_after_days,
            map_tiles,
            map_attribution,
            appointments,
            appointment,
            confirm,
            restore,
            delete,
        }
    }
}

impl CenterConfig {
    fn settings(&self) -> CenterSettings {
        CenterSettings {
            stale_after_days: self.stale_after_days,
            map_tiles: self.map_tiles.clone(),
            map_attribution: self.map_attribution.clone(),
            appointments: self.appointments,
            appointment: self.appointment.clone(),
            confirm: self.confirm.clone(),
            restore: self.restore.clone(),
            delete: self.delete.clone(),
        }
    }
}

impl Config {
    /// What the use cases may be told.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            public_url: self.public_url.0.trim_end_matches('/').to_owned(),
            otp: self.otp.clone(),
            registration: self.registration.clone(),
            contact: self.contact.clone(),
            password: self.password.clone(),
            hashing: self.hashing.clone(),
            session: self.session.clone(),
            login: self.login.clone(),
            factor: self.factor.clone(),
            recovery: self.recovery.clone(),
            verification: self.verification.clone(),
            confirmation: self.confirmation.clone(),
            letter: self.letter.clone(),
            profile: self.profile.clone(),
            catalog_file: self.catalog.file.clone(),
            center: self.center.settings(),
            operator: self.operator.clone(),
            support: self.support.clone(),
            single_sign_on: self.single_sign_on.clone(),
            esia: self.esia.clone(),
        }
    }

    /// Whether `serve` may change the schema.
    pub(crate) fn migrates_on_start(&self) -> bool {
        self.schema.migrate_on_start.unwrap_or_else(|| self.database.url.starts_with("sqlite:"))
    }

    /// Everything that can be seen to be wrong without asking anybody.
    fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> =
            self.web.faults().into_iter().map(|(name, reason)| format!("web.{name}: {reason}")).collect();
        faults.extend(tls::faults(&self.server, &self.public_url.0));
        faults.extend(single_sign_on::faults(&self.single_sign_on, self.server.tls.as_ref()));
        let mut fault = |wrong: bool, text: &str| {
            if wrong {
                faults.push(text.to_owned());
            }
        };
        let server = &self.server;
        let public = self.public_url.0.as_str();
        let origin = public.strip_prefix("https://").or_else(|| public.strip_prefix("http://"));
        let host = origin.map(|rest| rest.trim_end_matches('/'));
        fault(
            host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@', ' '])),
            "public_url: must be https:// or http:// with a host and nothing after it",
        );
        fault(
            server.listen == server.management && server.listen.port() != 0,
            "server.management: is taken by server.listen",
        );
        fault(server.connections == 0, "server.connections: must not be 0");
        fault(server.header_timeout_seconds == 0, "server.header_timeout_seconds: must not be 0");
        fault(!(1..=300).contains(&self.worker.lease_seconds), "worker.lease_seconds: must be from 1 to 300");
        let known = ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| self.database.url.starts_with(kind));
        fault(!known, "database.url: must begin with sqlite: or postgres:");
        let filter = self.log.filter.parse::<tracing_subscriber::EnvFilter>();
        fault(filter.is_err(), "log.filter: is not a filter such as info,okno_web=debug");
        fault(!(4..=10).contains(&self.otp.length), "otp.length: must be from 4 to 10");
        fault(self.otp.ttl_seconds == 0, "otp.ttl_seconds: must not be 0");
        fault(self.otp.max_attempts == 0, "otp.max_attempts: must not be 0");
        fault(self.letter.reorder_min_days == 0, "letter.reorder_min_days: must not be 0");
        fault(self.letter.code_ttl_days < 30, "letter.code_ttl_days: must not be below 30");
        fault(self.session.idle_minutes == 0, "session.idle_minutes: must not be 0");
        fault(self.session.max_hours == 0, "session.max_hours: must not be 0");
        fault(self.operator.idle_minutes == 0, "operator.idle_minutes: must not be 0");
        fault(self.operator.max_hours == 0, "operator.max_hours: must not be 0");
        fault(self.operator.sign_in_minutes == 0, "operator.sign_in_minutes: must not be 0");
        fault(self.operator.fresh_minutes == 0, "operator.fresh_minutes: must not be 0");
        fault(self.operator.approval_minutes == 0, "operator.approval_minutes: must not be 0");
        fault(self.operator.visit_minutes == 0, "operator.visit_minutes: must not be 0");
        let esia = &self.esia;
        fault(!(10..=600).contains(&esia.code_seconds), "esia.code_seconds: must be from 10 to 600");
        fault(esia.access_seconds == 0, "esia.access_seconds: must not be 0");
        fault(esia.id_token_seconds == 0, "esia.id_token_seconds: must not be 0");
        fault(!(1..=20).contains(&esia.certificate_years), "esia.certificate_years: must be from 1 to 20");
        fault(esia.issuer.is_empty(), "esia.issuer: must not be empty");
        fault(self.center.confirm.mode.is_empty(), "center.confirm.mode: must name a way");
        let weak = self.hashing.memory_kib < 19 * 1024 || self.hashing.passes < 2 || self.hashing.lanes < 1;
        fault(weak, "hashing: must not be below memory_kib = 19456, passes = 2, lanes = 1");
        faults
    }
}
