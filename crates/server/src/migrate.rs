//! `okno migrate`: brings the database to the schema of this program.

use std::time::Duration;

use okno_app::Clock as _;

use crate::{
    Outcome,
    config::Config,
    serve,
    system::{self, SystemClock},
    wiring,
};

/// Migrates and says what was missing.
pub(crate) fn run(config: &Config) -> Outcome {
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(config, Duration::ZERO).await?;
        let done = store.migrate(SystemClock.now()).await?;
        match done.as_slice() {
            [] => system::print(&"The schema is up to date."),
            names => system::print(&format!("Migrated: {}.", names.join(", "))),
        }
    })
}
