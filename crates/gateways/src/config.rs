//! What the configurations of all gateways share: addresses, times, and faults told to an administrator.

use std::{fmt, path::Path, time::Duration};

use okno_app::config::SecretSource;
use okno_domain::secret::Secret;
use reqwest::Url;
use schemars::JsonSchema;
use serde::Deserialize;

/// What is wrong with the configuration, in plain words, with the name of the setting.
#[derive(Debug, thiserror::Error)]
#[error("{setting}: {reason}")]
pub struct ConfigError {
    /// The setting, such as `mail.security`.
    pub setting: String,
    /// What is wrong with it and what to do.
    pub reason: String,
}

impl ConfigError {
    pub(crate) fn new(setting: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self { setting: setting.into(), reason: reason.to_string() }
    }
}

/// An address that begins with `https://` or `http://`, without user name, query or fragment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct HttpUrl(Url);

impl HttpUrl {
    /// The address.
    pub fn as_url(&self) -> &Url {
        &self.0
    }

    /// The address with more path segments.
    pub(crate) fn join(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// Data goes unprotected only within one machine, or where the administrator has said so.
    pub(crate) fn require_protected(&self, setting: &str, allow_insecure: bool) -> Result<(), ConfigError> {
        if self.0.scheme() == "https" || allow_insecure || is_loopback(self.0.host_str().unwrap_or_default()) {
            return Ok(());
        }
        Err(ConfigError::new(
            setting,
            "the address begins with http:// and leads to another machine; use https://, or set allow_insecure = true \
             if the way there is protected by other means",
        ))
    }
}

impl TryFrom<String> for HttpUrl {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let url = Url::parse(&text).map_err(|error| format!("not an address: {error}"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("an address must begin with https:// or http://".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("an address must not contain a user name or password".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("an address must not contain ? or #".into());
        }
        Ok(Self(url))
    }
}

/// Whether a host name means this very machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A time limit in whole seconds, from 1 to 300.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "u64")]
#[schemars(with = "u64")]
pub struct Limit(#[schemars(range(min = 1, max = 300))] u64);

impl Limit {
    pub(crate) const fn seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    pub(crate) const fn duration(self) -> Duration {
        Duration::from_secs(self.0)
    }
}

impl TryFrom<u64> for Limit {
    type Error = &'static str;
    fn try_from(seconds: u64) -> Result<Self, Self::Error> {
        if (1..=300).contains(&seconds) { Ok(Self(seconds)) } else { Err("a time limit is from 1 to 300 seconds") }
    }
}

/// Reads a secret and names the setting when that fails.
pub(crate) fn read_secret(setting: &str, source: &SecretSource) -> Result<Secret, ConfigError> {
    source.read().map_err(|fault| ConfigError::new(setting, fault))
}

/// Reads a file of certificates and names the setting when that fails.
pub(crate) fn read_file(setting: &str, path: &Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path)
        .map_err(|error| ConfigError::new(setting, format!("the file {} cannot be read: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> HttpUrl {
        HttpUrl::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn plain_http_stays_on_this_machine_unless_allowed() {
        for local in ["http://127.0.0.1:9/x", "http://[::1]/", "http://localhost"] {
            assert!(url(local).require_protected("s", false).is_ok(), "{local}");
        }
        for remote in ["http://registry.example/", "http://10.0.0.1/", "http://localhost.example/"] {
            assert!(url(remote).require_protected("s", false).is_err(), "{remote}");
            assert!(url(remote).require_protected("s", true).is_ok(), "{remote}");
        }
        assert!(url("https://registry.example/").require_protected("s", false).is_ok());
    }

    #[test]
    fn an_address_is_bare() {
        for bad in ["ftp://a/", "https://u:p@a/", "https://a/?q", "https://a/#f", "a"] {
            assert!(HttpUrl::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        assert_eq!(url("https://a/b/").join(&["c", "d/e"]).as_str(), "https://a/b/c/d%2Fe");
        assert_eq!(url("https://a").join(&["c"]).as_str(), "https://a/c");
    }

    #[test]
    fn a_limit_has_bounds() {
        assert!(Limit::try_from(0).is_err());
        assert!(Limit::try_from(301).is_err());
        assert_eq!(Limit::try_from(5).unwrap().duration(), Duration::from_secs(5));
    }
}
