//! Second factors, restrictions and the notices of logins, on both engines (B1, B2, B4, B5).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "factor/login.rs"]
mod login;
#[path = "factor/passkey.rs"]
mod passkey;
#[path = "factor/restriction.rs"]
mod restriction;
#[path = "factor/scene.rs"]
mod scene;
#[path = "factor/setup.rs"]
mod setup;
