//! Signed attributes (RFC 5652 5.3 and 11), and the certificate among them (RFC 5035).

use der::{
    Any, Decode, Encode, Sequence,
    asn1::{ObjectIdentifier, OctetString, OctetStringRef, SetOfVec},
};
use jiff::Timestamp;
use subtle::ConstantTimeEq;
use x509_cert::{attr::Attribute, spki::AlgorithmIdentifierOwned, time::Time};

use super::CmsError;
use crate::{certificate::Certificate, digest::DigestAlgorithm, hex, oid, scheme};

/// `ESSCertIDv2` (RFC 5035 4), where the digest is SHA-256 unless it is named.
#[derive(Sequence)]
struct CertificateId {
    #[asn1(optional = "true")]
    algorithm: Option<AlgorithmIdentifierOwned>,
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer_and_serial: Option<Any>,
}

/// `ESSCertID` (RFC 2634 5.4.1), SHA-1.
#[derive(Sequence)]
struct OldCertificateId {
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer_and_serial: Option<Any>,
}

/// Signed attributes none of which stands twice.
pub(super) struct SignedAttributes<'a>(&'a SetOfVec<Attribute>);

impl<'a> SignedAttributes<'a> {
    pub(super) fn new(attributes: &'a SetOfVec<Attribute>) -> Result<Self, CmsError> {
        for (place, attribute) in attributes.iter().enumerate() {
            if attributes.iter().skip(place + 1).any(|other| other.oid == attribute.oid) {
                return Err(CmsError::AttributeTwice(attribute.oid));
            }
        }
        Ok(Self(attributes))
    }

    /// The one value of an attribute; `None` where the attribute is missing.
    fn value(&self, attribute: ObjectIdentifier) -> Result<Option<&'a Any>, CmsError> {
        let Some(found) = self.0.iter().find(|one| one.oid == attribute) else { return Ok(None) };
        match found.values.as_slice() {
            [value] => Ok(Some(value)),
            _ => Err(CmsError::AttributeValue(attribute)),
        }
    }

    fn required(&self, attribute: ObjectIdentifier) -> Result<&'a Any, CmsError> {
        self.value(attribute)?.ok_or(CmsError::AttributeMissing(attribute))
    }

    /// The content is data, and its digest the one that was signed.
    pub(super) fn check_content(&self, algorithm: DigestAlgorithm, content: &[u8]) -> Result<(), CmsError> {
        let content_type: ObjectIdentifier =
            self.required(oid::CONTENT_TYPE)?.decode_as().map_err(|_| CmsError::AttributeValue(oid::CONTENT_TYPE))?;
        if content_type != oid::DATA {
            return Err(CmsError::AttributeContentType(content_type));
        }
        let signed: &OctetStringRef = self
            .required(oid::MESSAGE_DIGEST)?
            .decode_as()
            .map_err(|_| CmsError::AttributeValue(oid::MESSAGE_DIGEST))?;
        let found = algorithm.of(content);
        if bool::from(signed.as_bytes().ct_eq(&found)) {
            Ok(())
        } else {
            Err(CmsError::Digest { signed: hex(signed.as_bytes()), found: hex(&found) })
        }
    }

    /// The certificate is the one that was signed along, where there is one.
    pub(super) fn check_certificate(&self, certificate: &Certificate) -> Result<(), CmsError> {
        if let Some(value) = self.value(oid::SIGNING_CERTIFICATE_V2)? {
            let malformed = || CmsError::AttributeValue(oid::SIGNING_CERTIFICATE_V2);
            let first: CertificateId = first_certificate(value).ok_or_else(malformed)?;
            let algorithm = first.algorithm.as_ref().map_or(Ok(DigestAlgorithm::Sha256), scheme::digest)?;
            if certificate.digest(algorithm) != first.hash.as_bytes() {
                return Err(CmsError::AttributeCertificate);
            }
        }
        if let Some(value) = self.value(oid::SIGNING_CERTIFICATE)? {
            let malformed = || CmsError::AttributeValue(oid::SIGNING_CERTIFICATE);
            let first: OldCertificateId = first_certificate(value).ok_or_else(malformed)?;
            if certificate.digest(DigestAlgorithm::Sha1) != first.hash.as_bytes() {
                return Err(CmsError::AttributeCertificate);
            }
        }
        Ok(())
    }

    /// The time the signer says; `None` where it says none. Nobody vouches for it.
    pub(super) fn signing_time(&self) -> Result<Option<Timestamp>, CmsError> {
        let Some(value) = self.value(oid::SIGNING_TIME)? else { return Ok(None) };
        let malformed = || CmsError::AttributeValue(oid::SIGNING_TIME);
        let time = value.to_der().and_then(|der| Time::from_der(&der)).map_err(|_| malformed())?;
        let seconds = i64::try_from(time.to_unix_duration().as_secs()).map_err(|_| malformed())?;
        Timestamp::from_second(seconds).map(Some).map_err(|_| malformed())
    }
}

/// The first entry of `SigningCertificate` or `SigningCertificateV2`: a list of certificates, then policies.
fn first_certificate<T>(value: &Any) -> Option<T>
where
    T: for<'x> Decode<'x, Error = der::Error>,
{
    let parts: Vec<Any> = value.decode_as().ok()?;
    let list: Vec<Any> = parts.first()?.decode_as().ok()?;
    T::from_der(&list.first()?.to_der().ok()?).ok()
}

/// Whether content is the encoding of signed attributes: a SET OF with both attributes that every such set has.
///
/// Who has a message with signed attributes could give their encoding out as the content of a message without.
pub(super) fn is_attributes(content: &[u8]) -> bool {
    let Ok(attributes) = SetOfVec::<Attribute>::from_der(content) else { return false };
    let has = |wanted: ObjectIdentifier| attributes.iter().any(|attribute| attribute.oid == wanted);
    has(oid::CONTENT_TYPE) && has(oid::MESSAGE_DIGEST)
}
