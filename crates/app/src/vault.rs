//! Where the keys are: the port to a key store, and the key file that is the default (decision 10).

use std::collections::BTreeMap;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use okno_domain::{account::AccountId, credential::password::normalize, id::Id, secret::Secret};
use okno_oidc::subject::SubjectKey;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{
    seal::{DataKey, Place, SealError},
    site_grant::Handles,
};

/// A key store. It wraps data keys and derives keys for single purposes; what it holds never leaves it otherwise.
#[async_trait]
pub trait KeyVault: Send + Sync {
    /// Wraps a person's data key under the current key-encryption key; returns that key's name with the result.
    async fn wrap(&self, place: &Place, key: &DataKey, nonce: [u8; 32]) -> Result<(String, Vec<u8>), SealError>;
    /// Opens a wrapped data key.
    async fn unwrap(&self, vault_key: &str, place: &Place, wrapped: &[u8]) -> Result<DataKey, SealError>;
    /// The name of the key that [`KeyVault::wrap`] uses now.
    fn current(&self) -> String;
    /// A 256-bit key for one purpose; the same for ever.
    async fn derive(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>, SealError>;
}

/// The key file: TOML that only the operator's account may read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    /// Base64 of 32 bytes from which the keys for single purposes are derived.
    derivation: String,
    /// The name of the key-encryption key in use.
    current: String,
    /// Every key-encryption key still needed, base64 of 32 bytes by name.
    keys: BTreeMap<String, String>,
}

/// Keys from a file.
pub struct FileVault {
    derivation: Zeroizing<[u8; 32]>,
    current: String,
    keys: BTreeMap<String, DataKey>,
}

/// The key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Not TOML of the expected shape.
    #[error("the key file is malformed: {0}")]
    Malformed(String),
    /// A key is not 32 bytes of base64.
    #[error("key {0} is not 32 bytes of base64")]
    BadKey(String),
    /// `current` names no key.
    #[error("the current key {0} is not in the file")]
    NoCurrent(String),
}

fn key_bytes(name: &str, text: &str) -> Result<[u8; 32], KeyFileError> {
    let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| KeyFileError::BadKey(name.to_owned()))?);
    <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| KeyFileError::BadKey(name.to_owned()))
}

impl FileVault {
    /// Reads the text of a key file.
    pub fn parse(text: &str) -> Result<Self, KeyFileError> {
        let file: KeyFile =
            toml::from_str(text).map_err(|error| KeyFileError::Malformed(error.message().to_owned()))?;
        let mut keys = BTreeMap::new();
        for (name, key) in &file.keys {
            keys.insert(name.clone(), DataKey::from_bytes(key_bytes(name, key)?));
        }
        if !keys.contains_key(&file.current) {
            return Err(KeyFileError::NoCurrent(file.current));
        }
        let derivation = Zeroizing::new(key_bytes("derivation", &file.derivation)?);
        Ok(Self { derivation, current: file.current, keys })
    }

    /// The text of a new key file.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Result<Zeroizing<String>, KeyFileError> {
        let mut fresh = || {
            let mut bytes = Zeroizing::new([0_u8; 32]);
            rng.fill_bytes(bytes.as_mut());
            STANDARD.encode(bytes.as_ref())
        };
        let file =
            KeyFile { derivation: fresh(), current: "1".to_owned(), keys: BTreeMap::from([("1".to_owned(), fresh())]) };
        toml::to_string(&file).map(Zeroizing::new).map_err(|error| KeyFileError::Malformed(error.to_string()))
    }

    /// The text of a key file like `text` with one more key-encryption key, which becomes the current one. Data keys
    /// wrapped under the earlier ones stay readable, and are wrapped anew by the periodic job `rewrap-data-keys`.
    pub fn rotate(text: &str, rng: &mut (impl CryptoRng + ?Sized)) -> Result<Zeroizing<String>, KeyFileError> {
        Self::parse(text)?;
        let mut file: KeyFile =
            toml::from_str(text).map_err(|error| KeyFileError::Malformed(error.message().to_owned()))?;
        let next = (1..=file.keys.len() + 1)
            .map(|number| number.to_string())
            .find(|name| !file.keys.contains_key(name))
            .unwrap_or_else(|| (file.keys.len() + 1).to_string());
        let mut bytes = Zeroizing::new([0_u8; 32]);
        rng.fill_bytes(bytes.as_mut());
        file.keys.insert(next.clone(), STANDARD.encode(bytes.as_ref()));
        file.current = next;
        toml::to_string(&file).map(Zeroizing::new).map_err(|error| KeyFileError::Malformed(error.to_string()))
    }
}

/// A generator that yields exactly the given bytes once: the vault seals with a nonce chosen by the caller's generator.
struct Given([u8; 32], usize);

impl rand_core::TryRng for Given {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut four = [0_u8; 4];
        self.try_fill_bytes(&mut four)?;
        Ok(u32::from_le_bytes(four))
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut eight = [0_u8; 8];
        self.try_fill_bytes(&mut eight)?;
        Ok(u64::from_le_bytes(eight))
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in out {
            *byte = self.0.get(self.1).copied().unwrap_or(0);
            self.1 += 1;
        }
        Ok(())
    }
}
impl rand_core::TryCryptoRng for Given {}

#[async_trait]
impl KeyVault for FileVault {
    async fn wrap(&self, place: &Place, key: &DataKey, nonce: [u8; 32]) -> Result<(String, Vec<u8>), SealError> {
        let wrapping =
            self.keys.get(&self.current).ok_or_else(|| SealError::NoSuchKey { key: self.current.clone() })?;
        let wrapped = wrapping.seal(place, key.expose(), &mut Given(nonce, 0))?;
        Ok((self.current.clone(), wrapped))
    }

    async fn unwrap(&self, vault_key: &str, place: &Place, wrapped: &[u8]) -> Result<DataKey, SealError> {
        let wrapping = self.keys.get(vault_key).ok_or_else(|| SealError::NoSuchKey { key: vault_key.to_owned() })?;
        let key = wrapping.open(place, wrapped)?;
        <[u8; 32]>::try_from(key.as_slice())
            .map(DataKey::from_bytes)
            .map_err(|_| SealError::Content { place: "data_key.wrapped".to_owned() })
    }

    fn current(&self) -> String {
        self.current.clone()
    }

    async fn derive(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>, SealError> {
        let mut key = Zeroizing::new([0_u8; 32]);
        Hkdf::<Sha256>::new(Some(b"okno"), self.derivation.as_ref())
            .expand(purpose.as_bytes(), key.as_mut())
            .map_err(|_| SealError::NoSuchKey { key: purpose.to_owned() })?;
        Ok(key)
    }
}

/// The keys that are derived once at start: blind indexes, hashes of secrets, and sealing of what belongs to no account.
#[derive(Clone)]
pub struct DerivedKeys {
    blind: Zeroizing<[u8; 32]>,
    secrets: Zeroizing<[u8; 32]>,
    pepper: Zeroizing<[u8; 32]>,
    system: DataKey,
    web: Zeroizing<[u8; 32]>,
    evidence: SigningKey,
    handles: Handles,
    dpop_nonces: Zeroizing<[u8; 32]>,
    subjects: SubjectKey,
}

impl std::fmt::Debug for DerivedKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DerivedKeys(…)")
    }
}

fn keyed_hash(key: &[u8; 32], domain: &str, parts: &[&[u8]]) -> [u8; 32] {
    // A key of 32 bytes is always taken by HMAC; were it not, the hash of nothing would match nothing stored.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(domain.as_bytes());
    for part in parts {
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl DerivedKeys {
    /// Derives them.
    pub async fn from_vault(vault: &dyn KeyVault) -> Result<Self, SealError> {
        Ok(Self {
            blind: vault.derive("blind-index").await?,
            secrets: vault.derive("stored-secrets").await?,
            pepper: vault.derive("password-pepper").await?,
            system: DataKey::from_bytes(*vault.derive("system-seal").await?),
            web: vault.derive("web").await?,
            evidence: SigningKey::from_bytes(&*vault.derive("evidence-signature/1").await?),
            handles: Handles::new(vault.derive("site-handles").await?),
            dpop_nonces: vault.derive("dpop-nonces").await?,
            subjects: SubjectKey::new(&*vault.derive("site-subjects").await?),
        })
    }

    /// The blind index of a value of some kind, such as `email`: equal for equal values, and telling nothing without
    /// the key.
    pub fn blind(&self, kind: &str, value: &str) -> [u8; 32] {
        keyed_hash(&self.blind, kind, &[value.as_bytes()])
    }

    /// The stored form of a secret (a code, a token) that belongs to `owner`.
    pub fn secret_hash<T>(&self, kind: &str, owner: Id<T>, secret: &[u8]) -> [u8; 32] {
        keyed_hash(&self.secrets, kind, &[owner.uuid().as_bytes(), secret])
    }

    /// What goes into the password hash function for a password, in one form of Unicode (decision 11).
    pub fn peppered_password(&self, password: &Secret) -> Zeroizing<[u8; 32]> {
        self.peppered(normalize(password).expose())
    }

    /// What goes into the password hash function for another secret that a person remembers.
    pub fn peppered(&self, password: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(keyed_hash(&self.pepper, "password", &[password.as_bytes()]))
    }

    /// The key for what belongs to no account yet: registrations, recoveries, messages on their way.
    pub fn system(&self) -> &DataKey {
        &self.system
    }

    /// The key that signs evidence.
    pub(crate) fn evidence_key(&self) -> &SigningKey {
        &self.evidence
    }

    /// The key of what sites get in place of the keys of a row.
    pub(crate) const fn handles(&self) -> &Handles {
        &self.handles
    }

    /// The key behind the names of people at sites. It never changes: with it every name would.
    pub(crate) const fn subjects(&self) -> &SubjectKey {
        &self.subjects
    }

    /// The key of nonces for proofs of possession.
    pub(crate) fn dpop_nonces(&self) -> &[u8; 32] {
        &self.dpop_nonces
    }

    /// The key from which `web` makes its form tokens.
    pub fn web(&self) -> &[u8; 32] {
        &self.web
    }
}

/// Where a person's data key is stored.
pub fn data_key_place(account: AccountId) -> Place {
    Place::new("data_key", "wrapped", account)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    /// R245, decision 10: a data key wrapped before a rotation opens after it, and new ones use the new key.
    #[tokio::test]
    async fn rotation_keeps_old_keys_readable() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let text = FileVault::generate(&mut rng).unwrap();
        let account = Id::fresh(jiff::Timestamp::UNIX_EPOCH, &mut rng);
        let place = data_key_place(account);
        let key = DataKey::fresh(&mut rng);
        let before = FileVault::parse(&text).unwrap();
        let (name, wrapped) = before.wrap(&place, &key, [7; 32]).await.unwrap();

        let after = FileVault::parse(&FileVault::rotate(&text, &mut rng).unwrap()).unwrap();
        assert_ne!(after.current(), name);
        assert_eq!(after.unwrap(&name, &place, &wrapped).await.unwrap().expose(), key.expose());
        assert_eq!(*before.derive("blind-index").await.unwrap(), *after.derive("blind-index").await.unwrap());
        assert!(before.unwrap(&after.current(), &place, &wrapped).await.is_err());
    }

    #[test]
    fn a_damaged_key_file_is_refused() {
        for text in ["", "derivation = 1", "derivation='AA=='\ncurrent='1'\n[keys]\n1='AA=='"] {
            assert!(FileVault::parse(text).is_err());
        }
    }
}
