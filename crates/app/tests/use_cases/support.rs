//! Requests to the support: writing, files, answers, and who may read what.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set its scene fails, and that is the place"
)]

mod desk;
mod merge;
mod scene;
mod state;
mod withdraw;
mod writing;
