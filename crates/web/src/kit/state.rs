//! What every request shares.

use std::{ops::Deref, sync::Arc};

use http::{HeaderName, HeaderValue};
use okno_app::App;
use okno_ui::frame::{Site, Support};
use tokio::sync::{Semaphore, watch};

use super::{
    config::WebConfig,
    csrf::CsrfKey,
    headers,
    kept::Kept,
    metrics::{Observe, Unobserved},
    rate::RateLimit,
};

/// The web side of the program; cheap to clone.
#[derive(Clone)]
pub struct WebState(Arc<Shared>);

/// What is in it.
pub struct Shared {
    /// The use cases' world.
    pub app: Arc<App>,
    /// Limits.
    pub config: WebConfig,
    /// Whether people reach us over TLS.
    pub is_https: bool,
    /// Scheme, host and port that people use.
    pub public_origin: String,
    /// What every page says about the site.
    pub site: Arc<Site>,
    /// What browsers keep in mind of a site with TLS.
    pub(crate) transport_security: Option<HeaderValue>,
    /// In which header a proxy tells the certificate that its client has shown.
    pub(crate) certificate_header: Option<HeaderName>,
    /// What the server says of itself to programs.
    pub(crate) discovery: Kept,
    pub(crate) csrf: CsrfKey,
    pub(crate) rate: RateLimit,
    pub(crate) requests: Arc<Semaphore>,
    pub(crate) waiting: Arc<Semaphore>,
    pub(crate) observe: Arc<dyn Observe>,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Deref for WebState {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl WebState {
    /// The state for this application. `stopping` turns true when the program ends, so that waiting pages are answered.
    pub fn new(app: Arc<App>, config: WebConfig, observe: Arc<dyn Observe>, stopping: watch::Receiver<bool>) -> Self {
        let public = app.settings.public_url.as_str();
        let places = |count: u32| Arc::new(Semaphore::new(usize::try_from(count).unwrap_or(Semaphore::MAX_PERMITS)));
        let is_https = public.starts_with("https://");
        let security = || headers::transport_security(config.hsts_seconds, config.hsts_subdomains);
        Self(Arc::new(Shared {
            is_https,
            transport_security: is_https.then(security).flatten(),
            certificate_header: config.client_certificate_header.as_deref().and_then(|name| name.parse().ok()),
            public_origin: origin(public),
            site: Arc::new(site(&app)),
            discovery: Kept::default(),
            csrf: CsrfKey::new(*app.keys.web()),
            rate: RateLimit::new(config.posts_burst, config.posts_per_minute),
            requests: places(config.concurrent_requests),
            waiting: places(config.waiting_pages),
            config,
            observe,
            stopping,
            app,
        }))
    }

    /// The state with default limits and answers that leave at once, observed by nobody and never stopping; for tests.
    pub fn quiet(app: Arc<App>) -> Self {
        let config = WebConfig { even_answers_ms: 0, ..WebConfig::default() };
        Self::new(app, config, Arc::new(Unobserved), watch::channel(false).1)
    }
}

fn site(app: &App) -> Site {
    let support = &app.settings.support;
    let shown = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Site {
        name: None,
        support: Support {
            email: shown(&support.email),
            free_number: shown(&support.phone_free),
            moscow_number: shown(&support.phone_city),
            short_number: shown(&support.phone_short),
        },
        redirect_seconds: app.settings.registration.redirect_seconds,
    }
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{host}").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(origin("https://ID.example:8443/portal/"), "https://id.example:8443");
        assert_eq!(origin("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
