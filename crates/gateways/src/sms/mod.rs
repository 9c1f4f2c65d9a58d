//! SMS to a person (R218 to R221): through an SMS center by SMPP 3.4, or through an operator's HTTP gateway.
//!
//! Contract: this file. The real things: `smpp` with its `wire` and `receipt`, and `http`, each with its self-check.
//! Texts are short and come from `ui`; a number or text is never logged.

mod http;
mod receipt;
mod smpp;
mod wire;

use std::path::PathBuf;

use okno_app::{
    config::SecretSource,
    ports::{Message, PortError},
};
use okno_domain::secret::Secret;
use schemars::JsonSchema;
use serde::Deserialize;

pub use self::{http::HttpSms, smpp::SmppSms};
use crate::{
    config::{HttpUrl, Limit},
    http::refused,
};

/// How SMS are sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SmsConfig {
    /// An SMS center, SMPP 3.4.
    Smpp(SmppConfig),
    /// An HTTP gateway: `POST {"id", "to", "text"}` with a bearer token.
    Http(HttpSmsConfig),
}

/// An SMS center.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmppConfig {
    /// Its host name or address.
    pub host: String,
    /// Its port.
    #[serde(default = "smpp_port")]
    pub port: u16,
    /// Speaks TLS from the first byte.
    #[serde(default)]
    pub tls: bool,
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// Allows a plain connection to another machine. Only where the way there is protected by other means.
    #[serde(default)]
    pub allow_insecure: bool,
    /// The account, at most 15 characters.
    pub system_id: String,
    /// Its password, at most 8 characters.
    pub password: SecretSource,
    /// The type of system, if the center wants one; at most 12 characters.
    #[serde(default)]
    pub system_type: String,
    /// Who the message is from: a name of at most 11 Latin letters and digits, a short number, or a number with `+`.
    pub sender: String,
    /// How a text that does not fit one message is sent.
    #[serde(default)]
    pub long_messages: LongMessages,
    /// How many messages may wait for the center's answer at one time.
    #[serde(default = "ten")]
    pub window: u16,
    /// How many messages may be handed over in a second; without it as many as the window allows.
    pub per_second: Option<u16>,
    /// How long to wait for one answer.
    #[serde(default = "ten_seconds")]
    pub timeout_seconds: Limit,
    /// How often the connection is tried when nothing is sent.
    #[serde(default = "thirty_seconds")]
    pub enquire_link_seconds: Limit,
}

/// How a text that does not fit one message is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LongMessages {
    /// As parts with a header; every center knows this.
    #[default]
    Parts,
    /// In the `message_payload` parameter; the center splits it.
    Payload,
}

/// An HTTP gateway.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HttpSmsConfig {
    /// Where messages are posted.
    pub url: HttpUrl,
    /// The bearer token.
    pub token: SecretSource,
    /// Allows plain HTTP to another machine. Only where the way there is protected by other means.
    #[serde(default)]
    pub allow_insecure: bool,
    /// Certificates (PEM) of an authority to trust in addition to the public ones.
    pub ca_file: Option<PathBuf>,
    /// How long one call may take.
    #[serde(default = "ten_seconds")]
    pub timeout_seconds: Limit,
}

/// The number and the text of a message.
struct Ready {
    /// `+` and digits.
    number: Secret,
    text: Secret,
}

fn ready(to: &Secret, message: &Message) -> Result<Ready, PortError> {
    let digits = to.expose().strip_prefix('+').unwrap_or_default();
    if !(5..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(refused("the telephone number is not in E.164 form"));
    }
    let say = || okno_ui::message::sms(message.locale, &message.kind, &message.args);
    let text = okno_ui::wording::within(&message.texts, say)
        .ok_or_else(|| refused(format!("there is no SMS text for messages of kind {}", message.kind)))?;
    Ok(Ready { number: to.clone(), text: Secret::new(text) })
}

const fn smpp_port() -> u16 {
    2775
}

const fn ten() -> u16 {
    10
}

const fn ten_seconds() -> Limit {
    Limit::seconds(10)
}

const fn thirty_seconds() -> Limit {
    Limit::seconds(30)
}
