//! Operators: getting in, being kept out, what is written down, four eyes; on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

mod approval;
mod duties;
mod sign_in;
