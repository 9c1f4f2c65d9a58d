//! The sites where people are signed in: telling them that a session is over (OpenID Connect Back-Channel Logout 1.0), and
//! fetching what they publish (`jwks_uri`, `sector_identifier_uri`), and looking at them as a browser would (`browser`).
//!
//! A site says itself where it wants to be called, so an address is a stranger's: where it leads is looked at before anybody
//! connects (`address`), the connection goes to exactly what was looked at, and nothing else that the site says is followed.
//! Nothing of ours goes with a call but the token: no cookie, no credential.

mod address;
mod browser;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use okno_app::ports::{CallFault, PortError, SiteAddress, SiteBrowser, Sites};
use reqwest::{
    Client, Method, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, CONTENT_TYPE},
    redirect,
};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::timeout;

use self::address::Target;
use crate::{
    config::{ConfigError, Limit},
    http::{self, garbage, later, refused},
    tls,
};

/// The largest document.
const MOST_BYTES: usize = 64 * 1024;

/// Calls to sites.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SitesConfig {
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// How long one call may take, the search for the address included.
    pub timeout_seconds: Limit,
}

impl Default for SitesConfig {
    fn default() -> Self {
        Self { ca_file: None, timeout_seconds: Limit::seconds(5) }
    }
}

/// The sites.
#[derive(Clone)]
pub struct WebSites {
    tls: rustls::ClientConfig,
    timeout: Duration,
}

/// Names lead to what was looked at, and to nothing else.
struct Pinned(Vec<SocketAddr>);

impl Resolve for Pinned {
    fn resolve(&self, _name: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

impl WebSites {
    /// Reads the authority; connects to nobody.
    pub fn new(config: &SitesConfig) -> Result<Self, ConfigError> {
        let tls = tls::client_config("sites.ca_file", config.ca_file.as_deref())?;
        Ok(Self { tls, timeout: config.timeout_seconds.duration() })
    }

    /// A client for one call. Connections are not kept: the next call looks anew where the name leads.
    fn client(&self, target: &Target) -> Result<Client, PortError> {
        Client::builder()
            .use_preconfigured_tls(self.tls.clone())
            .dns_resolver(Arc::new(Pinned(target.addresses.clone())))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .tls_info(true)
            .pool_max_idle_per_host(0)
            .timeout(self.timeout)
            .user_agent(concat!("okno/", env!("CARGO_PKG_VERSION"), " (sign-on for sites)"))
            .build()
            .map_err(|error| later(format!("a call cannot be made: {error}"), None))
    }

    /// Does something within the time.
    async fn in_time<T>(&self, doing: impl Future<Output = Result<T, PortError>>) -> Result<T, PortError> {
        timeout(self.timeout, doing).await.unwrap_or_else(|_| Err(later("it did not answer in time", None)))
    }

    async fn send(&self, site: &SiteAddress<'_>, form: Option<String>) -> Result<Response, PortError> {
        let target = address::look(site).await.map_err(unsuitable)?;
        let method = if form.is_some() { Method::POST } else { Method::GET };
        let mut request = self.client(&target)?.request(method, target.url);
        request = match form {
            Some(form) => request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form),
            None => request.header(ACCEPT, "application/json, application/jwk-set+json"),
        };
        request.send().await.map_err(http::broken)
    }
}

/// Why nobody is called there, for calls that are tried again.
fn unsuitable(fault: CallFault) -> PortError {
    match fault {
        CallFault::Nowhere => later(fault.to_string(), None),
        _ => garbage(fault.to_string()),
    }
}

#[async_trait]
impl Sites for WebSites {
    async fn tell(&self, address: &SiteAddress<'_>, logout_token: &str) -> Result<(), PortError> {
        let is_token = logout_token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if !is_token {
            return Err(refused("the logout token is none"));
        }
        let response = self.in_time(self.send(address, Some(format!("logout_token={logout_token}")))).await?;
        // What it says beside the status is of no interest (2.8).
        match response.status() {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(()),
            StatusCode::BAD_REQUEST => Err(refused("it answered 400: it does not take the token")),
            status => Err(http::unexpected(status, response.headers())),
        }
    }

    async fn fetch(&self, address: &SiteAddress<'_>) -> Result<Vec<u8>, PortError> {
        self.in_time(async {
            let response = self.send(address, None).await?;
            match response.status() {
                StatusCode::OK => http::body(response, MOST_BYTES).await,
                status => Err(http::unexpected(status, response.headers())),
            }
        })
        .await
    }

    fn browser(&self) -> Box<dyn SiteBrowser> {
        Box::new(browser::Browser::new(self.clone()))
    }
}
