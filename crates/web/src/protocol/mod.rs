//! What sites and programs call, and where they send people: OpenID Connect and OAuth 2 over HTTP, and the dialect of ESIA.
//!
//! `authorize` is for browsers; the rest is called by programs, from other origins too: those answers carry no cookie and are
//! asked for with none.

mod authorize;
mod call;
mod endpoint;
pub(crate) mod esia;
mod logout;
mod metadata;
mod view;

use axum::Router;

use crate::kit::WebState;

/// All of them.
pub(crate) fn routes(state: &WebState) -> Router<WebState> {
    Router::new()
        .merge(authorize::routes())
        .merge(endpoint::routes())
        .merge(esia::routes(state))
        .merge(logout::routes())
        .merge(metadata::routes())
}
