//! Signed authorization responses (JWT Secured Authorization Response Mode 2.1): what would stand in the address otherwise.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Extended;
use crate::jose::{Issuing, Signer, SigningFault};

/// The draft gives no type of its own.
const TYPE: &str = "JWT";

/// A response to sign.
#[derive(Clone, Copy, Debug)]
pub struct ResponseClaims<'a> {
    /// Our issuer.
    pub issuer: &'a str,
    /// The client that is answered.
    pub client_id: &'a str,
    /// The end; ten minutes away at most by the specification's advice.
    pub expires_at: Timestamp,
    /// The parameters of the answer, such as `code` and `state`, or `error`.
    pub parameters: &'a [(&'a str, &'a str)],
}

/// Issues responses under a key.
pub fn issuing(signer: Arc<dyn Signer>) -> Result<Issuing, SigningFault> {
    Issuing::new(signer, TYPE)
}

impl ResponseClaims<'_> {
    /// Signs the response.
    pub fn sign(&self, issuing: &Issuing) -> Result<String, SigningFault> {
        let own = vec![
            ("iss", Value::from(self.issuer)),
            ("aud", self.client_id.into()),
            ("exp", self.expires_at.as_second().into()),
        ];
        let further: Map<String, Value> =
            self.parameters.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        issuing.sign(&Extended { own, reserved: &[], further: &further })
    }
}
