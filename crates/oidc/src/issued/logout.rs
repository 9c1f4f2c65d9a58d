//! Logout tokens (Back-Channel Logout 1.0, 2.4): that a session is over, told to one client.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Seconds;
use crate::jose::{Issuing, Signer, SigningFault};

const TYPE: &str = "logout+jwt";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What is over; a token says at least one of person and session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended<'a> {
    /// Every session of the person, as the client knows it.
    Subject(&'a str),
    /// One session, as the client knows it.
    Session(&'a str),
    /// One session of a person.
    Both {
        /// The person.
        subject: &'a str,
        /// The session.
        session: &'a str,
    },
}

/// The claims of a token to issue.
#[derive(Clone, Copy, Debug)]
pub struct LogoutClaims<'a> {
    /// Our issuer.
    pub issuer: &'a str,
    /// The client that is told.
    pub client_id: &'a str,
    /// What is over.
    pub ended: Ended<'a>,
    /// The present instant.
    pub issued_at: Timestamp,
    /// The end, two minutes away at most by the specification's advice.
    pub expires_at: Timestamp,
    /// The name of the token, never used again.
    pub name: &'a str,
}

/// The claims as they are written. There is never a `nonce`.
#[derive(Serialize)]
struct Written<'a> {
    iss: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
    aud: &'a str,
    iat: Seconds,
    exp: Seconds,
    jti: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    events: Map<String, Value>,
}

/// Issues logout tokens under a key.
pub fn issuing(signer: Arc<dyn Signer>) -> Result<Issuing, SigningFault> {
    Issuing::new(signer, TYPE)
}

impl LogoutClaims<'_> {
    /// Signs the token.
    pub fn sign(&self, issuing: &Issuing) -> Result<String, SigningFault> {
        let (sub, sid) = match self.ended {
            Ended::Subject(subject) => (Some(subject), None),
            Ended::Session(session) => (None, Some(session)),
            Ended::Both { subject, session } => (Some(subject), Some(session)),
        };
        issuing.sign(&Written {
            iss: self.issuer,
            sub,
            aud: self.client_id,
            iat: Seconds(self.issued_at),
            exp: Seconds(self.expires_at),
            jti: self.name,
            sid,
            events: Map::from_iter([(EVENT.to_owned(), json!({}))]),
        })
    }
}
