//! The exchange over HTTP.

use async_trait::async_trait;
use ed25519_dalek::{
    SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey, DecodePublicKey},
};
use jiff::Timestamp;
use okno_app::ports::{Polled, PortError, Registry, RegistryAnswer, RegistryQuestion, Ticket};
use reqwest::{Client, Method, Response, StatusCode, Url, header::CONTENT_TYPE};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    AskerConfig, Expected, RegistryConfig,
    jws::{Fault, LARGEST_MESSAGE, Trusted},
    message::{self, Asker},
};
use crate::{
    config::{ConfigError, HttpUrl, read_secret},
    http::{self, garbage, refused},
};

const JOSE: &str = "application/jose";

/// No registry may put a question off longer than this by `poll_after_seconds`.
const LONGEST_POLL_PAUSE_SECONDS: u32 = 3600;

/// One registry behind its exchange.
pub struct ExchangeClient {
    name: String,
    issuer: String,
    base: HttpUrl,
    http: Client,
    asker: Asker,
    expected: Expected,
}

/// What a registry says when it takes a request in.
#[derive(Deserialize)]
struct Accepted {
    ticket: String,
    poll_after_seconds: u64,
}

impl ExchangeClient {
    /// Reads the keys and prepares the connection; `name` is `pension_fund` or `interior_ministry`.
    pub fn new(name: &str, asker: &AskerConfig, config: &RegistryConfig) -> Result<Self, ConfigError> {
        let setting = |last: &str| format!("registries.{name}.{last}");
        config.base_url.require_protected(&setting("base_url"), config.allow_insecure)?;
        let issuer = config.issuer.clone().unwrap_or_else(|| name.to_owned());
        let trusted = Trusted { key_id: config.key_id.clone(), key: public_key(&setting("public_key"), config)? };
        Ok(Self {
            name: name.to_owned(),
            base: config.base_url.clone(),
            http: http::client(&setting("ca_file"), config.ca_file.as_deref(), config.timeout_seconds.duration())?,
            asker: Asker {
                issuer: asker.issuer.clone(),
                key: signing_key(asker)?,
                key_id: asker.key_id.clone(),
                callback: asker
                    .callback_base
                    .as_ref()
                    .map(|base| base.join(&["exchange", "registry", name]).to_string()),
            },
            expected: Expected { trusted, issuer: issuer.clone(), audience: asker.issuer.clone() },
            issuer,
        })
    }

    async fn call(&self, method: Method, url: Url, body: Option<String>) -> Result<Response, PortError> {
        let mut request = self.http.request(method, url);
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, JOSE).body(body);
        }
        request.send().await.map_err(http::broken)
    }
}

#[async_trait]
impl Registry for ExchangeClient {
    fn name(&self) -> &str {
        &self.name
    }

    fn sign(&self, question: &RegistryQuestion) -> Result<String, PortError> {
        message::sign_request(&self.asker, &self.issuer, question).map_err(|fault| refused(fault.to_string()))
    }

    async fn submit(&self, signed: &str) -> Result<Ticket, PortError> {
        let url = self.base.join(&["requests"]);
        let response = self.call(Method::POST, url, Some(signed.to_owned())).await?;
        match response.status() {
            StatusCode::ACCEPTED => accepted(&http::body(response, LARGEST_MESSAGE).await?),
            StatusCode::BAD_REQUEST => Err(refused("the registry finds the request malformed (400)")),
            StatusCode::UNAUTHORIZED => Err(refused(
                "the registry does not accept our signature (401); compare signing_key, key_id and issuer with what \
                 the registry has been given",
            )),
            StatusCode::CONFLICT => Err(refused("the registry knows this key with other data (409)")),
            StatusCode::PAYLOAD_TOO_LARGE => Err(refused("the registry finds the request too large (413)")),
            status => Err(http::unexpected(status, response.headers())),
        }
    }

    async fn poll(&self, ticket: &str, now: Timestamp) -> Result<Polled, PortError> {
        let segment = message::ticket(ticket.to_owned()).ok_or_else(|| refused("the ticket is unusable"))?;
        let url = self.base.join(&["requests", &segment, "answer"]);
        let response = self.call(Method::GET, url, None).await?;
        match response.status() {
            StatusCode::OK if http::is_type(response.headers(), JOSE) => {
                let body = http::body(response, LARGEST_MESSAGE).await?;
                let answer = message::verify_answer(&body, &self.expected, now).map_err(not_understood)?;
                if answer.ticket != ticket {
                    return Err(garbage("the answer belongs to another ticket"));
                }
                Ok(Polled::Answer(answer))
            }
            StatusCode::OK => Err(garbage("the answer is not of type application/jose")),
            StatusCode::ACCEPTED => Ok(Polled::NotReady { pause_seconds: http::retry_after(response.headers()) }),
            StatusCode::NOT_FOUND => Err(refused("the registry does not know the ticket (404)")),
            status => Err(http::unexpected(status, response.headers())),
        }
    }

    async fn acknowledge(&self, answer_id: Uuid) -> Result<(), PortError> {
        let url = self.base.join(&["answers", &answer_id.hyphenated().to_string(), "ack"]);
        let response = self.call(Method::POST, url, None).await?;
        match response.status() {
            StatusCode::NO_CONTENT => Ok(()),
            StatusCode::NOT_FOUND => Err(refused("the registry does not know the answer (404)")),
            status => Err(http::unexpected(status, response.headers())),
        }
    }

    fn verify(&self, signed: &str, now: Timestamp) -> Result<RegistryAnswer, PortError> {
        message::verify_answer(signed.as_bytes(), &self.expected, now).map_err(not_understood)
    }

    async fn check(&self) -> Result<(), PortError> {
        let response = self.call(Method::GET, self.base.join(&["health"]), None).await?;
        match response.status() {
            StatusCode::OK => Ok(()),
            StatusCode::NOT_FOUND => Err(garbage(format!(
                "there is no registry exchange at {}: /health answered 404; correct registries.{}.base_url",
                self.base.as_url(),
                self.name
            ))),
            status => Err(http::unexpected(status, response.headers())),
        }
    }
}

fn accepted(body: &[u8]) -> Result<Ticket, PortError> {
    let accepted: Accepted =
        serde_json::from_slice(body).map_err(|_| garbage("the registry's receipt is not what the protocol says"))?;
    let pause = u32::try_from(accepted.poll_after_seconds).unwrap_or(LONGEST_POLL_PAUSE_SECONDS);
    Ok(Ticket {
        ticket: message::ticket(accepted.ticket).ok_or_else(|| garbage("the registry's ticket is unusable"))?,
        poll_after_seconds: pause.min(LONGEST_POLL_PAUSE_SECONDS),
    })
}

fn not_understood(fault: Fault) -> PortError {
    garbage(fault.to_string())
}

fn signing_key(asker: &AskerConfig) -> Result<SigningKey, ConfigError> {
    let setting = "registries.asker.signing_key";
    let pem = read_secret(setting, &asker.signing_key)?;
    SigningKey::from_pkcs8_pem(pem.expose())
        .map_err(|_| ConfigError::new(setting, "not an Ed25519 private key in PKCS#8 PEM form (BEGIN PRIVATE KEY)"))
}

fn public_key(setting: &str, config: &RegistryConfig) -> Result<VerifyingKey, ConfigError> {
    let pem = read_secret(setting, &config.public_key)?;
    let key = VerifyingKey::from_public_key_pem(pem.expose())
        .map_err(|_| ConfigError::new(setting, "not an Ed25519 public key in PEM form (BEGIN PUBLIC KEY)"))?;
    if key.is_weak() {
        return Err(ConfigError::new(setting, "a key for which anybody can make signatures"));
    }
    Ok(key)
}
