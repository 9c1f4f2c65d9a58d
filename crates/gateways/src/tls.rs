//! One way to speak TLS for all gateways: the ring provider, the public roots, and a private authority where configured.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::config::{ConfigError, read_file};

/// What a gateway trusts: the public authorities, and those of `ca_file` in addition.
pub(crate) fn client_config(setting: &str, ca_file: Option<&Path>) -> Result<ClientConfig, ConfigError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = ca_file {
        let pem = read_file(setting, path)?;
        let mut found = false;
        for certificate in CertificateDer::pem_slice_iter(&pem) {
            let certificate = certificate.map_err(|error| ConfigError::new(setting, format!("not PEM: {error:?}")))?;
            roots.add(certificate).map_err(|error| ConfigError::new(setting, error))?;
            found = true;
        }
        if !found {
            return Err(ConfigError::new(setting, "the file contains no certificate in PEM form"));
        }
    }
    Ok(ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| ConfigError::new(setting, error))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
