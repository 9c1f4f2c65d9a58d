//! The carrier of registered letters: takes batches out of a folder as they appear, moves items on when somebody says so,
//! and tells where they are. It opens no letter; people do, on its page, as the addressee would.
//!
//! Batches are read as docs/protocols/carrier.md says: a folder with `manifest.json`, `SHA256SUMS` and the letters. A batch
//! with a name that was taken before is the same batch. What was taken lies in `.taken/`, so that a restart forgets nothing
//! but the items' ways.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use crate::{
    chance,
    inbox::{Bell, lock},
    net::Running,
    registry::{Garbage, Outage},
};

pub(crate) mod http;
mod words;

/// Where what was taken lies.
const TAKEN: &str = ".taken";
/// How often the folder is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// The largest manifest.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// What the carrier does wrong on request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CarrierSwitches {
    /// It is down.
    pub outage: Outage,
    /// It thinks so long before it answers, milliseconds.
    pub delay_ms: u64,
    /// Questions are answered with garbage.
    pub garbage: Garbage,
    /// Batches stay where they are.
    pub does_not_collect: bool,
    /// It tells of states that nobody has heard of, besides the true ones.
    pub unknown_states: bool,
    /// It tells everything twice and backwards.
    pub out_of_order: bool,
}

/// The states of an item, in the words of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Taken in.
    Accepted,
    /// On its way.
    InTransit,
    /// At the post office.
    AwaitingPickup,
    /// With the addressee.
    HandedOver,
    /// Sent back.
    Returned,
    /// Nobody knows where.
    Lost,
}

impl ItemState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Accepted, Self::InTransit, Self::AwaitingPickup, Self::HandedOver, Self::Returned, Self::Lost];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::InTransit => "in_transit",
            Self::AwaitingPickup => "awaiting_pickup",
            Self::HandedOver => "handed_over",
            Self::Returned => "returned",
            Self::Lost => "lost",
        }
    }

    /// The states that may come next.
    pub fn next(self) -> impl Iterator<Item = Self> {
        let may = move |to: &Self| match self {
            Self::HandedOver | Self::Returned | Self::Lost => false,
            _ => *to > self,
        };
        Self::ALL.into_iter().filter(may)
    }
}

/// Something that happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// What.
    pub state: ItemState,
    /// When.
    pub at: Timestamp,
}

/// A letter on its way.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// Its number.
    pub number: String,
    /// The batch it came in.
    pub batch: String,
    /// The addressee.
    pub name: String,
    /// The address, line by line.
    pub address: Vec<String>,
    /// What happened to it, the oldest first.
    pub events: Vec<Event>,
    #[serde(skip)]
    file: PathBuf,
}

impl Item {
    /// Where it is.
    pub fn state(&self) -> ItemState {
        self.events.last().map_or(ItemState::Accepted, |event| event.state)
    }
}

#[derive(Deserialize)]
struct Manifest {
    format: String,
    batch: String,
    letters: Vec<Letter>,
}

#[derive(Deserialize)]
struct Letter {
    number: String,
    file: String,
    sha256: String,
    name: String,
    address: Vec<String>,
}

/// A batch that cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum BatchFault {
    /// A file cannot be read.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// The manifest is none.
    #[error("the manifest is malformed: {0}")]
    Manifest(String),
    /// A letter is not the one the manifest names.
    #[error("{0} is not what the manifest says")]
    Changed(String),
}

/// The carrier and the handle of tests.
pub struct Carrier {
    address: SocketAddr,
    folder: Option<PathBuf>,
    switches: watch::Sender<CarrierSwitches>,
    items: Mutex<BTreeMap<String, Item>>,
    bell: Bell,
}

impl Carrier {
    pub(crate) fn new(address: SocketAddr, folder: Option<PathBuf>, bell: Bell) -> Arc<Self> {
        let switches = watch::Sender::new(CarrierSwitches::default());
        Arc::new(Self { address, folder, switches, items: Mutex::default(), bell })
    }

    /// Looks into the folder from now on.
    pub(crate) fn watch(self: &Arc<Self>, running: &Running) {
        let carrier = Arc::clone(self);
        running.spawn(async move {
            loop {
                let looking = Arc::clone(&carrier);
                if tokio::task::spawn_blocking(move || looking.collect()).await.is_err() {
                    tracing::warn!("looking for batches broke off");
                }
                tokio::time::sleep(LOOK).await;
            }
        });
    }

    /// Where its pages are.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The switches as they are.
    pub fn switches(&self) -> CarrierSwitches {
        self.switches.borrow().clone()
    }

    /// Sets switches.
    pub fn set(&self, change: impl FnOnce(&mut CarrierSwitches)) {
        self.switches.send_modify(change);
    }

    /// Whether connections are to be closed without a word.
    pub(crate) fn is_broken(&self) -> bool {
        self.switches.borrow().outage == Outage::Close
    }

    /// Every item, the newest number last.
    pub fn items(&self) -> Vec<Item> {
        lock(&self.items).values().cloned().collect()
    }

    /// Those to an addressee whose name begins so, as soon as there is one, or after the time to wait.
    pub(crate) async fn items_for(&self, name: &str, limit: Duration) -> Vec<Item> {
        let found = || {
            let items: Vec<_> = self.items().into_iter().filter(|item| item.name.starts_with(name)).collect();
            Some(items).filter(|items| !items.is_empty())
        };
        self.bell.wait_for(limit, found).await.unwrap_or_default()
    }

    /// One item.
    pub fn item(&self, number: &str) -> Option<Item> {
        lock(&self.items).get(number).cloned()
    }

    /// The letter itself.
    pub fn letter(&self, number: &str) -> Option<Vec<u8>> {
        fs::read(self.item(number)?.file).ok()
    }

    /// Moves an item to a state that may come next; false when it may not.
    pub fn move_on(&self, number: &str, to: ItemState) -> bool {
        let now = chance::now();
        let mut items = lock(&self.items);
        let Some(item) = items.get_mut(number).filter(|item| item.state().next().any(|next| next == to)) else {
            return false;
        };
        item.events.push(Event { state: to, at: now });
        drop(items);
        self.bell.ring();
        true
    }

    /// Takes the batches that lie in the folder.
    pub fn collect(&self) {
        let Some(folder) = &self.folder else { return };
        if self.switches.borrow().does_not_collect {
            return;
        }
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || !entry.path().is_dir() {
                continue;
            }
            match self.take(folder, &entry.path(), &name) {
                Ok(letters) => tracing::info!(batch = name, letters, "a batch was taken"),
                Err(error) => {
                    tracing::warn!(batch = name, %error, "a batch is set aside");
                    let _ = fs::rename(entry.path(), folder.join(format!(".refused-{name}")));
                }
            }
        }
    }

    fn take(&self, folder: &Path, batch: &Path, name: &str) -> Result<usize, BatchFault> {
        let letters = read(batch, name)?;
        let taken = folder.join(TAKEN);
        fs::create_dir_all(&taken)?;
        let target = taken.join(name);
        if target.exists() {
            // It was taken before.
            fs::remove_dir_all(batch)?;
            return Ok(0);
        }
        fs::rename(batch, &target)?;
        let now = chance::now();
        let mut items = lock(&self.items);
        let count = letters.len();
        for Letter { number, file, name: addressee, address, .. } in letters {
            let events = vec![Event { state: ItemState::Accepted, at: now }];
            let item =
                Item { batch: name.to_owned(), name: addressee, address, events, file: target.join(file), number };
            items.insert(item.number.clone(), item);
        }
        drop(items);
        self.bell.ring();
        Ok(count)
    }
}

/// Reads a batch and compares every letter with the manifest.
fn read(batch: &Path, name: &str) -> Result<Vec<Letter>, BatchFault> {
    let path = batch.join("manifest.json");
    if fs::metadata(&path)?.len() > MOST_BYTES {
        return Err(BatchFault::Manifest("too large".to_owned()));
    }
    let manifest: Manifest =
        serde_json::from_slice(&fs::read(path)?).map_err(|error| BatchFault::Manifest(error.to_string()))?;
    if manifest.format != "okno-letters/1" || manifest.batch != name {
        return Err(BatchFault::Manifest("another format, or another batch".to_owned()));
    }
    for letter in &manifest.letters {
        let is_plain = !letter.file.contains(['/', '\\']) && !letter.file.starts_with('.');
        let bytes = if is_plain { fs::read(batch.join(&letter.file))? } else { Vec::new() };
        let mut found = String::new();
        for byte in Sha256::digest(&bytes) {
            let _ = write!(found, "{byte:02x}");
        }
        if found != letter.sha256 || !bytes.starts_with(b"%PDF-") {
            return Err(BatchFault::Changed(letter.file.clone()));
        }
    }
    Ok(manifest.letters)
}
