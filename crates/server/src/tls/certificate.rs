//! One certificate with its key, and what is to be known of it: names and days.

use std::{net::IpAddr, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use rustls::{
    Error, InconsistentKeys,
    client::verify_server_name,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
    server::ParsedCertificate,
    sign::CertifiedKey,
};
use x509_cert::{
    der::Decode as _,
    ext::pkix::{SubjectAltName, name::GeneralName},
};

/// A certificate that can be served.
#[derive(Clone, Debug)]
pub(super) struct Certificate {
    pub(super) certified: Arc<CertifiedKey>,
    /// Host names and addresses that it is for.
    pub(super) names: Vec<String>,
    pub(super) not_before: Timestamp,
    pub(super) not_after: Timestamp,
}

/// Why a certificate cannot be served.
#[derive(Debug)]
pub(super) struct Fault {
    /// Whether the key file is to blame.
    pub(super) of_key: bool,
    pub(super) what: String,
}

impl Certificate {
    pub(super) fn new(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Self, Fault> {
        let of_certificate = |what: String| Fault { of_key: false, what };
        let own = chain.first().ok_or_else(|| of_certificate("contains no certificate".to_owned()))?;
        ParsedCertificate::try_from(own).map_err(|error| of_certificate(format!("cannot be read: {error}")))?;
        let (names, not_before, not_after) = facts(own).map_err(of_certificate)?;
        let certified = CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                Fault { of_key: true, what: "does not belong to the certificate".to_owned() }
            }
            error => Fault { of_key: true, what: format!("cannot be used: {error}") },
        })?;
        Ok(Self { certified: Arc::new(certified), names, not_before, not_after })
    }

    /// Whether it is for this host name or address.
    pub(super) fn is_for(&self, host: &str) -> bool {
        let Ok(name) = ServerName::try_from(host) else { return false };
        let own = self.certified.end_entity_cert().and_then(ParsedCertificate::try_from);
        own.and_then(|own| verify_server_name(&own, &name)).is_ok()
    }

    /// What is wrong with its days. Less than a tenth of its life is left when whatever renews it has failed for long.
    pub(super) fn trouble(&self, now: Timestamp) -> Option<String> {
        let life = self.not_after.duration_since(self.not_before);
        let left = self.not_after.duration_since(now);
        if now < self.not_before {
            Some(format!("is valid only from {} on", self.not_before))
        } else if left < SignedDuration::ZERO {
            Some(format!("has expired at {}", self.not_after))
        } else if left < life / 10 {
            Some(format!("expires at {}, in {} hours, and has not been renewed", self.not_after, left.as_hours()))
        } else {
            None
        }
    }
}

/// Names and days.
fn facts(certificate: &CertificateDer<'_>) -> Result<(Vec<String>, Timestamp, Timestamp), String> {
    let unreadable = |error: x509_cert::der::Error| format!("cannot be read: {error}");
    let parsed = x509_cert::Certificate::from_der(certificate).map_err(unreadable)?;
    let tbs = parsed.tbs_certificate();
    let names = tbs.get_extension::<SubjectAltName>().map_err(unreadable)?;
    let names = names.map_or_else(Vec::new, |(_, SubjectAltName(names))| names.iter().filter_map(name).collect());
    let instant = |time: x509_cert::time::Time| {
        let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok();
        seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or(Timestamp::MAX)
    };
    let validity = tbs.validity();
    Ok((names, instant(validity.not_before), instant(validity.not_after)))
}

fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        GeneralName::IpAddress(bytes) => {
            let (v4, v6) = (<[u8; 4]>::try_from(bytes.as_bytes()), <[u8; 16]>::try_from(bytes.as_bytes()));
            v4.map(IpAddr::from).or_else(|_| v6.map(IpAddr::from)).ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use rcgen::{CertificateParams, CertifiedKey as Made, KeyPair, date_time_ymd};

    /// A certificate for these names, valid in the year 2030 of an invented clock.
    pub(crate) fn made(names: &[&str]) -> Made<KeyPair> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.not_before = date_time_ymd(2030, 1, 1);
        params.not_after = date_time_ymd(2031, 1, 1);
        let signing_key = KeyPair::generate().unwrap();
        Made { cert: params.self_signed(&signing_key).unwrap(), signing_key }
    }

    fn with_key(made: &Made<KeyPair>, key: &Made<KeyPair>) -> Result<Certificate, Fault> {
        let key = PrivateKeyDer::try_from(key.signing_key.serialize_der()).unwrap();
        Certificate::new(vec![made.cert.der().clone()], key)
    }

    fn certificate(names: &[&str]) -> Certificate {
        let made = made(names);
        with_key(&made, &made).unwrap()
    }

    #[test]
    fn names_and_days_are_read() {
        let certificate = certificate(&["id.example.org", "*.okno.example", "127.0.0.1"]);
        assert_eq!(certificate.names, ["id.example.org", "*.okno.example", "127.0.0.1"]);
        for (host, expected) in [
            ("id.example.org", true),
            ("ID.example.org", true),
            ("a.okno.example", true),
            ("a.b.okno.example", false),
            ("127.0.0.1", true),
            ("example.org", false),
            ("not a host", false),
        ] {
            assert_eq!(certificate.is_for(host), expected, "{host}");
        }
    }

    /// Edges: the first and the last moment, and the last tenth, by which it should have been renewed.
    #[test]
    fn days_are_judged() {
        let certificate = certificate(&["a.example"]);
        let at = |text: &str| certificate.trouble(text.parse().unwrap());
        assert!(at("2029-12-31T23:59:59Z").unwrap().contains("only from"));
        assert_eq!(at("2030-01-01T00:00:00Z"), None);
        assert_eq!(at("2030-11-25T00:00:00Z"), None);
        assert!(at("2030-11-26T00:00:00Z").unwrap().contains("in 864 hours"));
        assert!(at("2031-01-01T00:00:00Z").unwrap().contains("in 0 hours"));
        assert!(at("2031-01-01T00:00:01Z").unwrap().contains("expired"));
    }

    #[test]
    fn another_key_is_told() {
        let fault = with_key(&made(&["a.example"]), &made(&["a.example"])).unwrap_err();
        assert!(fault.of_key && fault.what.contains("does not belong"), "{fault:?}");
    }
}
