//! Asking a registry whether data match (docs/protocols/registry-exchange.md, R96 to R109).
//!
//! Contract: this file. Signed messages: `jws` and `message`, pure. The real thing: `client`. Self-check: `check` there.
//! What is asked is kept to the members the protocol names (R109), and the answer is one of three words.

mod client;
mod jws;
mod message;

use okno_app::config::SecretSource;
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;

pub use self::{
    client::ExchangeClient,
    jws::{Fault, LARGEST_MESSAGE, Trusted},
    message::{Expected, verify_answer},
};
use crate::config::{HttpUrl, Limit};

/// The registry asked about SNILS.
pub const PENSION_FUND: &str = "pension_fund";
/// The registry asked about passports.
pub const INTERIOR_MINISTRY: &str = "interior_ministry";

/// The registries, and who we are to them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistriesConfig {
    /// Who asks, and with which key.
    pub asker: AskerConfig,
    /// The registry asked about SNILS.
    pub pension_fund: Option<RegistryConfig>,
    /// The registry asked about passports.
    pub interior_ministry: Option<RegistryConfig>,
}

impl RegistriesConfig {
    pub(crate) fn named(&self, name: &str) -> Option<&RegistryConfig> {
        match name {
            PENSION_FUND => self.pension_fund.as_ref(),
            INTERIOR_MINISTRY => self.interior_ministry.as_ref(),
            _ => None,
        }
    }
}

/// Who asks the registries.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskerConfig {
    /// Our name in messages (`iss`).
    #[serde(default = "okno")]
    pub issuer: String,
    /// Our Ed25519 private key, PKCS#8 in PEM.
    pub signing_key: SecretSource,
    /// The name the registries know our key by (`kid`).
    pub key_id: String,
    /// The public address of this installation; registries call back to `{callback_base}/exchange/registry/{registry}`.
    /// Without it answers are fetched by poll only.
    pub callback_base: Option<HttpUrl>,
}

/// One registry.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistryConfig {
    /// Where its exchange begins; `/requests` and the other calls are below it.
    pub base_url: HttpUrl,
    /// Its Ed25519 public key, PEM. Configured, never fetched.
    pub public_key: SecretSource,
    /// The name it gives its key (`kid`).
    pub key_id: String,
    /// Its name in messages, when it is not `pension_fund` or `interior_ministry`.
    pub issuer: Option<String>,
    /// Allows plain HTTP to another machine. Only where the way there is protected by other means.
    #[serde(default)]
    pub allow_insecure: bool,
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// How long one call may take.
    #[serde(default = "twenty_seconds")]
    pub timeout_seconds: Limit,
}

fn okno() -> String {
    "okno".into()
}

const fn twenty_seconds() -> Limit {
    Limit::seconds(20)
}
