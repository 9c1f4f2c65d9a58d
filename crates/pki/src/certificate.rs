//! X.509 certificates (RFC 5280): what they say, their hashes, and who signed them.
//!
//! A certificate is kept as the octets it came in; whether it is trusted is for the caller to say. There is no path
//! validation, no revocation and no policy here.

mod issue;
mod name;

use std::fmt;

pub use issue::{OwnCertificate, OwnKey};

use der::{
    Decode, Encode,
    asn1::{Any, ObjectIdentifier},
};
use jiff::Timestamp;
use rustls_pki_types::{CertificateDer, pem::PemObject};
use subtle::ConstantTimeEq;
use thiserror::Error;
use x509_cert::{
    ext::pkix::{BasicConstraints, KeyUsage, SubjectAltName, SubjectKeyIdentifier, name::GeneralName},
    name::Name,
    time::Time,
};

use crate::{
    asn1::{Asn1Error, Limits, check_der},
    base64,
    digest::DigestAlgorithm,
    hex,
    public_key::{PublicKey, PublicKeyError, VerifyError},
    scheme::{AlgorithmError, Scheme},
};

/// A qualified certificate has some 2 KiB; the rest is room for long policies.
const LIMITS: Limits = Limits { octets: 32 * 1024, depth: 24, values: 2048 };

/// A name beside the subject's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlternativeName {
    /// A domain name.
    Dns(String),
    /// An address.
    Uri(String),
    /// An IP address.
    Ip(std::net::IpAddr),
    /// An e-mail address.
    Email(String),
}

/// A PEM text of one section (RFC 7468).
fn pem(label: &str, der: &[u8]) -> String {
    use ::base64::{Engine, engine::general_purpose::STANDARD};
    let mut pem = format!("-----BEGIN {label}-----\n");
    for (place, letter) in STANDARD.encode(der).chars().enumerate() {
        if place > 0 && place % 64 == 0 {
            pem.push('\n');
        }
        pem.push(letter);
    }
    for part in ["\n-----END ", label, "-----\n"] {
        pem.push_str(part);
    }
    pem
}

fn ip_address(octets: &[u8]) -> Option<std::net::IpAddr> {
    let four = <[u8; 4]>::try_from(octets).map(std::net::IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(octets).map(std::net::IpAddr::from)).ok()
}

/// Why octets are no certificate that is read here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// It is no ASN.1 in DER, or beyond the bounds.
    #[error("the certificate is no ASN.1 that is read here: {0}")]
    Asn1(#[from] Asn1Error),
    /// The text is no PEM, or has no certificate.
    #[error("the text is no PEM with a certificate")]
    Pem,
    /// The text has several certificates where one is expected.
    #[error("the text has several certificates")]
    Several,
    /// The structure is not that of a certificate.
    #[error("the structure of the certificate cannot be read: {0}")]
    Structure(String),
    /// The signature algorithm stands twice and differs (RFC 5280 4.1.1.2).
    #[error("the certificate names two signature algorithms")]
    Algorithms,
    /// An extension stands twice (RFC 5280 4.2).
    #[error("the extension {0} stands twice")]
    ExtensionTwice(ObjectIdentifier),
    /// A version before the third has extensions (RFC 5280 4.1.2.9).
    #[error("the certificate has extensions and is not of version 3")]
    Version,
    /// It ends before it begins.
    #[error("the certificate ends before it begins")]
    Validity,
    /// The key in it is not usable.
    #[error(transparent)]
    Key(#[from] PublicKeyError),
}

/// Why a certificate was not signed by a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IssueError {
    /// The signature algorithm is not known or does not go with the key.
    #[error(transparent)]
    Algorithm(#[from] AlgorithmError),
    /// The certificate names another issuer.
    #[error("the certificate names another issuer")]
    Issuer,
    /// The signature does not count.
    #[error(transparent)]
    Signature(#[from] VerifyError),
    /// The signature has bits left over.
    #[error("the signature is no whole number of octets")]
    Bits,
}

/// Where an instant lies in a certificate's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Before the first second.
    NotYet,
    /// From the first to the last second, both included (RFC 5280 4.1.2.5).
    Valid,
    /// After the last second.
    Expired,
}

/// What a key may be used for (RFC 5280 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Signatures for logins and protocols.
    pub digital_signature: bool,
    /// Signatures that bind the signer, on documents (also called contentCommitment).
    pub non_repudiation: bool,
    /// Certificates.
    pub certificates: bool,
    /// Lists of revoked certificates.
    pub revocations: bool,
}

/// A certificate. It names people, so it prints no more than its serial number.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
    key: PublicKey,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Certificate {
    /// Reads a certificate in DER; nothing may follow it.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        check_der(der, LIMITS)?;
        let parsed =
            x509_cert::Certificate::from_der(der).map_err(|error| CertificateError::Structure(error.to_string()))?;
        let content = parsed.tbs_certificate();
        if content.signature() != parsed.signature_algorithm() {
            return Err(CertificateError::Algorithms);
        }
        let extensions = content.extensions().map_or(&[][..], |list| list.as_slice());
        if !extensions.is_empty() && content.version() != x509_cert::Version::V3 {
            return Err(CertificateError::Version);
        }
        for (place, extension) in extensions.iter().enumerate() {
            if extensions.iter().skip(place + 1).any(|other| other.extn_id == extension.extn_id) {
                return Err(CertificateError::ExtensionTwice(extension.extn_id));
            }
        }
        let key = PublicKey::from_spki(content.subject_public_key_info())?;
        let not_before = instant(content.validity().not_before)?;
        let not_after = instant(content.validity().not_after)?;
        if not_after < not_before {
            return Err(CertificateError::Validity);
        }
        Ok(Self { der: der.to_vec(), key, not_before, not_after, parsed })
    }

    /// Reads the one certificate of a PEM text; other text around it and other sections are passed over.
    pub fn from_pem(pem: &[u8]) -> Result<Self, CertificateError> {
        if pem.len() > LIMITS.octets * 2 {
            return Err(Asn1Error::TooLong { limit: LIMITS.octets }.into());
        }
        let mut found = CertificateDer::pem_slice_iter(pem);
        let der = found.next().ok_or(CertificateError::Pem)?.map_err(|_| CertificateError::Pem)?;
        if found.next().is_some() {
            return Err(CertificateError::Several);
        }
        Self::from_der(&der)
    }

    /// Reads a file as people upload it: DER or PEM.
    pub fn from_file(file: &[u8]) -> Result<Self, CertificateError> {
        if file.first() == Some(&0x30) { Self::from_der(file) } else { Self::from_pem(file) }
    }

    /// The octets it came in, DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate as a PEM text.
    pub fn to_pem(&self) -> String {
        pem("CERTIFICATE", &self.der)
    }

    /// The public key of the subject.
    pub const fn public_key(&self) -> &PublicKey {
        &self.key
    }

    /// The public key as a PEM text, `BEGIN PUBLIC KEY`.
    pub fn public_key_pem(&self) -> Option<String> {
        let der = self.parsed.tbs_certificate().subject_public_key_info().to_der().ok()?;
        Some(pem("PUBLIC KEY", &der))
    }

    /// The subject's name by RFC 4514; attributes without a short name stand by their object identifiers.
    pub fn subject(&self) -> String {
        self.parsed.tbs_certificate().subject().to_string()
    }

    /// The issuer's name by RFC 4514.
    pub fn issuer(&self) -> String {
        self.parsed.tbs_certificate().issuer().to_string()
    }

    /// The text of the subject's first attribute of this type (see [`crate::oid`]); `None` also for what is no text.
    pub fn subject_attribute(&self, attribute: &ObjectIdentifier) -> Option<String> {
        name::attribute(self.parsed.tbs_certificate().subject(), attribute)
    }

    /// The serial number as hexadecimal digits in lower case, two for each octet, without the octet of the sign.
    pub fn serial(&self) -> String {
        let octets = self.parsed.tbs_certificate().serial_number().as_bytes();
        match octets {
            [0, rest @ ..] if !rest.is_empty() => hex(rest),
            whole => hex(whole),
        }
    }

    /// The first second of its time.
    pub const fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// The last second of its time.
    pub const fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Where this instant lies in its time.
    pub fn validity(&self, now: Timestamp) -> Validity {
        if now < self.not_before {
            Validity::NotYet
        } else if now.as_second() > self.not_after.as_second() {
            Validity::Expired
        } else {
            Validity::Valid
        }
    }

    /// What the key may be used for; `None` when the certificate does not say, which allows everything.
    ///
    /// An extension that cannot be read allows nothing.
    pub fn usage(&self) -> Option<Usage> {
        let content = self.parsed.tbs_certificate();
        match content.get_extension::<KeyUsage>() {
            Ok(None) => None,
            Ok(Some((_, usage))) => Some(Usage {
                digital_signature: usage.digital_signature(),
                non_repudiation: usage.non_repudiation(),
                certificates: usage.key_cert_sign(),
                revocations: usage.crl_sign(),
            }),
            Err(_) => Some(Usage {
                digital_signature: false,
                non_repudiation: false,
                certificates: false,
                revocations: false,
            }),
        }
    }

    /// Whether the key may make signatures on data, as far as the certificate says.
    pub fn may_sign(&self) -> bool {
        self.usage().is_none_or(|usage| usage.digital_signature || usage.non_repudiation)
    }

    /// Whether it is the certificate of a certification center (RFC 5280 4.2.1.9).
    pub fn is_authority(&self) -> bool {
        matches!(self.parsed.tbs_certificate().get_extension::<BasicConstraints>(), Ok(Some((_, limits))) if limits.ca)
    }

    /// Critical extensions that this crate does not read; whoever trusts the certificate must know what they say.
    pub fn unknown_critical(&self) -> Vec<ObjectIdentifier> {
        use der::oid::AssociatedOid;
        let known = [KeyUsage::OID, BasicConstraints::OID, SubjectKeyIdentifier::OID];
        let extensions = self.parsed.tbs_certificate().extensions().map_or(&[][..], |list| list.as_slice());
        extensions.iter().filter(|one| one.critical && !known.contains(&one.extn_id)).map(|one| one.extn_id).collect()
    }

    /// The subject key identifier (RFC 5280 4.2.1.2), if there is one.
    pub fn subject_key_identifier(&self) -> Option<Vec<u8>> {
        let (_, found) = self.parsed.tbs_certificate().get_extension::<SubjectKeyIdentifier>().ok()??;
        Some(found.0.as_bytes().to_vec())
    }

    /// The alternative names of the subject (RFC 5280 4.2.1.6) of the kinds that clients of a server register.
    pub fn alternative_names(&self) -> Vec<AlternativeName> {
        let Ok(Some((_, names))) = self.parsed.tbs_certificate().get_extension::<SubjectAltName>() else {
            return Vec::new();
        };
        let read = |name: &GeneralName| match name {
            GeneralName::DnsName(text) => Some(AlternativeName::Dns(text.as_str().to_owned())),
            GeneralName::Rfc822Name(text) => Some(AlternativeName::Email(text.as_str().to_owned())),
            GeneralName::UniformResourceIdentifier(text) => Some(AlternativeName::Uri(text.as_str().to_owned())),
            GeneralName::IpAddress(octets) => ip_address(octets.as_bytes()).map(AlternativeName::Ip),
            _ => None,
        };
        names.0.iter().filter_map(read).collect()
    }

    /// The digest of the whole certificate in DER.
    pub fn digest(&self, algorithm: DigestAlgorithm) -> Vec<u8> {
        algorithm.of(&self.der)
    }

    /// The certificate hash of ESIA: Streebog-256 of the DER as 64 hexadecimal digits (here in lower case, clients send both).
    pub fn hash(&self) -> String {
        hex(&self.digest(DigestAlgorithm::Streebog256))
    }

    /// The thumbprint that binds tokens to the certificate, `x5t#S256` (RFC 8705 3.1): SHA-256 in base64url, unpadded.
    pub fn thumbprint(&self) -> String {
        base64::encode(&self.digest(DigestAlgorithm::Sha256))
    }

    /// Which digest of this certificate a text of hexadecimal digits is, if it is one; upper and lower case are alike.
    pub fn recognize_hash(&self, text: &str) -> Option<DigestAlgorithm> {
        let text = text.to_ascii_lowercase();
        DigestAlgorithm::ALL.into_iter().find(|algorithm| {
            text.len() == algorithm.size() * 2
                && bool::from(hex(&self.digest(*algorithm)).as_bytes().ct_eq(text.as_bytes()))
        })
    }

    /// Whether this certificate was signed by the key of `issuer`, whose name it gives as its issuer's.
    ///
    /// Says nothing of either's time, constraints or trust.
    pub fn check_issued_by(&self, issuer: &Self) -> Result<Scheme, IssueError> {
        let content = self.parsed.tbs_certificate();
        if !name::same(content.issuer(), issuer.parsed.tbs_certificate().subject()) {
            return Err(IssueError::Issuer);
        }
        let scheme = Scheme::of_certificate(self.parsed.signature_algorithm(), &issuer.key)?;
        let signature = self.parsed.signature().as_bytes().ok_or(IssueError::Bits)?;
        issuer.key.verify(scheme, &self.signed_part(), signature)?;
        Ok(scheme)
    }

    /// Whether it signed itself.
    pub fn check_self_signed(&self) -> Result<Scheme, IssueError> {
        self.check_issued_by(self)
    }

    /// The octets that the issuer signed: the first value within the certificate, as it came.
    fn signed_part(&self) -> Vec<u8> {
        let values: Result<Vec<Any>, _> = Vec::from_der(&self.der);
        let first = values.ok().and_then(|values| values.into_iter().next());
        // In DER a value is written in one way only, and the whole was checked to be in DER.
        first.and_then(|first| first.to_der().ok()).unwrap_or_default()
    }

    /// Whether a signed message means this certificate by issuer and serial number.
    pub(crate) fn is_named(&self, issuer: &Name, serial: &[u8]) -> bool {
        let content = self.parsed.tbs_certificate();
        content.serial_number().as_bytes() == serial && name::same(content.issuer(), issuer)
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("serial", &self.serial()).field("key", &self.key).finish_non_exhaustive()
    }
}

fn instant(time: Time) -> Result<Timestamp, CertificateError> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).map_err(|_| CertificateError::Validity)?;
    // The last second of the year 9999, which stands for no end (RFC 5280 4.1.2.5), is a day beyond what a timestamp holds.
    Ok(Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX))
}
