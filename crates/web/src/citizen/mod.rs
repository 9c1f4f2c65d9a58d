//! The pages for people.

mod account;
mod appointment;
mod bank;
mod confirmation;
pub(crate) mod developer;
mod help;
mod home;
mod letter;
mod login;
mod login_step;
mod not_me;
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
        .merge(appointment::routes())
        .merge(bank::routes())
        .merge(confirmation::routes())
        .merge(developer::routes())
        .merge(help::routes())
        .merge(home::routes())
        .merge(letter::routes())
        .merge(login::routes())
        .merge(login_step::routes())
        .merge(not_me::routes())
        .merge(profile::routes())
        .merge(public_service::routes())
        .merge(recovery::routes())
        .merge(registration::routes())
        .merge(service_center::routes())
        .merge(support::routes())
        .merge(verification::routes())
}
