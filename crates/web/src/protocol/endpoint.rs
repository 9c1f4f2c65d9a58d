//! The endpoints that programs call.

use axum::{
    Router, middleware,
    response::Response,
    routing::{get, post},
};
use okno_app::{
    authorization, developer,
    protocol::{self, Call, Replied, path},
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

/// The answer; what is wrong is noted for those who look after the site.
pub(super) async fn noted(program: &Program, call: &Call<'_>, done: Replied) -> Result<Response, Fault> {
    let reply = protocol::settled(done)?;
    developer::note_reply(program.cx(), call, &reply).await;
    Ok(answer(reply))
}

/// `POST /oauth2/par`
async fn push(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    if !program.shows_credentials() {
        // Whoever says only which public client it is may be anybody.
        program.limited()?;
    }
    let call = program.call(path::PUSH, &proofs);
    let done = authorization::push(program.cx(), &call).await;
    noted(&program, &call, done).await
}

/// `POST /oauth2/token`
async fn token(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    let call = program.call(path::TOKEN, &proofs);
    let done = site_grant::token(program.cx(), &call).await;
    noted(&program, &call, done).await
}

/// `POST /oauth2/introspect`
async fn introspect(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    let wants_signed = program.wants(okno_oidc::issued::introspection::MEDIA_TYPE);
    let call = program.call(path::INTROSPECT, &proofs);
    let done = site_grant::introspect(program.cx(), &call, wants_signed).await;
    noted(&program, &call, done).await
}

/// `POST /oauth2/revoke`
async fn revoke(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    let call = program.call(path::REVOKE, &proofs);
    let done = site_grant::revoke(program.cx(), &call).await;
    noted(&program, &call, done).await
}

/// `GET` or `POST /oauth2/userinfo`
async fn userinfo(program: Program) -> Result<Response, Fault> {
    let proofs = program.proofs();
    let asked = Asked { call: program.call(path::USERINFO, &proofs), form: program.form() };
    settled(site_grant::userinfo(program.cx(), &asked).await)
}
