//! A registry by docs/protocols/registry-exchange.md: takes signed requests, answers later, repeats until acknowledged.
//!
//! The log is in memory: a restart forgets tickets, which the protocol allows for and Okno must bear.

use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::{
    inbox::{Bell, lock},
    keys::{self, AskerKey, KeyFault},
    net::Running,
    population::Population,
};

mod delivery;
pub(crate) mod http;
mod matching;
mod message;
mod switches;

pub use matching::{Kind, Verdict};
pub use message::{RequestFault, check_request};
pub use switches::{Garbage, Outage, Switches};

/// So many requests are kept; the oldest go first.
const KEPT: usize = 10_000;

/// The registries there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistryName {
    /// Checks SNILS.
    PensionFund,
    /// Checks passports.
    InteriorMinistry,
}

impl RegistryName {
    /// Both.
    pub const ALL: [Self; 2] = [Self::PensionFund, Self::InteriorMinistry];

    /// The name in messages, file names and addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PensionFund => "pension_fund",
            Self::InteriorMinistry => "interior_ministry",
        }
    }

    /// What it can be asked.
    pub const fn kind(self) -> Kind {
        match self {
            Self::PensionFund => Kind::Snils,
            Self::InteriorMinistry => Kind::InternalPassport,
        }
    }
}

/// One attempt to hand an answer over.
#[derive(Clone, Debug, Serialize)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// The status that came back; absent if there was none.
    pub status: Option<u16>,
}

/// An answer as the log has it.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Its own id.
    pub id: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it has been acknowledged.
    pub acknowledged: bool,
    /// Callbacks sent, the oldest first.
    pub callbacks: Vec<Attempt>,
    /// How often it was fetched.
    pub fetched: u32,
}

/// A request as the log has it.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// The registry's name for it.
    pub ticket: String,
    /// The asker's name for it: the idempotency key.
    pub jti: Uuid,
    /// Who asks.
    pub iss: String,
    /// What is asked.
    pub kind: Kind,
    /// The data to compare.
    pub subject: BTreeMap<String, String>,
    /// Where the answer is wanted.
    pub callback: Option<String>,
    /// When it first came.
    pub received_at: Timestamp,
    /// How often it came.
    pub submissions: u32,
    /// How often its answer was asked for.
    pub polls: u32,
    /// What was answered, the oldest first.
    pub answers: Vec<Answer>,
    #[serde(skip)]
    pub(crate) digest: [u8; 32],
    #[serde(skip)]
    pub(crate) order: u64,
    #[serde(skip)]
    pub(crate) release: Arc<Notify>,
}

#[derive(Default)]
struct Log {
    received: u64,
    requests: VecDeque<Request>,
}

impl Log {
    fn by_key(&mut self, jti: Uuid) -> Option<&mut Request> {
        self.requests.iter_mut().find(|request| request.jti == jti)
    }

    fn by_answer(&mut self, id: Uuid) -> Option<&mut Answer> {
        self.requests.iter_mut().flat_map(|request| &mut request.answers).find(|answer| answer.id == id)
    }
}

/// A registry: its log, its switches, its key. Also the handle that tests hold.
pub struct Registry {
    name: RegistryName,
    population: Arc<Population>,
    key: SigningKey,
    asker: AskerKey,
    asker_key_id: String,
    client: reqwest::Client,
    initial: Switches,
    switches: watch::Sender<Switches>,
    log: Mutex<Log>,
    bell: Bell,
    running: Running,
}

impl Registry {
    pub(crate) fn new(
        name: RegistryName,
        (keys, asker_key_id): (&Path, &str),
        switches: Switches,
        population: Arc<Population>,
        client: reqwest::Client,
        bell: Bell,
        running: Running,
    ) -> Result<Arc<Self>, KeyFault> {
        Ok(Arc::new(Self {
            name,
            population,
            key: keys::signing_key(keys, name.word())?,
            asker: AskerKey::in_dir(keys),
            asker_key_id: asker_key_id.to_owned(),
            client,
            switches: watch::Sender::new(switches.clone()),
            initial: switches,
            log: Mutex::default(),
            bell,
            running,
        }))
    }

    /// Which one it is.
    pub fn name(&self) -> RegistryName {
        self.name
    }

    /// The switches as they are.
    pub fn switches(&self) -> Switches {
        self.switches.borrow().clone()
    }

    /// Sets switches. Holding back ends for what is held when its switch is turned off.
    pub fn set(&self, change: impl FnOnce(&mut Switches)) {
        let held = |switches: &Switches| switches.manual || switches.late;
        let mut freed = false;
        self.switches.send_modify(|switches| {
            let before = held(switches);
            change(switches);
            freed = before && !held(switches);
        });
        if freed {
            self.release();
        }
        self.bell.ring();
    }

    /// Puts all switches back to where they were at the start.
    pub fn reset(&self) {
        self.set(|switches| *switches = self.initial.clone());
    }

    /// Lets everything go that is held back or delayed.
    pub fn release(&self) {
        for request in &lock(&self.log).requests {
            if request.answers.is_empty() {
                request.release.notify_one();
            }
        }
    }

    /// The log, the newest first.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.log).requests.iter().rev().cloned().collect()
    }

    /// Waits until the log satisfies `wanted`, at most for `limit`.
    pub async fn wait_until(&self, limit: Duration, wanted: impl Fn(&[Request]) -> bool) -> Option<Vec<Request>> {
        self.bell.wait_for(limit, || Some(self.requests()).filter(|requests| wanted(requests))).await
    }

    /// Forgets all requests, as a registry does that lost its data.
    pub fn forget(&self) {
        lock(&self.log).requests.clear();
        self.bell.ring();
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.switches.borrow().outage == Outage::Close
    }
}
