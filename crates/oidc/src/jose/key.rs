//! Public keys as JSON (RFC 7517, 7518 6, 8037 2). A private member makes a key unusable: its owner must be told.

use ed25519_dalek::{Signature, VerifyingKey};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Map, Value};

use super::{Algorithm, Thumbprint, base64url, rsa::RsaKey};

/// The longest name of a key.
const LONGEST_ID: usize = 256;
/// Members that only a private or symmetric key has, of any type (RFC 7518 6.2.2, 6.3.2, 6.4; RFC 9864 draft AKP).
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Why a JWK is not a key that signatures are checked by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// Not an object.
    #[error("a key is not a JSON object")]
    NotAnObject,
    /// It gives a secret away. The whole set is refused, and its owner must change the key.
    #[error("the key is private: it has the member {0}")]
    Private(&'static str),
    /// Another `kty`, or another `crv`.
    #[error("keys of this type are not used here")]
    UnknownType,
    /// An `alg` that is not used here.
    #[error("the key is for an algorithm that is not used here")]
    UnknownAlgorithm,
    /// `use` or `key_ops` say that it is for something else.
    #[error("the key is not for signatures")]
    NotForSignatures,
    /// `alg` does not go with the type.
    #[error("the algorithm of the key does not go with its type")]
    Mismatch,
    /// A member is missing or no text.
    #[error("the member {0} is missing or is not text")]
    Member(&'static str),
    /// A member is not base64url, or has not the length of the curve.
    #[error("the member {0} is not base64url of the right length")]
    Encoding(&'static str),
    /// A number begins with zeros.
    #[error("the number {0} is empty or begins with a zero byte")]
    LeadingZero(&'static str),
    /// RSA below 2048 or above 4096 bits.
    #[error("an RSA key has 2048 to 4096 bits, this one {0}")]
    ModulusSize(usize),
    /// No product of two odd primes.
    #[error("the RSA modulus is even")]
    EvenModulus,
    /// Even, smaller than 65537 or larger than 33 bits.
    #[error("the RSA exponent is not an odd number from 65537 up")]
    Exponent,
    /// Not on the curve, or a point of small order.
    #[error("the point is not a key on the curve")]
    Point,
    /// `kid` is empty, longer than 256 bytes or no text.
    #[error("the name of the key is not a text of 1 to 256 bytes")]
    Id,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Material {
    Rsa(RsaKey),
    /// The uncompressed point of SEC 1.
    P256(Box<[u8; 65]>),
    Ed25519(Box<VerifyingKey>),
}

/// A public key that signatures are checked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    material: Material,
    id: Option<String>,
    algorithm: Option<Algorithm>,
}

impl Key {
    /// Reads a JWK. Members that are not about the key itself (`x5c`, `x5u`, `x5t` and unknown ones) mean nothing here.
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyFault> {
        let members = jwk.as_object().ok_or(KeyFault::NotAnObject)?;
        if let Some(name) = PRIVATE.into_iter().find(|name| members.contains_key(*name)) {
            return Err(KeyFault::Private(name));
        }
        check_purpose(members)?;
        let material = match text(members, "kty")? {
            "RSA" => Material::Rsa(RsaKey::new(bytes(members, "n")?, bytes(members, "e")?)?),
            "EC" if text(members, "crv")? == "P-256" => p256_point(members)?,
            "OKP" if text(members, "crv")? == "Ed25519" => ed25519_point(members)?,
            _ => return Err(KeyFault::UnknownType),
        };
        let id = match members.get("kid") {
            None => None,
            Some(Value::String(id)) if !id.is_empty() && id.len() <= LONGEST_ID => Some(id.clone()),
            Some(_) => return Err(KeyFault::Id),
        };
        let key = Self { material, id, algorithm: None };
        match members.get("alg") {
            None => Ok(key),
            Some(Value::String(name)) => {
                let algorithm = Algorithm::find(name).ok_or(KeyFault::UnknownAlgorithm)?;
                if key.fits(algorithm) { Ok(key.only_for(algorithm)) } else { Err(KeyFault::Mismatch) }
            }
            Some(_) => Err(KeyFault::Member("alg")),
        }
    }

    /// An Ed25519 key; none if its order is small, as anybody could sign for such a key.
    pub fn from_ed25519(key: &VerifyingKey) -> Result<Self, KeyFault> {
        if key.is_weak() {
            return Err(KeyFault::Point);
        }
        Ok(Self::unnamed(Material::Ed25519(Box::new(*key))))
    }

    /// A P-256 key.
    pub fn from_p256(key: &p256::ecdsa::VerifyingKey) -> Result<Self, KeyFault> {
        let point = key.to_sec1_point(false);
        let point = <[u8; 65]>::try_from(point.as_bytes()).map_err(|_| KeyFault::Point)?;
        Ok(Self::unnamed(Material::P256(Box::new(point))))
    }

    /// An RSA key from its big-endian numbers.
    pub fn from_rsa(modulus: Vec<u8>, exponent: Vec<u8>) -> Result<Self, KeyFault> {
        RsaKey::new(modulus, exponent).map(|key| Self::unnamed(Material::Rsa(key)))
    }

    const fn unnamed(material: Material) -> Self {
        Self { material, id: None, algorithm: None }
    }

    /// The same key under a name.
    #[must_use]
    pub fn named(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// The same key for one algorithm alone, which must fit it.
    #[must_use]
    pub fn only_for(self, algorithm: Algorithm) -> Self {
        Self { algorithm: Some(algorithm), ..self }
    }

    /// The name that its owner gave it (`kid`).
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The only algorithm that it is for, where its owner said so (`alg`).
    pub const fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    /// Whether signatures by this algorithm may be checked by this key: type, and `alg` if there is one (RFC 8725 3.1).
    pub fn fits(&self, algorithm: Algorithm) -> bool {
        let by_type = matches!(
            (&self.material, algorithm),
            (Material::Rsa(_), Algorithm::Rs256 | Algorithm::Ps256)
                | (Material::P256(_), Algorithm::Es256)
                | (Material::Ed25519(_), Algorithm::EdDsa)
        );
        by_type && self.algorithm.is_none_or(|only| only == algorithm)
    }

    /// Whether the signature is right. A key that does not fit the algorithm has signed nothing.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        if !self.fits(algorithm) {
            return false;
        }
        match &self.material {
            Material::Rsa(key) => key.verifies(algorithm, message, signature),
            Material::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point[..]).verify(message, signature).is_ok()
            }
            Material::Ed25519(key) => {
                Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
            }
        }
    }

    /// The thumbprint (RFC 7638 3.2, RFC 8037 2): of the required members in their order, so names do not count.
    pub fn thumbprint(&self) -> Thumbprint {
        let encode = |bytes: &[u8]| base64url::encode(bytes);
        Thumbprint::of(match &self.material {
            Material::Rsa(key) => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, encode(&key.exponent), encode(&key.modulus))
            }
            Material::P256(point) => {
                let (x, y) = coordinates(point);
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, encode(x), encode(y))
            }
            Material::Ed25519(key) => {
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, encode(key.as_bytes()))
            }
        })
    }

    /// The key as a JWK for signatures, as a set publishes it.
    pub fn to_jwk(&self) -> Map<String, Value> {
        let mut jwk = Map::new();
        let mut put = |name: &str, value: &str| jwk.insert(name.to_owned(), value.into());
        match &self.material {
            Material::Rsa(key) => {
                put("kty", "RSA");
                put("n", &base64url::encode(&key.modulus));
                put("e", &base64url::encode(&key.exponent));
            }
            Material::P256(point) => {
                let (x, y) = coordinates(point);
                put("kty", "EC");
                put("crv", "P-256");
                put("x", &base64url::encode(x));
                put("y", &base64url::encode(y));
            }
            Material::Ed25519(key) => {
                put("kty", "OKP");
                put("crv", "Ed25519");
                put("x", &base64url::encode(key.as_bytes()));
            }
        }
        put("use", "sig");
        if let Some(algorithm) = self.algorithm {
            put("alg", algorithm.as_str());
        }
        if let Some(id) = &self.id {
            put("kid", id);
        }
        jwk
    }
}

/// `use` and `key_ops` are not repeated faults of a client: a set may well have keys for encryption (RFC 7517 4.2, 4.3).
fn check_purpose(members: &Map<String, Value>) -> Result<(), KeyFault> {
    let use_allows = members.get("use").is_none_or(|purpose| purpose == "sig");
    let operations_allow = members.get("key_ops").is_none_or(|operations| {
        operations.as_array().is_some_and(|operations| operations.iter().any(|operation| operation == "verify"))
    });
    if use_allows && operations_allow { Ok(()) } else { Err(KeyFault::NotForSignatures) }
}

fn p256_point(members: &Map<String, Value>) -> Result<Material, KeyFault> {
    let (x, y) = (coordinate(members, "x")?, coordinate(members, "y")?);
    let mut point = [4; 65];
    for (place, byte) in point.iter_mut().skip(1).zip(x.iter().chain(&y)) {
        *place = *byte;
    }
    p256::PublicKey::from_sec1_bytes(&point).map_err(|_| KeyFault::Point)?;
    Ok(Material::P256(Box::new(point)))
}

fn ed25519_point(members: &Map<String, Value>) -> Result<Material, KeyFault> {
    let key = VerifyingKey::from_bytes(&coordinate(members, "x")?).map_err(|_| KeyFault::Point)?;
    Key::from_ed25519(&key).map(|key| key.material)
}

fn coordinates(point: &[u8; 65]) -> (&[u8], &[u8]) {
    let [_, coordinates @ ..] = point;
    coordinates.split_at(32)
}

fn text<'a>(members: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, KeyFault> {
    members.get(name).and_then(Value::as_str).ok_or(KeyFault::Member(name))
}

fn bytes(members: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, KeyFault> {
    base64url::decode(text(members, name)?).ok_or(KeyFault::Encoding(name))
}

fn coordinate(members: &Map<String, Value>, name: &'static str) -> Result<[u8; 32], KeyFault> {
    bytes(members, name)?.try_into().map_err(|_| KeyFault::Encoding(name))
}
