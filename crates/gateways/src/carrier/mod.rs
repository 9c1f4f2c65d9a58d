//! The carrier of registered letters (R143, R145): batches for print are left in folders, news is asked for over HTTP.
//!
//! Contract: this file and docs/protocols/carrier.md. What is left: `batch`. What is asked: `client`. The wire: `wire`.
//! Self-check: `check` in `client`. The letters hold codes: they go into the batch and nowhere else, least of all to the
//! log.

mod batch;
mod client;
pub mod wire;

use std::path::PathBuf;

use okno_app::config::SecretSource;
use okno_domain::identifier::postal_index::PostalIndex;
use schemars::JsonSchema;
use serde::Deserialize;

pub use self::client::PostCarrier;
use crate::config::{HttpUrl, Limit};

/// The carrier.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierConfig {
    /// The index of the place of acceptance: the numbers of our items begin with it.
    #[schemars(with = "String")]
    pub acceptance_index: PostalIndex,
    /// The sender as it stands on the letters: name, then address line by line.
    pub sender: Vec<String>,
    /// A folder in which batches are left for a program of the carrier on this machine. A batch appears whole, under its
    /// name.
    pub drop_directory: Option<PathBuf>,
    /// The root of an SFTP account of the carrier: batches are left below `outgoing/`, each with a `.ready` file that
    /// appears last. At least one of the two folders is needed; with both, a batch is left in both.
    pub sftp_directory: Option<PathBuf>,
    /// Where the carrier tells where items are; `/v1/tracking` lies below it.
    pub base_url: HttpUrl,
    /// The token by which the carrier knows us, where it wants one.
    pub token: Option<SecretSource>,
    /// The page on which people follow an item; `{number}` stands for its number.
    pub tracking_page: String,
    /// Allows plain HTTP to another machine. Only where the way there is protected by other means.
    #[serde(default)]
    pub allow_insecure: bool,
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// How long one call may take.
    #[serde(default = "ten_seconds")]
    pub timeout_seconds: Limit,
}

const fn ten_seconds() -> Limit {
    Limit::seconds(10)
}
