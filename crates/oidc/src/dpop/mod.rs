//! Proofs that a request is by the holder of a key (RFC 9449).
//!
//! A proof names no party: it shows a key, and proves that its holder made this very request now. Whether that key is the
//! right one is for the caller: `Proof::thumbprint` against the code, the refresh token or the access token.

mod nonce;
mod target;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub use nonce::{NONCE_STEP, NonceAge, Nonces};
pub use target::{Target, TargetFault};

use crate::{
    error::{ErrorCode, ProtocolError},
    jose::{
        Algorithm, ClaimFault, Claims, JwsFault, Key, KeyFault, Rules, Thumbprint, TimeFault, Types, Unverified,
        encode_base64url, later, not_before,
    },
    single_use::{ReplayKey, SingleUse},
};

#[cfg(test)]
mod tests;

/// The longest proof, in bytes.
pub const LONGEST: usize = 8 * 1024;
/// How old a proof may be.
pub const PROOF_LIFE: SignedDuration = SignedDuration::from_secs(60);

const LONGEST_HEADER: usize = 4 * 1024;
const LONGEST_JTI: usize = 256;
const TYPES: Types = Types { named: &["dpop+jwt"], absent: false };

/// Why a proof is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// More than one `DPoP` header (RFC 9449 4.3, 1).
    #[error("the request has more than one proof")]
    Repeated,
    /// It is no signed token as it should be, or not signed by the key that it shows.
    #[error(transparent)]
    Jws(#[from] JwsFault),
    /// The header shows no key.
    #[error("the header of the proof shows no key")]
    NoKey,
    /// The key is none that we use, or private.
    #[error("the key of the proof: {0}")]
    Key(#[from] KeyFault),
    /// A claim is missing or of another kind.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// `htm` is another method.
    #[error("the proof is for another method")]
    Method,
    /// `htu` is no address of a web resource.
    #[error("the address in the proof: {0}")]
    Address(#[from] TargetFault),
    /// `htu` is another address.
    #[error("the proof is for another address")]
    Target,
    /// `iat` is not of this time.
    #[error(transparent)]
    Time(#[from] TimeFault),
    /// A nonce is asked for, or the one that came is not ours or has run out. The answer carries a fresh one.
    #[error("the proof lacks a nonce of this server that is still good")]
    UseNonce,
    /// The proof is for another access token, or for none (RFC 9449 4.3, 12).
    #[error("the proof is not for this access token")]
    AccessToken,
}

impl ProofFault {
    /// The error of OAuth (RFC 9449 5 and 8).
    pub const fn error_code(&self) -> &'static str {
        self.error().code.as_str()
    }

    /// The same with the sentence that the client may read.
    pub const fn error(&self) -> ProtocolError {
        match self {
            Self::UseNonce => {
                ProtocolError::new(ErrorCode::UseDpopNonce, "the proof needs the nonce that comes with this answer")
            }
            _ => ProtocolError::new(ErrorCode::InvalidDpopProof, "the proof of possession is not valid"),
        }
    }
}

/// What is done about nonces.
#[derive(Clone, Copy, Debug)]
pub enum NonceRule<'a> {
    /// A proof without one is refused, with one to use (RFC 9449 8).
    Required(Nonces<'a>),
    /// A proof may come without one, but not with a wrong one.
    Optional(Nonces<'a>),
}

/// The request that the proof came with.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The method of the request.
    pub method: &'a str,
    /// The address of the request.
    pub target: &'a Target,
    /// The algorithms that are allowed.
    pub algorithms: &'a [Algorithm],
    /// What is done about nonces.
    pub nonces: NonceRule<'a>,
    /// The access token that the request carries, at a protected resource.
    pub access_token: Option<&'a str>,
    /// The present instant.
    pub now: Timestamp,
}

/// Somebody has proven to hold a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Which key (`jkt`).
    pub thumbprint: Thumbprint,
    /// What must be remembered. If it is known already, the proof is refused.
    pub single_use: SingleUse,
    /// Whether the answer should carry a fresh nonce: the proof had none, or an old one (RFC 9449 8.2).
    pub wants_nonce: bool,
}

/// The one proof of a request, if it has any (RFC 9449 4.3, 1).
pub fn only<'a>(mut headers: impl Iterator<Item = &'a str>) -> Result<Option<&'a str>, ProofFault> {
    let first = headers.next();
    if headers.next().is_some() { Err(ProofFault::Repeated) } else { Ok(first) }
}

/// The hash by which a proof names an access token (`ath`, RFC 9449 4.2).
pub fn access_token_hash(access_token: &str) -> String {
    encode_base64url(Sha256::digest(access_token))
}

/// Checks a proof in the order of RFC 9449 4.3.
pub fn check(text: &str, expected: &Expected<'_>) -> Result<Proof, ProofFault> {
    let rules =
        Rules { longest: LONGEST, longest_header: LONGEST_HEADER, algorithms: expected.algorithms, types: TYPES };
    let token = Unverified::read(text, &rules)?;
    let key = Key::from_jwk(token.header().shown_key().ok_or(ProofFault::NoKey)?)?;
    let claims = token.verify(&key)?.claims()?;
    let name = claims.bounded_text("jti", LONGEST_JTI)?;
    if claims.required_text("htm")? != expected.method {
        return Err(ProofFault::Method);
    }
    if Target::parse(claims.required_text("htu")?)? != *expected.target {
        return Err(ProofFault::Target);
    }
    let wants_nonce = check_nonce(&claims, expected)?;
    let made_at = claims.required_instant("iat")?;
    not_before(made_at, expected.now, PROOF_LIFE)?;
    check_access_token(&claims, expected.access_token)?;
    let thumbprint = key.thumbprint();
    // The key is part of it, so that nobody can use up the names of another's proofs.
    let replay = ReplayKey::new("dpop", &thumbprint.to_string(), name);
    let until = later(made_at, PROOF_LIFE + SignedDuration::from_secs(1));
    Ok(Proof { thumbprint, single_use: SingleUse { key: replay, until }, wants_nonce })
}

/// Before the instant, as a client whose clock is wrong may learn from the answer (RFC 9449 8).
fn check_nonce(claims: &Claims, expected: &Expected<'_>) -> Result<bool, ProofFault> {
    let (NonceRule::Required(nonces) | NonceRule::Optional(nonces)) = expected.nonces;
    let given = claims.text("nonce")?;
    match given.map(|nonce| nonces.age(nonce, expected.now)) {
        None if matches!(expected.nonces, NonceRule::Required(_)) => Err(ProofFault::UseNonce),
        None | Some(NonceAge::Previous) => Ok(true),
        Some(NonceAge::Present) => Ok(false),
        Some(NonceAge::Unknown) => Err(ProofFault::UseNonce),
    }
}

fn check_access_token(claims: &Claims, access_token: Option<&str>) -> Result<(), ProofFault> {
    let Some(access_token) = access_token else { return Ok(()) };
    let given = claims.required_text("ath")?;
    let right = access_token_hash(access_token);
    if bool::from(given.as_bytes().ct_eq(right.as_bytes())) { Ok(()) } else { Err(ProofFault::AccessToken) }
}
