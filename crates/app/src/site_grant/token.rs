//! The token endpoint: a code, a refresh token or the client's own right for tokens.

use okno_domain::{developer::SiteCount, time::after};
use okno_oidc::{
    claims::{Place, Plan},
    error::{ErrorCode, ProtocolError},
    grant::{CodeStep, RefreshFamily, RefreshRule, RefreshStep},
    issued::id::IdClaims,
    scope,
    token::{self, Grant as Traded, KeyBinding, Presented, RefreshBinding, TokenRequest, TokenResponse, TokenType},
};
use okno_store::Tx;
use serde_json::{Map, Value};

use super::{
    AccessParts, Detail, Grant, Handle, Purpose, Refreshing, access_seconds, access_token, bug, device, fresh_name,
    fresh_number, issuing, seal, session_name,
};
use crate::{
    account, claim,
    context::Cx,
    developer,
    error::Error,
    evidence,
    protocol::{self, Authenticated, Call, Replied, Stop, Uses, issuer},
    relying_party::Site,
    settings::{days, seconds},
    signing_key::{self, TokenKind},
};

/// What is given, once it is stored.
struct Given<'a> {
    site: &'a Site,
    grant: &'a Grant,
    scopes: Vec<String>,
    resources: Vec<String>,
    binding: Option<KeyBinding>,
    refresh: Option<u64>,
    /// The claims of the id token; none where no id token is given.
    identity: Option<Map<String, Value>>,
    /// Whether the id token carries what belongs to the sign-in's own answer alone.
    first: bool,
}

/// Answers a request for tokens.
pub async fn token(cx: &Cx, call: &Call<'_>) -> Replied {
    let client = protocol::authenticate(cx, call).await?;
    let request = token::read(call.parameters, &client.site.client)?;
    let proved = protocol::prove(cx, call, None)?;
    let certificate = call.certificate_thumbprint();
    let presented = Presented { proof: proved.thumbprint.as_deref(), certificate: certificate.as_deref() };
    let uses = client.uses.clone().and(&proved.uses);
    let done = traded(cx, (&client, &uses), presented, &request).await;
    Ok(proved.with_nonce(uses.settle(cx, done).await?))
}

async fn traded(cx: &Cx, who: (&Authenticated, &Uses), presented: Presented<'_>, request: &TokenRequest) -> Replied {
    match &request.grant {
        Traded::Code { code, redirect_uri, verifier } => {
            let shown = (code.as_str(), redirect_uri.as_deref(), verifier.as_deref());
            by_code(cx, who, presented, request, shown).await
        }
        Traded::Refresh { token, scope } => by_refresh(cx, who, presented, request, (token, scope.as_deref())).await,
        Traded::ClientCredentials { scope } => by_itself(cx, who, presented, request, scope.as_deref()).await,
        Traded::Device { device_code } => device::by_device(cx, who, presented, request, device_code).await,
    }
}

/// Takes the grant of a handle in a transaction in which it stands still, if it is this client's and still open. One of somebody made
/// up is none while the site may not have them; it is not ended, and good again when their maker takes part again.
pub(super) async fn open(tx: &mut Tx, cx: &Cx, site: &Site, handle: &Handle) -> Replied<Option<Grant>> {
    let Some(grant) = Grant::find(tx, handle).await? else { return Ok(None) };
    if grant.row.relying_party != site.id || grant.detail.binding.is_of(&site.client).is_err() {
        return Ok(None);
    }
    if grant.detail.made_up && !grant.takes_part(tx, cx, site).await? {
        return Ok(None);
    }
    Ok(Some(grant))
}

/// RFC 6749 4.1.3.
async fn by_code(
    cx: &Cx,
    (client, uses): (&Authenticated, &Uses),
    presented: Presented<'_>,
    request: &TokenRequest,
    (code, redirect_uri, verifier): (&str, Option<&str>, Option<&str>),
) -> Replied {
    let site = &client.site;
    let invalid = || Stop::from(okno_oidc::grant::AuthorizationCode::replayed());
    let handle = cx.app.keys.handles().open(Purpose::Code, code).ok_or_else(invalid)?;
    let mut tx = cx.app.store.write().await?;
    uses.note(&mut tx).await?;
    let mut grant = open(&mut tx, cx, site, &handle).await?.ok_or_else(invalid)?;
    let state = grant.code.ok_or_else(invalid)?;
    // A request that is not sound uses nothing up.
    let resources = scope::narrow_resources(&grant.detail.resources, &request.resources)?;
    let binding = presented.binding(&site.client);
    let bound = grant.detail.binding.check(redirect_uri, verifier, presented).and(binding.clone().map(|_| ()));
    match state.redeem(bound, cx.now) {
        CodeStep::Redeem(next) if grant.is_open(cx.now) => grant.code = Some(next),
        CodeStep::Redeem(_) => return Err(invalid()),
        CodeStep::Refuse(next, refusal) => {
            grant.code = Some(next);
            if next != state {
                grant.save(&mut tx).await.map_err(taken)?;
                cx.commit(tx).await?;
            }
            return Err(refusal.error().into());
        }
        CodeStep::RevokeGrant(_) => {
            grant.end(&mut tx, cx, "site-code-replayed").await?;
            cx.commit(tx).await?;
            return Err(invalid());
        }
    }
    first_tokens(cx, tx, site, grant, (resources, binding?)).await
}

/// The first tokens of a grant whose code was just taken in `tx`; refresh tokens begin with them.
pub(super) async fn first_tokens(
    cx: &Cx,
    mut tx: Tx,
    site: &Site,
    mut grant: Grant,
    (resources, binding): (Vec<String>, Option<KeyBinding>),
) -> Replied {
    let settings = &cx.settings().single_sign_on;
    let mut end = seconds(access_seconds(cx, site));
    if grant.detail.refreshes {
        let life = site.rule.refresh_seconds.map_or_else(|| days(settings.refresh_days), seconds);
        let whole = u32::try_from(life.as_secs()).unwrap_or(u32::MAX);
        let binding = RefreshBinding::of(&site.client, binding.as_ref());
        grant.refresh = Some(Refreshing { family: RefreshFamily::begin(cx.now, whole), binding });
        end = end.max(life);
    }
    grant.row.expires_at = after(cx.now, end);
    let identity = identity(&mut tx, cx, &mut grant).await?;
    grant.save(&mut tx).await.map_err(taken)?;
    developer::count(&mut tx, cx, site, SiteCount::Token, grant.row.account);
    cx.commit(tx).await?;
    let given = Given {
        site,
        scopes: grant.detail.scopes.clone(),
        resources,
        binding,
        refresh: grant.refresh.as_ref().map(|refresh| refresh.family.generation),
        identity,
        first: true,
        grant: &grant,
    };
    tokens(cx, given).await
}

/// RFC 6749 6.
async fn by_refresh(
    cx: &Cx,
    (client, uses): (&Authenticated, &Uses),
    presented: Presented<'_>,
    request: &TokenRequest,
    (text, scope): (&str, Option<&str>),
) -> Replied {
    let site = &client.site;
    let invalid = || Stop::from(RefreshFamily::error());
    let handle = cx.app.keys.handles().open(Purpose::Refresh, text).ok_or_else(invalid)?;
    let mut tx = cx.app.store.write().await?;
    uses.note(&mut tx).await?;
    let mut grant = open(&mut tx, cx, site, &handle).await?.ok_or_else(invalid)?;
    let refreshing = grant.refresh.clone().ok_or_else(invalid)?;
    refreshing.binding.check(&site.client, presented)?;
    let binding = presented.binding(&site.client)?;
    let scopes = scope::narrow(&grant.detail.scopes, scope)?;
    let resources = scope::narrow_resources(&grant.detail.resources, &request.resources)?;
    if !grant.is_open(cx.now) {
        return Err(invalid());
    }
    if !keeps_its_level(&mut tx, cx, site, &grant).await? {
        cx.commit(tx).await?;
        return Err(invalid());
    }
    let settings = &cx.settings().single_sign_on;
    let idle = settings.refresh_idle_days.saturating_mul(24 * 3600);
    let rule = RefreshRule::of(&site.client, settings.refresh_grace_seconds, idle);
    let family = match refreshing.family.present(handle.number, rule, cx.now) {
        RefreshStep::Rotate(next) | RefreshStep::Keep(next) | RefreshStep::Repeat(next) => next,
        RefreshStep::Refuse(..) => return Err(invalid()),
        RefreshStep::RevokeGrant(_) => {
            grant.end(&mut tx, cx, "site-refresh-replayed").await?;
            cx.commit(tx).await?;
            return Err(invalid());
        }
    };
    grant.refresh = Some(Refreshing { family, ..refreshing });
    let identity = identity(&mut tx, cx, &mut grant).await?;
    grant.save(&mut tx).await.map_err(taken)?;
    developer::count(&mut tx, cx, site, SiteCount::Token, grant.row.account);
    cx.commit(tx).await?;
    let given = Given {
        site,
        scopes,
        resources,
        binding,
        refresh: Some(family.generation),
        identity,
        first: false,
        grant: &grant,
    };
    tokens(cx, given).await
}

/// Whether the site still takes the account, which may be worth less than when the site was let in (R213, R214); a grant of one
/// that it does not take is ended.
pub(super) async fn keeps_its_level(tx: &mut Tx, cx: &Cx, site: &Site, grant: &Grant) -> crate::error::Result<bool> {
    let is_taken = grant.takes_part(tx, cx, site).await?
        && (site.rule.takes_everybody() || {
            let account = account::get(tx, grant.row.account).await?;
            site.rule.takes(&evidence::standing(tx, &account).await?).is_ok()
        });
    if !is_taken {
        grant.end(tx, cx, "site-level-lost").await?;
    }
    Ok(is_taken)
}

/// Of two that come at the same instant the second finds the grant changed; to it the code or token is no good, whatever
/// happened to the first.
pub(super) fn taken(error: Error) -> Stop {
    match error {
        Error::Conflict => ProtocolError::grant("it was used at the same instant").into(),
        other => Stop::Failed(other),
    }
}

/// RFC 6749 4.4: no person is involved.
async fn by_itself(
    cx: &Cx,
    (client, uses): (&Authenticated, &Uses),
    presented: Presented<'_>,
    request: &TokenRequest,
    asked: Option<&str>,
) -> Replied {
    let site = &client.site;
    let personal = |scope: &str| claim::SCOPES.iter().any(|(name, _)| *name == scope);
    let allowed: Vec<String> = site.rule.scopes.keys().filter(|scope| !personal(scope)).cloned().collect();
    let scopes = scope::narrow(&allowed, asked)?;
    let binding = presented.binding(&site.client)?;
    for resource in &request.resources {
        if !resources(site).contains(&resource.as_str()) {
            return Err(ProtocolError::new(ErrorCode::InvalidTarget, "there is no such resource").into());
        }
    }
    uses.note_alone(cx).await?;
    let ring = signing_key::current(cx).await?;
    let name = fresh_name(cx);
    let parts = AccessParts {
        site,
        subject: &site.client.id,
        name: &name,
        scopes: &scopes,
        resources: &request.resources,
        binding: binding.as_ref(),
        signed_in: None,
    };
    let response = TokenResponse {
        access_token: access_token(cx, &ring, &parts)?,
        token_type: TokenType::of(binding.as_ref()),
        expires_in: access_seconds(cx, site),
        scopes,
        refresh_token: None,
        id_token: None,
    };
    Ok(response.reply())
}

/// The resources that a site may ask tokens for.
pub(crate) fn resources(site: &Site) -> Vec<&str> {
    site.rule.resources.iter().map(String::as_str).collect()
}

/// The claims that go into the id token, noted as delivered; none where no id token is given.
async fn identity(tx: &mut Tx, cx: &Cx, grant: &mut Grant) -> Replied<Option<Map<String, Value>>> {
    let detail = &grant.detail;
    if !detail.scopes.iter().any(|scope| scope == "openid") {
        return Ok(None);
    }
    let plan = Plan::of(&detail.scopes, &detail.claims, claim::SCOPES, true);
    let mut claims = Map::new();
    // The person's data are read only for those who asked for some of them in the id token.
    if !detail.claims.id_token.claims.is_empty() || !detail.claims.id_token.verified.is_empty() {
        let facts = claim::facts(tx, cx, grant.row.account).await?;
        let agreed = |name: &str| detail.agreed.contains(name);
        claims = plan.deliver(Place::IdToken, &claim::available(&facts), &agreed, cx.now);
    }
    super::userinfo::note(tx, cx, grant, &claims).await?;
    Ok(Some(claims))
}

/// Signs what was stored.
async fn tokens(cx: &Cx, given: Given<'_>) -> Replied {
    let Given { site, grant, scopes, resources, binding, refresh, identity, first } = given;
    let ring = signing_key::with(cx, site.client.id_token_algorithm()).await?;
    let detail: &Detail = &grant.detail;
    // A device is in no session of a browser, and is told of none.
    let session = (!detail.device).then(|| session_name(cx, grant.row.session, site.id));
    let name = seal(cx, Purpose::Access, &grant.handle(fresh_number(cx)))?;
    let parts = AccessParts {
        site,
        subject: &grant.row.subject,
        name: &name,
        scopes: &scopes,
        resources: &resources,
        binding: binding.as_ref(),
        signed_in: Some((detail, session.as_deref())),
    };
    let access_token = access_token(cx, &ring, &parts)?;
    let refresh_token = refresh.map(|generation| seal(cx, Purpose::Refresh, &grant.handle(generation))).transpose()?;
    let id_token = match &identity {
        None => None,
        Some(claims) => {
            let methods: Vec<&str> = detail.amr.iter().map(String::as_str).collect();
            let claims = IdClaims {
                issuer: issuer(cx),
                subject: &grant.row.subject,
                client_id: &site.client.id,
                further_audiences: &[],
                issued_at: cx.now,
                expires_at: after(cx.now, seconds(cx.settings().single_sign_on.id_token_seconds)),
                authenticated_at: Some(detail.auth_time),
                // What is refreshed is no answer to a request any more (OpenID Connect Core 12.2).
                nonce: detail.nonce.as_deref().filter(|_| first),
                context: detail.acr.as_deref(),
                methods: &methods,
                session: session.as_deref(),
                access_token: Some(&access_token),
                code: None,
                state: None,
                claims,
            };
            Some(claims.sign(issuing(&ring, TokenKind::Id, site.client.id_token_algorithm())?).map_err(bug)?)
        }
    };
    let response = TokenResponse {
        token_type: TokenType::of(binding.as_ref()),
        expires_in: access_seconds(cx, site),
        access_token,
        scopes,
        refresh_token,
        id_token,
    };
    Ok(response.reply())
}
