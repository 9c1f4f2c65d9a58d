//! The pages for people.

mod account;
mod bank;
mod confirmation;
mod help;
mod home;
mod login;
mod password;
mod profile;
mod public_service;
mod recovery;
mod registration;
mod service_center;
mod step;
pub(crate) mod support;
mod verification;

use axum::Router;

use crate::kit::WebState;

/// All of them.
pub(crate) fn routes() -> Router<WebState> {
    Router::new()
        .merge(account::routes())
        .merge(bank::routes())
        .merge(confirmation::routes())
        .merge(help::routes())
        .merge(home::routes())
        .merge(login::routes())
        .merge(profile::routes())
        .merge(public_service::routes())
        .merge(recovery::routes())
        .merge(registration::routes())
        .merge(service_center::routes())
        .merge(support::routes())
        .merge(verification::routes())
}
