//! Jobs that are given up.

use okno_store::job::{self, NewJob};

use crate::World;

impl World {
    /// Enqueues so many jobs of a name that the program does not know, and lets the worker give them up.
    pub async fn give_up(&self, name: &str, count: usize) {
        let cx = self.cx();
        let mut tx = self.app.store.write().await.expect("the store answers");
        for _ in 0..count {
            let args = serde_json::json!({});
            let new = NewJob { id: cx.fresh_id(), name, args, dedupe: None, lane: "own", run_at: cx.now };
            job::insert(&mut tx, new, cx.now).await.expect("the store answers");
        }
        tx.commit().await.expect("the store answers");
        self.drain().await;
    }
}
