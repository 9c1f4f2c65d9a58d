//! The carrier itself.

use std::sync::Arc;

use async_trait::async_trait;
use okno_app::ports::{Carrier, CarrierNews, LetterContent, PortError};
use okno_domain::{
    identifier::{postal_index::PostalIndex, tracking_number::TrackingNumber},
    letter::BatchId,
    secret::Secret,
};
use reqwest::{Client, StatusCode};

use super::{
    CarrierConfig,
    batch::{self, Batch},
    wire::{self, MOST_BYTES, MOST_NUMBERS, Question},
};
use crate::{
    config::{ConfigError, read_secret},
    http::{self, later, refused},
};

/// The place of the number in the address of the tracking page.
const NUMBER: &str = "{number}";

/// The carrier.
pub struct PostCarrier {
    config: Arc<CarrierConfig>,
    token: Option<Secret>,
    http: Client,
}

impl PostCarrier {
    /// Reads the token and prepares the connection.
    pub fn new(config: &CarrierConfig) -> Result<Self, ConfigError> {
        config.base_url.require_protected("carrier.base_url", config.allow_insecure)?;
        if config.drop_directory.is_none() && config.sftp_directory.is_none() {
            return Err(ConfigError::new("carrier.drop_directory", "neither this nor sftp_directory is given"));
        }
        if config.sender.is_empty() || config.sender.iter().any(|line| line.trim().is_empty()) {
            return Err(ConfigError::new("carrier.sender", "name and address are needed, line by line"));
        }
        let page = config.tracking_page.as_str();
        if !page.contains(NUMBER) || !["https://", "http://"].iter().any(|start| page.starts_with(start)) {
            return Err(ConfigError::new("carrier.tracking_page", "must be an address with {number} in it"));
        }
        Ok(Self {
            token: config.token.as_ref().map(|source| read_secret("carrier.token", source)).transpose()?,
            http: http::client("carrier.ca_file", config.ca_file.as_deref(), config.timeout_seconds.duration())?,
            config: Arc::new(config.clone()),
        })
    }

    async fn ask(&self, numbers: &[TrackingNumber]) -> Result<Vec<CarrierNews>, PortError> {
        let question = Question { numbers: numbers.iter().map(TrackingNumber::as_str).collect() };
        let mut request = self.http.post(self.config.base_url.join(&["v1", "tracking"])).json(&question);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.expose());
        }
        let response = request.send().await.map_err(http::broken)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(later("the carrier does not accept the token; correct carrier.token", None));
            }
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
                return Err(refused("no questions are answered at this address; correct carrier.base_url"));
            }
            status => return Err(http::unexpected(status, response.headers())),
        }
        if !http::is_type(response.headers(), "application/json") {
            return Err(http::garbage("the answer is not JSON"));
        }
        let news = wire::read(&http::body(response, MOST_BYTES).await?)?;
        // Nobody else's items are of interest.
        Ok(news.into_iter().filter(|news| numbers.contains(&news.number)).collect())
    }
}

#[async_trait]
impl Carrier for PostCarrier {
    fn acceptance(&self) -> &PostalIndex {
        &self.config.acceptance_index
    }

    fn tracking_url(&self, number: &TrackingNumber) -> String {
        self.config.tracking_page.replace(NUMBER, number.as_str())
    }

    async fn hand_over(
        &self,
        batch: BatchId,
        letters: &[LetterContent],
        now: jiff::Timestamp,
    ) -> Result<(), PortError> {
        let (config, letters) = (Arc::clone(&self.config), letters.to_vec());
        let work = move || {
            let batch = Batch::draw(batch, &letters, (&config.acceptance_index, &config.sender), now)?;
            let unwritten = |error: std::io::Error| later(format!("the batch cannot be left: {error}"), None);
            if let Some(folder) = &config.drop_directory {
                batch.leave(folder).map_err(unwritten)?;
            }
            if let Some(root) = &config.sftp_directory {
                batch.leave_for_sftp(root).map_err(unwritten)?;
            }
            Ok(())
        };
        blocking(work).await
    }

    async fn news(&self, numbers: &[TrackingNumber]) -> Result<Vec<CarrierNews>, PortError> {
        let mut news = vec![];
        for some in numbers.chunks(MOST_NUMBERS) {
            news.extend(self.ask(some).await?);
        }
        Ok(news)
    }

    async fn check(&self) -> Result<(), PortError> {
        let config = Arc::clone(&self.config);
        let folders = move || {
            let outgoing = config.sftp_directory.as_ref().map(|root| batch::outgoing(root));
            for folder in config.drop_directory.iter().chain(&outgoing) {
                batch::is_writable(folder)
                    .map_err(|error| refused(format!("batches cannot be left in {}: {error}", folder.display())))?;
            }
            Ok(())
        };
        blocking(folders).await?;
        self.ask(&[]).await.map(drop)
    }
}

/// Work with files and fonts, away from the threads that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PortError> + Send + 'static,
) -> Result<T, PortError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| later(format!("the work broke off: {error}"), None))?
}
