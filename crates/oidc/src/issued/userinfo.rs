//! Signed answers about a person (OpenID Connect Core 5.3.2).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::Extended;
use crate::{
    error::Reply,
    jose::{Issuing, Signer, SigningFault},
};

/// The specification gives no type of its own. Without `exp` it is never taken for an ID token.
const TYPE: &str = "JWT";
const RESERVED: [&str; 5] = ["exp", "nbf", "iat", "jti", "nonce"];

/// The media type of the answer.
pub const MEDIA_TYPE: &str = "application/jwt";

/// An answer to sign.
#[derive(Clone, Copy, Debug)]
pub struct UserinfoClaims<'a> {
    /// Our issuer.
    pub issuer: &'a str,
    /// The client that asks.
    pub client_id: &'a str,
    /// The person as this client knows it.
    pub subject: &'a str,
    /// What the client is told. Claims about the token have no effect.
    pub claims: &'a Map<String, Value>,
}

/// Issues answers under a key.
pub fn issuing(signer: Arc<dyn Signer>) -> Result<Issuing, SigningFault> {
    Issuing::new(signer, TYPE)
}

impl UserinfoClaims<'_> {
    /// Signs the answer.
    pub fn sign(&self, issuing: &Issuing) -> Result<String, SigningFault> {
        let own = vec![("iss", Value::from(self.issuer)), ("aud", self.client_id.into()), ("sub", self.subject.into())];
        issuing.sign(&Extended { own, reserved: &RESERVED, further: self.claims })
    }

    /// The answer for clients that registered no algorithm: JSON, with `sub` always (OpenID Connect Core 5.3.2).
    pub fn plain(&self) -> Reply {
        let mut body = self.claims.clone();
        body.retain(|name, _| !RESERVED.contains(&name.as_str()) && !matches!(name.as_str(), "iss" | "aud"));
        body.insert("sub".to_owned(), self.subject.into());
        Reply::json(200, &Value::Object(body))
    }

    /// The answer for clients that registered one.
    pub fn signed(&self, issuing: &Issuing) -> Result<Reply, SigningFault> {
        Ok(Reply::signed(MEDIA_TYPE, &self.sign(issuing)?))
    }
}
