//! Authorization requests that the client has signed (RFC 9101, OpenID Connect Core 6, FAPI 2.0 Message Signing 5.3).
//!
//! The output is parameters for the ordinary reader of requests, in the place of those in the address or form. Only signed
//! objects are taken, by value: nothing is fetched for a `request_uri`, and nothing is decrypted.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{
    client::{Client, Profile},
    error::{ErrorCode, ProtocolError},
    jose::{Algorithm, ClaimFault, Claims, JwsFault, Rules, TimeFault, Types, Unverified, Verifier, until},
};

#[cfg(test)]
mod tests;

/// The longest object, in bytes.
pub const LONGEST: usize = 32 * 1024;
/// FAPI 2.0 Message Signing 5.3.1: how old `nbf` may be, and how far after it `exp`.
pub const LONGEST_LIFE: SignedDuration = SignedDuration::from_mins(60);

const LONGEST_HEADER: usize = 2 * 1024;
const MOST_PARAMETERS: usize = 64;
/// Outside FAPI an object may live longer; a client that makes one for years will hear of it.
const PLAIN_LIFE: SignedDuration = SignedDuration::from_hours(24);
const PLAIN_AGE: SignedDuration = SignedDuration::from_hours(24);
/// Objects of plain OpenID Connect may have the type that libraries give to any token.
const TYPES: Types = Types { named: &["oauth-authz-req+jwt", "JWT"], absent: true };

/// Why an object is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestFault {
    /// It is no signed token as it should be, or not signed by the client.
    #[error(transparent)]
    Jws(#[from] JwsFault),
    /// A claim is missing or of another kind.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// It is not of this time.
    #[error(transparent)]
    Time(#[from] TimeFault),
    /// `exp` is more than an hour after `nbf`.
    #[error("the object is valid for more than an hour")]
    LongLived,
    /// `typ` is not the one of request objects, which FAPI does not let pass.
    #[error("the type of the object is that of any token")]
    VagueType,
    /// `iss` is not the client.
    #[error("the object is issued by another than the client")]
    Issuer,
    /// `aud` does not have our issuer.
    #[error("the object is for another audience")]
    Audience,
    /// `client_id` in the object and outside differ (RFC 9101 6.3).
    #[error("the object is of another client than the request")]
    OtherClient,
    /// `sub` is the client, so that it could be a client assertion (RFC 9101 10.8).
    #[error("the object could be taken for a client assertion")]
    LikeAnAssertion,
    /// An object within the object (RFC 9101 4).
    #[error("the object has the parameter {0}")]
    Nested(&'static str),
    /// A parameter of a kind that has no text.
    #[error("the parameter {0} is not of a kind that a request can have")]
    Kind(String),
    /// More than 64 parameters.
    #[error("the object has too many parameters")]
    TooMany,
    /// What OAuth asks outside is missing, or differs (OpenID Connect Core 6.1).
    #[error("the parameter {0} outside of the object is missing or differs")]
    Outside(&'static str),
}

impl RequestFault {
    /// The error of OAuth (RFC 9101 7, OpenID Connect Core 3.1.2.6).
    pub const fn error_code(&self) -> &'static str {
        self.error().code.as_str()
    }

    /// The same with the sentence that the client may read.
    pub const fn error(&self) -> ProtocolError {
        match self {
            Self::Outside(_) => {
                ProtocolError::request("what must stand outside of the request object is missing or differs")
            }
            _ => ProtocolError::new(ErrorCode::InvalidRequestObject, "the request object is not valid"),
        }
    }
}

/// What holds for the client that the request names.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The client, by the parameter outside or by its authentication (RFC 9126 3).
    pub client_id: &'a str,
    /// Our issuer.
    pub issuer: &'a str,
    /// The algorithms that the client may use: those of its profile, or the one that it registered.
    pub algorithms: &'a [Algorithm],
    /// The client's keys.
    pub keys: &'a dyn Verifier,
    /// The profile of the client: FAPI asks for more, whether the client must sign or chooses to.
    pub profile: Profile,
    /// The present instant.
    pub now: Timestamp,
}

/// Names and values, as an address or a form would have them.
pub type Parameters = Vec<(String, String)>;

/// Checks an object and gives its parameters.
pub fn open(text: &str, expected: &Expected<'_>) -> Result<Parameters, RequestFault> {
    let rules =
        Rules { longest: LONGEST, longest_header: LONGEST_HEADER, algorithms: expected.algorithms, types: TYPES };
    let token = Unverified::read(text, &rules)?.verify(expected.keys)?;
    if expected.profile.is_fapi() && token.header().is_of_type("JWT") {
        return Err(RequestFault::VagueType);
    }
    let claims = token.claims()?;
    for name in ["request", "request_uri"] {
        if claims.get(name).is_some() {
            return Err(RequestFault::Nested(name));
        }
    }
    check_parties(&claims, expected)?;
    check_time(&claims, expected)?;
    parameters(claims)
}

fn check_parties(claims: &Claims, expected: &Expected<'_>) -> Result<(), RequestFault> {
    if claims.text("sub")? == Some(expected.client_id) {
        return Err(RequestFault::LikeAnAssertion);
    }
    let (issuer, client, audience) = (claims.text("iss")?, claims.text("client_id")?, claims.audience()?);
    if client.is_some_and(|client| client != expected.client_id) {
        return Err(RequestFault::OtherClient);
    }
    if issuer.is_some_and(|issuer| issuer != expected.client_id) {
        return Err(RequestFault::Issuer);
    }
    if audience.as_ref().is_some_and(|audience| !audience.contains(expected.issuer)) {
        return Err(RequestFault::Audience);
    }
    let missing = |there: bool, name: &'static str| if there { Ok(()) } else { Err(ClaimFault::Missing(name)) };
    if expected.profile.is_fapi() {
        missing(issuer.is_some(), "iss")?;
        missing(audience.is_some(), "aud")?;
    }
    // Which client it is of is not left to the key that happens to fit.
    missing(client.is_some() || issuer.is_some() && !expected.profile.is_fapi(), "client_id")?;
    Ok(())
}

fn check_time(claims: &Claims, expected: &Expected<'_>) -> Result<(), RequestFault> {
    let end = claims.instant("exp")?;
    let (life, age) = if expected.profile.is_fapi() {
        let end = end.ok_or(ClaimFault::Missing("exp"))?;
        if end.duration_since(claims.required_instant("nbf")?) > LONGEST_LIFE {
            return Err(RequestFault::LongLived);
        }
        (LONGEST_LIFE, LONGEST_LIFE)
    } else {
        (PLAIN_LIFE, PLAIN_AGE)
    };
    if let Some(end) = end {
        until(end, expected.now, life)?;
    }
    claims.begun(expected.now, age)
}

fn parameters(claims: Claims) -> Result<Parameters, RequestFault> {
    let mut parameters = Vec::new();
    for (name, value) in claims.into_members() {
        if !crate::jose::OF_THE_TOKEN.contains(&name.as_str()) {
            push(&mut parameters, name, value)?;
        }
        if parameters.len() > MOST_PARAMETERS {
            return Err(RequestFault::TooMany);
        }
    }
    Ok(parameters)
}

/// Numbers are written as digits, JSON is written again (RFC 9101 4), and a list of addresses is a parameter that repeats
/// (RFC 8707 2.1 has `resource` as a list in JSON).
fn push(parameters: &mut Parameters, name: String, value: Value) -> Result<(), RequestFault> {
    let text = match value {
        Value::String(text) => text,
        Value::Bool(value) => value.to_string(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        Value::Object(members) if name == "claims" => Value::Object(members).to_string(),
        Value::Array(items) if name == "authorization_details" => Value::Array(items).to_string(),
        Value::Array(items) if name == "resource" => {
            for item in items {
                let Value::String(text) = item else { return Err(RequestFault::Kind(name)) };
                parameters.push((name.clone(), text));
            }
            return Ok(());
        }
        _ => return Err(RequestFault::Kind(name)),
    };
    parameters.push((name, text));
    Ok(())
}

/// What the parameters outside of an object are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Nothing: only the signed ones count (RFC 9101 6.3, FAPI).
    Ignored,
    /// They fill in what the object leaves out (OpenID Connect Core 6.1), and make a request of OAuth by themselves.
    Completes,
}

impl Outside {
    /// What counts in a pushed request: an object there stands for all of it (RFC 9126 3).
    pub const PUSHED: Self = Self::Ignored;

    /// What counts for this client's requests by the browser. A client that must sign would sign nothing if whoever holds the
    /// browser could add to its request.
    pub fn of(client: &Client) -> Self {
        if client.profile.is_fapi() || client.needs_signed_request() { Self::Ignored } else { Self::Completes }
    }
}

/// Puts parameters of an object and outside together. Those within win. `client_id` is what [`open`] was given.
pub fn merge(
    inside: Parameters,
    outside: &[(String, String)],
    client_id: &str,
    rule: Outside,
) -> Result<Parameters, RequestFault> {
    let is = |wanted: &'static str| move |(name, _): &&(String, String)| name == wanted;
    let within = |name: &str| inside.iter().find(|(known, _)| known == name);
    if rule == Outside::Completes {
        for name in ["client_id", "response_type"] {
            let (_, value) = outside.iter().find(is(name)).ok_or(RequestFault::Outside(name))?;
            if within(name).is_some_and(|(_, inner)| inner != value) {
                return Err(RequestFault::Outside(name));
            }
        }
    }
    let mut merged = inside.clone();
    if rule == Outside::Completes {
        let wanted = |name: &str| !matches!(name, "request" | "request_uri") && within(name).is_none();
        merged.extend(outside.iter().filter(|(name, _)| wanted(name)).cloned());
    }
    if !merged.iter().any(|(name, _)| name == "client_id") {
        merged.push(("client_id".to_owned(), client_id.to_owned()));
    }
    Ok(merged)
}
