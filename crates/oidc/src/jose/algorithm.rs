//! Names of signature algorithms.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A signature algorithm by its JOSE name. `none` and symmetric ones have no place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519 (RFC 8037).
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// ECDSA on P-256 with SHA-256 (RFC 7518 3.4).
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PSS with SHA-256 (RFC 7518 3.5).
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 3.3).
    #[serde(rename = "RS256")]
    Rs256,
    /// GOST R 34.10-2012 with a key of 256 bits, as ESIA names it.
    #[serde(rename = "GOST3410_2012_256")]
    Gost256,
    /// GOST R 34.10-2012 with a key of 512 bits, as ESIA names it.
    #[serde(rename = "GOST3410_2012_512")]
    Gost512,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 6] = [Self::EdDsa, Self::Es256, Self::Ps256, Self::Rs256, Self::Gost256, Self::Gost512];

    /// What FAPI 2.0 (5.4.1) lets clients and servers sign with.
    pub const FAPI: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Ps256];
    /// What clients without a stricter profile may sign with.
    pub const OPEN: [Self; 4] = [Self::EdDsa, Self::Es256, Self::Ps256, Self::Rs256];

    /// The JOSE name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
            Self::Gost256 => "GOST3410_2012_256",
            Self::Gost512 => "GOST3410_2012_512",
        }
    }

    /// The algorithm of this name; names are exact.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
