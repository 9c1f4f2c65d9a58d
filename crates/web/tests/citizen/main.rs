//! The pages for people, walked as a person would, and as someone who may not.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its scene fails, and that is the place"
)]

mod account;
mod appointment;
mod bank;
mod browser;
mod confirmation;
mod contact;
mod developer;
mod developer_esia;
mod device;
mod document;
mod esia;
mod factor;
mod letter;
mod login;
mod password;
mod recovery;
mod registration;
mod registration_both;
mod registration_edges;
mod scene;
mod security;
mod service;
mod service_center;
mod session;
mod site;
mod site_logout;
mod site_registration;
mod strangers;
mod support;
mod test_person;
