//! What became of a site's requests, for those who look after it: the last errors, and counters by day.
//!
//! Nothing here is of a person: a path, a code, a sentence of ours, the request's id.

use okno_domain::{
    developer::{SiteAct, SiteCount},
    id::Id,
    relying_party::RelyingPartyId,
    statistic::{day_of, shard_of},
    time::{DAY, Date, HOUR, after},
};
use okno_oidc::{client_assertion::Presented, error::Reply, token};
use okno_store::{
    Tx, developer as records, relying_party as sites,
    site_record::{self as store, ErrorRow},
};

use super::managed;
use crate::{
    context::Cx,
    error::{Error, Result},
    protocol::Call,
    relying_party::Site,
    session::SignedIn,
};

/// For so long errors are kept.
pub(crate) const DAYS_KEPT: i32 = 7;
/// So many days the page looks back at counters.
const DAYS_SHOWN: i32 = 30;
/// For so long counters are kept.
pub(crate) const DAYS_COUNTED: i32 = 400;
/// The most errors of a site that are noted within an hour: whoever knows its name can make some.
const MOST_IN_AN_HOUR: i64 = 60;
/// The most that the page shows.
const MOST_SHOWN: i64 = 50;

/// What a day came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCounts {
    /// The day.
    pub day: Date,
    /// Sign-ins.
    pub sign_ins: i64,
    /// Requests that were refused.
    pub refusals: i64,
    /// Tokens that were given.
    pub tokens: i64,
}

/// What became of a site's requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteRecord {
    /// The last errors, the newest first.
    pub errors: Vec<ErrorRow>,
    /// The last days on which there was anything, the newest first.
    pub days: Vec<DayCounts>,
}

/// What became of a site's requests.
pub async fn record(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<SiteRecord> {
    let mut read = cx.app.store.read().await?;
    let site = managed(&mut read, cx, signed_in, client_id, SiteAct::Look).await?.row.id;
    let errors = store::errors(&mut read, site, after(cx.now, DAY * -DAYS_KEPT), MOST_SHOWN).await?;
    let mut days: Vec<DayCounts> = Vec::new();
    for (day, kind, total) in store::sums(&mut read, site, day_of(after(cx.now, DAY * -DAYS_SHOWN))).await? {
        if days.last().is_none_or(|last| last.day != day) {
            days.push(DayCounts { day, sign_ins: 0, refusals: 0, tokens: 0 });
        }
        let Some(counts) = days.last_mut() else { continue };
        match kind {
            SiteCount::SignIn => counts.sign_ins = total,
            SiteCount::Refusal => counts.refusals = total,
            SiteCount::Token => counts.tokens = total,
        }
    }
    Ok(SiteRecord { errors, days })
}

/// Counts something of a site, at the commit of its transaction, where somebody looks at it; `whose` spreads the counter.
pub(crate) fn count<T>(tx: &mut Tx, cx: &Cx, site: &Site, kind: SiteCount, whose: Id<T>) {
    if site.is_counted {
        store::raise(tx, site.id, day_of(cx.now), kind, shard_of(whose.uuid().into_bytes()));
    }
}

/// Notes an error that a site is answered with. What the site is told does not depend on it.
pub(crate) async fn note(cx: &Cx, site: RelyingPartyId, endpoint: &'static str, (code, description): (&str, &str)) {
    if let Err(error) = try_note(cx, site, endpoint, (code, description)).await {
        tracing::warn!(%error, "an error of a site was not noted");
    }
}

async fn try_note(cx: &Cx, site: RelyingPartyId, endpoint: &str, (code, description): (&str, &str)) -> Result<()> {
    let mut read = cx.app.store.read().await?;
    let is_watched = records::find(&mut read, site).await?.is_some();
    if !is_watched || store::noted_since(&mut read, site, after(cx.now, -HOUR)).await? >= MOST_IN_AN_HOUR {
        return Ok(());
    }
    drop(read);
    let row = ErrorRow {
        endpoint: endpoint.to_owned(),
        code: code.to_owned(),
        description: description.to_owned(),
        reference: cx.client.request_id.clone(),
        at: cx.now,
    };
    let mut tx = cx.app.store.write().await?;
    store::note(&mut tx, site, cx.fresh_id(), &row).await?;
    Ok(tx.commit().await?)
}

/// Notes the error in an answer of an endpoint for programs, if it is one and says for which site.
pub async fn note_reply(cx: &Cx, call: &Call<'_>, reply: &Reply) {
    if reply.status < 400 || reply.status >= 500 {
        return;
    }
    let Some(client_id) = named(call) else { return };
    let said: serde_json::Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let text = |name: &str| said.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    match find(cx, &client_id).await {
        Ok(Some(site)) => note(cx, site, call.path, (text("error"), text("error_description"))).await,
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "an error of a site was not noted"),
    }
}

async fn find(cx: &Cx, client_id: &str) -> Result<Option<RelyingPartyId>> {
    let mut read = cx.app.store.read().await?;
    Ok(sites::find(&mut read, client_id).await.map_err(Error::from)?.map(|row| row.id))
}

/// The site that a request names, whether it proved to be it or not.
fn named(call: &Call<'_>) -> Option<String> {
    let evidence = token::evidence(call.authorization, call.parameters, call.certificate.is_some()).ok()?;
    if let Some(client_id) = evidence.client_id {
        return Some(client_id);
    }
    match &evidence.credential {
        token::Credential::Assertion(text) => Presented::read(text).ok().map(|read| read.client_id().to_owned()),
        _ => None,
    }
}

/// Notes that a request by the browser was not sound.
pub(crate) async fn note_fault(cx: &Cx, site: &Site, fault: &okno_oidc::authorization::AuthorizationFault) {
    let error = &fault.error;
    note(cx, site.id, crate::protocol::path::AUTHORIZE, (error.code.as_str(), error.description)).await;
}
