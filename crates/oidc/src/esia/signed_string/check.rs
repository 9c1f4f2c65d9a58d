//! Which reading a signature fits, and why not the others.

use std::fmt;

use super::{Reading, Signed};
use crate::esia::{
    Mode, Refusal,
    error::Code,
    secret_text::{self, SecretTextError},
};

/// What a signature is wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// CMS SignedData in DER, with the string inside or beside it.
    Cms,
    /// The two numbers of a GOST signature and nothing else.
    Raw,
}

impl Container {
    /// What the bytes of a signature look like: 64 or 128 bytes are raw, a longer ASN.1 sequence is CMS.
    pub fn recognize(signature: &[u8]) -> Option<Self> {
        match signature {
            raw if matches!(raw.len(), 64 | 128) => Some(Self::Raw),
            [0x30, ..] => Some(Self::Cms),
            _ => None,
        }
    }

    /// What belongs to an endpoint.
    pub const fn of(endpoint: crate::esia::Endpoint) -> Self {
        if endpoint.is_first() { Self::Cms } else { Self::Raw }
    }
}

impl fmt::Display for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cms => "CMS",
            Self::Raw => "raw",
        })
    }
}

/// What a verifier tells of a good signature, for the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureReport {
    /// Which of the client's certificates it fits: its subject, number or hash.
    pub certificate: String,
    /// The algorithm of the signature.
    pub algorithm: String,
    /// Whether the signed string stood inside the CMS.
    pub is_attached: bool,
}

/// Verifies a signature with the certificates of the client. The error says why it does not fit; it must hold no secret.
pub trait Verifier {
    /// Verifies the signature over this message.
    fn verify(&self, container: Container, message: &[u8], signature: &[u8]) -> Result<SignatureReport, String>;
}

impl<F: Fn(Container, &[u8], &[u8]) -> Result<SignatureReport, String>> Verifier for F {
    fn verify(&self, container: Container, message: &[u8], signature: &[u8]) -> Result<SignatureReport, String> {
        self(container, message, signature)
    }
}

/// How one reading fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The signature fits.
    Fits(SignatureReport),
    /// The signature fits, but the mode does not allow this reading.
    WouldFit(SignatureReport),
    /// The request lacks a parameter that this reading joins.
    Lacks(&'static str),
    /// It gives the same string as a reading before it.
    SameAs(Reading),
    /// The signature does not fit.
    Differs(String),
}

/// One reading and how it fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The reading.
    pub reading: Reading,
    /// What was joined: parameters and values, secrets only by their length.
    pub joined: String,
    /// How it fared.
    pub outcome: Outcome,
}

/// What a developer reads to see why a signature was accepted or not. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Where the request came in.
    pub endpoint: crate::esia::Endpoint,
    /// Under which mode.
    pub mode: Mode,
    /// How many bytes the signature has and what it is wrapped in, or why `client_secret` is none.
    pub signature: Result<(usize, Option<Container>), SecretTextError>,
    /// What else is wrong.
    pub remark: Option<String>,
    /// Each reading that was tried.
    pub attempts: Vec<Attempt>,
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = if self.mode.is_lenient() { "lenient" } else { "strict" };
        write!(f, "{} ({mode}): ", self.endpoint)?;
        match &self.signature {
            Ok((length, Some(container))) => write!(f, "{container} signature of {length} bytes")?,
            Ok((length, None)) => write!(f, "{length} bytes that are neither CMS nor a raw signature")?,
            Err(error) => write!(f, "client_secret {error}")?,
        }
        if let Some(remark) = &self.remark {
            write!(f, "; {remark}")?;
        }
        for attempt in &self.attempts {
            write!(f, "\n  {}: ", attempt.reading)?;
            match &attempt.outcome {
                Outcome::Fits(report) => write!(f, "FITS ({report})")?,
                Outcome::WouldFit(report) => write!(f, "would fit in lenient mode ({report})")?,
                Outcome::Lacks(name) => write!(f, "not possible, the request has no {name}")?,
                Outcome::SameAs(reading) => write!(f, "the same string as {reading}")?,
                Outcome::Differs(why) => write!(f, "{why}")?,
            }
            write!(f, " [{}]", attempt.joined)?;
        }
        Ok(())
    }
}

impl fmt::Display for SignatureReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.is_attached { ", string inside" } else { "" };
        write!(f, "{} by {}{place}", self.algorithm, self.certificate)
    }
}

/// A signature that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Which reading it fits.
    pub reading: Reading,
    /// What it was wrapped in.
    pub container: Container,
    /// What the verifier told of it.
    pub report: SignatureReport,
    /// How it was found.
    pub trace: Trace,
}

/// A signature that fits no allowed reading: ESIA-007053.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Rejected(pub Trace);

impl From<Rejected> for Refusal {
    fn from(rejected: Rejected) -> Self {
        Self::new(Code::CLIENT_SECRET, rejected.0.to_string())
    }
}

/// Whether readings that the mode does not allow are tried as well, to tell the developer what would have fitted. It
/// costs a few verifications for each bad request, so it is for clients under development.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explain {
    /// Only what is allowed.
    #[default]
    Briefly,
    /// Everything.
    Fully,
}

/// Finds the reading that a request's signature fits, most likely first; strings are made only when they are tried.
pub fn check(signed: &Signed<'_>, mode: Mode, explain: Explain, verifier: &dyn Verifier) -> Result<Checked, Rejected> {
    let mut trace = Trace {
        endpoint: signed.endpoint,
        mode,
        signature: Ok((0, None)),
        remark: signed
            .timestamp
            .filter(|time| lost_plus(time))
            .map(|_| "timestamp has a blank where its plus was: the plus must be sent as %2B".to_owned()),
        attempts: Vec::new(),
    };
    let signature = match secret_text::decode(signed.client_secret) {
        Ok(signature) => signature,
        Err(error) => {
            trace.signature = Err(error);
            return Err(Rejected(trace));
        }
    };
    let recognized = Container::recognize(&signature);
    trace.signature = Ok((signature.len(), recognized));
    let Some(container) = recognized else { return Err(Rejected(trace)) };
    let right_container = mode.is_lenient() || container == Container::of(signed.endpoint);
    if !right_container {
        let wanted = Container::of(signed.endpoint);
        trace.remark = Some(format!("{} wants a {wanted} signature", signed.endpoint));
        if explain == Explain::Briefly {
            return Err(Rejected(trace));
        }
    }
    let tried = if explain == Explain::Fully { Mode::Lenient } else { mode };
    let allowed = |reading: Reading| right_container && (mode.is_lenient() || Reading::of(signed).contains(&reading));
    let mut strings: Vec<(Reading, String)> = Vec::new();
    for reading in signed.readings(tried) {
        let outcome = match signed.join(reading) {
            Err(part) => Outcome::Lacks(part.name()),
            Ok(string) => match strings.iter().find(|(_, other)| *other == string) {
                Some((other, _)) => Outcome::SameAs(*other),
                None => {
                    let verified = verifier.verify(container, string.as_bytes(), &signature);
                    strings.push((reading, string));
                    match verified {
                        Ok(report) if allowed(reading) => Outcome::Fits(report),
                        Ok(report) => Outcome::WouldFit(report),
                        Err(why) => Outcome::Differs(why),
                    }
                }
            },
        };
        let report = match &outcome {
            Outcome::Fits(report) => Some(report.clone()),
            _ => None,
        };
        let would_fit = matches!(outcome, Outcome::WouldFit(_));
        trace.attempts.push(Attempt { reading, joined: signed.shown(reading), outcome });
        if let Some(report) = report {
            return Ok(Checked { reading, container, report, trace });
        }
        if would_fit {
            break;
        }
    }
    Err(Rejected(trace))
}

fn lost_plus(time: &str) -> bool {
    crate::esia::request::timestamp::lost_its_plus(time)
}
