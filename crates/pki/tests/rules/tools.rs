//! What other tools made, OpenSSL with its GOST engine and node-forge: certificates, keys, signatures and messages.
//!
//! `vectors/tools.txt` has a kind, a name and base64 on each line. The keys were made for it and sign nothing else.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may")]

use std::collections::BTreeMap;

use okno_pki::{
    Asn1Error,
    certificate::{Certificate, CertificateError, IssueError},
    cms::{CmsError, Expected, Policy, SignedMessage, Signer, Verified},
    digest::DigestAlgorithm,
    gost::SigningKey,
    public_key::{PublicKey, PublicKeyError, VerifyError},
    scheme::{AlgorithmError, Scheme},
};

const CONTENT: &[u8] = b"openid2026.03.01 12:30:05 +0300DEMO01";

fn vectors(kind: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let lines = include_str!("vectors/tools.txt").lines().filter(|line| !line.starts_with('#'));
    let mut found = BTreeMap::new();
    for line in lines {
        let [of, name, octets] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        if of == kind {
            found.insert(name, crate::support::unbase64(octets));
        }
    }
    assert!(!found.is_empty());
    found
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(&vectors("certificate")[name]).unwrap()
}

fn scheme(name: &str) -> Scheme {
    match name {
        "rsa" => Scheme::RsaPkcs1(DigestAlgorithm::Sha256),
        "rsa-pss" => Scheme::RsaPss(DigestAlgorithm::Sha256),
        "p256" => Scheme::Ecdsa(DigestAlgorithm::Sha256),
        "p384" => Scheme::Ecdsa(DigestAlgorithm::Sha384),
        "ed25519" => Scheme::Ed25519,
        gost if gost.starts_with("gost256") => Scheme::Gost256,
        _ => Scheme::Gost512,
    }
}

#[test]
fn certificates_are_read_and_signed_themselves() {
    for (name, der) in vectors("certificate") {
        match name {
            "rsa1024" => {
                let refused = Certificate::from_der(&der);
                assert_eq!(refused, Err(CertificateError::Key(PublicKeyError::RsaSize { bits: 1024 })));
            }
            "p521" => assert_eq!(Certificate::from_der(&der), Err(CertificateError::Key(PublicKeyError::Curve))),
            "leaf" | "leaf-pss" => {
                let leaf = Certificate::from_der(&der).unwrap();
                let expected = scheme(if name == "leaf" { "rsa" } else { "rsa-pss" });
                assert_eq!(leaf.check_issued_by(&certificate("rsa")), Ok(expected));
                assert_eq!(leaf.check_self_signed(), Err(IssueError::Issuer));
                assert_eq!(leaf.subject(), "CN=leaf");
                assert_eq!(leaf.issuer(), "CN=rsa");
                let usage = leaf.usage().unwrap();
                assert!(
                    usage.digital_signature && usage.non_repudiation && !usage.certificates && !leaf.is_authority()
                );
                assert!(leaf.unknown_critical().is_empty());
            }
            _ => {
                let certificate = Certificate::from_der(&der).unwrap();
                assert_eq!(certificate.check_self_signed(), Ok(scheme(name)), "{name}");
                assert_eq!(certificate.subject(), format!("CN={name}"));
                assert!(certificate.subject_key_identifier().is_some() && certificate.is_authority());
            }
        }
    }
}

#[test]
fn signatures_are_verified_and_no_octet_of_them_may_change() {
    for (name, signature) in vectors("signature") {
        let certificate = certificate(name.trim_end_matches("-pss"));
        let key = certificate.public_key();
        let scheme = scheme(name);
        assert_eq!(key.verify(scheme, CONTENT, &signature), Ok(()), "{name}");
        assert!(key.verify(scheme, &CONTENT[1..], &signature).is_err(), "{name}");
        for place in 0..signature.len() {
            let mut other = signature.clone();
            other[place] ^= 1 << (place % 8);
            assert!(key.verify(scheme, CONTENT, &other).is_err(), "{name} {place}");
        }
        for end in [0, 1, signature.len() - 1] {
            assert!(key.verify(scheme, CONTENT, &signature[..end]).is_err(), "{name} {end}");
        }
        // Every other scheme, and every other key.
        for wrong in ["rsa", "rsa-pss", "p256", "p384", "ed25519", "gost256", "gost512"].map(self::scheme) {
            assert_eq!(key.verify(wrong, CONTENT, &signature).is_ok(), wrong == scheme, "{name} {wrong}");
        }
        for (other, der) in vectors("certificate") {
            let Ok(other_key) = Certificate::from_der(&der) else { continue };
            let is_same = other_key.public_key() == key;
            assert_eq!(other_key.public_key().verify(scheme, CONTENT, &signature).is_ok(), is_same, "{name} {other}");
        }
    }
}

#[test]
fn keys_of_gost_are_read_and_sign_for_their_certificates() {
    for (name, der) in vectors("key") {
        let key = SigningKey::from_pkcs8_der(&der).unwrap();
        assert_eq!(*key.to_pkcs8_der().unwrap(), der, "{name}");
        let certificate = certificate(name);
        assert_eq!(certificate.public_key(), &PublicKey::Gost(key.verifying_key().clone()), "{name}");
        assert!(
            certificate.der().windows(crate::support::spki(&key).len()).any(|part| part == crate::support::spki(&key)),
            "{name}: the structure is written as OpenSSL writes it"
        );
        let signature = key.sign(CONTENT);
        assert_eq!(certificate.public_key().verify(scheme(name), CONTENT, &signature), Ok(()), "{name}");
    }
}

#[test]
fn keys_for_ecdsa_are_points_on_their_curves() {
    for name in ["p256", "p384"] {
        let der = &vectors("certificate")[name];
        let (PublicKey::P256(point) | PublicKey::P384(point)) = certificate(name).public_key().clone() else {
            panic!()
        };
        let point = point.as_bytes();
        let place = der.windows(point.len()).position(|part| part == point).unwrap();
        for octet in [0, 1, point.len() / 2, point.len() - 1] {
            let mut other = der.clone();
            other[place + octet] ^= 1;
            let refused = Certificate::from_der(&other);
            assert_eq!(refused, Err(CertificateError::Key(PublicKeyError::NotOnCurve)), "{name} {octet}");
        }
    }
}

#[test]
fn keys_of_rsa_have_bounds() {
    use okno_pki::public_key::RsaKey;
    let PublicKey::Rsa(key) = certificate("rsa").public_key().clone() else { panic!() };
    assert_eq!(RsaKey::new(key.modulus(), key.exponent()).as_ref(), Ok(&key));
    assert_eq!(RsaKey::new(&[&[0, 0], key.modulus()].concat(), key.exponent()).as_ref(), Ok(&key));
    assert_eq!(key.exponent(), [1, 0, 1]);
    for exponent in [&[3][..], &[1, 0, 0], &[0], &[1, 0, 2], &[2, 0, 0, 0, 1], &[1, 0, 0, 0, 0, 1]] {
        assert_eq!(RsaKey::new(key.modulus(), exponent), Err(PublicKeyError::RsaExponent), "{exponent:?}");
    }
    assert_eq!(RsaKey::new(key.modulus(), &[]), Err(PublicKeyError::Structure));
    for (octets, bits) in [(255, 2040), (1025, 8200)] {
        let modulus: Vec<u8> = key.modulus().iter().copied().cycle().take(octets).map(|octet| octet | 0x81).collect();
        let refused = RsaKey::new(&modulus, key.exponent());
        assert!(matches!(refused, Err(PublicKeyError::RsaSize { bits: found }) if found == bits), "{refused:?}");
    }
    let mut even = key.modulus().to_vec();
    *even.last_mut().unwrap() ^= 1;
    assert_eq!(RsaKey::new(&even, key.exponent()), Err(PublicKeyError::RsaSize { bits: 2048 }));
    assert!(matches!(RsaKey::new(&vec![1; 5000], &[3]), Err(PublicKeyError::Asn1(Asn1Error::TooLong { .. }))));
}

fn verify(name: &str, message: &[u8], policy: Policy) -> Result<Verified, CmsError> {
    let registered = [certificate(name.split('/').next().unwrap())];
    let expected = Expected { content: CONTENT, signer: Signer::Registered(&registered), policy };
    SignedMessage::parse(message)?.verify(&expected)
}

#[test]
fn messages_are_verified() {
    for (name, message) in vectors("message") {
        let verdict = verify(name, &message, Policy::REQUESTS);
        let variant = name.split('/').nth(1).unwrap();
        match variant {
            // node-forge signs attributes in the order it was given them; its ESIA clients use none.
            "forge-attributes" => {
                assert_eq!(verdict, Err(CmsError::NotCanonical));
                continue;
            }
            "sha1" | "sha1-bare" => {
                assert_eq!(verdict, Err(CmsError::WeakDigest(DigestAlgorithm::Sha1)), "{name}");
                let allowed = verify(name, &message, Policy::OLD_REQUESTS).unwrap();
                assert_eq!(allowed.scheme, Scheme::RsaPkcs1(DigestAlgorithm::Sha1));
            }
            // OpenSSL's longest salt is not the one of the digest's length.
            "pss-long-salt" => {
                assert!(matches!(verdict, Err(CmsError::Algorithm(AlgorithmError::Parameters(_)))), "{verdict:?}");
            }
            // There is no such pair in the library.
            "sha512" if name.starts_with("p256") => {
                assert!(matches!(verdict, Err(CmsError::Signature(VerifyError::Scheme { .. }))), "{verdict:?}");
            }
            _ => {
                let verified = verdict.unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(verified.has_content, matches!(variant, "inside" | "streamed" | "forge-inside"), "{name}");
                let is_bare =
                    matches!(name, "p384/sha256" | "rsa/forge-inside" | "rsa/forge-bare") || variant == "bare";
                assert_eq!(verified.has_attributes, !is_bare, "{name}");
                assert_eq!(verified.signing_time.is_some(), !is_bare, "{name}");
            }
        }
        let parsed = SignedMessage::parse(&message).unwrap();
        assert_eq!(parsed.certificates().is_empty(), variant == "nocerts", "{name}");
    }
}

#[test]
fn messages_over_another_content_are_refused() {
    for (name, message) in vectors("message") {
        if name == "rsa/forge-attributes" {
            continue;
        }
        let registered = [certificate(name.split('/').next().unwrap())];
        for content in [&b""[..], &CONTENT[1..], b"openid2026.03.01 12:30:05 +0300DEMO02"] {
            let expected = Expected { content, signer: Signer::Registered(&registered), policy: Policy::OLD_REQUESTS };
            assert!(SignedMessage::parse(&message).unwrap().verify(&expected).is_err(), "{name}");
        }
        // And by somebody else's certificate.
        let other = [certificate(if name.starts_with("p256") { "p384" } else { "p256" })];
        let expected = Expected { content: CONTENT, signer: Signer::Registered(&other), policy: Policy::OLD_REQUESTS };
        let refused = SignedMessage::parse(&message).unwrap().verify(&expected);
        assert!(matches!(refused, Err(CmsError::UnknownSigner { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn a_streamed_message_is_the_same_message() {
    for name in ["rsa/streamed", "gost256-TCB/streamed"] {
        let message = &vectors("message")[name];
        assert!(message.starts_with(&[0x30, 0x80]), "{name} is in BER");
        assert_eq!(SignedMessage::parse(message).unwrap().content(), Some(CONTENT));
    }
}
