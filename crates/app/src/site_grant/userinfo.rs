//! What a site is told of a person (OpenID Connect Core 5.3).

use std::collections::BTreeSet;

use okno_oidc::{
    claims::{Place, Plan},
    error::{ErrorCode, ProtocolError, Scheme},
    issued::{access::AccessToken, userinfo::UserinfoClaims},
    parameter::Parameters,
    resource::{self, ResourceFault},
    token::Presented,
};
use okno_store::Tx;
use serde_json::{Map, Value};

use super::{Grant, Purpose, bug, issuing, revoked_key};
use crate::{
    audit::{self, Act},
    claim,
    context::Cx,
    developer,
    error::Result,
    protocol::{self, Call, Replied, Stop, issuer},
    relying_party,
    signing_key::{self, TokenKind},
};

/// A request to userinfo: a form only where it was posted as one.
pub struct Asked<'a> {
    /// The request.
    pub call: Call<'a>,
    /// Its form.
    pub form: Option<&'a Parameters>,
}

fn stop(fault: &ResourceFault) -> Stop {
    fault.reply().into()
}

fn refused(scheme: Scheme, error: ProtocolError) -> Stop {
    stop(&ResourceFault::Refused(scheme, error))
}

/// Tells a site what its token opens.
pub async fn userinfo(cx: &Cx, asked: &Asked<'_>) -> Replied {
    let presented = resource::presented(asked.call.authorization, asked.form).map_err(|fault| stop(&fault))?;
    let scheme = presented.scheme;
    let invalid = || refused(scheme, ProtocolError::new(ErrorCode::InvalidToken, "the access token is not valid"));
    let ring = signing_key::current(cx).await?;
    let token = AccessToken::verify(&presented.token, ring.verifier(), issuer(cx), Some(issuer(cx)), cx.now)
        .map_err(|fault| refused(scheme, fault.error()))?;
    let proved = protocol::prove(cx, &asked.call, Some(&presented.token)).map_err(|stop| challenge(stop, scheme))?;
    let certificate = asked.call.certificate_thumbprint();
    let shown = Presented { proof: proved.thumbprint.as_deref(), certificate: certificate.as_deref() };
    resource::check_binding(scheme, token.binding.as_ref(), shown).map_err(|fault| stop(&fault))?;
    let handle = cx.app.keys.handles().open(Purpose::Access, &token.name).ok_or_else(invalid)?;
    proved.uses.note_alone(cx).await.map_err(|stop| challenge(stop, scheme))?;
    let mut read = cx.app.store.read().await?;
    let grant = Grant::find(&mut read, &handle).await?.filter(|grant| grant.is_open(cx.now)).ok_or_else(invalid)?;
    let site = relying_party::find(&mut read, cx, &grant.detail.binding.client_id).await?;
    // The name may be another site's by now.
    let site = site.filter(|site| site.id == grant.row.relying_party).ok_or_else(invalid)?;
    if okno_store::single_use::is_taken(&mut read, &revoked_key(cx, &token.name)).await? {
        return Err(invalid());
    }
    let scopes: Vec<String> =
        token.scope.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    if !scopes.iter().any(|scope| scope == "openid") {
        return Err(stop(&ResourceFault::Scope(scheme, "openid")));
    }
    let facts = claim::facts(&mut read, cx, handle.account).await?;
    let is_made_up = facts.account.made_up.is_some();
    let stage = (site.id, site.stage);
    let takes_part = developer::takes_part(&mut read, cx, stage, is_made_up, handle.account).await?;
    drop(read);
    // The account may be worth less than when the site was let in (R213, R214), or no longer be of those who make it.
    if !takes_part || site.rule.takes(&facts.standing()).is_err() {
        return Err(invalid());
    }
    let plan = Plan::of(&scopes, &grant.detail.claims, claim::SCOPES, true);
    let agreed = |name: &str| grant.detail.agreed.contains(name);
    let claims = plan.deliver(Place::UserInfo, &claim::available(&facts), &agreed, cx.now);
    deliver(cx, grant.clone(), &claims).await?;
    let answer =
        UserinfoClaims { issuer: issuer(cx), client_id: &site.client.id, subject: &grant.row.subject, claims: &claims };
    let reply = match site.client.metadata.userinfo_signed_response_alg {
        None => answer.plain(),
        Some(algorithm) => {
            let ring = signing_key::with(cx, algorithm).await?;
            answer.signed(issuing(&ring, TokenKind::Userinfo, algorithm)?).map_err(bug)?
        }
    };
    Ok(proved.with_nonce(reply))
}

/// A proof that is no good is refused with a challenge at a resource (RFC 9449 7.1).
fn challenge(stop: Stop, scheme: Scheme) -> Stop {
    let Stop::Reply(reply) = stop else { return stop };
    let text: Option<Value> = serde_json::from_slice(&reply.body).ok();
    let code = text.as_ref().and_then(|body| body.get("error")).and_then(Value::as_str).and_then(ErrorCode::find);
    let error = ProtocolError::new(code.unwrap_or(ErrorCode::InvalidDpopProof), "the proof is not valid");
    let mut challenged = ResourceFault::Refused(scheme, error).reply();
    challenged.headers.extend(reply.headers.into_iter().filter(|(name, _)| *name == "dpop-nonce"));
    challenged.into()
}

/// The names in an answer, with those in verified claims.
fn names(claims: &Map<String, Value>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = claims.keys().filter(|name| *name != "verified_claims").cloned().collect();
    let verified = claims.get("verified_claims");
    let entries: Vec<&Value> = match verified {
        Some(Value::Array(several)) => several.iter().collect(),
        one => one.into_iter().collect(),
    };
    for entry in entries {
        let within = entry.get("claims").and_then(Value::as_object);
        names.extend(within.into_iter().flat_map(Map::keys).cloned());
    }
    names
}

/// Notes what a site is told for the first time by a grant, so that the person can see it. The entry is written with the
/// grant, before anything leaves.
pub(crate) async fn note(tx: &mut Tx, cx: &Cx, grant: &mut Grant, claims: &Map<String, Value>) -> Result<bool> {
    let fresh: BTreeSet<String> = names(claims).difference(&grant.delivered).cloned().collect();
    if fresh.is_empty() {
        return Ok(false);
    }
    let told = fresh.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let client_id = &grant.detail.binding.client_id;
    audit::record(tx, cx, grant.row.account, Act::by_system("site-data-delivered").on(format!("{client_id}: {told}")))
        .await?;
    grant.delivered.extend(fresh);
    Ok(true)
}

/// Notes it in a transaction of its own.
pub(crate) async fn deliver(cx: &Cx, grant: Grant, claims: &Map<String, Value>) -> Result<()> {
    if names(claims).is_subset(&grant.delivered) {
        return Ok(());
    }
    let handle = grant.handle(0);
    cx.again(async || {
        let mut tx = cx.app.store.write().await?;
        let Some(mut grant) = Grant::find(&mut tx, &handle).await? else { return Ok(()) };
        if note(&mut tx, cx, &mut grant, claims).await? {
            grant.save(&mut tx).await?;
            cx.commit(tx).await?;
        }
        Ok(())
    })
    .await
}
