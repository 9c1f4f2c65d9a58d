//! Codes of ESIA and the shapes in which a refusal reaches a client: redirect, token endpoint, REST object, REST array.
//!
//! Clients parse the code out of `error_description`, so its shape is fixed: `ESIA-`, six digits, colon, blank, text. What
//! the operator's own texts are is known for a few codes only ([`Row::text_is_known`]); the other texts are ours.

mod table;

use std::{borrow::Cow, fmt};

use serde::Serialize;
use thiserror::Error;

pub use table::TABLE;

/// A code of ESIA: it reads as `ESIA-` and six digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u32);

impl Code {
    /// Certificate and mnemonic do not belong together, or the system has no certificate.
    pub const CERTIFICATE_NOT_OF_CLIENT: Self = Self(7_002);
    /// A parameter is invalid or repeated.
    pub const PARAMETER: Self = Self(7_003);
    /// The person or the service refused.
    pub const REFUSED: Self = Self(7_004);
    /// This client may not use this method: mnemonic unknown, certificate not found.
    pub const CLIENT: Self = Self(7_005);
    /// A scope is wrong, unknown or malformed.
    pub const SCOPE: Self = Self(7_006);
    /// An error of the server.
    pub const SERVER: Self = Self(7_007);
    /// The server is unavailable for a while.
    pub const UNAVAILABLE: Self = Self(7_008);
    /// The response type is not supported.
    pub const RESPONSE_TYPE: Self = Self(7_009);
    /// A code or refresh token is invalid, expired, revoked, for another redirect address or of another client.
    pub const GRANT: Self = Self(7_011);
    /// The type of grant is not supported.
    pub const GRANT_TYPE: Self = Self(7_012);
    /// No scope is given.
    pub const NO_SCOPE: Self = Self(7_013);
    /// A mandatory parameter is missing.
    pub const MISSING: Self = Self(7_014);
    /// The time of the request is not acceptable.
    pub const TIME: Self = Self(7_015);
    /// The system has no right to the scopes it asks for.
    pub const NO_GRANTS: Self = Self(7_019);
    /// The redirect address is not registered.
    pub const REDIRECT: Self = Self(7_023);
    /// The parameters could not be read.
    pub const UNREADABLE: Self = Self(7_038);
    /// A verifier came although no challenge had been sent with the authorization request.
    pub const NO_CHALLENGE: Self = Self(7_039);
    /// Challenge and verifier do not fit.
    pub const VERIFIER: Self = Self(7_040);
    /// A scope demands a second factor that the person does not have.
    pub const SECOND_FACTOR: Self = Self(7_046);
    /// `client_secret` is wrong.
    pub const CLIENT_SECRET: Self = Self(7_053);
    /// The account is not confirmed, and only confirmed ones are let in.
    pub const UNCONFIRMED: Self = Self(7_055);
    /// `roles` is wrong.
    pub const ROLES: Self = Self(7_060);
    /// `obj_type` is wrong.
    pub const OBJECT_TYPE: Self = Self(7_061);
    /// The type or role of the person is wrong.
    pub const PERSON_TYPE: Self = Self(7_062);
    /// An organization's scope for somebody who does not work there.
    pub const NOT_AN_EMPLOYEE: Self = Self(7_194);
    /// The client could not be authenticated.
    pub const AUTHENTICATION: Self = Self(8_010);
    /// `permissions` names no type of consent.
    pub const NO_CONSENT_TYPE: Self = Self(36_700);
    /// `permissions` names a type of consent that does not exist.
    pub const CONSENT_TYPE: Self = Self(36_701);
    /// A scope that the type of consent demands is missing.
    pub const CONSENT_SCOPE_MISSING: Self = Self(36_702);
    /// A scope does not belong to the type of consent.
    pub const CONSENT_SCOPE_FOREIGN: Self = Self(36_703);
    /// The system may not ask for this scope.
    pub const CONSENT_SCOPE_FORBIDDEN: Self = Self(36_704);
    /// `permissions` names no action.
    pub const NO_ACTION: Self = Self(36_705);
    /// `permissions` names an action that the type does not know.
    pub const ACTION: Self = Self(36_706);
    /// `permissions` names no purpose.
    pub const NO_PURPOSE: Self = Self(36_707);
    /// The term of a consent is not acceptable.
    pub const CONSENT_TERM: Self = Self(36_716);
    /// `permissions` names a purpose that the type does not know.
    pub const PURPOSE: Self = Self(36_726);
    /// `permissions` names more than one purpose.
    pub const PURPOSES: Self = Self(36_727);
    /// An error inside the data service.
    pub const REST_INTERNAL: Self = Self(1);
    /// The data service is unavailable for a while.
    pub const REST_UNAVAILABLE: Self = Self(3);
    /// The access token is invalid.
    pub const TOKEN: Self = Self(5_011);
    /// The access token has expired.
    pub const TOKEN_EXPIRED: Self = Self(5_013);
    /// The scopes of the token do not open this.
    pub const SCOPE_NOT_ALLOWED: Self = Self(5_029);
    /// Bad parameters; also what we say of things that are not there, as no code for them is known.
    pub const REST_PARAMETERS: Self = Self(30_003);

    /// The number without its leading zeros.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// What is known of this code.
    pub fn row(self) -> Option<&'static Row> {
        TABLE.iter().flat_map(|part| part.iter()).find(|row| row.code == self)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ESIA-{:06}", self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Where a code is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Authorization and token endpoint.
    OAuth,
    /// The parameter `permissions` of the authorization endpoint.
    Consent,
    /// Access to the data service.
    Rest,
    /// Faults of data that are written through the data service.
    Data,
}

/// What is known of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// Where it is used.
    pub area: Area,
    /// The `error` of OAuth that goes with it; empty in the data service.
    pub error: &'static str,
    /// The HTTP status where the answer is not a redirect.
    pub status: u16,
    /// What stands behind the colon; `[]` takes the name of a parameter.
    pub text: &'static str,
    /// Whether a client or document shows the operator's own text; otherwise it is ours.
    pub text_is_known: bool,
    /// What it means, for the log of a developer.
    pub meaning: &'static str,
}

/// A refusal: its code for the client, its reason for the log.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{code}: {reason}")]
pub struct Refusal {
    code: Code,
    parameter: Option<&'static str>,
    reason: Cow<'static, str>,
    status: Option<u16>,
}

impl Refusal {
    /// A refusal with the reason that a developer may read; it must hold no secret and no personal data.
    pub fn new(code: Code, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { code, parameter: None, reason: reason.into(), status: None }
    }

    /// There is no such thing in the data service: 404, by a code that is ours to choose.
    pub fn not_found(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { status: Some(404), ..Self::new(Code::REST_PARAMETERS, reason) }
    }

    /// A mandatory parameter is missing (ESIA-007014).
    pub fn missing(parameter: &'static str) -> Self {
        Self { parameter: Some(parameter), ..Self::new(Code::MISSING, format!("{parameter} is missing")) }
    }

    /// A parameter has a value that it cannot have (ESIA-007003).
    pub fn invalid(parameter: &'static str, why: impl fmt::Display) -> Self {
        Self { parameter: Some(parameter), ..Self::new(Code::PARAMETER, format!("{parameter}: {why}")) }
    }

    /// The code.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The parameter it is about.
    pub const fn parameter(&self) -> Option<&'static str> {
        self.parameter
    }

    /// The reason for the log of a developer.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The `error` of OAuth.
    pub fn error(&self) -> &'static str {
        self.code.row().map(|row| row.error).filter(|error| !error.is_empty()).unwrap_or("server_error")
    }

    /// The text behind the code.
    pub fn text(&self) -> Cow<'static, str> {
        let text = self.code.row().map_or("", |row| row.text);
        match self.parameter {
            Some(name) if text.contains("[]") => text.replace("[]", &format!("[{name}]")).into(),
            _ => text.into(),
        }
    }

    /// `error_description`: code, colon, blank, text.
    pub fn description(&self) -> String {
        format!("{}: {}", self.code, self.text())
    }

    /// The HTTP status where the answer is not a redirect.
    pub fn status(&self) -> u16 {
        self.status.unwrap_or_else(|| self.code.row().map_or(500, |row| row.status))
    }

    /// The answer of the token endpoint; `state` is the request's, where it could be read.
    pub fn token_answer(&self, state: Option<&str>) -> Answer {
        let description = self.description();
        Answer::json(self.status(), &TokenError { error: self.error(), error_description: &description, state })
    }

    /// The answer of the data service.
    pub fn rest_answer(&self) -> Answer {
        Answer::json(self.status(), &RestError { code: self.code.to_string(), message: self.text() })
    }

    /// The answer of the operator's internal data service: the same in a list.
    pub fn internal_answer(&self) -> Answer {
        Answer::json(self.status(), &[RestError { code: self.code.to_string(), message: self.text() }])
    }

    /// The parameters that are added to the redirect address, in their order; `state` always where there is one, as
    /// clients take a callback without it for an attack.
    pub fn callback(&self, state: Option<&str>) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("error", self.error().to_owned()), ("error_description", self.description())];
        pairs.extend(state.map(|state| ("state", state.to_owned())));
        pairs
    }
}

/// What JSON answers are called; clients check how it begins.
pub const JSON: &str = "application/json;charset=UTF-8";

/// An answer in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}

impl Answer {
    /// An answer with this status and body.
    pub fn json(status: u16, body: &(impl Serialize + ?Sized)) -> Self {
        // Our bodies are made of texts, numbers and lists, which always serialize.
        let body = serde_json::to_string(body).unwrap_or_default();
        Self { status, content_type: JSON, body }
    }
}

#[derive(Serialize)]
struct TokenError<'a> {
    error: &'a str,
    error_description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
}

#[derive(Serialize)]
struct RestError {
    code: String,
    message: Cow<'static, str>,
}

#[cfg(test)]
mod tests;
