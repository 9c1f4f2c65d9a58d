//! Requests to the support: writing, files, answers, and who may read what.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set its scene fails, and that is the place"
)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/merge.rs"]
mod merge;
#[path = "support/scene.rs"]
mod scene;
#[path = "support/state.rs"]
mod state;
#[path = "support/withdraw.rs"]
mod withdraw;
#[path = "support/writing.rs"]
mod writing;
