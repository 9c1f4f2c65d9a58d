//! The members of a client's metadata (RFC 7591 2, OpenID Connect Registration 2, the logout and FAPI additions), as types.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::jose::Algorithm;

use super::{LogoutUri, RedirectUri};

/// Values with registered names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The registered name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The value with this name; names are exact.
            pub fn find(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// Where a client runs (OpenID Connect Registration 2).
    ApplicationType {
        /// On a server.
        Web = "web",
        /// On the person's device.
        Native = "native",
    }
}

named! {
    /// How a client proves who it is (RFC 7591 2, RFC 8705 2, OpenID Connect Core 9).
    AuthMethod {
        /// Not at all: a public client.
        None = "none",
        /// A secret in the header.
        ClientSecretBasic = "client_secret_basic",
        /// A secret in the form.
        ClientSecretPost = "client_secret_post",
        /// A signed assertion.
        PrivateKeyJwt = "private_key_jwt",
        /// A certificate of a known issuer.
        TlsClientAuth = "tls_client_auth",
        /// A certificate that is in its key set.
        SelfSignedTlsClientAuth = "self_signed_tls_client_auth",
    }
}

impl AuthMethod {
    /// Whether it rests on a secret that both sides know.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }
}

named! {
    /// What a token request trades in (RFC 7591 2, RFC 8628 3.4).
    GrantType {
        /// A code of the front channel.
        AuthorizationCode = "authorization_code",
        /// A refresh token.
        RefreshToken = "refresh_token",
        /// The client's own right.
        ClientCredentials = "client_credentials",
        /// A device code.
        DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
        /// Nothing: an id token comes by the front channel. For client types that are explicitly allowed it.
        Implicit = "implicit",
    }
}

named! {
    /// What the front channel brings. No access token ever comes that way (RFC 9700 2.1.2).
    ResponseType {
        /// A code.
        Code = "code",
        /// An id token; for client types that are explicitly allowed it.
        IdToken = "id_token",
        /// Both; for client types that are explicitly allowed it.
        CodeIdToken = "code id_token",
    }
}

impl ResponseType {
    /// Whether a token comes by the front channel.
    pub const fn is_front_channel(self) -> bool {
        !matches!(self, Self::Code)
    }

    /// The value with this name; the order of the words is free (OAuth Multiple Response Types 5).
    pub fn find_unordered(name: &str) -> Option<Self> {
        match name {
            "id_token code" => Some(Self::CodeIdToken),
            _ => Self::find(name),
        }
    }
}

named! {
    /// How the answer travels to the client (OAuth Multiple Response Types 2.1, Form Post 2, JARM 2.3).
    ResponseMode {
        /// In the query of the redirect.
        Query = "query",
        /// Behind the number sign of the redirect.
        Fragment = "fragment",
        /// In a form that the browser sends.
        FormPost = "form_post",
        /// Signed, as the response type usually travels.
        Jwt = "jwt",
        /// Signed, in the query.
        QueryJwt = "query.jwt",
        /// Signed, behind the number sign.
        FragmentJwt = "fragment.jwt",
        /// Signed, in a form.
        FormPostJwt = "form_post.jwt",
    }
}

impl ResponseMode {
    /// Whether the answer is signed.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::Jwt | Self::QueryJwt | Self::FragmentJwt | Self::FormPostJwt)
    }
}

named! {
    /// Whether a person has the same name at every site (OpenID Connect Core 8).
    SubjectType {
        /// Yes.
        Public = "public",
        /// No: another one in each sector.
        Pairwise = "pairwise",
    }
}

/// A text with its translations (RFC 7591 2.2). The empty tag is the text without one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localized(pub BTreeMap<String, String>);

impl Localized {
    /// The text in this language, else the one without a language, else any.
    pub fn in_language(&self, tag: &str) -> Option<&str> {
        let found = self.0.get(tag).or_else(|| self.0.get("")).or_else(|| self.0.values().next());
        found.map(String::as_str)
    }
}

/// What is looked for in a client's certificate (RFC 8705 2.1.2); exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateSubject {
    /// The distinguished name, as RFC 4514 writes it.
    Dn(String),
    /// A domain name among the alternative names.
    Dns(String),
    /// An address among the alternative names.
    Uri(String),
    /// An IP address among the alternative names.
    Ip(String),
    /// An e-mail address among the alternative names.
    Email(String),
}

/// What a client registered. Defaults are those of the specifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientMetadata {
    /// `application_type`.
    pub application_type: ApplicationType,
    /// `redirect_uris`.
    pub redirect_uris: Vec<RedirectUri>,
    /// `post_logout_redirect_uris`.
    pub post_logout_redirect_uris: Vec<LogoutUri>,
    /// `response_types`.
    pub response_types: Vec<ResponseType>,
    /// `grant_types`.
    pub grant_types: Vec<GrantType>,
    /// `response_modes`; none means all.
    pub response_modes: Option<Vec<ResponseMode>>,
    /// `client_name`.
    pub client_name: Localized,
    /// `client_uri`.
    pub client_uri: Localized,
    /// `logo_uri`.
    pub logo_uri: Localized,
    /// `policy_uri`.
    pub policy_uri: Localized,
    /// `tos_uri`.
    pub tos_uri: Localized,
    /// `contacts`.
    pub contacts: Vec<String>,
    /// `scope`; none means what the server gives everybody.
    pub scope: Option<Vec<String>>,
    /// `software_id`.
    pub software_id: Option<String>,
    /// `software_version`.
    pub software_version: Option<String>,
    /// `jwks`, as it came; keys are read elsewhere.
    pub jwks: Option<Value>,
    /// `jwks_uri`.
    pub jwks_uri: Option<String>,
    /// `token_endpoint_auth_method`.
    pub auth_method: AuthMethod,
    /// `token_endpoint_auth_signing_alg`.
    pub auth_signing_alg: Option<Algorithm>,
    /// One of `tls_client_auth_subject_dn` and its like.
    pub certificate_subject: Option<CertificateSubject>,
    /// `tls_client_certificate_bound_access_tokens`.
    pub tls_client_certificate_bound_access_tokens: bool,
    /// `dpop_bound_access_tokens`.
    pub dpop_bound_access_tokens: bool,
    /// `require_pushed_authorization_requests`.
    pub require_pushed_authorization_requests: bool,
    /// `require_signed_request_object`.
    pub require_signed_request_object: bool,
    /// `request_object_signing_alg`.
    pub request_object_signing_alg: Option<Algorithm>,
    /// `id_token_signed_response_alg`.
    pub id_token_signed_response_alg: Option<Algorithm>,
    /// `userinfo_signed_response_alg`; none means plain JSON.
    pub userinfo_signed_response_alg: Option<Algorithm>,
    /// `authorization_signed_response_alg`.
    pub authorization_signed_response_alg: Option<Algorithm>,
    /// `introspection_signed_response_alg`.
    pub introspection_signed_response_alg: Option<Algorithm>,
    /// `subject_type`.
    pub subject_type: SubjectType,
    /// `sector_identifier_uri`.
    pub sector_identifier_uri: Option<String>,
    /// `default_max_age`, in seconds.
    pub default_max_age: Option<u32>,
    /// `require_auth_time`.
    pub require_auth_time: bool,
    /// `default_acr_values`.
    pub default_acr_values: Vec<String>,
    /// `initiate_login_uri`.
    pub initiate_login_uri: Option<String>,
    /// `backchannel_logout_uri`.
    pub backchannel_logout_uri: Option<String>,
    /// `backchannel_logout_session_required`.
    pub backchannel_logout_session_required: bool,
    /// `frontchannel_logout_uri`.
    pub frontchannel_logout_uri: Option<String>,
    /// `frontchannel_logout_session_required`.
    pub frontchannel_logout_session_required: bool,
}

impl Default for ClientMetadata {
    fn default() -> Self {
        Self {
            application_type: ApplicationType::Web,
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            response_types: vec![ResponseType::Code],
            grant_types: vec![GrantType::AuthorizationCode],
            response_modes: None,
            client_name: Localized::default(),
            client_uri: Localized::default(),
            logo_uri: Localized::default(),
            policy_uri: Localized::default(),
            tos_uri: Localized::default(),
            contacts: Vec::new(),
            scope: None,
            software_id: None,
            software_version: None,
            jwks: None,
            jwks_uri: None,
            auth_method: AuthMethod::ClientSecretBasic,
            auth_signing_alg: None,
            certificate_subject: None,
            tls_client_certificate_bound_access_tokens: false,
            dpop_bound_access_tokens: false,
            require_pushed_authorization_requests: false,
            require_signed_request_object: false,
            request_object_signing_alg: None,
            id_token_signed_response_alg: None,
            userinfo_signed_response_alg: None,
            authorization_signed_response_alg: None,
            introspection_signed_response_alg: None,
            subject_type: SubjectType::Public,
            sector_identifier_uri: None,
            default_max_age: None,
            require_auth_time: false,
            default_acr_values: Vec::new(),
            initiate_login_uri: None,
            backchannel_logout_uri: None,
            backchannel_logout_session_required: false,
            frontchannel_logout_uri: None,
            frontchannel_logout_session_required: false,
        }
    }
}

impl ClientMetadata {
    /// Whether people have names at this client that no other one meets, whatever addresses and documents it has (OpenID Connect
    /// Core 8.1). A sector is trusted because what a person gives can go to its hosts alone. A device is given it without any
    /// address, and an address on the person's own device is everybody's: who names such, or none, proves no host.
    pub fn is_own_sector(&self) -> bool {
        self.redirect_uris.is_empty()
            || self.grant_types.contains(&GrantType::DeviceCode)
            || self.redirect_uris.iter().any(RedirectUri::is_local)
    }
}
