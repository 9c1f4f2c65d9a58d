//! Compact tokens of ESIA: a header of four members, a payload, a signature.

use serde_json::{Map, Value};

use crate::{
    esia::Settings,
    jose::{Algorithm, base64url, json},
};

/// The most letters of a token that is read.
pub const MOST: usize = 8 * 1024;

/// Signs bytes with the key of an algorithm; the signature is as the token has it (GOST: both numbers, big-endian).
pub trait Sign {
    /// Why there is no signature.
    type Error;

    /// Signs.
    fn sign(&self, algorithm: Algorithm, input: &[u8]) -> Result<Vec<u8>, Self::Error>;
}

impl<E, F: Fn(Algorithm, &[u8]) -> Result<Vec<u8>, E>> Sign for F {
    type Error = E;

    fn sign(&self, algorithm: Algorithm, input: &[u8]) -> Result<Vec<u8>, E> {
        self(algorithm, input)
    }
}

/// What kind of token it is: `sbt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An access token.
    Access,
    /// An id_token.
    Id,
    /// A code. What the real system calls it is unknown.
    Code,
}

impl Kind {
    /// `sbt` and `ver`.
    pub const fn names(self) -> (&'static str, u8) {
        match self {
            Self::Access => ("access", 1),
            Self::Id => ("id", 0),
            Self::Code => ("code", 1),
        }
    }
}

/// A token that lacks its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    algorithm: Algorithm,
    input: String,
}

impl Unsigned {
    /// Header and payload, ready to be signed.
    pub fn new(kind: Kind, algorithm: Algorithm, claims: &Map<String, Value>) -> Self {
        let (sbt, ver) = kind.names();
        // Names of algorithms need no escapes.
        let header = format!(r#"{{"ver":{ver},"typ":"JWT","sbt":"{sbt}","alg":"{algorithm}"}}"#);
        // A map of JSON values always serializes.
        let payload = serde_json::to_vec(claims).unwrap_or_default();
        let input = format!("{}.{}", base64url::encode(header), base64url::encode(payload));
        Self { algorithm, input }
    }

    /// What is signed.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// Signs it.
    pub fn sign<S: Sign + ?Sized>(self, signer: &S) -> Result<String, S::Error> {
        let signature = signer.sign(self.algorithm, self.input.as_bytes())?;
        let mut token = self.input;
        token.push('.');
        base64url::push(signature, &mut token);
        Ok(token)
    }
}

/// A token taken apart; nothing of it is believed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<'a> {
    /// Of which kind it says it is.
    pub kind: Kind,
    /// By which algorithm it says it is signed.
    pub algorithm: Algorithm,
    /// What is signed.
    pub input: &'a str,
    /// The signature.
    pub signature: Vec<u8>,
    /// The payload.
    pub claims: Map<String, Value>,
}

impl Parsed<'_> {
    /// Whether it was signed by the key of the one algorithm that the settings name. What algorithm the token names is only
    /// compared: whoever made it does not choose the key.
    pub fn is_signed(&self, settings: &Settings, verify: impl Fn(Algorithm, &[u8], &[u8]) -> bool) -> bool {
        self.algorithm == settings.algorithm && verify(settings.algorithm, self.input.as_bytes(), &self.signature)
    }
}

/// Takes a token apart: three parts in strict base64url, no member twice, a header with exactly the
/// members it has here.
pub fn parse(token: &str) -> Option<Parsed<'_>> {
    if token.len() > MOST {
        return None;
    }
    let (input, signature) = token.rsplit_once('.')?;
    let (header, payload) = input.split_once('.')?;
    let header = json::object(&base64url::decode(header)?).ok()?;
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    let kind = [Kind::Access, Kind::Id, Kind::Code].into_iter().find(|kind| Some(kind.names().0) == text("sbt"))?;
    let is_ours = header.len() == 4
        && text("typ") == Some("JWT")
        && header.get("ver").and_then(Value::as_u64) == Some(u64::from(kind.names().1));
    let algorithm = Algorithm::find(text("alg")?).filter(|_| is_ours)?;
    Some(Parsed {
        kind,
        algorithm,
        input,
        signature: base64url::decode(signature)?,
        claims: json::object(&base64url::decode(payload)?).ok()?,
    })
}
