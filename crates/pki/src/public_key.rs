//! Public keys as certificates carry them, and verification by them.
//!
//! RSA, ECDSA and Ed25519 are verified by `ring`, GOST by this crate. Everything here is public: no step is constant in time.

use std::fmt;

use der::{Decode, Encode, Sequence, asn1::UintRef};
use p256::elliptic_curve::sec1::ToSec1Point;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use rustls_pki_types::{SubjectPublicKeyInfoDer, pem::PemObject};
use thiserror::Error;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::{
    asn1::{Asn1Error, Limits, check_der},
    digest::DigestAlgorithm,
    gost, oid,
    scheme::{Scheme, has_no_parameters},
};

/// An RSA key of 8192 bits is about 1 KiB; nothing in it is nested deep.
const LIMITS: Limits = Limits { octets: 4096, depth: 8, values: 32 };
/// Sizes of RSA moduli that are allowed, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// Public exponents that are allowed; the library takes no longer ones.
const RSA_EXPONENTS: std::ops::Range<u64> = 65_537..1 << 33;

/// Why a public key is not usable.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PublicKeyError {
    /// It is no ASN.1 that is read here.
    #[error("the key is no ASN.1 that is read here: {0}")]
    Asn1(#[from] Asn1Error),
    /// It is no PEM, or not of a public key.
    #[error("the text is no PEM of a public key")]
    Pem,
    /// The structure is not what its algorithm says.
    #[error("the structure of the key cannot be read")]
    Structure,
    /// The algorithm is not known.
    #[error("keys of the algorithm {0} are not known")]
    Algorithm(der::asn1::ObjectIdentifier),
    /// The curve is not P-256 or P-384, or not given by name.
    #[error("the curve of the key is not known")]
    Curve,
    /// The point of a key for ECDSA is not on its curve.
    #[error("the point of the key is not on the curve")]
    NotOnCurve,
    /// The RSA modulus is too short or too long, or even.
    #[error("an RSA key of {bits} bits is not allowed")]
    RsaSize {
        /// Bits of the modulus.
        bits: usize,
    },
    /// The RSA exponent is even, below 65537, or longer than 33 bits.
    #[error("the public exponent of the RSA key is not allowed")]
    RsaExponent,
    /// The key of GOST R 34.10-2012 is not usable.
    #[error(transparent)]
    Gost(#[from] gost::KeyError),
}

/// Why a signature does not count.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// The key cannot have made such a signature, or this crate cannot verify the scheme with it.
    #[error("{scheme} cannot be verified with a key of {key}")]
    Scheme {
        /// How it was signed, as it says.
        scheme: Scheme,
        /// The kind of the key.
        key: String,
    },
    /// It was not made with this key over this message.
    #[error("the signature was not made by this key over this message")]
    Wrong,
    /// It was not made with this key of GOST R 34.10-2012 over this message.
    #[error(transparent)]
    Gost(#[from] gost::SignatureError),
}

/// `RSAPublicKey` (RFC 8017 A.1.1).
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

/// An RSA key of an allowed size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RsaKey {
    /// `RSAPublicKey` in DER.
    der: Vec<u8>,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl RsaKey {
    /// The key with this modulus and exponent, both big-endian (as a JSON web key has them, RFC 7518 6.3.1).
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, PublicKeyError> {
        let structure = |_| PublicKeyError::Structure;
        if modulus.len() > LIMITS.octets || exponent.len() > LIMITS.octets {
            return Err(Asn1Error::TooLong { limit: LIMITS.octets }.into());
        }
        let modulus = UintRef::new(modulus).map_err(structure)?;
        let exponent = UintRef::new(exponent).map_err(structure)?;
        let der = RsaPublicKey { modulus, exponent }.to_der().map_err(structure)?;
        Self::from_der(&der)
    }

    fn from_der(der: &[u8]) -> Result<Self, PublicKeyError> {
        let RsaPublicKey { modulus, exponent } = RsaPublicKey::from_der(der).map_err(|_| PublicKeyError::Structure)?;
        let (modulus, exponent) = (modulus.as_bytes(), exponent.as_bytes());
        let zeros = modulus.first().map_or(0, |first| first.leading_zeros());
        let bits = (modulus.len() * 8).saturating_sub(usize::try_from(zeros).unwrap_or(0));
        let is_odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
        if !RSA_BITS.contains(&bits) || !is_odd(modulus) {
            return Err(PublicKeyError::RsaSize { bits });
        }
        let value = exponent.iter().fold(0_u64, |value, &digit| value << 8 | u64::from(digit));
        if exponent.len() > 5 || !RSA_EXPONENTS.contains(&value) || !is_odd(exponent) {
            return Err(PublicKeyError::RsaExponent);
        }
        Ok(Self { der: der.to_vec(), modulus: modulus.to_vec(), exponent: exponent.to_vec() })
    }

    /// The modulus, big-endian, without zeros in front.
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The public exponent, big-endian, without zeros in front.
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }
}

/// A point of P-256 or P-384 that is on its curve.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EcPoint(Vec<u8>);

impl EcPoint {
    /// `04 ‖ x ‖ y`, each big-endian (SEC 1, 2.3.3, uncompressed).
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A public key that was looked at: of a known kind, an allowed size, on its curve.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum PublicKey {
    /// RSA, 2048 to 8192 bits.
    Rsa(RsaKey),
    /// ECDSA on P-256.
    P256(EcPoint),
    /// ECDSA on P-384.
    P384(EcPoint),
    /// Ed25519: the encoded point.
    Ed25519([u8; 32]),
    /// GOST R 34.10-2012.
    Gost(gost::VerifyingKey),
}

impl PublicKey {
    /// The key in a `SubjectPublicKeyInfo` in DER (RFC 5280 4.1.2.7).
    pub fn from_spki_der(der: &[u8]) -> Result<Self, PublicKeyError> {
        check_der(der, LIMITS)?;
        let spki = SubjectPublicKeyInfoOwned::from_der(der).map_err(|_| PublicKeyError::Structure)?;
        Self::from_spki(&spki)
    }

    /// The key in a PEM text, `BEGIN PUBLIC KEY`.
    pub fn from_spki_pem(pem: &[u8]) -> Result<Self, PublicKeyError> {
        if pem.len() > LIMITS.octets * 2 {
            return Err(Asn1Error::TooLong { limit: LIMITS.octets }.into());
        }
        let der = SubjectPublicKeyInfoDer::from_pem_slice(pem).map_err(|_| PublicKeyError::Pem)?;
        Self::from_spki_der(&der)
    }

    /// The key of a structure whose bounds were checked.
    pub(crate) fn from_spki(spki: &SubjectPublicKeyInfoOwned) -> Result<Self, PublicKeyError> {
        let octets = spki.subject_public_key.as_bytes().ok_or(PublicKeyError::Structure)?;
        match spki.algorithm.oid {
            oid::RSA if has_no_parameters(&(&spki.algorithm).into()) => RsaKey::from_der(octets).map(Self::Rsa),
            oid::EC => {
                let parameters = spki.algorithm.parameters.as_ref().ok_or(PublicKeyError::Curve)?;
                let curve: der::asn1::ObjectIdentifier = parameters.decode_as().map_err(|_| PublicKeyError::Curve)?;
                Self::from_sec1(&curve, octets)
            }
            oid::ED25519 if spki.algorithm.parameters.is_none() => {
                octets.try_into().map(Self::Ed25519).map_err(|_| PublicKeyError::Structure)
            }
            oid::GOST_2012_256 | oid::GOST_2012_512 => Ok(Self::Gost(gost::VerifyingKey::from_spki(spki)?)),
            oid::RSA | oid::ED25519 => Err(PublicKeyError::Structure),
            other => Err(PublicKeyError::Algorithm(other)),
        }
    }

    /// The key for ECDSA at this point, encoded by SEC 1 (2.3.3), compressed or not.
    fn from_sec1(curve: &der::asn1::ObjectIdentifier, octets: &[u8]) -> Result<Self, PublicKeyError> {
        let off = |_| PublicKeyError::NotOnCurve;
        match *curve {
            oid::P256 => {
                let key = p256::PublicKey::from_sec1_bytes(octets).map_err(off)?;
                Ok(Self::P256(EcPoint(key.to_sec1_point(false).as_bytes().to_vec())))
            }
            oid::P384 => {
                let key = p384::PublicKey::from_sec1_bytes(octets).map_err(off)?;
                Ok(Self::P384(EcPoint(key.to_sec1_point(false).as_bytes().to_vec())))
            }
            _ => Err(PublicKeyError::Curve),
        }
    }

    /// Whether such a signature can have been made by such a key.
    pub const fn takes(&self, scheme: Scheme) -> bool {
        match self {
            Self::Rsa(_) => matches!(scheme, Scheme::RsaPkcs1(_) | Scheme::RsaPss(_)),
            Self::P256(_) | Self::P384(_) => matches!(scheme, Scheme::Ecdsa(_) | Scheme::EcdsaFixed(_)),
            Self::Ed25519(_) => matches!(scheme, Scheme::Ed25519),
            Self::Gost(key) => match scheme {
                Scheme::Gost256 => key.parameter_set().size() == 32,
                Scheme::Gost512 => key.parameter_set().size() == 64,
                _ => false,
            },
        }
    }

    /// Checks a signature over a message, which is digested here.
    ///
    /// Whether a weak digest is acceptable is the caller's decision: RSA with SHA-1 is verified when asked for.
    pub fn verify(&self, scheme: Scheme, message: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        let refused = || VerifyError::Scheme { scheme, key: self.to_string() };
        if !self.takes(scheme) {
            return Err(refused());
        }
        let octets = match self {
            Self::Gost(key) => return Ok(key.verify(message, signature)?),
            Self::Rsa(key) => key.der.as_slice(),
            Self::P256(point) | Self::P384(point) => point.as_bytes(),
            Self::Ed25519(point) => point.as_slice(),
        };
        let algorithm = self.algorithm(scheme).ok_or_else(refused)?;
        UnparsedPublicKey::new(algorithm, octets).verify(message, signature).map_err(|_| VerifyError::Wrong)
    }

    /// The algorithm by its name in `ring`, which does not have every pair.
    fn algorithm(&self, scheme: Scheme) -> Option<&'static dyn VerificationAlgorithm> {
        use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
        Some(match (self, scheme) {
            (Self::Rsa(_), Scheme::RsaPkcs1(Sha1)) => &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            (Self::Rsa(_), Scheme::RsaPkcs1(Sha256)) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Self::Rsa(_), Scheme::RsaPkcs1(Sha384)) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Self::Rsa(_), Scheme::RsaPkcs1(Sha512)) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Self::Rsa(_), Scheme::RsaPss(Sha256)) => &signature::RSA_PSS_2048_8192_SHA256,
            (Self::Rsa(_), Scheme::RsaPss(Sha384)) => &signature::RSA_PSS_2048_8192_SHA384,
            (Self::Rsa(_), Scheme::RsaPss(Sha512)) => &signature::RSA_PSS_2048_8192_SHA512,
            (Self::P256(_), Scheme::Ecdsa(Sha256)) => &signature::ECDSA_P256_SHA256_ASN1,
            (Self::P256(_), Scheme::Ecdsa(Sha384)) => &signature::ECDSA_P256_SHA384_ASN1,
            (Self::P384(_), Scheme::Ecdsa(Sha256)) => &signature::ECDSA_P384_SHA256_ASN1,
            (Self::P384(_), Scheme::Ecdsa(Sha384)) => &signature::ECDSA_P384_SHA384_ASN1,
            (Self::P256(_), Scheme::EcdsaFixed(Sha256)) => &signature::ECDSA_P256_SHA256_FIXED,
            (Self::P384(_), Scheme::EcdsaFixed(Sha384)) => &signature::ECDSA_P384_SHA384_FIXED,
            (Self::Ed25519(_), Scheme::Ed25519) => &signature::ED25519,
            _ => return None,
        })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(key) => write!(f, "RSA {}", key.modulus.len() * 8),
            Self::P256(_) => f.write_str("P-256"),
            Self::P384(_) => f.write_str("P-384"),
            Self::Ed25519(_) => f.write_str("Ed25519"),
            Self::Gost(key) => write!(f, "GOST R 34.10-2012 {:?}", key.parameter_set()),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}
