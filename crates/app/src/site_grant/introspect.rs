//! What is known of a token, and how it is given up (RFC 7662, RFC 9701, RFC 7009).

use std::sync::Arc;

use okno_domain::relying_party::Stage;
use okno_oidc::{
    error::{ProtocolError, Reply},
    introspection::{self, AboutToken, ActiveToken, Asker, Hint, Revocation},
    issued::{
        access::AccessToken,
        introspection::{IntrospectionClaims, MEDIA_TYPE},
    },
    token::{KeyBinding, TokenType},
};
use okno_store::Read;

use super::{Grant, Handle, Purpose, bug, issuing, revoked_key};
use crate::{
    audit::{self, Act},
    context::Cx,
    error::Result,
    protocol::{self, Authenticated, Call, Replied, issuer},
    relying_party::{self, Site},
    signing_key::{self, KeyRing, TokenKind},
};

/// A token of ours, with the handle of its grant where it has one.
struct Found {
    hint: Hint,
    handle: Option<Handle>,
    grant: Option<Grant>,
    active: Option<ActiveToken>,
    name: String,
}

/// Looks a token up, whatever it is, for a site that has just been found.
async fn find(cx: &Cx, read: &mut Read, ring: &KeyRing, about: &AboutToken, asker: &Site) -> Result<Option<Found>> {
    if let Some(handle) = cx.app.keys.handles().open(Purpose::Refresh, &about.token) {
        let grant = Grant::find(read, &handle).await?;
        let is_served = match &grant {
            Some(known) => is_served(read, cx, &known.detail.binding.client_id, (grant.as_ref(), asker)).await?,
            None => false,
        };
        let is_good = is_served && is_still_for(read, cx, grant.as_ref(), asker).await?;
        let active = grant.as_ref().filter(|_| is_good).and_then(|grant| refresh_token(cx, grant, &handle));
        let name = String::new();
        return Ok(Some(Found { hint: Hint::RefreshToken, handle: Some(handle), grant, active, name }));
    }
    let Ok(token) = AccessToken::verify(&about.token, ring.verifier(), issuer(cx), None, cx.now) else {
        return Ok(None);
    };
    let handle = cx.app.keys.handles().open(Purpose::Access, &token.name);
    let grant = match &handle {
        Some(handle) => Grant::find(read, handle).await?,
        None => None,
    };
    let is_revoked = okno_store::single_use::is_taken(read, &revoked_key(cx, &token.name)).await?;
    // A token that belongs to a grant is worth what the grant is worth.
    let is_served = is_served(read, cx, &token.client_id, (grant.as_ref(), asker)).await?;
    let is_good =
        is_served && !is_revoked && (handle.is_none() || grant.as_ref().is_some_and(|grant| grant.is_open(cx.now)));
    let is_good = is_good && is_still_for(read, cx, grant.as_ref(), asker).await?;
    let name = token.name.clone();
    let active = is_good.then(|| active(cx, token, handle.is_some()));
    Ok(Some(Found { hint: Hint::AccessToken, handle, grant, active, name }))
}

/// Whether the site of a token may be used: what one was given that is switched off is worth nothing meanwhile, and what one was
/// given that is gone is not another's that has its name.
async fn is_served(read: &mut Read, cx: &Cx, client_id: &str, (grant, asker): (Option<&Grant>, &Site)) -> Result<bool> {
    let is_of = |site: &Site| grant.is_none_or(|grant| grant.row.relying_party == site.id);
    if asker.client.id == client_id {
        return Ok(is_of(asker));
    }
    Ok(relying_party::find(read, cx, client_id).await?.is_some_and(|site| is_of(&site)))
}

/// Whether the site of a grant may still have the person, where it was made up. Whoever works with everybody hears of nobody made up.
async fn is_still_for(read: &mut Read, cx: &Cx, grant: Option<&Grant>, asker: &Site) -> Result<bool> {
    let Some(grant) = grant.filter(|grant| grant.detail.made_up) else { return Ok(true) };
    if asker.stage != Stage::Test {
        return Ok(false);
    }
    match relying_party::find(read, cx, &grant.detail.binding.client_id).await? {
        Some(site) => grant.takes_part(read, cx, &site).await,
        None => Ok(false),
    }
}

fn active(cx: &Cx, token: AccessToken, is_personal: bool) -> ActiveToken {
    ActiveToken {
        client_id: token.client_id,
        subject: Some(token.subject).filter(|_| is_personal),
        scopes: token.scope.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        audience: token.audience,
        issuer: issuer(cx).to_owned(),
        token_type: Some(TokenType::of(token.binding.as_ref()).as_str()),
        issued_at: token.issued_at,
        expires_at: token.expires_at,
        binding: token.binding,
        acr: token.context,
        auth_time: token.authenticated_at,
    }
}

/// A refresh token that would still be taken.
fn refresh_token(cx: &Cx, grant: &Grant, handle: &Handle) -> Option<ActiveToken> {
    let refreshing = grant.refresh.as_ref()?;
    let family = Some(refreshing.family).filter(|family| !family.revoked && family.generation == handle.number)?;
    let binding: Option<KeyBinding> = refreshing.binding.key.clone();
    grant.is_open(cx.now).then(|| ActiveToken {
        client_id: grant.detail.binding.client_id.clone(),
        subject: Some(grant.row.subject.clone()),
        scopes: grant.detail.scopes.clone(),
        audience: Vec::new(),
        issuer: issuer(cx).to_owned(),
        token_type: None,
        issued_at: family.rotated_at,
        expires_at: family.expires_at,
        binding,
        acr: grant.detail.acr.clone(),
        auth_time: Some(grant.detail.auth_time),
    })
}

fn asker(site: &Site) -> Asker<'_> {
    match &site.rule.resource {
        Some(resource) => Asker::Resource(resource),
        None => Asker::Client(&site.client.id),
    }
}

/// Says what is known of a token, to whom it concerns.
pub async fn introspect(cx: &Cx, call: &Call<'_>, wants_signed: bool) -> Replied {
    // Read before anything else is: this may have to write.
    let ring = signing_key::current(cx).await?;
    let (client, read) = protocol::authenticate_reading(cx, call).await?;
    let done = introspected(cx, call, &client, (read, ring), wants_signed).await;
    client.uses.settle(cx, done).await
}

async fn introspected(
    cx: &Cx,
    call: &Call<'_>,
    client: &Authenticated,
    (mut read, ring): (Read, Arc<KeyRing>),
    wants_signed: bool,
) -> Replied {
    let site = &client.site;
    if !site.client.is_confidential() {
        return Err(ProtocolError::client("only those who can keep a secret may ask").into());
    }
    let about = introspection::read(call.parameters)?;
    if !client.uses.is_empty() {
        drop(read);
        client.uses.note_alone(cx).await?;
        read = cx.app.store.read().await?;
    }
    let found = find(cx, &mut read, &ring, &about, site).await?;
    drop(read);
    let active = found.as_ref().and_then(|found| found.active.as_ref());
    let algorithm = site.client.metadata.introspection_signed_response_alg;
    if !wants_signed && algorithm.is_none() {
        return Ok(introspection::reply(active, asker(site), cx.now));
    }
    let ring = match algorithm {
        Some(algorithm) => signing_key::with(cx, algorithm).await?,
        None => ring,
    };
    let members = introspection::members(active, asker(site), cx.now);
    let claims = IntrospectionClaims {
        issuer: issuer(cx),
        resource_server: &site.client.id,
        issued_at: cx.now,
        answer: &members,
    };
    let algorithm = algorithm.unwrap_or_else(|| ring.default_algorithm());
    let token = claims.sign(issuing(&ring, TokenKind::Introspection, algorithm)?).map_err(bug)?;
    Ok(Reply::signed(MEDIA_TYPE, &token))
}

/// Gives a token up; with a refresh token the whole of its grant.
pub async fn revoke(cx: &Cx, call: &Call<'_>) -> Replied {
    let ring = signing_key::current(cx).await?;
    let (client, read) = protocol::authenticate_reading(cx, call).await?;
    let done = revoked(cx, call, &client, (read, &ring)).await;
    client.uses.settle(cx, done).await
}

async fn revoked(cx: &Cx, call: &Call<'_>, client: &Authenticated, (mut read, ring): (Read, &KeyRing)) -> Replied {
    let about = introspection::read(call.parameters)?;
    let found = find(cx, &mut read, ring, &about, &client.site).await?;
    drop(read);
    let owner = found.as_ref().and_then(|found| {
        let by_grant = found.grant.as_ref().map(|grant| grant.detail.binding.client_id.as_str());
        by_grant.or(found.active.as_ref().map(|active| active.client_id.as_str())).map(|owner| (found.hint, owner))
    });
    let step = introspection::revoke(owner, &client.site.client.id)?;
    let mut tx = cx.app.store.write().await?;
    client.uses.note(&mut tx).await?;
    match (step, found) {
        (Revocation::Token, Some(Found { name, active: Some(active), handle, .. })) => {
            okno_store::single_use::take(&mut tx, &revoked_key(cx, &name), active.expires_at).await?;
            if let Some(handle) = handle {
                let act = Act::by_system("site-token-revoked").on(active.client_id);
                audit::record(&mut tx, cx, handle.account, act).await?;
            }
        }
        (Revocation::Grant, Some(Found { grant: Some(grant), .. })) => {
            grant.end(&mut tx, cx, "site-token-revoked").await?;
        }
        _ => {}
    }
    cx.commit(tx).await?;
    Ok(introspection::revoked())
}
