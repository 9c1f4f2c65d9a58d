//! Hashes by which a token names another value (OpenID Connect Core 3.1.3.6, 3.3.2.11; FAPI 1.0 part 2, 5.2.2.1).

use sha2::{Digest, Sha256, Sha512};

use crate::jose::{Algorithm, encode_base64url};

/// The left half of the hash that goes with the algorithm (`at_hash`, `c_hash`, `s_hash`): SHA-256 for the algorithms named
/// after it, SHA-512 for Ed25519, which uses it itself. None for GOST, whose hash this crate does not have.
pub fn half_hash(algorithm: Algorithm, text: &str) -> Option<String> {
    match algorithm {
        Algorithm::Es256 | Algorithm::Ps256 | Algorithm::Rs256 => {
            Some(encode_base64url(Sha256::digest(text).split_at(16).0))
        }
        Algorithm::EdDsa => Some(encode_base64url(Sha512::digest(text).split_at(32).0)),
        Algorithm::Gost256 | Algorithm::Gost512 => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of OpenID Connect Core A.3 and A.6.
    #[test]
    fn half_hashes_of_the_specification() {
        let access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        let code = "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk";
        assert_eq!(half_hash(Algorithm::Rs256, access_token).as_deref(), Some("77QmUPtjPfzWtF2AnpK9RQ"));
        assert_eq!(half_hash(Algorithm::Rs256, code).as_deref(), Some("LDktKdoQak3Pk0cnXxCltA"));
    }

    #[test]
    fn half_hashes_have_the_length_of_their_algorithm() {
        for (algorithm, length) in [
            (Algorithm::Es256, Some(22)),
            (Algorithm::Ps256, Some(22)),
            (Algorithm::Rs256, Some(22)),
            (Algorithm::EdDsa, Some(43)),
            (Algorithm::Gost256, None),
            (Algorithm::Gost512, None),
        ] {
            assert_eq!(half_hash(algorithm, "x").map(|hash| hash.len()), length, "{algorithm}");
        }
    }
}
