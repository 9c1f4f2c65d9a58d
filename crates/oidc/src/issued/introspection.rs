//! Signed answers about tokens (RFC 9701 5).

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Seconds;
use crate::jose::{Issuing, Signer, SigningFault};

const TYPE: &str = "token-introspection+jwt";

/// The media type of the answer, and of the `Accept` that asks for it (RFC 9701 4).
pub const MEDIA_TYPE: &str = "application/token-introspection+jwt";

/// An answer to sign.
#[derive(Clone, Copy, Debug)]
pub struct IntrospectionClaims<'a> {
    /// Our issuer.
    pub issuer: &'a str,
    /// The resource server that asked.
    pub resource_server: &'a str,
    /// The present instant.
    pub issued_at: Timestamp,
    /// What RFC 7662 2.2 has as the plain answer.
    pub answer: &'a Map<String, Value>,
}

/// The claims as they are written. Neither `sub` nor `exp` stand here, lest it be taken for the token (RFC 9701 5).
#[derive(Serialize)]
struct Written<'a> {
    iss: &'a str,
    aud: &'a str,
    iat: Seconds,
    token_introspection: &'a Map<String, Value>,
}

/// Issues answers under a key.
pub fn issuing(signer: Arc<dyn Signer>) -> Result<Issuing, SigningFault> {
    Issuing::new(signer, TYPE)
}

impl IntrospectionClaims<'_> {
    /// Signs the answer.
    pub fn sign(&self, issuing: &Issuing) -> Result<String, SigningFault> {
        issuing.sign(&Written {
            iss: self.issuer,
            aud: self.resource_server,
            iat: Seconds(self.issued_at),
            token_introspection: self.answer,
        })
    }
}
