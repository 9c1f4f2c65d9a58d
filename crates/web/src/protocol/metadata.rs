//! What the server says of itself (OpenID Connect Discovery 1.0, RFC 8414), and its keys.

use axum::{Router, middleware, response::Response, routing::get};
use okno_app::{
    claim,
    protocol::{address, issuer, path},
    relying_party, signing_key,
};
use okno_domain::locale::Locale;
use okno_oidc::{
    client::{AuthMethod, GrantType},
    discovery::{Configuration, Endpoints},
    jose::Algorithm,
};

use super::call::{document, from_anywhere, preflight};
use crate::kit::{Fault, PageCx, WebState};

/// Seconds for which others may keep what is said here. A new key is shown long before it signs.
const KEPT_SECONDS: u32 = 3600;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route("/.well-known/openid-configuration", get(configuration).options(preflight))
        .route("/.well-known/oauth-authorization-server", get(configuration).options(preflight))
        .route(path::KEYS, get(keys).options(preflight))
        .layer(middleware::from_fn(from_anywhere))
}

/// `GET /.well-known/openid-configuration`
async fn configuration(cx: PageCx) -> Result<Response, Fault> {
    let bytes = cx.scope().state.discovery.of(&cx.in_force, || written(&cx));
    Ok(document(bytes, "application/json", KEPT_SECONDS))
}

fn written(cx: &PageCx) -> Vec<u8> {
    let at = |path: &str| Some(address(cx, path));
    let endpoints = Endpoints {
        authorization: at(path::AUTHORIZE),
        token: at(path::TOKEN),
        userinfo: at(path::USERINFO),
        jwks: at(path::KEYS),
        registration: relying_party::takes_registrations(cx).then(|| at(path::REGISTER)).flatten(),
        introspection: at(path::INTROSPECT),
        revocation: at(path::REVOKE),
        pushed_authorization_request: at(path::PUSH),
        device_authorization: at(path::DEVICE_AUTHORIZATION),
        end_session: at(path::LOGOUT),
    };
    let acr_values: Vec<&str> = claim::LEVELS.iter().map(|level| level.name).collect();
    let scopes: Vec<&str> = claim::SCOPES.iter().map(|(name, _)| *name).collect();
    let locales: Vec<&str> = Locale::ALL.into_iter().map(Locale::tag).collect();
    let names_count = cx.settings().single_sign_on.certificate_names;
    let auth_methods: Vec<AuthMethod> =
        AuthMethod::ALL.iter().copied().filter(|method| names_count || *method != AuthMethod::TlsClientAuth).collect();
    let configuration = Configuration {
        issuer: issuer(cx),
        endpoints,
        certificate_endpoints: Endpoints::default(),
        front_channel: false,
        auth_methods: &auth_methods,
        grant_types: &[
            GrantType::AuthorizationCode,
            GrantType::RefreshToken,
            GrantType::ClientCredentials,
            GrantType::DeviceCode,
        ],
        signing: &Algorithm::OPEN,
        verifying: &Algorithm::OPEN,
        scopes: &scopes,
        claims: claim::CLAIMS,
        acr_values: &acr_values,
        ui_locales: &locales,
        pushed_only: false,
        tells_of_logout: true,
        service_documentation: None,
        op_policy_uri: None,
        op_tos_uri: None,
        verified: Some(claim::VERIFIED),
    };
    configuration.document()
}

/// `GET /oauth2/jwks`
async fn keys(cx: PageCx) -> Result<Response, Fault> {
    let ring = signing_key::current(&cx).await.map_err(Fault::from)?;
    Ok(document(ring.key_set().to_vec(), "application/jwk-set+json", KEPT_SECONDS))
}
