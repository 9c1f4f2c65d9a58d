//! Signed JSON: algorithms, keys, compact signatures and tokens (RFC 7515 to 7519).
//!
//! What is read here comes from strangers: everything is bounded before it is parsed, has one spelling, and is not looked at
//! before its signature was checked, except for what chooses the key. Unsigned and symmetric JWTs cannot be said.

mod algorithm;
pub(crate) mod base64url;
mod claims;
mod compact;
mod header;
pub(crate) mod json;
mod key;
mod key_set;
mod rsa;
mod signer;
pub mod software;
mod thumbprint;
mod time;

pub use algorithm::Algorithm;
pub(crate) use claims::OF_THE_TOKEN;
pub use claims::{Audience, ClaimFault, Claims};
pub use compact::{JwsFault, Rules, Unverified, Verified, Verifier};
pub use header::{Header, HeaderFault, Types};
pub use json::JsonFault;
pub use key::{Key, KeyFault};
pub use key_set::{KeySet, KeySetFault, LARGEST_SET, MOST_KEYS, PassedOver};
pub use signer::{Issuing, Signer, SigningFault};
pub use thumbprint::Thumbprint;
pub use time::{EXPIRY_LEEWAY, FUTURE_LEEWAY, TimeFault};

pub(crate) use base64url::encode as encode_base64url;
pub(crate) use time::{later, not_before, until};

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod bad_keys;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod vectors;
