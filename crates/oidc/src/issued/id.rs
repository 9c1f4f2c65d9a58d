//! ID tokens (OpenID Connect Core 2): that a person signed in, told to one client.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Extended, half_hash};
use crate::jose::{Algorithm, ClaimFault, Issuing, JwsFault, Rules, Signer, SigningFault, Types, Unverified, Verifier};

/// The longest ID token that comes back as a hint, in bytes.
pub const LONGEST_HINT: usize = 16 * 1024;

const TYPE: &str = "JWT";
const LONGEST_HEADER: usize = 1024;
const TYPES: Types = Types { named: &[TYPE], absent: false };
/// Claims that are ours to say, whether or not they are said.
const RESERVED: [&str; 16] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "sid",
    "at_hash",
    "c_hash",
    "s_hash",
];

/// The claims of a token to issue.
#[derive(Clone, Copy, Debug)]
pub struct IdClaims<'a> {
    /// Our issuer.
    pub issuer: &'a str,
    /// The person as this client knows it.
    pub subject: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// Further audiences; `azp` then says which of them the client is.
    pub further_audiences: &'a [&'a str],
    /// The present instant.
    pub issued_at: Timestamp,
    /// The end.
    pub expires_at: Timestamp,
    /// When the person signed in.
    pub authenticated_at: Option<Timestamp>,
    /// The `nonce` of the request.
    pub nonce: Option<&'a str>,
    /// How well the person signed in (`acr`).
    pub context: Option<&'a str>,
    /// By what means (`amr`).
    pub methods: &'a [&'a str],
    /// The session as this client knows it.
    pub session: Option<&'a str>,
    /// The access token that is issued beside (`at_hash`).
    pub access_token: Option<&'a str>,
    /// The code that is issued beside (`c_hash`).
    pub code: Option<&'a str>,
    /// The `state` of the request (`s_hash`).
    pub state: Option<&'a str>,
    /// What else the client is told. Claims of the names above have no effect.
    pub claims: &'a Map<String, Value>,
}

/// Issues ID tokens under a key.
pub fn issuing(signer: Arc<dyn Signer>) -> Result<Issuing, SigningFault> {
    Issuing::new(signer, TYPE)
}

impl IdClaims<'_> {
    /// Signs the token.
    pub fn sign(&self, issuing: &Issuing) -> Result<String, SigningFault> {
        let mut own: Vec<(&'static str, Value)> = vec![("iss", self.issuer.into()), ("sub", self.subject.into())];
        if self.further_audiences.is_empty() {
            own.push(("aud", self.client_id.into()));
        } else {
            let audiences: Vec<&str> =
                std::iter::once(self.client_id).chain(self.further_audiences.iter().copied()).collect();
            own.push(("aud", audiences.into()));
            own.push(("azp", self.client_id.into()));
        }
        own.push(("iat", self.issued_at.as_second().into()));
        own.push(("exp", self.expires_at.as_second().into()));
        if let Some(instant) = self.authenticated_at {
            own.push(("auth_time", instant.as_second().into()));
        }
        if !self.methods.is_empty() {
            own.push(("amr", self.methods.into()));
        }
        let hash = |text: Option<&str>| text.and_then(|text| half_hash(issuing.algorithm(), text));
        let texts = [
            ("nonce", self.nonce.map(str::to_owned)),
            ("acr", self.context.map(str::to_owned)),
            ("sid", self.session.map(str::to_owned)),
            ("at_hash", hash(self.access_token)),
            ("c_hash", hash(self.code)),
            ("s_hash", hash(self.state)),
        ];
        own.extend(texts.into_iter().filter_map(|(name, text)| Some((name, Value::from(text?)))));
        issuing.sign(&Extended { own, reserved: &RESERVED, further: self.claims })
    }
}

/// Why a hint is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HintFault {
    /// It is no signed token as it should be, or not signed by us.
    #[error(transparent)]
    Jws(#[from] JwsFault),
    /// A claim is missing or of another kind.
    #[error(transparent)]
    Claim(#[from] ClaimFault),
    /// Another issuer.
    #[error("the token is by another issuer")]
    Issuer,
}

/// An ID token of ours that comes back with a request, or to end a session (`id_token_hint`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The person as the client knows it.
    pub subject: String,
    /// Whom it was for.
    pub audience: Vec<String>,
    /// The session as the client knows it.
    pub session: Option<String>,
}

impl Hint {
    /// Whom the hint names, for the client that brings it: one that was issued to somebody else names nobody, and a client learns
    /// nothing by it (OpenID Connect Core 3.1.2.1).
    pub fn subject_for(&self, client_id: &str) -> Option<&str> {
        self.audience.iter().any(|audience| audience == client_id).then_some(self.subject.as_str())
    }

    /// Reads a hint. That it has run out does not matter (RP-Initiated Logout 1.0, 4); keys that are no longer signed with
    /// must be among those given.
    pub fn read(text: &str, keys: &dyn Verifier, issuer: &str) -> Result<Self, HintFault> {
        let rules =
            Rules { longest: LONGEST_HINT, longest_header: LONGEST_HEADER, algorithms: &Algorithm::OPEN, types: TYPES };
        let claims = Unverified::read(text, &rules)?.verify(keys)?.claims()?;
        if claims.required_text("iss")? != issuer {
            return Err(HintFault::Issuer);
        }
        // Signed answers of other endpoints have the same type, but not this.
        claims.required_instant("exp")?;
        claims.required_instant("iat")?;
        Ok(Self {
            subject: claims.required_text("sub")?.to_owned(),
            audience: claims.required_audience()?.names().iter().map(|name| (*name).to_owned()).collect(),
            session: claims.text("sid")?.map(str::to_owned),
        })
    }
}
