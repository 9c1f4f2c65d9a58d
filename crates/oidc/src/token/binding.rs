//! What binds a code and a refresh token to whoever may use it (RFC 6749 4.1.3, RFC 7636 4.6, RFC 8705 4, RFC 9449 5 and 10).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::{client::Client, error::ProtocolError, pkce};

/// The key that tokens are bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyBinding {
    /// The thumbprint of the key of a proof (RFC 9449 6.1).
    #[serde(rename = "jkt")]
    Dpop(String),
    /// The thumbprint of a certificate (RFC 8705 3.1).
    #[serde(rename = "x5t#S256")]
    Certificate(String),
}

impl KeyBinding {
    /// Reads the claim `cnf`: one of the two, and the digest that it has to be. Both at once are no binding that we make.
    pub(crate) fn read(cnf: &Value) -> Option<Self> {
        let binding = Self::deserialize(cnf).ok()?;
        let (Self::Dpop(thumbprint) | Self::Certificate(thumbprint)) = &binding;
        pkce::is_digest(thumbprint).then_some(binding)
    }

    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dpop(own), Self::Dpop(other)) | (Self::Certificate(own), Self::Certificate(other)) => {
                bool::from(own.as_bytes().ct_eq(other.as_bytes()))
            }
            _ => false,
        }
    }
}

/// What a client presents beside the code or token; checked by others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presented<'a> {
    /// The thumbprint of the key of a proof that came with the request.
    pub proof: Option<&'a str>,
    /// The thumbprint of the certificate of the connection.
    pub certificate: Option<&'a str>,
}

impl Presented<'_> {
    /// What new tokens are bound to, if to anything. A client that must bind and presents nothing is refused.
    pub fn binding(&self, client: &Client) -> Result<Option<KeyBinding>, ProtocolError> {
        let dpop = self.proof.map(|thumbprint| KeyBinding::Dpop(thumbprint.to_owned()));
        let by_certificate = client.needs_certificate();
        let certificate = self
            .certificate
            .filter(|_| by_certificate)
            .map(|thumbprint| KeyBinding::Certificate(thumbprint.to_owned()));
        // A proof that is missing is a fault of the request; `invalid_dpop_proof` is for one that is no good (RFC 9449 5).
        if client.needs_dpop() && dpop.is_none() {
            return Err(ProtocolError::request("this client must send a proof of possession"));
        }
        if by_certificate && certificate.is_none() {
            return Err(ProtocolError::request("this client must come with its certificate"));
        }
        // What is registered outweighs what comes along: a proof must not shake off the certificate (RFC 8705 3).
        match certificate.or(dpop) {
            None if client.needs_bound_tokens() => Err(ProtocolError::request("this client's tokens must be bound")),
            binding => Ok(binding),
        }
    }

    /// Whether what is bound to this key may be used. What is bound to nothing may.
    pub fn holds(&self, bound: Option<&KeyBinding>) -> bool {
        bound.is_none_or(|bound| {
            let dpop = self.proof.map(|thumbprint| KeyBinding::Dpop(thumbprint.to_owned()));
            let certificate = self.certificate.map(|thumbprint| KeyBinding::Certificate(thumbprint.to_owned()));
            dpop.iter().chain(&certificate).any(|presented| presented.is(bound))
        })
    }
}

/// What a code was issued for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBinding {
    /// Whose it is.
    pub client_id: String,
    /// The address it was sent to.
    pub redirect_uri: String,
    /// The challenge of its request.
    pub code_challenge: Option<String>,
    /// The key it is bound to (RFC 9449 10).
    pub dpop_jkt: Option<String>,
}

impl CodeBinding {
    /// Whether the code belongs to this client at all; if not, it stays untouched (RFC 6749 4.1.3).
    pub fn is_of(&self, client: &Client) -> Result<(), ProtocolError> {
        if self.client_id == client.id { Ok(()) } else { Err(ProtocolError::grant("the code is not valid")) }
    }

    /// Whether the client is the one, at the place and with the keys, that the code was issued for.
    pub fn check(
        &self,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
        presented: Presented<'_>,
    ) -> Result<(), ProtocolError> {
        // The address was in the request, so it must be here again (RFC 6749 4.1.3).
        if redirect_uri != Some(self.redirect_uri.as_str()) {
            return Err(ProtocolError::grant("redirect_uri is another one than in the request"));
        }
        match (&self.code_challenge, verifier) {
            // A verifier without a challenge is a sign of a downgrade (RFC 9700 4.8.2).
            (None, Some(_)) => return Err(ProtocolError::grant("there was no code_challenge in the request")),
            (Some(_), None) => return Err(ProtocolError::grant("code_verifier is missing")),
            (Some(challenge), Some(verifier)) if !pkce::verify(verifier, challenge) => {
                return Err(ProtocolError::grant("code_verifier is not the one of the request"));
            }
            (None, None) | (Some(_), Some(_)) => {}
        }
        let bound = self.dpop_jkt.clone().map(KeyBinding::Dpop);
        if !presented.holds(bound.as_ref()) {
            return Err(ProtocolError::grant("the code is bound to another key"));
        }
        Ok(())
    }
}

/// What a refresh token was issued for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshBinding {
    /// Whose it is.
    pub client_id: String,
    /// The key it is bound to.
    pub key: Option<KeyBinding>,
}

impl RefreshBinding {
    /// For a new family. Only those of public clients are bound to the key of their access tokens: others prove who they are,
    /// and may change their keys (RFC 9449 5, RFC 8705 4 and 7.1).
    pub fn of(client: &Client, binding: Option<&KeyBinding>) -> Self {
        let key = binding.filter(|_| !client.is_confidential()).cloned();
        Self { client_id: client.id.clone(), key }
    }

    /// Whether the client is the one, and with the key, that the token was issued for (RFC 6749 6). If not, the family stays
    /// untouched: a stranger must not end it.
    pub fn check(&self, client: &Client, presented: Presented<'_>) -> Result<(), ProtocolError> {
        if self.client_id == client.id && presented.holds(self.key.as_ref()) {
            Ok(())
        } else {
            Err(ProtocolError::grant("the refresh token is not valid"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientMetadata, Profile};

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const PLACE: Option<&str> = Some("https://a.example/cb");

    fn binding() -> CodeBinding {
        CodeBinding {
            client_id: "a".to_owned(),
            redirect_uri: "https://a.example/cb".to_owned(),
            code_challenge: Some(pkce::challenge(VERIFIER)),
            dpop_jkt: None,
        }
    }

    fn client(profile: Profile) -> Client {
        Client { id: "a".to_owned(), profile, metadata: ClientMetadata::default() }
    }

    fn proof(thumbprint: &str) -> Presented<'_> {
        Presented { proof: Some(thumbprint), certificate: None }
    }

    #[test]
    fn the_right_client_gets_tokens() {
        assert!(binding().is_of(&client(Profile::Plain)).is_ok());
        assert!(binding().check(PLACE, Some(VERIFIER), Presented::default()).is_ok());
    }

    /// RFC 9700 4.5 (code injection): a code in the hands of another client, place or session brings nothing.
    #[test]
    fn an_injected_code_brings_nothing() {
        let other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let mut thief = client(Profile::Plain);
        thief.id = "b".to_owned();
        assert!(binding().is_of(&thief).is_err());
        for (place, verifier) in [
            (None, Some(VERIFIER)),
            (Some("https://a.example/cb/"), Some(VERIFIER)),
            (PLACE, None),
            (PLACE, Some(other)),
            (PLACE, Some("")),
        ] {
            let refused = binding().check(place, verifier, Presented::default()).unwrap_err();
            assert_eq!(refused.code.as_str(), "invalid_grant");
        }
    }

    /// RFC 9700 4.8.2 (PKCE downgrade).
    #[test]
    fn a_verifier_without_a_challenge_is_refused() {
        let stripped = CodeBinding { code_challenge: None, ..binding() };
        assert!(stripped.check(PLACE, Some(VERIFIER), Presented::default()).is_err());
        assert!(stripped.check(PLACE, None, Presented::default()).is_ok());
    }

    /// RFC 9449 10.
    #[test]
    fn a_bound_code_takes_its_key() {
        let bound = CodeBinding { dpop_jkt: Some("k".to_owned()), ..binding() };
        assert!(bound.check(PLACE, Some(VERIFIER), proof("k")).is_ok());
        assert!(bound.check(PLACE, Some(VERIFIER), proof("l")).is_err());
        assert!(bound.check(PLACE, Some(VERIFIER), Presented::default()).is_err());
        let certificate = Presented { proof: None, certificate: Some("k") };
        assert!(bound.check(PLACE, Some(VERIFIER), certificate).is_err(), "a certificate is no proof");
    }

    #[test]
    fn tokens_are_bound_to_what_was_presented() {
        let mut plain = client(Profile::Plain);
        let both = Presented { proof: Some("k"), certificate: Some("c") };
        assert_eq!(Presented::default().binding(&plain), Ok(None));
        assert_eq!(both.binding(&plain), Ok(Some(KeyBinding::Dpop("k".to_owned()))));
        assert_eq!(Presented { proof: None, ..both }.binding(&plain), Ok(None), "not asked for");
        plain.metadata.tls_client_certificate_bound_access_tokens = true;
        let by_certificate = Presented { proof: None, ..both };
        assert_eq!(by_certificate.binding(&plain), Ok(Some(KeyBinding::Certificate("c".to_owned()))));
        assert!(Presented::default().binding(&plain).is_err());
        let fapi = client(Profile::Fapi2Security);
        assert!(Presented::default().binding(&fapi).is_err());
        assert!(proof("k").binding(&fapi).is_ok());
        let mut dpop = client(Profile::Plain);
        dpop.metadata.dpop_bound_access_tokens = true;
        let refused = Presented::default().binding(&dpop).unwrap_err();
        assert_eq!(refused.code.as_str(), "invalid_request");
    }

    /// RFC 6749 6, RFC 9449 5, FAPI 2.0 5.3.2.1: a refresh token is its client's, and with a public one its key's as well.
    #[test]
    fn a_refresh_token_is_its_clients() {
        let confidential = client(Profile::Fapi2Security);
        let mut public = client(Profile::Plain);
        public.metadata.auth_method = crate::client::AuthMethod::None;
        let key = KeyBinding::Dpop("k".to_owned());
        let other = Client { id: "b".to_owned(), ..confidential.clone() };
        let of_confidential = RefreshBinding::of(&confidential, Some(&key));
        assert!(of_confidential.check(&confidential, proof("another")).is_ok(), "it may change its key");
        assert_eq!(of_confidential.check(&other, proof("k")).unwrap_err().code.as_str(), "invalid_grant");
        let of_public = RefreshBinding::of(&public, Some(&key));
        assert!(of_public.check(&public, proof("k")).is_ok());
        for presented in [proof("l"), Presented::default()] {
            assert_eq!(of_public.check(&public, presented).unwrap_err().code.as_str(), "invalid_grant");
        }
        assert!(RefreshBinding::of(&public, None).check(&public, Presented::default()).is_ok());
    }

    #[test]
    fn what_is_bound_to_nothing_is_free() {
        assert!(Presented::default().holds(None));
        assert!(proof("k").holds(Some(&KeyBinding::Dpop("k".to_owned()))));
        assert!(!proof("k").holds(Some(&KeyBinding::Certificate("k".to_owned()))));
    }
}
