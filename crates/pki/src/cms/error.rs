//! What can be wrong with a signed message.

use der::asn1::ObjectIdentifier;
use thiserror::Error;

use crate::{
    asn1::Asn1Error, certificate::CertificateError, digest::DigestAlgorithm, public_key::VerifyError,
    scheme::AlgorithmError,
};

/// Why a signed message is refused. The texts are for developers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CmsError {
    /// It is no ASN.1, or beyond the bounds.
    #[error("the message is no ASN.1 that is read here: {0}")]
    Asn1(#[from] Asn1Error),
    /// The structure is not that of a signed message.
    #[error("the structure of the message cannot be read: {0}")]
    Structure(String),
    /// Another kind of message, by its content type.
    #[error("the message is of the type {0} and not signed data")]
    NotSigned(ObjectIdentifier),
    /// The content says it is something else than data.
    #[error("the content is of the type {0} and not data")]
    ContentType(ObjectIdentifier),
    /// None or several signers.
    #[error("the message has {0} signers, one is expected")]
    Signers(usize),
    /// The version of the signer's part does not go with how the signer is named (RFC 5652 5.3).
    #[error("the version of the signer's part does not go with how the signer is named")]
    Version,
    /// The signer's part is not in DER, such as attributes out of order.
    #[error("the signer's part is not in DER")]
    NotCanonical,
    /// The signer's digest is not in the list in front (RFC 5652 5.1).
    #[error("the digest {0} of the signer is not announced by the message")]
    DigestNotAnnounced(ObjectIdentifier),
    /// More certificates than are read.
    #[error("the message has more than {limit} certificates")]
    TooManyCertificates {
        /// The most.
        limit: usize,
    },

    /// The digest or the signature algorithm is not known, or they do not belong together or to the key.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmError),
    /// The digest is too weak, and the caller does not allow it.
    #[error("the digest {0} is not allowed")]
    WeakDigest(DigestAlgorithm),

    /// There are no signed attributes, and the caller wants them.
    #[error("the message has no signed attributes")]
    NoAttributes,
    /// A signed attribute stands twice (RFC 5652 5.3).
    #[error("the signed attribute {0} stands twice")]
    AttributeTwice(ObjectIdentifier),
    /// A signed attribute has none or several values where one is expected, or one of another type.
    #[error("the signed attribute {0} has not the one value it should have")]
    AttributeValue(ObjectIdentifier),
    /// The attribute must be there when there are any (RFC 5652 5.3).
    #[error("the signed attribute {0} is missing")]
    AttributeMissing(ObjectIdentifier),
    /// The attribute names another content type than the message.
    #[error("the signed attribute says the content is of the type {0} and not data")]
    AttributeContentType(ObjectIdentifier),
    /// The attribute has another digest than the content.
    #[error(
        "the digest in the signed attributes is not that of the content: {signed} was signed, the content has {found}"
    )]
    Digest {
        /// The digest in the attribute, hexadecimal.
        signed: String,
        /// The digest of the content, hexadecimal.
        found: String,
    },
    /// The attribute names another certificate as the signer's.
    #[error("the signed attributes name another certificate as the signer's")]
    AttributeCertificate,
    /// The content is itself a set of signed attributes: what was signed was another message.
    #[error("the content is the signed attributes of another message")]
    AttributesAsContent,

    /// The content inside is not the expected one.
    #[error("the content inside is not what should have been signed (it has {found} octets, expected are {expected})")]
    Content {
        /// Octets of the expected content.
        expected: usize,
        /// Octets of the content inside.
        found: usize,
    },

    /// The signer is none of the registered certificates.
    #[error("the signer ({signer}) is none of the {registered} registered certificates")]
    UnknownSigner {
        /// How the message names the signer.
        signer: String,
        /// How many are registered.
        registered: usize,
    },
    /// The certificate inside has the registered one's name and is another.
    #[error("the certificate inside is not the registered one of that name ({signer})")]
    OtherCertificate {
        /// How the message names the signer.
        signer: String,
    },
    /// Two certificates inside have the signer's name.
    #[error("several certificates inside are named as the signer ({signer})")]
    AmbiguousSigner {
        /// How the message names the signer.
        signer: String,
    },
    /// The signer's certificate is not inside and none was given.
    #[error("the certificate of the signer ({signer}) is not inside")]
    NoCertificate {
        /// How the message names the signer.
        signer: String,
    },
    /// The certificate given cannot be read.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The certificate is not for signatures.
    #[error("the certificate of the signer is not for signatures")]
    Usage,

    /// The signature does not count.
    #[error(transparent)]
    Signature(#[from] VerifyError),
}

impl CmsError {
    pub(super) fn structure(error: der::Error) -> Self {
        Self::Structure(error.to_string())
    }
}
