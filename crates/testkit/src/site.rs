//! Sites that keep what they are told and publish documents, or are away for a while.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use okno_app::ports::{CallFault, PortError, SiteAddress, SiteBrowser, SiteReply, Sites};
use okno_domain::{
    account::AccountId,
    developer::{Member, MemberRole, SiteKind},
};
use okno_store::{Store, developer, relying_party};
use tokio::sync::Semaphore;

use crate::World;

/// How a site behaves at an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// It answers.
    #[default]
    Well,
    /// It cannot be reached.
    Away,
    /// It says that it will not.
    Refuses,
}

/// An address that is reached and does not answer before it is let to.
#[derive(Debug)]
pub struct Gate {
    reached: Semaphore,
    open: Semaphore,
}

impl Gate {
    /// Waits until somebody has come there.
    pub async fn reached(&self) {
        self.reached.acquire().await.expect("nobody closes this").forget();
    }

    /// From now on it answers.
    pub fn open(&self) {
        self.open.close();
    }

    async fn pass(&self) {
        self.reached.add_permits(1);
        // There is never a permit: what is waited for is the end of the waiting.
        let _ = self.open.acquire().await;
    }
}

/// The sites.
#[derive(Debug, Default)]
pub struct TestSites {
    gates: Mutex<HashMap<String, Arc<Gate>>>,
    told: Mutex<Vec<(String, String)>>,
    moods: Mutex<HashMap<String, Mood>>,
    documents: Mutex<HashMap<String, Vec<u8>>>,
    tries: AtomicUsize,
    fetches: AtomicUsize,
    looks: Arc<Looks>,
}

/// What browsers that look at sites find, and where they were.
#[derive(Default)]
struct Looks {
    answers: Mutex<HashMap<String, Result<SiteReply, CallFault>>>,
    opened: Mutex<Vec<(String, Option<String>)>>,
    inside: Mutex<Vec<String>>,
    watched: Mutex<Option<Store>>,
}

impl std::fmt::Debug for Looks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Looks")
    }
}

impl Looks {
    fn note(&self, address: &SiteAddress<'_>) {
        if !address.private.is_empty() {
            lock(&self.inside).push(address.url.to_owned());
        }
    }
}

/// A browser that finds what the test says.
struct TestBrowser(Arc<Looks>);

#[async_trait]
impl SiteBrowser for TestBrowser {
    async fn open(&mut self, address: &SiteAddress<'_>, form: Option<&str>) -> Result<SiteReply, CallFault> {
        lock(&self.0.opened).push((address.url.to_owned(), form.map(str::to_owned)));
        self.0.note(address);
        let watched = lock(&self.0.watched).clone();
        if let Some(store) = watched {
            // Where a transaction were open, this would wait for its end for ever.
            let alone = tokio::time::timeout(std::time::Duration::from_secs(20), store.write()).await;
            assert!(alone.is_ok_and(|begun| begun.is_ok()), "a site is called while a transaction is open");
        }
        let bare = address.url.split(['?', '#']).next().unwrap_or_default();
        let found = lock(&self.0.answers).get(bare).cloned();
        found.unwrap_or_else(|| {
            let status = if form == Some("") { 400 } else { 200 };
            Ok(SiteReply { status, ..SiteReply::default() })
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TestSites {
    /// The tokens that were brought to this address, the oldest first.
    pub fn told(&self, url: &str) -> Vec<String> {
        lock(&self.told).iter().filter(|(at, _)| at == url).map(|(_, token)| token.clone()).collect()
    }

    /// How often anybody was called to be told, in vain or not.
    pub fn tries(&self) -> usize {
        self.tries.load(Ordering::SeqCst)
    }

    /// From now on the site behaves so at this address.
    pub fn set(&self, url: &str, mood: Mood) {
        lock(&self.moods).insert(url.to_owned(), mood);
    }

    /// From now on the site is reached at this address, and answers once it is let to.
    pub fn hold(&self, url: &str) -> Arc<Gate> {
        let gate = Arc::new(Gate { reached: Semaphore::new(0), open: Semaphore::new(0) });
        lock(&self.gates).insert(url.to_owned(), Arc::clone(&gate));
        gate
    }

    /// Publishes a document.
    pub fn publish(&self, url: &str, document: impl Into<Vec<u8>>) {
        lock(&self.documents).insert(url.to_owned(), document.into());
    }

    /// How often documents were fetched, in vain or not.
    pub fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }

    /// What a browser finds at this address from now on, whatever its query; else it is 200, and 400 for an empty form.
    pub fn answer(&self, url: &str, reply: Result<SiteReply, CallFault>) {
        lock(&self.looks.answers).insert(url.to_owned(), reply);
    }

    /// The same where the site sends the browser on.
    pub fn send_on(&self, url: &str, to: &str) {
        self.answer(url, Ok(SiteReply { status: 302, location: Some(to.to_owned()), certificate: None }));
    }

    /// Where browsers were, with the forms that they sent.
    pub fn opened(&self) -> Vec<(String, Option<String>)> {
        lock(&self.looks.opened).clone()
    }

    /// The addresses that were opened or fetched and might have been in a private network.
    pub fn inside(&self) -> Vec<String> {
        lock(&self.looks.inside).clone()
    }

    /// From now on it is a failure when a browser opens an address while this store has a transaction that writes; where writers
    /// wait for each other.
    pub fn watch(&self, store: &Store) {
        *lock(&self.looks.watched) = Some(store.clone());
    }

    async fn answers(&self, url: &str) -> Result<(), PortError> {
        let gate = lock(&self.gates).get(url).map(Arc::clone);
        if let Some(gate) = gate {
            gate.pass().await;
        }
        match lock(&self.moods).get(url).copied().unwrap_or_default() {
            Mood::Well => Ok(()),
            Mood::Away => Err(PortError::Later { reason: "the test says so".to_owned(), pause_seconds: None }),
            Mood::Refuses => Err(PortError::Refused { reason: "the test says so".to_owned() }),
        }
    }
}

#[async_trait]
impl Sites for TestSites {
    async fn tell(&self, address: &SiteAddress<'_>, logout_token: &str) -> Result<(), PortError> {
        self.tries.fetch_add(1, Ordering::SeqCst);
        if address.url.starts_with("http://") && !address.under_test {
            return Err(PortError::Garbage { reason: "not on this machine".to_owned() });
        }
        self.answers(address.url).await?;
        lock(&self.told).push((address.url.to_owned(), logout_token.to_owned()));
        Ok(())
    }

    async fn fetch(&self, address: &SiteAddress<'_>) -> Result<Vec<u8>, PortError> {
        self.fetches.fetch_add(1, Ordering::SeqCst);
        self.looks.note(address);
        // Others come to ask meanwhile.
        tokio::task::yield_now().await;
        self.answers(address.url).await?;
        let found = lock(&self.documents).get(address.url).cloned();
        found.ok_or_else(|| PortError::Garbage { reason: "there is no such document".to_owned() })
    }

    fn browser(&self) -> Box<dyn SiteBrowser> {
        Box::new(TestBrowser(Arc::clone(&self.looks)))
    }
}

impl World {
    /// From now on this person looks after a site, as if they had entered it at the technology portal.
    pub async fn looks_after(&self, owner: AccountId, client_id: &str) {
        let mut tx = self.app.store.write().await.expect("a transaction");
        let site = relying_party::find(&mut tx, client_id).await.expect("a read").expect("a site").id;
        developer::insert(&mut tx, site, SiteKind::Web, self.clock.get()).await.expect("a record");
        let member = Member { account: owner, role: MemberRole::Owner, since: self.clock.get() };
        let row = developer::MemberRow { member, name_sealed: Vec::new() };
        assert!(developer::join(&mut tx, site, &row).await.expect("a member"));
        tx.commit().await.expect("a commit");
    }
}
