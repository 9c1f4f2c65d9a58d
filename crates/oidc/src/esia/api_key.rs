//! Tokens for an employee's API key, without a browser (section 2.8).

use serde::Serialize;
use uuid::Uuid;

use super::{
    Parameters,
    error::{Answer, Code, Refusal},
    secret_text,
    signed_string::check::{Container, SignatureReport, Verifier},
};

/// What stands before the key in the path.
pub const BEFORE: &str = "/esia-rs/api/public/v1/orgs/ext-app/";

/// What stands behind it.
pub const BEHIND: &str = "/tkn";

/// A request for the token of a key.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeyRequest {
    /// The key as it was sent, which is what is signed.
    key: String,
    signature: Vec<u8>,
}

impl ApiKeyRequest {
    /// Reads path and query. A path that is not of this kind is none.
    pub fn read(path: &str, parameters: &Parameters) -> Result<Option<Self>, Refusal> {
        let Some(key) = key_of(path) else { return Ok(None) };
        parameters.once()?;
        if key.len() != 36 || Uuid::try_parse(key).is_err() {
            return Err(Refusal::new(Code::REST_PARAMETERS, "the key of the path is no UUID"));
        }
        let text = parameters.get("signature");
        let text = text.ok_or_else(|| Refusal::new(Code::REST_PARAMETERS, "signature is missing"))?;
        let signature = secret_text::decode(text)
            .map_err(|error| Refusal::new(Code::AUTHENTICATION, format!("signature {error}")))?;
        if Container::recognize(&signature) != Some(Container::Cms) {
            return Err(Refusal::new(Code::AUTHENTICATION, "the signature is not CMS"));
        }
        Ok(Some(Self { key: key.to_owned(), signature }))
    }

    /// The key, by which its owner is found.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Checks the detached signature over the key's text (ESIA-008010).
    ///
    /// The verifier knows which certificates count: the employee's, or one of the organization without a person; one that
    /// names no organization does not.
    pub fn check(&self, verifier: &dyn Verifier) -> Result<SignatureReport, Refusal> {
        let report = verifier
            .verify(Container::Cms, self.key.as_bytes(), &self.signature)
            .map_err(|why| Refusal::new(Code::AUTHENTICATION, format!("the signature over the key: {why}")))?;
        if report.is_attached {
            return Err(Refusal::new(Code::AUTHENTICATION, "the signature holds the key inside; it must be detached"));
        }
        Ok(report)
    }
}

/// Nothing of it: the key is a secret.
impl std::fmt::Debug for ApiKeyRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiKeyRequest")
    }
}

fn key_of(path: &str) -> Option<&str> {
    path.strip_prefix(BEFORE)?.strip_suffix(BEHIND).filter(|key| !key.contains('/'))
}

/// The answer: the token alone; clients read from it until when it is good.
pub fn answer(access_token: &str) -> Answer {
    #[derive(Serialize)]
    struct Token<'a> {
        #[serde(rename = "accessTkn")]
        access_token: &'a str,
    }
    Answer::json(200, &Token { access_token })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0c4f0d5e-8f0e-4a8e-9d0d-1d8c0a9c2b11";

    fn read(path: &str, query: &str) -> Result<Option<ApiKeyRequest>, Refusal> {
        ApiKeyRequest::read(path, &Parameters::read(query, b"").unwrap())
    }

    /// Section 2.8.
    #[test]
    fn the_keys_text_is_signed() {
        let path = format!("/esia-rs/api/public/v1/orgs/ext-app/{KEY}/tkn");
        let request = read(&path, "signature=MIIBAA").unwrap().unwrap();
        assert_eq!(request.key(), KEY);
        let detached = |container: Container, message: &[u8], _: &[u8]| {
            assert_eq!((container, message), (Container::Cms, KEY.as_bytes()));
            Ok(SignatureReport::default())
        };
        assert!(request.check(&detached).is_ok());
        let attached =
            |_: Container, _: &[u8], _: &[u8]| Ok(SignatureReport { is_attached: true, ..Default::default() });
        assert_eq!(request.check(&attached).unwrap_err().code(), Code::AUTHENTICATION);
        let wrong = |_: Container, _: &[u8], _: &[u8]| Err("of another key".to_owned());
        assert_eq!(request.check(&wrong).unwrap_err().code(), Code::AUTHENTICATION);
        assert_eq!(answer("eyJ").body, r#"{"accessTkn":"eyJ"}"#);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let path = |key: &str| format!("{BEFORE}{key}{BEHIND}");
        for (path, query, code) in [
            (path("key"), "signature=MIIB", Code::REST_PARAMETERS),
            (path(&KEY.replace('-', "")), "signature=MIIB", Code::REST_PARAMETERS),
            (path(KEY), "", Code::REST_PARAMETERS),
            (path(KEY), "signature=*", Code::AUTHENTICATION),
            (path(KEY), "signature=AAAA", Code::AUTHENTICATION),
        ] {
            assert_eq!(read(&path, query).unwrap_err().code(), code, "{path} {query}");
        }
        for path in ["/", "/esia-rs/api/public/v1/orgs/ext-app/a/b/tkn", "/esia-rs/api/public/v1/orgs/ext-app/a"] {
            assert_eq!(read(path, "").map(|request| request.is_none()), Ok(true), "{path}");
        }
    }
}
