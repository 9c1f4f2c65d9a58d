//! A checked authorization request. It can be kept, for a pushed request or while the person signs in.

use serde::{Deserialize, Serialize};

use crate::{
    claims::ClaimsRequest,
    client::{Client, GrantType, ResponseMode, ResponseType},
};

/// What the client wants the person to be shown (OpenID Connect Core 3.1.2.1, Initiating User Registration 1.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Nothing at all; always alone.
    None,
    /// The sign-in, even if there is a session.
    Login,
    /// The consent, even if it was given.
    Consent,
    /// The choice of an account.
    SelectAccount,
    /// The registration.
    Create,
}

impl Prompt {
    /// The value with this name.
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "login" => Self::Login,
            "consent" => Self::Consent,
            "select_account" => Self::SelectAccount,
            "create" => Self::Create,
            _ => return None,
        })
    }
}

/// A request that a client may make, with the client's defaults filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client_id: String,
    /// Where the answer goes: the address as presented, which is a registered one.
    pub redirect_uri: String,
    /// What is asked for.
    pub response_type: ResponseType,
    /// How the answer travels; `jwt` is resolved to one that says how.
    pub response_mode: ResponseMode,
    /// The scope, reduced to what the client may ask for.
    pub scopes: Vec<String>,
    /// Given back as it came.
    pub state: Option<String>,
    /// Goes into the id token.
    pub nonce: Option<String>,
    /// The challenge of RFC 7636; its method is always S256.
    pub code_challenge: Option<String>,
    /// What is to be shown.
    pub prompts: Vec<Prompt>,
    /// How long ago the sign-in may be, in seconds.
    pub max_age: Option<u32>,
    /// Who is likely to sign in.
    pub login_hint: Option<String>,
    /// An id token of ours; the caller verifies it and says whom it names.
    pub id_token_hint: Option<String>,
    /// Languages, the dearest first.
    pub ui_locales: Vec<String>,
    /// Wishes for the sign-in, the dearest first.
    pub acr_values: Vec<String>,
    /// The `claims` parameter.
    pub claims: ClaimsRequest,
    /// Resources that the tokens are for (RFC 8707).
    pub resources: Vec<String>,
    /// The key that the code is bound to (RFC 9449 10).
    pub dpop_jkt: Option<String>,
}

impl AuthorizationRequest {
    /// Whether an id token is wanted.
    pub fn is_openid(&self) -> bool {
        self.has_scope("openid")
    }

    /// Whether this scope is asked for.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|asked| asked == scope)
    }

    /// Whether the client wants this shown.
    pub fn has_prompt(&self, prompt: Prompt) -> bool {
        self.prompts.contains(&prompt)
    }

    /// Whether the id token must say when the person signed in (OpenID Connect Core 2, Registration 2).
    pub fn tells_auth_time(&self, client: &Client) -> bool {
        self.max_age.is_some() || self.claims.auth_time_is_essential() || client.metadata.require_auth_time
    }

    /// Whether a refresh token comes with the tokens. With an identity it takes `offline_access`, to which the person agrees like
    /// to any scope (OpenID Connect Core 11); plain OAuth has no word for it.
    pub fn is_offline(&self, client: &Client) -> bool {
        let wanted = self.has_scope("offline_access") || !self.is_openid();
        wanted && client.may(GrantType::RefreshToken) && self.response_type != ResponseType::IdToken
    }
}

#[cfg(test)]
impl AuthorizationRequest {
    /// The smallest request, for tests.
    pub(crate) fn smallest() -> Self {
        Self {
            client_id: "a".to_owned(),
            redirect_uri: "https://a.example/cb".to_owned(),
            response_type: ResponseType::Code,
            response_mode: ResponseMode::Query,
            scopes: vec!["openid".to_owned()],
            state: None,
            nonce: None,
            code_challenge: None,
            prompts: vec![],
            max_age: None,
            login_hint: None,
            id_token_hint: None,
            ui_locales: vec![],
            acr_values: vec![],
            claims: ClaimsRequest::default(),
            resources: vec![],
            dpop_jkt: None,
        }
    }
}
