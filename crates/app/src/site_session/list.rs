//! The sites that were given something, as the person sees them.

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{relying_party::RelyingPartyId, time::Timestamp};
use okno_store::site_grant as store;

use crate::{
    context::Cx,
    error::{Error, Result},
    relying_party,
    session::SignedIn,
};

/// The most sign-ins that are looked through for the list.
const MOST_LISTED: i64 = 500;

/// A site that was given something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteAccess {
    /// Its name in the protocol.
    pub client_id: String,
    /// What it calls itself.
    pub name: String,
    /// When the person signed in there, the newest first.
    pub sign_ins: Vec<Timestamp>,
    /// The names of claims that were passed on to it.
    pub delivered: BTreeSet<String>,
    /// Whether something of what it was given is still good.
    pub is_open: bool,
    /// Whether it may come for data while the person is away.
    pub is_offline: bool,
    /// Whether a device is connected to it.
    pub has_device: bool,
    /// Whether the person's agreement is remembered, and until when.
    pub agreed_until: Option<Timestamp>,
    /// Where a link leads that has it begin a sign-in, where it can.
    pub opens_at: Option<String>,
}

/// The sites that were given something, those of the newest sign-ins first; then those that may ask without having done so
/// lately.
pub async fn sites(cx: &Cx, signed_in: &SignedIn) -> Result<Vec<SiteAccess>> {
    let mut read = cx.app.store.read().await?;
    let grants = store::list(&mut read, signed_in.id(), MOST_LISTED).await?;
    let consents = store::consents(&mut read, signed_in.id()).await?;
    drop(read);
    let mut order: Vec<RelyingPartyId> = Vec::new();
    let mut sites: BTreeMap<RelyingPartyId, SiteAccess> = BTreeMap::new();
    for grant in grants {
        let site = sites.entry(grant.relying_party).or_insert_with(|| {
            order.push(grant.relying_party);
            SiteAccess::of(cx, grant.client_id, &grant.metadata, grant.site_is_active)
        });
        let delivered: BTreeSet<String> = serde_json::from_value(grant.delivered)
            .map_err(|error| Error::Bug(format!("site_grant.delivered: {error}")))?;
        let has_ground = grant.is_offline || grant.session_is_there;
        let is_open = grant.ended_at.is_none() && cx.now < grant.expires_at && has_ground && grant.site_is_active;
        site.sign_ins.push(grant.created_at);
        site.delivered.extend(delivered);
        site.is_open |= is_open;
        site.is_offline |= is_open && grant.is_offline;
        site.has_device |= is_open && grant.detail.get("device") == Some(&serde_json::Value::Bool(true));
    }
    for consent in consents.into_iter().filter(|consent| cx.now < consent.expires_at) {
        let site = sites.entry(consent.relying_party).or_insert_with(|| {
            order.push(consent.relying_party);
            SiteAccess::of(cx, consent.client_id, &consent.metadata, consent.site_is_active)
        });
        site.agreed_until = Some(consent.expires_at);
    }
    Ok(order.into_iter().filter_map(|id| sites.remove(&id)).collect())
}

impl SiteAccess {
    fn of(cx: &Cx, client_id: String, metadata: &serde_json::Value, is_active: bool) -> Self {
        let name = relying_party::name_in(metadata, cx.locale).unwrap_or(&client_id).to_owned();
        Self {
            client_id,
            name,
            sign_ins: Vec::new(),
            delivered: BTreeSet::new(),
            is_open: false,
            is_offline: false,
            has_device: false,
            agreed_until: None,
            opens_at: is_active.then(|| relying_party::start_address(cx, metadata, None)).flatten(),
        }
    }
}
