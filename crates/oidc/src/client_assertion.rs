//! Clients that authenticate by a signature: `private_key_jwt` (RFC 7523 2.2 and 3, OpenID Connect Core 9).
//!
//! Reading says which client it claims to be; the caller finds that client's keys and rules, and verifying proves it. The
//! assertion is good once: what [`Authenticated::single_use`] says must be remembered.

use jiff::{SignedDuration, Timestamp};

use crate::{
    client::LONGEST_ID,
    error::ProtocolError,
    jose::{
        Algorithm, Audience, ClaimFault, EXPIRY_LEEWAY, HeaderFault, JwsFault, Rules, TimeFault, Types, Unverified,
        Verifier, later, until,
    },
    single_use::{ReplayKey, SingleUse},
};

#[cfg(test)]
mod tests;

/// The value of `client_assertion_type` (RFC 7523 2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The longest assertion, in bytes.
pub const LONGEST: usize = 8 * 1024;
/// How far the end may be away, and how old an assertion may be.
pub const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(1);

const LONGEST_HEADER: usize = 2 * 1024;
const LONGEST_JTI: usize = 256;
/// Most libraries say `JWT` or nothing; the later draft of RFC 7523 has a type of its own.
const TYPES: Types = Types { named: &["JWT", "client-authentication+jwt"], absent: true };

/// Why an assertion authenticates nobody. The answer is `invalid_client` (RFC 7521 4.2.1), and this is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertionFault {
    /// It is no signed token as it should be, or not signed by the client.
    #[error(transparent)]
    Jws(#[from] JwsFault),
    /// A claim is missing or of another kind.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// It is not of this time.
    #[error(transparent)]
    Time(#[from] TimeFault),
    /// `iss` and `sub` are not both the client.
    #[error("issuer and subject of the assertion differ")]
    IssuerIsNotSubject,
    /// The request names another client.
    #[error("the assertion is of another client than the request")]
    OtherClient,
    /// It is for somebody else, or for somebody else as well, who could then use it here.
    #[error("the assertion is for another audience")]
    Audience,
    /// FAPI 2.0: the audience is the issuer as a single text.
    #[error("the audience is not the issuer as a single text")]
    AudienceForm,
}

impl AssertionFault {
    /// The error of OAuth (RFC 6749 5.2).
    pub const fn error_code(&self) -> &'static str {
        self.error().code.as_str()
    }

    /// The same with the sentence that the client may read.
    pub const fn error(&self) -> ProtocolError {
        ProtocolError::client("the client's assertion is not valid")
    }
}

/// Whom an assertion may name as its audience.
#[derive(Clone, Copy, Debug)]
pub enum Audiences<'a> {
    /// The issuer, as a single text and nothing else (FAPI 2.0 Security Profile 5.3.2.1).
    IssuerAlone(&'a str),
    /// Any of these, alone or in a list of nothing but these: issuer, token endpoint, the endpoint that was asked
    /// (OpenID Connect Core 9, RFC 9126 2).
    AnyOf(&'a [&'a str]),
}

/// What holds for the client.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The client whose keys these are.
    pub client_id: &'a str,
    /// The audiences that are accepted.
    pub audiences: Audiences<'a>,
    /// The algorithms that the client may use: those of its profile, or the one that it registered.
    pub algorithms: &'a [Algorithm],
    /// The client's keys.
    pub keys: &'a dyn Verifier,
    /// The present instant.
    pub now: Timestamp,
}

/// An assertion that claims to be of a client.
#[derive(Clone, Debug)]
pub struct Presented<'a> {
    token: Unverified<'a>,
    client_id: String,
}

/// A client has proven who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// The client.
    pub client_id: String,
    /// The algorithm of the signature.
    pub algorithm: Algorithm,
    /// What must be remembered. If it is known already, the assertion is refused.
    pub single_use: SingleUse,
}

impl<'a> Presented<'a> {
    /// Reads an assertion.
    pub fn read(text: &'a str) -> Result<Self, AssertionFault> {
        let rules =
            Rules { longest: LONGEST, longest_header: LONGEST_HEADER, algorithms: &Algorithm::ALL, types: TYPES };
        let token = Unverified::read(text, &rules)?;
        let claims = token.unproven_claims()?;
        let client_id = claims.bounded_text("sub", LONGEST_ID)?;
        if claims.required_text("iss")? != client_id {
            return Err(AssertionFault::IssuerIsNotSubject);
        }
        let client_id = client_id.to_owned();
        Ok(Self { token, client_id })
    }

    /// The client that it claims to be of; its keys are to be asked.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Checks it.
    pub fn verify(self, expected: &Expected<'_>) -> Result<Authenticated, AssertionFault> {
        if self.client_id != expected.client_id {
            return Err(AssertionFault::OtherClient);
        }
        let algorithm = self.token.header().algorithm();
        if !expected.algorithms.contains(&algorithm) {
            return Err(JwsFault::from(HeaderFault::Algorithm(algorithm.to_string())).into());
        }
        let claims = self.token.verify(expected.keys)?.claims()?;
        check_audience(&claims.required_audience()?, expected.audiences)?;
        let end = claims.required_instant("exp")?;
        until(end, expected.now, LONGEST_LIFE)?;
        claims.begun::<AssertionFault>(expected.now, LONGEST_LIFE)?;
        let name = claims.bounded_text("jti", LONGEST_JTI)?;
        let key = ReplayKey::new("client_assertion", &self.client_id, name);
        let single_use = SingleUse { key, until: later(end, EXPIRY_LEEWAY) };
        Ok(Authenticated { client_id: self.client_id, algorithm, single_use })
    }
}

fn check_audience(audience: &Audience<'_>, accepted: Audiences<'_>) -> Result<(), AssertionFault> {
    match (accepted, audience) {
        (Audiences::IssuerAlone(issuer), Audience::One(name)) if *name == issuer => Ok(()),
        (Audiences::IssuerAlone(issuer), audience) if audience.contains(issuer) => Err(AssertionFault::AudienceForm),
        (Audiences::AnyOf(accepted), audience) if audience.names().iter().all(|name| accepted.contains(name)) => Ok(()),
        _ => Err(AssertionFault::Audience),
    }
}
