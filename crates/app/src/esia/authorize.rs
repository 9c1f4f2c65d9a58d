//! An authorization request of the dialect: read, checked, and handed on as what the pages know.

use std::sync::Arc;

use okno_domain::{
    account::AccountLevel,
    time::{SignedDuration, Timestamp},
};
use okno_oidc::{
    authorization::{Answer, AuthorizationRequest as CoreRequest},
    claims::ClaimsRequest,
    client::{ResponseMode, ResponseType},
    error::{ErrorCode, ProtocolError},
    esia::{
        AuthorizationRequest, Code, Endpoint, Parameters, Refusal, Settings,
        redirect::RedirectUri,
        request::{
            Target,
            authorization::AccessType,
            permissions::PersonFilter,
            pkce::{Challenge, Method},
        },
        scope::{Scope, check_employment},
    },
};
use serde::{Deserialize, Serialize};

use super::{
    Done, Stop, fault, key,
    request::{self, Opened, in_claims, is_granted},
    settings, signature,
};
use crate::{
    authorization::{self, Arrived, BrowserKey, Kept, Unmet, Who},
    context::Cx,
    error::Result,
    relying_party::Site,
    site_grant::bug,
};

/// A request that has come by the browser.
#[derive(Clone, Copy)]
pub struct Arrival<'a> {
    /// Where.
    pub endpoint: Endpoint,
    /// With what.
    pub parameters: &'a Parameters,
    /// Who is at the browser.
    pub who: Who<'a>,
    /// Which browser.
    pub browser: &'a BrowserKey,
}

/// PKCE, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptChallenge {
    value: String,
    is_plain: bool,
}

impl KeptChallenge {
    fn of(challenge: &Challenge) -> Self {
        Self { value: challenge.value.clone(), is_plain: challenge.method == Method::Plain }
    }

    pub(super) fn read(&self) -> Challenge {
        let method = if self.is_plain { Method::Plain } else { Method::S256 };
        Challenge { value: self.value.clone(), method }
    }
}

/// What the answer to a request of the dialect needs, beside what the pages know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// What was granted of what was asked for.
    pub scopes: Vec<String>,
    /// PKCE.
    pub challenge: Option<KeptChallenge>,
    /// Whether people are let in whose account is confirmed, and nobody else (`person_filter`).
    pub only_confirmed: bool,
    /// Whether refresh tokens come with it.
    pub refreshes: bool,
    /// What was signed, as every browser on the way saw it.
    #[serde(default)]
    pub shown: Option<Shown>,
}

/// How long after a sign-in came the same string may be signed for its code: `timestamp` has whole seconds, so a system that sends
/// the state of the sign-in again and is quick signs nothing else. Whoever is later than that has read it on the way.
const SAME_SECOND: SignedDuration = SignedDuration::from_secs(5);

/// What was signed for a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// The keyed hash of the string.
    signed: String,
    /// When it came.
    at: Timestamp,
}

impl Shown {
    /// Whether a string that is signed now was read at the browser.
    pub(super) fn is_again(&self, signed: &str, now: Timestamp) -> bool {
        self.signed == signed && now.duration_since(self.at) > SAME_SECOND
    }
}

/// A request has come; the refusal is one that nobody but the person can be told.
pub async fn arrive(cx: &Cx, arrival: &Arrival<'_>) -> Result<std::result::Result<Arrived, Refusal>> {
    match attempt(cx, arrival).await {
        Ok(arrived) => Ok(Ok(arrived)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

async fn attempt(cx: &Cx, arrival: &Arrival<'_>) -> Done<Arrived> {
    let target = Target::read(arrival.parameters)?;
    let opened = request::open(cx, &target.client_id).await?;
    let registered = &opened.system.registration.redirects;
    if let Err(refusal) = target.redirect_uri.check(registered, &opened.rules) {
        return Err(signature::told(cx, &opened.site, arrival.endpoint.path(), refusal).await.into());
    }
    match checked(cx, arrival, &opened, &target).await {
        Ok(kept) => Ok(authorization::proceed(cx, &opened.site, kept, arrival.who, arrival.browser).await?),
        Err(Stop::Refused(refusal)) => {
            let refusal = signature::told(cx, &opened.site, arrival.endpoint.path(), refusal).await;
            Ok(Arrived::Answer(Answer::Redirect(target.refuse(&refusal))))
        }
        Err(Stop::Failed(error)) => {
            tracing::error!(%error, "a request of the dialect failed");
            Ok(Arrived::Answer(Answer::Redirect(target.refuse(&fault(&error)))))
        }
    }
}

/// Everything that is asked of a request before the person is.
async fn checked(cx: &Cx, arrival: &Arrival<'_>, opened: &Opened, target: &Target) -> Done<Kept> {
    let (site, rules) = (&opened.site, &opened.rules);
    let request = AuthorizationRequest::read(arrival.endpoint, target.clone(), arrival.parameters, rules, cx.now)?;
    let asked = signature::Asked::Authorization(Box::new(request.clone()));
    let shown = Shown { signed: signature::check(cx, opened, asked).await?, at: cx.now };
    // Whatever comes of it: what was signed has been shown.
    if let Some(used) = request.single_use(rules) {
        let mut tx = cx.app.store.write().await?;
        // That it is known already does not matter: what counts is that it is known from now on.
        okno_store::single_use::take(&mut tx, used.key.as_bytes(), used.until).await?;
        tx.commit().await?;
    }
    let mut scopes = request.scope.admit(rules.mode, |scope| is_granted(site, scope))?;
    if let Some(further) = &request.scope_org {
        scopes.extend(further.admit(rules.mode, |scope| is_granted(site, scope))?);
    }
    // Nobody works for an organization here: there are none yet.
    check_employment(&scopes, |_| false)?;
    if let Some(permissions) = &request.permissions {
        // No type of consent of the Digital profile is known here.
        permissions.check(&[], |_| false)?;
    }
    Ok(kept(&request, &scopes, (rules.mode.is_lenient(), shown)))
}

/// The request as the pages know it.
fn kept(request: &AuthorizationRequest, scopes: &[Scope], (lenient, shown): (bool, Shown)) -> Kept {
    let offline = request.access_type == AccessType::Offline;
    let mut words = in_claims(scopes);
    if offline {
        words.push("offline_access".to_owned());
    }
    let asked = Asked {
        scopes: scopes.iter().map(Scope::to_string).collect(),
        challenge: request.challenge.as_ref().map(KeptChallenge::of),
        only_confirmed: request.person_filter == Some(PersonFilter::Confirmed),
        refreshes: offline || lenient,
        shown: Some(shown),
    };
    let request = CoreRequest {
        client_id: request.target.client_id.clone(),
        redirect_uri: request.target.redirect_uri.as_str().to_owned(),
        response_type: ResponseType::Code,
        response_mode: ResponseMode::Query,
        scopes: words,
        state: request.state.clone(),
        nonce: request.nonce.clone(),
        code_challenge: None,
        prompts: Vec::new(),
        max_age: None,
        login_hint: None,
        id_token_hint: None,
        ui_locales: Vec::new(),
        acr_values: Vec::new(),
        claims: ClaimsRequest::default(),
        resources: Vec::new(),
        dpop_jkt: None,
    };
    Kept { request, esia: Some(asked) }
}

fn target(request: &CoreRequest) -> Result<Target> {
    let redirect_uri = RedirectUri::parse(&request.redirect_uri).map_err(bug)?;
    Ok(Target { client_id: request.client_id.clone(), redirect_uri, state: request.state.clone() })
}

/// What makes the codes of a system. It is found before anything is stored, so that nobody is let in for nothing.
pub(crate) struct CodeSigner {
    settings: Settings,
    keys: Arc<key::Keys>,
}

impl CodeSigner {
    pub(crate) async fn of(cx: &Cx, site: &Site) -> Result<Self> {
        let system = site.esia.as_ref().ok_or_else(|| bug("the system speaks the dialect no longer"))?;
        let settings = settings(cx, site, system);
        let keys = key::with(cx, settings.algorithm).await?;
        Ok(Self { settings, keys })
    }

    /// The way back with a code: a signed token around its handle.
    pub(crate) fn succeed(&self, cx: &Cx, site: &Site, request: &CoreRequest, handle: &str) -> Result<Answer> {
        let code = okno_oidc::esia::token::code::build(handle, &site.client.id, &self.settings, cx.now);
        let code = self.keys.sign(code, cx.now)?;
        Ok(Answer::Redirect(target(request)?.succeed(&code)))
    }
}

/// The way back without one.
pub(crate) fn refuse(request: &CoreRequest, error: &ProtocolError, unmet: Unmet) -> Result<Answer> {
    Ok(Answer::Redirect(target(request)?.refuse(&refusal(error, unmet))))
}

/// Why the pages led to nothing, in the codes of the dialect. The sheet has none for a level below confirmed, for a method that does
/// not count and for a system under test, so these are refused by the service.
fn refusal(error: &ProtocolError, unmet: Unmet) -> Refusal {
    let code = match (error.code, unmet) {
        (ErrorCode::UnmetAuthenticationRequirements, Unmet::Level(AccountLevel::Confirmed)) => Code::UNCONFIRMED,
        (ErrorCode::UnmetAuthenticationRequirements, Unmet::Factor) => Code::SECOND_FACTOR,
        _ => Code::REFUSED,
    };
    Refusal::new(code, error.description)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 2.9: the code says what was missing; whoever says no is told of no level.
    #[test]
    fn a_refusal_says_why() {
        let unmet = ErrorCode::UnmetAuthenticationRequirements;
        for (error, why, code) in [
            (unmet, Unmet::Level(AccountLevel::Confirmed), Code::UNCONFIRMED),
            (unmet, Unmet::Level(AccountLevel::Standard), Code::REFUSED),
            (unmet, Unmet::Factor, Code::SECOND_FACTOR),
            (unmet, Unmet::Other, Code::REFUSED),
            (ErrorCode::AccessDenied, Unmet::Level(AccountLevel::Confirmed), Code::REFUSED),
            (ErrorCode::AccessDenied, Unmet::Other, Code::REFUSED),
        ] {
            assert_eq!(refusal(&ProtocolError::new(error, "why"), why).code(), code, "{error:?} {why:?}");
        }
    }

    /// The same string is a system's own for as long as its clock may show the same second.
    #[test]
    fn what_was_seen_is_known_again() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let shown = Shown { signed: "a".to_owned(), at: at(100) };
        assert!(!shown.is_again("a", at(100)) && !shown.is_again("a", at(105)));
        assert!(shown.is_again("a", at(106)) && !shown.is_again("b", at(106)));
    }
}
