//! What `okno check` says of TLS.

use std::path::Path;

use jiff::Timestamp;

use super::{
    certificate::Certificate,
    files::{self, Material},
};
use crate::config::{ClientCertificates, Config, TlsConfig};

/// What was looked at, and what was found: how it is, or what is wrong.
pub(crate) type Line = (String, Result<String, String>);

/// Everything about TLS; nothing where a proxy speaks it.
pub(crate) fn lines(config: &Config, now: Timestamp) -> Vec<Line> {
    let Some(tls) = &config.server.tls else { return Vec::new() };
    let material = match files::read(tls).and_then(|contents| files::parse(tls, &contents)) {
        Ok(material) => material,
        Err(fault) => return vec![("TLS".to_owned(), Err(fault))],
    };
    let mut lines = Vec::new();
    for (certificate, (file, key_file)) in material.certificates.iter().zip(tls.pairs()) {
        lines.push(certificate_line(certificate, file, now));
        if let Some(exposed) = files::exposure(key_file) {
            lines.push(("private key".to_owned(), Err(exposed)));
        }
    }
    lines.extend(name(&material, &config.public_url.0));
    lines.push(("client certificates".to_owned(), Ok(clients(config, tls))));
    lines
}

fn certificate_line(certificate: &Certificate, file: &Path, now: Timestamp) -> Line {
    let what = format!("certificate {}", file.display());
    let names = certificate.names.join(", ");
    let found = match certificate.trouble(now) {
        Some(trouble) => Err(format!("{trouble} (for {names})")),
        None => Ok(format!("for {names}, until {}", certificate.not_after)),
    };
    (what, found)
}

/// The host that people use has to be among the names.
fn name(material: &Material, public_url: &str) -> Option<Line> {
    let host = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    // A port follows the last colon, unless that is within the brackets of an address.
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if material.certificates.iter().any(|certificate| certificate.is_for(host)) {
        return None;
    }
    Some(("certificate for public_url".to_owned(), Err(format!("none of them is for {host}"))))
}

fn clients(config: &Config, tls: &TlsConfig) -> String {
    if tls.client_certificates == ClientCertificates::Off {
        return "not asked for".to_owned();
    }
    let at = tls.mutual_listen.unwrap_or(config.server.listen);
    let of = match tls.client_authorities.len() {
        0 => "any".to_owned(),
        count => format!("from the authorities of {count} files"),
    };
    format!("asked for at {at}: {of}")
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;
    use crate::tls::certificate::tests::made;

    struct Files(tempfile::TempDir);

    impl Files {
        fn new(names: &[&str]) -> Self {
            let files = Self(tempfile::tempdir().unwrap());
            let made = made(names);
            files.write("chain.pem", &made.cert.pem());
            files.write("key.pem", &made.signing_key.serialize_pem());
            files
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.0.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }

        fn lines(&self, url: &str, more: &str, day: &str) -> Vec<String> {
            let folder = self.0.path().display();
            let config = format!(
                "public_url = \"{url}\"\n[server.tls]\ncertificate_file = \"{folder}/chain.pem\"\n\
                 key_file = \"{folder}/key.pem\"\n{more}"
            );
            let now = format!("{day}T00:00:00Z").parse().unwrap();
            let told = lines(&toml::from_str(&config).unwrap(), now).into_iter();
            told.map(|(what, found)| match found {
                Ok(found) => format!("ok {what}: {found}"),
                Err(fault) => format!("FAULT {what}: {fault}"),
            })
            .collect()
        }
    }

    #[test]
    fn what_is_well_is_told_with_names_and_days() {
        let files = Files::new(&["id.example", "www.id.example"]);
        let told = files.lines("https://id.example:8443", "", "2030-06-01");
        assert_eq!(told.len(), 2, "{told:#?}");
        assert!(
            told[0].starts_with("ok certificate ")
                && told[0].ends_with("id.example, www.id.example, until 2031-01-01T00:00:00Z"),
            "{told:#?}"
        );
        assert_eq!(told[1], "ok client certificates: not asked for");
        let asks = "client_certificates = \"optional\"\nmutual_listen = \"127.0.0.1:8444\"";
        let told = files.lines("https://id.example", asks, "2030-06-01");
        assert_eq!(told[1], "ok client certificates: asked for at 127.0.0.1:8444: any");
    }

    #[test]
    fn what_is_wrong_is_told() {
        let files = Files::new(&["id.example"]);
        let fault = |url: &str, day: &str| {
            let told = files.lines(url, "", day);
            told.into_iter().find(|line| line.starts_with("FAULT")).unwrap()
        };
        assert!(fault("https://id.example", "2031-02-01").contains("has expired at 2031-01-01"));
        assert!(fault("https://id.example", "2030-12-24").contains("expires at 2031-01-01T00:00:00Z, in 192 hours"));
        assert!(fault("https://id.example", "2029-12-24").contains("valid only from 2030-01-01"));
        assert!(fault("https://other.example:443", "2030-06-01").contains("none of them is for other.example"));
        assert!(fault("https://[::1]:443", "2030-06-01").contains("none of them is for ::1"));

        let key = files.0.path().join("key.pem");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(fault("https://id.example", "2030-06-01").contains("open to others (mode 644)"));
        files.write("key.pem", &made(&["id.example"]).signing_key.serialize_pem());
        assert!(fault("https://id.example", "2030-06-01").contains("key.pem: does not belong to the certificate"));
        files.write("key.pem", "nothing");
        assert!(fault("https://id.example", "2030-06-01").contains("key.pem: contains no private key"));
        files.write("chain.pem", "nothing");
        assert!(fault("https://id.example", "2030-06-01").contains("chain.pem: contains no certificate"));
        fs::remove_file(files.0.path().join("chain.pem")).unwrap();
        assert!(fault("https://id.example", "2030-06-01").contains("chain.pem cannot be read"));
    }
}
