//! The pages for people.

mod home;
mod profile;
mod verification;

use axum::Router;

use crate::kit::WebState;

/// All of them.
pub(crate) fn routes() -> Router<WebState> {
    Router::new().merge(home::routes()).merge(profile::routes()).merge(verification::routes())
}
