//! TLS of the program's own: reads certificates, takes renewed ones without a restart, and speaks it on connections.
//!
//! Nothing here decides who a client is: a certificate that was shown goes to the handlers as it came, and the application
//! compares it with what is registered (RFC 8705).

mod certificate;
pub(crate) mod check;
mod connection;
mod files;
mod handshake;
mod keeper;
mod stats;

pub(crate) use connection::{Accepted, serve};
pub(crate) use keeper::{Keeper, Speaker};
pub(crate) use stats::{Exposed, Stats};

#[cfg(test)]
mod tests;
