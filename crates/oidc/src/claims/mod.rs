//! Which claims a client asks for and which it gets (OpenID Connect Core 5.4 and 5.5, OpenID Identity Assurance). Nothing is
//! delivered that was not asked for, agreed to and at hand; what cannot be had as asked is left out, not bent.

mod delivery;
mod request;
mod verified;

pub use crate::bounded::JsonError;
pub use delivery::{Asked, Available, Plan, ScopeClaims};
pub use request::{ClaimDemand, ClaimsError, ClaimsRequest, Place, PlaceDemand};
pub use verified::{EVIDENCE, VerifiedDemand, VerifiedRecord};
