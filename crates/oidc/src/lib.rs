//! OAuth 2, OpenID Connect and the ESIA dialect as pure protocol: parse, check, decide, build.
//!
//! No storage, no network, no clock and no source of randomness: the present instant, random bytes and signing keys are
//! arguments. It knows nothing of accounts; `app` tells it what is so and carries out what it decides.

pub mod authorization;
mod bounded;
pub mod claims;
pub mod client;
pub mod client_assertion;
pub mod decision;
pub mod discovery;
pub mod dpop;
pub mod error;
pub mod esia;
pub mod grant;
pub mod introspection;
pub mod issued;
pub mod jose;
pub mod logout;
pub mod parameter;
pub mod pkce;
pub mod registration;
pub mod request_object;
pub mod resource;
pub mod scope;
pub mod single_use;
pub mod software_statement;
pub mod subject;
pub mod token;
