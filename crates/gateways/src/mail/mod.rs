//! E-mail to a person (R218 to R221) by SMTP.
//!
//! Contract: this file. The letter as bytes: `letter`, pure. The real thing with its self-check: `smtp`.

mod letter;
mod smtp;

use std::path::PathBuf;

use okno_app::config::SecretSource;
use okno_domain::locale::Locale;
use schemars::JsonSchema;
use serde::Deserialize;

pub use self::smtp::SmtpMailer;
use crate::config::Limit;

/// The mail server letters are handed to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Its host name.
    pub host: String,
    /// Its port; without it the usual one for the kind of protection.
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: MailSecurity,
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// The account on the mail server, if it wants one.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<SecretSource>,
    /// The address letters come from.
    pub from: String,
    /// The sender's name in each language.
    #[serde(default)]
    pub from_name: FromName,
    /// Where answers go, if not to `from`.
    pub reply_to: Option<String>,
    /// The right half of message ids; without it the domain of `from`.
    pub message_id_domain: Option<String>,
    /// The name by which we introduce ourselves to the mail server; without it this machine's name.
    pub hello_name: Option<String>,
    /// How long handing over one letter may take.
    #[serde(default = "twenty_seconds")]
    pub timeout_seconds: Limit,
    /// How many connections may be open at one time.
    #[serde(default = "four")]
    pub connections: u16,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// A plain beginning, then TLS, which is required (port 587).
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None, to a mail server on this machine only (port 25).
    None,
}

/// The sender's name in each language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FromName {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
}

impl Default for FromName {
    fn default() -> Self {
        let name = |locale| okno_ui::text(locale, "site-name", &[]);
        Self { ru: name(Locale::Ru), en: name(Locale::En), fr: name(Locale::Fr) }
    }
}

impl FromName {
    fn of(&self, locale: Locale) -> &str {
        match locale {
            Locale::Ru => &self.ru,
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }
}

const fn twenty_seconds() -> Limit {
    Limit::seconds(20)
}

const fn four() -> u16 {
    4
}
