//! Headers of signatures (RFC 7515 4), of which little counts: the algorithm, the type, the name of the key.
//!
//! A key, or the address of one, in a header (`jwk`, `jku`, `x5u`, `x5c`) proves nothing and is never used to check the
//! signature (RFC 8725 3.10); only a DPoP proof shows its key this way, and `dpop` asks for it by name.

use serde_json::{Map, Value};

use super::{Algorithm, JsonFault, json};

/// The longest name of a key.
const LONGEST_ID: usize = 256;

/// Why a header is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// Not a JSON object as it should be.
    #[error("the header: {0}")]
    Json(#[from] JsonFault),
    /// `alg` is missing or no text.
    #[error("the header names no algorithm")]
    NoAlgorithm,
    /// `none`, in any spelling.
    #[error("the header says that nothing is signed")]
    Unsigned,
    /// An HMAC, whose key would be a secret that we both know.
    #[error("the algorithm {0} is symmetric")]
    Symmetric(String),
    /// An algorithm that is not allowed here, or is none.
    #[error("the algorithm {0} is not allowed here")]
    Algorithm(String),
    /// `crit` asks for extensions; we know none (RFC 7515 4.1.11).
    #[error("the header has critical extensions")]
    Critical,
    /// `enc` or `zip`: encryption and compression are not for signatures.
    #[error("the header is one of encryption")]
    Encrypted,
    /// `b64` without `crit` is a mistake (RFC 7797 6).
    #[error("the header has the member b64")]
    Unencoded,
    /// `kid` is no text of 1 to 256 bytes.
    #[error("the name of the key is not a text of 1 to 256 bytes")]
    KeyId,
    /// `typ` is no text.
    #[error("the type is not text")]
    TypeKind,
    /// A token for another purpose (RFC 8725 3.11, 3.12).
    #[error("the type {0:?} is not the expected one")]
    Type(String),
    /// A type is expected and none is there.
    #[error("the type is missing")]
    NoType,
}

/// The types of token that are accepted in one place.
#[derive(Clone, Copy, Debug)]
pub struct Types {
    /// The names, without `application/`.
    pub named: &'static [&'static str],
    /// Whether a token without a type will do.
    pub absent: bool,
}

/// The parts of a header that count.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    algorithm: Algorithm,
    key_id: Option<String>,
    typ: Option<String>,
    jwk: Option<Value>,
}

impl Header {
    pub(super) fn parse(bytes: &[u8], algorithms: &[Algorithm], types: Types) -> Result<Self, HeaderFault> {
        let mut members = json::object(bytes)?;
        check_extensions(&members)?;
        let algorithm = algorithm(&members, algorithms)?;
        let key_id = match members.remove("kid") {
            None => None,
            Some(Value::String(id)) if !id.is_empty() && id.len() <= LONGEST_ID => Some(id),
            Some(_) => return Err(HeaderFault::KeyId),
        };
        let typ = match members.remove("typ") {
            None => None,
            Some(Value::String(typ)) => Some(typ),
            Some(_) => return Err(HeaderFault::TypeKind),
        };
        match &typ {
            None if !types.absent => return Err(HeaderFault::NoType),
            Some(typ) if !types.named.iter().any(|name| is_type(typ, name)) => {
                return Err(HeaderFault::Type(typ.clone()));
            }
            _ => {}
        }
        Ok(Self { algorithm, key_id, typ, jwk: members.remove("jwk") })
    }

    /// The algorithm; one of those that were allowed.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The name of the key. It is compared with names, never used to find a file or a row.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The type as it was written.
    pub fn typ(&self) -> Option<&str> {
        self.typ.as_deref()
    }

    /// Whether the type is this one.
    pub fn is_of_type(&self, name: &str) -> bool {
        self.typ.as_deref().is_some_and(|typ| is_type(typ, name))
    }

    /// A key that the sender shows. Whose it is, nothing says.
    pub(crate) const fn shown_key(&self) -> Option<&Value> {
        self.jwk.as_ref()
    }
}

fn check_extensions(members: &Map<String, Value>) -> Result<(), HeaderFault> {
    for (name, fault) in [
        ("crit", HeaderFault::Critical),
        ("enc", HeaderFault::Encrypted),
        ("zip", HeaderFault::Encrypted),
        ("b64", HeaderFault::Unencoded),
    ] {
        if members.contains_key(name) {
            return Err(fault);
        }
    }
    Ok(())
}

fn algorithm(members: &Map<String, Value>, allowed: &[Algorithm]) -> Result<Algorithm, HeaderFault> {
    let name = members.get("alg").and_then(Value::as_str).ok_or(HeaderFault::NoAlgorithm)?;
    if let Some(algorithm) = Algorithm::find(name).filter(|algorithm| allowed.contains(algorithm)) {
        return Ok(algorithm);
    }
    Err(match name {
        _ if name.eq_ignore_ascii_case("none") => HeaderFault::Unsigned,
        "HS256" | "HS384" | "HS512" => HeaderFault::Symmetric(name.to_owned()),
        _ => HeaderFault::Algorithm(name.to_owned()),
    })
}

/// Types are media types: letters do not differ by case, and `application/` may stand before (RFC 7515 4.1.9).
fn is_type(written: &str, name: &str) -> bool {
    let prefix = "application/";
    let short = match written.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => written.get(prefix.len()..).unwrap_or_default(),
        _ => written,
    };
    short.eq_ignore_ascii_case(name)
}
