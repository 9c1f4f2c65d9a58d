//! All storage of Okno: the only crate with SQL. `db` is the layer over the two engines, then one module per word of the
//! glossary, each with its statements and the functions that use them.
//!
//! # Adding a statement
//!
//! Declare it in the module of its word with `statements!`, list a new module in `MODULES`, and run
//! `cargo test -p okno-store`: a test prepares every statement on both engines and compares parameters and columns with
//! what is declared. Functions take `&mut Read` when they only look and `&mut Tx` when they change something; a change of
//! state carries the version it expects and ends in `exactly_one()`.

pub mod account;
pub mod appointment;
pub mod approval;
pub mod audit;
pub mod bank;
pub mod center_import;
pub mod confirmation;
pub mod contact;
pub mod correction;
pub mod db;
pub mod developer;
pub mod device_grant;
pub mod esia;
pub mod evidence;
pub mod factor;
pub mod further_document;
pub mod guess_limit;
pub mod installation;
pub mod interaction;
pub mod job;
pub mod kept_subject;
pub mod letter;
pub mod login_step;
pub mod notice;
pub mod one_time_code;
pub mod operator;
pub mod operator_audit;
pub mod operator_case;
pub mod operator_session;
pub mod organization;
pub mod outgoing_message;
pub mod overview;
pub mod passkey;
pub mod password;
pub mod person;
pub mod recovery;
pub mod registration;
pub mod relying_party;
pub mod restriction;
pub mod service_center;
pub mod session;
pub mod session_site;
pub mod signing_key;
pub mod single_use;
pub mod site_check;
pub mod site_grant;
pub mod site_invitation;
pub mod site_logout;
pub mod site_record;
pub mod site_registration;
pub mod statistic;
pub mod support;
pub mod test_person;
pub mod town;
pub mod verification;
pub mod visit;
pub mod wording;

mod migrations;

pub use db::{DatabaseConfig, Error, Read, Store, Tx};
pub use migrations::MIGRATIONS;

/// The statements of every module.
const MODULES: &[&[&db::Sql]] = &[
    db::exceptions::ALL,
    db::migrate::ALL,
    account::ALL,
    appointment::ALL,
    approval::ALL,
    audit::ALL,
    bank::ALL,
    center_import::ALL,
    confirmation::ALL,
    contact::ALL,
    correction::ALL,
    developer::ALL,
    device_grant::ALL,
    esia::ALL,
    evidence::ALL,
    factor::ALL,
    further_document::ALL,
    guess_limit::ALL,
    installation::ALL,
    interaction::ALL,
    job::ALL,
    kept_subject::ALL,
    letter::STATEMENTS[0],
    letter::STATEMENTS[1],
    login_step::ALL,
    notice::ALL,
    one_time_code::ALL,
    operator::ALL,
    operator_audit::ALL,
    operator_case::ALL,
    operator_session::ALL,
    organization::ALL,
    outgoing_message::ALL,
    overview::ALL,
    passkey::ALL,
    password::ALL,
    person::ALL,
    recovery::ALL,
    registration::ALL,
    relying_party::ALL,
    restriction::ALL,
    service_center::STATEMENTS[0],
    service_center::STATEMENTS[1],
    session::ALL,
    session_site::ALL,
    signing_key::ALL,
    single_use::ALL,
    site_check::ALL,
    site_grant::ALL,
    site_logout::ALL,
    site_invitation::ALL,
    site_registration::ALL,
    site_record::ALL,
    statistic::ALL,
    support::ALL,
    test_person::ALL,
    town::ALL,
    verification::ALL,
    visit::ALL,
    wording::ALL,
];

/// Every statement of the program, for the test that prepares them all.
pub fn all_statements() -> impl Iterator<Item = &'static db::Sql> {
    MODULES.iter().flat_map(|module| module.iter().copied())
}
