//! The requests of both endpoints, read into types.
//!
//! Reading an authorization request has two steps, so that a refusal goes to the right place: until client and redirect
//! address are known and fit ([`Target`], [`super::redirect`]), refusals are shown on a page of ours; after that they go
//! back to the client.

pub mod authorization;
pub mod permissions;
pub mod pkce;
pub mod timestamp;
pub mod token;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    Endpoint, Mode, Parameters, Rules,
    certificate_hash::SentHash,
    error::{Code, Refusal},
    redirect::RedirectUri,
    scope::ScopeList,
};
use crate::{
    jose::later,
    single_use::{ReplayKey, SingleUse},
};

pub use authorization::AuthorizationRequest;
pub use token::TokenRequest;

/// The most letters of a client's mnemonic.
pub const MOST_CLIENT_ID: usize = 100;

/// The most letters of `state` and `nonce`.
pub const MOST_STATE: usize = 512;

/// The most letters of a code or refresh token: a signed token in itself.
pub const MOST_HANDLE: usize = 8 * 1024;

/// Who asks and where the answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The mnemonic of the client.
    pub client_id: String,
    /// Where the browser goes back to.
    pub redirect_uri: RedirectUri,
    /// What goes back with it, as it was sent, where it could be read.
    pub state: Option<String>,
}

impl Target {
    /// Reads it; a refusal here is for a page of ours.
    pub fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        let client_id = client_id(parameters)?;
        let redirect_uri = RedirectUri::parse(parameters.need("redirect_uri")?)?;
        let state = parameters.get("state").filter(|state| state.len() <= MOST_STATE).map(str::to_owned);
        Ok(Self { client_id, redirect_uri, state })
    }

    /// The address that tells the client of a refusal.
    pub fn refuse(&self, refusal: &Refusal) -> String {
        self.redirect_uri.with(&refusal.callback(self.state.as_deref()))
    }

    /// The address that brings the client its code.
    pub fn succeed(&self, code: &str) -> String {
        let mut pairs = vec![("code", code.to_owned())];
        pairs.extend(self.state.clone().map(|state| ("state", state)));
        self.redirect_uri.with(&pairs)
    }
}

fn client_id(parameters: &Parameters) -> Result<String, Refusal> {
    let text = parameters.need("client_id")?;
    if text.len() > MOST_CLIENT_ID || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refusal::invalid("client_id", "is no mnemonic"));
    }
    Ok(text.to_owned())
}

/// `state`: a UUID in strict mode; some clients send other random texts.
fn state(parameters: &Parameters, mode: Mode) -> Result<Option<String>, Refusal> {
    let Some(text) = parameters.bounded("state", MOST_STATE)? else { return Ok(None) };
    let is_uuid = text.len() == 36 && Uuid::try_parse(text).is_ok();
    if !is_uuid && !mode.is_lenient() {
        return Err(Refusal::invalid("state", "is no UUID"));
    }
    if text.chars().any(char::is_control) {
        return Err(Refusal::invalid("state", "holds control characters"));
    }
    Ok(Some(text.to_owned()))
}

/// `scope_org`, which exists from the second generation on and names scopes of organizations only.
fn scope_org(parameters: &Parameters, endpoint: Endpoint, mode: Mode) -> Result<Option<ScopeList>, Refusal> {
    let Some(text) = parameters.get("scope_org").filter(|_| !endpoint.is_first()) else { return Ok(None) };
    let list = ScopeList::parse(text, mode)?;
    if list.scopes().iter().any(|scope| !scope.is_organization()) && !mode.is_lenient() {
        return Err(Refusal::new(Code::SCOPE, "scope_org names a scope that is not of an organization"));
    }
    Ok(Some(list))
}

/// `client_certificate_hash`; `needed` where its absence is refused.
fn certificate_hash(parameters: &Parameters, endpoint: Endpoint, needed: bool) -> Result<Option<SentHash>, Refusal> {
    if endpoint.is_first() {
        return Ok(None);
    }
    match parameters.get("client_certificate_hash") {
        None if needed => Err(Refusal::missing("client_certificate_hash")),
        None => Ok(None),
        Some(text) => match SentHash::parse(text) {
            Some(hash) => Ok(Some(hash)),
            None => Err(Refusal::invalid("client_certificate_hash", "is not the hexadecimal text of a digest")),
        },
    }
}

/// `client_secret` as it was sent. Logs do not hold it: for a while it opens what it was made for.
#[derive(Clone, PartialEq, Eq)]
pub struct SentSecret(String);

impl SentSecret {
    fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SentSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} letters)", self.0.len())
    }
}

/// The time of a request: its text, which is signed, and its instant, where it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentTime {
    /// As it was sent.
    pub text: String,
    /// When that is; none only in lenient mode.
    pub at: Option<Timestamp>,
}

fn time(parameters: &Parameters, rules: &Rules, now: Timestamp) -> Result<SentTime, Refusal> {
    let text = parameters.need("timestamp")?;
    let at = timestamp::parse(text, rules.mode);
    let refuse = |why: &'static str| Err(Refusal::new(Code::TIME, why));
    match at {
        None if text.len() > timestamp::MOST => return refuse("timestamp is too long"),
        None if !rules.mode.is_lenient() => {
            return refuse(if timestamp::lost_its_plus(text) {
                "timestamp has a blank where its plus was: the plus must be sent as %2B"
            } else {
                "timestamp is not of the form yyyy.MM.dd HH:mm:ss +hhmm"
            });
        }
        None if rules.freshness.is_some() => return refuse("timestamp cannot be read, and its time is to be checked"),
        Some(at) if !timestamp::is_fresh(at, now, rules.freshness) => {
            return refuse(if at < now { "timestamp is too old" } else { "timestamp is too far ahead" });
        }
        _ => {}
    }
    Ok(SentTime { text: text.to_owned(), at })
}

/// The key of what was signed, by the time and the state that every string has, until its time has passed. None where nothing
/// is asked in the system's own right, and where times are not checked.
fn single_use(client_id: &str, time: &SentTime, state: Option<&str>, rules: &Rules) -> Option<SingleUse> {
    let (at, window) = (time.at?, rules.freshness.filter(|_| rules.own_credentials)?);
    let name = format!("{} {}", time.text, state.unwrap_or_default());
    let until = later(at, window + SignedDuration::from_secs(1));
    Some(SingleUse { key: ReplayKey::new("esia_signed", client_id, &name), until })
}

#[cfg(test)]
pub(crate) mod tests;
