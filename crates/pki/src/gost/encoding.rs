//! Keys as certificates and key files carry them (RFC 9215 4, RFC 4357, and what OpenSSL's engine writes).

use der::{
    Any, Decode, Encode, Sequence,
    asn1::{BitString, ObjectIdentifier, OctetString, OctetStringRef, UintRef},
};
use pkcs8::PrivateKeyInfoRef;
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use x509_cert::spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned};
use zeroize::Zeroizing;

use super::{KeyError, ParameterSet, SigningKey, VerifyingKey};
use crate::oid;

/// The longest key file that is read, in octets.
const LONGEST_FILE: usize = 4096;

/// `GostR3410-2012-PublicKeyParameters`: the set, and the digest that is left away for the newer sets.
#[derive(Sequence)]
struct Parameters {
    set: ObjectIdentifier,
    #[asn1(optional = "true")]
    digest: Option<ObjectIdentifier>,
}

/// The object identifier of keys of this size.
const fn algorithm_oid(set: ParameterSet) -> ObjectIdentifier {
    if set.size() == 64 { oid::GOST_2012_512 } else { oid::GOST_2012_256 }
}

/// The parameter set that an algorithm identifier names, which must agree with the algorithm and the digest in it.
fn parameter_set(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<ParameterSet, KeyError> {
    if algorithm.oid != oid::GOST_2012_256 && algorithm.oid != oid::GOST_2012_512 {
        return Err(KeyError::Algorithm);
    }
    let parameters = algorithm.parameters.ok_or(KeyError::Structure)?;
    let Parameters { set, digest } = parameters.decode_as().map_err(|_| KeyError::Structure)?;
    let set = ParameterSet::find(&set).ok_or(KeyError::ParameterSet)?;
    let digest_fits = digest.is_none_or(|digest| digest == set.digest().oid());
    if algorithm_oid(set) != algorithm.oid || !digest_fits {
        return Err(KeyError::Disagreement);
    }
    Ok(set)
}

/// The algorithm identifier of a key: with the digest where OpenSSL writes it, which is for the sets that are
/// older than the standard's second edition (RFC 9215 4.2).
fn algorithm(set: ParameterSet) -> der::Result<AlgorithmIdentifierOwned> {
    let newer = matches!(
        set,
        ParameterSet::Tc26A256
            | ParameterSet::Tc26B256
            | ParameterSet::Tc26C256
            | ParameterSet::Tc26D256
            | ParameterSet::Tc26C512
    );
    let parameters = Parameters { set: set.oid(), digest: (!newer).then(|| set.digest().oid()) };
    Ok(AlgorithmIdentifierOwned { oid: algorithm_oid(set), parameters: Some(Any::encode_from(&parameters)?) })
}

impl VerifyingKey {
    /// The key in a `SubjectPublicKeyInfo` (RFC 9215 4).
    pub fn from_spki(spki: &SubjectPublicKeyInfoOwned) -> Result<Self, KeyError> {
        let set = parameter_set(&(&spki.algorithm).into())?;
        let octets = spki.subject_public_key.as_bytes().ok_or(KeyError::Structure)?;
        let point = <&OctetStringRef>::from_der(octets).map_err(|_| KeyError::Structure)?;
        Self::from_bytes(set, point.as_bytes())
    }

    /// The key as a `SubjectPublicKeyInfo`, as OpenSSL would write it.
    pub fn to_spki(&self) -> Result<SubjectPublicKeyInfoOwned, KeyError> {
        let structure = || -> der::Result<SubjectPublicKeyInfoOwned> {
            let point = OctetString::new(self.as_bytes())?.to_der()?;
            let subject_public_key = BitString::from_bytes(&point)?;
            Ok(SubjectPublicKeyInfoOwned { algorithm: algorithm(self.set)?, subject_public_key })
        };
        structure().map_err(|_| KeyError::Structure)
    }
}

impl SigningKey {
    /// The key in a PKCS#8 structure in DER (RFC 5208), unencrypted.
    ///
    /// The secret is read as OpenSSL writes it, octets little-endian, or in an OCTET STRING or INTEGER of its own within.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        if der.len() > LONGEST_FILE {
            return Err(KeyError::Structure);
        }
        let info = PrivateKeyInfoRef::from_der(der).map_err(|_| KeyError::Structure)?;
        let set = parameter_set(&info.algorithm)?;
        let octets = info.private_key.as_bytes();
        if octets.len() == set.size() {
            return Self::from_bytes(set, octets);
        }
        if let Ok(inner) = <&OctetStringRef>::from_der(octets) {
            return Self::from_bytes(set, inner.as_bytes());
        }
        let number = UintRef::from_der(octets).map_err(|_| KeyError::Structure)?.as_bytes();
        if number.len() > set.size() {
            return Err(KeyError::Range);
        }
        let mut secret = Zeroizing::new(number.to_vec());
        secret.reverse();
        secret.resize(set.size(), 0);
        Self::from_bytes(set, &secret)
    }

    /// The key in a PEM file, `BEGIN PRIVATE KEY`.
    pub fn from_pkcs8_pem(pem: &[u8]) -> Result<Self, KeyError> {
        if pem.len() > LONGEST_FILE {
            return Err(KeyError::Structure);
        }
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| KeyError::Structure)?;
        Self::from_pkcs8_der(der.secret_pkcs8_der())
    }

    /// The key as a PKCS#8 structure in DER, as OpenSSL would write it.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let structure = || -> der::Result<Zeroizing<Vec<u8>>> {
            let algorithm = algorithm(self.set)?;
            let private_key = OctetStringRef::new(&self.secret)?;
            let info = PrivateKeyInfoRef::new((&algorithm).into(), private_key);
            Ok(Zeroizing::new(info.to_der()?))
        };
        structure().map_err(|_| KeyError::Structure)
    }
}
