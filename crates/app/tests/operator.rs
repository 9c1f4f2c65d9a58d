//! Operators: getting in, being kept out, what is written down, four eyes; on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

#[path = "operator/approval.rs"]
mod approval;
#[path = "operator/duties.rs"]
mod duties;
#[path = "operator/sign_in.rs"]
mod sign_in;
