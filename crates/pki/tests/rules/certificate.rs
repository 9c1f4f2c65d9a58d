//! Certificates: what is read from them, and every way in which one is refused.
#![expect(clippy::unwrap_used, reason = "a test may")]

use crate::support::{Draft, algorithm, der, extension, gost_key, name};
use jiff::Timestamp;
use okno_pki::{
    Asn1Error,
    certificate::{Certificate, CertificateError, IssueError, Validity},
    digest::DigestAlgorithm,
    gost::{ParameterSet, SignatureError, SigningKey},
    oid,
    public_key::{PublicKeyError, VerifyError},
    scheme::{AlgorithmError, Scheme},
};

fn key() -> SigningKey {
    gost_key(ParameterSet::Tc26B256, 1)
}

fn read(draft: &Draft) -> Result<Certificate, CertificateError> {
    Certificate::from_der(&draft.signed_by(&key()))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn says_what_it_says() {
    let certificate = read(&Draft::of(&key())).unwrap();
    assert_eq!(certificate.subject(), "CN=DEMO01");
    assert_eq!(certificate.issuer(), "CN=DEMO01");
    assert_eq!(certificate.serial(), "1234");
    assert_eq!(certificate.subject_attribute(&oid::COMMON_NAME).as_deref(), Some("DEMO01"));
    assert_eq!(certificate.subject_attribute(&oid::SNILS), None);
    assert_eq!(certificate.subject_key_identifier().as_deref(), Some(&b"key-1"[..]));
    assert_eq!(certificate.usage(), None);
    assert!(certificate.may_sign() && !certificate.is_authority());
    assert!(certificate.unknown_critical().is_empty());
    assert_eq!(certificate.check_self_signed(), Ok(Scheme::Gost256));
    let printed = format!("{certificate:?}");
    assert!(printed.contains("1234") && !printed.contains("DEMO01"), "{printed}");
}

#[test]
fn is_valid_from_its_first_to_its_last_second() {
    let certificate = read(&Draft::of(&key())).unwrap();
    for (instant, validity) in [
        ("2025-12-31T23:59:59.999Z", Validity::NotYet),
        ("2026-01-01T00:00:00Z", Validity::Valid),
        ("2036-12-31T23:59:59.999Z", Validity::Valid),
        ("2037-01-01T00:00:00Z", Validity::Expired),
    ] {
        assert_eq!(certificate.validity(at(instant)), validity, "{instant}");
    }
    let far = Draft { validity: ["260101000000Z", "99991231235959Z"], ..Draft::of(&key()) };
    assert_eq!(read(&far).unwrap().validity(at("9999-01-01T00:00:00Z")), Validity::Valid);
    let turned = Draft { validity: ["260101000001Z", "260101000000Z"], ..Draft::of(&key()) };
    assert_eq!(read(&turned), Err(CertificateError::Validity));
    let moment = Draft { validity: ["260101000000Z", "260101000000Z"], ..Draft::of(&key()) };
    assert_eq!(read(&moment).unwrap().validity(at("2026-01-01T00:00:00Z")), Validity::Valid);
}

#[test]
fn digits_of_the_state_are_read_from_numeric_strings() {
    let attribute = |dotted, tag, text: &str| {
        der(0x31, &[&der(0x30, &[&crate::support::oid(dotted), &der(tag, &[text.as_bytes()])])])
    };
    let subject = der(
        0x30,
        &[
            &attribute("1.2.643.100.3", 0x12, "11223344595"),
            &attribute("1.2.643.3.131.1.1", 0x12, "500100732259"),
            &attribute("2.5.4.4", 0x1e, "\u{0}A\u{0}B"),
            &attribute("2.5.4.10", 0x03, "\u{0}x"),
        ],
    );
    let certificate = read(&Draft { subject, ..Draft::of(&key()) }).unwrap();
    assert_eq!(certificate.subject_attribute(&oid::SNILS).as_deref(), Some("11223344595"));
    assert_eq!(certificate.subject_attribute(&oid::INN).as_deref(), Some("500100732259"));
    assert_eq!(certificate.subject_attribute(&oid::SURNAME).as_deref(), Some("AB"));
    assert_eq!(certificate.subject_attribute(&oid::ORGANIZATION), None);
}

#[test]
fn hashes_and_thumbprints_are_recognized() {
    let certificate = read(&Draft::of(&key())).unwrap();
    for digest in DigestAlgorithm::ALL {
        let text = okno_pki::hex(&certificate.digest(digest));
        assert_eq!(certificate.recognize_hash(&text), Some(digest));
        assert_eq!(certificate.recognize_hash(&text.to_uppercase()), Some(digest));
        assert_eq!(certificate.recognize_hash(&text[1..]), None);
        assert_eq!(certificate.recognize_hash(&format!("{text}0")), None);
    }
    assert_eq!(certificate.hash(), okno_pki::hex(&certificate.digest(DigestAlgorithm::Streebog256)));
    assert_eq!(certificate.thumbprint().len(), 43);
    for text in ["", "0", &"0".repeat(64), &"0".repeat(128), &"\u{436}".repeat(32)] {
        assert_eq!(certificate.recognize_hash(text), None, "{text}");
    }
}

#[test]
fn usages_are_read() {
    let with = |bits: &[u8]| {
        let extensions = vec![extension("2.5.29.15", true, &der(0x03, &[bits]))];
        read(&Draft { extensions, ..Draft::of(&key()) }).unwrap()
    };
    let both = with(&[6, 0b1100_0000]);
    assert!(both.usage().unwrap().digital_signature && both.usage().unwrap().non_repudiation && both.may_sign());
    let login = with(&[7, 0b1000_0000]);
    assert!(login.usage().unwrap().digital_signature && !login.usage().unwrap().non_repudiation && login.may_sign());
    let authority = with(&[1, 0b0000_0110]);
    assert!(authority.usage().unwrap().certificates && authority.usage().unwrap().revocations && !authority.may_sign());
    assert!(authority.unknown_critical().is_empty());
    let garbage = read(&Draft { extensions: vec![extension("2.5.29.15", true, &[0x05, 0x00])], ..Draft::of(&key()) });
    assert!(!garbage.unwrap().may_sign());
    let authority = vec![extension("2.5.29.19", true, &der(0x30, &[&[0x01, 0x01, 0xff]]))];
    assert!(read(&Draft { extensions: authority, ..Draft::of(&key()) }).unwrap().is_authority());
    let odd = vec![extension("1.2.3.4", true, b"\x05\x00"), extension("1.2.3.5", false, b"\x05\x00")];
    let odd = read(&Draft { extensions: odd, ..Draft::of(&key()) }).unwrap();
    assert_eq!(odd.unknown_critical().iter().map(ToString::to_string).collect::<Vec<_>>(), ["1.2.3.4"]);
}

#[test]
fn what_contradicts_itself_is_refused() {
    let twice =
        vec![extension("2.5.29.14", false, &der(0x04, &[b"a"])), extension("2.5.29.14", false, &der(0x04, &[b"b"]))];
    let refused = read(&Draft { extensions: twice, ..Draft::of(&key()) });
    assert!(matches!(refused, Err(CertificateError::ExtensionTwice(twice)) if twice.to_string() == "2.5.29.14"));
    let old = Draft { version: vec![], ..Draft::of(&key()) };
    assert_eq!(read(&old), Err(CertificateError::Version));
    assert!(read(&Draft { version: vec![], extensions: vec![], ..Draft::of(&key()) }).is_ok());
    let two = Draft { outer_algorithm: algorithm("1.2.643.7.1.1.3.3"), ..Draft::of(&key()) };
    assert_eq!(read(&two), Err(CertificateError::Algorithms));
    let unknown =
        Draft { spki: der(0x30, &[&algorithm("1.2.840.10040.4.1"), &[0x03, 0x01, 0x00]]), ..Draft::of(&key()) };
    assert!(matches!(read(&unknown), Err(CertificateError::Key(PublicKeyError::Algorithm(_)))));
    let long_serial = Draft { serial: der(0x02, &[&[1; 22]]), ..Draft::of(&key()) };
    assert!(matches!(read(&long_serial), Err(CertificateError::Structure(_))));
    let no_month = Draft { validity: ["261301000000Z", "361231235959Z"], ..Draft::of(&key()) };
    assert!(matches!(read(&no_month), Err(CertificateError::Structure(_))));
}

#[test]
fn bounds_come_before_parsing() {
    let good = Draft::of(&key()).signed_by(&key());
    assert!(matches!(Certificate::from_der(&[]), Err(CertificateError::Asn1(Asn1Error::CutOff))));
    for end in 0..good.len() {
        let cut = Certificate::from_der(&good[..end]);
        assert!(matches!(cut, Err(CertificateError::Asn1(Asn1Error::CutOff))), "{end}");
    }
    let trailing = Certificate::from_der(&[&good[..], &[0]].concat());
    assert_eq!(trailing, Err(CertificateError::Asn1(Asn1Error::Trailing)));
    let huge = Certificate::from_der(&der(0x30, &[&vec![0x05; 40_000]]));
    assert_eq!(huge, Err(CertificateError::Asn1(Asn1Error::TooLong { limit: 32 * 1024 })));
    let mut deep = vec![];
    for _ in 0..30 {
        deep = der(0x30, &[&deep]);
    }
    assert_eq!(Certificate::from_der(&deep), Err(CertificateError::Asn1(Asn1Error::TooDeep { limit: 24 })));
    let many = der(0x30, &[&[0x05, 0x00].repeat(3000)]);
    assert_eq!(Certificate::from_der(&many), Err(CertificateError::Asn1(Asn1Error::TooMany { limit: 2048 })));
    // An open length is BER.
    let mut open = vec![0x30, 0x80];
    open.extend_from_slice(&good[4..]);
    open.extend([0, 0]);
    assert_eq!(Certificate::from_der(&open), Err(CertificateError::Asn1(Asn1Error::Indefinite)));
}

#[test]
fn one_changed_bit_is_another_certificate_or_none() {
    let good = Draft::of(&key()).signed_by(&key());
    let certificate = Certificate::from_der(&good).unwrap();
    for place in 0..good.len() {
        let mut other = good.clone();
        other[place] ^= 1 << (place % 8);
        if let Ok(other) = Certificate::from_der(&other) {
            assert!(other.check_issued_by(&certificate).is_err(), "{place}");
            assert_ne!(other.hash(), certificate.hash());
        }
    }
}

#[test]
fn issuers_are_told_apart() {
    let (root_key, other_key) = (gost_key(ParameterSet::Tc26B256, 2), gost_key(ParameterSet::CryptoProB, 3));
    let root = Draft { subject: name(0x0c, "ROOT"), issuer: name(0x0c, "ROOT"), ..Draft::of(&root_key) };
    let root = Certificate::from_der(&root.signed_by(&root_key)).unwrap();
    let same_name = Draft { subject: name(0x0c, "ROOT"), issuer: name(0x0c, "ROOT"), ..Draft::of(&other_key) };
    let same_name = Certificate::from_der(&same_name.signed_by(&other_key)).unwrap();
    let leaf = Draft { issuer: name(0x0c, "ROOT"), ..Draft::of(&key()) };
    let leaf = Certificate::from_der(&leaf.signed_by(&root_key)).unwrap();
    assert_eq!(leaf.check_issued_by(&root), Ok(Scheme::Gost256));
    let refused = leaf.check_issued_by(&same_name);
    let wrong = [SignatureError::Wrong, SignatureError::Range].map(|error| Err(IssueError::Signature(error.into())));
    assert!(wrong.contains(&refused), "{refused:?}");
    assert_eq!(leaf.check_self_signed(), Err(IssueError::Issuer));
    assert_eq!(root.check_issued_by(&leaf), Err(IssueError::Issuer));
    // The issuer's name in another string type is the same name; another text is not.
    for (string, is_issuer) in [(0x13, true), (0x1e, false)] {
        let leaf = Draft { issuer: name(string, "ROOT"), ..Draft::of(&key()) };
        let leaf = Certificate::from_der(&leaf.signed_by(&root_key)).unwrap();
        assert_eq!(leaf.check_issued_by(&root).is_ok(), is_issuer);
    }
    // A label that does not go with the issuer's key.
    for label in ["1.2.643.7.1.1.3.3", "1.2.840.113549.1.1.11", "1.2.840.10045.4.3.2"] {
        let (inner_algorithm, outer_algorithm) = (algorithm(label), algorithm(label));
        let leaf = Draft { issuer: name(0x0c, "ROOT"), inner_algorithm, outer_algorithm, ..Draft::of(&key()) };
        let leaf = Certificate::from_der(&leaf.signed_by(&root_key)).unwrap();
        let refused = leaf.check_issued_by(&root);
        assert!(matches!(refused, Err(IssueError::Algorithm(AlgorithmError::Key { .. }))), "{refused:?}");
    }
    // The identifier of the key is no signature algorithm of a certificate.
    let (inner_algorithm, outer_algorithm) = (algorithm("1.2.643.7.1.1.1.1"), algorithm("1.2.643.7.1.1.1.1"));
    let leaf = Draft { issuer: name(0x0c, "ROOT"), inner_algorithm, outer_algorithm, ..Draft::of(&key()) };
    let leaf = Certificate::from_der(&leaf.signed_by(&root_key)).unwrap();
    assert!(matches!(leaf.check_issued_by(&root), Err(IssueError::Algorithm(AlgorithmError::Signature(_)))));
    assert_ne!(IssueError::Signature(VerifyError::Wrong).to_string(), "");
}

#[test]
fn pem_files_are_read_with_what_is_around() {
    let certificate = read(&Draft::of(&key())).unwrap();
    let pem = certificate.to_pem();
    for text in [pem.clone(), format!("subject=CN\n\n{pem}\n"), pem.replace('\n', "\r\n")] {
        assert_eq!(Certificate::from_pem(text.as_bytes()).as_ref(), Ok(&certificate), "{text}");
        assert_eq!(Certificate::from_file(text.as_bytes()).as_ref(), Ok(&certificate));
    }
    let with_key = format!("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n{pem}");
    assert_eq!(Certificate::from_pem(with_key.as_bytes()).as_ref(), Ok(&certificate));
    assert_eq!(Certificate::from_file(certificate.der()).as_ref(), Ok(&certificate));
    assert_eq!(Certificate::from_pem(format!("{pem}{pem}").as_bytes()), Err(CertificateError::Several));
    for text in ["", "AAAA", "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n", &pem.replace("END", "ENDE")]
    {
        assert_eq!(Certificate::from_pem(text.as_bytes()), Err(CertificateError::Pem), "{text}");
    }
    let long = "A".repeat(70_000);
    assert!(matches!(Certificate::from_pem(long.as_bytes()), Err(CertificateError::Asn1(Asn1Error::TooLong { .. }))));
}
