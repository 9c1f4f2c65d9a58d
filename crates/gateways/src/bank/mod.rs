//! Online banks as OpenID Connect providers (R165 to R173).
//!
//! Contract: this file. The real thing: `client`. What we prove ourselves with: `proof`. The wire: `wire`. Self-check:
//! `check` in `client`. Login and password are typed at the bank and never come here (R171); what the bank says of its
//! client goes to the use case and nowhere else, least of all to the log.

mod client;
mod proof;
mod wire;

use std::path::PathBuf;

use okno_app::config::SecretSource;
use okno_domain::bank::{BankId, BankPattern};
use schemars::JsonSchema;
use serde::Deserialize;

pub use self::client::OidcBank;
use crate::config::{ConfigError, HttpUrl, Limit};

/// One bank.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BankConfig {
    /// Its id in addresses and in evidence: small letters, digits, hyphens. It never changes.
    #[schemars(with = "String")]
    pub id: BankId,
    /// Whether the way through it is open (R172).
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Its name in each language.
    pub names: BankNames,
    /// How the way through it runs: `bank_page`, or `portal_profile` where the client indicates the portal profile on the
    /// bank's page.
    #[schemars(with = "String")]
    pub pattern: BankPattern,
    /// Its name as an issuer; `/.well-known/openid-configuration` lies below it. Compared letter by letter.
    pub issuer: String,
    /// Our name at the bank.
    pub client_id: String,
    /// Our private key (Ed25519 or P-256, PKCS#8 in PEM), by which we sign in at the bank (`private_key_jwt`).
    pub signing_key: Option<SecretSource>,
    /// The name the bank knows our key by (`kid`).
    pub key_id: Option<String>,
    /// Our password at the bank, where it does without a key.
    pub client_secret: Option<SecretSource>,
    /// What we ask for, besides `openid`.
    #[serde(default = "profile")]
    pub scopes: Vec<String>,
    /// What the bank calls the claims that no standard names.
    #[serde(default)]
    pub claims: ClaimNames,
    /// Allows plain HTTP to another machine. Only where the way there is protected by other means.
    #[serde(default)]
    pub allow_insecure: bool,
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// How long one call may take.
    #[serde(default = "five_seconds")]
    pub timeout_seconds: Limit,
}

/// A name in each language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BankNames {
    /// In Russian.
    pub ru: String,
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
}

/// Names of claims. Surname, first name, patronymic and date of birth are those of the standard: `family_name`,
/// `given_name`, `middle_name`, `birthdate`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimNames {
    /// The SNILS.
    pub snils: String,
    /// Series and number of the identity document.
    pub document_number: String,
    /// The SNILS of the portal profile that was indicated at the bank.
    pub portal_profile: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            snils: "snils".into(),
            document_number: "document_number".into(),
            portal_profile: "portal_profile".into(),
        }
    }
}

/// The banks that are switched on; no two may share an id.
pub(crate) fn switched_on(all: &[BankConfig]) -> Result<impl Iterator<Item = &BankConfig>, ConfigError> {
    for (place, bank) in all.iter().enumerate() {
        if all.iter().take(place).any(|earlier| earlier.id == bank.id) {
            return Err(ConfigError::new(format!("banks.{}.id", bank.id), "two banks have this id"));
        }
    }
    Ok(all.iter().filter(|bank| bank.enabled))
}

/// The issuer as an address that calls may be made to.
fn issuer(config: &BankConfig) -> Result<HttpUrl, ConfigError> {
    let setting = format!("banks.{}.issuer", config.id);
    let url = HttpUrl::try_from(config.issuer.clone()).map_err(|reason| ConfigError::new(&setting, reason))?;
    url.require_protected(&setting, config.allow_insecure)?;
    Ok(url)
}

const fn yes() -> bool {
    true
}

fn profile() -> Vec<String> {
    vec!["profile".into()]
}

const fn five_seconds() -> Limit {
    Limit::seconds(5)
}
