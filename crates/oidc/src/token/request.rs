//! What a token request trades in.

use crate::{
    client::{Client, GrantType},
    error::{ErrorCode, ProtocolError},
    parameter::Parameters,
    scope,
};

const LONGEST: usize = 4096;

/// What is traded in.
#[derive(Clone, PartialEq, Eq)]
pub enum Grant {
    /// A code (RFC 6749 4.1.3).
    Code {
        /// The code.
        code: String,
        /// The address it was sent to.
        redirect_uri: Option<String>,
        /// The verifier of its challenge.
        verifier: Option<String>,
    },
    /// A refresh token (RFC 6749 6).
    Refresh {
        /// The token.
        token: String,
        /// The scope, if less is wanted.
        scope: Option<String>,
    },
    /// The client's own right (RFC 6749 4.4).
    ClientCredentials {
        /// The scope that is wanted.
        scope: Option<String>,
    },
    /// A device code (RFC 8628 3.4).
    Device {
        /// The code.
        device_code: String,
    },
}

// Codes and tokens do not appear in logs.
impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().as_str())
    }
}

impl Grant {
    /// Its type.
    pub const fn kind(&self) -> GrantType {
        match self {
            Self::Code { .. } => GrantType::AuthorizationCode,
            Self::Refresh { .. } => GrantType::RefreshToken,
            Self::ClientCredentials { .. } => GrantType::ClientCredentials,
            Self::Device { .. } => GrantType::DeviceCode,
        }
    }
}

/// A request for tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// What is traded in.
    pub grant: Grant,
    /// Resources that the access token is for, if less is wanted (RFC 8707 2.2).
    pub resources: Vec<String>,
}

/// Reads the form of a client that proved who it is.
pub fn read(parameters: &Parameters, client: &Client) -> Result<TokenRequest, ProtocolError> {
    if parameters.any_repeated() {
        return Err(ProtocolError::request("a parameter was sent twice"));
    }
    let needed = |name: &str, description| {
        let value = parameters.get(name).filter(|value| value.len() <= LONGEST);
        value.map(str::to_owned).ok_or(ProtocolError::request(description))
    };
    let optional = |name: &str| parameters.get(name).map(str::to_owned);
    let kind = needed("grant_type", "grant_type is missing")?;
    let unsupported = ProtocolError::new(ErrorCode::UnsupportedGrantType, "there is no such grant_type here");
    let kind = GrantType::find(&kind).filter(|kind| *kind != GrantType::Implicit).ok_or(unsupported)?;
    if !client.may(kind) {
        let description = "the client did not register this grant_type";
        return Err(ProtocolError::new(ErrorCode::UnauthorizedClient, description));
    }
    if kind == GrantType::ClientCredentials && !client.is_confidential() {
        return Err(ProtocolError::new(ErrorCode::UnauthorizedClient, "a public client has no right of its own"));
    }
    let grant = match kind {
        GrantType::RefreshToken => {
            Grant::Refresh { token: needed("refresh_token", "refresh_token is missing")?, scope: optional("scope") }
        }
        GrantType::ClientCredentials => Grant::ClientCredentials { scope: optional("scope") },
        GrantType::DeviceCode => Grant::Device { device_code: needed("device_code", "device_code is missing")? },
        GrantType::AuthorizationCode | GrantType::Implicit => Grant::Code {
            code: needed("code", "code is missing")?,
            redirect_uri: optional("redirect_uri"),
            verifier: optional("code_verifier"),
        },
    };
    Ok(TokenRequest { grant, resources: scope::resources(parameters.all("resource"))? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::{AuthMethod, ClientMetadata, Profile},
        parameter::Limits,
    };

    fn client() -> Client {
        let grant_types = vec![
            GrantType::AuthorizationCode,
            GrantType::RefreshToken,
            GrantType::ClientCredentials,
            GrantType::DeviceCode,
        ];
        let metadata = ClientMetadata { grant_types, ..ClientMetadata::default() };
        Client { id: "a".to_owned(), profile: Profile::Plain, metadata }
    }

    fn attempt(text: &str, client: &Client) -> Result<TokenRequest, ProtocolError> {
        read(&Parameters::parse(text, Limits::default()).unwrap(), client)
    }

    #[test]
    fn each_grant_is_read() {
        let grant = |text: &str| attempt(text, &client()).unwrap().grant;
        let code = grant("grant_type=authorization_code&code=c&redirect_uri=https://a.example/cb&code_verifier=v");
        assert!(matches!(code, Grant::Code { code, redirect_uri: Some(_), verifier: Some(_) } if code == "c"));
        let refresh = grant("grant_type=refresh_token&refresh_token=r&scope=a");
        assert_eq!(refresh, Grant::Refresh { token: "r".to_owned(), scope: Some("a".to_owned()) });
        assert_eq!(format!("{refresh:?}"), "refresh_token");
        assert_eq!(grant("grant_type=client_credentials"), Grant::ClientCredentials { scope: None });
        let device = "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=d";
        assert_eq!(grant(device), Grant::Device { device_code: "d".to_owned() });
        let resources =
            attempt("grant_type=client_credentials&resource=https://a.example&resource=https://b.example", &client());
        assert_eq!(resources.unwrap().resources.len(), 2);
    }

    #[test]
    fn each_refusal_has_its_code() {
        let long = format!("grant_type=authorization_code&code={}", "c".repeat(4097));
        for (text, code) in [
            ("", ErrorCode::InvalidRequest),
            ("grant_type=password&username=a&password=b", ErrorCode::UnsupportedGrantType),
            ("grant_type=implicit", ErrorCode::UnsupportedGrantType),
            ("grant_type=authorization_code", ErrorCode::InvalidRequest),
            (&long, ErrorCode::InvalidRequest),
            ("grant_type=refresh_token", ErrorCode::InvalidRequest),
            ("grant_type=urn:ietf:params:oauth:grant-type:device_code", ErrorCode::InvalidRequest),
            ("grant_type=authorization_code&code=a&code=b", ErrorCode::InvalidRequest),
            ("grant_type=client_credentials&resource=x", ErrorCode::InvalidTarget),
        ] {
            assert_eq!(attempt(text, &client()).unwrap_err().code, code, "{text}");
        }
        let mut few = client();
        few.metadata.grant_types = vec![GrantType::AuthorizationCode];
        let refused = attempt("grant_type=refresh_token&refresh_token=r", &few).unwrap_err();
        assert_eq!(refused.code, ErrorCode::UnauthorizedClient);
        let mut public = client();
        public.metadata.auth_method = AuthMethod::None;
        let refused = attempt("grant_type=client_credentials", &public).unwrap_err();
        assert_eq!(refused.code, ErrorCode::UnauthorizedClient);
    }
}
