//! What a person sees of the sites at which they are signed in, and ends there; and ending a session at a site's wish
//! (RP-Initiated Logout 1.0).

use std::collections::{BTreeMap, BTreeSet};

use okno_domain::{locale::Locale, relying_party::RelyingPartyId, time::Timestamp};

use okno_oidc::{
    authorization::AuthorizationFault,
    issued::id::Hint,
    logout::{self, LogoutStep, VerifiedHint},
    parameter::Parameters,
};

use okno_store::site_grant as store;

use crate::{
    audit::{self, Act},
    claim,
    context::Cx,
    error::{Error, Result},
    protocol::issuer,
    relying_party::{self, Site},
    session::{self, SignedIn},
    signing_key,
    site_grant::session_name,
};

/// What came of a site's wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// It is not sound; nothing was ended.
    Fault(AuthorizationFault),
    /// The person is asked first: any page could send a browser here. The name of the site, if one is known.
    Ask(Option<String>),
    /// Nobody is signed in any more. Where to go; to a page of ours if nowhere.
    Left(Option<String>),
}

/// A site wishes that the session ends. `confirmed` says that the person has agreed on a page of ours.
pub async fn leave(cx: &Cx, parameters: &Parameters, signed_in: Option<&SignedIn>, confirmed: bool) -> Result<Leaving> {
    let request = match logout::read(parameters) {
        Ok(request) => request,
        Err(fault) => return Ok(Leaving::Fault(fault)),
    };
    let hint = match &request.id_token_hint {
        None => None,
        Some(text) => {
            let ring = signing_key::current(cx).await?;
            Hint::read(text, ring.verifier(), issuer(cx)).ok()
        }
    };
    let named = hint.as_ref().and_then(|hint| hint.audience.first()).or(request.client_id.as_ref());
    let site = match named {
        Some(name) => relying_party::find(&mut cx.app.store.read().await?, cx, name).await?,
        None => None,
    };
    let verified = match (&hint, &site) {
        (Some(hint), Some(site)) => Some(VerifiedHint {
            client_id: site.client.id.clone(),
            is_of_this_session: is_of(cx, hint, site, signed_in).await?,
        }),
        _ => None,
    };
    let step = match logout::decide(&request, verified.as_ref(), site.as_ref().map(|site| &site.client)) {
        Ok(step) => step,
        Err(fault) => return Ok(Leaving::Fault(fault)),
    };
    match (step, signed_in) {
        // What is wished for is so already.
        (LogoutStep::End(back) | LogoutStep::Confirm(back), None) => Ok(Leaving::Left(back)),
        (LogoutStep::Confirm(_), Some(_)) if !confirmed => {
            let name = |site: &Site| {
                let metadata = &site.client.metadata;
                metadata.client_name.in_language(cx.locale.tag()).unwrap_or(&site.client.id).to_owned()
            };
            Ok(Leaving::Ask(site.as_deref().map(name)))
        }
        (LogoutStep::End(back) | LogoutStep::Confirm(back), Some(signed_in)) => {
            session::logout(cx, signed_in).await?;
            Ok(Leaving::Left(back))
        }
    }
}

/// Whether a token of the site speaks of the person or the session at this browser.
async fn is_of(cx: &Cx, hint: &Hint, site: &Site, signed_in: Option<&SignedIn>) -> Result<bool> {
    let Some(signed_in) = signed_in else { return Ok(false) };
    if let Some(session) = &hint.session
        && *session == session_name(cx, signed_in.session, site.id)
    {
        return Ok(true);
    }
    let mut read = cx.app.store.read().await?;
    match claim::subject(&mut read, cx, site, signed_in.id()).await {
        Ok(subject) => Ok(subject == hint.subject),
        Err(Error::Bug(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

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
    /// Whether the person's agreement is remembered, and until when.
    pub agreed_until: Option<Timestamp>,
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
            SiteAccess::of(grant.client_id, &grant.metadata, cx.locale)
        });
        let delivered: BTreeSet<String> = serde_json::from_value(grant.delivered)
            .map_err(|error| Error::Bug(format!("site_grant.delivered: {error}")))?;
        let has_ground = grant.is_offline || grant.session_is_there;
        let is_open = grant.ended_at.is_none() && cx.now < grant.expires_at && has_ground;
        site.sign_ins.push(grant.created_at);
        site.delivered.extend(delivered);
        site.is_open |= is_open;
        site.is_offline |= is_open && grant.is_offline;
    }
    for consent in consents.into_iter().filter(|consent| cx.now < consent.expires_at) {
        let site = sites.entry(consent.relying_party).or_insert_with(|| {
            order.push(consent.relying_party);
            SiteAccess::of(consent.client_id, &consent.metadata, cx.locale)
        });
        site.agreed_until = Some(consent.expires_at);
    }
    Ok(order.into_iter().filter_map(|id| sites.remove(&id)).collect())
}

impl SiteAccess {
    fn of(client_id: String, metadata: &serde_json::Value, locale: Locale) -> Self {
        let name = relying_party::name_in(metadata, locale).unwrap_or(&client_id).to_owned();
        Self {
            client_id,
            name,
            sign_ins: Vec::new(),
            delivered: BTreeSet::new(),
            is_open: false,
            is_offline: false,
            agreed_until: None,
        }
    }
}

/// Takes everything back that a site was given: the agreement, and what opens data by it. `NotFound` when it was given nothing.
pub async fn withdraw(cx: &Cx, signed_in: &SignedIn, client_id: &str) -> Result<()> {
    let mut tx = cx.app.store.write().await?;
    let row = okno_store::relying_party::find(&mut tx, client_id).await?.ok_or(Error::NotFound)?;
    let agreed = store::withdraw(&mut tx, signed_in.id(), row.id).await?;
    let ended = store::end_of_site(&mut tx, signed_in.id(), row.id, "withdrawn", cx.now).await?;
    if !agreed && ended == 0 {
        return Err(Error::NotFound);
    }
    audit::record(&mut tx, cx, signed_in.id(), Act::by_person("site-consent-withdrawn").on(client_id)).await?;
    cx.commit(tx).await
}
