//! Faults of the protocol's library in words of ours. Its errors hold bodies and values, so none of them is shown.

use okno_app::ports::PortError;
use openidconnect::{
    ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError, StandardErrorResponse,
    UserInfoError, core::CoreErrorResponseType,
};

use crate::http::{garbage, later, refused};

/// Why a statement was not read.
pub(super) enum Unread {
    /// Its key is not among those we know.
    UnknownKey,
    /// Anything else.
    Fault(PortError),
}

impl From<PortError> for Unread {
    fn from(error: PortError) -> Self {
        Self::Fault(error)
    }
}

pub(super) fn undiscovered(error: DiscoveryError<PortError>) -> PortError {
    match error {
        DiscoveryError::Request(error) => error,
        DiscoveryError::Response(status, ..) => {
            garbage(format!("there is no OpenID Connect provider at the issuer's address: it answered {status}"))
        }
        DiscoveryError::Validation(_) => garbage("the provider calls itself another issuer than configured"),
        _ => garbage("the provider's metadata or keys are not what the protocol says"),
    }
}

pub(super) fn not_exchanged(
    error: RequestTokenError<PortError, StandardErrorResponse<CoreErrorResponseType>>,
) -> PortError {
    match error {
        RequestTokenError::Request(error) => error,
        RequestTokenError::ServerResponse(response) => {
            let code: &str = response.error().as_ref();
            let code: String = code.chars().filter(char::is_ascii_graphic).take(40).collect();
            if code == "temporarily_unavailable" {
                return later("the bank cannot exchange the code at present", None);
            }
            refused(format!("the bank does not exchange the code: {code}"))
        }
        _ => garbage("the answer to the exchange of the code is not what the protocol says"),
    }
}

pub(super) fn unverified(error: ClaimsVerificationError) -> Unread {
    use ClaimsVerificationError as E;
    let words = match error {
        E::SignatureVerification(SignatureVerificationError::NoMatchingKey) => return Unread::UnknownKey,
        E::SignatureVerification(SignatureVerificationError::NoSignature) => "the statement is not signed",
        E::SignatureVerification(SignatureVerificationError::DisallowedAlg(_)) => {
            "the statement is signed in a way that is not taken"
        }
        E::SignatureVerification(_) => "the signature is wrong",
        E::Expired(_) => "the statement is no longer valid, or not yet",
        E::InvalidAudience(_) => "the statement is meant for somebody else",
        E::InvalidIssuer(_) => "the statement is another issuer's",
        E::InvalidNonce(_) => "the statement belongs to another authorization",
        _ => "the statement is not what the protocol says",
    };
    Unread::Fault(garbage(words))
}

pub(super) fn not_told(error: UserInfoError<PortError>) -> PortError {
    match error {
        UserInfoError::Request(error) => error,
        UserInfoError::ClaimsVerification(_) => garbage("what the bank tells is about another client"),
        UserInfoError::Response(status, ..) => garbage(format!("the bank does not tell data of its client: {status}")),
        _ => garbage("what the bank tells is not what the protocol says"),
    }
}
