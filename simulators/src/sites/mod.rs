//! Three invented sites where people sign in with their account at the portal, each a client of another kind.
//!
//! They know the portal by the protocol alone: discovery, keys, tokens and logout as any integrator would read them, with the
//! checks of the `openidconnect` library. None of it is shared with the portal's own side. How a site is entered at the portal
//! is `entry`; a sign-in is `sign_in`; the end of a session that came from elsewhere is `logout`.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    inbox::{Bell, lock},
    keys::{self, KeyFault},
    registry::Outage,
};

mod account;
mod entry;
mod fault;
pub(crate) mod http;
mod logout;
mod memory;
mod portal;
mod proof;
mod sign_in;
mod words;

use entry::TAX_SECRET;
use memory::Memory;
use portal::Portal;
use proof::Proof;

/// The sites there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteName {
    /// The pension fund's: confirmed accounts, pushed requests, keys in place of secrets.
    Pension,
    /// The tax service's: confirmed accounts, but not by letter alone; a secret.
    Tax,
    /// A shop: every account; a public client.
    Shop,
}

impl SiteName {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pension, Self::Tax, Self::Shop];

    /// The name among the systems.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pension => "pension_site",
            Self::Tax => "tax_site",
            Self::Shop => "shop",
        }
    }

    /// The name at the portal.
    pub const fn client_id(self) -> &'static str {
        match self {
            Self::Pension => "pension-fund",
            Self::Tax => "tax-service",
            Self::Shop => "shop",
        }
    }

    /// What it asks for.
    pub(crate) const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Pension => &["fullname", "snils", "level"],
            Self::Tax => &["fullname", "birthdate", "inn", "level"],
            Self::Shop => &["profile", "phone", "email"],
        }
    }
}

/// What a site does wrong on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteSwitches {
    /// It is down.
    pub outage: Outage,
    /// It thinks so long before it answers that it knows of the end of a session, milliseconds.
    pub delay_ms: u64,
    /// It refuses to hear that a session has ended.
    pub refuse_logout: bool,
}

/// A site and the handle of tests.
pub struct Site {
    name: SiteName,
    /// Where it is, without a slash at the end.
    url: String,
    proof: Proof,
    portal: Portal,
    locale: okno_domain::locale::Locale,
    switches: watch::Sender<SiteSwitches>,
    memory: Mutex<Memory>,
    bell: Bell,
}

/// What all sites have in common.
pub(crate) struct Surroundings<'a> {
    pub(crate) keys: &'a Path,
    pub(crate) portal: Option<String>,
    pub(crate) http: reqwest::Client,
    pub(crate) locale: okno_domain::locale::Locale,
    pub(crate) bell: Bell,
}

impl Site {
    pub(crate) fn new(
        name: SiteName,
        address: std::net::SocketAddr,
        around: &Surroundings<'_>,
    ) -> Result<Arc<Self>, KeyFault> {
        let proof = match name {
            SiteName::Pension => Proof::Key(Box::new(keys::signing_key(around.keys, name.word())?)),
            SiteName::Tax => Proof::Secret(TAX_SECRET),
            SiteName::Shop => Proof::Nothing,
        };
        Ok(Arc::new(Self {
            name,
            url: format!("http://{address}"),
            proof,
            portal: Portal::new(around.portal.clone(), around.http.clone()),
            locale: around.locale,
            switches: watch::Sender::new(SiteSwitches::default()),
            memory: Mutex::default(),
            bell: around.bell.clone(),
        }))
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The switches as they are.
    pub fn switches(&self) -> SiteSwitches {
        self.switches.borrow().clone()
    }

    /// Sets switches.
    pub fn set(&self, change: impl FnOnce(&mut SiteSwitches)) {
        self.switches.send_modify(change);
    }

    /// How many people are signed in.
    pub fn signed_in(&self) -> usize {
        lock(&self.memory).signed_in()
    }

    /// Whether connections are to be closed without a word.
    pub(crate) fn is_broken(&self) -> bool {
        self.switches.borrow().outage == Outage::Close
    }
}
