//! The first look at a request: who asks, and where the parameters are. The caller then finds the client, opens the signed
//! request object or takes out the pushed request, and hands the parameters to `read`.

use crate::{
    client::LONGEST_ID,
    error::{ErrorCode, ProtocolError},
    parameter::Parameters,
};

use super::AuthorizationFault;

/// How addresses of pushed requests begin (RFC 9126 2.2).
pub const PUSHED_PREFIX: &str = "urn:ietf:params:oauth:request_uri:";
const LONGEST_HANDLE: usize = 512;

/// Where the parameters are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In the request itself.
    Plain,
    /// In a request object (RFC 9101 5).
    Object(String),
    /// In a pushed request; what follows the prefix (RFC 9126 4).
    Pushed(String),
}

/// Who asks, and where the parameters are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The client by its own word.
    pub client_id: String,
    /// Where its parameters are.
    pub source: Source,
}

/// Looks at a request. Everything that is wrong here is told on a page: there is no address yet.
pub fn opening(parameters: &Parameters) -> Result<Opening, AuthorizationFault> {
    let refuse = |code, description| Err(AuthorizationFault::page(code, description));
    for name in ["client_id", "request", "request_uri"] {
        if parameters.is_repeated(name) {
            return refuse(ErrorCode::InvalidRequest, "a parameter was sent twice");
        }
    }
    let Some(client_id) = parameters.get("client_id").filter(|id| id.len() <= LONGEST_ID) else {
        return refuse(ErrorCode::InvalidRequest, "client_id is missing");
    };
    let source = match (parameters.get("request"), parameters.get("request_uri")) {
        (None, None) => Source::Plain,
        (Some(_), Some(_)) => return refuse(ErrorCode::InvalidRequest, "request and request_uri exclude each other"),
        (Some(object), None) => Source::Object(object.to_owned()),
        // Nothing is ever fetched from an address that a request names (RFC 9101 10.4).
        (None, Some(address)) => match address.strip_prefix(PUSHED_PREFIX) {
            Some(rest) if !rest.is_empty() && rest.len() <= LONGEST_HANDLE => Source::Pushed(rest.to_owned()),
            Some(_) => return refuse(ErrorCode::InvalidRequestUri, "request_uri is malformed"),
            None => return refuse(ErrorCode::RequestUriNotSupported, "only pushed requests are taken by request_uri"),
        },
    };
    Ok(Opening { client_id: client_id.to_owned(), source })
}

/// Looks at a request that is pushed, by a client that proved who it is. A pushed request leads to no other request
/// (RFC 9126 2.1), so what comes of it is never [`Source::Pushed`].
pub fn pushed_opening(parameters: &Parameters) -> Result<Source, ProtocolError> {
    if ["client_id", "request", "request_uri"].into_iter().any(|name| parameters.is_repeated(name)) {
        return Err(ProtocolError::request("a parameter was sent twice"));
    }
    if parameters.get("request_uri").is_some() {
        return Err(ProtocolError::request("request_uri has no place in a pushed request"));
    }
    Ok(parameters.get("request").map_or(Source::Plain, |object| Source::Object(object.to_owned())))
}
