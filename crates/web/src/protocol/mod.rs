//! What sites and programs call, and where they send people: OpenID Connect and OAuth 2 over HTTP.
//!
//! `authorize` is for browsers; the rest is called by programs, from other origins too: those answers carry no cookie and are
//! asked for with none.

mod authorize;
mod call;
mod endpoint;
mod logout;
mod metadata;
mod view;

use axum::Router;

pub(crate) use logout::signed_out;

use crate::kit::WebState;

/// All of them.
pub(crate) fn routes() -> Router<WebState> {
    Router::new().merge(authorize::routes()).merge(endpoint::routes()).merge(logout::routes()).merge(metadata::routes())
}
