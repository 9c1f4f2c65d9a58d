//! Certificates, signed messages and signatures of GOST.
//!
//! Random bytes never carry a right signature, so each target also makes one of its bytes, and no neighbour of it counts.

use std::sync::LazyLock;

use okno_pki::{
    certificate::Certificate,
    cms::{Expected, Policy, SignedMessage, Signer},
    digest::DigestAlgorithm,
    gost::{ParameterSet, SigningKey, VerifyingKey},
    public_key::PublicKey,
};

/// A key on each curve of 256 bits: of these octets and nothing else.
static KEYS: LazyLock<Vec<SigningKey>> = LazyLock::new(|| {
    let sets = [ParameterSet::Tc26A256, ParameterSet::Tc26B256, ParameterSet::Tc26C256, ParameterSet::Tc26D256];
    sets.into_iter().filter_map(|set| SigningKey::from_bytes(set, &[0x1f; 32]).ok()).collect()
});

/// What the seeds of messages are signed over.
const CONTENT: &[u8] = b"openid2026.03.01 12:30:05 +0300DEMO01";

/// A file that claims to be a certificate.
pub(crate) fn certificate(file: &[u8]) {
    let Ok(certificate) = Certificate::from_file(file) else { return };
    assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(&certificate));
    assert_eq!(Certificate::from_pem(certificate.to_pem().as_bytes()).as_ref(), Ok(&certificate));
    assert_eq!(certificate.recognize_hash(&certificate.hash().to_uppercase()).map(DigestAlgorithm::size), Some(32));
    assert!(certificate.not_before() <= certificate.not_after());
    let _ = (certificate.subject(), certificate.issuer(), certificate.serial(), certificate.usage());
    let _ = (certificate.subject_attribute(&okno_pki::oid::SNILS), certificate.subject_key_identifier());
    let _ = (certificate.is_authority(), certificate.may_sign(), certificate.unknown_critical());
    if certificate.check_self_signed().is_ok() {
        for place in [certificate.der().len() / 3, certificate.der().len() - 1] {
            let mut other = certificate.der().to_vec();
            if let Some(octet) = other.get_mut(place) {
                *octet ^= 1;
            }
            let accepted = Certificate::from_der(&other).is_ok_and(|other| other.check_issued_by(&certificate).is_ok());
            assert!(!accepted, "a changed certificate was accepted");
        }
    }
}

/// Octets that claim to be a public key.
pub(crate) fn public_key(octets: &[u8]) {
    let Ok(key) = PublicKey::from_spki_der(octets) else { return };
    if let PublicKey::Gost(gost) = &key {
        assert_eq!(VerifyingKey::from_bytes(gost.parameter_set(), gost.as_bytes()).as_ref(), Ok(gost));
        assert!(gost.verify(octets, octets).is_err());
    }
    assert_eq!(PublicKey::from_spki_der(octets), Ok(key));
}

/// Octets that claim to be a signed message.
pub(crate) fn message(octets: &[u8]) {
    let Ok(message) = SignedMessage::parse(octets) else { return };
    let content = message.content().unwrap_or(CONTENT).to_vec();
    let expect = |content, signer| Expected { content, signer, policy: Policy::OLD_REQUESTS };
    let Ok(verified) = message.verify(&expect(&content, Signer::Inside)) else { return };
    // Who is inside verifies as well when registered, and another content never.
    let registered = [verified.certificate.clone()];
    let again = message.verify(&expect(&content, Signer::Registered(&registered)));
    assert_eq!(again.as_ref(), Ok(&verified));
    let mut other = content.clone();
    other.push(0);
    assert!(message.verify(&expect(&other, Signer::Registered(&registered))).is_err());
    assert!(message.verify(&expect(&content, Signer::Registered(&[]))).is_err());
    // No octet of the signature may change, wherever it stands.
    let signature = message.signature();
    let Some(place) = octets.windows(signature.len().max(1)).rposition(|part| part == signature) else { return };
    let mut spoiled = octets.to_vec();
    if let Some(octet) = spoiled.get_mut(place + octets.len() % signature.len()) {
        *octet ^= 1;
    }
    let accepted = SignedMessage::parse(&spoiled)
        .is_ok_and(|message| message.verify(&expect(&content, Signer::Registered(&registered))).is_ok());
    assert!(!accepted, "a changed message was accepted");
}

/// A message, and octets that claim to be its signature: half of the input each.
pub(crate) fn gost_signature(octets: &[u8]) {
    let (signed, signature) = octets.split_at(octets.len() / 2);
    for key in KEYS.iter() {
        assert!(key.verifying_key().verify(signed, signature).is_err(), "an invented signature was accepted");
        let mut good = key.sign(signed);
        assert_eq!(key.verifying_key().verify(signed, &good), Ok(()));
        let (octet, bit) = (signature.first().map_or(0, |first| usize::from(*first)), signature.len() % 8);
        let place = octet % good.len();
        if let Some(octet) = good.get_mut(place) {
            *octet ^= 1 << bit;
        }
        assert!(key.verifying_key().verify(signed, &good).is_err(), "a changed signature was accepted");
    }
    let _ = SigningKey::from_pkcs8_der(octets).map(|key| key.sign(b""));
    for set in ParameterSet::ALL {
        let _ = VerifyingKey::from_bytes(set, octets).map(|key| key.verify(b"", octets));
    }
}

/// A text that claims to be a signature in base64.
pub(crate) fn base64(octets: &[u8]) {
    let Some(text) = crate::text(octets) else { return };
    let Ok(decoded) = okno_pki::base64::decode(text, 128) else { return };
    assert!(decoded.len() <= 128);
    assert_eq!(okno_pki::base64::decode(&okno_pki::base64::encode(&decoded), 128), Ok(decoded));
}
