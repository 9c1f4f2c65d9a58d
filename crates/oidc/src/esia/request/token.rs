//! The token request (section 2.1) and what a code is bound to.

use jiff::Timestamp;

use super::{
    MOST_HANDLE, SentSecret, SentTime, certificate_hash, client_id,
    pkce::{self, Challenge},
    scope_org, single_use, state, time,
};
use crate::{
    esia::{
        Endpoint, Mode, Parameters, Rules,
        certificate_hash::SentHash,
        error::{Code, Refusal},
        redirect::RedirectUri,
        scope::{ScopeList, Target},
    },
    single_use::SingleUse,
};

/// What a client has in hand.
#[derive(Clone, PartialEq, Eq)]
pub enum Grant {
    /// The code of an authorization request.
    AuthorizationCode {
        /// The code.
        code: String,
        /// `redirect_uri` as at the authorization endpoint.
        redirect_uri: String,
        /// PKCE.
        verifier: Option<String>,
    },
    /// A refresh token.
    RefreshToken {
        /// The token.
        refresh_token: String,
    },
    /// Its own certificate.
    ClientCredentials,
}

impl Grant {
    /// The name of the type.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken { .. } => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

/// The type only: what is in it opens doors.
impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// A token request that is well-formed and of this time; its signature is not yet checked.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// Where it came in.
    pub endpoint: Endpoint,
    /// The mnemonic of the client.
    pub client_id: String,
    /// The signature as it was sent.
    pub client_secret: SentSecret,
    /// What the client has in hand.
    pub grant: Grant,
    /// `redirect_uri` as it was sent, which the second and third generation sign.
    pub redirect_uri: Option<String>,
    /// `scope`; none only in lenient mode.
    pub scope: Option<ScopeList>,
    /// `scope_org`.
    pub scope_org: Option<ScopeList>,
    /// When it was made; none only in lenient mode.
    pub time: Option<SentTime>,
    /// `state`, which goes back; none only in lenient mode.
    pub state: Option<String>,
    /// Which certificate signed it.
    pub certificate_hash: Option<SentHash>,
}

/// Whether a request to an authorization endpoint is one for tokens: a library posts `client_credentials` there. Lenient
/// mode reads it as if it had come to the token endpoint of its generation.
pub fn endpoint_meant(endpoint: Endpoint, parameters: &Parameters, mode: Mode) -> Endpoint {
    let is_misled = mode.is_lenient() && parameters.get("grant_type") == Some("client_credentials");
    match endpoint {
        Endpoint::Ac if is_misled => Endpoint::Te,
        Endpoint::AcV2 if is_misled => Endpoint::TeV2,
        meant => meant,
    }
}

impl TokenRequest {
    /// Reads it.
    pub fn read(endpoint: Endpoint, parameters: &Parameters, rules: &Rules, now: Timestamp) -> Result<Self, Refusal> {
        let mode = rules.mode;
        parameters.once()?;
        let client_id = client_id(parameters)?;
        let client_secret = SentSecret::new(parameters.need("client_secret")?);
        let grant = grant(parameters)?;
        let is_refresh = matches!(grant, Grant::RefreshToken { .. });
        let redirect_uri = parameters.get("redirect_uri").map(RedirectUri::parse).transpose()?;
        let scope = match parameters.get("scope") {
            Some(text) => Some(ScopeList::parse(text, mode)?),
            None if mode.is_lenient() => None,
            None => return Err(Refusal::new(Code::NO_SCOPE, "scope is missing")),
        };
        let scope_org = scope_org(parameters, endpoint, mode)?;
        if grant == Grant::ClientCredentials {
            check_own(rules, scope.as_ref(), scope_org.as_ref())?;
        }
        let state = state(parameters, mode)?;
        let time = match parameters.get("timestamp") {
            None if mode.is_lenient() && rules.freshness.is_none() => None,
            _ => Some(time(parameters, rules, now)?),
        };
        if mode == Mode::Strict {
            if state.is_none() {
                return Err(Refusal::missing("state"));
            }
            match parameters.get("token_type") {
                Some("Bearer") => {}
                Some(_) => return Err(Refusal::invalid("token_type", "is not Bearer")),
                // AISGorod leaves it out when it refreshes.
                None if is_refresh => {}
                None => return Err(Refusal::missing("token_type")),
            }
            // Clients of the first generation send it with their own credentials only.
            let is_token = parameters.get("response_type").is_none_or(|value| value == "token");
            if grant == Grant::ClientCredentials && !is_token {
                return Err(Refusal::new(Code::RESPONSE_TYPE, "response_type is not token"));
            }
        }
        // Of the two known clients that refresh, one sends the hash.
        let certificate_hash = certificate_hash(parameters, endpoint, !mode.is_lenient() && !is_refresh)?;
        Ok(Self {
            endpoint,
            client_id,
            client_secret,
            redirect_uri: redirect_uri.map(|uri| uri.as_str().to_owned()),
            grant,
            scope,
            scope_org,
            time,
            state,
            certificate_hash,
        })
    }
}

impl TokenRequest {
    /// Whether it may go on although its signature fits nothing: only a code, and only by a setting of lenient mode.
    pub const fn may_go_unsigned(&self, rules: &Rules) -> bool {
        rules.mode.is_lenient()
            && rules.unsigned_token_requests
            && matches!(self.grant, Grant::AuthorizationCode { .. })
    }

    /// What must be remembered of a system's own request: if it is known already, from here or from an authorization request,
    /// the request is refused (ESIA-007053).
    pub fn single_use(&self, rules: &Rules) -> Option<SingleUse> {
        let time = self.time.as_ref().filter(|_| self.grant == Grant::ClientCredentials)?;
        single_use(&self.client_id, time, self.state.as_deref(), rules)
    }
}

/// Who asks in its own right must be let, and asks about organizations and nobody else.
fn check_own(rules: &Rules, scope: Option<&ScopeList>, scope_org: Option<&ScopeList>) -> Result<(), Refusal> {
    if !rules.own_credentials {
        return Err(Refusal::new(Code::CLIENT, "the registration of the client does not let it ask in its own right"));
    }
    let scope = scope.ok_or_else(|| Refusal::new(Code::NO_SCOPE, "scope is missing"))?;
    let mut asked = scope.scopes().iter().chain(scope_org.into_iter().flat_map(ScopeList::scopes));
    match asked.find(|scope| !scope.is_organization() || matches!(scope.target(), Target::Person(_))) {
        Some(scope) => Err(Refusal::new(Code::NO_GRANTS, format!("not about an organization: {}", scope.name()))),
        None => Ok(()),
    }
}

fn grant(parameters: &Parameters) -> Result<Grant, Refusal> {
    let handle = |name: &'static str| -> Result<String, Refusal> {
        parameters.need(name)?;
        Ok(parameters.bounded(name, MOST_HANDLE)?.unwrap_or_default().to_owned())
    };
    match parameters.need("grant_type")? {
        // `refresh_token` is sent along by four libraries and means nothing here.
        "authorization_code" => Ok(Grant::AuthorizationCode {
            code: handle("code")?,
            redirect_uri: parameters.need("redirect_uri")?.to_owned(),
            verifier: parameters.bounded("code_verifier", 128)?.map(str::to_owned),
        }),
        "refresh_token" => Ok(Grant::RefreshToken { refresh_token: handle("refresh_token")? }),
        "client_credentials" => Ok(Grant::ClientCredentials),
        _ => Err(Refusal::new(Code::GRANT_TYPE, "grant_type is not one of the three")),
    }
}

/// What a code was issued for; kept with it until it is redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBinding {
    /// To which client.
    pub client_id: String,
    /// With which `redirect_uri`.
    pub redirect_uri: String,
    /// With which challenge.
    pub challenge: Option<Challenge>,
    /// Until when it may be redeemed; that instant no longer belongs to it.
    pub expires_at: Timestamp,
}

impl CodeBinding {
    /// Whether this client may redeem the code now. That it is redeemed once only is the caller's to see to.
    ///
    /// Which scopes the request names does not matter: clients send the list again, or `openid` alone.
    pub fn check(&self, client_id: &str, grant: &Grant, now: Timestamp) -> Result<(), Refusal> {
        let refuse = |why| Err(Refusal::new(Code::GRANT, why));
        let Grant::AuthorizationCode { redirect_uri, verifier, .. } = grant else {
            return refuse("the request redeems no code");
        };
        if self.client_id != client_id {
            return refuse("the code was issued to another client");
        }
        if self.redirect_uri != *redirect_uri {
            return refuse("the code was issued for another redirect_uri");
        }
        if now >= self.expires_at {
            return refuse("the code has expired");
        }
        pkce::verify(self.challenge.as_ref(), verifier.as_deref())
    }
}
