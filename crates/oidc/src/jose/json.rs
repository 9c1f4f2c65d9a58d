//! JSON objects of strangers: no member twice at any depth, and not too deep (RFC 8725 2.6, 3.1; RFC 7515 4).

use std::{cell::Cell, fmt};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Deeper nesting than any claim that we know needs.
const DEEPEST: usize = 16;

/// Why bytes are not an acceptable JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// Not JSON, or not UTF-8, or followed by something else.
    #[error("it is not JSON")]
    Malformed,
    /// JSON, but of another kind.
    #[error("it is not a JSON object")]
    NotAnObject,
    /// A member occurs twice; readers would disagree on which counts.
    #[error("a member occurs twice")]
    Duplicate,
    /// Arrays and objects within each other beyond the bound.
    #[error("it is nested too deep")]
    TooDeep,
}

/// Reads one object of a token or a key set. The caller has bounded the number of bytes.
pub(crate) fn object(bytes: &[u8]) -> Result<Map<String, Value>, JsonFault> {
    object_within(bytes, DEEPEST)
}

/// Reads one object in which at most so many arrays and objects stand within each other, itself among them.
pub(crate) fn object_within(bytes: &[u8], deepest: usize) -> Result<Map<String, Value>, JsonFault> {
    let cause = Cell::new(JsonFault::Malformed);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { left: deepest, cause: &cause }.deserialize(&mut reader).map_err(|_| cause.get())?;
    reader.end().map_err(|_| JsonFault::Malformed)?;
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(JsonFault::NotAnObject),
    }
}

/// Reads a value as `serde_json::Value` does, and minds doubles and depth.
#[derive(Clone, Copy)]
struct Strict<'c> {
    /// How many more may stand within each other.
    left: usize,
    cause: &'c Cell<JsonFault>,
}

impl Strict<'_> {
    fn refuse<E: Error>(&self, fault: JsonFault) -> E {
        self.cause.set(fault);
        E::custom(fault)
    }

    fn deeper<E: Error>(&self) -> Result<Strict<'_>, E> {
        let left = self.left.checked_sub(1).ok_or_else(|| self.refuse(JsonFault::TooDeep))?;
        Ok(Strict { left, cause: self.cause })
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let (within, mut list) = (self.deeper()?, Vec::new());
        while let Some(item) = items.next_element_seed(within)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let (within, mut object) = (self.deeper()?, Map::new());
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(self.refuse(JsonFault::Duplicate));
            }
            object.insert(name, members.next_value_seed(within)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_readers_disagree_on() {
        for (text, fault) in [
            (r#"{"a":1,"a":1}"#, JsonFault::Duplicate),
            (r#"{"a":1,"\u0061":2}"#, JsonFault::Duplicate),
            (r#"{"a":{"b":[{"c":1,"c":2}]}}"#, JsonFault::Duplicate),
            ("[1]", JsonFault::NotAnObject),
            ("1", JsonFault::NotAnObject),
            ("null", JsonFault::NotAnObject),
            ("", JsonFault::Malformed),
            ("{", JsonFault::Malformed),
            ("{}{}", JsonFault::Malformed),
            ("{} x", JsonFault::Malformed),
            ("{'a':1}", JsonFault::Malformed),
            (r#"{"a":1,}"#, JsonFault::Malformed),
            (r#"{"a":NaN}"#, JsonFault::Malformed),
            (r#"{"a":1e999}"#, JsonFault::Malformed),
            (r#"{"a":"\ud800"}"#, JsonFault::Malformed),
            ("{\"a\":\"\n\"}", JsonFault::Malformed),
            ("\u{feff}{}", JsonFault::Malformed),
        ] {
            assert_eq!(object(text.as_bytes()), Err(fault), "{text}");
        }
        assert_eq!(object(b"{\"a\":\"\xff\"}"), Err(JsonFault::Malformed));
    }

    #[test]
    fn depth_has_an_edge() {
        let nested = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        assert!(object(nested(DEEPEST).as_bytes()).is_ok());
        assert_eq!(object(nested(DEEPEST + 1).as_bytes()), Err(JsonFault::TooDeep));
        assert_eq!(object(nested(100_000).as_bytes()), Err(JsonFault::TooDeep));
    }

    #[test]
    fn reads_as_the_library_does() {
        let text = r#" {"a":[1,-1,1.5,"x",null,true],"b":{"c":{}}} "#;
        assert_eq!(Value::Object(object(text.as_bytes()).unwrap()), serde_json::from_str::<Value>(text).unwrap());
    }
}
