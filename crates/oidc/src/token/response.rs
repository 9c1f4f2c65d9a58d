//! The answer with tokens (RFC 6749 5.1, OpenID Connect Core 3.1.3.3).

use serde_json::{Map, Value, json};

use crate::error::Reply;

use super::KeyBinding;

/// How the access token is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenType {
    /// By itself, or over the connection with its certificate (RFC 6750, RFC 8705).
    Bearer,
    /// With a proof (RFC 9449 5).
    Dpop,
}

impl TokenType {
    /// The type of tokens bound so.
    pub const fn of(binding: Option<&KeyBinding>) -> Self {
        match binding {
            Some(KeyBinding::Dpop(_)) => Self::Dpop,
            _ => Self::Bearer,
        }
    }

    /// The name in the answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}

/// Tokens for a client.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// How it is to be used.
    pub token_type: TokenType,
    /// How long it lives, in seconds.
    pub expires_in: u32,
    /// What it opens.
    pub scopes: Vec<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// The id token.
    pub id_token: Option<String>,
}

impl TokenResponse {
    /// The answer; never kept by caches.
    pub fn reply(&self) -> Reply {
        let mut body = Map::new();
        body.insert("access_token".to_owned(), json!(self.access_token));
        body.insert("token_type".to_owned(), json!(self.token_type.as_str()));
        body.insert("expires_in".to_owned(), json!(self.expires_in));
        if !self.scopes.is_empty() {
            body.insert("scope".to_owned(), json!(self.scopes.join(" ")));
        }
        if let Some(token) = &self.refresh_token {
            body.insert("refresh_token".to_owned(), json!(token));
        }
        if let Some(token) = &self.id_token {
            body.insert("id_token".to_owned(), json!(token));
        }
        Reply::json(200, &Value::Object(body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_never_kept_by_caches() {
        let response = TokenResponse {
            access_token: "a".to_owned(),
            token_type: TokenType::of(Some(&KeyBinding::Dpop("k".to_owned()))),
            expires_in: 300,
            scopes: vec!["openid".to_owned(), "email".to_owned()],
            refresh_token: None,
            id_token: Some("i".to_owned()),
        };
        let reply = response.reply();
        assert_eq!(reply.status, 200);
        assert!(reply.headers.contains(&("cache-control", "no-store".to_owned())));
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        let expected = json!({ "access_token": "a", "token_type": "DPoP", "expires_in": 300, "scope": "openid email", "id_token": "i" });
        assert_eq!(body, expected);
    }
}
