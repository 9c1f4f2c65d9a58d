//! The authorization request: from parameters to a checked type, and the answer in each mode (RFC 6749 4.1, OpenID Connect
//! Core 3.1.2, RFC 9126, RFC 9101, RFC 9207, JARM). An error goes to the client only when the address is proved to be its.

mod fault;
mod opening;
mod read;
mod request;
mod response;
#[cfg(test)]
mod tests;

pub use fault::{AuthorizationFault, Destination};
pub use opening::{Opening, PUSHED_PREFIX, Source, opening, pushed_opening};
pub(crate) use read::LONGEST_STATE;
pub use read::{Arrival, Server, object_refused, read, read_device};
pub use request::{AuthorizationRequest, Prompt};
pub use response::{Answer, JwtAnswer, REDIRECT_STATUS, Response};
