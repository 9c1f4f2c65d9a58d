//! Certificates and signed messages as pure functions over bytes and a given instant: X.509, CMS, RSA, ECDSA and GOST.
//!
//! No I/O, no clock, no source of randomness and no words of the domain. Everything that is parsed has bounds on size and
//! depth before it is parsed.
//!
//! A signature is always checked by a key the caller trusts: this crate says whether octets were signed by that key, not
//! whether the key belongs to somebody. Chains, revocation and policies are not its business.

mod asn1;
pub mod base64;
pub mod certificate;
pub mod cms;
pub mod digest;
pub mod gost;
pub mod oid;
pub mod public_key;
pub mod scheme;

use std::fmt::Write;

pub use asn1::Asn1Error;

/// Octets as hexadecimal digits in lower case.
pub fn hex(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        // Writing to a string does not fail.
        let _ = write!(text, "{octet:02x}");
    }
    text
}
