//! What a client signs: a few parameters, joined without separators, in an order that depends on the endpoint (1.3).
//!
//! Clients are not of one mind about the order, so an order has a name here ([`Reading`]) and [`check::check`] tells which
//! one fitted.

pub mod check;

use std::fmt;

use super::{
    Endpoint, Mode,
    request::{AuthorizationRequest, TokenRequest, token::Grant},
    scope::without_numbers,
};

pub use check::{Checked, Container, SignatureReport, Trace, Verifier, check};

/// One of the joined parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `client_id`.
    ClientId,
    /// `scope`.
    Scope,
    /// `scope_org`; where it was not sent, nothing stands for it.
    ScopeOrg,
    /// `timestamp`.
    Timestamp,
    /// `state`.
    State,
    /// `redirect_uri`.
    RedirectUri,
    /// `code`.
    Code,
    /// `refresh_token`.
    RefreshToken,
}

impl Part {
    /// The name of the parameter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientId => "client_id",
            Self::Scope => "scope",
            Self::ScopeOrg => "scope_org",
            Self::Timestamp => "timestamp",
            Self::State => "state",
            Self::RedirectUri => "redirect_uri",
            Self::Code => "code",
            Self::RefreshToken => "refresh_token",
        }
    }

    /// Whether a log must not hold its value.
    const fn is_secret(self) -> bool {
        matches!(self, Self::Code | Self::RefreshToken | Self::State)
    }
}

/// An order in which parameters are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The first generation, at both endpoints and for all grants.
    V1,
    /// The second generation, and what ilimurzin signs when it refreshes at the third.
    V2,
    /// The same without `scope_org` although it was sent; what go-api-epgu signs for a system's own token.
    V2WithoutScopeOrg,
    /// The third generation with a code.
    V3Code,
    /// The same without `scope_org` although it was sent.
    V3CodeWithoutScopeOrg,
    /// What AISGorod signs when it refreshes at the third generation.
    V3Refresh,
}

impl Reading {
    /// Every reading.
    pub const ALL: [Self; 6] =
        [Self::V1, Self::V2, Self::V2WithoutScopeOrg, Self::V3Code, Self::V3CodeWithoutScopeOrg, Self::V3Refresh];

    /// The name in logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V2WithoutScopeOrg => "v2 without scope_org",
            Self::V3Code => "v3 with code",
            Self::V3CodeWithoutScopeOrg => "v3 with code, without scope_org",
            Self::V3Refresh => "v3 with refresh_token",
        }
    }

    /// The parameters in their order.
    pub const fn parts(self) -> &'static [Part] {
        use Part::{ClientId, Code, RedirectUri, RefreshToken, Scope, ScopeOrg, State, Timestamp};
        match self {
            Self::V1 => &[Scope, Timestamp, ClientId, State],
            Self::V2 => &[ClientId, Scope, ScopeOrg, Timestamp, State, RedirectUri],
            Self::V2WithoutScopeOrg => &[ClientId, Scope, Timestamp, State, RedirectUri],
            Self::V3Code => &[ClientId, Scope, ScopeOrg, Timestamp, State, RedirectUri, Code],
            Self::V3CodeWithoutScopeOrg => &[ClientId, Scope, Timestamp, State, RedirectUri, Code],
            Self::V3Refresh => &[ClientId, Scope, Timestamp, State, RefreshToken],
        }
    }

    /// What the sheet says of an endpoint; two readings only where known clients differ on the same endpoint.
    ///
    /// For grants other than the code at the second generation there is no source; they are signed like its code.
    pub const fn of(signed: &Signed<'_>) -> &'static [Self] {
        match (signed.endpoint, signed.kind) {
            (Endpoint::Ac | Endpoint::Te, _) => &[Self::V1],
            (Endpoint::AcV2 | Endpoint::TeV2, _) => &[Self::V2],
            (Endpoint::TeV3, Kind::Refresh) => &[Self::V2, Self::V3Refresh],
            (Endpoint::TeV3, Kind::System) => &[Self::V2WithoutScopeOrg],
            (Endpoint::TeV3, Kind::Authorization | Kind::Code) => &[Self::V3Code],
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What kind of request was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An authorization request.
    Authorization,
    /// A code.
    Code,
    /// A refresh token.
    Refresh,
    /// A client's own credentials.
    System,
}

/// The parameters of a request that may be signed, as they were sent and decoded.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// Where it came in.
    pub endpoint: Endpoint,
    /// What kind of request it is.
    pub kind: Kind,
    /// `client_secret`.
    pub client_secret: &'a str,
    client_id: &'a str,
    scope: Option<&'a str>,
    scope_org: Option<&'a str>,
    timestamp: Option<&'a str>,
    state: Option<&'a str>,
    redirect_uri: Option<&'a str>,
    code: Option<&'a str>,
    refresh_token: Option<&'a str>,
}

impl<'a> Signed<'a> {
    /// What may be signed of an authorization request.
    pub fn authorization(request: &'a AuthorizationRequest) -> Self {
        Self {
            endpoint: request.endpoint,
            kind: Kind::Authorization,
            client_secret: request.client_secret.as_str(),
            client_id: &request.target.client_id,
            scope: Some(request.scope.as_sent()),
            scope_org: request.scope_org.as_ref().map(super::scope::ScopeList::as_sent),
            timestamp: Some(&request.time.text),
            state: request.state.as_deref(),
            redirect_uri: Some(request.target.redirect_uri.as_str()),
            code: None,
            refresh_token: None,
        }
    }

    /// What may be signed of a token request.
    pub fn token(request: &'a TokenRequest) -> Self {
        let (kind, code, refresh_token) = match &request.grant {
            Grant::AuthorizationCode { code, .. } => (Kind::Code, Some(code.as_str()), None),
            Grant::RefreshToken { refresh_token } => (Kind::Refresh, None, Some(refresh_token.as_str())),
            Grant::ClientCredentials => (Kind::System, None, None),
        };
        Self {
            endpoint: request.endpoint,
            kind,
            client_secret: request.client_secret.as_str(),
            client_id: &request.client_id,
            scope: request.scope.as_ref().map(super::scope::ScopeList::as_sent),
            scope_org: request.scope_org.as_ref().map(super::scope::ScopeList::as_sent),
            timestamp: request.time.as_ref().map(|time| time.text.as_str()),
            state: request.state.as_deref(),
            redirect_uri: request.redirect_uri.as_deref(),
            code,
            refresh_token,
        }
    }

    fn value(&self, part: Part) -> Option<&'a str> {
        match part {
            Part::ClientId => Some(self.client_id),
            Part::Scope => self.scope,
            Part::ScopeOrg => Some(self.scope_org.unwrap_or_default()),
            Part::Timestamp => self.timestamp,
            Part::State => self.state,
            Part::RedirectUri => self.redirect_uri,
            Part::Code => self.code,
            Part::RefreshToken => self.refresh_token,
        }
    }

    /// The string of a reading, or the parameter that it needs and the request has not.
    pub fn join(&self, reading: Reading) -> Result<String, Part> {
        reading.parts().iter().map(|part| self.value(*part).ok_or(*part)).collect()
    }

    /// The readings to be tried, most likely first: those of the endpoint, and in lenient mode all others as well.
    pub fn readings(&self, mode: Mode) -> impl Iterator<Item = Reading> + use<> {
        let own = Reading::of(self);
        let others = Reading::ALL.into_iter().filter(move |reading| mode.is_lenient() && !own.contains(reading));
        own.iter().copied().chain(others)
    }

    /// The string of a reading for a log: a blank between parameters, secrets only by their length, scopes without the numbers of
    /// those whom they are about.
    fn shown(&self, reading: Reading) -> String {
        let shown: Vec<String> = reading
            .parts()
            .iter()
            .filter_map(|part| {
                let value = self.value(*part)?;
                Some(if part.is_secret() {
                    format!("{}=({} letters)", part.name(), value.len())
                } else if matches!(part, Part::Scope | Part::ScopeOrg) {
                    format!("{}={:?}", part.name(), without_numbers(value))
                } else if let (Part::RedirectUri, Some((address, query))) = (*part, value.split_once('?')) {
                    // What a site adds to its own address may be about the person.
                    format!("{}={address:?} and {} letters of query", part.name(), query.len())
                } else {
                    format!("{}={:?}", part.name(), value)
                })
            })
            .collect();
        shown.join(" + ")
    }
}

#[cfg(test)]
mod tests;
