//! Second factors, restrictions and the notices of logins, on both engines (B1, B2, B4, B5).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod login;
mod passkey;
mod restriction;
pub(crate) mod scene;
mod setup;
