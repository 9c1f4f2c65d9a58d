//! Introspection and revocation of tokens (RFC 7662, RFC 7009): the request, who may ask, and the answer. What is told of a
//! token that is not good, or not the asker's business, is only that it is not active.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{
    error::{ErrorCode, ProtocolError, Reply},
    parameter::Parameters,
    resource::LONGEST_TOKEN,
    token::KeyBinding,
};

/// What the asker thinks the token is; only a hint where to look first (RFC 7009 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
}

/// A token to look at or to revoke.
#[derive(Clone, PartialEq, Eq)]
pub struct AboutToken {
    /// The token.
    pub token: String,
    /// Where to look first; unknown hints are none.
    pub hint: Option<Hint>,
}

/// Reads the form of either endpoint.
pub fn read(parameters: &Parameters) -> Result<AboutToken, ProtocolError> {
    if parameters.any_repeated() {
        return Err(ProtocolError::request("a parameter was sent twice"));
    }
    let token = parameters.get("token").filter(|token| token.len() <= LONGEST_TOKEN);
    let token = token.ok_or(ProtocolError::request("token is missing"))?.to_owned();
    let hint = match parameters.get("token_type_hint") {
        Some("access_token") => Some(Hint::AccessToken),
        Some("refresh_token") => Some(Hint::RefreshToken),
        _ => None,
    };
    Ok(AboutToken { token, hint })
}

/// A token that is good.
#[derive(Clone, Debug, PartialEq)]
pub struct ActiveToken {
    /// Whose client it is.
    pub client_id: String,
    /// Whom it speaks for; none for a client's own right.
    pub subject: Option<String>,
    /// What it opens.
    pub scopes: Vec<String>,
    /// For whom it is.
    pub audience: Vec<String>,
    /// Who issued it.
    pub issuer: String,
    /// `Bearer`, `DPoP`, or none for a refresh token.
    pub token_type: Option<&'static str>,
    /// Since when.
    pub issued_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// What it is bound to.
    pub binding: Option<KeyBinding>,
    /// The level of the sign-in (RFC 9470 6.2).
    pub acr: Option<String>,
    /// When it was (RFC 9470 6.2).
    pub auth_time: Option<Timestamp>,
}

/// Who asks about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker<'a> {
    /// A client: of its own tokens.
    Client(&'a str),
    /// A resource: of tokens for it.
    Resource(&'a str),
}

impl ActiveToken {
    /// Whether it is the asker's business (RFC 7662 4).
    pub fn concerns(&self, asker: Asker<'_>) -> bool {
        match asker {
            Asker::Client(id) => self.client_id == id,
            Asker::Resource(resource) => self.audience.iter().any(|audience| audience == resource),
        }
    }

    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
        put("active", json!(true));
        put("client_id", json!(self.client_id));
        put("iss", json!(self.issuer));
        put("iat", json!(self.issued_at.as_second()));
        put("exp", json!(self.expires_at.as_second()));
        if let Some(subject) = &self.subject {
            put("sub", json!(subject));
        }
        if !self.scopes.is_empty() {
            put("scope", json!(self.scopes.join(" ")));
        }
        let audience = match self.audience.as_slice() {
            [] => None,
            [one] => Some(json!(one)),
            several => Some(json!(several)),
        };
        if let Some(audience) = audience {
            put("aud", audience);
        }
        if let Some(kind) = self.token_type {
            put("token_type", json!(kind));
        }
        if let Some(binding) = &self.binding {
            put("cnf", json!(binding));
        }
        if let Some(acr) = &self.acr {
            put("acr", json!(acr));
        }
        if let Some(auth_time) = self.auth_time {
            put("auth_time", json!(auth_time.as_second()));
        }
        members
    }
}

/// The members of the answer; also what is signed (RFC 9701 5).
pub fn members(token: Option<&ActiveToken>, asker: Asker<'_>, now: Timestamp) -> Map<String, Value> {
    match token.filter(|token| token.concerns(asker) && now < token.expires_at) {
        Some(token) => token.members(),
        None => std::iter::once(("active".to_owned(), Value::Bool(false))).collect(),
    }
}

/// The plain answer (RFC 7662 2.2).
pub fn reply(token: Option<&ActiveToken>, asker: Asker<'_>, now: Timestamp) -> Reply {
    Reply::json(200, &Value::Object(members(token, asker, now)))
}

/// What a revocation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// There is nothing to revoke, which is as good (RFC 7009 2.2).
    Nothing,
    /// This access token alone.
    Token,
    /// The grant of this refresh token: all its tokens (RFC 7009 2.1).
    Grant,
}

/// Decides on a revocation. `found` is the token's kind and its client.
pub fn revoke(found: Option<(Hint, &str)>, client_id: &str) -> Result<Revocation, ProtocolError> {
    match found {
        None => Ok(Revocation::Nothing),
        Some((_, owner)) if owner != client_id => {
            Err(ProtocolError::new(ErrorCode::UnauthorizedClient, "the token belongs to another client"))
        }
        Some((Hint::AccessToken, _)) => Ok(Revocation::Token),
        Some((Hint::RefreshToken, _)) => Ok(Revocation::Grant),
    }
}

/// The answer to a revocation, whatever it did.
pub fn revoked() -> Reply {
    Reply::empty(200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Limits;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn token() -> ActiveToken {
        ActiveToken {
            client_id: "a".to_owned(),
            subject: Some("anna".to_owned()),
            scopes: vec!["openid".to_owned()],
            audience: vec!["https://api.example/".to_owned()],
            issuer: "https://id.example".to_owned(),
            token_type: Some("DPoP"),
            issued_at: at(0),
            expires_at: at(300),
            binding: Some(KeyBinding::Dpop("k".to_owned())),
            acr: Some("high".to_owned()),
            auth_time: Some(at(0)),
        }
    }

    #[test]
    fn a_good_token_is_told_to_whom_it_concerns() {
        let told = members(Some(&token()), Asker::Resource("https://api.example/"), at(299));
        let expected = json!({
            "active": true, "client_id": "a", "sub": "anna", "scope": "openid", "aud": "https://api.example/",
            "iss": "https://id.example", "token_type": "DPoP", "iat": 0, "exp": 300, "cnf": { "jkt": "k" },
            "acr": "high", "auth_time": 0,
        });
        assert_eq!(Value::Object(told), expected);
        assert!(token().concerns(Asker::Client("a")));
    }

    /// RFC 7662 2.2 and 4: all others learn the same, to the byte.
    #[test]
    fn others_learn_nothing() {
        let nothing = reply(None, Asker::Client("a"), at(0));
        assert_eq!(nothing.body, br#"{"active":false}"#);
        for (asker, now) in
            [(Asker::Client("b"), 0), (Asker::Resource("https://other.example/"), 0), (Asker::Client("a"), 300)]
        {
            assert_eq!(reply(Some(&token()), asker, at(now)), nothing, "{asker:?}");
        }
    }

    #[test]
    fn the_form_is_read() {
        let read = |text: &str| read(&Parameters::parse(text, Limits::default()).unwrap());
        assert_eq!(read("token=t&token_type_hint=refresh_token").unwrap().hint, Some(Hint::RefreshToken));
        assert_eq!(read("token=t&token_type_hint=pigeon").unwrap().hint, None);
        assert!(read("").is_err());
        assert!(read("token=a&token=b").is_err());
    }

    /// RFC 7009 2.1 and 2.2.
    #[test]
    fn revocation_is_for_the_owner() {
        assert_eq!(revoke(None, "a"), Ok(Revocation::Nothing));
        assert_eq!(revoke(Some((Hint::AccessToken, "a")), "a"), Ok(Revocation::Token));
        assert_eq!(revoke(Some((Hint::RefreshToken, "a")), "a"), Ok(Revocation::Grant));
        assert_eq!(revoke(Some((Hint::RefreshToken, "a")), "b").unwrap_err().code, ErrorCode::UnauthorizedClient);
        assert_eq!(revoked().status, 200);
    }
}
