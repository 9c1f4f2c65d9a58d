//! The authorization request (section 1.1).

use jiff::Timestamp;

use super::{
    MOST_STATE, SentSecret, SentTime, Target, certificate_hash,
    permissions::{PersonFilter, SentPermissions},
    pkce::Challenge,
    scope_org, single_use, state, time,
};
use crate::{
    esia::{
        Endpoint, Parameters, Rules,
        certificate_hash::SentHash,
        error::{Code, Refusal},
        scope::ScopeList,
    },
    single_use::SingleUse,
};

/// Whether the client wants to act when the person is away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccessType {
    /// Only now.
    #[default]
    Online,
    /// Later as well: a refresh token is issued.
    Offline,
}

/// An authorization request that is well-formed and of this time; its signature is not yet checked.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    /// Where it came in.
    pub endpoint: Endpoint,
    /// Who asks and where the answer goes.
    pub target: Target,
    /// The signature as it was sent.
    pub client_secret: SentSecret,
    /// What is asked for.
    pub scope: ScopeList,
    /// What is asked for about an organization.
    pub scope_org: Option<ScopeList>,
    /// When it was made.
    pub time: SentTime,
    /// `state`, which is signed; none only in lenient mode.
    pub state: Option<String>,
    /// Whether a refresh token is wanted.
    pub access_type: AccessType,
    /// Which certificate signed it.
    pub certificate_hash: Option<SentHash>,
    /// Consents of the Digital profile.
    pub permissions: Option<SentPermissions>,
    /// Whom the client lets in.
    pub person_filter: Option<PersonFilter>,
    /// PKCE.
    pub challenge: Option<Challenge>,
    /// To be repeated in the id_token, where settings say so.
    pub nonce: Option<String>,
    /// `obj_type`, whose meaning is unknown.
    pub object_type: Option<String>,
    /// `roles`, whose meaning is unknown.
    pub roles: Option<String>,
}

impl AuthorizationRequest {
    /// Reads it; a refusal here goes back to the client, whose redirect address was found good.
    pub fn read(
        endpoint: Endpoint,
        target: Target,
        parameters: &Parameters,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let mode = rules.mode;
        parameters.once()?;
        match parameters.need("response_type")? {
            "code" => {}
            _ => return Err(Refusal::new(Code::RESPONSE_TYPE, "response_type is not code")),
        }
        let client_secret = SentSecret::new(parameters.need("client_secret")?);
        let scope = ScopeList::parse(
            parameters.get("scope").ok_or_else(|| Refusal::new(Code::NO_SCOPE, "scope is missing"))?,
            mode,
        )?;
        let state = state(parameters, mode)?;
        if state.is_none() && !mode.is_lenient() {
            return Err(Refusal::missing("state"));
        }
        let time = time(parameters, rules, now)?;
        let access_type = match parameters.get("access_type") {
            Some("online") => AccessType::Online,
            Some("offline") => AccessType::Offline,
            Some(_) => return Err(Refusal::invalid("access_type", "is neither online nor offline")),
            None if mode.is_lenient() => AccessType::Online,
            None => return Err(Refusal::missing("access_type")),
        };
        let later = |name| parameters.get(name).filter(|_| !endpoint.is_first());
        Ok(Self {
            endpoint,
            client_secret,
            scope,
            scope_org: scope_org(parameters, endpoint, mode)?,
            time,
            state,
            access_type,
            certificate_hash: certificate_hash(parameters, endpoint, !mode.is_lenient())?,
            permissions: later("permissions").map(|text| SentPermissions::parse(text, mode)).transpose()?,
            person_filter: parameters
                .get("person_filter")
                .map(|text| PersonFilter::parse(text, mode))
                .transpose()?
                .flatten(),
            challenge: if endpoint.is_first() { None } else { Challenge::read(parameters)? },
            nonce: parameters.bounded("nonce", MOST_STATE)?.map(str::to_owned),
            object_type: one_of(parameters, "obj_type", rules.object_types.as_deref(), Code::OBJECT_TYPE)?,
            roles: one_of(parameters, "roles", rules.roles.as_deref(), Code::ROLES)?,
            target,
        })
    }
}

impl AuthorizationRequest {
    /// What must be remembered of it, where the client may ask in its own right: that what it signed for this sign-in is not
    /// shown again as a request of the system itself. That it is known already does not matter here.
    pub fn single_use(&self, rules: &Rules) -> Option<SingleUse> {
        single_use(&self.target.client_id, &self.time, self.state.as_deref(), rules)
    }
}

/// A parameter whose values are known only by setting.
fn one_of(
    parameters: &Parameters,
    name: &'static str,
    known: Option<&[String]>,
    code: Code,
) -> Result<Option<String>, Refusal> {
    let Some(value) = parameters.bounded(name, MOST_STATE)? else { return Ok(None) };
    if known.is_some_and(|known| !known.iter().any(|known| known == value)) {
        return Err(Refusal::new(code, format!("{name} has a value that is not among the settings")));
    }
    Ok(Some(value.to_owned()))
}
