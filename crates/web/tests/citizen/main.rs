//! Registration, login and recovery, walked as a person would, and as someone who may not.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its scene fails, and that is the place"
)]

mod browser;
mod login;
mod password;
mod recovery;
mod registration;
mod registration_edges;
