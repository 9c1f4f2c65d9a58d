//! Claims (RFC 7519 4) read one by one, each as the kind that it has to be.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::{JsonFault, TimeFault, json, not_before};

/// Claims about a token itself (RFC 7519 4.1), not about what it carries.
pub(crate) const OF_THE_TOKEN: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// A claim is not what it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimFault {
    /// It is not there.
    #[error("the claim {0} is missing")]
    Missing(&'static str),
    /// It is of another kind, empty, or out of every range.
    #[error("the claim {0} is not of the right kind")]
    Kind(&'static str),
    /// It is longer than it may be.
    #[error("the claim {0} is too long")]
    Long(&'static str),
}

/// Whom a token is for (RFC 7519 4.1.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience<'a> {
    /// A single text.
    One(&'a str),
    /// A list of at least one.
    Several(Vec<&'a str>),
}

impl Audience<'_> {
    /// Every name.
    pub fn names(&self) -> &[&str] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }

    /// Whether one of the names is this one.
    pub fn contains(&self, name: &str) -> bool {
        self.names().contains(&name)
    }
}

/// The claims of a token.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims(Map<String, Value>);

impl Claims {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, JsonFault> {
        json::object(bytes).map(Self)
    }

    /// A claim as it is.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A claim that is text, if it is there. An empty one is none.
    pub fn text(&self, name: &'static str) -> Result<Option<&str>, ClaimFault> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(ClaimFault::Kind(name)),
        }
    }

    /// A claim that must be there and be text.
    pub fn required_text(&self, name: &'static str) -> Result<&str, ClaimFault> {
        self.text(name)?.ok_or(ClaimFault::Missing(name))
    }

    /// A claim that must be there and be text of no more than so many bytes.
    pub fn bounded_text(&self, name: &'static str, longest: usize) -> Result<&str, ClaimFault> {
        let text = self.required_text(name)?;
        if text.len() > longest { Err(ClaimFault::Long(name)) } else { Ok(text) }
    }

    /// A claim that is an instant, if it is there: seconds since 1970, possibly with a fraction (RFC 7519 2).
    pub fn instant(&self, name: &'static str) -> Result<Option<Timestamp>, ClaimFault> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        let instant = match value {
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(seconds), _) => Timestamp::from_second(seconds).ok(),
                (None, Some(seconds)) => SignedDuration::try_from_secs_f64(seconds)
                    .ok()
                    .and_then(|duration| Timestamp::from_duration(duration).ok()),
                (None, None) => None,
            },
            _ => None,
        };
        instant.map(Some).ok_or(ClaimFault::Kind(name))
    }

    /// A claim that must be there and be an instant.
    pub fn required_instant(&self, name: &'static str) -> Result<Timestamp, ClaimFault> {
        self.instant(name)?.ok_or(ClaimFault::Missing(name))
    }

    /// Checks each beginning that is told (`nbf`, `iat`): behind us, and by no more than `oldest`.
    pub(crate) fn begun<E>(&self, now: Timestamp, oldest: SignedDuration) -> Result<(), E>
    where
        E: From<ClaimFault> + From<TimeFault>,
    {
        for name in ["nbf", "iat"] {
            if let Some(begin) = self.instant(name)? {
                not_before(begin, now, oldest)?;
            }
        }
        Ok(())
    }

    /// Whom it is for, if it says so.
    pub fn audience(&self) -> Result<Option<Audience<'_>>, ClaimFault> {
        match self.0.get("aud") {
            None => Ok(None),
            Some(Value::String(name)) if !name.is_empty() => Ok(Some(Audience::One(name))),
            Some(Value::Array(list)) if !list.is_empty() => {
                let names: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
                names.map(|names| Some(Audience::Several(names))).ok_or(ClaimFault::Kind("aud"))
            }
            Some(_) => Err(ClaimFault::Kind("aud")),
        }
    }

    /// Whom it is for, which it must say.
    pub fn required_audience(&self) -> Result<Audience<'_>, ClaimFault> {
        self.audience()?.ok_or(ClaimFault::Missing("aud"))
    }

    /// Every claim.
    pub fn into_members(self) -> Map<String, Value> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> Claims {
        Claims::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn instants_are_numbers_within_time() {
        for (text, expected) in [
            ("1300819380", Ok("2011-03-22T18:43:00Z")),
            ("1300819380.5", Ok("2011-03-22T18:43:00.5Z")),
            ("1.30081938e9", Ok("2011-03-22T18:43:00Z")),
            ("0", Ok("1970-01-01T00:00:00Z")),
            ("-1", Ok("1969-12-31T23:59:59Z")),
            ("\"1300819380\"", Err(())),
            ("null", Err(())),
            ("true", Err(())),
            ("[1]", Err(())),
            ("18446744073709551615", Err(())),
            ("9223372036854775807", Err(())),
            ("1e300", Err(())),
            ("-1e300", Err(())),
        ] {
            let read = claims(&format!("{{\"exp\":{text}}}"));
            let expected = expected.map(|text| text.parse().unwrap()).map_err(|()| ClaimFault::Kind("exp"));
            assert_eq!(read.required_instant("exp"), expected, "{text}");
        }
        assert_eq!(claims("{}").required_instant("exp"), Err(ClaimFault::Missing("exp")));
    }

    #[test]
    fn audiences_are_text_or_lists_of_text() {
        assert_eq!(claims(r#"{"aud":"a"}"#).required_audience(), Ok(Audience::One("a")));
        assert_eq!(claims(r#"{"aud":["a","b"]}"#).required_audience(), Ok(Audience::Several(vec!["a", "b"])));
        for wrong in [r#""""#, "[]", "[1]", r#"["a",null]"#, "1", "null", r#"{"a":1}"#] {
            let read = claims(&format!("{{\"aud\":{wrong}}}"));
            assert_eq!(read.required_audience(), Err(ClaimFault::Kind("aud")), "{wrong}");
        }
        assert_eq!(claims("{}").required_audience(), Err(ClaimFault::Missing("aud")));
    }

    #[test]
    fn texts_are_not_empty_and_not_too_long() {
        assert_eq!(claims(r#"{"jti":"abc"}"#).bounded_text("jti", 3), Ok("abc"));
        assert_eq!(claims(r#"{"jti":"abcd"}"#).bounded_text("jti", 3), Err(ClaimFault::Long("jti")));
        assert_eq!(claims(r#"{"jti":""}"#).bounded_text("jti", 3), Err(ClaimFault::Kind("jti")));
        assert_eq!(claims(r#"{"jti":7}"#).bounded_text("jti", 3), Err(ClaimFault::Kind("jti")));
        assert_eq!(claims("{}").bounded_text("jti", 3), Err(ClaimFault::Missing("jti")));
    }
}
