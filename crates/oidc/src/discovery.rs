//! What the server tells of itself (RFC 8414, OpenID Connect Discovery 1.0 and the additions of RFC 9126, 9101, 9207, 9449,
//! 8705, 8628, 9701, JARM, logout and Identity Assurance): one document, made once and kept as bytes. It promises nothing
//! that the rest of this crate does not do.

use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    client::{ApplicationType, AuthMethod, GrantType, Profile, ResponseMode, ResponseType, SubjectType},
    jose::Algorithm,
};

/// Addresses of the endpoints; what is not there is not offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// For browsers.
    pub authorization: Option<String>,
    /// For tokens.
    pub token: Option<String>,
    /// For claims.
    pub userinfo: Option<String>,
    /// Of the keys.
    pub jwks: Option<String>,
    /// For registration.
    pub registration: Option<String>,
    /// For introspection.
    pub introspection: Option<String>,
    /// For revocation.
    pub revocation: Option<String>,
    /// For pushed requests.
    pub pushed_authorization_request: Option<String>,
    /// For devices.
    pub device_authorization: Option<String>,
    /// For ending sessions.
    pub end_session: Option<String>,
}

/// What the server offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration<'a> {
    /// Its name.
    pub issuer: &'a str,
    /// Its endpoints.
    pub endpoints: Endpoints,
    /// The same for connections with a certificate, where they have addresses of their own (RFC 8705 5).
    pub certificate_endpoints: Endpoints,
    /// Whether id tokens come by the front channel for those who are allowed.
    pub front_channel: bool,
    /// How clients may authenticate.
    pub auth_methods: &'a [AuthMethod],
    /// What clients may trade in.
    pub grant_types: &'a [GrantType],
    /// What this server signs with.
    pub signing: &'a [Algorithm],
    /// What clients may sign with.
    pub verifying: &'a [Algorithm],
    /// The scopes.
    pub scopes: &'a [&'a str],
    /// The claims.
    pub claims: &'a [&'a str],
    /// The names of levels.
    pub acr_values: &'a [&'a str],
    /// Languages of the pages.
    pub ui_locales: &'a [&'a str],
    /// Whether all requests must be pushed.
    pub pushed_only: bool,
    /// Whether sites are told that a session ended.
    pub tells_of_logout: bool,
    /// Where developers read.
    pub service_documentation: Option<&'a str>,
    /// Where the rules for data are.
    pub op_policy_uri: Option<&'a str>,
    /// Where the terms are.
    pub op_tos_uri: Option<&'a str>,
    /// What verified claims there are.
    pub verified: Option<VerifiedOffer<'a>>,
}

/// What the server offers of Identity Assurance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerifiedOffer<'a> {
    /// `trust_frameworks_supported`.
    pub trust_frameworks: &'a [&'a str],
    /// `evidence_supported`.
    pub evidence: &'a [&'a str],
    /// `documents_supported`; must be there if `document` is among the evidence.
    pub documents: &'a [&'a str],
    /// `electronic_records_supported`; must be there if `electronic_record` is among the evidence.
    pub electronic_records: &'a [&'a str],
    /// `claims_in_verified_claims_supported`.
    pub claims: &'a [&'a str],
}

/// Whether a text can be an issuer: `https`, without a query, a fragment, or a slash at the end (RFC 8414 2).
pub fn is_issuer(text: &str, loopback_allowed: bool) -> bool {
    let plain = !text.contains(['?', '#']) && !text.ends_with('/');
    plain && crate::client::web_address(text, loopback_allowed).is_ok() && Url::parse(text).is_ok()
}

/// The path of the document for an issuer that has one itself: RFC 8414 3 puts the well-known part before it.
pub fn oauth_path(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    let path = url.path().trim_end_matches('/').to_owned();
    Some(format!("/.well-known/oauth-authorization-server{path}"))
}

/// The path of the same document as OpenID Connect Discovery 4 has it: behind the issuer's.
pub fn openid_path(issuer: &str) -> Option<String> {
    let url = Url::parse(issuer).ok()?;
    let path = url.path().trim_end_matches('/').to_owned();
    Some(format!("{path}/.well-known/openid-configuration"))
}

impl Configuration<'_> {
    /// The document.
    pub fn document(&self) -> Vec<u8> {
        let mut document = Map::new();
        put(&mut document, "issuer", json!(self.issuer));
        document.extend(self.endpoints.members());
        let aliases = self.certificate_endpoints.members();
        if !aliases.is_empty() {
            put(&mut document, "mtls_endpoint_aliases", Value::Object(aliases));
        }
        self.flows(&mut document);
        self.algorithms(&mut document);
        self.features(&mut document);
        self.words(&mut document);
        Value::Object(document).to_string().into_bytes()
    }

    fn flows(&self, document: &mut Map<String, Value>) {
        let types = ResponseType::ALL.iter().filter(|kind| self.front_channel || !kind.is_front_channel());
        let front = |mode: &ResponseMode| matches!(mode, ResponseMode::Fragment | ResponseMode::FragmentJwt);
        let modes = ResponseMode::ALL.iter().filter(|mode| self.front_channel || !front(mode));
        put(document, "response_types_supported", json!(types.collect::<Vec<_>>()));
        put(document, "response_modes_supported", json!(modes.collect::<Vec<_>>()));
        put(document, "grant_types_supported", json!(self.grant_types));
        put(document, "application_types_supported", json!(ApplicationType::ALL));
        put(document, "subject_types_supported", json!(SubjectType::ALL));
        put(document, "code_challenge_methods_supported", json!(["S256"]));
        put(document, "prompt_values_supported", json!(["none", "login", "consent", "select_account", "create"]));
    }

    fn algorithms(&self, document: &mut Map<String, Value>) {
        let strong: Vec<&Algorithm> =
            self.verifying.iter().filter(|algorithm| Profile::Fapi2Security.allows(**algorithm)).collect();
        for kind in ["id_token", "userinfo", "authorization", "introspection"] {
            let name = format!("{kind}_signing_alg_values_supported");
            put(document, &name, json!(self.signing));
        }
        put(document, "request_object_signing_alg_values_supported", json!(self.verifying));
        put(document, "dpop_signing_alg_values_supported", json!(strong));
        for kind in ["token", "introspection", "revocation"] {
            put(document, &format!("{kind}_endpoint_auth_methods_supported"), json!(self.auth_methods));
            let signs = self.auth_methods.contains(&AuthMethod::PrivateKeyJwt);
            if signs {
                let name = format!("{kind}_endpoint_auth_signing_alg_values_supported");
                put(document, &name, json!(self.verifying));
            }
        }
    }

    fn features(&self, document: &mut Map<String, Value>) {
        let by_certificate = [AuthMethod::TlsClientAuth, AuthMethod::SelfSignedTlsClientAuth];
        let certificates = by_certificate.iter().any(|method| self.auth_methods.contains(method))
            || self.certificate_endpoints != Endpoints::default();
        for (name, flag) in [
            ("authorization_response_iss_parameter_supported", true),
            ("claims_parameter_supported", true),
            ("request_parameter_supported", true),
            // Pushed requests need no promise of this (RFC 9126 5); others are not fetched.
            ("request_uri_parameter_supported", false),
            ("require_request_uri_registration", false),
            ("require_pushed_authorization_requests", self.pushed_only),
            ("tls_client_certificate_bound_access_tokens", certificates),
            ("backchannel_logout_supported", self.tells_of_logout),
            ("backchannel_logout_session_supported", self.tells_of_logout),
            ("frontchannel_logout_supported", self.tells_of_logout),
            ("frontchannel_logout_session_supported", self.tells_of_logout),
        ] {
            put(document, name, json!(flag));
        }
    }

    fn words(&self, document: &mut Map<String, Value>) {
        put(document, "scopes_supported", json!(self.scopes));
        put(document, "claims_supported", json!(self.claims));
        put(document, "claim_types_supported", json!(["normal"]));
        for (name, words) in [("acr_values_supported", self.acr_values), ("ui_locales_supported", self.ui_locales)] {
            if !words.is_empty() {
                put(document, name, json!(words));
            }
        }
        for (name, address) in [
            ("service_documentation", self.service_documentation),
            ("op_policy_uri", self.op_policy_uri),
            ("op_tos_uri", self.op_tos_uri),
        ] {
            if let Some(address) = address {
                put(document, name, json!(address));
            }
        }
        put(document, "verified_claims_supported", json!(self.verified.is_some()));
        if let Some(verified) = self.verified {
            put(document, "trust_frameworks_supported", json!(verified.trust_frameworks));
            put(document, "evidence_supported", json!(verified.evidence));
            put(document, "claims_in_verified_claims_supported", json!(verified.claims));
            for (name, kinds) in [
                ("documents_supported", verified.documents),
                ("electronic_records_supported", verified.electronic_records),
            ] {
                if !kinds.is_empty() {
                    put(document, name, json!(kinds));
                }
            }
        }
    }
}

impl Endpoints {
    fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        for (name, address) in [
            ("authorization_endpoint", &self.authorization),
            ("token_endpoint", &self.token),
            ("userinfo_endpoint", &self.userinfo),
            ("jwks_uri", &self.jwks),
            ("registration_endpoint", &self.registration),
            ("introspection_endpoint", &self.introspection),
            ("revocation_endpoint", &self.revocation),
            ("pushed_authorization_request_endpoint", &self.pushed_authorization_request),
            ("device_authorization_endpoint", &self.device_authorization),
            ("end_session_endpoint", &self.end_session),
        ] {
            if let Some(address) = address {
                put(&mut members, name, json!(address));
            }
        }
        members
    }
}

fn put(members: &mut Map<String, Value>, name: &str, value: Value) {
    members.insert(name.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration() -> Configuration<'static> {
        Configuration {
            issuer: "https://id.example",
            endpoints: Endpoints {
                authorization: Some("https://id.example/authorize".to_owned()),
                token: Some("https://id.example/token".to_owned()),
                jwks: Some("https://id.example/jwks".to_owned()),
                pushed_authorization_request: Some("https://id.example/par".to_owned()),
                ..Endpoints::default()
            },
            certificate_endpoints: Endpoints {
                token: Some("https://mtls.id.example/token".to_owned()),
                ..Endpoints::default()
            },
            auth_methods: &[AuthMethod::PrivateKeyJwt, AuthMethod::TlsClientAuth],
            grant_types: &[GrantType::AuthorizationCode],
            signing: &[Algorithm::EdDsa, Algorithm::Rs256],
            verifying: &[Algorithm::Es256, Algorithm::Rs256],
            scopes: &["openid"],
            claims: &["sub"],
            ..Configuration::default()
        }
    }

    fn document(configuration: &Configuration<'_>) -> Value {
        serde_json::from_slice(&configuration.document()).unwrap()
    }

    #[test]
    fn what_must_be_there_is_there() {
        let document = document(&configuration());
        for name in [
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "response_types_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
            "scopes_supported",
            "claims_supported",
        ] {
            assert!(document.get(name).is_some(), "{name}");
        }
        assert_eq!(document["mtls_endpoint_aliases"], json!({ "token_endpoint": "https://mtls.id.example/token" }));
        assert_eq!(document["authorization_response_iss_parameter_supported"], true);
        assert_eq!(document["tls_client_certificate_bound_access_tokens"], true);
        assert_eq!(document["token_endpoint_auth_signing_alg_values_supported"], json!(["ES256", "RS256"]));
        assert_eq!(document["dpop_signing_alg_values_supported"], json!(["ES256"]));
    }

    /// Nothing is promised that is not done: no implicit flow unless it is allowed, no plain challenge, no `none`.
    #[test]
    fn nothing_weak_is_promised() {
        let usual = document(&configuration());
        assert_eq!(usual["response_types_supported"], json!(["code"]));
        assert_eq!(usual["code_challenge_methods_supported"], json!(["S256"]));
        assert_eq!(usual["request_uri_parameter_supported"], false, "nothing is fetched");
        assert!(usual.get("pushed_authorization_request_endpoint").is_some(), "though requests may be pushed");
        assert!(!usual["response_modes_supported"].as_array().unwrap().contains(&json!("fragment")));
        assert!(!usual.to_string().contains("\"none\",\"RS256\""));
        assert!(usual.get("registration_endpoint").is_none());
        let front = document(&Configuration { front_channel: true, ..configuration() });
        assert!(front["response_types_supported"].as_array().unwrap().contains(&json!("code id_token")));
        assert!(!front["response_types_supported"].to_string().contains("token token"));
    }

    #[test]
    fn verified_claims_are_described() {
        let offer = VerifiedOffer { trust_frameworks: &["x"], evidence: &["document"], ..VerifiedOffer::default() };
        let document = document(&Configuration { verified: Some(offer), ..configuration() });
        assert_eq!(document["verified_claims_supported"], true);
        assert_eq!(document["trust_frameworks_supported"], json!(["x"]));
        assert_eq!(document["claims_in_verified_claims_supported"], json!([]));
        assert!(
            document.get("documents_supported").is_none() && document.get("electronic_records_supported").is_none()
        );
        let offer = VerifiedOffer { documents: &["passport"], electronic_records: &["register"], ..offer };
        let document = self::document(&Configuration { verified: Some(offer), ..configuration() });
        assert_eq!(document["documents_supported"], json!(["passport"]));
        assert_eq!(document["electronic_records_supported"], json!(["register"]));
    }

    /// RFC 8705 3.3: tokens are bound to certificates also where clients sign to prove who they are.
    #[test]
    fn bound_tokens_are_promised_where_certificates_come_in() {
        let signs = Configuration { auth_methods: &[AuthMethod::PrivateKeyJwt], ..configuration() };
        assert_eq!(document(&signs)["tls_client_certificate_bound_access_tokens"], true);
        let none = Configuration { certificate_endpoints: Endpoints::default(), ..signs };
        assert_eq!(document(&none)["tls_client_certificate_bound_access_tokens"], false);
    }

    /// RFC 8414 3.1.
    #[test]
    fn paths_of_an_issuer_with_a_path() {
        assert_eq!(oauth_path("https://id.example").as_deref(), Some("/.well-known/oauth-authorization-server"));
        assert_eq!(oauth_path("https://id.example/a").as_deref(), Some("/.well-known/oauth-authorization-server/a"));
        assert_eq!(openid_path("https://id.example/a").as_deref(), Some("/a/.well-known/openid-configuration"));
        for (text, good) in [
            ("https://id.example", true),
            ("https://id.example/a", true),
            ("https://id.example/", false),
            ("https://id.example?x", false),
            ("https://id.example#x", false),
            ("http://id.example", false),
        ] {
            assert_eq!(is_issuer(text, false), good, "{text}");
        }
        assert!(is_issuer("http://127.0.0.1:8080", true));
    }
}
