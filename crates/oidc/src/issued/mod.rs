//! Tokens that we issue: typed claims in, signed text out; and reading the ones that come back to us.
//!
//! Each kind has a type of its own (RFC 8725 3.11), so that none can be used in another's place. The instants and the names
//! of tokens are arguments; what is true of the person is the caller's.

pub mod access;
mod hash;
pub mod id;
pub mod introspection;
pub mod jarm;
pub mod logout;
pub mod userinfo;

use jiff::Timestamp;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

pub use hash::half_hash;

#[cfg(test)]
mod tests;

/// Whole seconds since 1970, as `iat` and `exp` are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seconds(Timestamp);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.as_second())
    }
}

/// One name is written as text, several as a list (RFC 7519 4.1.3).
#[derive(Clone, Copy, Debug)]
struct Audiences<'a>(&'a [&'a str]);

impl Serialize for Audiences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [one] => serializer.serialize_str(one),
            several => several.serialize(serializer),
        }
    }
}

/// Claims and, after them, further ones, of which none can take the place of an earlier or a reserved one.
struct Extended<'a> {
    own: Vec<(&'static str, Value)>,
    reserved: &'static [&'static str],
    further: &'a Map<String, Value>,
}

impl Serialize for Extended<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.own {
            map.serialize_entry(name, value)?;
        }
        let taken = |name: &str| self.reserved.contains(&name) || self.own.iter().any(|(own, _)| *own == name);
        for (name, value) in self.further.iter().filter(|(name, _)| !taken(name)) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
