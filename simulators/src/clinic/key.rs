//! The clinic's key, its certificate, and its signatures: detached PKCS #7 messages in DER without signed attributes, as `openssl
//! smime -sign -noattr` makes them.

use std::{fmt::Write as _, path::Path};

use base64::{Engine, engine::general_purpose::URL_SAFE};
use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos},
};
use der::{
    Any, Decode as _, Encode as _,
    asn1::{ObjectIdentifier, OctetString, SetOfVec},
};
use ring::{rand::SystemRandom, rsa, signature::RSA_PKCS1_SHA256};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use sha2::{Digest, Sha256};
use x509_cert::{Certificate, spki::AlgorithmIdentifierOwned};

use super::MNEMONIC;
use crate::keys::{self, KeyFault};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// Bits of the key.
const BITS: usize = 2048;

/// The key with its certificate.
pub(super) struct Key {
    pair: rsa::KeyPair,
    certificate: Certificate,
    pem: String,
    hash: String,
}

impl Key {
    /// Reads `clinic.key` and `clinic.crt`, or makes them.
    pub(super) fn read_or_make(dir: &Path) -> Result<Self, KeyFault> {
        let (private, public) = (dir.join("clinic.key"), dir.join("clinic.crt"));
        if !(private.exists() && public.exists()) {
            let key = keys::rsa_key(BITS)?;
            let pair = rcgen::KeyPair::from_pkcs8_pem_and_sign_algo(&key, &rcgen::PKCS_RSA_SHA256)?;
            let mut about = rcgen::CertificateParams::new(Vec::new())?;
            about.distinguished_name = rcgen::DistinguishedName::new();
            about.distinguished_name.push(rcgen::DnType::CommonName, MNEMONIC);
            keys::write(&public, &about.self_signed(&pair)?.pem())?;
            keys::write_private(&private, &key)?;
        }
        let pem = keys::read(&public)?;
        let wrong = |error: &dyn std::fmt::Display| keys::not_a_key(&public, error);
        let certificate =
            rustls::pki_types::CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|error| wrong(&error))?;
        let mut hash = String::new();
        for octet in Sha256::digest(&certificate) {
            // Writing into a text does not fail.
            let _ = write!(hash, "{octet:02X}");
        }
        let certificate = Certificate::from_der(&certificate).map_err(|error| wrong(&error))?;
        let key = PrivatePkcs8KeyDer::from_pem_slice(keys::read(&private)?.as_bytes());
        let key = key.map_err(|error| keys::not_a_key(&private, error))?;
        let pair =
            rsa::KeyPair::from_pkcs8(key.secret_pkcs8_der()).map_err(|error| keys::not_a_key(&private, error))?;
        Ok(Self { pair, certificate, pem, hash })
    }

    /// The certificate, as it is registered.
    pub(super) fn certificate_pem(&self) -> &str {
        &self.pem
    }

    /// `client_certificate_hash`.
    pub(super) fn hash(&self) -> &str {
        &self.hash
    }

    /// `client_secret`: the signature over a text, as it goes into a request.
    pub(super) fn sign(&self, text: &str) -> Result<String, String> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .map_err(|error| error.to_string())?;
        let message = self.message(signature).map_err(|error| error.to_string())?;
        Ok(URL_SAFE.encode(message))
    }

    fn message(&self, signature: Vec<u8>) -> der::Result<Vec<u8>> {
        let digest = AlgorithmIdentifierOwned { oid: SHA_256, parameters: None };
        let about = self.certificate.tbs_certificate();
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: about.issuer().clone(),
                serial_number: about.serial_number().clone(),
            }),
            digest_alg: digest.clone(),
            signed_attrs: None,
            signature_algorithm: AlgorithmIdentifierOwned { oid: RSA, parameters: Some(Any::null()) },
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let certificate = CertificateChoices::Certificate(self.certificate.clone());
        let signed = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![digest])?,
            encap_content_info: EncapsulatedContentInfo { econtent_type: DATA, econtent: None },
            certificates: Some(CertificateSet(SetOfVec::try_from(vec![certificate])?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
        };
        ContentInfo { content_type: SIGNED_DATA, content: Any::encode_from(&signed)? }.to_der()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second start has the same certificate, which the portal knows; the signature is in the message, the text is not.
    #[test]
    fn the_key_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        let first = Key::read_or_make(dir.path()).unwrap();
        let second = Key::read_or_make(dir.path()).unwrap();
        assert_eq!((first.certificate_pem(), first.hash()), (second.certificate_pem(), second.hash()));
        assert_eq!(first.hash().len(), 64);
        let message = URL_SAFE.decode(second.sign("what is signed").unwrap()).unwrap();
        let message = ContentInfo::from_der(&message).unwrap();
        let signed: SignedData = message.content.decode_as().unwrap();
        assert_eq!(signed.encap_content_info.econtent, None);
        let signer = signed.signer_infos.0.get(0).unwrap();
        let key = first.certificate.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes().to_vec();
        let key = ring::signature::UnparsedPublicKey::new(&ring::signature::RSA_PKCS1_2048_8192_SHA256, key);
        key.verify(b"what is signed", signer.signature.as_bytes()).unwrap();
    }
}
