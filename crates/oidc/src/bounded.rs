//! JSON objects of strangers, bounded in bytes and depth, no member twice.

use serde_json::{Map, Value};

use crate::jose::{JsonFault, json};

/// Why a text is not the JSON object that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// More bytes than are read.
    #[error("too long")]
    TooLong,
    /// Nested deeper than is read.
    #[error("nested too deep")]
    TooDeep,
    /// A member occurs twice; readers would disagree on which counts.
    #[error("a member occurs twice")]
    Duplicate,
    /// No JSON, or no object.
    #[error("not a JSON object")]
    NotAnObject,
}

/// The object in these bytes.
pub(crate) fn object(bytes: &[u8], most: usize, deepest: usize) -> Result<Map<String, Value>, JsonError> {
    if bytes.len() > most {
        return Err(JsonError::TooLong);
    }
    json::object_within(bytes, deepest).map_err(|fault| match fault {
        JsonFault::TooDeep => JsonError::TooDeep,
        JsonFault::Duplicate => JsonError::Duplicate,
        JsonFault::Malformed | JsonFault::NotAnObject => JsonError::NotAnObject,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        for (text, deep) in [("{}", 1), (r#"{"a":[{}]}"#, 3), (r#"{"[[[":"\"{{"}"#, 1), (r#"{"a":{},"b":{}}"#, 2)] {
            assert!(object(text.as_bytes(), 100, deep).is_ok(), "{text}");
            assert_eq!(object(text.as_bytes(), 100, deep - 1), Err(JsonError::TooDeep), "{text}");
        }
    }

    #[test]
    fn no_member_counts_twice() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":{"b":1,"\u0062":2}}"#] {
            assert_eq!(object(text.as_bytes(), 100, 10), Err(JsonError::Duplicate), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_out_of_bounds() {
        assert_eq!(object(b"{}", 1, 1), Err(JsonError::TooLong));
        assert_eq!(object("[".repeat(100_000).as_bytes(), 1 << 20, 10), Err(JsonError::TooDeep));
        assert_eq!(object(b"[]", 10, 10), Err(JsonError::NotAnObject));
        assert_eq!(object(b"{", 10, 10), Err(JsonError::NotAnObject));
        assert!(object(b"{}", 10, 10).is_ok());
    }
}
