//! Personal data and their verification through the use cases, on both engines.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

mod answers;
mod desk;
mod effect;
mod form;
mod outage;
mod scene;
mod submission;
