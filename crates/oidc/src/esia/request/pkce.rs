//! PKCE on the second authorization endpoint: only its two error codes are known, so it follows RFC 7636.

use subtle::ConstantTimeEq as _;

use crate::{
    esia::{
        Parameters,
        error::{Code, Refusal},
    },
    pkce::{self, is_verifier},
};

/// How a challenge is made of its verifier. Which methods the real system has is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The verifier itself.
    Plain,
    /// Its SHA-256 in base64url.
    S256,
}

impl Method {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::S256 => "S256",
        }
    }
}

/// A challenge, kept until the code is redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The text.
    pub value: String,
    /// How it was made.
    pub method: Method,
}

impl Challenge {
    /// Reads `code_challenge` and `code_challenge_method`.
    pub fn read(parameters: &Parameters) -> Result<Option<Self>, Refusal> {
        let Some(value) = parameters.get("code_challenge") else { return Ok(None) };
        // A challenge has the characters of a verifier (RFC 7636 4.2).
        if !is_verifier(value) {
            return Err(Refusal::invalid("code_challenge", "has not 43 to 128 unreserved characters"));
        }
        let method = match parameters.get("code_challenge_method") {
            None | Some("plain") => Method::Plain,
            Some("S256") => Method::S256,
            Some(_) => return Err(Refusal::invalid("code_challenge_method", "is neither S256 nor plain")),
        };
        Ok(Some(Self { value: value.to_owned(), method }))
    }

    fn fits(&self, verifier: &str) -> bool {
        let made = match self.method {
            Method::Plain => verifier.to_owned(),
            Method::S256 => pkce::challenge(verifier),
        };
        bool::from(made.as_bytes().ct_eq(self.value.as_bytes()))
    }
}

/// Compares what came with the code's redemption with what the authorization request had.
pub fn verify(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), Refusal> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(Refusal::new(Code::NO_CHALLENGE, "code_verifier without code_challenge before")),
        (Some(_), None) => Err(Refusal::new(Code::VERIFIER, "code_verifier is missing")),
        (Some(challenge), Some(verifier)) if is_verifier(verifier) && challenge.fits(verifier) => Ok(()),
        (Some(challenge), Some(_)) => {
            Err(Refusal::new(Code::VERIFIER, format!("code_verifier does not fit by {}", challenge.method.name())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn read(query: &str) -> Result<Option<Challenge>, Refusal> {
        Challenge::read(&Parameters::read(query, b"").unwrap())
    }

    /// Section 1.1: both methods are accepted.
    #[test]
    fn challenges_are_read() {
        let both = |method: &str| read(&format!("code_challenge={CHALLENGE}{method}")).unwrap().unwrap().method;
        assert_eq!(both("&code_challenge_method=S256"), Method::S256);
        assert_eq!(both("&code_challenge_method=plain"), Method::Plain);
        assert_eq!(both(""), Method::Plain);
        assert_eq!(read(""), Ok(None));
        for query in
            [format!("code_challenge={CHALLENGE}&code_challenge_method=s256"), "code_challenge=short".to_owned()]
        {
            assert_eq!(read(&query).unwrap_err().code(), Code::PARAMETER);
        }
    }

    /// Section 2.9: 007039 and 007040.
    #[test]
    fn verifiers_fit_or_are_refused() {
        let hashed = Challenge { value: CHALLENGE.to_owned(), method: Method::S256 };
        let plain = Challenge { value: VERIFIER.to_owned(), method: Method::Plain };
        assert!(verify(None, None).is_ok());
        assert!(verify(Some(&hashed), Some(VERIFIER)).is_ok());
        assert!(verify(Some(&plain), Some(VERIFIER)).is_ok());
        let code = |challenge, verifier| verify(challenge, verifier).unwrap_err().code();
        assert_eq!(code(None, Some(VERIFIER)), Code::NO_CHALLENGE);
        assert_eq!(code(Some(&hashed), None), Code::VERIFIER);
        assert_eq!(code(Some(&hashed), Some(CHALLENGE)), Code::VERIFIER);
        assert_eq!(code(Some(&plain), Some(CHALLENGE)), Code::VERIFIER);
        assert_eq!(code(Some(&hashed), Some("")), Code::VERIFIER);
    }
}
