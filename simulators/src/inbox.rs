//! What has arrived for people: messages kept in order, with a wait for the next one.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

/// So many messages are kept; the oldest go first.
const KEPT: usize = 2_000;

/// Locks, whoever panicked before: the data here are complete at every instant.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Rings at every change of anything; a counter that only grows.
#[derive(Clone, Debug)]
pub(crate) struct Bell(Arc<watch::Sender<u64>>);

impl Bell {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    pub(crate) fn ring(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub(crate) fn count(&self) -> u64 {
        *self.0.borrow()
    }

    /// Waits until `found` finds something, looking again at each ring, at most for `limit`.
    pub(crate) async fn wait_for<T>(&self, limit: Duration, mut found: impl FnMut() -> Option<T>) -> Option<T> {
        let mut ear = self.0.subscribe();
        let waiting = async {
            loop {
                ear.mark_unchanged();
                if let Some(it) = found() {
                    return Some(it);
                }
                if ear.changed().await.is_err() {
                    return None;
                }
            }
        };
        match tokio::time::timeout(limit, waiting).await {
            Ok(it) => it,
            Err(_) => found(),
        }
    }
}

/// Something with a number and a receiver.
pub trait Message {
    /// Its number; later ones have greater numbers.
    fn id(&self) -> u64;
    /// Whether it is for this receiver.
    fn is_for(&self, to: &str) -> bool;
}

struct Kept<T> {
    last: u64,
    messages: VecDeque<Arc<T>>,
}

/// The messages of one kind, for all receivers.
pub struct Inbox<T> {
    kept: Mutex<Kept<T>>,
    bell: Bell,
}

impl<T: Message> Inbox<T> {
    pub(crate) fn new(bell: Bell) -> Self {
        Self { kept: Mutex::new(Kept { last: 0, messages: VecDeque::new() }), bell }
    }

    /// Takes a message in; `make` gets its number and what is there already.
    pub(crate) fn push(&self, make: impl FnOnce(u64, &VecDeque<Arc<T>>) -> T) -> Arc<T> {
        let message = {
            let mut kept = lock(&self.kept);
            kept.last += 1;
            let message = Arc::new(make(kept.last, &kept.messages));
            kept.messages.push_back(Arc::clone(&message));
            if kept.messages.len() > KEPT {
                kept.messages.pop_front();
            }
            message
        };
        self.bell.ring();
        message
    }

    /// Those newer than `after`, for one receiver or for all, oldest first.
    pub fn after(&self, to: Option<&str>, after: u64) -> Vec<Arc<T>> {
        let kept = lock(&self.kept);
        let wanted = |message: &&Arc<T>| message.id() > after && to.is_none_or(|to| message.is_for(to));
        kept.messages.iter().filter(wanted).map(Arc::clone).collect()
    }

    /// Waits until there is one newer than `after`, at most for `limit`; empty when none came.
    pub async fn wait(&self, to: Option<&str>, after: u64, limit: Duration) -> Vec<Arc<T>> {
        let look = || Some(self.after(to, after)).filter(|found| !found.is_empty());
        self.bell.wait_for(limit, look).await.unwrap_or_default()
    }

    /// The number of the newest message, 0 before the first.
    pub fn last(&self) -> u64 {
        lock(&self.kept).last
    }

    /// Forgets all messages; numbers go on.
    pub fn clear(&self) {
        lock(&self.kept).messages.clear();
        self.bell.ring();
    }
}
