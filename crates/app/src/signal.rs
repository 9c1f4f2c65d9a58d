//! Tells open pages of this process that something about an account changed, so that they need not ask again and again
//! (R101). Another process's changes are noticed by the page's own slow fallback.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use okno_domain::account::AccountId;
use tokio::sync::Notify;

/// How many accounts may be watched at once; beyond it pages fall back to asking.
const MOST_WATCHED: usize = 10_000;

/// The accounts that somebody watches.
#[derive(Default)]
pub struct Signals {
    watched: Mutex<HashMap<AccountId, Weak<Notify>>>,
}

impl Signals {
    /// Something to wait on; `None` when too many wait already. Take it before reading the state that is waited for.
    pub fn watch(&self, account: AccountId) -> Option<Arc<Notify>> {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notify) = watched.get(&account).and_then(Weak::upgrade) {
            return Some(notify);
        }
        if watched.len() >= MOST_WATCHED {
            watched.retain(|_, notify| notify.strong_count() > 0);
            if watched.len() >= MOST_WATCHED {
                return None;
            }
        }
        let notify = Arc::new(Notify::new());
        watched.insert(account, Arc::downgrade(&notify));
        Some(notify)
    }

    /// Wakes whoever watches this account.
    pub fn raise(&self, account: AccountId) {
        let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        match watched.get(&account).and_then(Weak::upgrade) {
            Some(notify) => notify.notify_waiters(),
            None => {
                watched.remove(&account);
            }
        }
    }
}
