//! The certificates by which a system signs: as developers paste them, and as people look at them.

use std::{collections::BTreeSet, fmt::Write as _};

use okno_domain::{identifier::text::tidy, refusal::FieldFault, time::Timestamp};
use okno_pki::{
    certificate::{Certificate, CertificateError, Validity},
    digest::DigestAlgorithm,
    public_key::PublicKey,
};

use crate::{developer::key::is_private, esia::Registration};

/// The field of the form.
pub(super) const FIELD: &str = "esia_certificates";
/// The most certificates.
const MOST: usize = 10;
/// The longest text of certificates.
pub(super) const LONGEST: usize = 64 * 1024;

/// The sections of a PEM text, each with its label; none where one does not end.
fn sections(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, from)) = rest.split_once("-----BEGIN ") {
        let (label, _) = from.split_once("-----")?;
        let end = format!("-----END {label}-----");
        let length = from.find(&end)?.checked_add(end.len())?;
        let start = rest.len().checked_sub(from.len())?.checked_sub("-----BEGIN ".len())?;
        let (section, after) = rest.get(start..)?.split_at_checked(length.checked_add("-----BEGIN ".len())?)?;
        found.push((label, section));
        rest = after;
    }
    Some(found)
}

/// Reads the certificate of one section; those that the system has already are not refused for their age or kind.
fn certificate(
    (label, section): (&str, &str),
    known: &BTreeSet<Vec<u8>>,
    now: Timestamp,
) -> Result<Certificate, FieldFault> {
    let fault = |code| FieldFault::new(FIELD, code);
    match label {
        "CERTIFICATE" => {}
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => return Err(fault("site-certificate-request")),
        _ => return Err(fault("site-certificate-pem")),
    }
    let read = Certificate::from_pem(section.as_bytes()).map_err(|error| match error {
        CertificateError::Key(_) => fault("site-certificate-key"),
        _ => fault("site-certificate-unreadable"),
    })?;
    if known.contains(read.der()) {
        return Ok(read);
    }
    let day = |at: Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    match (read.public_key(), read.validity(now)) {
        // The dialect knows no other keys.
        (PublicKey::P256(_) | PublicKey::P384(_) | PublicKey::Ed25519(_), _) => Err(fault("site-certificate-key")),
        (_, Validity::Expired) => Err(fault("site-certificate-expired").with("on", day(read.not_after()))),
        (_, Validity::NotYet) => Err(fault("site-certificate-early").with("on", day(read.not_before()))),
        _ if !read.may_sign() => Err(fault("site-certificate-usage")),
        _ => Ok(read),
    }
}

/// The certificates in what was pasted, each once, or which of them is wrong and why.
pub(super) fn read(text: &str, before: &[String], now: Timestamp) -> Result<Vec<String>, FieldFault> {
    let fault = |code| FieldFault::new(FIELD, code);
    if text.trim().is_empty() {
        return Err(fault("required"));
    }
    if text.len() > LONGEST {
        return Err(fault("site-certificates-long"));
    }
    if is_private(text) {
        return Err(fault("site-keys-private"));
    }
    let sections = sections(text).filter(|found| !found.is_empty()).ok_or_else(|| fault("site-certificates-pem"))?;
    if sections.len() > MOST {
        return Err(fault("site-certificates-many").with("most", MOST.to_string()));
    }
    let known: BTreeSet<Vec<u8>> = read_all(before).iter().map(|one| one.der().to_vec()).collect();
    let mut all: Vec<Certificate> = Vec::new();
    for (section, number) in sections.into_iter().zip(1_usize..) {
        let read = certificate(section, &known, now).map_err(|fault| fault.with("n", number.to_string()))?;
        if all.iter().all(|other| other.der() != read.der()) {
            all.push(read);
        }
    }
    Ok(all.iter().map(Certificate::to_pem).collect())
}

/// The certificates that can be read.
pub(in crate::developer) fn read_all(texts: &[String]) -> Vec<Certificate> {
    texts.iter().filter_map(|text| Certificate::from_pem(text.as_bytes()).ok()).collect()
}

/// What tells the certificates of a system from others.
pub(in crate::developer) fn fingerprints(registration: &Registration) -> Vec<String> {
    read_all(&registration.certificates).iter().map(Certificate::hash).collect()
}

/// A certificate as people look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whom it names.
    pub subject: String,
    /// Its SHA-256, in hexadecimal digits.
    pub sha_256: String,
    /// Its Streebog-256, which is `client_certificate_hash`.
    pub streebog_256: String,
    /// The last second of its time.
    pub not_after: Timestamp,
    /// Whether its time has not come yet.
    pub is_early: bool,
    /// Whether its time is over.
    pub is_over: bool,
}

fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut text, octet| {
        // Writing to a text does not fail.
        let _ = write!(text, "{octet:02X}");
        text
    })
}

/// The certificates of a system.
pub fn certificate_facts(registration: &Registration, now: Timestamp) -> Vec<CertificateFacts> {
    let facts = |one: &Certificate| CertificateFacts {
        subject: tidy(&one.subject()),
        sha_256: hexadecimal(&one.digest(DigestAlgorithm::Sha256)),
        streebog_256: hexadecimal(&one.digest(DigestAlgorithm::Streebog256)),
        not_after: one.not_after(),
        is_early: one.validity(now) == Validity::NotYet,
        is_over: one.validity(now) == Validity::Expired,
    };
    read_all(&registration.certificates).iter().map(facts).collect()
}

/// Whether the keys of a system are those of GOST: a raw signature, as the later generations want it, is by such a one alone.
pub fn signs_by_gost(registration: &Registration) -> bool {
    read_all(&registration.certificates).first().is_some_and(|one| matches!(one.public_key(), PublicKey::Gost(_)))
}
