//! Personal data and their verification, walked in a browser without scripts; and the registries' callback.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod browser;
mod callback;
mod walk;
