//! An authorization request of the dialect: read, checked, and handed on as what the pages know.

use okno_oidc::{
    authorization::{Answer, AuthorizationRequest as CoreRequest},
    claims::ClaimsRequest,
    client::{ResponseMode, ResponseType},
    error::{ErrorCode, ProtocolError},
    esia::{
        AuthorizationRequest, Code, Endpoint, Parameters, Refusal,
        redirect::RedirectUri,
        request::{
            Target,
            authorization::AccessType,
            permissions::PersonFilter,
            pkce::{Challenge, Method},
        },
        scope::{Scope, check_employment},
        signed_string::Signed,
    },
};
use serde::{Deserialize, Serialize};

use super::{
    Done, Stop, fault, key,
    request::{self, Opened, in_claims, is_granted},
    settings, signature,
};
use crate::{
    authorization::{self, Arrived, BrowserKey, Kept, Who},
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
    let hash = request.certificate_hash.as_ref();
    signature::check(cx, (site, &opened.system), rules, &Signed::authorization(&request), hash).await?;
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
    Ok(kept(&request, &scopes, rules.mode.is_lenient()))
}

/// The request as the pages know it.
fn kept(request: &AuthorizationRequest, scopes: &[Scope], lenient: bool) -> Kept {
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

/// The way back with a code: a signed token around its handle.
pub(crate) async fn succeed(cx: &Cx, site: &Site, request: &CoreRequest, handle: &str) -> Result<Answer> {
    let system = site.esia.as_ref().ok_or_else(|| bug("the system speaks the dialect no longer"))?;
    let settings = settings(cx, site, system);
    let keys = key::with(cx, settings.algorithm).await?;
    let code = okno_oidc::esia::token::code::build(handle, &site.client.id, &settings, cx.now);
    let code = keys.sign(code, cx.now)?;
    Ok(Answer::Redirect(target(request)?.succeed(&code)))
}

/// The way back without one.
pub(crate) fn refuse(asked: &Asked, site: &Site, request: &CoreRequest, error: &ProtocolError) -> Result<Answer> {
    Ok(Answer::Redirect(target(request)?.refuse(&refusal(asked, site, error))))
}

/// Why the pages led to nothing, in the codes of the dialect.
fn refusal(asked: &Asked, site: &Site, error: &ProtocolError) -> Refusal {
    let confirmed = asked.only_confirmed || site.rule.least_level == okno_domain::account::AccountLevel::Confirmed;
    let code = match error.code {
        ErrorCode::UnmetAuthenticationRequirements if confirmed => Code::UNCONFIRMED,
        ErrorCode::UnmetAuthenticationRequirements if site.rule.second_factor => Code::SECOND_FACTOR,
        _ => Code::REFUSED,
    };
    Refusal::new(code, error.description)
}
