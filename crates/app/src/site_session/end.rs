//! The one door for the ends of sessions, and of what sites were let in for.

use std::{collections::BTreeSet, sync::Arc};

use okno_domain::{
    account::AccountId,
    evidence::Standing,
    relying_party::{RelyingPartyId, SiteState},
    session::{EndReason, SessionId},
    time::{Timestamp, after},
};
use okno_oidc::logout::front_channel;
use okno_store::{
    Tx, session as sessions,
    session_site::{self as store, SessionSiteRow},
    site_grant,
};

use super::note::{Reason, everywhere, of_ended};
use crate::{
    audit::{self, Act},
    context::Cx,
    error::Result,
    protocol::issuer,
    relying_party::{self, Site},
    session,
};

/// The most frames by which one page tells sites; the others hear of it by the back channel, or when they ask.
pub const MOST_FRAMES: usize = 20;

/// A site that was signed in to in a session that is over.
#[derive(Clone, Debug)]
pub struct Parting {
    pub(super) site: Arc<Site>,
    pub(super) session: String,
}

/// What a browser loads so that sites hear of the end (Front-Channel Logout 3): the addresses of those that want it so.
pub fn frames(cx: &Cx, partings: &[Parting]) -> Vec<String> {
    let active = partings.iter().filter(|parting| parting.site.row.state == SiteState::Active);
    let address = |parting: &Parting| front_channel(&parting.site.client, issuer(cx), &parting.session);
    active.filter_map(address).take(MOST_FRAMES).collect()
}

/// A sign-in at a site.
pub(crate) struct Sign<'a> {
    pub account: AccountId,
    pub root: SessionId,
    pub site: RelyingPartyId,
    pub subject: &'a str,
}

/// Holds the session in which a site is about to be given something, until this transaction is over; then notes the site, so that
/// it is told of the end. False when the session is over: the site must be given nothing.
pub(crate) async fn hold(tx: &mut Tx, cx: &Cx, sign: &Sign<'_>) -> Result<bool> {
    let Some(expires_at) = sessions::hold(tx, sign.account, sign.root).await? else { return Ok(false) };
    let row = SessionSiteRow { root: sign.root, relying_party: sign.site, subject: sign.subject.to_owned() };
    let look_at = may_end(cx, cx.now, expires_at);
    store::put(tx, sign.account, &row, (cx.now, look_at)).await?;
    Ok(true)
}

/// When a session ends by itself at the earliest.
pub(super) fn may_end(cx: &Cx, seen_at: Timestamp, expires_at: Timestamp) -> Timestamp {
    after(seen_at, session::rule(cx).idle).min(expires_at)
}

/// Ends one session. The sites that were signed in to in it, which will be told; nothing when it had ended before.
pub(crate) async fn end(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    session: SessionId,
    reason: EndReason,
) -> Result<Option<Vec<Parting>>> {
    if !sessions::end(tx, account, session, reason, cx.now).await? {
        return Ok(None);
    }
    of_ended(tx, cx, account, Reason::Ended(reason)).await.map(Some)
}

/// Ends every session of the account except `kept`; returns how many. Their sites will be told.
pub(crate) async fn end_others(
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    kept: Option<SessionId>,
    reason: EndReason,
) -> Result<u64> {
    let ended = sessions::end_others(tx, account, kept, reason, cx.now).await?;
    of_ended(tx, cx, account, Reason::Ended(reason)).await?;
    Ok(ended)
}

/// The account is worth less than it was: what sites hold whose rule does not take it any more is over, and they will be told.
pub(crate) async fn reconsider(tx: &mut Tx, cx: &Cx, account: AccountId, standing: &Standing) -> Result<()> {
    // Whoever is about to give a site something waits, and asks its rule then.
    sessions::hold_all(tx, account).await?;
    let mut sites: BTreeSet<RelyingPartyId> = site_grant::sites(tx, account, cx.now).await?.into_iter().collect();
    sites.extend(store::sites(tx, account).await?);
    for id in sites {
        let Some(site) = relying_party::of_id(tx, cx, id).await? else { continue };
        if site.rule.takes(standing).is_ok() {
            continue;
        }
        site_grant::end_of_site(tx, account, id, "site-level-lost", cx.now).await?;
        let known = store::take_site(tx, account, id).await?;
        everywhere(tx, cx, account, (&site, &known), Reason::LevelLost).await?;
        audit::record(tx, cx, account, Act::by_system("site-level-lost").on(site.client.id.as_str())).await?;
    }
    Ok(())
}
