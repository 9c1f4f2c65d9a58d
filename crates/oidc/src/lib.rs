//! OAuth 2, OpenID Connect and the ESIA dialect as pure protocol: parse, check, decide, build.
//!
//! No storage, no network, no clock and no source of randomness: the present instant, random bytes and signing keys are
//! arguments. It knows nothing of accounts; `app` tells it what is so and carries out what it decides.

pub mod client_assertion;
pub mod dpop;
pub mod jose;
pub mod request_object;
pub mod single_use;
pub mod software_statement;
pub mod issued;
