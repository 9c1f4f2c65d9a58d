//! The token endpoint: what a client sends, how it proves who it is, what binds a code to it, and the answer
//! (RFC 6749 3.2, 4.1.3, 5 and 6, RFC 8628 3.4, RFC 8707).

mod authentication;
mod binding;
mod request;
mod response;

pub use authentication::{Credential, Evidence, Proof, challenge_of_basic, evidence};
pub use binding::{CodeBinding, KeyBinding, Presented, RefreshBinding};
pub use request::{Grant, TokenRequest, read};
pub use response::{TokenResponse, TokenType};
