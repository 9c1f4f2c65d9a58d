//! Sites and programs that people sign in to (R212 to R217): how they are found by whoever speaks the protocol.

mod install;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use okno_domain::{
    relying_party::{RelyingPartyId, SiteRule, SiteState, Stage},
    time::Timestamp,
};
use okno_oidc::{
    client::{self, Client, MetadataRule, Profile},
    jose::{Algorithm, KeySet},
};
use okno_store::{
    Read,
    relying_party::{self as store, RelyingPartyRow},
};

pub use install::{Installed, SiteFile, install, list, switch};

use crate::{
    context::Cx,
    error::{Error, Result},
    esia::System,
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

/// Sites that were asked for, each with the version that was read: reading metadata costs more than looking whether they are
/// still the same.
#[derive(Debug, Default)]
pub struct Sites(RwLock<HashMap<String, Arc<Site>>>);

impl Sites {
    fn kept(&self, client_id: &str) -> Option<Arc<Site>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(client_id).map(Arc::clone)
    }

    fn keep(&self, site: &Arc<Site>) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.insert(site.client.id.clone(), Arc::clone(site));
    }
}

/// The active site with this name.
pub async fn find(read: &mut Read, cx: &Cx, client_id: &str) -> Result<Option<Arc<Site>>> {
    let Some(version) = store::version(read, client_id).await? else { return Ok(None) };
    let site = match cx.app.sites.kept(client_id).filter(|site| site.row.version == version) {
        Some(site) => site,
        None => {
            let Some(mut site) = store::find(read, client_id).await?.and_then(Site::of) else { return Ok(None) };
            site.esia = system(read, &site).await?;
            let site = Arc::new(site);
            cx.app.sites.keep(&site);
            site
        }
    };
    Ok(Some(site).filter(|site| site.row.state == SiteState::Active))
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
pub(crate) async fn whatever_its_state(read: &mut Read, id: RelyingPartyId) -> Result<Option<Site>> {
    let Some(name) = store::name(read, id).await? else { return Ok(None) };
    Ok(store::find(read, &name).await?.and_then(Site::of))
}

/// The stored form of a secret of a site.
pub(crate) fn secret_hash(cx: &Cx, id: RelyingPartyId, secret: &str) -> [u8; 32] {
    cx.app.keys.secret_hash("client-secret", id, secret.as_bytes())
}
