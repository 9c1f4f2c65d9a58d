//! Error codes of OAuth 2 and OpenID Connect with their statuses, and answers as data: status, headers, bytes.
//! It says nothing about why something failed beyond what a client may know.

use std::fmt;

use serde_json::{Value, json};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $status:literal;)*) => {
        /// A registered error code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[$doc])* $variant,)* }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it is sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The HTTP status where the error is answered directly and not by a redirect.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }
        }
    };
}

codes! {
    /// A parameter is missing, malformed or repeated (RFC 6749 4.1.2.1, 5.2).
    InvalidRequest = "invalid_request", 400;
    /// This client may not do this (RFC 6749 4.1.2.1, 5.2).
    UnauthorizedClient = "unauthorized_client", 400;
    /// The person or the server said no (RFC 6749 4.1.2.1).
    AccessDenied = "access_denied", 400;
    /// No such response type here (RFC 6749 4.1.2.1).
    UnsupportedResponseType = "unsupported_response_type", 400;
    /// The scope is unknown, malformed or more than was granted (RFC 6749 4.1.2.1, 5.2).
    InvalidScope = "invalid_scope", 400;
    /// Something broke (RFC 6749 4.1.2.1).
    ServerError = "server_error", 500;
    /// Too much to do right now (RFC 6749 4.1.2.1).
    TemporarilyUnavailable = "temporarily_unavailable", 503;
    /// The client did not prove who it is (RFC 6749 5.2).
    InvalidClient = "invalid_client", 401;
    /// The code or refresh token is no good (RFC 6749 5.2).
    InvalidGrant = "invalid_grant", 400;
    /// No such grant type here (RFC 6749 5.2).
    UnsupportedGrantType = "unsupported_grant_type", 400;
    /// The access token is no good (RFC 6750 3.1).
    InvalidToken = "invalid_token", 401;
    /// The access token opens less than this (RFC 6750 3.1).
    InsufficientScope = "insufficient_scope", 403;
    /// Tokens of this type cannot be revoked (RFC 7009 2.2.1).
    UnsupportedTokenType = "unsupported_token_type", 400;
    /// A redirect address was refused at registration (RFC 7591 3.2.2).
    InvalidRedirectUri = "invalid_redirect_uri", 400;
    /// Another part of the metadata was refused (RFC 7591 3.2.2).
    InvalidClientMetadata = "invalid_client_metadata", 400;
    /// The software statement is not valid (RFC 7591 3.2.2).
    InvalidSoftwareStatement = "invalid_software_statement", 400;
    /// The software statement is valid but not from anybody who counts (RFC 7591 3.2.2).
    UnapprovedSoftwareStatement = "unapproved_software_statement", 400;
    /// The person has not decided yet (RFC 8628 3.5).
    AuthorizationPending = "authorization_pending", 400;
    /// The device asks too often (RFC 8628 3.5).
    SlowDown = "slow_down", 400;
    /// The device code is too old (RFC 8628 3.5).
    ExpiredToken = "expired_token", 400;
    /// No token for this resource (RFC 8707 2).
    InvalidTarget = "invalid_target", 400;
    /// The proof of possession is no good (RFC 9449 5).
    InvalidDpopProof = "invalid_dpop_proof", 400;
    /// The proof needs a nonce of this server (RFC 9449 8).
    UseDpopNonce = "use_dpop_nonce", 400;
    /// It takes a stronger or a newer sign-in (RFC 9470 3).
    InsufficientUserAuthentication = "insufficient_user_authentication", 401;
    /// It takes a page that `prompt=none` forbids (OpenID Connect Core 3.1.2.6).
    InteractionRequired = "interaction_required", 400;
    /// Nobody is signed in, or not recently enough (OpenID Connect Core 3.1.2.6).
    LoginRequired = "login_required", 400;
    /// Several accounts are at hand (OpenID Connect Core 3.1.2.6).
    AccountSelectionRequired = "account_selection_required", 400;
    /// The person has not agreed yet (OpenID Connect Core 3.1.2.6).
    ConsentRequired = "consent_required", 400;
    /// The `request_uri` leads nowhere (OpenID Connect Core 3.1.2.6, RFC 9126 2.2).
    InvalidRequestUri = "invalid_request_uri", 400;
    /// The request object is no good (OpenID Connect Core 3.1.2.6, RFC 9101 7).
    InvalidRequestObject = "invalid_request_object", 400;
    /// Request objects are not taken (OpenID Connect Core 3.1.2.6).
    RequestNotSupported = "request_not_supported", 400;
    /// Request objects are not fetched (OpenID Connect Core 3.1.2.6).
    RequestUriNotSupported = "request_uri_not_supported", 400;
    /// No registration inside a request (OpenID Connect Core 3.1.2.6).
    RegistrationNotSupported = "registration_not_supported", 400;
    /// The sign-in that was asked for cannot be had
    /// (OpenID Connect Core Error Code unmet_authentication_requirements 1.0).
    UnmetAuthenticationRequirements = "unmet_authentication_requirements", 400;
}

impl ErrorCode {
    /// The code with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A code with what a developer reads beside it. It never repeats what was sent, so it needs no escaping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {description}")]
pub struct ProtocolError {
    /// The code.
    pub code: ErrorCode,
    /// An English sentence without quotation marks or backslashes (RFC 6749 5.2).
    pub description: &'static str,
}

impl ProtocolError {
    /// This code with this sentence.
    pub const fn new(code: ErrorCode, description: &'static str) -> Self {
        Self { code, description }
    }

    /// `invalid_request`.
    pub const fn request(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    /// `invalid_grant`.
    pub const fn grant(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidGrant, description)
    }

    /// `invalid_client`.
    pub const fn client(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidClient, description)
    }

    /// The JSON answer (RFC 6749 5.2); never kept by caches.
    pub fn reply(&self) -> Reply {
        let body = json!({ "error": self.code.as_str(), "error_description": self.description });
        Reply::json(self.code.status(), &body)
    }

    /// The JSON answer to a client that tried a scheme of the `Authorization` header: a challenge belongs to it.
    pub fn challenged_reply(&self, challenge: &Challenge) -> Reply {
        self.reply().with("www-authenticate", challenge.header())
    }
}

/// An HTTP answer as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// JSON that no cache may keep (RFC 6749 5.1).
    pub fn json(status: u16, body: &Value) -> Self {
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("cache-control", "no-store".to_owned()),
            ("pragma", "no-cache".to_owned()),
        ];
        Self { status, headers, body: body.to_string().into_bytes() }
    }

    /// A signed answer that no cache may keep.
    pub fn signed(media_type: &str, token: &str) -> Self {
        let headers = vec![("content-type", media_type.to_owned()), ("cache-control", "no-store".to_owned())];
        Self { status: 200, headers, body: token.as_bytes().to_vec() }
    }

    /// An answer without a body that no cache may keep.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: vec![("cache-control", "no-store".to_owned())], body: Vec::new() }
    }

    /// With one header more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The scheme of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A client's password (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750 3).
    Bearer,
    /// A token bound to a key (RFC 9449 7.1).
    Dpop,
}

impl Scheme {
    /// The name in the header.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}

/// What a `WWW-Authenticate` header says (RFC 6750 3, RFC 9449 7.1, RFC 9470 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    scheme: Scheme,
    parameters: Vec<(&'static str, String)>,
}

impl Challenge {
    /// A challenge that says nothing more.
    pub const fn new(scheme: Scheme) -> Self {
        Self { scheme, parameters: Vec::new() }
    }

    /// A challenge that names what was wrong.
    pub fn of(scheme: Scheme, error: &ProtocolError) -> Self {
        Self::new(scheme).with("error", error.code.as_str()).with("error_description", error.description)
    }

    /// With one parameter more. What cannot stand in a quoted string is left out.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        let plain = |letter: &char| matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\');
        self.parameters.push((name, value.chars().filter(plain).collect()));
        self
    }

    /// It takes a stronger or a newer sign-in (RFC 9470 3).
    pub fn step_up(scheme: Scheme, acr_values: &[&str], max_age: Option<u32>) -> Self {
        let error = ProtocolError::new(
            ErrorCode::InsufficientUserAuthentication,
            "a different authentication level is required",
        );
        let mut challenge = Self::of(scheme, &error);
        if !acr_values.is_empty() {
            challenge = challenge.with("acr_values", &acr_values.join(" "));
        }
        match max_age {
            Some(seconds) => challenge.with("max_age", &seconds.to_string()),
            None => challenge,
        }
    }

    /// The header's value.
    pub fn header(&self) -> String {
        let parameters: Vec<String> =
            self.parameters.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        if parameters.is_empty() {
            self.scheme.as_str().to_owned()
        } else {
            format!("{} {}", self.scheme.as_str(), parameters.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_found_by_name() {
        let names: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::find(code.as_str()), Some(*code));
            assert!((400..=503).contains(&code.status()));
        }
        assert_eq!(ErrorCode::find("invalid"), None);
    }

    #[test]
    fn errors_are_never_kept_by_caches() {
        let reply = ProtocolError::grant("the code is not valid").reply();
        assert_eq!(reply.status, 400);
        assert!(reply.headers.contains(&("cache-control", "no-store".to_owned())));
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(body, json!({ "error": "invalid_grant", "error_description": "the code is not valid" }));
    }

    #[test]
    fn a_challenge_cannot_be_broken_out_of() {
        let challenge = Challenge::new(Scheme::Bearer).with("scope", "a\" error=\"b\\\r\nx: y");
        assert_eq!(challenge.header(), "Bearer scope=\"a error=bx: y\"");
        assert_eq!(Challenge::new(Scheme::Basic).with("realm", "okno").header(), "Basic realm=\"okno\"");
        assert_eq!(Challenge::new(Scheme::Dpop).header(), "DPoP");
    }

    #[test]
    fn step_up_says_what_is_needed() {
        let header = Challenge::step_up(Scheme::Dpop, &["high", "mfa"], Some(60)).header();
        assert!(header.starts_with("DPoP error=\"insufficient_user_authentication\""));
        assert!(header.ends_with("acr_values=\"high mfa\", max_age=\"60\""));
    }
}
