//! The pages for people.

mod home;
mod login;
mod password;
mod profile;
mod recovery;
mod registration;
mod step;
mod verification;

use axum::Router;

use crate::kit::WebState;

/// All of them.
pub(crate) fn routes() -> Router<WebState> {
    Router::new()
        .merge(home::routes())
        .merge(login::routes())
        .merge(profile::routes())
        .merge(recovery::routes())
        .merge(registration::routes())
        .merge(verification::routes())
}
