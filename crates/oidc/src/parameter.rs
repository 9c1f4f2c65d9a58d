//! Parameters of queries and forms, bounded before they are read. A parameter is sent at most once (RFC 6749 3.1), one
//! without a value counts as absent, unknown ones are ignored. Text that is not UTF-8 is refused, never repaired.

use percent_encoding::percent_decode_str;

/// Parameters that may be sent several times (RFC 8707 2).
const MANY: [&str; 2] = ["resource", "audience"];

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole text.
    pub bytes: usize,
    /// Number of parameters.
    pub count: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 * 1024, count: 64 }
    }
}

/// Why parameters cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// More bytes than are read.
    #[error("the request is too long")]
    TooLong,
    /// More parameters than are read.
    #[error("the request has too many parameters")]
    TooMany,
    /// Not UTF-8, or a NUL.
    #[error("the request is not text")]
    NotText,
}

/// The parameters of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    entries: Vec<(String, String)>,
    repeated: Vec<String>,
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded`, also the query of an address.
    pub fn parse(text: &str, limits: Limits) -> Result<Self, ParameterError> {
        if text.len() > limits.bytes {
            return Err(ParameterError::TooLong);
        }
        let mut pairs = Vec::new();
        for piece in text.split('&').filter(|piece| !piece.is_empty()) {
            if pairs.len() >= limits.count {
                return Err(ParameterError::TooMany);
            }
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            pairs.push((decode(name)?, decode(value)?));
        }
        Self::from_pairs(pairs, limits)
    }

    /// Takes what is decoded already, such as the members of a request object.
    pub fn from_pairs(pairs: Vec<(String, String)>, limits: Limits) -> Result<Self, ParameterError> {
        if pairs.len() > limits.count {
            return Err(ParameterError::TooMany);
        }
        let bytes = pairs.iter().fold(0_usize, |sum, (name, value)| sum.saturating_add(name.len() + value.len()));
        if bytes > limits.bytes {
            return Err(ParameterError::TooLong);
        }
        let mut read = Self::default();
        for (name, value) in pairs {
            if name.contains('\0') || value.contains('\0') {
                return Err(ParameterError::NotText);
            }
            let known = read.entries.iter().any(|(other, _)| *other == name);
            if known && !MANY.contains(&name.as_str()) && !read.repeated.contains(&name) {
                read.repeated.push(name.clone());
            }
            read.entries.push((name, value));
        }
        Ok(read)
    }

    /// The value, unless there is none, it is empty, or it was sent several times.
    pub fn get(&self, name: &str) -> Option<&str> {
        if self.is_repeated(name) {
            return None;
        }
        self.all(name).next()
    }

    /// All values that are not empty.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.entries
            .iter()
            .filter(move |(other, value)| other == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Whether this parameter was sent several times although it may not be.
    pub fn is_repeated(&self, name: &str) -> bool {
        self.repeated.iter().any(|other| other == name)
    }

    /// Whether any was.
    pub fn any_repeated(&self) -> bool {
        !self.repeated.is_empty()
    }

    /// Everything as it came, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// One name or value: plus signs are spaces, then percent signs.
pub(crate) fn decode(text: &str) -> Result<String, ParameterError> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| ParameterError::NotText)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Parameters {
        Parameters::parse(text, Limits::default()).unwrap()
    }

    #[test]
    fn reads_what_browsers_send() {
        let parameters = read("a=b+c&d=%D1%8F&empty=&flag&&x=1%2B1=2");
        assert_eq!(parameters.get("a"), Some("b c"));
        assert_eq!(parameters.get("d"), Some("\u{44f}"));
        assert_eq!(parameters.get("empty"), None);
        assert_eq!(parameters.get("flag"), None);
        assert_eq!(parameters.get("x"), Some("1+1=2"));
        assert!(!parameters.any_repeated());
    }

    /// RFC 6749 3.1: a repeated parameter is neither the first nor the last of its values.
    #[test]
    fn a_repeated_parameter_has_no_value() {
        let parameters = read("scope=a&scope=b&state=s");
        assert_eq!(parameters.get("scope"), None);
        assert!(parameters.is_repeated("scope"));
        assert!(parameters.any_repeated());
        assert_eq!(parameters.get("state"), Some("s"));
        assert!(read("scope=&scope=b").is_repeated("scope"));
    }

    /// RFC 8707 2: resources may be many.
    #[test]
    fn resources_may_be_many() {
        let parameters = read("resource=https://a.example&resource=https://b.example");
        assert!(!parameters.any_repeated());
        assert_eq!(parameters.all("resource").count(), 2);
    }

    #[test]
    fn refuses_what_is_too_much_or_no_text() {
        let limits = Limits { bytes: 20, count: 2 };
        for (text, refusal) in [
            ("a=1&b=2&c=3", ParameterError::TooMany),
            ("a=123456789012345678901", ParameterError::TooLong),
            ("a=%FF", ParameterError::NotText),
            ("%C3=1", ParameterError::NotText),
            ("a=%00", ParameterError::NotText),
        ] {
            assert_eq!(Parameters::parse(text, limits), Err(refusal), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(pairs in prop::collection::vec(("[a-z]{1,8}", "[^\0]{0,20}"), 0..8)) {
            let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
            let read = Parameters::parse(&text, Limits::default()).unwrap();
            let back: Vec<(String, String)> =
                read.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            prop_assert_eq!(back, pairs);
        }
    }
}
