//! Private keys in the memory of the program. Tests sign with them, and a key vault that keeps its keys in a file may.

use ed25519_dalek::Signer as _;
use ring::{
    rand::SecureRandom,
    rsa::{KeyPair, PublicKeyComponents},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding},
};

use super::{Algorithm, Key, KeyFault, Signer, SigningFault};

/// An Ed25519 key.
pub struct Ed25519 {
    id: String,
    key: ed25519_dalek::SigningKey,
}

impl Ed25519 {
    /// The key that these 32 secret bytes are, under a name.
    pub fn new(id: impl Into<String>, secret: &[u8; 32]) -> Self {
        Self { id: id.into(), key: ed25519_dalek::SigningKey::from_bytes(secret) }
    }

    /// The public half.
    pub fn public(&self) -> Result<Key, KeyFault> {
        Ok(Key::from_ed25519(&self.key.verifying_key())?.named(&self.id).only_for(Algorithm::EdDsa))
    }
}

impl Signer for Ed25519 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDsa
    }

    fn key_id(&self) -> &str {
        &self.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFault> {
        Ok(self.key.sign(message).to_bytes().to_vec())
    }
}

/// A P-256 key; its signatures need no generator (RFC 6979).
pub struct P256 {
    id: String,
    key: p256::ecdsa::SigningKey,
}

impl P256 {
    /// The key with this secret number, big-endian, under a name.
    pub fn new(id: impl Into<String>, secret: &[u8; 32]) -> Result<Self, SigningFault> {
        let key = p256::ecdsa::SigningKey::from_slice(secret).map_err(|error| SigningFault::Key(error.to_string()))?;
        Ok(Self { id: id.into(), key })
    }

    /// The public half.
    pub fn public(&self) -> Result<Key, KeyFault> {
        Ok(Key::from_p256(self.key.verifying_key())?.named(&self.id).only_for(Algorithm::Es256))
    }
}

impl Signer for P256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn key_id(&self) -> &str {
        &self.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFault> {
        let signature: p256::ecdsa::Signature =
            self.key.try_sign(message).map_err(|error| SigningFault::Key(error.to_string()))?;
        Ok(signature.to_bytes().to_vec())
    }
}

/// A P-256 key that signs several times as fast, with the generator that its signatures need.
pub struct QuickP256 {
    id: String,
    key: EcdsaKeyPair,
    public: Key,
    rng: Box<dyn SecureRandom + Send + Sync>,
}

impl QuickP256 {
    /// The key with this secret number, big-endian, under a name.
    pub fn new(
        id: impl Into<String>,
        secret: &[u8; 32],
        rng: Box<dyn SecureRandom + Send + Sync>,
    ) -> Result<Self, SigningFault> {
        let fault = |error: &dyn std::fmt::Display| SigningFault::Key(error.to_string());
        let id = id.into();
        let own = p256::ecdsa::SigningKey::from_slice(secret).map_err(|error| fault(&error))?;
        let point = own.verifying_key().to_sec1_point(false);
        let (curve, point) = (&ECDSA_P256_SHA256_FIXED_SIGNING, point.as_bytes());
        let key = EcdsaKeyPair::from_private_key_and_public_key(curve, secret, point, rng.as_ref());
        let key = key.map_err(|error| fault(&error))?;
        let public = Key::from_p256(own.verifying_key()).map_err(|error| fault(&error))?;
        Ok(Self { public: public.named(&id).only_for(Algorithm::Es256), id, key, rng })
    }

    /// The public half.
    pub fn public(&self) -> Key {
        self.public.clone()
    }
}

impl Signer for QuickP256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn key_id(&self) -> &str {
        &self.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFault> {
        let signature = self.key.sign(self.rng.as_ref(), message);
        signature.map(|signature| signature.as_ref().to_vec()).map_err(|_| SigningFault::Key("ring refuses".to_owned()))
    }
}

/// An RSA key, with the generator that its signatures need.
pub struct Rsa {
    id: String,
    algorithm: Algorithm,
    encoding: &'static dyn RsaEncoding,
    key: KeyPair,
    rng: Box<dyn SecureRandom + Send + Sync>,
}

impl Rsa {
    /// A key for `RS256` or `PS256`, under a name.
    pub fn new(
        id: impl Into<String>,
        algorithm: Algorithm,
        key: KeyPair,
        rng: Box<dyn SecureRandom + Send + Sync>,
    ) -> Result<Self, SigningFault> {
        let encoding: &'static dyn RsaEncoding = match algorithm {
            Algorithm::Rs256 => &RSA_PKCS1_SHA256,
            Algorithm::Ps256 => &RSA_PSS_SHA256,
            _ => return Err(SigningFault::Key(format!("an RSA key does not sign by {algorithm}"))),
        };
        Ok(Self { id: id.into(), algorithm, encoding, key, rng })
    }

    /// The public half.
    pub fn public(&self) -> Result<Key, KeyFault> {
        let numbers: PublicKeyComponents<Vec<u8>> = self.key.public().into();
        Ok(Key::from_rsa(numbers.n, numbers.e)?.named(&self.id).only_for(self.algorithm))
    }
}

impl Signer for Rsa {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn key_id(&self) -> &str {
        &self.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFault> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        let signed = self.key.sign(self.encoding, self.rng.as_ref(), message, &mut signature);
        signed.map(|()| signature).map_err(|_| SigningFault::Key("ring refuses".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways to sign by P-256 are one key to everybody else.
    #[test]
    fn the_quick_way_is_the_same_key() {
        let secret = [7; 32];
        let slow = P256::new("one", &secret).unwrap();
        let quick = QuickP256::new("one", &secret, Box::new(ring::rand::SystemRandom::new())).unwrap();
        let key = slow.public().unwrap();
        assert_eq!(quick.public(), key);
        for message in [&b""[..], b"a", &[0xff; 1000]] {
            let (one, other) = (quick.sign(message).unwrap(), quick.sign(message).unwrap());
            assert!(key.verifies(Algorithm::Es256, message, &one));
            assert!(key.verifies(Algorithm::Es256, message, &other));
            assert!(!key.verifies(Algorithm::Es256, b"another", &one));
            assert_ne!(one, other, "each has a number of its own");
        }
        assert!(QuickP256::new("zero", &[0; 32], Box::new(ring::rand::SystemRandom::new())).is_err());
    }
}
