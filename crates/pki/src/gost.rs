//! Signatures by GOST R 34.10-2012 (RFC 7091) over digests by GOST R 34.11-2012, "Streebog" (RFC 6986).
//!
//! A signature is `s ‖ r`, each half big-endian, 64 octets for a key of 256 bits and 128 for one of 512 (RFC 9215 2, as
//! OpenSSL and BouncyCastle write it; CryptoPro's own calls give the octets reversed). The digest is read as a little-endian
//! number, coordinates and secrets are written little-endian. Streebog-256 goes with keys of 256 bits, Streebog-512 with 512.
//!
//! Verification works on public values and takes its time by them. Signing does the same steps for every secret and every
//! nonce: a table is read whole at each step, and the integers are constant in time as far as `crypto-bigint` promises it
//! (it has not been audited, nor has what the compiler makes of it). Memory of secrets is wiped, but not copies on the stack.

mod curve;
mod encoding;
#[cfg(test)]
mod examples;
mod point;
mod sign;
mod verify;

use std::fmt;

use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

use self::curve::Numbers;
pub use self::curve::ParameterSet;
use crate::digest::DigestAlgorithm;

impl ParameterSet {
    /// The digest that goes with keys of this set.
    pub const fn digest(self) -> DigestAlgorithm {
        if self.size() == 64 { DigestAlgorithm::Streebog512 } else { DigestAlgorithm::Streebog256 }
    }
}

/// Why octets are no key of GOST R 34.10-2012.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// A public key is both coordinates, a secret is one number.
    #[error("a key of {found} octets, of this parameter set it has {expected}")]
    Length {
        /// Octets it should have.
        expected: usize,
        /// Octets it has.
        found: usize,
    },
    /// A coordinate is not below p, or the point does not fulfil the curve's equation.
    #[error("the point is not on the curve")]
    NotOnCurve,
    /// The point is on the curve but not in the group of order q (only curves with cofactor 4 have such points).
    #[error("the point is of a small or mixed order")]
    NotInGroup,
    /// A secret of zero, or not below q.
    #[error("the secret is zero or not below the order of the group")]
    Range,
    /// The structure around the key (`SubjectPublicKeyInfo`, PKCS#8) is not what RFC 9215 says.
    #[error("the structure around the key cannot be read")]
    Structure,
    /// The algorithm is not GOST R 34.10-2012 with 256 or 512 bits.
    #[error("the key is not one of GOST R 34.10-2012")]
    Algorithm,
    /// The parameter set is not among [`ParameterSet::ALL`].
    #[error("the parameter set is not known")]
    ParameterSet,
    /// The size that the algorithm says, or the digest named beside the parameter set, does not belong to the set.
    #[error("the algorithm, the parameter set and the digest of the key do not belong together")]
    Disagreement,
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// The digest is of another length than the key's numbers.
    #[error("a digest of {found} octets, for this key it has {expected}")]
    Digest {
        /// Octets it should have.
        expected: usize,
        /// Octets it has.
        found: usize,
    },
    /// The signature is not two numbers of the key's length.
    #[error("a signature of {found} octets, for this key it has {expected}")]
    Length {
        /// Octets it should have.
        expected: usize,
        /// Octets it has.
        found: usize,
    },
    /// r or s is zero, or not below q (RFC 7091 6.2, step 1).
    #[error("r or s of the signature is zero or not below the order of the group")]
    Range,
    /// It was not made with this key over this digest.
    #[error("the signature was not made by this key over this digest")]
    Wrong,
}

/// A public key: a point that is on its curve and in its group.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VerifyingKey {
    set: ParameterSet,
    /// `x ‖ y`, little-endian.
    point: Vec<u8>,
}

impl VerifyingKey {
    /// The key with these coordinates, `x ‖ y`, each little-endian and as long as the set says (64 or 128 octets).
    pub fn from_bytes(set: ParameterSet, point: &[u8]) -> Result<Self, KeyError> {
        match set.numbers() {
            Numbers::Short(curve) => verify::check(curve, point)?,
            Numbers::Long(curve) => verify::check(curve, point)?,
        }
        Ok(Self { set, point: point.to_vec() })
    }

    /// The parameter set the key names.
    pub const fn parameter_set(&self) -> ParameterSet {
        self.set
    }

    /// `x ‖ y`, each little-endian.
    pub fn as_bytes(&self) -> &[u8] {
        &self.point
    }

    /// Checks a signature over a message, which is digested by the key's digest.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        self.verify_digest(&self.set.digest().of(message), signature)
    }

    /// Checks a signature over a digest (as the hash function writes it, not reversed).
    pub fn verify_digest(&self, digest: &[u8], signature: &[u8]) -> Result<(), SignatureError> {
        match self.set.numbers() {
            Numbers::Short(curve) => verify::verify(curve, &self.point, digest, signature),
            Numbers::Long(curve) => verify::verify(curve, &self.point, digest, signature),
        }
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey").field("set", &self.set).finish_non_exhaustive()
    }
}

/// A secret key, which does not print itself and is wiped when dropped.
#[derive(Clone)]
pub struct SigningKey {
    set: ParameterSet,
    /// Little-endian.
    secret: Zeroizing<Vec<u8>>,
    public: VerifyingKey,
}

impl SigningKey {
    /// The key with this secret: a number from 1 to q - 1, little-endian, as long as the set says (32 or 64 octets).
    ///
    /// A new key is made of so many octets of a good generator, and of others while they are refused: q has a bit or two
    /// less than the octets on some curves.
    pub fn from_bytes(set: ParameterSet, secret: &[u8]) -> Result<Self, KeyError> {
        let point = match set.numbers() {
            Numbers::Short(curve) => sign::public(curve, secret)?,
            Numbers::Long(curve) => sign::public(curve, secret)?,
        };
        Ok(Self { set, secret: Zeroizing::new(secret.to_vec()), public: VerifyingKey { set, point } })
    }

    /// The public half.
    pub const fn verifying_key(&self) -> &VerifyingKey {
        &self.public
    }

    /// The parameter set the key names.
    pub const fn parameter_set(&self) -> ParameterSet {
        self.set
    }

    /// Signs a message, which is digested by the key's digest.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let digest = self.set.digest().of(message);
        match self.set.numbers() {
            Numbers::Short(curve) => sign::short(curve, &self.secret, &digest),
            Numbers::Long(curve) => sign::long(curve, &self.secret, &digest),
        }
    }

    /// Signs a digest (as the hash function writes it) with a nonce that follows from key and digest.
    ///
    /// The nonce is made as RFC 6979 3.2 says, with HMAC over the key's Streebog in place of SHA-2 and the digest's number of
    /// RFC 7091 in place of `bits2int(h)`: the same key and digest give the same signature, and no generator is needed.
    pub fn sign_digest(&self, digest: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let expected = self.set.size();
        if digest.len() != expected {
            return Err(SignatureError::Digest { expected, found: digest.len() });
        }
        Ok(match self.set.numbers() {
            Numbers::Short(curve) => sign::short(curve, &self.secret, digest),
            Numbers::Long(curve) => sign::long(curve, &self.secret, digest),
        })
    }

    /// Signs a digest with the nonce given: a secret number from 1 to q - 1, little-endian, never used twice.
    ///
    /// For comparing with published examples and for nonces of a better generator. A nonce that is used twice, or known,
    /// gives the key away. `None` for a nonce out of range or one that makes r or s zero, and for a wrong length.
    pub fn sign_digest_with_nonce(&self, digest: &[u8], nonce: &[u8]) -> Option<Vec<u8>> {
        match self.set.numbers() {
            Numbers::Short(curve) => sign::with_nonce(curve, &self.secret, digest, nonce),
            Numbers::Long(curve) => sign::with_nonce(curve, &self.secret, digest, nonce),
        }
    }
}

impl PartialEq for SigningKey {
    /// Compares secrets in constant time.
    fn eq(&self, other: &Self) -> bool {
        self.set == other.set && bool::from(self.secret.as_slice().ct_eq(other.secret.as_slice()))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("set", &self.set).finish_non_exhaustive()
    }
}
