//! Scopes: words without order or repetition (RFC 6749 3.3), and the narrowing of scopes and resources (RFC 6749 6,
//! RFC 8707 2.2).

use url::Url;

use crate::error::{ErrorCode, ProtocolError};

const MOST: usize = 100;
const LONGEST: usize = 128;
const LONGEST_RESOURCE: usize = 2048;

/// The words of a scope, each once, in the order they came.
pub fn parse(text: &str) -> Result<Vec<String>, ProtocolError> {
    let mut scopes: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let plain = word.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'));
        if !plain || word.len() > LONGEST || scopes.len() >= MOST {
            return Err(ProtocolError::new(ErrorCode::InvalidScope, "the scope is malformed"));
        }
        if !scopes.iter().any(|known| known == word) {
            scopes.push(word.to_owned());
        }
    }
    Ok(scopes)
}

/// What of the granted scope is asked for now; nothing asked means all. More than was granted is an error.
pub fn narrow(granted: &[String], asked: Option<&str>) -> Result<Vec<String>, ProtocolError> {
    let Some(asked) = asked else { return Ok(granted.to_vec()) };
    let asked = parse(asked)?;
    if asked.iter().all(|scope| granted.contains(scope)) {
        Ok(asked)
    } else {
        Err(ProtocolError::new(ErrorCode::InvalidScope, "the scope is more than was granted"))
    }
}

/// The resources that are asked for: absolute addresses without a fragment, each once (RFC 8707 2).
pub fn resources<'a>(asked: impl Iterator<Item = &'a str>) -> Result<Vec<String>, ProtocolError> {
    let mut resources: Vec<String> = Vec::new();
    for text in asked {
        let absolute = text.len() <= LONGEST_RESOURCE && !text.contains('#') && Url::parse(text).is_ok();
        if !absolute || resources.len() >= MOST {
            return Err(ProtocolError::new(ErrorCode::InvalidTarget, "a resource is not an absolute address"));
        }
        if !resources.iter().any(|known| known == text) {
            resources.push(text.to_owned());
        }
    }
    Ok(resources)
}

/// What of the granted resources is asked for now; nothing asked means all. Another one is an error.
pub fn narrow_resources(granted: &[String], asked: &[String]) -> Result<Vec<String>, ProtocolError> {
    if asked.is_empty() {
        return Ok(granted.to_vec());
    }
    if asked.iter().all(|resource| granted.contains(resource)) {
        Ok(asked.to_vec())
    } else {
        Err(ProtocolError::new(ErrorCode::InvalidTarget, "a resource was not granted"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_count_once() {
        assert_eq!(parse("openid  email openid").unwrap(), ["openid", "email"]);
        assert_eq!(parse("").unwrap(), [""; 0]);
        for text in ["a\tb", "a\"", "a\\b", "\u{44f}", &"x".repeat(129)] {
            assert!(parse(text).is_err(), "{text}");
        }
        let many: Vec<String> = (0..101).map(|number| format!("s{number}")).collect();
        assert!(parse(&many.join(" ")).is_err());
    }

    /// RFC 6749 6: a refresh never gives more than was granted.
    #[test]
    fn scopes_only_narrow() {
        let granted = words("openid email");
        assert_eq!(narrow(&granted, None).unwrap(), granted);
        assert_eq!(narrow(&granted, Some("email")).unwrap(), ["email"]);
        assert_eq!(narrow(&granted, Some("email phone")).unwrap_err().code, ErrorCode::InvalidScope);
    }

    /// RFC 8707 2.2.
    #[test]
    fn resources_only_narrow() {
        let granted = resources(["https://a.example", "https://b.example"].into_iter()).unwrap();
        assert_eq!(narrow_resources(&granted, &[]).unwrap(), granted);
        let other = [String::from("https://c.example")];
        assert_eq!(narrow_resources(&granted, &other).unwrap_err().code, ErrorCode::InvalidTarget);
        assert_eq!(narrow_resources(&[], &other).unwrap_err().code, ErrorCode::InvalidTarget);
        for text in ["/relative", "https://a.example/#x", "nothing"] {
            assert_eq!(resources([text].into_iter()).unwrap_err().code, ErrorCode::InvalidTarget, "{text}");
        }
    }
}
