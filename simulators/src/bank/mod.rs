//! Two invented banks that know their clients: OpenID Connect providers with a login page, over HTTP.
//!
//! Blue Bridge signs with ES256, says everything in the signed statement, and expects the asker's own signature. Rowan
//! signs with EdDSA, tells its clients' data when asked with the token, expects a password, and lets the client indicate
//! the portal profile. Keys are made anew at each start, as if the bank had changed them.

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::{
    inbox::lock,
    keys::AskerKey,
    population::{Person, Population},
    registry::{Garbage, Outage},
};

mod client;
pub(crate) mod http;
mod token;
mod words;

pub use client::{BankClient, SECRET};
use token::Signer;

/// So many ways through a bank are remembered; more than that and all are forgotten.
const REMEMBERED: usize = 10_000;

/// The banks there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankName {
    /// Everything on the bank's page.
    BlueBridge,
    /// The portal profile is indicated at the bank.
    Rowan,
}

impl BankName {
    /// Both.
    pub const ALL: [Self; 2] = [Self::BlueBridge, Self::Rowan];

    /// The name among the systems.
    pub const fn word(self) -> &'static str {
        match self {
            Self::BlueBridge => "blue_bridge",
            Self::Rowan => "rowan",
        }
    }

    /// Whether the client indicates the portal profile.
    pub(crate) const fn asks_for_profile(self) -> bool {
        matches!(self, Self::Rowan)
    }
}

/// What a bank does wrong on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BankSwitches {
    /// It is down.
    pub outage: Outage,
    /// It thinks so long before it exchanges a code, milliseconds.
    pub delay_ms: u64,
    /// The exchange of a code is answered with garbage.
    pub garbage: Garbage,
    /// Its pages refuse for the client: nobody gets a code.
    pub consent_refused: bool,
    /// Statements are signed with RSA, as OpenID Connect asks of every provider; no fault at all.
    pub rsa: bool,
    /// Statements are signed by another key of the same name.
    pub wrong_signature: bool,
    /// Statements are signed by a key that it does not publish.
    pub unknown_key: bool,
    /// Statements are not signed at all.
    pub no_signature: bool,
    /// Statements are signed with the password that both sides know.
    pub shared_secret: bool,
    /// Statements belong to another authorization.
    pub wrong_nonce: bool,
    /// Statements are meant for somebody else.
    pub wrong_audience: bool,
    /// Statements are another issuer's.
    pub wrong_issuer: bool,
    /// Statements ran out an hour ago.
    pub expired: bool,
    /// Statements are dated an hour ahead.
    pub future: bool,
    /// Neither SNILS nor document is told.
    pub no_identity: bool,
    /// When asked with the token, it tells of another client.
    pub other_client: bool,
}

/// Somebody on the bank's pages.
#[derive(Clone, Debug)]
struct Visit {
    redirect_uri: String,
    state: String,
    nonce: String,
    challenge: String,
    scopes: Vec<String>,
    locale: okno_domain::locale::Locale,
    /// Who logged in.
    client: Option<String>,
    /// The profile that was indicated.
    portal_profile: Option<String>,
}

#[derive(Debug, Default)]
struct Memory {
    visits: HashMap<String, Visit>,
    codes: HashMap<String, Visit>,
    tokens: HashMap<String, Visit>,
    assertions: std::collections::HashSet<String>,
    exchanges: u64,
}

impl Memory {
    fn trim(&mut self) {
        if self.visits.len() + self.codes.len() + self.tokens.len() > REMEMBERED {
            *self = Self::default();
        }
    }
}

/// A bank and the handle of tests.
pub struct Bank {
    name: BankName,
    issuer: String,
    population: Arc<Population>,
    asker: AskerKey,
    asker_key_id: String,
    switches: watch::Sender<BankSwitches>,
    signer: Mutex<Signer>,
    memory: Mutex<Memory>,
}

impl Bank {
    pub(crate) fn new(
        name: BankName,
        address: SocketAddr,
        population: Arc<Population>,
        (keys, asker_key_id): (&Path, &str),
    ) -> Arc<Self> {
        Arc::new(Self {
            name,
            issuer: format!("http://{address}"),
            population,
            asker: AskerKey::in_dir(keys),
            asker_key_id: asker_key_id.to_owned(),
            switches: watch::Sender::new(BankSwitches::default()),
            signer: Mutex::new(Signer::fresh(name)),
            memory: Mutex::default(),
        })
    }

    /// Its name as an issuer.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The switches as they are.
    pub fn switches(&self) -> BankSwitches {
        self.switches.borrow().clone()
    }

    /// Sets switches.
    pub fn set(&self, change: impl FnOnce(&mut BankSwitches)) {
        self.switches.send_modify(change);
    }

    /// Signs with another key from now on, under another name, and publishes that one only.
    pub fn change_keys(&self) {
        *lock(&self.signer) = Signer::fresh(self.name);
    }

    /// How many codes have been exchanged.
    pub fn exchanges(&self) -> u64 {
        lock(&self.memory).exchanges
    }

    /// The person's account at this bank, if they are its client.
    pub fn client(&self, person: &Person) -> Option<BankClient> {
        client::of(self.name, person)
    }

    /// Whether connections are to be closed without a word.
    pub(crate) fn is_broken(&self) -> bool {
        self.switches.borrow().outage == Outage::Close
    }

    /// The client with this login.
    fn client_by_login(&self, login: &str) -> Option<(BankClient, &Person)> {
        let person = self.population.person(login.trim())?;
        Some((self.client(person)?, person))
    }
}
