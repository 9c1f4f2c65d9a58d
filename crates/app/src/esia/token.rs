//! The token endpoint of the dialect: a code, a refresh token, or a system's own right.

use okno_domain::{
    account::AccountLevel,
    time::{Timestamp, after},
};
use okno_oidc::{
    error::ProtocolError,
    esia::{
        Code, Endpoint, Mode, Parameters, Refusal, Settings, TokenRequest,
        error::Answer,
        request::{
            authorization::AccessType,
            token::{CodeBinding, Grant as Traded},
        },
        scope::{Scope, Target},
        token::{
            AccessToken, Level, Method, code,
            id::IdToken,
            response::{Holds, Tokens},
        },
    },
    grant::{CodeStep, RefreshFamily, RefreshRule, RefreshStep},
    token::RefreshBinding,
};
use okno_store::Tx;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Asked, Done, Stop, access_seconds,
    authorize::{KeptChallenge, Shown},
    key::{self, Keys},
    request::{self, Opened, is_granted},
    session_name, settings, settled, signature, takes,
};
use crate::{
    account,
    context::Cx,
    error::Error,
    evidence,
    settings::{days, seconds},
    site_grant::{Grant, Handle, Purpose, Refreshing, bug, fresh_name, fresh_number, note, seal},
};

/// What the tokens of a grant are made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct EsiaGrant {
    /// The number of the person.
    pub(crate) person: u64,
    /// What was granted.
    pub(crate) scopes: Vec<String>,
    /// PKCE.
    challenge: Option<KeptChallenge>,
    /// Whether only confirmed accounts were to be let in: what was given is worth nothing once the account is not.
    #[serde(default)]
    pub(crate) only_confirmed: bool,
    /// What was signed for the sign-in.
    #[serde(default)]
    shown: Option<Shown>,
}

impl EsiaGrant {
    pub(crate) fn of(asked: &Asked, person: u64) -> Self {
        Self {
            person,
            scopes: asked.scopes.clone(),
            challenge: asked.challenge.clone(),
            only_confirmed: asked.only_confirmed,
            shown: asked.shown.clone(),
        }
    }

    /// Whether what is signed for the code was read at the browser, and not made for it.
    fn was_shown(&self, signed: Option<&str>, now: Timestamp) -> bool {
        match (&self.shown, signed) {
            (Some(shown), Some(signed)) => shown.is_again(signed, now),
            // By a setting, nothing is signed.
            _ => false,
        }
    }

    fn scopes(&self) -> Vec<Scope> {
        self.scopes.iter().filter_map(|text| Scope::parse(text)).collect()
    }
}

/// What is answered to a request for tokens.
#[derive(Debug)]
pub struct TokenAnswer {
    /// The answer.
    pub answer: Answer,
    /// Whether whoever asked has not shown that they are a system: nothing is known of them but what they cost.
    pub is_stranger: bool,
}

/// Answers a request for tokens.
pub async fn token(cx: &Cx, endpoint: Endpoint, parameters: &Parameters) -> TokenAnswer {
    let state = parameters.get("state").filter(|state| state.len() <= okno_oidc::esia::request::MOST_STATE);
    let done = attempt(cx, endpoint, parameters).await;
    // That a code or a refresh token is no good is told to nobody whose signature does not fit, unless a setting for tests asks for
    // none.
    let is_stranger = matches!(&done, Err(Stop::Refused(refusal)) if refusal.code() != Code::GRANT);
    TokenAnswer { answer: settled(done, state), is_stranger }
}

async fn attempt(cx: &Cx, endpoint: Endpoint, parameters: &Parameters) -> Done<Answer> {
    parameters.once()?;
    let opened = request::open(cx, parameters.need("client_id")?).await?;
    match checked(cx, &opened, endpoint, parameters).await {
        Err(Stop::Refused(refusal)) => Err(signature::told(cx, &opened.site, endpoint.path(), refusal).await.into()),
        other => other,
    }
}

async fn checked(cx: &Cx, opened: &Opened, endpoint: Endpoint, parameters: &Parameters) -> Done<Answer> {
    let (site, rules) = (&opened.site, &opened.rules);
    let request = TokenRequest::read(endpoint, parameters, rules, cx.now)?;
    let asked = signature::Asked::Token(Box::new(request.clone()));
    let signed = match signature::check(cx, opened, asked).await {
        Ok(signed) => Some(signed),
        Err(Stop::Refused(refusal)) if request.may_go_unsigned(rules) => {
            signature::told(cx, site, endpoint.path(), refusal).await;
            tracing::warn!(client_id = site.client.id, "a code is redeemed without a signature, by a setting");
            None
        }
        Err(stop) => return Err(stop),
    };
    match &request.grant {
        Traded::AuthorizationCode { code, .. } => by_code(cx, opened, &request, (code, signed.as_deref())).await,
        Traded::RefreshToken { refresh_token } => by_refresh(cx, opened, &request, refresh_token).await,
        Traded::ClientCredentials => by_itself(cx, opened, &request).await,
    }
}

fn no_good(why: &'static str) -> Refusal {
    Refusal::new(Code::GRANT, why)
}

/// Of two that come at the same instant the second finds the grant changed.
fn taken(error: Error) -> Stop {
    match error {
        Error::Conflict => no_good("it was used at the same instant").into(),
        other => Stop::Failed(other),
    }
}

/// The grant of a handle, if it is this system's and of the dialect.
async fn find(tx: &mut Tx, opened: &Opened, handle: &Handle) -> Done<(Grant, EsiaGrant)> {
    let grant = Grant::find(tx, handle).await?.filter(|grant| grant.row.relying_party == opened.site.id);
    let grant = grant.ok_or_else(|| no_good("there is no such grant of this system"))?;
    let own = grant.detail.esia.clone().ok_or_else(|| no_good("the grant is not of the dialect"))?;
    Ok((grant, own))
}

async fn by_code(
    cx: &Cx,
    opened: &Opened,
    request: &TokenRequest,
    (code, signed): (&str, Option<&str>),
) -> Done<Answer> {
    let site = &opened.site;
    let settings = settings(cx, site, &opened.system);
    let keys = key::with(cx, settings.algorithm).await?;
    let name = code::open(code, &settings, |algorithm, input, signature| keys.verify(algorithm, input, signature))?;
    let handle = cx.app.keys.handles().open(Purpose::EsiaCode, &name);
    let handle = handle.ok_or_else(|| no_good("the code was not issued here"))?;
    let mut tx = cx.app.store.write().await?;
    let (mut grant, own) = find(&mut tx, opened, &handle).await?;
    let state = grant.code.ok_or_else(|| no_good("the grant has no code"))?;
    let binding = CodeBinding {
        client_id: grant.detail.binding.client_id.clone(),
        redirect_uri: grant.detail.binding.redirect_uri.clone(),
        challenge: own.challenge.as_ref().map(KeptChallenge::read),
        // The code itself knows when it ends.
        expires_at: grant.row.expires_at,
    };
    let verdict = binding.check(&request.client_id, &request.grant, cx.now);
    let bound = verdict.as_ref().copied().map_err(|_| ProtocolError::grant("the code is bound to something else"));
    match state.redeem(bound, cx.now) {
        // The code stays good for whoever has the key.
        CodeStep::Redeem(_) if own.was_shown(signed, cx.now) => {
            return Err(Refusal::new(Code::CLIENT_SECRET, "what was signed for the sign-in was shown again").into());
        }
        CodeStep::Redeem(next) if grant.is_open(cx.now) => grant.code = Some(next),
        CodeStep::Redeem(_) => return Err(no_good("the grant is over").into()),
        CodeStep::Refuse(next, why) => {
            grant.code = Some(next);
            if next != state {
                grant.save(&mut tx).await.map_err(taken)?;
                cx.commit(tx).await?;
            }
            return Err(verdict.err().unwrap_or_else(|| Refusal::new(Code::GRANT, why.to_string())).into());
        }
        CodeStep::RevokeGrant(_) => {
            grant.end(&mut tx, cx, "site-code-replayed").await?;
            cx.commit(tx).await?;
            return Err(no_good("the code was redeemed before; all that came of it is revoked").into());
        }
    }
    let mut end = seconds(access_seconds(cx, site));
    if grant.detail.refreshes {
        let usual = days(cx.settings().single_sign_on.refresh_days);
        let life = site.rule.refresh_seconds.map_or(usual, seconds);
        let whole = u32::try_from(life.as_secs()).unwrap_or(u32::MAX);
        let binding = RefreshBinding::of(&site.client, None);
        grant.refresh = Some(Refreshing { family: RefreshFamily::begin(cx.now, whole), binding });
        end = end.max(life);
    }
    grant.row.expires_at = after(cx.now, end);
    let level = level(&mut tx, cx, opened, &grant).await?;
    let Some(level) = level else { return lost(tx, cx, &grant).await };
    note_level(&mut tx, cx, &mut grant, &own).await?;
    grant.save(&mut tx).await.map_err(taken)?;
    cx.commit(tx).await?;
    let given = Given { grant: &grant, own: &own, level, settings: &settings, keys: &keys, is_first: true };
    tokens(cx, opened, request, &given)
}

async fn by_refresh(cx: &Cx, opened: &Opened, request: &TokenRequest, text: &str) -> Done<Answer> {
    let settings = settings(cx, &opened.site, &opened.system);
    let keys = key::with(cx, settings.algorithm).await?;
    let handle = cx.app.keys.handles().open(Purpose::EsiaRefresh, text);
    let handle = handle.ok_or_else(|| no_good("the refresh token was not issued here"))?;
    let mut tx = cx.app.store.write().await?;
    let (mut grant, own) = find(&mut tx, opened, &handle).await?;
    let refreshing = grant.refresh.clone().ok_or_else(|| no_good("the grant has no refresh token"))?;
    if !grant.is_open(cx.now) {
        return Err(no_good("the grant is over").into());
    }
    // One use, and no grace: the one before dies (section 2.6).
    let idle = cx.settings().single_sign_on.refresh_idle_days.saturating_mul(24 * 3600);
    let rule = RefreshRule { rotates: true, grace: 0, idle };
    let family = match refreshing.family.present(handle.number, rule, cx.now) {
        RefreshStep::Rotate(next) | RefreshStep::Keep(next) | RefreshStep::Repeat(next) => next,
        RefreshStep::Refuse(..) => return Err(no_good("the refresh token has expired or is unknown").into()),
        RefreshStep::RevokeGrant(_) => {
            grant.end(&mut tx, cx, "site-refresh-replayed").await?;
            cx.commit(tx).await?;
            return Err(no_good("the refresh token was used before; all that came of it is revoked").into());
        }
    };
    let level = level(&mut tx, cx, opened, &grant).await?;
    let Some(level) = level else { return lost(tx, cx, &grant).await };
    grant.refresh = Some(Refreshing { family, ..refreshing });
    note_level(&mut tx, cx, &mut grant, &own).await?;
    grant.save(&mut tx).await.map_err(taken)?;
    cx.commit(tx).await?;
    let given = Given { grant: &grant, own: &own, level, settings: &settings, keys: &keys, is_first: false };
    tokens(cx, opened, request, &given)
}

/// An id token tells the level, whatever was asked for: the person reads that it was told.
async fn note_level(tx: &mut Tx, cx: &Cx, grant: &mut Grant, own: &EsiaGrant) -> Done<()> {
    if own.scopes.iter().any(|scope| scope == "openid") {
        let told: Map<String, Value> = [("account_level".to_owned(), Value::Null)].into_iter().collect();
        note(tx, cx, grant, &told).await?;
    }
    Ok(())
}

/// The level of the account; none where the system takes it no longer.
async fn level(tx: &mut Tx, cx: &Cx, opened: &Opened, grant: &Grant) -> Done<Option<Level>> {
    let account = account::get(tx, grant.row.account).await?;
    let standing = evidence::standing(tx, &account).await?;
    let is_taken = takes(tx, cx, &opened.site, grant, &standing).await?;
    Ok(is_taken.then(|| named(standing.level)))
}

const fn named(level: AccountLevel) -> Level {
    match level {
        AccountLevel::Simplified => Level::Simplified,
        AccountLevel::Standard => Level::Standard,
        AccountLevel::Confirmed => Level::Confirmed,
    }
}

async fn lost(mut tx: Tx, cx: &Cx, grant: &Grant) -> Done<Answer> {
    grant.end(&mut tx, cx, "site-level-lost").await?;
    cx.commit(tx).await?;
    Err(no_good("the account is no longer taken by the rule of the system").into())
}

/// What is given, once it is stored.
struct Given<'a> {
    grant: &'a Grant,
    own: &'a EsiaGrant,
    level: Level,
    settings: &'a Settings,
    keys: &'a Keys,
    /// Whether it is the sign-in's own answer.
    is_first: bool,
}

fn tokens(cx: &Cx, opened: &Opened, request: &TokenRequest, given: &Given<'_>) -> Done<Answer> {
    let Given { grant, own, settings, keys, .. } = given;
    let (site, detail) = (&opened.site, &grant.detail);
    let session = session_name(cx, &grant.row.session, site);
    let scopes = own.scopes();
    let access = if detail.refreshes { AccessType::Offline } else { AccessType::Online };
    let holds = Holds::of(&request.grant, access, &scopes, Mode::Strict);
    let access = AccessToken {
        person: Some(own.person),
        organization: None,
        session: &session,
        name: &seal(cx, Purpose::EsiaAccess, &grant.handle(fresh_number(cx)))?,
        client_id: &site.client.id,
        scopes: &scopes,
        permissions: &[],
    };
    let access_token = keys.sign(access.build(settings, cx.now), cx.now)?;
    let id = IdToken {
        person: own.person,
        client_id: &site.client.id,
        session: &session,
        level: given.level,
        // Ways to sign in other than a signature have no names of their own.
        method: Method::Password,
        signed_in_at: detail.auth_time,
        nonce: detail.nonce.as_deref().filter(|_| given.is_first),
    };
    let id_token = holds.id_token.then(|| keys.sign(id.build(settings, cx.now), cx.now)).transpose()?;
    let generation = grant.refresh.as_ref().filter(|_| holds.refresh_token).map(|refresh| refresh.family.generation);
    let refresh_token =
        generation.map(|generation| seal(cx, Purpose::EsiaRefresh, &grant.handle(generation))).transpose()?;
    let tokens = Tokens {
        access_token: &access_token,
        id_token: id_token.as_deref(),
        refresh_token: refresh_token.as_deref(),
        state: request.state.as_deref(),
    };
    Ok(tokens.answer(settings))
}

/// A system asks for itself, about organizations and nobody else (section 2.7).
async fn by_itself(cx: &Cx, opened: &Opened, request: &TokenRequest) -> Done<Answer> {
    let (site, rules) = (&opened.site, &opened.rules);
    let settings = settings(cx, site, &opened.system);
    let readable = &opened.system.registration.organizations;
    let may = |scope: &Scope| {
        is_granted(site, scope)
            && match scope.target() {
                Target::Organization(oid) => readable.contains(&oid),
                Target::Unnamed => true,
                Target::Person(_) => false,
            }
    };
    let mut scopes = Vec::new();
    for list in [&request.scope, &request.scope_org].into_iter().flatten() {
        scopes.extend(list.admit(rules.mode, may)?);
    }
    let keys = key::with(cx, settings.algorithm).await?;
    let used = request.single_use(rules).ok_or_else(|| bug("a system's own request without a window of time"))?;
    let mut tx = cx.app.store.write().await?;
    if !okno_store::single_use::take(&mut tx, used.key.as_bytes(), used.until).await? {
        return Err(Refusal::new(Code::CLIENT_SECRET, "what was signed was shown before").into());
    }
    tx.commit().await?;
    let name = fresh_name(cx);
    let access = AccessToken {
        person: None,
        organization: None,
        session: &name,
        name: &name,
        client_id: &site.client.id,
        scopes: &scopes,
        permissions: &[],
    };
    let access_token = keys.sign(access.build(&settings, cx.now), cx.now)?;
    let tokens =
        Tokens { access_token: &access_token, id_token: None, refresh_token: None, state: request.state.as_deref() };
    Ok(tokens.answer(&settings))
}
