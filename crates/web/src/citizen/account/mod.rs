//! The personal area: everything here is of the person who is signed in.

mod contact;
mod data;
mod document;
mod factor;
mod history;
mod lock;
mod notice;
mod overview;
pub(super) mod proof;
mod security;
mod session;
mod site;

use axum::Router;
use serde::Deserialize;

use crate::kit::WebState;

pub(super) fn routes() -> Router<WebState> {
    Router::new()
        .merge(contact::routes())
        .merge(data::routes())
        .merge(document::routes())
        .merge(factor::routes())
        .merge(history::routes())
        .merge(lock::routes())
        .merge(notice::routes())
        .merge(overview::routes())
        .merge(proof::routes())
        .merge(security::routes())
        .merge(session::routes())
        .merge(site::routes())
}

/// The password once more, before a sensitive act.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Proof {
    password: okno_domain::secret::Secret,
}
