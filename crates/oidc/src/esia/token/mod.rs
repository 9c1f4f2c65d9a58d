//! Tokens: made as bytes to be signed, and read again when a client comes with them (sections 2.2 to 2.5).

pub mod access;
pub mod code;
pub mod id;
pub mod jwt;
pub mod response;

use serde_json::{Value, json};

use super::settings::SubjectForm;

pub use access::{AccessClaims, AccessToken};
pub use jwt::{Sign, Unsigned};

/// What an account shows of its level (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Simplified: nothing was checked.
    Simplified,
    /// Standard: data were checked against registries.
    Standard,
    /// Confirmed: the person was identified.
    Confirmed,
    /// The account of a child.
    Child,
}

impl Level {
    /// Every level.
    pub const ALL: [Self; 4] = [Self::Simplified, Self::Standard, Self::Confirmed, Self::Child];

    /// `urn:esia:sbj:lvl`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simplified | Self::Standard => "P",
            Self::Confirmed => "PR",
            Self::Child => "KD",
        }
    }

    /// `trusted` of the person, and whether `urn:esia:sbj:is_tru` is there.
    pub const fn is_trusted(self) -> bool {
        matches!(self, Self::Confirmed)
    }

    /// `vrfStu` of the identity document: whether registries found it good.
    pub const fn has_verified_document(self) -> bool {
        matches!(self, Self::Standard | Self::Confirmed)
    }
}

/// How the person signed in: `amr` and `urn:esia:amd`. Other values of the real system are unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `PWD`.
    Password,
    /// `DS`: electronic signature.
    Signature,
}

impl Method {
    /// The value.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "PWD",
            Self::Signature => "DS",
        }
    }
}

fn object(oid: u64, form: SubjectForm) -> Value {
    match form {
        SubjectForm::Number => json!(oid),
        SubjectForm::Text => json!(oid.to_string()),
    }
}

/// An object's number in either form.
fn read_object(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => super::scope::object_id(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
