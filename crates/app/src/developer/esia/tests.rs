//! What may be typed, and what stays.

use okno_domain::time::after;
use okno_pki::{
    certificate::{OwnCertificate, OwnKey},
    gost::{ParameterSet, SigningKey},
};

use super::{
    certificate::{FIELD, LONGEST},
    *,
};
use crate::settings::days;

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn ground(stage: Stage) -> Ground {
    Ground { stage, now: now(), lenient: false, subject: EsiaSubject::Number }
}

/// A certificate by a GOST key that follows from a number, good for so many days before and after.
fn pem(number: u8, (before, later): (i64, i64)) -> String {
    let key = SigningKey::from_bytes(ParameterSet::CryptoProA, &[number; 32]).unwrap();
    let at = |count: i64| {
        let span = days(u32::try_from(count.abs()).unwrap());
        after(now(), if count < 0 { -span } else { span })
    };
    let about =
        OwnCertificate { name: "CN=DEMO01", serial: [number; 16], not_before: at(-before), not_after: at(later) };
    about.make(&OwnKey::Gost(key.verifying_key()), |octets| Some(key.sign(octets))).unwrap().to_pem()
}

fn good(number: u8) -> String {
    pem(number, (10, 10))
}

fn form() -> EsiaForm {
    EsiaForm {
        mnemonic: "DEMO01".to_owned(),
        domains: "https://rp.example/\n\n http://localhost:9000 ".to_owned(),
        certificates: format!("Bag Attributes\r\n{}\n{}", good(1).replace('\n', "\r\n"), good(2)),
        algorithm: "RS256".to_owned(),
        mode: "strict".to_owned(),
        subject: "text".to_owned(),
        object: "number".to_owned(),
    }
}

fn read(form: &EsiaForm, stage: Stage, before: Option<&Registration>) -> (Registration, Vec<FieldFault>) {
    let mut faults = Vec::new();
    let registration = form.read(&ground(stage), before, &mut faults);
    (registration, faults)
}

#[test]
fn what_was_typed_becomes_a_registration_and_back() {
    let (registration, faults) = read(&form(), Stage::Test, None);
    assert_eq!(faults, []);
    assert_eq!(registration.redirects, ["https://rp.example", "http://localhost:9000"]);
    assert_eq!(registration.certificates, [good(1), good(2)]);
    assert_eq!(registration.algorithm, TokenAlgorithm::Rs256);
    assert_eq!((registration.mode, registration.subject), (Some(Reading::Strict), Some(EsiaSubject::Text)));
    let again = EsiaForm::of("DEMO01", &registration, &ground(Stage::Test));
    assert_eq!(read(&again, Stage::Test, Some(&registration)), (registration, Vec::new()));
}

/// Section 7.1: what the portal of ESIA refuses is refused here, at its field.
#[test]
fn a_mnemonic_is_looked_at() {
    for (mnemonic, code) in [
        ("DEMO01", None),
        ("", Some("required")),
        ("demo", Some("site-mnemonic-characters")),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", Some("site-mnemonic-length")),
        ("MYESIA", Some("site-mnemonic-reserved")),
        ("PGU01", Some("site-mnemonic-portal")),
    ] {
        assert_eq!(mnemonic_fault(mnemonic).map(|fault| fault.code), code, "{mnemonic}");
    }
}

#[test]
fn a_domain_is_one_of_its_own() {
    for (domain, code) in [
        ("https://rp.example", None),
        ("https://rp.example:8443/", None),
        ("http://localhost:9000", None),
        ("http://127.0.0.1:9000", None),
        ("rp.example", Some("site-domain-malformed")),
        ("https://user@rp.example", Some("site-domain-malformed")),
        ("https://a';b.example", Some("site-domain-malformed")),
        ("http://rp.example", Some("site-domain-scheme")),
        ("https://ru", Some("site-domain-top")),
        ("https://ru.", Some("site-domain-top")),
        ("https://rp.example/cb", Some("site-domain-path")),
        ("https://rp.example/?a=1", Some("site-domain-path")),
    ] {
        let (_, faults) = read(&EsiaForm { domains: domain.to_owned(), ..form() }, Stage::Test, None);
        assert_eq!(faults.first().map(|fault| fault.code), code, "{domain}");
        assert!(faults.iter().all(|fault| fault.field == "esia_domains"), "{domain}: {faults:?}");
    }
    let (_, faults) = read(&form(), Stage::Production, None);
    assert_eq!((faults[0].field, faults[0].code), ("esia_domains", "site-domain-scheme"));
    // Where an operator has addresses compared as a whole, they have paths.
    let before = Registration { redirect_rule: Redirects::Exact, ..Registration::default() };
    let exact = EsiaForm { domains: "https://rp.example/cb/".to_owned(), ..form() };
    let (registration, faults) = read(&exact, Stage::Test, Some(&before));
    assert_eq!((registration.redirects, faults), (vec!["https://rp.example/cb/".to_owned()], Vec::new()));
}

/// Each fault says which certificate is wrong, and why; nothing of a private key stays anywhere.
#[test]
fn a_certificate_is_looked_at() {
    let request = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----";
    let own = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    let cut = good(1).replace("-----END", "");
    let garbage = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    let curve = rcgen::generate_simple_self_signed(vec!["rp.example".to_owned()]).unwrap().cert.pem();
    for (text, code, number) in [
        (String::new(), "required", None),
        ("a certificate".to_owned(), "site-certificates-pem", None),
        (cut, "site-certificates-pem", None),
        (format!("{}{own}", good(1)), "site-keys-private", None),
        (format!("{}{request}", good(1)), "site-certificate-request", Some("2")),
        (format!("{}{}{garbage}", good(1), good(2)), "site-certificate-unreadable", Some("3")),
        (curve, "site-certificate-key", Some("1")),
        (format!("{}{}", good(1), pem(2, (20, -10))), "site-certificate-expired", Some("2")),
        (pem(2, (-10, 20)), "site-certificate-early", Some("1")),
        ((1..=11).map(good).collect(), "site-certificates-many", None),
        ("x".repeat(LONGEST + 1), "site-certificates-long", None),
    ] {
        let fault = certificate::read(&text, &[], now()).unwrap_err();
        assert_eq!((fault.field, fault.code), (FIELD, code));
        let named = fault.args.iter().find(|(name, _)| *name == "n").map(|(_, value)| value.as_ref());
        assert_eq!(named, number, "{code}");
    }
    assert_eq!(certificate::read(&format!("{}{}", good(1), good(1)), &[], now()).unwrap(), [good(1)], "each once");
    // What has become old stays until it is taken out, and keeps nobody from changing the rest.
    let old = pem(2, (20, -10));
    let both = format!("{old}{}", good(1));
    assert_eq!(certificate::read(&both, std::slice::from_ref(&old), now()).unwrap(), [old.clone(), good(1)]);
    let registration = Registration { certificates: vec![old], ..read(&form(), Stage::Test, None).0 };
    let codes = |registration: &Registration, stage| -> Vec<&str> {
        registration_faults(registration, &ground(stage)).iter().map(|fault| fault.code).collect()
    };
    assert_eq!(codes(&registration, Stage::Test), ["site-certificates-none"]);
    assert_eq!(codes(&registration, Stage::Production), ["site-domain-scheme", "site-certificates-none"]);
}

/// What an operator of the installation registered stays, said or unsaid; and what does not go with it is told.
#[test]
fn what_an_operator_set_stays() {
    let before = Registration {
        certificates: vec![good(3)],
        freshness_minutes: Some(3),
        own_credentials: true,
        organizations: vec![7],
        object_types: Some(vec!["P".to_owned()]),
        ..Registration::default()
    };
    let typed = EsiaForm { subject: "number".to_owned(), domains: "https://rp.example".to_owned(), ..form() };
    let (registration, faults) = read(&typed, Stage::Production, Some(&before));
    assert_eq!(faults, []);
    let expected = Registration {
        redirects: vec!["https://rp.example".to_owned()],
        certificates: vec![good(1), good(2)],
        algorithm: TokenAlgorithm::Rs256,
        ..before.clone()
    };
    assert_eq!(registration, expected, "what means the same stays unsaid");
    // What comes of a request is put upon what is there by then.
    let present = Registration { organizations: vec![8], ..before.clone() };
    let agreed = merged(&present, written(&registration).unwrap()).unwrap();
    assert_eq!(agreed, Registration { organizations: vec![8], ..expected });

    let open = Registration { freshness_minutes: None, ..before.clone() };
    let lenient = EsiaForm { mode: "lenient".to_owned(), ..typed.clone() };
    let codes = |form: &EsiaForm, stage, before| -> Vec<_> {
        read(form, stage, Some(before)).1.iter().map(|fault| (fault.field, fault.code)).collect()
    };
    assert_eq!(codes(&lenient, Stage::Test, &open), [(MODE, "site-esia-window")]);
    assert_eq!(codes(&lenient, Stage::Production, &before), []);
    let unsigned = Registration { unsigned_token_requests: true, mode: Some(Reading::Lenient), ..before.clone() };
    assert_eq!(codes(&typed, Stage::Test, &unsigned), [(MODE, "site-esia-unsigned")]);
    assert_eq!(codes(&lenient, Stage::Test, &unsigned), []);
    assert_eq!(codes(&lenient, Stage::Production, &unsigned), [(MODE, "site-esia-unsigned")]);
    let none = EsiaForm::default();
    let all: Vec<_> = read(&none, Stage::Test, None).1.iter().map(|fault| fault.field).collect();
    assert_eq!(all, ["esia_domains", FIELD, "esia_algorithm", MODE, "esia_subject", "esia_object"]);
}

/// A certificate that is taken out while an officer is asked about something else does not come back by what they agree to.
#[test]
fn what_is_taken_out_stays_out() {
    let of = |numbers: &[u8]| Registration {
        certificates: numbers.iter().copied().map(good).collect(),
        ..Registration::default()
    };
    let asked = written(&of(&[1, 2, 3])).unwrap();
    let renewed = without_taken_out(asked.clone(), (&of(&[1, 2]), &of(&[2]))).unwrap().unwrap();
    assert_eq!(parsed(renewed).unwrap(), of(&[2, 3]));
    assert_eq!(without_taken_out(asked, (&of(&[1, 2]), &of(&[1, 2]))).unwrap(), None);
}
