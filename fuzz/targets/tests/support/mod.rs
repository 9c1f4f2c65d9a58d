//! Seeds, and hearing of panics in any thread or task.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
};

use okno_fuzz_targets::Target;

pub(crate) fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../corpus")
}

/// The seeds of a target by name, in a steady order.
pub(crate) fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let Ok(files) = fs::read_dir(corpus().join(target)) else { return Vec::new() };
    let mut seeds: Vec<(String, Vec<u8>)> = files
        .map(|file| file.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    seeds.sort();
    seeds
}

/// Counts panics: the asynchronous runtime would swallow one in a task.
pub(crate) struct Panics {
    count: Arc<AtomicUsize>,
    _one_at_a_time: MutexGuard<'static, ()>,
}

static LOCK: Mutex<()> = Mutex::new(());

impl Panics {
    pub(crate) fn counted() -> Self {
        let lock = LOCK.lock().unwrap();
        let count = Arc::new(AtomicUsize::new(0));
        let (counter, shown) = (Arc::clone(&count), std::panic::take_hook());
        std::panic::set_hook(Box::new(move |info| {
            counter.fetch_add(1, Ordering::SeqCst);
            shown(info);
        }));
        Self { count, _one_at_a_time: lock }
    }

    /// Whether anything panics when the target gets this input.
    pub(crate) fn happen(&self, target: Target, bytes: &[u8]) -> bool {
        let before = self.count.load(Ordering::SeqCst);
        let outcome = catch_unwind(AssertUnwindSafe(|| target(bytes)));
        outcome.is_err() || self.count.load(Ordering::SeqCst) > before
    }
}
