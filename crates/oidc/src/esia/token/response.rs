//! The answer of the token endpoint (section 2.2), and which tokens it holds.

use serde::Serialize;

use crate::esia::{
    Mode, Settings,
    error::Answer,
    request::{authorization::AccessType, token::Grant},
    scope::Scope,
};

/// Which tokens an answer holds besides the access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holds {
    /// An id_token.
    pub id_token: bool,
    /// A refresh token.
    pub refresh_token: bool,
}

impl Holds {
    /// An id_token where the granted scopes have `openid`; a refresh token where access offline was asked for, or always
    /// in lenient mode, because a client demands the field. A system's own token comes alone: nobody has seen otherwise.
    pub fn of(grant: &Grant, access: AccessType, scopes: &[Scope], mode: Mode) -> Self {
        match grant {
            Grant::ClientCredentials => Self { id_token: false, refresh_token: false },
            Grant::AuthorizationCode { .. } | Grant::RefreshToken { .. } => Self {
                id_token: scopes.iter().any(|scope| scope.name() == "openid"),
                refresh_token: access == AccessType::Offline || mode.is_lenient(),
            },
        }
    }
}

/// What the answer holds.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    /// The access token.
    pub access_token: &'a str,
    /// The id_token.
    pub id_token: Option<&'a str>,
    /// The refresh token; the one before it, if any, is dead from now on.
    pub refresh_token: Option<&'a str>,
    /// `state` of the token request, which clients compare.
    pub state: Option<&'a str>,
}

#[derive(Serialize)]
struct Body<'a> {
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    token_type: &'static str,
    expires_in: i64,
}

impl Tokens<'_> {
    /// The answer. It must not be stored by anybody on its way (`Cache-Control: no-store`).
    pub fn answer(&self, settings: &Settings) -> Answer {
        let Self { access_token, id_token, refresh_token, state } = *self;
        let expires_in = settings.access_lifetime.as_secs();
        Answer::json(200, &Body { access_token, id_token, refresh_token, state, token_type: "Bearer", expires_in })
    }
}
