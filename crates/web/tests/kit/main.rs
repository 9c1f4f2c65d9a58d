//! The kit around every page, walked as browsers and attackers would.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::unnecessary_literal_unwrap,
    reason = "a test that cannot set its scene fails"
)]

mod certificates;
mod exchange;
mod forms;
mod limits;
mod pages;
mod sessions;
mod support;
