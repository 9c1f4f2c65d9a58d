//! The program's own TLS: certificates, versions, and whether clients are asked for certificates.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::Deserialize;

use super::ServerConfig;

/// TLS of the program's own. Without this section pages are served over plain HTTP, for a proxy that speaks TLS.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TlsConfig {
    /// The certificate in PEM form, followed by those that lead to its authority.
    pub(crate) certificate_file: PathBuf,
    /// Its private key in PEM form.
    pub(crate) key_file: PathBuf,
    /// Certificates for further names; a client gets the first one that is for the name it asks for, or the one above.
    #[serde(default)]
    pub(crate) more: Vec<CertificateFiles>,
    /// The oldest version that is spoken.
    #[serde(default)]
    pub(crate) minimum_version: TlsVersion,
    /// Whether HTTP/2 is offered besides HTTP/1.1.
    #[serde(default = "yes")]
    pub(crate) http2: bool,
    /// Seconds for which a client may take from the connection to the end of the handshake.
    #[serde(default = "ten")]
    pub(crate) handshake_timeout_seconds: u32,
    /// How often the files are looked at, in seconds; 0 looks only on SIGHUP.
    #[serde(default = "sixty")]
    pub(crate) reload_seconds: u32,
    /// Whether clients are asked for certificates (RFC 8705).
    #[serde(default)]
    pub(crate) client_certificates: ClientCertificates,
    /// Files with the authorities, in PEM form, that clients' certificates must come from. Without one every certificate
    /// is taken whose key the client has, and it is compared with the one that the client has registered.
    #[serde(default)]
    pub(crate) client_authorities: Vec<PathBuf>,
    /// Where clients are asked for certificates; then nobody is at `server.listen`, and browsers show no choice of them.
    #[schemars(with = "Option<String>")]
    pub(crate) mutual_listen: Option<SocketAddr>,
}

/// A certificate for further names.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateFiles {
    /// The certificate in PEM form, followed by those that lead to its authority.
    pub(crate) certificate_file: PathBuf,
    /// Its private key in PEM form.
    pub(crate) key_file: PathBuf,
}

/// A version of TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub(crate) enum TlsVersion {
    /// TLS 1.2, with suites that keep earlier conversations secret.
    #[default]
    #[serde(rename = "1.2")]
    V12,
    /// TLS 1.3.
    #[serde(rename = "1.3")]
    V13,
}

/// Whether clients are asked for certificates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientCertificates {
    /// Nobody is.
    #[default]
    Off,
    /// Everybody is, and may do without.
    Optional,
}

const fn yes() -> bool {
    true
}

const fn ten() -> u32 {
    10
}

const fn sixty() -> u32 {
    60
}

impl TlsConfig {
    /// All pairs of files: certificate and key, the usual one first.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Path, &Path)> {
        let more = self.more.iter().map(|files| (files.certificate_file.as_path(), files.key_file.as_path()));
        std::iter::once((self.certificate_file.as_path(), self.key_file.as_path())).chain(more)
    }

    /// Whether a certificate of anybody's making is taken from clients.
    pub(crate) fn takes_any_certificate(&self) -> bool {
        self.client_certificates == ClientCertificates::Optional && self.client_authorities.is_empty()
    }

    /// Whether clients are asked for certificates at `server.listen` (false) or `server.tls.mutual_listen` (true).
    pub(crate) fn asks(&self, at_mutual: bool) -> bool {
        self.client_certificates == ClientCertificates::Optional && self.mutual_listen.is_some() == at_mutual
    }
}

/// What can be seen to be wrong with TLS, and with the listener that sends people to it, without opening a file.
pub(super) fn faults(server: &ServerConfig, public_url: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |wrong: bool, text: &str| {
        if wrong {
            faults.push(text.to_owned());
        }
    };
    let is_https = public_url.starts_with("https://");
    // The address of all interfaces takes the port of each.
    let clash = |one: SocketAddr, other: SocketAddr| {
        let is_same = one.ip() == other.ip() || one.ip().is_unspecified() || other.ip().is_unspecified();
        one.port() != 0 && one.port() == other.port() && is_same
    };
    let taken = |address: SocketAddr| clash(address, server.listen) || clash(address, server.management);
    fault(server.redirect_from.is_some_and(taken), "server.redirect_from: is taken by another listener");
    fault(
        server.redirect_from.is_some() && !is_https,
        "server.redirect_from: needs a public_url that begins with https://",
    );
    fault(
        server.challenge_directory.is_some() && server.redirect_from.is_none(),
        "server.challenge_directory: needs server.redirect_from",
    );
    let Some(tls) = &server.tls else { return faults };
    fault(!is_https, "public_url: must begin with https:// where there is server.tls");
    fault(
        !(1..=60).contains(&tls.handshake_timeout_seconds),
        "server.tls.handshake_timeout_seconds: must be from 1 to 60",
    );
    let asks = tls.client_certificates == ClientCertificates::Optional;
    fault(
        tls.mutual_listen.is_some() && !asks,
        "server.tls.mutual_listen: needs server.tls.client_certificates = \"optional\"",
    );
    fault(
        !tls.client_authorities.is_empty() && !asks,
        "server.tls.client_authorities: needs server.tls.client_certificates = \"optional\"",
    );
    fault(
        tls.mutual_listen
            .is_some_and(|address| taken(address) || (address.port() != 0 && Some(address) == server.redirect_from)),
        "server.tls.mutual_listen: is taken by another listener",
    );
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(server: &str, public_url: &str) -> Vec<String> {
        faults(&toml::from_str(server).unwrap(), public_url)
    }

    const FILES: &str = "[tls]\ncertificate_file = \"c\"\nkey_file = \"k\"\n";

    /// Decision 12: TLS of our own and an address without it do not go together; cookies would lose their protection.
    #[test]
    fn tls_needs_an_https_address() {
        assert_eq!(from(FILES, "https://id.example"), Vec::<String>::new());
        assert!(from(FILES, "http://id.example")[0].starts_with("public_url: "));
    }

    #[test]
    fn contradictions_are_named() {
        let wrong = format!(
            "redirect_from = \"127.0.0.1:8080\"\n{FILES}handshake_timeout_seconds = 0\nclient_authorities = [\"a\"]\n\
             mutual_listen = \"127.0.0.1:8089\""
        );
        let faults = from(&wrong, "https://id.example");
        for name in [
            "server.redirect_from: is taken",
            "server.tls.handshake_timeout_seconds: ",
            "server.tls.mutual_listen: needs",
            "server.tls.mutual_listen: is taken",
            "server.tls.client_authorities: needs",
        ] {
            assert!(faults.iter().any(|fault| fault.starts_with(name)), "{name} in {faults:#?}");
        }
        assert!(from("redirect_from = \"127.0.0.1:80\"", "http://id.example")[0].starts_with("server.redirect_from"));
    }

    #[test]
    fn a_certificate_without_its_key_is_refused() {
        let error = toml::from_str::<ServerConfig>("[tls]\ncertificate_file = \"c\"").unwrap_err();
        assert!(error.message().contains("key_file"), "{error}");
    }

    /// RFC 8705 2.1: a name in a certificate is worth nothing unless its authority is looked at.
    #[test]
    fn any_certificate_is_taken_without_authorities() {
        let takes_any = |more: &str| {
            let server: ServerConfig = toml::from_str(&format!("{FILES}{more}")).unwrap();
            server.tls.unwrap().takes_any_certificate()
        };
        assert!(!takes_any(""));
        assert!(takes_any("client_certificates = \"optional\""));
        assert!(!takes_any("client_certificates = \"optional\"\nclient_authorities = [\"a\"]"));
    }

    /// RFC 8705 5: browsers are not asked for certificates where there is an address of its own for that.
    #[test]
    fn only_one_address_asks() {
        let asks = |more: &str| {
            let server: ServerConfig = toml::from_str(&format!("{FILES}{more}")).unwrap();
            let tls = server.tls.unwrap();
            (tls.asks(false), tls.asks(true))
        };
        assert_eq!(asks(""), (false, false));
        assert_eq!(asks("client_certificates = \"optional\""), (true, false));
        assert_eq!(asks("client_certificates = \"optional\"\nmutual_listen = \"127.0.0.1:1\""), (false, true));
    }
}
