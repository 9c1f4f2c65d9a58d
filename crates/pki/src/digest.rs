//! Hash functions by their object identifiers.

use std::fmt;

use der::asn1::ObjectIdentifier;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use streebog::{Digest, Streebog256, Streebog512};

use crate::oid;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DigestAlgorithm {
    /// SHA-1. Collisions can be made: only for names of old things and where the caller says so.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// GOST R 34.11-2012 with 256 bits (RFC 6986).
    Streebog256,
    /// GOST R 34.11-2012 with 512 bits (RFC 6986).
    Streebog512,
}

impl DigestAlgorithm {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Sha1, Self::Sha256, Self::Sha384, Self::Sha512, Self::Streebog256, Self::Streebog512];

    /// The digest of the octets, as the function writes it.
    pub fn of(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(octets).to_vec(),
            Self::Sha256 => Sha256::digest(octets).to_vec(),
            Self::Sha384 => Sha384::digest(octets).to_vec(),
            Self::Sha512 => Sha512::digest(octets).to_vec(),
            Self::Streebog256 => Streebog256::digest(octets).to_vec(),
            Self::Streebog512 => Streebog512::digest(octets).to_vec(),
        }
    }

    /// Octets of a digest.
    pub const fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 | Self::Streebog256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 | Self::Streebog512 => 64,
        }
    }

    /// The object identifier.
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha1 => oid::SHA1,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
            Self::Streebog256 => oid::STREEBOG_256,
            Self::Streebog512 => oid::STREEBOG_512,
        }
    }

    /// The function with this object identifier.
    pub fn find(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| digest.oid() == *oid)
    }

    /// Whether it must not be trusted for signatures any more.
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Sha1)
    }

    /// The name for logs and people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Streebog256 => "Streebog-256",
            Self::Streebog512 => "Streebog-512",
        }
    }
}

impl fmt::Display for DigestAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_examples_of_rfc_6986() {
        // Example 1 is the text of 63 digits; the RFC prints the last octet first.
        let first = b"012345678901234567890123456789012345678901234567890123456789012";
        assert_eq!(
            crate::hex(&DigestAlgorithm::Streebog256.of(first)),
            "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500"
        );
        assert!(crate::hex(&DigestAlgorithm::Streebog512.of(first)).starts_with("1b54d01a4af5b9d5"));
    }

    #[test]
    fn sizes_names_and_identifiers_belong_together() {
        for digest in DigestAlgorithm::ALL {
            assert_eq!(digest.of(b"").len(), digest.size());
            assert_eq!(DigestAlgorithm::find(&digest.oid()), Some(digest));
            assert_eq!(digest.is_weak(), digest == DigestAlgorithm::Sha1);
            assert_eq!(digest.to_string(), digest.as_str());
        }
        assert_eq!(DigestAlgorithm::find(&oid::RSA), None);
        assert_eq!(crate::hex(&DigestAlgorithm::Sha1.of(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    }
}
