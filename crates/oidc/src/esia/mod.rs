//! The dialect of OAuth 2 and OpenID Connect that clients of ESIA speak, seen from the server's side.
//!
//! Four generations of endpoints are served at once. In place of a shared secret each request carries a signature over a
//! few of its parameters, joined in an order that depends on the endpoint; data about the person are read from a service
//! of their own with the access token. In strict mode a request must be what the sheet says of its endpoint; in lenient
//! mode it may be anything that a known client sends, and the log says which reading of it matched.
//!
//! Pure: no clock, no randomness, no I/O. Signatures are verified and made by what the caller hands in. What no source
//! tells is a setting ([`settings`]) or listed in `docs/protocols/esia.md`.

pub mod api_key;
pub mod certificate_hash;
pub mod error;
pub mod logout;
pub mod mnemonic;
pub mod parameter;
pub mod redirect;
pub mod request;
pub mod rest;
pub mod scope;
pub mod secret_text;
pub mod settings;
pub mod signed_string;
pub mod token;

use std::fmt;

pub use error::{Code, Refusal};
pub use parameter::Parameters;
pub use request::{AuthorizationRequest, TokenRequest};
pub use settings::{Rules, Settings};

/// How much a request may differ from what is written about its endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Exactly what belongs to the endpoint.
    #[default]
    Strict,
    /// Whatever a known client sends, for development.
    Lenient,
}

impl Mode {
    /// Whether it is the lenient mode.
    pub const fn is_lenient(self) -> bool {
        matches!(self, Self::Lenient)
    }
}

/// The endpoints of authorization and tokens, by generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `/aas/oauth2/ac`: CMS signatures.
    Ac,
    /// `/aas/oauth2/v2/ac`: raw signatures.
    AcV2,
    /// `/aas/oauth2/te`: CMS signatures.
    Te,
    /// `/aas/oauth2/v2/te`: raw signatures.
    TeV2,
    /// `/aas/oauth2/v3/te`: raw signatures, the code is signed as well.
    TeV3,
}

impl Endpoint {
    /// Every endpoint.
    pub const ALL: [Self; 5] = [Self::Ac, Self::AcV2, Self::Te, Self::TeV2, Self::TeV3];

    /// The path below the base address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Ac => "/aas/oauth2/ac",
            Self::AcV2 => "/aas/oauth2/v2/ac",
            Self::Te => "/aas/oauth2/te",
            Self::TeV2 => "/aas/oauth2/v2/te",
            Self::TeV3 => "/aas/oauth2/v3/te",
        }
    }

    /// The endpoint with this path.
    pub fn find(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }

    /// Whether tokens are asked for here, and not the person's consent.
    pub const fn is_token(self) -> bool {
        matches!(self, Self::Te | Self::TeV2 | Self::TeV3)
    }

    /// Whether it is of the first generation: CMS signatures, no hash of the certificate.
    pub const fn is_first(self) -> bool {
        matches!(self, Self::Ac | Self::Te)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 0.4: the generations and their paths.
    #[test]
    fn endpoints_are_found_by_their_path() {
        for endpoint in Endpoint::ALL {
            assert_eq!(Endpoint::find(endpoint.path()), Some(endpoint));
        }
        for path in
            ["/aas/oauth2/v3/ac", "/aas/oauth2/v3/revoke", "/.well-known/openid-configuration", "/aas/oauth2/ac/"]
        {
            assert_eq!(Endpoint::find(path), None, "{path}");
        }
        assert!(Endpoint::TeV3.is_token() && !Endpoint::AcV2.is_token());
        assert!(Endpoint::Te.is_first() && !Endpoint::TeV2.is_first());
    }
}
