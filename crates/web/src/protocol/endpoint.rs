//! The endpoints that programs call.

use axum::{
    Router, middleware,
    response::Response,
    routing::{get, post},
};
use okno_app::{
    authorization,
    protocol::{self, Replied, path},
    site_grant::{self, Asked},
};

use super::call::{Program, answer, from_anywhere, preflight};
use crate::kit::{Fault, WebState};

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .route(path::PUSH, post(push).options(preflight))
        .route(path::TOKEN, post(token).options(preflight))
        .route(path::INTROSPECT, post(introspect).options(preflight))
        .route(path::REVOKE, post(revoke).options(preflight))
        .route(path::USERINFO, get(userinfo).post(userinfo).options(preflight))
        .layer(middleware::from_fn(from_anywhere))
}

pub(super) fn settled(done: Replied) -> Result<Response, Fault> {
    Ok(answer(protocol::settled(done)?))
}

/// `POST /oauth2/par`
async fn push(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    if !program.shows_credentials() {
        // Whoever says only which public client it is may be anybody.
        program.limited()?;
    }
    settled(authorization::push(program.cx(), &program.call(path::PUSH, &proofs)).await)
}

/// `POST /oauth2/token`
async fn token(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    settled(site_grant::token(program.cx(), &program.call(path::TOKEN, &proofs)).await)
}

/// `POST /oauth2/introspect`
async fn introspect(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    let wants_signed = program.wants(okno_oidc::issued::introspection::MEDIA_TYPE);
    settled(site_grant::introspect(program.cx(), &program.call(path::INTROSPECT, &proofs), wants_signed).await)
}

/// `POST /oauth2/revoke`
async fn revoke(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    settled(site_grant::revoke(program.cx(), &program.call(path::REVOKE, &proofs)).await)
}

/// `GET` or `POST /oauth2/userinfo`
async fn userinfo(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    let asked = Asked { call: program.call(path::USERINFO, &proofs), form: program.form() };
    settled(site_grant::userinfo(program.cx(), &asked).await)
}
