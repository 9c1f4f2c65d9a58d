//! How a signature was made, read from an algorithm identifier beside the key and the digest it must agree with.

use std::fmt;

use der::{AnyRef, Sequence, asn1::ObjectIdentifier};
use thiserror::Error;
use x509_cert::spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef};

use crate::{digest::DigestAlgorithm, oid, public_key::PublicKey};

/// A way to sign: the kind of key with everything that is not in the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 8.2).
    RsaPkcs1(DigestAlgorithm),
    /// RSASSA-PSS with MGF1 over the same digest and a salt as long as it (RFC 8017 8.1).
    RsaPss(DigestAlgorithm),
    /// ECDSA, the signature a SEQUENCE of r and s (RFC 3279 2.2.3).
    Ecdsa(DigestAlgorithm),
    /// ECDSA, the signature `r ‖ s` of fixed length (RFC 7518 3.4).
    EcdsaFixed(DigestAlgorithm),
    /// Ed25519 (RFC 8032); in CMS with SHA-512 (RFC 8419).
    Ed25519,
    /// GOST R 34.10-2012 with 256 bits over Streebog-256.
    Gost256,
    /// GOST R 34.10-2012 with 512 bits over Streebog-512.
    Gost512,
}

impl Scheme {
    /// The digest that the signature is over, or that goes with it.
    pub const fn digest(self) -> DigestAlgorithm {
        match self {
            Self::RsaPkcs1(digest) | Self::RsaPss(digest) | Self::Ecdsa(digest) | Self::EcdsaFixed(digest) => digest,
            Self::Ed25519 => DigestAlgorithm::Sha512,
            Self::Gost256 => DigestAlgorithm::Streebog256,
            Self::Gost512 => DigestAlgorithm::Streebog512,
        }
    }

    /// The scheme of a signature whose algorithm stands alone, as in a certificate.
    pub fn of_certificate(algorithm: &AlgorithmIdentifierOwned, key: &PublicKey) -> Result<Self, AlgorithmError> {
        Self::read(&algorithm.into(), None, key)
    }

    /// The scheme of a signature whose digest is named apart, as in CMS, where the key's identifier may stand for the
    /// signature's (RFC 3370 3.2 for RSA; OpenSSL's engine does so for GOST).
    pub fn of_message(
        algorithm: &AlgorithmIdentifierOwned,
        digest: DigestAlgorithm,
        key: &PublicKey,
    ) -> Result<Self, AlgorithmError> {
        Self::read(&algorithm.into(), Some(digest), key)
    }

    fn read(
        algorithm: &AlgorithmIdentifierRef<'_>,
        digest: Option<DigestAlgorithm>,
        key: &PublicKey,
    ) -> Result<Self, AlgorithmError> {
        let unknown = AlgorithmError::Signature(algorithm.oid);
        let scheme = match algorithm.oid {
            oid::RSA_PSS => return Self::read_pss(algorithm).and_then(|scheme| scheme.fits(digest, key)),
            oid::RSA => Self::RsaPkcs1(digest.ok_or(unknown)?),
            oid::RSA_SHA1 => Self::RsaPkcs1(DigestAlgorithm::Sha1),
            oid::RSA_SHA256 => Self::RsaPkcs1(DigestAlgorithm::Sha256),
            oid::RSA_SHA384 => Self::RsaPkcs1(DigestAlgorithm::Sha384),
            oid::RSA_SHA512 => Self::RsaPkcs1(DigestAlgorithm::Sha512),
            oid::EC => Self::Ecdsa(digest.ok_or(unknown)?),
            oid::ECDSA_SHA1 => Self::Ecdsa(DigestAlgorithm::Sha1),
            oid::ECDSA_SHA256 => Self::Ecdsa(DigestAlgorithm::Sha256),
            oid::ECDSA_SHA384 => Self::Ecdsa(DigestAlgorithm::Sha384),
            oid::ECDSA_SHA512 => Self::Ecdsa(DigestAlgorithm::Sha512),
            oid::ED25519 => Self::Ed25519,
            oid::GOST_2012_256 if digest.is_some() => Self::Gost256,
            oid::GOST_2012_512 if digest.is_some() => Self::Gost512,
            oid::GOST_2012_256_STREEBOG => Self::Gost256,
            oid::GOST_2012_512_STREEBOG => Self::Gost512,
            _ => return Err(unknown),
        };
        if !has_no_parameters(algorithm) {
            return Err(AlgorithmError::Parameters(algorithm.oid));
        }
        scheme.fits(digest, key)
    }

    fn fits(self, digest: Option<DigestAlgorithm>, key: &PublicKey) -> Result<Self, AlgorithmError> {
        if let Some(beside) = digest
            && beside != self.digest()
        {
            return Err(AlgorithmError::Digests { signature: self.digest(), beside });
        }
        if key.takes(self) { Ok(self) } else { Err(AlgorithmError::Key { scheme: self, key: key.to_string() }) }
    }

    fn read_pss(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Self, AlgorithmError> {
        let refused = || AlgorithmError::Parameters(algorithm.oid);
        // Without parameters everything is SHA-1, which no caller of this wants.
        let parameters: PssParameters = algorithm.parameters.ok_or_else(refused)?.decode_as().map_err(|_| refused())?;
        let digest = parameters.digest.as_ref().and_then(read_digest).ok_or_else(refused)?;
        let mask = parameters.mask.filter(|mask| mask.oid == oid::MGF1).and_then(|mask| mask.parameters);
        let mask_digest: AlgorithmIdentifierOwned = mask.ok_or_else(refused)?.decode_as().map_err(|_| refused())?;
        let salt = parameters.salt.map_or(20, usize::from);
        let is_plain = read_digest(&mask_digest) == Some(digest)
            && salt == digest.size()
            && parameters.trailer.is_none_or(|trailer| trailer == 1);
        if is_plain { Ok(Self::RsaPss(digest)) } else { Err(refused()) }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::RsaPkcs1(_) => "RSA",
            Self::RsaPss(_) => "RSA-PSS",
            Self::Ecdsa(_) | Self::EcdsaFixed(_) => "ECDSA",
            Self::Ed25519 => "Ed25519",
            Self::Gost256 | Self::Gost512 => "GOST R 34.10-2012",
        };
        write!(f, "{kind} with {}", self.digest())
    }
}

/// `RSASSA-PSS-params` (RFC 8017 A.2.3).
#[derive(Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    digest: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u8>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u8>,
}

/// Why an algorithm identifier names no way to sign that is known here and fits its surroundings.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AlgorithmError {
    /// The digest is not one of [`DigestAlgorithm::ALL`], or has parameters.
    #[error("the digest algorithm {0} is not known")]
    Digest(ObjectIdentifier),
    /// The signature algorithm is not known, or does not say its digest where it must.
    #[error("the signature algorithm {0} is not known")]
    Signature(ObjectIdentifier),
    /// The signature algorithm has parameters that are not allowed.
    #[error("the signature algorithm {0} has parameters that are not allowed")]
    Parameters(ObjectIdentifier),
    /// The signature algorithm has another digest than the one named beside it.
    #[error("the signature algorithm is over {signature}, the digest named beside it is {beside}")]
    Digests {
        /// The digest of the signature algorithm.
        signature: DigestAlgorithm,
        /// The digest named beside it.
        beside: DigestAlgorithm,
    },
    /// The key cannot have made such a signature.
    #[error("{scheme} does not go with a key of {key}")]
    Key {
        /// How it was signed, as it says.
        scheme: Scheme,
        /// The kind of the key.
        key: String,
    },
}

/// The digest that an algorithm identifier names; its parameters are absent or NULL.
pub(crate) fn digest(algorithm: &AlgorithmIdentifierOwned) -> Result<DigestAlgorithm, AlgorithmError> {
    read_digest(algorithm).ok_or(AlgorithmError::Digest(algorithm.oid))
}

fn read_digest(algorithm: &AlgorithmIdentifierOwned) -> Option<DigestAlgorithm> {
    DigestAlgorithm::find(&algorithm.oid).filter(|_| has_no_parameters(&algorithm.into()))
}

pub(crate) fn has_no_parameters(algorithm: &AlgorithmIdentifierRef<'_>) -> bool {
    algorithm.parameters.is_none_or(AnyRef::is_null)
}
