//! What a site publishes at addresses of its own: its keys (`jwks_uri`), and the list of addresses of its sector
//! (`sector_identifier_uri`).
//!
//! Nothing is fetched while a transaction is open. Whoever makes a site's address answer slowly slows down that site's own
//! requests, and nobody else's: those that need the same keys share one call.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use okno_domain::{
    relying_party::{RelyingPartyId, Stage},
    time::{DAY, SignedDuration, Timestamp, after},
};
use okno_oidc::{client::ClientMetadata, jose::KeySet, subject};
use serde_json::Value;

use super::{MOST_KEPT, Site, address};
use crate::{
    context::Cx,
    error::{Error, Result},
    ports::PortError,
    settings::minutes,
};

/// Keys that are too old are fetched again after this time at the earliest when that was in vain.
const IN_VAIN: SignedDuration = SignedDuration::from_secs(10);
/// Nobody can make us fetch the keys of a site more often than this by showing a key that it does not have.
const UNKNOWN_KEY: SignedDuration = SignedDuration::from_secs(60);

/// The keys of a site, as they are read and as they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    /// Those that can be used.
    pub set: Arc<KeySet>,
    /// The document, for what stands beside the keys.
    pub document: Option<Arc<Value>>,
}

#[derive(Clone, Debug, Default)]
struct Kept {
    keys: Option<(Timestamp, Keys)>,
    tried_at: Option<Timestamp>,
}

impl Kept {
    fn younger_than(&self, life: SignedDuration, now: Timestamp) -> Option<&Keys> {
        self.keys.as_ref().filter(|(at, _)| now < after(*at, life)).map(|(_, keys)| keys)
    }

    fn was_tried_within(&self, time: SignedDuration, now: Timestamp) -> bool {
        self.tried_at.is_some_and(|at| now < after(at, time))
    }
}

/// What is kept of one address. Whoever fetches holds the call; the others wait for it.
#[derive(Debug, Default)]
struct Entry {
    call: tokio::sync::Mutex<()>,
    kept: RwLock<Kept>,
}

impl Entry {
    fn look(&self) -> Kept {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Kept)) {
        change(&mut self.kept.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Fetches, unless that was tried within this time.
    async fn fetch(&self, cx: &Cx, site: &Site, url: &str, within: SignedDuration) {
        let _call = self.call.lock().await;
        if self.look().was_tried_within(within, cx.now) {
            return;
        }
        // Noted before: whoever hangs up while the site is asked has had it asked all the same.
        self.change(|kept| kept.tried_at = Some(cx.now));
        let fetched =
            fetch(cx, url, site.stage).await.map_err(|error| error.to_string()).and_then(|bytes| read(&bytes));
        match fetched {
            Ok(keys) => self.change(|kept| kept.keys = Some((cx.now, keys))),
            Err(reason) => {
                tracing::warn!(client_id = site.client.id, reason, "the keys of a site cannot be fetched");
            }
        }
    }
}

fn read(bytes: &[u8]) -> std::result::Result<Keys, String> {
    let set = KeySet::parse(bytes).map_err(|fault| fault.to_string())?;
    let document: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(Keys { set: Arc::new(set), document: Some(Arc::new(document)) })
}

/// Keys that were fetched, by site and address.
#[derive(Debug, Default)]
pub(crate) struct KeyShelf(Mutex<HashMap<(RelyingPartyId, String), Arc<Entry>>>);

impl KeyShelf {
    fn entry(&self, site: &Site, url: &str) -> Arc<Entry> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        Arc::clone(all.entry((site.id, url.to_owned())).or_default())
    }
}

/// The keys of a site: those that it registered, or those that it publishes. None where it publishes some that were never to be
/// had.
pub(crate) async fn keys(cx: &Cx, site: &Site) -> Keys {
    let Some(url) = &site.client.metadata.jwks_uri else {
        let document = site.client.metadata.jwks.clone().map(Arc::new);
        return Keys { set: Arc::clone(&site.keys), document };
    };
    let entry = cx.app.sites.shelf().entry(site, url);
    let life = minutes(cx.settings().single_sign_on.site_keys_minutes);
    if let Some(keys) = entry.look().younger_than(life, cx.now) {
        return keys.clone();
    }
    entry.fetch(cx, site, url, IN_VAIN).await;
    // What was good yesterday is better than to turn everybody away.
    entry.look().younger_than(DAY, cx.now).cloned().unwrap_or_default()
}

/// The keys of a site, for something that is signed by none of these: others, if it publishes others by now.
pub(crate) async fn others_than(cx: &Cx, site: &Site, these: &Keys) -> Option<Keys> {
    let url = site.client.metadata.jwks_uri.as_ref()?;
    let entry = cx.app.sites.shelf().entry(site, url);
    entry.fetch(cx, site, url, UNKNOWN_KEY).await;
    let kept = entry.look();
    kept.younger_than(DAY, cx.now).filter(|keys| !Arc::ptr_eq(&keys.set, &these.set)).cloned()
}

async fn fetch(cx: &Cx, url: &str, stage: Stage) -> std::result::Result<Vec<u8>, PortError> {
    let Some(port) = &cx.app.ports.sites else {
        return Err(PortError::Later { reason: "sites cannot be called".to_owned(), pause_seconds: None });
    };
    port.fetch(&address(cx, stage, url)).await
}

/// Fetches and checks what a site publishes, as far as it must be right before the site is entered: that its sector is its own
/// (OpenID Connect Registration 5). The faults are sentences for whoever enters it. To be called while no transaction is open.
pub async fn check_documents(cx: &Cx, metadata: &ClientMetadata, stage: Stage) -> Result<Vec<String>> {
    let Some(url) = &metadata.sector_identifier_uri else { return Ok(Vec::new()) };
    let fault = match fetch(cx, url, stage).await {
        Ok(bytes) => subject::check_document(&bytes, metadata).err().map(|fault| fault.to_string()),
        Err(PortError::Later { reason, .. }) if cx.app.ports.sites.is_none() => return Err(Error::Unavailable(reason)),
        Err(error) => Some(error.to_string()),
    };
    Ok(fault.map(|fault| format!("sector_identifier_uri: {fault}")).into_iter().collect())
}
