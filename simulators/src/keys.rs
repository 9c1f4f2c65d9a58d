//! The keys directory: what the registries sign with, what they check Okno's requests with, the mail server's certificate.
//!
//! Files are made when missing, so that a second start keeps the keys that Okno already trusts.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use ed25519_dalek::{
    SigningKey, VerifyingKey,
    pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, spki::der::pem::LineEnding},
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject};

use crate::chance;

/// Okno's public key, in the keys directory.
pub const OKNO_PUBLIC: &str = "okno.pub";
/// The certificate that a mail client must trust, in the keys directory.
pub const SMTP_AUTHORITY: &str = "smtp_ca.crt";

/// The authority of the portal's certificate, where it is to speak TLS on this machine, in the keys directory.
pub const PORTAL_AUTHORITY: &str = "portal_ca.crt";

/// Why the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file holds something else than a key.
    #[error("{}: not a key: {reason}", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A key or certificate could not be made.
    #[error("a certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A key could not be made.
    #[error("a key could not be made: {0}")]
    Unmade(String),
}

/// Reads `name.key`, or makes it and `name.pub`.
pub(crate) fn signing_key(dir: &Path, name: &str) -> Result<SigningKey, KeyFault> {
    let private = dir.join(format!("{name}.key"));
    let key = if private.exists() {
        SigningKey::from_pkcs8_pem(&read(&private)?).map_err(|error| not_a_key(&private, error))?
    } else {
        let key = SigningKey::from_bytes(&chance::bytes());
        let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(|error| not_a_key(&private, error))?;
        write_private(&private, &pem)?;
        key
    };
    let public = dir.join(format!("{name}.pub"));
    let pem = key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(|error| not_a_key(&public, error))?;
    if !public.exists() {
        write(&public, &pem)?;
    }
    Ok(key)
}

/// A fresh key of RSA, in PEM form.
pub(crate) fn rsa_key(bits: usize) -> Result<String, KeyFault> {
    use rsa::pkcs8::EncodePrivateKey as _;
    let unmade = |error: &dyn std::fmt::Display| KeyFault::Unmade(error.to_string());
    let key = rsa::RsaPrivateKey::new(&mut chance::Dice, bits).map_err(|error| unmade(&error))?;
    let der = key.to_pkcs8_der().map_err(|error| unmade(&error))?;
    der.to_pem("PRIVATE KEY", LineEnding::LF).map(|pem| pem.to_string()).map_err(|error| unmade(&error))
}

/// Okno's public key as a file that may appear or change while we run: it is read at each use.
#[derive(Debug)]
pub(crate) struct AskerKey {
    path: PathBuf,
}

impl AskerKey {
    pub(crate) fn in_dir(dir: &Path) -> Self {
        Self { path: dir.join(OKNO_PUBLIC) }
    }

    /// The key, or `None` while there is no readable one.
    pub(crate) fn current(&self) -> Option<VerifyingKey> {
        let pem = fs::read_to_string(&self.path).ok()?;
        match VerifyingKey::from_public_key_pem(&pem) {
            Ok(key) => Some(key),
            Err(error) => {
                tracing::warn!(path = %self.path.display(), %error, "the asker's public key cannot be read");
                None
            }
        }
    }
}

/// The mail server's chain and key.
pub(crate) fn smtp_certificate(dir: &Path) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), KeyFault> {
    let (chain, private) = (dir.join("smtp.crt"), dir.join("smtp.key"));
    for_this_machine(&dir.join(SMTP_AUTHORITY), &chain, &private)?;
    let certificates = CertificateDer::pem_slice_iter(read(&chain)?.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| not_a_key(&chain, error))?;
    let key =
        PrivatePkcs8KeyDer::from_pem_slice(read(&private)?.as_bytes()).map_err(|error| not_a_key(&private, error))?;
    Ok((certificates, key.into()))
}

/// A certificate for a portal on this machine that is to speak TLS; returns the authority, in PEM form, by whom our calls
/// know it.
pub(crate) fn portal_authority(dir: &Path) -> Result<String, KeyFault> {
    let authority = dir.join(PORTAL_AUTHORITY);
    for_this_machine(&authority, &dir.join("portal.crt"), &dir.join("portal.key"))?;
    read(&authority)
}

/// Makes a chain and its key when missing, under an authority whose own key is thrown away.
fn for_this_machine(authority: &Path, chain: &Path, private: &Path) -> Result<(), KeyFault> {
    if !(authority.exists() && chain.exists() && private.exists()) {
        let mut params = rcgen::CertificateParams::new(Vec::new())?;
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Constrained(0));
        params.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(rcgen::DnType::CommonName, "Okno simulators");
        let issuer_key = rcgen::KeyPair::generate()?;
        write(authority, &params.self_signed(&issuer_key)?.pem())?;
        let issuer = rcgen::Issuer::new(params, issuer_key);
        let leaf_key = rcgen::KeyPair::generate()?;
        let mut leaf = rcgen::CertificateParams::new(vec!["localhost".into(), "127.0.0.1".into(), "::1".into()])?;
        leaf.distinguished_name.push(rcgen::DnType::CommonName, "localhost");
        leaf.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
        write(chain, &leaf.signed_by(&leaf_key, &issuer)?.pem())?;
        write_private(private, &leaf_key.serialize_pem())?;
    }
    Ok(())
}

pub(crate) fn read(path: &Path) -> Result<String, KeyFault> {
    fs::read_to_string(path).map_err(|source| KeyFault::File { path: path.into(), source })
}

pub(crate) fn write(path: &Path, text: &str) -> Result<(), KeyFault> {
    fs::write(path, text).map_err(|source| KeyFault::File { path: path.into(), source })
}

pub(crate) fn write_private(path: &Path, text: &str) -> Result<(), KeyFault> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| KeyFault::File { path: path.into(), source })
}

pub(crate) fn not_a_key(path: &Path, reason: impl std::fmt::Display) -> KeyFault {
    KeyFault::NotAKey { path: path.into(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let first = signing_key(dir.path(), "pension_fund").unwrap();
        let second = signing_key(dir.path(), "pension_fund").unwrap();
        assert_eq!(first.to_bytes(), second.to_bytes());
        let public = fs::read_to_string(dir.path().join("pension_fund.pub")).unwrap();
        assert_eq!(VerifyingKey::from_public_key_pem(&public).unwrap(), first.verifying_key());
    }

    #[test]
    fn the_askers_key_may_appear_later_and_change() {
        let dir = tempfile::tempdir().unwrap();
        let asker = AskerKey::in_dir(dir.path());
        assert!(asker.current().is_none());
        for seed in [1, 2] {
            let key = SigningKey::from_bytes(&[seed; 32]).verifying_key();
            write(&dir.path().join(OKNO_PUBLIC), &key.to_public_key_pem(LineEnding::LF).unwrap()).unwrap();
            assert_eq!(asker.current(), Some(key));
        }
        write(&dir.path().join(OKNO_PUBLIC), "no key").unwrap();
        assert!(asker.current().is_none());
    }

    #[test]
    fn the_mail_certificate_is_made_once() {
        let dir = tempfile::tempdir().unwrap();
        let first = smtp_certificate(dir.path()).unwrap();
        assert_eq!(smtp_certificate(dir.path()).unwrap().0, first.0);
        let first = portal_authority(dir.path()).unwrap();
        assert_eq!(portal_authority(dir.path()).unwrap(), first);
    }
}
