//! What sites and programs call, and where they send people: OpenID Connect and OAuth 2 over HTTP.
//!
//! `authorize` and the page of `device` are for browsers; the rest is called by programs, from other origins too: those answers carry no cookie and are
//! asked for with none.

mod authorize;
mod call;
mod device;
mod endpoint;
mod logout;
mod metadata;
mod registration;
mod view;

use axum::Router;

use crate::kit::WebState;

/// All of them.
pub(crate) fn routes() -> Router<WebState> {
    Router::new()
        .merge(authorize::routes())
        .merge(device::routes())
        .merge(endpoint::routes())
        .merge(logout::routes())
        .merge(metadata::routes())
        .merge(registration::routes())
}
