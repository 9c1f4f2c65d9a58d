//! JSON from outside, bounded in bytes and depth before it is parsed.

use serde_json::{Map, Value};

/// Why a text is not the JSON object that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// More bytes than are read.
    #[error("too long")]
    TooLong,
    /// Nested deeper than is read.
    #[error("nested too deep")]
    TooDeep,
    /// No JSON, or no object.
    #[error("not a JSON object")]
    NotAnObject,
}

/// The object in these bytes.
pub(crate) fn object(bytes: &[u8], most: usize, deepest: usize) -> Result<Map<String, Value>, JsonError> {
    if bytes.len() > most {
        return Err(JsonError::TooLong);
    }
    if depth(bytes) > deepest {
        return Err(JsonError::TooDeep);
    }
    serde_json::from_slice(bytes).map_err(|_| JsonError::NotAnObject)
}

/// How deep brackets nest outside of strings.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        for (text, deep) in [("{}", 1), (r#"{"a":[{}]}"#, 3), (r#"{"[[[":"\"{{"}"#, 1), (r#"{"a":{},"b":{}}"#, 2)] {
            assert_eq!(depth(text.as_bytes()), deep, "{text}");
        }
    }

    #[test]
    fn refuses_before_parsing() {
        assert_eq!(object(b"{}", 1, 1), Err(JsonError::TooLong));
        assert_eq!(object("[".repeat(100_000).as_bytes(), 1 << 20, 10), Err(JsonError::TooDeep));
        assert_eq!(object(b"[]", 10, 10), Err(JsonError::NotAnObject));
        assert_eq!(object(b"{", 10, 10), Err(JsonError::NotAnObject));
        assert!(object(b"{}", 10, 10).is_ok());
    }
}
