//! Sets of keys (RFC 7517 5), of clients and our own.

use serde_json::{Map, Value};

use super::{Algorithm, JsonFault, Key, KeyFault, json};

/// The largest set, in bytes.
pub const LARGEST_SET: usize = 64 * 1024;
/// The most keys in a set, counting those that are passed over.
pub const MOST_KEYS: usize = 32;
/// The most keys that one signature is tried with.
pub(super) const MOST_TRIED: usize = 8;

/// Why a set of keys is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeySetFault {
    /// More than 64 KiB.
    #[error("the key set is larger than 64 KiB")]
    TooLarge,
    /// Not a JSON object.
    #[error("the key set: {0}")]
    Json(#[from] JsonFault),
    /// No array `keys`.
    #[error("the key set has no array \"keys\"")]
    NoKeys,
    /// More than 32 keys.
    #[error("the key set has more than 32 keys")]
    TooMany,
    /// A private or symmetric key: whoever published it must take it back.
    #[error("key {index} of the set is private: it has the member {member}")]
    Private {
        /// Its place, counted from 0.
        index: usize,
        /// The member that tells.
        member: &'static str,
    },
    /// Two usable keys of one name and one algorithm: which one a signature means would be chance (RFC 7517 4.5).
    #[error("two keys of the set have the name {0:?}")]
    SameId(String),
}

/// A key of a set that is not used, and why. A client's developer wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// Its place in the set, counted from 0.
    pub index: usize,
    /// What is wrong with it.
    pub fault: KeyFault,
}

/// Public keys that one party signs with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<Key>,
    passed_over: Vec<PassedOver>,
}

impl KeySet {
    /// Reads a set. Keys that cannot be used are passed over and listed; a private one spoils the set.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeySetFault> {
        if bytes.len() > LARGEST_SET {
            return Err(KeySetFault::TooLarge);
        }
        Self::from_members(&json::object(bytes)?)
    }

    /// Reads a set that stands in other JSON, such as a client's `jwks` (RFC 7591 2).
    pub fn from_json(value: &Value) -> Result<Self, KeySetFault> {
        Self::from_members(value.as_object().ok_or(JsonFault::NotAnObject)?)
    }

    fn from_members(members: &Map<String, Value>) -> Result<Self, KeySetFault> {
        let list = members.get("keys").and_then(Value::as_array).ok_or(KeySetFault::NoKeys)?;
        if list.len() > MOST_KEYS {
            return Err(KeySetFault::TooMany);
        }
        let (mut keys, mut passed_over) = (Vec::new(), Vec::new());
        for (index, jwk) in list.iter().enumerate() {
            match Key::from_jwk(jwk) {
                Ok(key) => keys.push(key),
                Err(KeyFault::Private(member)) => return Err(KeySetFault::Private { index, member }),
                Err(fault) => passed_over.push(PassedOver { index, fault }),
            }
        }
        let set = Self { keys, passed_over };
        match set.ambiguous() {
            Some(id) => Err(KeySetFault::SameId(id.to_owned())),
            None => Ok(set),
        }
    }

    fn ambiguous(&self) -> Option<&str> {
        let mut seen = Vec::new();
        for key in &self.keys {
            let Some(id) = key.id() else { continue };
            for algorithm in Algorithm::ALL.into_iter().filter(|algorithm| key.fits(*algorithm)) {
                if seen.contains(&(id, algorithm)) {
                    return Some(id);
                }
                seen.push((id, algorithm));
            }
        }
        None
    }

    /// The usable keys.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The keys that are not used, and why.
    pub fn passed_over(&self) -> &[PassedOver] {
        &self.passed_over
    }

    /// The keys that a signature may be by: of the name that it gives, or all that fit its algorithm.
    pub fn candidates(&self, algorithm: Algorithm, id: Option<&str>) -> impl Iterator<Item = &Key> {
        let named = move |key: &&Key| id.is_none_or(|id| key.id() == Some(id));
        self.keys.iter().filter(named).filter(move |key| key.fits(algorithm))
    }

    /// Whether this key is among them, by what it is and not by its name: that of a certificate, for clients whose certificates are
    /// signed by themselves (RFC 8705 2.2).
    pub fn holds(&self, key: &Key) -> bool {
        let thumbprint = key.thumbprint();
        self.keys.iter().any(|known| known.thumbprint() == thumbprint)
    }

    /// The set as it is published.
    pub fn to_json(&self) -> Value {
        let keys: Vec<Value> = self.keys.iter().map(|key| Value::Object(key.to_jwk())).collect();
        serde_json::json!({ "keys": keys })
    }
}

impl FromIterator<Key> for KeySet {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        Self { keys: keys.into_iter().collect(), passed_over: Vec::new() }
    }
}
