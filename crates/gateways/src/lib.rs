//! All calls out of Okno: mail, SMS, the state registries, online banks, the carrier of letters, a virus scanner and
//! sites where people are signed in, over the protocols the real ones speak.
//!
//! Each folder has its contract (configuration and rules), the real thing and its self-check. There is no in-process
//! stand-in for an outside system here; tests run against servers. Nothing here decides: what an answer means for an
//! account is up to `app`. Nothing here logs personal data, codes or links.

pub mod antivirus;
pub mod bank;
pub mod carrier;
pub mod config;
mod http;
pub mod mail;
pub mod registry;
pub mod site;
pub mod sms;
mod tls;

use std::sync::Arc;

use okno_app::ports::{Antivirus, Bank, Carrier, Mailer, Ports, Registry, Sites, SmsSender};
use schemars::JsonSchema;
use serde::Deserialize;

pub use crate::config::ConfigError;
use crate::{
    antivirus::{AntivirusConfig, Clamd},
    bank::{BankConfig, OidcBank},
    carrier::{CarrierConfig, PostCarrier},
    mail::{MailConfig, SmtpMailer},
    registry::{ExchangeClient, RegistriesConfig},
    site::{SitesConfig, WebSites},
    sms::{HttpSms, SmppSms, SmsConfig},
};

/// The outside systems. A section that is absent means that Okno does without: no mail, no SMS, no automatic checks.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GatewaysConfig {
    /// The mail server letters are handed to.
    pub mail: Option<MailConfig>,
    /// The SMS center.
    pub sms: Option<SmsConfig>,
    /// The registries that check personal data.
    pub registries: Option<RegistriesConfig>,
    /// The carrier of registered letters.
    pub carrier: Option<CarrierConfig>,
    /// The online banks through which identities are confirmed, in the order in which they are offered (R165, R172).
    pub banks: Vec<BankConfig>,
    /// The virus scanner that looks at files which people send; without one none are taken.
    pub antivirus: Option<AntivirusConfig>,
    /// Calls to sites where people are signed in.
    pub sites: SitesConfig,
}

impl GatewaysConfig {
    /// Builds the ports; reads keys and secrets, connects to nobody. Call it inside the asynchronous runtime.
    pub fn build(&self) -> Result<Ports, ConfigError> {
        let mailer: Option<Arc<dyn Mailer>> = match &self.mail {
            None => None,
            Some(config) => Some(Arc::new(SmtpMailer::new(config)?)),
        };
        let sms: Option<Arc<dyn SmsSender>> = match &self.sms {
            None => None,
            Some(SmsConfig::Smpp(config)) => Some(Arc::new(SmppSms::new(config)?)),
            Some(SmsConfig::Http(config)) => Some(Arc::new(HttpSms::new(config)?)),
        };
        let registries = self.registries.as_ref();
        let registry = |name: &str| -> Result<Option<Arc<dyn Registry>>, ConfigError> {
            let Some(all) = registries else { return Ok(None) };
            let Some(one) = all.named(name) else { return Ok(None) };
            Ok(Some(Arc::new(ExchangeClient::new(name, &all.asker, one)?)))
        };
        let carrier: Option<Arc<dyn Carrier>> = match &self.carrier {
            None => None,
            Some(config) => Some(Arc::new(PostCarrier::new(config)?)),
        };
        let bank = |config: &BankConfig| -> Result<Arc<dyn Bank>, ConfigError> { Ok(Arc::new(OidcBank::new(config)?)) };
        let antivirus: Option<Arc<dyn Antivirus>> = match &self.antivirus {
            None => None,
            Some(config) => Some(Arc::new(Clamd::new(config)?)),
        };
        let sites: Arc<dyn Sites> = Arc::new(WebSites::new(&self.sites)?);
        Ok(Ports {
            mailer,
            sms,
            pension_fund: registry(registry::PENSION_FUND)?,
            interior_ministry: registry(registry::INTERIOR_MINISTRY)?,
            carrier,
            banks: bank::switched_on(&self.banks)?.map(bank).collect::<Result<_, _>>()?,
            antivirus,
            sites: Some(sites),
        })
    }
}
