//! Signing: the port to whatever holds the key, and tokens of one type under one key.

use std::sync::Arc;

use serde::Serialize;

use super::{Algorithm, base64url};

/// Why nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningFault {
    /// The claims cannot be written as JSON.
    #[error("the claims cannot be written: {0}")]
    Claims(String),
    /// The key does not sign.
    #[error("the key does not sign: {0}")]
    Key(String),
}

/// A private key, which stays where it is.
pub trait Signer: Send + Sync {
    /// The algorithm it signs with.
    fn algorithm(&self) -> Algorithm;
    /// The name under which the public half is published (`kid`).
    fn key_id(&self) -> &str;
    /// Signs a message; the form is that of JOSE (RFC 7518 3: for ECDSA the two numbers one after the other).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFault>;
}

/// Issues tokens of one type under one key. The header is the same for all of them and is written once.
#[derive(Clone)]
pub struct Issuing {
    signer: Arc<dyn Signer>,
    /// The header as it stands in the token, with the dot after it.
    header: String,
}

/// The members of our headers. The order is fixed, so that equal tokens are equal texts.
#[derive(Serialize)]
struct Header<'a> {
    alg: Algorithm,
    typ: &'a str,
    kid: &'a str,
}

impl Issuing {
    /// Tokens of this type (RFC 8725 3.11), such as `at+jwt`.
    pub fn new(signer: Arc<dyn Signer>, typ: &str) -> Result<Self, SigningFault> {
        let header = Header { alg: signer.algorithm(), typ, kid: signer.key_id() };
        let header = serde_json::to_vec(&header).map_err(|error| SigningFault::Claims(error.to_string()))?;
        let mut text = base64url::encode(header);
        text.push('.');
        Ok(Self { signer, header: text })
    }

    /// The algorithm of the key.
    pub fn algorithm(&self) -> Algorithm {
        self.signer.algorithm()
    }

    /// Signs claims and gives the token.
    pub fn sign<T: Serialize + ?Sized>(&self, claims: &T) -> Result<String, SigningFault> {
        let payload = serde_json::to_vec(claims).map_err(|error| SigningFault::Claims(error.to_string()))?;
        // One allocation: the header, the payload, and a signature of at most 512 bytes.
        let mut text = String::with_capacity(self.header.len() + payload.len() * 4 / 3 + 700);
        text.push_str(&self.header);
        base64url::push(payload, &mut text);
        let signature = self.signer.sign(text.as_bytes())?;
        text.push('.');
        base64url::push(signature, &mut text);
        Ok(text)
    }
}
