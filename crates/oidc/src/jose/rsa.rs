//! RSA public keys as we accept them: 2048 to 4096 bits, the usual exponents (RFC 7518 6.3.1, NIST SP 800-56B).

use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents};

use super::{Algorithm, KeyFault};

const SMALLEST_BITS: usize = 2048;
const LARGEST_BITS: usize = 4096;
/// Exponents from 65537 to what the library takes, 33 bits; larger ones only make checking dear.
const SMALLEST_EXPONENT: u64 = 65_537;
const LARGEST_EXPONENT: u64 = (1 << 33) - 1;

/// A modulus and an exponent, big-endian without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RsaKey {
    pub(super) modulus: Vec<u8>,
    pub(super) exponent: Vec<u8>,
}

impl RsaKey {
    pub(super) fn new(modulus: Vec<u8>, exponent: Vec<u8>) -> Result<Self, KeyFault> {
        let bits = bits(&modulus).ok_or(KeyFault::LeadingZero("n"))?;
        if !(SMALLEST_BITS..=LARGEST_BITS).contains(&bits) {
            return Err(KeyFault::ModulusSize(bits));
        }
        if modulus.last().is_none_or(|last| last % 2 == 0) {
            return Err(KeyFault::EvenModulus);
        }
        self::bits(&exponent).ok_or(KeyFault::LeadingZero("e"))?;
        let mut value = 0_u64;
        for byte in &exponent {
            value = value.checked_mul(256).ok_or(KeyFault::Exponent)? + u64::from(*byte);
        }
        if !(SMALLEST_EXPONENT..=LARGEST_EXPONENT).contains(&value) || value.is_multiple_of(2) {
            return Err(KeyFault::Exponent);
        }
        Ok(Self { modulus, exponent })
    }

    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let parameters = match algorithm {
            Algorithm::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
            _ => return false,
        };
        let key = RsaPublicKeyComponents { n: &self.modulus, e: &self.exponent };
        key.verify(parameters, message, signature).is_ok()
    }
}

/// The length of a number; none if it begins with a zero byte (RFC 7518 2: the least number of octets).
fn bits(number: &[u8]) -> Option<usize> {
    let first = number.first().filter(|first| **first != 0)?;
    Some(number.len() * 8 - usize::try_from(first.leading_zeros()).ok()?)
}
