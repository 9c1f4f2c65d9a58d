//! Certificates that a key makes for itself, so that others can pin it (RFC 5280 4.1).

use std::time::Duration;

use der::{
    Any, Encode, Sequence,
    asn1::{BitString, ObjectIdentifier, OctetString},
};
use jiff::Timestamp;
use x509_cert::{
    Version,
    ext::Extension,
    name::Name,
    serial_number::SerialNumber,
    spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned},
    time::{Time, Validity},
};

use super::{Certificate, CertificateError};
use crate::{gost, oid};

/// `id-ce-keyUsage` and its value for signatures on data: bit 0 of nine.
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const DIGITAL_SIGNATURE: [u8; 4] = [3, 2, 7, 0x80];

/// The public half of a key, and how it signs its own certificate.
#[derive(Clone, Debug)]
pub enum OwnKey<'a> {
    /// RSA: `RSAPublicKey` in DER (RFC 8017 A.1.1); signs with SHA-256.
    Rsa(&'a [u8]),
    /// GOST R 34.10-2012.
    Gost(&'a gost::VerifyingKey),
}

/// What a certificate for itself says.
#[derive(Clone, Copy, Debug)]
pub struct OwnCertificate<'a> {
    /// Subject and issuer by RFC 4514, such as `CN=ESIA,O=Example`.
    pub name: &'a str,
    /// A random number; its first bit is not looked at.
    pub serial: [u8; 16],
    /// Its first second.
    pub not_before: Timestamp,
    /// Its last second.
    pub not_after: Timestamp,
}

/// `TBSCertificate` without what is not needed here.
#[derive(Sequence)]
struct Content {
    #[asn1(context_specific = "0")]
    version: Version,
    serial: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    key: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

/// `Certificate`.
#[derive(Sequence)]
struct Whole {
    content: Content,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

impl OwnCertificate<'_> {
    /// Makes the certificate; `sign` signs octets as the key does.
    pub fn make(
        &self,
        key: &OwnKey<'_>,
        sign: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<Certificate, CertificateError> {
        let content = self.content(key).map_err(structure)?;
        let signed = content.to_der().map_err(structure)?;
        let signature = sign(&signed).ok_or_else(|| CertificateError::Structure("the key did not sign".to_owned()))?;
        let algorithm = content.signature.clone();
        let signature = BitString::from_bytes(&signature).map_err(structure)?;
        let whole = Whole { content, algorithm, signature };
        Certificate::from_der(&whole.to_der().map_err(structure)?)
    }

    fn content(&self, key: &OwnKey<'_>) -> der::Result<Content> {
        let name: Name = self.name.parse()?;
        // The first octet is neither negative nor zero.
        let mut serial = self.serial;
        if let Some(first) = serial.first_mut() {
            *first = *first & 0x7f | 0x40;
        }
        let usage = Extension {
            extn_id: KEY_USAGE,
            critical: true,
            extn_value: OctetString::new(DIGITAL_SIGNATURE.as_slice())?,
        };
        Ok(Content {
            version: Version::V3,
            serial: SerialNumber::new(&serial)?,
            signature: signature_algorithm(key),
            issuer: name.clone(),
            validity: Validity::new(time(self.not_before)?, time(self.not_after)?),
            subject: name,
            key: public_key(key)?,
            extensions: vec![usage],
        })
    }
}

fn structure(error: der::Error) -> CertificateError {
    CertificateError::Structure(error.to_string())
}

fn signature_algorithm(key: &OwnKey<'_>) -> AlgorithmIdentifierOwned {
    match key {
        OwnKey::Rsa(_) => AlgorithmIdentifierOwned { oid: oid::RSA_SHA256, parameters: Some(Any::null()) },
        OwnKey::Gost(key) if key.parameter_set().size() == 64 => {
            AlgorithmIdentifierOwned { oid: oid::GOST_2012_512_STREEBOG, parameters: None }
        }
        OwnKey::Gost(_) => AlgorithmIdentifierOwned { oid: oid::GOST_2012_256_STREEBOG, parameters: None },
    }
}

fn public_key(key: &OwnKey<'_>) -> der::Result<SubjectPublicKeyInfoOwned> {
    match key {
        OwnKey::Rsa(der) => Ok(SubjectPublicKeyInfoOwned {
            algorithm: AlgorithmIdentifierOwned { oid: oid::RSA, parameters: Some(Any::null()) },
            subject_public_key: BitString::from_bytes(der)?,
        }),
        OwnKey::Gost(key) => key.to_spki().map_err(|_| der::ErrorKind::Failed.into()),
    }
}

/// `UTCTime` until 2049, `GeneralizedTime` from then on (RFC 5280 4.1.2.5).
fn time(at: Timestamp) -> der::Result<Time> {
    let seconds = u64::try_from(at.as_second()).map_err(|_| der::Error::from(der::ErrorKind::DateTime))?;
    let since = Duration::from_secs(seconds);
    match der::asn1::UtcTime::from_unix_duration(since) {
        Ok(short) => Ok(Time::UtcTime(short)),
        Err(_) => Ok(Time::GeneralTime(der::asn1::GeneralizedTime::from_unix_duration(since)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gost::{ParameterSet, SigningKey};

    const ABOUT: OwnCertificate<'static> = OwnCertificate {
        name: "CN=ESIA,O=Okno",
        serial: [0xff; 16],
        not_before: Timestamp::UNIX_EPOCH,
        not_after: Timestamp::MAX,
    };

    /// What is made verifies by itself, and says what was asked for.
    #[test]
    fn a_key_makes_a_certificate_for_itself() {
        for (set, size) in [(ParameterSet::CryptoProA, 32), (ParameterSet::Tc26A512, 64)] {
            let mut secret = vec![0_u8; size];
            secret[0] = 7;
            let key = SigningKey::from_bytes(set, &secret).unwrap();
            let about = OwnCertificate { not_after: "2050-06-01T00:00:00Z".parse().unwrap(), ..ABOUT };
            let made = about.make(&OwnKey::Gost(key.verifying_key()), |octets| Some(key.sign(octets))).unwrap();
            made.check_self_signed().unwrap();
            assert_eq!((made.subject(), made.not_after()), ("CN=ESIA,O=Okno".to_owned(), about.not_after));
            assert!(made.may_sign() && !made.is_authority() && made.unknown_critical().is_empty());
            assert_eq!(made.serial(), format!("7f{}", "ff".repeat(15)));
            assert_eq!(Certificate::from_pem(made.to_pem().as_bytes()).unwrap(), made);
            let wrong = about.make(&OwnKey::Gost(key.verifying_key()), |_| Some(vec![1; 64])).unwrap();
            assert!(wrong.check_self_signed().is_err());
            assert!(about.make(&OwnKey::Gost(key.verifying_key()), |_| None).is_err());
        }
    }

    /// A name that is none, and a time that no certificate has, are refused.
    #[test]
    fn what_cannot_be_said_is_refused() {
        let key = SigningKey::from_bytes(ParameterSet::CryptoProA, &[1; 32]).unwrap();
        let make =
            |about: OwnCertificate<'_>| about.make(&OwnKey::Gost(key.verifying_key()), |text| Some(key.sign(text)));
        let end = "2030-01-01T00:00:00Z".parse().unwrap();
        assert!(make(OwnCertificate { not_after: end, ..ABOUT }).is_ok());
        assert!(make(OwnCertificate { name: "=", not_after: end, ..ABOUT }).is_err());
        assert!(make(OwnCertificate { not_before: Timestamp::MIN, not_after: end, ..ABOUT }).is_err());
        assert!(make(OwnCertificate { not_before: end, not_after: Timestamp::UNIX_EPOCH, ..ABOUT }).is_err());
    }
}
