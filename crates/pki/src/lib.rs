//! Certificates and signed messages as pure functions over bytes and a given instant: X.509, CMS, RSA, ECDSA and GOST.
//!
//! No I/O, no clock, no source of randomness and no words of the domain. Everything that is parsed has bounds on size and
//! depth before it is parsed.
