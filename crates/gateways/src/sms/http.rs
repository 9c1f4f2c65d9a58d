//! SMS through an HTTP gateway.

use async_trait::async_trait;
use okno_app::ports::{Message, PortError, SmsSender};
use okno_domain::secret::Secret;
use reqwest::{Client, Response, StatusCode};
use serde::Serialize;

use super::{HttpSmsConfig, ready};
use crate::{
    config::{ConfigError, HttpUrl, read_secret},
    http::{self, later, refused},
};

/// An operator's HTTP gateway.
pub struct HttpSms {
    url: HttpUrl,
    token: Secret,
    http: Client,
}

#[derive(Serialize)]
struct Order<'a> {
    /// The same at each repetition, so that the gateway can drop doubles.
    id: &'a str,
    to: &'a str,
    text: &'a str,
}

impl HttpSms {
    /// Reads the token and prepares the connection.
    pub fn new(config: &HttpSmsConfig) -> Result<Self, ConfigError> {
        config.url.require_protected("sms.url", config.allow_insecure)?;
        Ok(Self {
            url: config.url.clone(),
            token: read_secret("sms.token", &config.token)?,
            http: http::client("sms.ca_file", config.ca_file.as_deref(), config.timeout_seconds.duration())?,
        })
    }
}

#[async_trait]
impl SmsSender for HttpSms {
    async fn send(&self, message_id: &str, to: &Secret, message: &Message) -> Result<Vec<String>, PortError> {
        let ready = ready(to, message)?;
        let order = Order { id: message_id, to: ready.number.expose(), text: ready.text.expose() };
        let request = self.http.post(self.url.as_url().clone()).bearer_auth(self.token.expose()).json(&order);
        // The protocol knows no receipts.
        verdict(&request.send().await.map_err(http::broken)?).map(|()| Vec::new())
    }

    /// An empty order cannot be accepted, so any answer but a refused token shows that the gateway is there.
    async fn check(&self) -> Result<(), PortError> {
        let order = Order { id: "", to: "", text: "" };
        let request = self.http.post(self.url.as_url().clone()).bearer_auth(self.token.expose()).json(&order);
        let response = request.send().await.map_err(http::broken)?;
        match response.status() {
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Ok(()),
            status if status.is_success() => Ok(()),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
                Err(refused("no messages are accepted at this address; correct sms.url"))
            }
            _ => verdict(&response),
        }
    }
}

fn verdict(response: &Response) -> Result<(), PortError> {
    match response.status() {
        status if status.is_success() => Ok(()),
        // A wrong token is repaired by an administrator; until then no message may be lost.
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Err(later("the SMS gateway does not accept the token; correct sms.token", None))
        }
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::GONE => {
            Err(refused(format!("the SMS gateway refuses the message ({})", response.status())))
        }
        status => Err(http::unexpected(status, response.headers())),
    }
}
