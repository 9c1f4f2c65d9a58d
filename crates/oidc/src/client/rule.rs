//! Which members of the metadata may stand together, and what a profile adds (FAPI 2.0 Security Profile 5.3, Message
//! Signing 5).

use std::collections::BTreeSet;

use url::Url;

use crate::jose::Algorithm;

use super::{
    ApplicationType, AuthMethod, ClientMetadata, Faults, GrantType, Reason, ResponseMode, SubjectType, metadata::named,
};

named! {
    /// What a client is held to.
    Profile {
        /// OAuth 2 and OpenID Connect by the best practice of RFC 9700.
        Plain = "plain",
        /// FAPI 2.0 Security Profile.
        Fapi2Security = "fapi2_security",
        /// FAPI 2.0 Message Signing.
        Fapi2MessageSigning = "fapi2_message_signing",
    }
}

impl Profile {
    /// Whether it is one of FAPI.
    pub const fn is_fapi(self) -> bool {
        !matches!(self, Self::Plain)
    }

    /// Whether this algorithm may sign (FAPI 2.0 5.4.1: PS256, ES256, EdDSA).
    pub const fn allows(self, algorithm: Algorithm) -> bool {
        !self.is_fapi() || matches!(algorithm, Algorithm::Ps256 | Algorithm::Es256 | Algorithm::EdDsa)
    }
}

/// What metadata are checked against.
#[derive(Clone, Copy, Debug)]
pub struct MetadataRule<'a> {
    /// The profile of the client.
    pub profile: Profile,
    /// Algorithms that this server knows.
    pub algorithms: &'a [Algorithm],
    /// Whether the client's type is allowed id tokens by the front channel.
    pub front_channel: bool,
    /// Whether it is under test: addresses of the developer's own machine are allowed.
    pub under_test: bool,
}

impl MetadataRule<'_> {
    /// Checks what is read; also for metadata that were put together by a page.
    pub fn check(&self, metadata: &ClientMetadata, faults: &mut Faults) {
        self.flows(metadata, faults);
        authentication(metadata, faults);
        subjects(metadata, faults);
        logout(metadata, faults);
        if self.profile.is_fapi() {
            self.fapi(metadata, faults);
        }
    }

    fn flows(&self, metadata: &ClientMetadata, faults: &mut Faults) {
        let grants = &metadata.grant_types;
        let front = metadata.response_types.iter().any(|kind| kind.is_front_channel());
        let code = metadata.response_types.iter().any(|kind| kind.as_str().contains("code"));
        let with_code = grants.contains(&GrantType::AuthorizationCode);
        let implicit = grants.contains(&GrantType::Implicit);
        let by_browser = with_code || implicit;
        faults.add_if(grants.is_empty(), "grant_types", Reason::Missing);
        // RFC 7591 2.1: response types follow from grant types.
        faults.add_if(by_browser && code != with_code, "response_types", Reason::Contradiction);
        faults.add_if(front && !implicit, "grant_types", Reason::Contradiction);
        faults.add_if((front || implicit) && !self.front_channel, "response_types", Reason::Unsupported);
        faults.add_if(by_browser && metadata.redirect_uris.is_empty(), "redirect_uris", Reason::Missing);
        let alone = [GrantType::RefreshToken];
        faults.add_if(
            !grants.is_empty() && grants.iter().all(|grant| alone.contains(grant)),
            "grant_types",
            Reason::Contradiction,
        );
        let modes = metadata.response_modes.as_deref();
        faults.add_if(modes.is_some_and(<[ResponseMode]>::is_empty), "response_modes", Reason::Missing);
        if front {
            let native = metadata.application_type == ApplicationType::Native;
            faults.add_if(native, "response_types", Reason::Contradiction);
        }
    }

    fn fapi(&self, metadata: &ClientMetadata, faults: &mut Faults) {
        let method = metadata.auth_method;
        let strong = !method.is_secret() && method != AuthMethod::None;
        faults.add_if(!strong, "token_endpoint_auth_method", Reason::Profile);
        let front = metadata.response_types.iter().any(|kind| kind.is_front_channel());
        faults.add_if(front, "response_types", Reason::Profile);
        let bound = metadata.dpop_bound_access_tokens || metadata.tls_client_certificate_bound_access_tokens;
        faults.add_if(!bound, "dpop_bound_access_tokens", Reason::Profile);
        for (field, algorithm) in [
            ("token_endpoint_auth_signing_alg", metadata.auth_signing_alg),
            ("request_object_signing_alg", metadata.request_object_signing_alg),
            ("id_token_signed_response_alg", metadata.id_token_signed_response_alg),
            ("userinfo_signed_response_alg", metadata.userinfo_signed_response_alg),
            ("authorization_signed_response_alg", metadata.authorization_signed_response_alg),
            ("introspection_signed_response_alg", metadata.introspection_signed_response_alg),
        ] {
            faults.add_if(algorithm.is_some_and(|algorithm| !self.profile.allows(algorithm)), field, Reason::Profile);
        }
        if self.profile == Profile::Fapi2MessageSigning {
            let keys = metadata.jwks.is_some() || metadata.jwks_uri.is_some();
            faults.add_if(!keys, "jwks_uri", Reason::Missing);
            let plain = |modes: &Vec<ResponseMode>| modes.iter().any(|mode| !mode.is_signed());
            faults.add_if(metadata.response_modes.as_ref().is_some_and(plain), "response_modes", Reason::Profile);
        }
    }
}

fn authentication(metadata: &ClientMetadata, faults: &mut Faults) {
    let keys = metadata.jwks.is_some() || metadata.jwks_uri.is_some();
    let both = metadata.jwks.is_some() && metadata.jwks_uri.is_some();
    faults.add_if(both, "jwks", Reason::Contradiction);
    let by_key = matches!(metadata.auth_method, AuthMethod::PrivateKeyJwt | AuthMethod::SelfSignedTlsClientAuth);
    faults.add_if(by_key && !keys, "jwks_uri", Reason::Missing);
    let signs = metadata.require_signed_request_object || metadata.request_object_signing_alg.is_some();
    faults.add_if(signs && !keys, "jwks_uri", Reason::Missing);
    let by_name = metadata.auth_method == AuthMethod::TlsClientAuth;
    let named = metadata.certificate_subject.is_some();
    faults.add_if(by_name && !named, "tls_client_auth_subject_dn", Reason::Missing);
    faults.add_if(!by_name && named, "tls_client_auth_subject_dn", Reason::Contradiction);
    // RFC 6749 4.4: only who can prove it may act in its own right.
    let public = metadata.auth_method == AuthMethod::None;
    let own = metadata.grant_types.contains(&GrantType::ClientCredentials);
    faults.add_if(public && own, "grant_types", Reason::Contradiction);
    let dual = metadata.dpop_bound_access_tokens && metadata.tls_client_certificate_bound_access_tokens;
    faults.add_if(dual, "dpop_bound_access_tokens", Reason::Contradiction);
}

/// OpenID Connect Core 8.1: several hosts are one sector only if a document says so. A client that proves no host is a sector by
/// itself, and a document that joins it to others would be passed over. Logout tokens have the names of people in them: they
/// leave a sector no more than codes do.
fn subjects(metadata: &ClientMetadata, faults: &mut Faults) {
    if metadata.subject_type != SubjectType::Pairwise {
        return;
    }
    let document = metadata.sector_identifier_uri.is_some();
    if metadata.is_own_sector() {
        faults.add_if(document, "sector_identifier_uri", Reason::Contradiction);
        return;
    }
    let hosts: BTreeSet<Option<String>> = metadata.redirect_uris.iter().map(super::RedirectUri::host).collect();
    // A machine of one's own is called by a portal on the same machine alone.
    if let Some(told) = metadata.backchannel_logout_uri.as_ref().filter(|told| told.starts_with("https:")) {
        let host = Url::parse(told).ok().and_then(|url| url.host_str().map(str::to_owned));
        faults.add_if(!hosts.contains(&host), "backchannel_logout_uri", Reason::Contradiction);
    }
    if document {
        return;
    }
    faults.add_if(hosts.len() != 1 || hosts.contains(&None), "sector_identifier_uri", Reason::Missing);
}

fn logout(metadata: &ClientMetadata, faults: &mut Faults) {
    // Front-Channel Logout 2: the page belongs to where the sign-in came from.
    if let Some(origin) = metadata.frontchannel_logout_uri.as_deref().and_then(|text| Url::parse(text).ok()) {
        let origin = origin.origin();
        let known = metadata.redirect_uris.iter().filter_map(super::RedirectUri::origin).any(|other| other == origin);
        faults.add_if(!known, "frontchannel_logout_uri", Reason::Contradiction);
    } else {
        let asked = metadata.frontchannel_logout_session_required;
        faults.add_if(asked, "frontchannel_logout_session_required", Reason::Contradiction);
    }
    let asked = metadata.backchannel_logout_session_required && metadata.backchannel_logout_uri.is_none();
    faults.add_if(asked, "backchannel_logout_session_required", Reason::Contradiction);
}
