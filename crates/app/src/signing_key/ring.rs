//! The keys of one moment, ready to sign and to verify.

use std::{collections::HashMap, sync::Arc};

use okno_domain::time::Timestamp;
use okno_oidc::{
    issued::{access, id, introspection, jarm, logout, userinfo},
    jose::{Algorithm, Issuing, Key, KeySet, Signer, SigningFault, Verifier},
};
use okno_store::signing_key::SigningKeyRow;

use crate::error::{Error, Result};

/// What is signed: each is a type of its own (RFC 8725 3.11), so that none passes for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// An access token (RFC 9068).
    Access,
    /// An id token.
    Id,
    /// An answer of userinfo.
    Userinfo,
    /// An answer about a token (RFC 9701).
    Introspection,
    /// An answer to an authorization request (JARM).
    Authorization,
    /// That a session ended.
    Logout,
}

impl TokenKind {
    const ALL: [Self; 6] =
        [Self::Access, Self::Id, Self::Userinfo, Self::Introspection, Self::Authorization, Self::Logout];

    fn issuing(self, signer: Arc<dyn Signer>) -> std::result::Result<Issuing, SigningFault> {
        match self {
            Self::Access => access::issuing(signer),
            Self::Id => id::issuing(signer),
            Self::Userinfo => userinfo::issuing(signer),
            Self::Introspection => introspection::issuing(signer),
            Self::Authorization => jarm::issuing(signer),
            Self::Logout => logout::issuing(signer),
        }
    }
}

/// A private key with its public half.
pub(super) type Pair = (Arc<dyn Signer>, Key);

/// The keys of one moment.
pub struct KeyRing {
    issuing: HashMap<(TokenKind, Algorithm), Issuing>,
    shown: KeySet,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing({} keys)", self.shown.keys().len())
    }
}

impl KeyRing {
    pub(super) fn of(keys: Vec<(Pair, SigningKeyRow)>, now: Timestamp) -> Result<Self> {
        let mut issuing = HashMap::new();
        let mut shown = Vec::new();
        for ((signer, public), row) in keys {
            if row.shown_until <= now {
                continue;
            }
            shown.push(public);
            if row.signs_from <= now && now < row.signs_until {
                for kind in TokenKind::ALL {
                    let made = kind.issuing(Arc::clone(&signer)).map_err(|error| Error::Bug(error.to_string()))?;
                    issuing.insert((kind, signer.algorithm()), made);
                }
            }
        }
        let shown: KeySet = shown.into_iter().collect();
        let bytes = serde_json::to_vec(&shown.to_json()).map_err(|error| Error::Bug(error.to_string()))?;
        Ok(Self { issuing, shown, bytes })
    }

    /// Whether tokens can be signed so.
    pub fn signs(&self, algorithm: Algorithm) -> bool {
        self.issuing.contains_key(&(TokenKind::Id, algorithm))
    }

    /// What signs tokens of this kind so; none where there is no key for it.
    pub fn issuing(&self, kind: TokenKind, algorithm: Algorithm) -> Option<&Issuing> {
        self.issuing.get(&(kind, algorithm))
    }

    /// The public keys as they are published.
    pub fn key_set(&self) -> &[u8] {
        &self.bytes
    }

    /// All keys whose signatures still count.
    pub fn verifier(&self) -> &dyn Verifier {
        &self.shown
    }

    /// What signs where nobody asks for another: short and quick.
    pub const fn default_algorithm(&self) -> Algorithm {
        Algorithm::EdDsa
    }
}

pub(super) fn public(key: &Key) -> serde_json::Value {
    serde_json::Value::Object(key.to_jwk())
}

pub(super) fn rsa_pair(pkcs8: &[u8]) -> std::result::Result<::ring::rsa::KeyPair, ::ring::error::KeyRejected> {
    ::ring::rsa::KeyPair::from_pkcs8(pkcs8)
}
