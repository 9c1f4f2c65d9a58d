//! What the operator may set about the web side.

use http::HeaderName;
use okno_app::network::Network;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::network::ProxyHeader;

/// Limits of the web side, and which proxies stand before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WebConfig {
    /// Addresses or ranges (`10.0.0.0/8`) of reverse proxies whose word about the client's address counts.
    pub trusted_proxies: Vec<Network>,
    /// The header in which those proxies name the client.
    pub proxy_header: ProxyHeader,
    /// The header in which those proxies tell the certificate that a client has shown them (RFC 8705), such as
    /// `Client-Cert` (RFC 9440: `:base64:`; or PEM in percent-encoding). They must remove it from what clients send.
    pub client_certificate_header: Option<String>,
    /// For how many seconds browsers keep in mind to come over TLS only, where `public_url` begins with `https://`; 0 has
    /// them forget it.
    pub hsts_seconds: u32,
    /// Whether that holds for all hosts below this one as well.
    pub hsts_subdomains: bool,
    /// Seconds after which a request is broken off.
    pub request_timeout_seconds: u32,
    /// How many requests are worked on at once before the next is turned away.
    pub concurrent_requests: u32,
    /// How many forms one network prefix may send at once.
    pub posts_burst: u32,
    /// How many forms one network prefix may send per minute in the long run.
    pub posts_per_minute: u32,
    /// How many open pages may wait for news at once.
    pub waiting_pages: u32,
    /// Answers that must not tell by their time whether an account exists leave at multiples of this many milliseconds
    /// after the act began (decision 10, R191), well above what the slowest way through them takes; 0 sends them at once.
    pub even_answers_ms: u32,
    /// Seconds for which an open page waits for news before it asks again; less than the request's time.
    pub wait_seconds: u32,
}

impl Default for WebConfig {
    fn default() -> Self {
        Self {
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::default(),
            client_certificate_header: None,
            hsts_seconds: 365 * 24 * 3600,
            hsts_subdomains: false,
            request_timeout_seconds: 30,
            concurrent_requests: 512,
            posts_burst: 60,
            posts_per_minute: 120,
            waiting_pages: 5000,
            even_answers_ms: 250,
            wait_seconds: 25,
        }
    }
}

impl WebConfig {
    /// Everything that is wrong with it, by setting.
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let mut within = |name, value: u32, least: u32, most: u32| {
            if !(least..=most).contains(&value) {
                faults.push((name, format!("{value} is not from {least} to {most}")));
            }
        };
        within("request_timeout_seconds", self.request_timeout_seconds, 2, 600);
        within("concurrent_requests", self.concurrent_requests, 1, 100_000);
        within("posts_burst", self.posts_burst, 1, 100_000);
        within("posts_per_minute", self.posts_per_minute, 1, 1_000_000);
        within("even_answers_ms", self.even_answers_ms, 0, 1000);
        within("waiting_pages", self.waiting_pages, 0, 1_000_000);
        within("hsts_seconds", self.hsts_seconds, 0, 10 * 365 * 24 * 3600);
        within("wait_seconds", self.wait_seconds, 1, self.request_timeout_seconds.saturating_sub(1).max(1));
        if let Some(name) = &self.client_certificate_header {
            let mut fault = |wrong, what: &str| {
                if wrong {
                    faults.push(("client_certificate_header", what.to_owned()));
                }
            };
            fault(name.parse::<HeaderName>().is_err(), "is not the name of a header");
            fault(self.trusted_proxies.is_empty(), "needs trusted_proxies");
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_sound_and_faults_are_named() {
        assert_eq!(WebConfig::default().faults(), []);
        let wrong = WebConfig { concurrent_requests: 0, wait_seconds: 30, ..WebConfig::default() };
        let names: Vec<_> = wrong.faults().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["concurrent_requests", "wait_seconds"]);
        let named = |name: &str, trusted_proxies: Vec<Network>| {
            let client_certificate_header = Some(name.to_owned());
            WebConfig { trusted_proxies, client_certificate_header, ..WebConfig::default() }.faults().len()
        };
        let proxies = vec!["10.0.0.0/8".parse().unwrap()];
        assert_eq!(
            (named("Client-Cert", proxies.clone()), named("no name", proxies), named("a", Vec::new())),
            (0, 1, 1)
        );
    }
}
