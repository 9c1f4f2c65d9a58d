//! Signed JSON: algorithms, keys, compact signatures and tokens (RFC 7515 to 7519).

mod algorithm;

pub use algorithm::Algorithm;
