//! The world around the process: its database, its neighbours, its visitors.

pub(crate) mod browser;
pub(crate) mod citizen;
pub(crate) mod place;
pub(crate) mod proxy;
pub(crate) mod raw;
pub(crate) mod server;
pub(crate) mod world;

pub(crate) use browser::{Browser, Page};
pub(crate) use citizen::Citizen;
pub(crate) use proxy::Proxy;
pub(crate) use raw::Raw;
pub(crate) use server::Server;
pub(crate) use world::World;

use std::time::Duration;

/// Longer than anything takes on a busy machine; reached only when a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// Asks again and again until there is an answer; panics with `what` when there is none in time.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, ask: impl Fn() -> F) -> T {
    let asking = async {
        loop {
            if let Some(found) = ask().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("never came to pass: {what}"))
}
