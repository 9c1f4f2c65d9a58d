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

use super::note::{Hearer, Reason, everywhere, of_ended};
use crate::{
    audit::{self, Act},
    context::Cx,
    error::Result,
    protocol::issuer,
    relying_party::Site,
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

/// A sign-in at a site within a session.
pub(crate) struct Sign<'a> {
    pub account: AccountId,
    pub root: SessionId,
    pub site: RelyingPartyId,
    pub subject: &'a str,
}

/// Notes a site that is given something in a session, so that it is told of the end, at `expires_at` in any case. The account's turn
/// was taken before, and the session was still open then.
pub(crate) async fn begin(tx: &mut Tx, cx: &Cx, sign: &Sign<'_>, expires_at: Timestamp) -> Result<()> {
    let row = SessionSiteRow { root: sign.root, relying_party: sign.site, subject: sign.subject.to_owned() };
    let look_at = may_end(cx, cx.now, expires_at);
    Ok(store::put(tx, sign.account, &row, (cx.now, look_at)).await?)
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
    okno_store::audit::hold(tx, account).await?;
    let mut sites: BTreeSet<RelyingPartyId> = site_grant::sites(tx, account, cx.now).await?.into_iter().collect();
    sites.extend(store::sites(tx, account).await?);
    for id in sites {
        let Some(hearer) = Hearer::find(tx, cx, id).await? else { continue };
        // What one holds that cannot be read ends in any case: nobody may use it until it can, and then it asks anew.
        if hearer.site.as_ref().is_some_and(|site| site.rule.takes(standing).is_ok()) {
            continue;
        }
        site_grant::end_of_site(tx, account, id, "site-level-lost", cx.now).await?;
        let known = store::take_site(tx, account, id).await?;
        everywhere(tx, cx, account, (&hearer, &known), Reason::LevelLost).await?;
        audit::record(tx, cx, account, Act::by_system("site-level-lost").on(hearer.client_id)).await?;
    }
    Ok(())
}
