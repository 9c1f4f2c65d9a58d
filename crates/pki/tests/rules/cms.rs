//! Signed messages: every form that clients send, and every refusal by its name.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may")]

use crate::scene::{CONTENT, attributed, certificate, judge, key, plain, registered, verify};
use crate::support::{Message, algorithm, attribute, der};
use okno_pki::{
    Asn1Error,
    cms::{CmsError, Policy, SignedMessage},
    digest::DigestAlgorithm,
    gost::SignatureError,
    oid,
    scheme::{AlgorithmError, Scheme},
};

const DATA: &str = "1.2.840.113549.1.7.1";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE: &str = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

fn with_attribute(more: Vec<u8>) -> Message {
    let mut message = attributed();
    message.attributes.as_mut().unwrap().push(more);
    message
}

fn without(dotted: &str) -> Message {
    let mut message = attributed();
    let start = der(0x30, &[&crate::support::oid(dotted)])[2..].to_vec();
    message.attributes.as_mut().unwrap().retain(|one| !one[2..].starts_with(&start));
    message
}

#[test]
fn each_form_is_verified() {
    for has_attributes in [false, true] {
        for has_content in [false, true] {
            for has_certificate in [false, true] {
                for signature in ["1.2.643.7.1.1.3.2", "1.2.643.7.1.1.1.1"] {
                    let mut message = if has_attributes { attributed() } else { plain() };
                    message.content = has_content.then(|| der(0x04, &[CONTENT]));
                    message.algorithm = algorithm(signature);
                    if !has_certificate {
                        message.certificates.clear();
                    }
                    let verified = judge(&message).unwrap();
                    assert_eq!(verified.certificate, registered()[0]);
                    assert_eq!((verified.digest, verified.scheme), (DigestAlgorithm::Streebog256, Scheme::Gost256));
                    assert_eq!((verified.has_attributes, verified.has_content), (has_attributes, has_content));
                    assert_eq!(verified.signing_time, None);
                }
            }
        }
    }
}

#[test]
fn parameters_may_be_absent() {
    let bare = |dotted| der(0x30, &[&crate::support::oid(dotted)]);
    let mut message = plain();
    message.digests = vec![bare(crate::support::STREEBOG_256)];
    message.digest = bare(crate::support::STREEBOG_256);
    message.algorithm = bare(crate::support::GOST_256_SIGNATURE);
    assert!(judge(&message).is_ok());
    message.algorithm = der(0x30, &[&crate::support::oid(crate::support::GOST_256_SIGNATURE), &[0x02, 0x01, 0x00]]);
    assert!(matches!(judge(&message), Err(CmsError::Algorithm(AlgorithmError::Parameters(_)))));
    let mut message = plain();
    message.digest = der(0x30, &[&crate::support::oid(crate::support::STREEBOG_256), &[0x02, 0x01, 0x00]]);
    assert!(matches!(judge(&message), Err(CmsError::Algorithm(AlgorithmError::Digest(_)))));
}

#[test]
fn the_content_is_the_expected_one() {
    for message in [plain(), attributed()] {
        let octets = message.signed_by(&key(), CONTENT);
        for other in [&b""[..], b"other", &CONTENT[1..]] {
            let refused = verify(&octets, other, Policy::REQUESTS).unwrap_err();
            match message.attributes {
                None => assert_eq!(refused, CmsError::Signature(SignatureError::Wrong.into())),
                Some(_) => assert!(matches!(refused, CmsError::Digest { .. }), "{refused:?}"),
            }
        }
        // The content inside is compared before anything is verified.
        let inside = Message { content: Some(der(0x04, &[b"inside"])), ..message };
        let octets = inside.signed_by(&key(), b"inside");
        assert_eq!(
            verify(&octets, CONTENT, Policy::REQUESTS),
            Err(CmsError::Content { expected: CONTENT.len(), found: 6 })
        );
    }
    let inside = Message { content: Some(der(0x04, &[CONTENT])), ..plain() };
    let message = SignedMessage::parse(&inside.signed_by(&key(), CONTENT)).unwrap();
    assert_eq!(message.content(), Some(CONTENT));
    assert_eq!(message.certificates(), [certificate()]);
    // An empty content is one.
    let empty = Message { content: Some(der(0x04, &[])), ..plain() };
    assert!(verify(&empty.signed_by(&key(), b""), b"", Policy::REQUESTS).is_ok());
    assert!(matches!(judge(&Message { content: Some(der(0x0c, &[CONTENT])), ..plain() }), Err(CmsError::Structure(_))));
}

#[test]
fn no_bit_of_a_message_may_change() {
    for message in [plain(), Message { content: Some(der(0x04, &[CONTENT])), ..attributed() }] {
        let good = message.signed_by(&key(), CONTENT);
        assert!(verify(&good, CONTENT, Policy::REQUESTS).is_ok());
        // From the version of the signer's part on, everything counts. Before it there are lists and other certificates.
        let signer = good.windows(message.signer.len()).rposition(|part| part == message.signer).unwrap() - 3;
        for place in 0..good.len() {
            let mut other = good.clone();
            other[place] ^= 1 << (place % 8);
            match verify(&other, CONTENT, Policy::REQUESTS) {
                Err(_) => {}
                Ok(verified) => assert!(place < signer && verified.certificate == registered()[0], "{place}"),
            }
        }
        for end in 0..good.len() {
            assert_eq!(verify(&good[..end], CONTENT, Policy::REQUESTS), Err(Asn1Error::CutOff.into()), "{end}");
        }
        let trailing = verify(&[&good[..], &[0]].concat(), CONTENT, Policy::REQUESTS);
        assert_eq!(trailing, Err(Asn1Error::Trailing.into()));
    }
}

#[test]
fn attributes_are_complete_and_say_what_is_true() {
    let missing = |dotted| judge(&without(dotted)).unwrap_err();
    assert_eq!(missing(CONTENT_TYPE), CmsError::AttributeMissing(oid::CONTENT_TYPE));
    assert_eq!(missing(MESSAGE_DIGEST), CmsError::AttributeMissing(oid::MESSAGE_DIGEST));

    let digest = der(0x04, &[&DigestAlgorithm::Streebog256.of(CONTENT)]);
    let replaced = |dotted: &str, values: &[&[u8]]| {
        let mut message = without(dotted);
        message.attributes.as_mut().unwrap().push(attribute(dotted, values));
        judge(&message).unwrap_err()
    };
    let (data, stamp) = (crate::support::oid(DATA), crate::support::oid("1.2.840.113549.1.9.16.1.4"));
    let wrong_type = replaced(CONTENT_TYPE, &[&stamp]);
    assert!(matches!(wrong_type, CmsError::AttributeContentType(found) if found.to_string().ends_with("16.1.4")));
    for values in [&[][..], &[&data[..], &stamp], &[&digest[..]], &[&data[..], &data]] {
        assert_eq!(replaced(CONTENT_TYPE, values), CmsError::AttributeValue(oid::CONTENT_TYPE));
    }
    for values in [&[][..], &[&digest[..], &digest], &[&data[..]]] {
        assert_eq!(replaced(MESSAGE_DIGEST, values), CmsError::AttributeValue(oid::MESSAGE_DIGEST));
    }
    let other = DigestAlgorithm::Streebog256.of(b"other");
    let found = okno_pki::hex(&DigestAlgorithm::Streebog256.of(CONTENT));
    assert_eq!(
        replaced(MESSAGE_DIGEST, &[&der(0x04, &[&other])]),
        CmsError::Digest { signed: okno_pki::hex(&other), found }
    );
    for shortened in [&[][..], &DigestAlgorithm::Streebog256.of(CONTENT)[..31]] {
        assert!(matches!(replaced(MESSAGE_DIGEST, &[&der(0x04, &[shortened])]), CmsError::Digest { .. }));
    }
    for (dotted, value, found) in [
        (CONTENT_TYPE, &data, oid::CONTENT_TYPE),
        (MESSAGE_DIGEST, &digest, oid::MESSAGE_DIGEST),
        (SIGNING_TIME, &digest, oid::SIGNING_TIME),
    ] {
        let mut message = with_attribute(attribute(dotted, &[value]));
        if dotted == SIGNING_TIME {
            message.attributes.as_mut().unwrap().push(attribute(dotted, &[&data]));
        }
        assert_eq!(judge(&message), Err(CmsError::AttributeTwice(found)));
    }
    // What is not known is passed over, and written in DER all the same.
    assert_eq!(judge(&with_attribute(attribute("1.2.3.4", &[&data, &digest]))), Err(CmsError::NotCanonical));
    assert!(judge(&with_attribute(attribute("1.2.3.4", &[&digest, &data]))).is_ok());
}

#[test]
fn the_time_of_the_signer_is_told() {
    for (tag, text) in [(0x17, "260301093005Z"), (0x18, "20260301093005Z")] {
        let message = with_attribute(attribute(SIGNING_TIME, &[&der(tag, &[text.as_bytes()])]));
        let time = judge(&message).unwrap().signing_time.unwrap();
        assert_eq!(time.to_string(), "2026-03-01T09:30:05Z");
    }
    for value in [der(0x17, &[b"26"]), der(0x04, &[b"260301093005Z"]), der(0x17, &[b"260231093005Z"])] {
        let message = with_attribute(attribute(SIGNING_TIME, &[&value]));
        assert_eq!(judge(&message), Err(CmsError::AttributeValue(oid::SIGNING_TIME)));
    }
}

#[test]
fn the_certificate_among_the_attributes_is_the_one_that_is_used() {
    let certificate = registered().remove(0);
    let v2 = |parts: &[&[u8]]| {
        let list = der(0x30, &[&der(0x30, parts)]);
        judge(&with_attribute(attribute(SIGNING_CERTIFICATE_V2, &[&der(0x30, &[&list])])))
    };
    let hash = |digest: DigestAlgorithm| der(0x04, &[&certificate.digest(digest)]);
    let (streebog, sha256) = (hash(DigestAlgorithm::Streebog256), hash(DigestAlgorithm::Sha256));
    assert!(v2(&[&sha256]).is_ok());
    assert!(v2(&[&algorithm(crate::support::STREEBOG_256), &streebog]).is_ok());
    assert!(v2(&[&sha256, &der(0x30, &[])]).is_ok());
    assert_eq!(v2(&[&streebog]), Err(CmsError::AttributeCertificate));
    assert_eq!(v2(&[&algorithm(crate::support::STREEBOG_256), &sha256]), Err(CmsError::AttributeCertificate));
    assert_eq!(v2(&[&der(0x04, &[])]), Err(CmsError::AttributeCertificate));
    assert!(matches!(v2(&[&algorithm("1.2.3.4"), &sha256]), Err(CmsError::Algorithm(AlgorithmError::Digest(_)))));
    assert_eq!(v2(&[]), Err(CmsError::AttributeValue(oid::SIGNING_CERTIFICATE_V2)));
    for value in [der(0x30, &[]), der(0x30, &[&der(0x30, &[])]), der(0x04, &[])] {
        let message = with_attribute(attribute(SIGNING_CERTIFICATE_V2, &[&value]));
        assert_eq!(judge(&message), Err(CmsError::AttributeValue(oid::SIGNING_CERTIFICATE_V2)));
    }
    let v1 = |hash: &[u8]| {
        let list = der(0x30, &[&der(0x30, &[&der(0x04, &[hash])])]);
        judge(&with_attribute(attribute(SIGNING_CERTIFICATE, &[&der(0x30, &[&list])])))
    };
    assert!(v1(&certificate.digest(DigestAlgorithm::Sha1)).is_ok());
    assert_eq!(v1(&[0; 20]), Err(CmsError::AttributeCertificate));
}

#[test]
fn attributes_stand_in_their_order() {
    // Three attributes whose order in the message is turned; the signature is over the sorted set.
    let mut message = with_attribute(attribute(SIGNING_TIME, &[&der(0x17, &[b"260301093005Z"])]));
    message.attributes.as_mut().unwrap().sort();
    message.attributes.as_mut().unwrap().reverse();
    assert!(judge(&message).is_ok());
    message.sorted = false;
    assert_eq!(judge(&message), Err(CmsError::NotCanonical));
}

#[test]
fn attributes_are_no_content() {
    // The attributes of a genuine message, given out as the content of a message without attributes.
    let genuine = attributed();
    let attributes = genuine.signed_attributes().unwrap();
    let signature = key().sign(&attributes);
    let forged = plain().with_signature(&signature);
    assert_eq!(verify(&forged, &attributes, Policy::REQUESTS), Err(CmsError::AttributesAsContent));
    let forged = Message { content: Some(der(0x04, &[&attributes])), ..plain() }.with_signature(&signature);
    assert_eq!(verify(&forged, &attributes, Policy::REQUESTS), Err(CmsError::AttributesAsContent));
    assert_eq!(
        verify(&forged, CONTENT, Policy::REQUESTS),
        Err(CmsError::Content { expected: 37, found: attributes.len() })
    );
}

#[test]
fn policies_hold() {
    let octets = plain().signed_by(&key(), CONTENT);
    assert_eq!(verify(&octets, CONTENT, Policy::DOCUMENTS), Err(CmsError::NoAttributes));
    assert!(verify(&attributed().signed_by(&key(), CONTENT), CONTENT, Policy::DOCUMENTS).is_ok());
    let sha1 = Message { digest: algorithm("1.3.14.3.2.26"), digests: vec![algorithm("1.3.14.3.2.26")], ..plain() };
    let octets = sha1.signed_by(&key(), CONTENT);
    assert_eq!(verify(&octets, CONTENT, Policy::REQUESTS), Err(CmsError::WeakDigest(DigestAlgorithm::Sha1)));
    let beside = CmsError::Algorithm(AlgorithmError::Digests {
        signature: DigestAlgorithm::Streebog256,
        beside: DigestAlgorithm::Sha1,
    });
    assert_eq!(verify(&octets, CONTENT, Policy::OLD_REQUESTS), Err(beside));
}

#[test]
fn algorithms_belong_together() {
    for (label, digest) in [
        ("1.2.643.7.1.1.3.3", "1.2.643.7.1.1.2.3"),
        ("1.2.643.7.1.1.1.2", "1.2.643.7.1.1.2.3"),
        ("1.2.840.113549.1.1.1", "2.16.840.1.101.3.4.2.1"),
        ("1.2.840.113549.1.1.11", "2.16.840.1.101.3.4.2.1"),
        ("1.2.840.10045.4.3.2", "2.16.840.1.101.3.4.2.1"),
        ("1.3.101.112", "2.16.840.1.101.3.4.2.3"),
    ] {
        let message = Message {
            algorithm: if label == "1.3.101.112" {
                der(0x30, &[&crate::support::oid(label)])
            } else {
                algorithm(label)
            },
            digest: algorithm(digest),
            digests: vec![algorithm(digest)],
            ..plain()
        };
        assert!(matches!(judge(&message), Err(CmsError::Algorithm(AlgorithmError::Key { .. }))), "{label}");
    }
    let mixed =
        Message { digest: algorithm("1.2.643.7.1.1.2.3"), digests: vec![algorithm("1.2.643.7.1.1.2.3")], ..plain() };
    assert!(matches!(judge(&mixed), Err(CmsError::Algorithm(AlgorithmError::Digests { .. }))));
    for unknown in ["1.2.643.2.2.3", "1.2.643.2.2.19", "1.2.840.113549.1.1.4", "1.2.840.10040.4.3"] {
        let message = Message { algorithm: algorithm(unknown), ..plain() };
        assert!(matches!(judge(&message), Err(CmsError::Algorithm(AlgorithmError::Signature(_)))), "{unknown}");
    }
    for unknown in ["1.2.643.2.2.9", "1.2.840.113549.2.5"] {
        let message = Message { digest: algorithm(unknown), digests: vec![algorithm(unknown)], ..plain() };
        assert!(matches!(judge(&message), Err(CmsError::Algorithm(AlgorithmError::Digest(_)))), "{unknown}");
    }
    let unannounced = Message { digests: vec![algorithm("2.16.840.1.101.3.4.2.1")], ..plain() };
    assert!(matches!(judge(&unannounced), Err(CmsError::DigestNotAnnounced(_))));
    assert!(matches!(judge(&Message { digests: vec![], ..plain() }), Err(CmsError::DigestNotAnnounced(_))));
}

#[test]
fn only_signed_data_with_one_signer_is_read() {
    let envelope = Message { kind: "1.2.840.113549.1.7.3", ..plain() };
    assert!(matches!(judge(&envelope), Err(CmsError::NotSigned(_))));
    let stamp = Message { content_type: "1.2.840.113549.1.9.16.1.4", ..plain() };
    assert!(matches!(judge(&stamp), Err(CmsError::ContentType(_))));
    assert_eq!(judge(&Message { copies: 0, ..plain() }), Err(CmsError::Signers(0)));
    assert_eq!(judge(&Message { copies: 2, ..plain() }), Err(CmsError::Signers(2)));
    assert_eq!(judge(&Message { version: 3, ..plain() }), Err(CmsError::Version));
    assert!(matches!(judge(&Message { version: 9, ..plain() }), Err(CmsError::Structure(_))));
    for octets in [&[0x30, 0x00][..], &[0x04, 0x00], &der(0x30, &[&crate::support::oid("1.2.840.113549.1.7.2")])] {
        assert!(matches!(SignedMessage::parse(octets), Err(CmsError::Structure(_))), "{octets:?}");
    }
}

#[test]
fn bounds_come_before_parsing() {
    let refused = |octets: &[u8]| SignedMessage::parse(octets).err();
    assert_eq!(refused(&vec![0x30; 300_000]), Some(Asn1Error::TooLong { limit: 256 * 1024 }.into()));
    assert_eq!(refused(&[0x30, 0x80].repeat(100)), Some(Asn1Error::TooDeep { limit: 32 }.into()));
    let many = der(0x30, &[&[0x05, 0x00].repeat(20_000)]);
    assert_eq!(refused(&many), Some(Asn1Error::TooMany { limit: 16 * 1024 }.into()));
    assert_eq!(refused(b""), Some(Asn1Error::CutOff.into()));
    assert_eq!(refused(b"MIIB8wYJKoZIhvcNAQcC"), Some(CmsError::Asn1(Asn1Error::CutOff)));
}
