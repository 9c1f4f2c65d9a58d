//! The files of TLS: read at once, so that a change is seen by comparing, and then taken apart.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use zeroize::Zeroizing;

use super::certificate::Certificate;
use crate::config::TlsConfig;

/// The contents of all files, in the order of the configuration. They hold private keys: never printed.
#[derive(PartialEq, Eq)]
pub(super) struct Contents {
    pairs: Vec<Pair>,
    authorities: Vec<Vec<u8>>,
}

#[derive(PartialEq, Eq)]
struct Pair {
    chain: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

/// What the files hold.
pub(super) struct Material {
    /// The usual certificate first. There is one at least.
    pub(super) certificates: Vec<Certificate>,
    /// Where clients' certificates must come from; nowhere in particular when there is none.
    pub(super) authorities: Option<RootCertStore>,
}

/// Reads everything.
pub(super) fn read(config: &TlsConfig) -> Result<Contents, String> {
    let pair = |(chain, key): (&Path, &Path)| -> Result<Pair, String> {
        Ok(Pair {
            chain: contents("server.tls.certificate_file", chain)?,
            key: Zeroizing::new(contents("server.tls.key_file", key)?),
        })
    };
    let authority = |path: &PathBuf| contents("server.tls.client_authorities", path);
    Ok(Contents {
        pairs: config.pairs().map(pair).collect::<Result<_, String>>()?,
        authorities: config.client_authorities.iter().map(authority).collect::<Result<_, String>>()?,
    })
}

/// Takes it apart, and tells by the setting and the file what is wrong.
pub(super) fn parse(config: &TlsConfig, contents: &Contents) -> Result<Material, String> {
    let pair = |((chain_file, key_file), pair): ((&Path, &Path), &Pair)| -> Result<Certificate, String> {
        let told = |setting: &str, file: &Path, what: &str| format!("server.tls.{setting}: {}: {what}", file.display());
        let chain = chain(&pair.chain).map_err(|what| told("certificate_file", chain_file, &what))?;
        let key = PrivateKeyDer::from_pem_slice(&pair.key)
            .map_err(|_| told("key_file", key_file, "contains no private key in PEM form"))?;
        Certificate::new(chain, key).map_err(|fault| {
            let (setting, file) = if fault.of_key { ("key_file", key_file) } else { ("certificate_file", chain_file) };
            told(setting, file, &fault.what)
        })
    };
    let certificates = config.pairs().zip(&contents.pairs).map(pair).collect::<Result<Vec<_>, String>>()?;
    let mut roots = RootCertStore::empty();
    for (file, pem) in config.client_authorities.iter().zip(&contents.authorities) {
        let told = |what: String| format!("server.tls.client_authorities: {}: {what}", file.display());
        for authority in chain(pem).map_err(told)? {
            roots.add(authority).map_err(|error| told(error.to_string()))?;
        }
    }
    Ok(Material { certificates, authorities: (!roots.is_empty()).then_some(roots) })
}

fn contents(setting: &str, path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{setting}: {} cannot be read: {error}", path.display()))
}

fn chain(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match chain {
        Ok(chain) if !chain.is_empty() => Ok(chain),
        Ok(_) => Err("contains no certificate in PEM form".to_owned()),
        Err(_) => Err("is damaged PEM".to_owned()),
    }
}

/// What is wrong with who may read a private key; `None` when that is nobody but its owner and a group.
pub(super) fn exposure(key_file: &Path) -> Option<String> {
    let mode = fs::metadata(key_file).ok()?.permissions().mode() & 0o777;
    (mode & 0o007 != 0 || mode & 0o020 != 0)
        .then(|| format!("server.tls.key_file: {} is open to others (mode {mode:03o}); chmod 600", key_file.display()))
}
