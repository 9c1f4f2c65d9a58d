//! The answer to an authorization request, in each mode (RFC 6749 4.1.2, RFC 9207, Form Post, JARM).

use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use crate::{client::ResponseMode, error::ProtocolError};

use super::AuthorizationRequest;

/// The status of a redirect: the browser must not send the password's form on to the client (RFC 9700 4.12).
pub const REDIRECT_STATUS: u16 = 303;

/// The fields of an answer, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    fields: Vec<(&'static str, String)>,
}

/// What goes back by the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A redirect with [`REDIRECT_STATUS`] to this address.
    Redirect(String),
    /// A page with a form that sends itself, and has a button for those without scripts (Form Post 2).
    FormPost {
        /// Where the form goes.
        action: String,
        /// Its hidden fields.
        fields: Vec<(&'static str, String)>,
    },
    /// The fields must be signed first.
    Sign(JwtAnswer),
}

/// An answer to be signed (JARM 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtAnswer {
    /// The fields, as claims; the signer adds `aud` and `exp`.
    pub claims: Map<String, Value>,
    mode: ResponseMode,
    redirect_uri: String,
}

impl Response {
    /// A code (RFC 6749 4.1.2), with the name of who gave it (RFC 9207 2).
    pub fn code(request: &AuthorizationRequest, code: &str, issuer: &str) -> Self {
        let mut fields = vec![("code", code.to_owned())];
        fields.extend(request.state.clone().map(|state| ("state", state)));
        fields.push(("iss", issuer.to_owned()));
        Self { fields }
    }

    /// An id token alone (OpenID Connect Core 3.2.2.5), for those who are explicitly allowed it.
    pub fn id_token(request: &AuthorizationRequest, token: String, issuer: &str) -> Self {
        let mut fields = vec![("id_token", token)];
        fields.extend(request.state.clone().map(|state| ("state", state)));
        fields.push(("iss", issuer.to_owned()));
        Self { fields }
    }

    /// An error (RFC 6749 4.1.2.1), with the name of who says so.
    pub fn error(error: &ProtocolError, state: Option<&str>, issuer: &str) -> Self {
        let mut fields = vec![("error", error.code.to_string()), ("error_description", error.description.to_owned())];
        fields.extend(state.map(|state| ("state", state.to_owned())));
        fields.push(("iss", issuer.to_owned()));
        Self { fields }
    }

    /// The refusal of a request that was sound.
    pub fn refusal(request: &AuthorizationRequest, error: &ProtocolError, issuer: &str) -> Self {
        Self::error(error, request.state.as_deref(), issuer)
    }

    /// With one field more: an id token for those who may, a session state.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// The answer for this mode and proved address.
    pub fn deliver(self, mode: ResponseMode, redirect_uri: &str) -> Answer {
        match mode {
            ResponseMode::Query => Answer::Redirect(in_query(redirect_uri, &self.fields)),
            ResponseMode::Fragment => Answer::Redirect(in_fragment(redirect_uri, &self.fields)),
            ResponseMode::FormPost => Answer::FormPost { action: redirect_uri.to_owned(), fields: self.fields },
            ResponseMode::Jwt | ResponseMode::QueryJwt | ResponseMode::FragmentJwt | ResponseMode::FormPostJwt => {
                let claims = self.fields.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value)));
                Answer::Sign(JwtAnswer { claims: claims.collect(), mode, redirect_uri: redirect_uri.to_owned() })
            }
        }
    }
}

impl JwtAnswer {
    /// The answer with the signed token (JARM 2.3).
    pub fn deliver(self, token: String) -> Answer {
        let fields = vec![("response", token)];
        match self.mode {
            ResponseMode::FormPostJwt => Answer::FormPost { action: self.redirect_uri, fields },
            ResponseMode::FragmentJwt => Answer::Redirect(in_fragment(&self.redirect_uri, &fields)),
            _ => Answer::Redirect(in_query(&self.redirect_uri, &fields)),
        }
    }
}

/// A query of the address is kept (RFC 6749 3.1.2).
fn in_query(address: &str, fields: &[(&'static str, String)]) -> String {
    let joint = match address.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{address}{joint}{}", encoded(fields))
}

fn in_fragment(address: &str, fields: &[(&'static str, String)]) -> String {
    format!("{address}#{}", encoded(fields))
}

fn encoded(fields: &[(&'static str, String)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    const ISSUER: &str = "https://id.example";

    fn refusal() -> Response {
        Response::error(&ProtocolError::new(ErrorCode::AccessDenied, "no"), Some("a&b=\"c"), ISSUER)
    }

    const ENCODED: &str = "error=access_denied&error_description=no&state=a%26b%3D%22c&iss=https%3A%2F%2Fid.example";

    #[test]
    fn a_query_is_kept() {
        for (address, joined) in [
            ("https://a.example/cb", "https://a.example/cb?"),
            ("https://a.example/cb?", "https://a.example/cb?"),
            ("https://a.example/cb?x=1", "https://a.example/cb?x=1&"),
            ("com.example.app:/cb", "com.example.app:/cb?"),
        ] {
            let expected = Answer::Redirect(format!("{joined}{ENCODED}"));
            assert_eq!(refusal().deliver(ResponseMode::Query, address), expected);
        }
    }

    #[test]
    fn a_form_is_data() {
        let Answer::FormPost { action, fields } = refusal().deliver(ResponseMode::FormPost, "https://a.example/cb")
        else {
            panic!("no form");
        };
        assert_eq!(action, "https://a.example/cb");
        assert!(fields.contains(&("state", "a&b=\"c".to_owned())));
    }

    /// JARM 2.3: what is signed has all fields, what travels has the token alone.
    #[test]
    fn signed_answers_carry_the_token_alone() {
        for (mode, expected) in [
            (ResponseMode::QueryJwt, "https://a.example/cb?response=a.b.c"),
            (ResponseMode::Jwt, "https://a.example/cb?response=a.b.c"),
            (ResponseMode::FragmentJwt, "https://a.example/cb#response=a.b.c"),
        ] {
            let Answer::Sign(answer) = refusal().deliver(mode, "https://a.example/cb") else { panic!("not signed") };
            assert_eq!(answer.claims["iss"], ISSUER);
            assert_eq!(answer.claims["error"], "access_denied");
            assert_eq!(answer.deliver("a.b.c".to_owned()), Answer::Redirect(expected.to_owned()));
        }
        let Answer::Sign(answer) = refusal().deliver(ResponseMode::FormPostJwt, "https://a.example/cb") else {
            panic!()
        };
        let form = answer.deliver("a.b.c".to_owned());
        let fields = vec![("response", "a.b.c".to_owned())];
        assert_eq!(form, Answer::FormPost { action: "https://a.example/cb".to_owned(), fields });
    }

    /// RFC 9700 4.12: with 307 the browser would repeat the form with the password at the client.
    #[test]
    fn a_redirect_never_repeats_the_form() {
        assert_eq!(REDIRECT_STATUS, 303);
    }
}
