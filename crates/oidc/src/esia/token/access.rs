//! The access token (section 2.3): how it is made, and how the data service reads it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    jwt::{self, Kind, Unsigned},
    object, read_object,
};
use crate::{
    esia::{
        Mode, Settings,
        error::{Code, Refusal},
        scope::{Scope, ScopeList, join},
    },
    jose::Algorithm,
};

/// What an access token is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken<'a> {
    /// The person; none in a system's own token.
    pub person: Option<u64>,
    /// The organization for which the person acts, or which the system reads.
    pub organization: Option<u64>,
    /// The session.
    pub session: &'a str,
    /// What finds the grant again (`jti`); samples have none, and clients pass over it.
    pub name: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// What it opens, as it was granted: the number of the person is added here.
    pub scopes: &'a [Scope],
    /// The types of consents of the Digital profile, for example `APIPGU`.
    pub permissions: &'a [String],
}

impl AccessToken<'_> {
    /// The token, to be signed.
    pub fn build(&self, settings: &Settings, now: Timestamp) -> Unsigned {
        let scopes: Vec<Scope> = self
            .scopes
            .iter()
            .map(|scope| self.person.map_or_else(|| scope.clone(), |person| scope.in_token(person, self.organization)))
            .collect();
        let issued = now.as_second();
        let mut claims = Map::new();
        let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        add("iss", json!(settings.issuer));
        add("client_id", json!(self.client_id));
        add("scope", json!(join(&scopes)));
        add("iat", json!(issued));
        add("nbf", json!(issued));
        add("exp", json!(issued.saturating_add(settings.access_lifetime.as_secs())));
        add("urn:esia:sid", json!(self.session));
        add("jti", json!(self.name));
        if let Some(person) = self.person {
            add("urn:esia:sbj_id", object(person, settings.object));
        }
        if let Some(organization) = self.organization {
            add("org_oid", object(organization, settings.object));
        }
        if !self.permissions.is_empty() {
            add("permissions", json!(self.permissions.join(" ")));
        }
        Unsigned::new(Kind::Access, settings.algorithm, &claims)
    }
}

/// What the data service believes of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    /// The person; none in a system's own token.
    pub person: Option<u64>,
    /// The organization.
    pub organization: Option<u64>,
    /// The session.
    pub session: String,
    /// What finds the grant again.
    pub name: String,
    /// The client.
    pub client_id: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// The types of consents of the Digital profile.
    pub permissions: Vec<String>,
    /// Until when; that instant no longer belongs to it.
    pub expires_at: Timestamp,
}

impl AccessClaims {
    /// Reads the token of an `Authorization` header: `Bearer` and a token, nothing else (ESIA-005011, 005013).
    ///
    /// `settings` are those of the client that the token names ([`Self::claimed_client`]); `verify` is given their algorithm and
    /// no other, what is signed, and the signature. Whether session and consent still stand is the caller's to see to.
    pub fn from_header(
        header: Option<&str>,
        settings: &Settings,
        now: Timestamp,
        verify: impl Fn(Algorithm, &[u8], &[u8]) -> bool,
    ) -> Result<Self, Refusal> {
        Self::open(in_header(header)?, settings, now, verify)
    }

    /// The client that the token of an `Authorization` header claims to be for. Nothing proves it: good for finding the
    /// client's settings, and for nothing else.
    pub fn claimed_client(header: Option<&str>) -> Result<String, Refusal> {
        let parsed = jwt::parse(in_header(header)?);
        let claimed = parsed.as_ref().and_then(|parsed| parsed.claims.get("client_id")?.as_str());
        claimed.map(str::to_owned).ok_or_else(|| Refusal::new(Code::TOKEN, "the token is malformed"))
    }

    /// Reads a token.
    pub fn open(
        token: &str,
        settings: &Settings,
        now: Timestamp,
        verify: impl Fn(Algorithm, &[u8], &[u8]) -> bool,
    ) -> Result<Self, Refusal> {
        let refuse = |why| Refusal::new(Code::TOKEN, why);
        let parsed = jwt::parse(token).ok_or_else(|| refuse("the token is malformed"))?;
        if parsed.kind != Kind::Access {
            return Err(refuse("the token is not an access token"));
        }
        if !parsed.is_signed(settings, verify) {
            return Err(refuse("the token's signature is wrong"));
        }
        let claims = Claims(&parsed.claims);
        if claims.text("iss") != Some(settings.issuer.as_str()) {
            return Err(refuse("the token has another issuer"));
        }
        let read = claims.read().ok_or_else(|| refuse("the token lacks a claim"))?;
        if now >= read.expires_at {
            return Err(Refusal::new(Code::TOKEN_EXPIRED, "the token has expired"));
        }
        Ok(read)
    }
}

fn in_header(header: Option<&str>) -> Result<&str, Refusal> {
    let refuse = |why| Refusal::new(Code::TOKEN, why);
    let header = header.ok_or_else(|| refuse("no Authorization header"))?;
    let (scheme, token) = header.split_once(' ').ok_or_else(|| refuse("the header holds no token"))?;
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(refuse("the token is not a bearer token"));
    }
    Ok(token.trim_matches(' '))
}

struct Claims<'a>(&'a Map<String, Value>);

impl Claims<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    fn read(&self) -> Option<AccessClaims> {
        let optional = |name: &str| self.0.get(name).map(read_object);
        Some(AccessClaims {
            person: optional("urn:esia:sbj_id").map_or(Some(None), |oid| oid.map(Some))?,
            organization: optional("org_oid").map_or(Some(None), |oid| oid.map(Some))?,
            session: self.text("urn:esia:sid")?.to_owned(),
            name: self.text("jti")?.to_owned(),
            client_id: self.text("client_id")?.to_owned(),
            scopes: ScopeList::parse(self.text("scope")?, Mode::Strict).ok()?.scopes().to_vec(),
            permissions: self
                .text("permissions")
                .map_or_else(Vec::new, |text| text.split(' ').map(str::to_owned).collect()),
            expires_at: Timestamp::from_second(self.0.get("exp").and_then(Value::as_i64)?).ok()?,
        })
    }
}
