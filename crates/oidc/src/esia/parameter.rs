//! The parameters of a request, from its query, its form body, or both.

use std::collections::BTreeMap;

use super::error::{Code, Refusal};
use crate::parameter::decode;

/// The most bytes that query and body may have together.
pub const MOST_BYTES: usize = 64 * 1024;

/// The most parameters, known or not.
pub const MOST: usize = 100;

/// What we read; everything else is passed over, however often it comes, because generic libraries add their own.
const KNOWN: [&str; 24] = [
    "access_type",
    "client_certificate_hash",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "nonce",
    "obj_type",
    "permissions",
    "person_filter",
    "redirect_uri",
    "redirect_url",
    "refresh_token",
    "response_type",
    "roles",
    "scope",
    "scope_org",
    "signature",
    "state",
    "timestamp",
    "token_type",
];

/// The known parameters of a request, each at most once.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    values: BTreeMap<&'static str, String>,
    repeated: Option<&'static str>,
}

impl Parameters {
    /// Reads the query and the form body; some clients put everything into the query of a POST.
    ///
    /// Fails with ESIA-007038 for what is too large or no text. That a parameter is repeated is said by [`Self::once`], so
    /// that the refusal can still find its way back to the client.
    pub fn read(query: &str, body: &[u8]) -> Result<Self, Refusal> {
        if query.len().saturating_add(body.len()) > MOST_BYTES {
            return Err(Refusal::new(Code::UNREADABLE, "query and body are too large"));
        }
        let body =
            std::str::from_utf8(body).map_err(|_| Refusal::new(Code::UNREADABLE, "the body is no text in UTF-8"))?;
        let mut read = Self::default();
        let pairs = query.split('&').chain(body.trim_end_matches(['\r', '\n']).split('&'));
        for (count, pair) in pairs.filter(|pair| !pair.is_empty()).enumerate() {
            if count >= MOST {
                return Err(Refusal::new(Code::UNREADABLE, "too many parameters"));
            }
            read.add(pair)?;
        }
        Ok(read)
    }

    fn add(&mut self, pair: &str) -> Result<(), Refusal> {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let sent = decode(name);
        let known = KNOWN.iter().copied().find(|known| sent.as_deref() == Ok(known));
        let Some(name) = known else { return Ok(()) };
        let Ok(value) = decode(value) else {
            return Err(Refusal::new(Code::UNREADABLE, format!("{name} is no text in UTF-8")));
        };
        // A parameter without a value counts as left out (RFC 6749 3.1).
        if value.is_empty() {
            return Ok(());
        }
        if self.values.contains_key(name) {
            self.repeated = self.repeated.or(Some(name));
        } else {
            self.values.insert(name, value);
        }
        Ok(())
    }

    /// Refuses parameters that came twice (ESIA-007003).
    pub fn once(&self) -> Result<(), Refusal> {
        self.repeated.map_or(Ok(()), |name| Err(Refusal::invalid(name, "is repeated")))
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The value of a parameter that must be there (ESIA-007014).
    pub fn need(&self, name: &'static str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }

    /// A value with a bound on its length.
    pub fn bounded(&self, name: &'static str, most: usize) -> Result<Option<&str>, Refusal> {
        match self.get(name) {
            Some(value) if value.len() > most => Err(Refusal::invalid(name, "is too long")),
            value => Ok(value),
        }
    }
}

/// Names only: values are secrets and personal data.
impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, body: &str) -> Parameters {
        Parameters::read(query, body.as_bytes()).unwrap()
    }

    /// Section 2.1: body, query, or both; section 1.7: both spellings of a blank.
    #[test]
    fn query_and_body_are_one() {
        let parameters =
            read("client_id=DEMO01&scope=openid%20fullname", "state=s&timestamp=2026.03.01+12%3A30%3A05+%2B0300");
        assert_eq!(parameters.get("client_id"), Some("DEMO01"));
        assert_eq!(parameters.get("scope"), Some("openid fullname"));
        assert_eq!(parameters.get("timestamp"), Some("2026.03.01 12:30:05 +0300"));
        assert_eq!(read("scope=openid+fullname", "").get("scope"), Some("openid fullname"));
        assert_eq!(read("client%5Fid=A", "").get("client_id"), Some("A"));
        assert!(parameters.once().is_ok());
    }

    /// Section 1.1: what generic libraries add is ignored, even twice.
    #[test]
    fn unknown_parameters_are_passed_over() {
        let parameters = read(
            "approval_prompt=force&response_mode=form_post&x-client-SKU=ID&x-client-SKU=ID&foo=%ff&client_id=A",
            "",
        );
        assert_eq!(parameters.get("response_mode"), None);
        assert_eq!(format!("{parameters:?}"), "{\"client_id\"}");
        assert!(parameters.once().is_ok());
    }

    /// Section 2.9: 007003 is also for repeated parameters.
    #[test]
    fn known_parameters_may_not_be_repeated() {
        for (query, body) in [("state=a&state=a", ""), ("state=a", "state=b"), ("", "x=1&state=a&state=b")] {
            let refusal = read(query, body).once().unwrap_err();
            assert_eq!((refusal.code(), refusal.parameter()), (Code::PARAMETER, Some("state")));
        }
        assert!(read("state=&state=a", "").once().is_ok(), "an empty one counts as left out");
    }

    /// Section 2.9: 007038 and 007014.
    #[test]
    fn what_cannot_be_read_is_refused() {
        let many = "x=1&".repeat(MOST + 1);
        let large = "x".repeat(MOST_BYTES + 1);
        for (query, body) in [
            ("state=%ff", &b""[..]),
            ("", b"\xff"),
            (many.as_str(), b""),
            (large.as_str(), b""),
            ("", large.as_bytes()),
        ] {
            assert_eq!(Parameters::read(query, body).unwrap_err().code(), Code::UNREADABLE);
        }
        let refusal = read("", "").need("client_id").unwrap_err();
        assert_eq!((refusal.code(), refusal.parameter()), (Code::MISSING, Some("client_id")));
        assert_eq!(read("state=abc", "").bounded("state", 2).unwrap_err().code(), Code::PARAMETER);
    }

    #[test]
    fn what_is_known_is_sorted() {
        assert!(KNOWN.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
