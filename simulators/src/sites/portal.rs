//! The portal as its sites see it: what it publishes, and how it is called.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use openidconnect::core::CoreJsonWebKeySet;
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::{
    fault::{Fault, shown_code},
    proof::Possession,
};

/// After this time what the portal publishes is fetched anew.
const FRESH: Duration = Duration::from_mins(10);
/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the portal says of itself (OpenID Connect Discovery 1.0, RFC 9126).
#[derive(Debug, Deserialize)]
pub(super) struct Endpoints {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    pub(super) userinfo_endpoint: String,
    pub(super) jwks_uri: String,
    pub(super) end_session_endpoint: String,
    pub(super) pushed_authorization_request_endpoint: Option<String>,
}

/// That, and its keys.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) at: Endpoints,
    pub(super) keys: CoreJsonWebKeySet,
}

/// The portal.
pub(super) struct Portal {
    issuer: Option<String>,
    http: reqwest::Client,
    known: Mutex<Option<(Instant, Arc<Known>)>>,
}

impl Portal {
    pub(super) fn new(issuer: Option<String>, http: reqwest::Client) -> Self {
        Self { issuer, http, known: Mutex::default() }
    }

    /// Its address.
    pub(super) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// What it publishes; from memory while that is fresh.
    pub(super) async fn known(&self) -> Result<Arc<Known>, Fault> {
        let mut known = self.known.lock().await;
        match &*known {
            Some((since, kept)) if since.elapsed() < FRESH => Ok(Arc::clone(kept)),
            _ => self.fetch(&mut known).await,
        }
    }

    /// What it publishes now: it signs with a key that was not there before.
    pub(super) async fn known_anew(&self) -> Result<Arc<Known>, Fault> {
        let mut known = self.known.lock().await;
        self.fetch(&mut known).await
    }

    async fn fetch(&self, known: &mut Option<(Instant, Arc<Known>)>) -> Result<Arc<Known>, Fault> {
        let issuer = self.issuer().ok_or(Fault::NoPortal)?;
        let at: Endpoints = self.read(&format!("{issuer}/.well-known/openid-configuration")).await?;
        if at.issuer != issuer {
            return Err(Fault::unsound("the portal calls itself otherwise"));
        }
        let keys = self.read(&at.jwks_uri).await?;
        let fetched = Arc::new(Known { at, keys });
        *known = Some((Instant::now(), Arc::clone(&fetched)));
        Ok(fetched)
    }

    async fn read<T: serde::de::DeserializeOwned>(&self, url: &str) -> Result<T, Fault> {
        let answer = self.http.get(url).timeout(PATIENCE).send().await.map_err(unreachable)?;
        let answer = answer.error_for_status().map_err(unreachable)?;
        answer.json().await.map_err(Fault::unsound)
    }

    /// Sends a form to an endpoint.
    pub(super) async fn post(
        &self,
        url: &str,
        fields: &[(&'static str, String)],
        possession: Option<&Possession>,
    ) -> Result<Map<String, Value>, Fault> {
        self.call(|| self.http.post(url).form(fields), ("POST", url), possession, None).await
    }

    /// Asks with a token.
    pub(super) async fn ask(
        &self,
        url: &str,
        token: &str,
        possession: Option<&Possession>,
    ) -> Result<Map<String, Value>, Fault> {
        let scheme = if possession.is_some() { "DPoP" } else { "Bearer" };
        let request = || self.http.get(url).header("authorization", format!("{scheme} {token}"));
        self.call(request, ("GET", url), possession, Some(token)).await
    }

    /// A call, made once more where the portal wants its own word in the proof (RFC 9449 8).
    async fn call(
        &self,
        request: impl Fn() -> RequestBuilder,
        (method, url): (&str, &str),
        possession: Option<&Possession>,
        token: Option<&str>,
    ) -> Result<Map<String, Value>, Fault> {
        let mut nonce: Option<String> = None;
        loop {
            let mut asked = request().timeout(PATIENCE);
            if let Some(possession) = possession {
                asked = asked.header("dpop", possession.proof(method, url, token, nonce.as_deref()));
            }
            let answer = asked.send().await.map_err(unreachable)?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let told = headers.get("dpop-nonce").and_then(|value| value.to_str().ok()).map(str::to_owned);
            let challenge = headers.get("www-authenticate").and_then(|value| value.to_str().ok()).unwrap_or_default();
            let body: Map<String, Value> = match answer.json().await {
                Ok(body) => body,
                Err(_) if status.is_client_error() => Map::new(),
                Err(error) => return Err(Fault::unsound(error)),
            };
            if status.is_success() {
                return Ok(body);
            }
            let code = body.get("error").and_then(Value::as_str).map_or_else(|| of_challenge(challenge), shown_code);
            if code == "use_dpop_nonce" && nonce.is_none() && told.is_some() {
                nonce = told;
                continue;
            }
            return Err(refused(status, code));
        }
    }
}

fn refused(status: StatusCode, code: String) -> Fault {
    if code.is_empty() { Fault::Unreachable(status.to_string()) } else { Fault::Told { code } }
}

/// The code in a challenge (RFC 6750 3): `error="invalid_token"`.
fn of_challenge(challenge: &str) -> String {
    challenge.split("error=\"").nth(1).and_then(|rest| rest.split('"').next()).map(shown_code).unwrap_or_default()
}

fn unreachable(error: reqwest::Error) -> Fault {
    Fault::Unreachable(error.without_url().to_string())
}
