//! Signed messages of CMS, also called PKCS #7 (RFC 5652), with one signer: reading and strict verification.
//!
//! What is accepted is what clients of ESIA send: the content inside or apart, with signed attributes or without, the
//! signer's certificate inside or not, DER or BER. Everything else is refused with its reason, which a developer may read:
//! an error says nothing that the sender of the message did not know.
//!
//! A message without signed attributes can be made from one with them, by giving their encoding out as the content; so
//! such a content is refused ([`CmsError::AttributesAsContent`]), and the caller says what content it expects anyway.

mod attributes;
mod error;
mod verify;

use cms::{
    content_info::{CmsVersion, ContentInfo},
    signed_data::{EncapsulatedContentInfo, SignerIdentifier, SignerInfo},
};
use der::{
    Any, Decode, Encode, Sequence, Tag, Tagged,
    asn1::{OctetStringRef, SetOfVec},
};
use x509_cert::spki::AlgorithmIdentifierOwned;

pub use self::error::CmsError;
pub use self::verify::{Expected, Policy, Signer, Verified};
use crate::{
    asn1::{Limits, to_der},
    certificate::Certificate,
    hex, oid,
};

/// A signed message of clients has up to some 10 KiB with a chain of certificates; the rest is room for content.
const LIMITS: Limits = Limits { octets: 256 * 1024, depth: 32, values: 16 * 1024 };
/// Certificates in a message, a chain with room to spare.
const MOST_CERTIFICATES: usize = 16;

/// `SignedData` (RFC 5652 5.1), with what is inside certificates left as it is: their octets are compared.
#[derive(Sequence)]
struct SignedData {
    version: CmsVersion,
    digest_algorithms: SetOfVec<AlgorithmIdentifierOwned>,
    encapsulated: EncapsulatedContentInfo,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    certificates: Option<SetOfVec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true", optional = "true")]
    revocations: Option<SetOfVec<Any>>,
    signers: SetOfVec<Any>,
}

/// A signed message that was read but not verified.
pub struct SignedMessage {
    content: Option<Vec<u8>>,
    certificates: Vec<Vec<u8>>,
    signer: SignerInfo,
}

impl SignedMessage {
    /// Reads a message in DER or BER. Nothing of it is verified.
    pub fn parse(octets: &[u8]) -> Result<Self, CmsError> {
        let der = to_der(octets, LIMITS)?;
        let info = ContentInfo::from_der(&der).map_err(CmsError::structure)?;
        if info.content_type != oid::SIGNED_DATA {
            return Err(CmsError::NotSigned(info.content_type));
        }
        let data: SignedData = info.content.decode_as().map_err(CmsError::structure)?;
        if data.encapsulated.econtent_type != oid::DATA {
            return Err(CmsError::ContentType(data.encapsulated.econtent_type));
        }
        let content = data.encapsulated.econtent.as_ref().map(octet_string).transpose()?;
        let [signer] = data.signers.as_slice() else {
            return Err(CmsError::Signers(data.signers.len()));
        };
        let signer = read_signer(signer)?;
        if !data.digest_algorithms.iter().any(|algorithm| algorithm.oid == signer.digest_alg.oid) {
            return Err(CmsError::DigestNotAnnounced(signer.digest_alg.oid));
        }
        let certificates = data.certificates.map(SetOfVec::into_vec).unwrap_or_default();
        if certificates.len() > MOST_CERTIFICATES {
            return Err(CmsError::TooManyCertificates { limit: MOST_CERTIFICATES });
        }
        // Other choices (RFC 5652 10.2.2) are attribute certificates and things of the past.
        let certificates = certificates.iter().filter(|one| one.tag() == Tag::Sequence);
        let certificates = certificates.map(Encode::to_der).collect::<Result<_, _>>().map_err(CmsError::structure)?;
        Ok(Self { content, certificates, signer })
    }

    /// The content, if it is inside.
    pub fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }

    /// The certificates inside, each in DER, unread.
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.certificates
    }

    /// The octets of the signature. Others may count as well for the same message: they identify nothing.
    pub fn signature(&self) -> &[u8] {
        self.signer.signature.as_bytes()
    }

    /// The certificate inside that the signer names, if there is one; it may not be who it says.
    ///
    /// Two that differ are refused: which of them is meant would be a guess.
    pub fn signer_certificate(&self) -> Result<Option<Certificate>, CmsError> {
        let mut found: Option<Certificate> = None;
        for der in &self.certificates {
            // A certificate of a kind that is not read here is not the signer's: its key could not verify anything.
            let Ok(certificate) = Certificate::from_der(der) else { continue };
            if !self.names(&certificate) {
                continue;
            }
            if found.as_ref().is_some_and(|found| found.der() != certificate.der()) {
                return Err(CmsError::AmbiguousSigner { signer: self.signer_name() });
            }
            found = Some(certificate);
        }
        Ok(found)
    }

    /// Whether the signer's identifier means this certificate.
    fn names(&self, certificate: &Certificate) -> bool {
        match &self.signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(name) => {
                certificate.is_named(&name.issuer, name.serial_number.as_bytes())
            }
            SignerIdentifier::SubjectKeyIdentifier(key) => {
                certificate.subject_key_identifier().is_some_and(|own| own == key.0.as_bytes())
            }
        }
    }

    /// How the message names its signer, for logs.
    fn signer_name(&self) -> String {
        match &self.signer.sid {
            SignerIdentifier::IssuerAndSerialNumber(name) => {
                format!("serial {} of {}", hex(name.serial_number.as_bytes()), name.issuer)
            }
            SignerIdentifier::SubjectKeyIdentifier(key) => format!("key {}", hex(key.0.as_bytes())),
        }
    }
}

/// The octets of an OCTET STRING; PKCS #7 would allow other types here (RFC 5652 5.2.1), and nobody sends them.
fn octet_string(value: &Any) -> Result<Vec<u8>, CmsError> {
    let octets: &OctetStringRef = value.decode_as().map_err(CmsError::structure)?;
    Ok(octets.as_bytes().to_vec())
}

/// Reads `SignerInfo`, which must be written in DER: in what is signed, sets must not have been sorted by the reader.
fn read_signer(value: &Any) -> Result<SignerInfo, CmsError> {
    let der = value.to_der().map_err(CmsError::structure)?;
    let signer = SignerInfo::from_der(&der).map_err(CmsError::structure)?;
    if signer.to_der().map_err(CmsError::structure)? != der {
        return Err(CmsError::NotCanonical);
    }
    let version = match signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    };
    if signer.version == version { Ok(signer) } else { Err(CmsError::Version) }
}
