//! Sites and programs that people sign in to (R212 to R217): how they are found by whoever speaks the protocol.

mod install;
mod invitation;
mod keys;
mod register;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use okno_domain::{
    relying_party::{RelyingPartyId, SiteRule, SiteState, Stage},
    time::Timestamp,
};
use okno_oidc::{
    client::{self, Client, ClientMetadata, MetadataRule, Profile},
    jose::{Algorithm, KeySet},
    logout,
};
use okno_store::{
    Read,
    relying_party::{self as store, RelyingPartyRow},
};
use url::{Host, Url};

pub(crate) use install::OVERLAP_HOURS;
pub use install::{Installed, SiteFile, install, list, switch};
pub use invitation::{InvitationToken, NewInvitation, invitations, invite, revoke_invitation};
pub use keys::check_documents;
pub(crate) use keys::{Keys, keys, others_than};
pub use register::{
    RegistrationToken, change_registration, give_up_registration, register, registered, takes_registrations,
    unreadable_issuers,
};

use crate::{
    context::Cx,
    error::{Error, Result},
    esia::System,
    ports::SiteAddress,
    site_session::Turns,
};

/// More sites than are ever active at once; beyond that the whole of the memory is given up.
const MOST_KEPT: usize = 10_000;

/// A site, read from its row.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its id in the database.
    pub id: RelyingPartyId,
    /// Its name, profile and metadata.
    pub client: Client,
    /// Its rule.
    pub rule: SiteRule,
    /// The keys that it registered.
    pub keys: Arc<KeySet>,
    /// Whether it works with real people.
    pub stage: Stage,
    /// Its row.
    pub row: RelyingPartyRow,
    /// What it registered for the dialect of ESIA, if it speaks it.
    pub esia: Option<Arc<System>>,
    /// Whether what becomes of its requests is counted: somebody entered it at the technology portal, and looks at that there.
    pub is_counted: bool,
}

impl Site {
    /// Reads a row. What this program would not take any more is told to the log, and there is no such site.
    pub fn of(row: RelyingPartyRow) -> Option<Self> {
        let profile = Profile::find(&row.profile)?;
        let rule = MetadataRule {
            profile,
            algorithms: &Algorithm::ALL,
            front_channel: row.rule.front_channel,
            under_test: row.stage == Stage::Test,
        };
        let metadata = match client::read_object(row.metadata.as_object()?, &rule) {
            Ok(metadata) => metadata,
            Err(faults) => {
                tracing::warn!(
                    client_id = row.client_id,
                    faults = faults.sentence(),
                    "a site's metadata are not sound"
                );
                return None;
            }
        };
        let keys = metadata.jwks.as_ref().and_then(|jwks| KeySet::from_json(jwks).ok()).unwrap_or_default();
        let client = Client { id: row.client_id.clone(), profile, metadata };
        Some(Self {
            id: row.id,
            client,
            rule: row.rule.clone(),
            keys: Arc::new(keys),
            stage: row.stage,
            row,
            esia: None,
            is_counted: false,
        })
    }

    /// Whether this hash is that of a secret in force.
    pub fn knows_secret(&self, hash: &[u8; 32], now: Timestamp) -> bool {
        use subtle::ConstantTimeEq;
        let is = |stored: Option<[u8; 32]>| stored.is_some_and(|stored| bool::from(stored.ct_eq(hash)));
        let previous = is(self.row.previous_secret_hash) && self.row.previous_secret_until.is_some_and(|end| now < end);
        is(self.row.secret_hash) || previous
    }
}

/// What this process has in mind of sites: those that were asked for, each with the version that was read, since reading metadata
/// costs more than looking whether they are still the same; and the calls to them.
#[derive(Debug, Default)]
pub struct Sites {
    known: RwLock<HashMap<String, Arc<Site>>>,
    turns: Turns,
    shelf: keys::KeyShelf,
}

impl Sites {
    /// The calls under way.
    pub(crate) const fn turns(&self) -> &Turns {
        &self.turns
    }

    const fn shelf(&self) -> &keys::KeyShelf {
        &self.shelf
    }

    fn kept(&self, client_id: &str) -> Option<Arc<Site>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(client_id).map(Arc::clone)
    }

    fn keep(&self, site: &Arc<Site>) {
        let mut all = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.insert(site.client.id.clone(), Arc::clone(site));
    }
}

/// The active site with this name.
pub async fn find(read: &mut Read, cx: &Cx, client_id: &str) -> Result<Option<Arc<Site>>> {
    Ok(known(read, cx, client_id).await?.filter(|site| site.row.state == SiteState::Active))
}

/// The site with this name, whatever its state.
async fn known(read: &mut Read, cx: &Cx, client_id: &str) -> Result<Option<Arc<Site>>> {
    let Some(mark) = store::version(read, client_id).await? else { return Ok(None) };
    // A name can be another site's by now: mnemonics are chosen, and free again once their system is deleted.
    if let Some(site) = cx.app.sites.kept(client_id).filter(|site| (site.id, site.row.version) == mark) {
        return Ok(Some(site));
    }
    let Some(mut site) = store::find(read, client_id).await?.and_then(Site::of) else { return Ok(None) };
    site.esia = system(read, &site).await?;
    // It is so from the site's first version to its last.
    site.is_counted = okno_store::developer::find(read, site.id).await?.is_some();
    let site = Arc::new(site);
    cx.app.sites.keep(&site);
    Ok(Some(site))
}

/// What a site registered for the dialect of ESIA. What this program would not take any more is told to the log.
async fn system(read: &mut Read, site: &Site) -> Result<Option<Arc<System>>> {
    let Some(registration) = okno_store::esia::system(read, site.id).await? else { return Ok(None) };
    let read = serde_json::from_value(registration).map_err(|error| vec![error.to_string()]).and_then(System::read);
    match read {
        Ok(system) => Ok(Some(Arc::new(system))),
        Err(faults) => {
            tracing::warn!(client_id = site.client.id, faults = faults.join("; "), "a registration is not sound");
            Ok(None)
        }
    }
}

/// The active site with this id; `NotFound` when there is none.
pub async fn by_id(read: &mut Read, cx: &Cx, id: RelyingPartyId) -> Result<Arc<Site>> {
    let name = store::name(read, id).await?.ok_or(Error::NotFound)?;
    find(read, cx, &name).await?.ok_or(Error::NotFound)
}

/// The site with this id, whether it may be used or not.
pub(crate) async fn of_id(read: &mut Read, cx: &Cx, id: RelyingPartyId) -> Result<Option<Arc<Site>>> {
    match store::name(read, id).await? {
        Some(name) => known(read, cx, &name).await,
        None => Ok(None),
    }
}

/// What a site calls itself, by what it registered.
pub(crate) fn name_in(metadata: &serde_json::Value, locale: okno_domain::locale::Locale) -> Option<&str> {
    let own = format!("client_name#{}", locale.tag());
    metadata.get(&own).or_else(|| metadata.get("client_name")).and_then(serde_json::Value::as_str)
}

/// Where a site begins a sign-in for somebody who follows a link of ours (OpenID Connect Core 4), by what it registered.
pub(crate) fn start_address(cx: &Cx, metadata: &serde_json::Value, target: Option<&str>) -> Option<String> {
    let registered = metadata.get("initiate_login_uri")?.as_str()?.to_owned();
    let metadata = ClientMetadata { initiate_login_uri: Some(registered), ..ClientMetadata::default() };
    let client = Client { id: String::new(), profile: Profile::Plain, metadata };
    logout::initiation(&client, crate::protocol::issuer(cx), None, target)
}

/// Where a site is called. One under test may be on this very machine where the portal is there itself, for whoever tries things out;
/// anywhere else a stranger's site under test would have us call what only we can reach.
pub(crate) fn address<'a>(cx: &'a Cx, stage: Stage, url: &'a str) -> SiteAddress<'a> {
    let settings = cx.settings();
    let host = Url::parse(&settings.public_url).ok().and_then(|url| url.host().map(|host| host.to_owned()));
    let is_here = match host {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let private = &settings.single_sign_on.private_addresses;
    SiteAddress { url, under_test: stage == Stage::Test && is_here, private }
}

/// The stored form of a secret of a site.
pub(crate) fn secret_hash(cx: &Cx, id: RelyingPartyId, secret: &str) -> [u8; 32] {
    cx.app.keys.secret_hash("client-secret", id, secret.as_bytes())
}
