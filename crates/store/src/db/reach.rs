//! How a PostgreSQL server is reached: its address, its limits, and whom to believe that it is the one.

use std::{fs, sync::Arc, time::Duration};

use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};

use super::{DatabaseConfig, Error};

/// How to reach the server.
pub(super) fn server(config: &DatabaseConfig) -> Result<Config, Error> {
    // The driver does not know these two; our TLS verifies always.
    let url =
        config.url.replace("sslmode=verify-full", "sslmode=require").replace("sslmode=verify-ca", "sslmode=require");
    // The driver's complaint may quote the URL and with it the password.
    let mut server: Config = url.parse().map_err(|_| Error::Bug("the PostgreSQL URL is malformed".to_owned()))?;
    if !url.contains("sslmode=") {
        let near = server.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => ["localhost", "127.0.0.1", "::1"].contains(&name.as_str()),
            Host::Unix(_) => true,
        });
        server.ssl_mode(if near { SslMode::Disable } else { SslMode::Require });
    }
    if let Some(path) = &config.password_file {
        let password =
            fs::read_to_string(path).map_err(|error| Error::Unavailable(format!("{}: {error}", path.display())))?;
        server.password(password.trim_end_matches(['\r', '\n']));
    }
    let own = server.get_options().unwrap_or_default();
    let limit = config.statement_timeout_ms;
    // A transaction whose program has vanished must not hold its rows for long.
    server.options(format!(
        "{own} -c timezone=UTC -c statement_timeout={limit} -c idle_in_transaction_session_timeout={}",
        limit.saturating_mul(2)
    ));
    server.application_name("okno").connect_timeout(Duration::from_millis(config.connect_timeout_ms));
    Ok(server)
}

/// How to speak TLS with it; the certificate is always verified.
pub(super) fn tls(config: &DatabaseConfig) -> Result<rustls::ClientConfig, Error> {
    let mut roots = rustls::RootCertStore::empty();
    if let Some(path) = &config.ca_file {
        let bad = |error: &dyn std::fmt::Display| Error::Bug(format!("the CA file {}: {error}", path.display()));
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| bad(&error))? {
            roots.add(certificate.map_err(|error| bad(&error))?).map_err(|error| bad(&error))?;
        }
        if roots.is_empty() {
            return Err(bad(&"no certificate in it"));
        }
    } else {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| Error::bug("postgres.tls", error))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> SslMode {
        server(&DatabaseConfig::at(url)).unwrap().get_ssl_mode()
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear_unless_the_url_says_so() {
        assert_eq!(mode("postgres://okno@localhost/okno"), SslMode::Disable);
        assert_eq!(mode("postgres://okno@127.0.0.1:5432/okno"), SslMode::Disable);
        assert_eq!(mode("postgres://okno@%2Frun%2Fpostgresql/okno"), SslMode::Disable);
        assert_eq!(mode("postgres://okno@db.example/okno"), SslMode::Require);
        assert_eq!(mode("postgres://okno@localhost,db.example/okno"), SslMode::Require);
        assert_eq!(mode("postgres://okno@db.example/okno?sslmode=disable"), SslMode::Disable);
        assert_eq!(mode("postgres://okno@localhost/okno?sslmode=verify-full"), SslMode::Require);
    }

    #[test]
    fn the_password_may_be_in_a_file() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "s3cret\n").unwrap();
        let config = DatabaseConfig {
            password_file: Some(file.path().into()),
            ..DatabaseConfig::at("postgres://okno@localhost/okno")
        };
        assert_eq!(server(&config).unwrap().get_password(), Some("s3cret".as_bytes()));
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let config =
            DatabaseConfig { ca_file: Some(file.path().into()), ..DatabaseConfig::at("postgres://db.example/okno") };
        assert!(matches!(tls(&config), Err(Error::Bug(_))));
        assert!(tls(&DatabaseConfig::at("postgres://db.example/okno")).is_ok());
    }
}
