//! A client: what it said of itself, what profile it is held to, and what follows from both.

mod address;
mod certificate;
mod fault;
mod metadata;
mod reader;
mod rule;
mod written;

pub use address::{AddressFault, LogoutUri, RedirectRule, RedirectUri, web_address};
pub use certificate::CertificateNames;
pub use fault::{Fault, Faults, Reason};
pub use metadata::{
    ApplicationType, AuthMethod, CertificateSubject, ClientMetadata, GrantType, Localized, ResponseMode, ResponseType,
    SubjectType,
};
pub(crate) use reader::{DEEPEST, MOST_BYTES};
pub use reader::{read, read_object};
pub use rule::{MetadataRule, Profile};

use crate::jose::Algorithm;

/// The longest identifier of a client, in bytes.
pub const LONGEST_ID: usize = 512;

/// A registered client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its identifier.
    pub id: String,
    /// The profile it is held to.
    pub profile: Profile,
    /// What it registered.
    pub metadata: ClientMetadata,
}

impl Client {
    /// Whether it can keep a secret (RFC 6749 2.1).
    pub fn is_confidential(&self) -> bool {
        self.metadata.auth_method != AuthMethod::None
    }

    /// Whether a code challenge is a must: for public clients (RFC 9700 2.1.1) and in FAPI.
    pub fn needs_pkce(&self) -> bool {
        !self.is_confidential() || self.profile.is_fapi()
    }

    /// Whether requests must be pushed (RFC 9126 6, FAPI 2.0 5.3.2.2).
    pub fn needs_pushed_request(&self) -> bool {
        self.metadata.require_pushed_authorization_requests || self.profile.is_fapi()
    }

    /// Whether requests must be signed (RFC 9101 10.5, FAPI 2.0 Message Signing 5.3.1).
    pub fn needs_signed_request(&self) -> bool {
        self.metadata.require_signed_request_object || self.profile == Profile::Fapi2MessageSigning
    }

    /// Whether answers must be signed (FAPI 2.0 Message Signing 5.4.1).
    pub fn needs_signed_response(&self) -> bool {
        self.profile == Profile::Fapi2MessageSigning
    }

    /// Whether its tokens must be bound to a key or a certificate.
    pub fn needs_bound_tokens(&self) -> bool {
        self.profile.is_fapi() || self.needs_dpop() || self.needs_certificate()
    }

    /// Whether its tokens must be bound by a proof (RFC 9449 5.2).
    pub fn needs_dpop(&self) -> bool {
        self.metadata.dpop_bound_access_tokens
    }

    /// Whether its tokens must be bound to its certificate (RFC 8705 3.4).
    pub fn needs_certificate(&self) -> bool {
        self.metadata.tls_client_certificate_bound_access_tokens
    }

    /// Whether its refresh tokens change at each use. Those of FAPI clients do not (FAPI 2.0 5.3.2.1); public ones that are
    /// not bound must (RFC 9700 4.14.2).
    pub fn rotates_refresh_tokens(&self) -> bool {
        !self.profile.is_fapi()
    }

    /// How long its codes live at most, in seconds (RFC 6749 4.1.2, FAPI 2.0 5.3.2.1).
    pub fn longest_code_life(&self) -> u32 {
        if self.profile.is_fapi() { 60 } else { 600 }
    }

    /// The registered address that a request means. Strings are equal to the last byte; only the port of a native client's
    /// loopback address is free (RFC 9700 4.1.3, RFC 8252 7.3).
    pub fn redirect_uri(&self, presented: &str) -> Option<&RedirectUri> {
        let application = self.metadata.application_type;
        self.metadata.redirect_uris.iter().find(|registered| registered.matches(presented, application))
    }

    /// Whether it registered this address to come back to after a logout (RP-Initiated Logout 2).
    pub fn allows_post_logout(&self, presented: &str) -> bool {
        self.metadata.post_logout_redirect_uris.iter().any(|registered| registered.as_str() == presented)
    }

    /// Whether it may use this grant.
    pub fn may(&self, grant: GrantType) -> bool {
        self.metadata.grant_types.contains(&grant)
    }

    /// The algorithm of its id tokens: what it registered, else RS256 for plain clients (OpenID Connect Registration 2) and
    /// PS256 in FAPI.
    pub fn id_token_algorithm(&self) -> Algorithm {
        let usual = if self.profile.is_fapi() { Algorithm::Ps256 } else { Algorithm::Rs256 };
        self.metadata.id_token_signed_response_alg.unwrap_or(usual)
    }

    /// The algorithm of its signed authorization answers (JARM 3).
    pub fn authorization_algorithm(&self) -> Algorithm {
        self.metadata.authorization_signed_response_alg.unwrap_or_else(|| self.id_token_algorithm())
    }
}
