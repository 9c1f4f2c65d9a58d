//! Access tokens (RFC 9068), bound to a key or a certificate where the client is (RFC 9449 6, 8705 3).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{Audiences, Seconds};
use crate::{
    error::{ErrorCode, ProtocolError},
    jose::{
        Algorithm, ClaimFault, Issuing, JwsFault, Rules, Signer, SigningFault, TimeFault, Types, Unverified, Verifier,
        not_before, until,
    },
    token::KeyBinding,
};

/// The longest access token, in bytes.
pub const LONGEST: usize = 8 * 1024;

const TYPE: &str = "at+jwt";
const LONGEST_HEADER: usize = 1024;
const TYPES: Types = Types { named: &[TYPE], absent: false };
/// Whoever issued it has set its end; ours are never this long.
const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(24 * 366);

/// The claims of a token to issue.
#[derive(Clone, Copy, Debug)]
pub struct AccessClaims<'a> {
    /// Our issuer.
    pub issuer: &'a str,
    /// The person as this client knows it, or the client itself where no person is involved (RFC 9068 2.2).
    pub subject: &'a str,
    /// The resources it is for.
    pub audience: &'a [&'a str],
    /// The client.
    pub client_id: &'a str,
    /// The present instant.
    pub issued_at: Timestamp,
    /// The end.
    pub expires_at: Timestamp,
    /// The name of the token, never used again.
    pub name: &'a str,
    /// The scopes, with spaces between.
    pub scope: Option<&'a str>,
    /// When the person signed in.
    pub authenticated_at: Option<Timestamp>,
    /// How well (`acr`).
    pub context: Option<&'a str>,
    /// By what means (`amr`).
    pub methods: &'a [&'a str],
    /// The session as this client knows it.
    pub session: Option<&'a str>,
    /// What it is bound to (`cnf`, RFC 7800 3.1).
    pub binding: Option<&'a KeyBinding>,
}

/// The claims as they are written, in this order.
#[derive(Serialize)]
struct Written<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: Audiences<'a>,
    client_id: &'a str,
    iat: Seconds,
    exp: Seconds,
    jti: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_time: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acr: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    amr: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cnf: Option<&'a KeyBinding>,
}

/// Issues access tokens under a key.
pub fn issuing(signer: Arc<dyn Signer>) -> Result<Issuing, SigningFault> {
    Issuing::new(signer, TYPE)
}

impl AccessClaims<'_> {
    /// Signs the token.
    pub fn sign(&self, issuing: &Issuing) -> Result<String, SigningFault> {
        issuing.sign(&Written {
            iss: self.issuer,
            sub: self.subject,
            aud: Audiences(self.audience),
            client_id: self.client_id,
            iat: Seconds(self.issued_at),
            exp: Seconds(self.expires_at),
            jti: self.name,
            scope: self.scope,
            auth_time: self.authenticated_at.map(Seconds),
            acr: self.context,
            amr: self.methods,
            sid: self.session,
            cnf: self.binding,
        })
    }
}

/// Why an access token is not accepted (RFC 9068 4, RFC 6750 3.1).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessFault {
    /// It is no signed token as it should be, or not signed by us.
    #[error(transparent)]
    Jws(#[from] JwsFault),
    /// A claim is missing or of another kind.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// It is not of this time.
    #[error(transparent)]
    Time(#[from] TimeFault),
    /// Another issuer.
    #[error("the token is by another issuer")]
    Issuer,
    /// It is for other resources.
    #[error("the token is for another audience")]
    Audience,
}

impl AccessFault {
    /// The error of a protected resource.
    pub const fn error_code(&self) -> &'static str {
        self.error().code.as_str()
    }

    /// The same with the sentence that the client may read.
    pub const fn error(&self) -> ProtocolError {
        ProtocolError::new(ErrorCode::InvalidToken, "the access token is not valid")
    }
}

/// A token of ours that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// The person as this client knows it, or the client.
    pub subject: String,
    /// The client.
    pub client_id: String,
    /// The name of the token.
    pub name: String,
    /// The resources it is for.
    pub audience: Vec<String>,
    /// The scopes.
    pub scope: Option<String>,
    /// When the person signed in.
    pub authenticated_at: Option<Timestamp>,
    /// How well (`acr`).
    pub context: Option<String>,
    /// The session as this client knows it.
    pub session: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The end.
    pub expires_at: Timestamp,
    /// What it is bound to; `resource::check_binding` says whether it came from there.
    pub binding: Option<KeyBinding>,
}

impl AccessToken {
    /// Reads a token of ours for one of our resources, or for any where none is named: whoever introspects a token asks what it
    /// is for. Whether it was revoked is not written in it.
    pub fn verify(
        text: &str,
        keys: &dyn Verifier,
        issuer: &str,
        audience: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, AccessFault> {
        let rules =
            Rules { longest: LONGEST, longest_header: LONGEST_HEADER, algorithms: &Algorithm::OPEN, types: TYPES };
        let claims = Unverified::read(text, &rules)?.verify(keys)?.claims()?;
        if claims.required_text("iss")? != issuer {
            return Err(AccessFault::Issuer);
        }
        let named = claims.required_audience()?;
        if audience.is_some_and(|audience| !named.contains(audience)) {
            return Err(AccessFault::Audience);
        }
        let audience = named.names().iter().map(|name| (*name).to_owned()).collect();
        let (issued_at, expires_at) = (claims.required_instant("iat")?, claims.required_instant("exp")?);
        until(expires_at, now, LONGEST_LIFE)?;
        not_before(issued_at, now, LONGEST_LIFE)?;
        // A binding that is not understood binds: the token is not taken for a free one.
        let binding = match claims.get("cnf") {
            None => None,
            Some(value) => Some(KeyBinding::read(value).ok_or(ClaimFault::Kind("cnf"))?),
        };
        Ok(Self {
            subject: claims.required_text("sub")?.to_owned(),
            client_id: claims.required_text("client_id")?.to_owned(),
            name: claims.required_text("jti")?.to_owned(),
            audience,
            scope: claims.text("scope")?.map(str::to_owned),
            authenticated_at: claims.instant("auth_time")?,
            context: claims.text("acr")?.map(str::to_owned),
            session: claims.text("sid")?.map(str::to_owned),
            issued_at,
            expires_at,
            binding,
        })
    }
}
