//! Why an authorization request fails, and who may be told. Before the client and its address are proved, only the person
//! at the browser is told, on a page of ours: otherwise anybody could send a browser anywhere (RFC 6749 4.1.2.1, RFC 9700
//! 4.11).

use crate::{
    client::ResponseMode,
    error::{ErrorCode, ProtocolError, Reply},
};

use super::Response;

/// Who is told of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// The person, on a page of ours.
    Page,
    /// The client.
    Client {
        /// Its proved address.
        redirect_uri: String,
        /// How its answer travels.
        mode: ResponseMode,
        /// Its state, given back.
        state: Option<String>,
    },
}

/// A request that fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct AuthorizationFault {
    /// What is wrong.
    pub error: ProtocolError,
    /// Who is told.
    pub to: Destination,
}

impl AuthorizationFault {
    /// For a page of ours.
    pub const fn page(code: ErrorCode, description: &'static str) -> Self {
        Self { error: ProtocolError::new(code, description), to: Destination::Page }
    }

    /// The answer of the pushed authorization request endpoint, which has no redirect (RFC 9126 2.3).
    pub fn pushed_reply(&self) -> Reply {
        self.error.reply()
    }

    /// The answer to the client, if it may be told: mode, address and fields.
    pub fn response(&self, issuer: &str) -> Option<(ResponseMode, &str, Response)> {
        match &self.to {
            Destination::Page => None,
            Destination::Client { redirect_uri, mode, state } => {
                Some((*mode, redirect_uri, Response::error(&self.error, state.as_deref(), issuer)))
            }
        }
    }
}
