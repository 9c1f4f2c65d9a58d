//! Personal data at rest: AES-256-GCM under the person's data key, bound to the place where it is stored (decision 10).

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use okno_domain::id::Id;
use rand_core::CryptoRng;
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

/// The first byte of everything sealed: the form of what follows.
const FORM: u8 = 1;
const NONCE_BYTES: usize = 12;

/// What was sealed cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Cut short, of another form, changed, moved to another row, or sealed under another key.
    #[error("sealed data in {place} do not open")]
    DoesNotOpen {
        /// `table.column`.
        place: String,
    },
    /// It opens, but holds something else than expected.
    #[error("sealed data in {place} are not what they should be")]
    Content {
        /// `table.column`.
        place: String,
    },
    /// The wrapping key is not in the vault.
    #[error("the vault has no key {key}")]
    NoSuchKey {
        /// The vault's name for the key.
        key: String,
    },
}

/// Where sealed bytes belong. It is authenticated with them, so that a value copied to another row or column does not
/// open.
#[derive(Clone, Debug)]
pub struct Place {
    table: &'static str,
    column: &'static str,
    row: [u8; 16],
}

impl Place {
    /// The column of the row with this id. For tables keyed by account and something else, the most specific id.
    pub fn new<T>(table: &'static str, column: &'static str, row: Id<T>) -> Self {
        Self { table, column, row: *row.uuid().as_bytes() }
    }

    fn name(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }

    fn associated_data(&self) -> Vec<u8> {
        let mut data = Vec::with_capacity(self.table.len() + self.column.len() + 18);
        data.extend_from_slice(self.table.as_bytes());
        data.push(0);
        data.extend_from_slice(self.column.as_bytes());
        data.push(0);
        data.extend_from_slice(&self.row);
        data
    }
}

/// A key for sealing: a person's, or the system's own for what belongs to nobody yet.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl DataKey {
    /// A fresh key.
    pub fn fresh(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut key = Zeroizing::new([0_u8; 32]);
        rng.fill_bytes(key.as_mut());
        Self(key)
    }

    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for wrapping.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals `plain` for `place`.
    pub fn seal(&self, place: &Place, plain: &[u8], rng: &mut (impl CryptoRng + ?Sized)) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0_u8; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        let data = place.associated_data();
        let sealed = Aes256Gcm::new(&(*self.0).into())
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &data })
            .map_err(|_| SealError::Content { place: place.name() })?;
        let mut out = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
        out.push(FORM);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let broken = || SealError::DoesNotOpen { place: place.name() };
        let (&form, rest) = sealed.split_first().ok_or_else(broken)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or_else(broken)?;
        if form != FORM {
            return Err(broken());
        }
        let data = place.associated_data();
        Aes256Gcm::new(&(*self.0).into())
            .decrypt(&Nonce::from(*nonce), Payload { msg: body, aad: &data })
            .map(Zeroizing::new)
            .map_err(|_| broken())
    }

    /// Seals a value as JSON.
    pub fn seal_json<T: Serialize>(
        &self,
        place: &Place,
        value: &T,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, SealError> {
        let plain = Zeroizing::new(serde_json::to_vec(value).map_err(|_| SealError::Content { place: place.name() })?);
        self.seal(place, &plain, rng)
    }

    /// Opens a value sealed as JSON.
    pub fn open_json<T: DeserializeOwned>(&self, place: &Place, sealed: &[u8]) -> Result<T, SealError> {
        let plain = self.open(place, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| SealError::Content { place: place.name() })
    }

    /// Seals a text.
    pub fn seal_text(
        &self,
        place: &Place,
        text: &str,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, SealError> {
        self.seal(place, text.as_bytes(), rng)
    }

    /// Opens a sealed text.
    pub fn open_text(&self, place: &Place, sealed: &[u8]) -> Result<String, SealError> {
        let plain = self.open(place, sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| SealError::Content { place: place.name() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

    /// R244, R245: what is stored about a person opens only with that person's key and only in its own place.
    #[test]
    fn sealed_data_open_only_in_their_place_and_with_their_key() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let now = jiff::Timestamp::UNIX_EPOCH;
        let (one, other) = (Id::<()>::fresh(now, &mut rng), Id::<()>::fresh(now, &mut rng));
        let key = DataKey::fresh(&mut rng);
        let here = Place::new("person", "data_sealed", one);
        let sealed = key.seal_text(&here, "4008123456", &mut rng).unwrap();

        assert_eq!(key.open_text(&here, &sealed).unwrap(), "4008123456");
        assert!(!sealed.windows(10).any(|window| window == b"4008123456"));
        for wrong in [Place::new("person", "data_sealed", other), Place::new("person", "draft_sealed", one)] {
            assert!(key.open(&wrong, &sealed).is_err());
        }
        assert!(DataKey::fresh(&mut rng).open(&here, &sealed).is_err());
        for cut in 0..sealed.len() {
            assert!(key.open(&here, sealed.get(..cut).unwrap()).is_err());
        }
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(key.open(&here, &changed).is_err());
    }
}
