//! Personal data and their verification through the use cases, on both engines.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "verification/answers.rs"]
mod answers;
#[path = "verification/desk.rs"]
mod desk;
#[path = "verification/effect.rs"]
mod effect;
#[path = "verification/form.rs"]
mod form;
#[path = "verification/outage.rs"]
mod outage;
#[path = "verification/scene.rs"]
mod scene;
#[path = "verification/submission.rs"]
mod submission;
