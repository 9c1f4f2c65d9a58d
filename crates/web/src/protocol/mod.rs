//! What sites and programs call, and where they send people: OpenID Connect and OAuth 2 over HTTP, and the dialect of ESIA.
//!
//! `authorize` and the page of `device` are for browsers; the rest is called by programs, from other origins too: those answers carry no cookie and are
//! asked for with none.

mod authorize;
mod call;
mod device;
mod endpoint;
pub(crate) mod esia;
mod logout;
mod metadata;
mod registration;
mod view;

use axum::Router;
use okno_app::authorization::Calling;

pub(crate) use authorize::leave_for_login;
pub(crate) use logout::signed_out;

use crate::kit::{Fault, PageCx, WebState};

/// The site that waits for a sign-in which leads back to this page of ours.
pub(crate) async fn calling(cx: &PageCx, page: &str) -> Result<Option<Calling>, Fault> {
    authorize::calling(cx, page).await
}

/// All of them.
pub(crate) fn routes(state: &WebState) -> Router<WebState> {
    Router::new()
        .merge(authorize::routes())
        .merge(device::routes())
        .merge(endpoint::routes())
        .merge(esia::routes(state))
        .merge(logout::routes())
        .merge(metadata::routes())
        .merge(registration::routes())
}
