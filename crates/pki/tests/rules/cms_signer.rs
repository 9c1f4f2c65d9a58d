//! Signed messages: whose signature counts, by the certificates that are registered and the one inside.

use crate::scene::{CONTENT, attributed, certificate, judge, key, plain, registered, verify};
use crate::support::{Draft, Message, algorithm, der, extension, gost_key, name};
use okno_pki::{
    certificate::Certificate,
    cms::{CmsError, Expected, Policy, SignedMessage, Signer},
    digest::DigestAlgorithm,
    gost::{ParameterSet, SignatureError},
    public_key::VerifyError,
    scheme::{AlgorithmError, Scheme},
};
use ring::signature::{Ed25519KeyPair, KeyPair};

#[test]
fn the_signer_is_found_by_either_name() {
    let by_key = |octets: &[u8], version| Message { signer: der(0x80, &[octets]), version, ..plain() };
    assert!(judge(&by_key(b"key-1", 3)).is_ok());
    assert_eq!(judge(&by_key(b"key-1", 1)), Err(CmsError::Version));
    assert!(matches!(judge(&by_key(b"key-2", 3)), Err(CmsError::UnknownSigner { registered: 1, .. })));
    // The same issuer in another string type is the same name; another issuer or number is none.
    let named = |issuer: Vec<u8>, serial: &[u8]| {
        judge(&Message { signer: der(0x30, &[&issuer, &der(0x02, &[serial])]), ..plain() })
    };
    assert!(named(name(0x13, "DEMO01"), &[0x12, 0x34]).is_ok());
    for (issuer, serial) in [("DEMO02", &[0x12, 0x34][..]), ("DEMO01", &[0x12, 0x35]), ("DEMO01", &[0x00, 0x92, 0x34])]
    {
        let refused = named(name(0x0c, issuer), serial).unwrap_err();
        assert!(matches!(refused, CmsError::UnknownSigner { .. }), "{refused:?}");
        assert!(refused.to_string().contains(issuer), "{refused}");
    }
}

#[test]
fn the_certificate_inside_is_the_registered_one() {
    // The same name and the same key in another certificate, and the same name with another key.
    let renewed = Draft { validity: ["260102000000Z", "361231235959Z"], ..Draft::of(&key()) }.signed_by(&key());
    let strange_key = gost_key(ParameterSet::CryptoProA, 9);
    let stranger = Draft::of(&strange_key).signed_by(&strange_key);
    for (other, signer) in [(&renewed, &key()), (&stranger, &strange_key)] {
        let message = Message { certificates: vec![other.clone()], ..plain() };
        let refused = verify(&message.signed_by(signer, CONTENT), CONTENT, Policy::REQUESTS);
        assert!(matches!(refused, Err(CmsError::OtherCertificate { .. })), "{refused:?}");
        let both = Message { certificates: vec![certificate(), other.clone()], ..plain() };
        assert!(matches!(judge(&both), Err(CmsError::AmbiguousSigner { .. })));
    }
    // The stranger without a certificate is measured by the registered key.
    let bare = Message { certificates: vec![], ..plain() }.signed_by(&strange_key, CONTENT);
    let wrong = Err(CmsError::Signature(VerifyError::Gost(SignatureError::Wrong)));
    assert_eq!(verify(&bare, CONTENT, Policy::REQUESTS), wrong);
    // Other certificates beside, a chain, the same twice, and things that are none, do no harm.
    let chain = Draft { serial: vec![0x02, 0x01, 0x01], ..Draft::of(&strange_key) }.signed_by(&strange_key);
    let many =
        Message { certificates: vec![chain, certificate(), certificate(), der(0x30, &[]), der(0xa1, &[])], ..plain() };
    assert!(judge(&many).is_ok());
    let too_many = Message { certificates: vec![certificate(); 17], ..plain() };
    assert_eq!(judge(&too_many), Err(CmsError::TooManyCertificates { limit: 16 }));
}

#[test]
fn the_right_one_of_several_registered_is_taken() {
    let (old_key, new_key) = (key(), gost_key(ParameterSet::Tc26A256, 5));
    let old = Certificate::from_der(&certificate()).unwrap();
    // A renewed certificate, for a while with the old one's name too.
    let new = Certificate::from_der(&Draft::of(&new_key).signed_by(&new_key)).unwrap();
    let both = [old.clone(), new.clone()];
    for (certificate, key) in [(&old, &old_key), (&new, &new_key)] {
        let octets = Message::of(certificate.der()).signed_by(key, CONTENT);
        let expected = Expected { content: CONTENT, signer: Signer::Registered(&both), policy: Policy::REQUESTS };
        let verified = SignedMessage::parse(&octets).unwrap().verify(&expected).unwrap();
        assert_eq!(&verified.certificate, certificate);
    }
    let none = Expected { content: CONTENT, signer: Signer::Registered(&[]), policy: Policy::REQUESTS };
    let octets = plain().signed_by(&old_key, CONTENT);
    let refused = SignedMessage::parse(&octets).unwrap().verify(&none);
    assert!(matches!(refused, Err(CmsError::UnknownSigner { registered: 0, .. })));
}

#[test]
fn a_certificate_inside_can_stand_for_itself() {
    let expected = Expected { content: CONTENT, signer: Signer::Inside, policy: Policy::REQUESTS };
    let octets = attributed().signed_by(&key(), CONTENT);
    assert_eq!(SignedMessage::parse(&octets).unwrap().verify(&expected).unwrap().certificate, registered()[0]);
    let bare = Message { certificates: vec![], ..plain() }.signed_by(&key(), CONTENT);
    let refused = SignedMessage::parse(&bare).unwrap().verify(&expected);
    assert!(matches!(refused, Err(CmsError::NoCertificate { .. })));
}

#[test]
fn a_certificate_that_is_not_for_signatures_is_refused() {
    let extensions = vec![extension("2.5.29.15", true, &der(0x03, &[&[5, 0b0010_0000]]))];
    let exchange = Certificate::from_der(&Draft { extensions, ..Draft::of(&key()) }.signed_by(&key())).unwrap();
    let octets = Message::of(exchange.der()).signed_by(&key(), CONTENT);
    let expected = Expected { content: CONTENT, signer: Signer::Inside, policy: Policy::REQUESTS };
    assert_eq!(SignedMessage::parse(&octets).unwrap().verify(&expected), Err(CmsError::Usage));
}

#[test]
fn ed25519_goes_with_sha_512() {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let ed25519 = der(0x30, &[&crate::support::oid("1.3.101.112")]);
    let spki = der(0x30, &[&ed25519, &der(0x03, &[&[0], pair.public_key().as_ref()])]);
    let certificate = Draft { spki, ..Draft::of(&key()) }.signed_by(&key());
    let registered = [Certificate::from_der(&certificate).unwrap()];
    let expected = Expected { content: CONTENT, signer: Signer::Registered(&registered), policy: Policy::REQUESTS };
    let verify = |digest: &str, algorithm_of_signature: Vec<u8>| {
        let (digest, digests) = (algorithm(digest), vec![algorithm(digest)]);
        let message = Message { digest, digests, algorithm: algorithm_of_signature, ..Message::of(&certificate) };
        SignedMessage::parse(&message.with_signature(pair.sign(CONTENT).as_ref())).unwrap().verify(&expected)
    };
    let (sha256, sha512) = ("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3");
    assert_eq!(verify(sha512, ed25519.clone()).unwrap().scheme, Scheme::Ed25519);
    let refused = verify(sha256, ed25519);
    assert!(matches!(
        refused,
        Err(CmsError::Algorithm(AlgorithmError::Digests { beside: DigestAlgorithm::Sha256, .. }))
    ));
    let refused = verify(sha512, algorithm("1.2.840.113549.1.1.13"));
    assert!(matches!(refused, Err(CmsError::Algorithm(AlgorithmError::Key { .. }))));
}
