//! Use cases: one function per intention, one transaction each.
//!
//! The order inside is always: load, decide (pure, in `domain`), save, audit, enqueue, commit. Nothing here knows HTTP,
//! HTML or SQL, and no outside system is called while a transaction is open: what must go out is a job.

pub mod account;
pub mod appointment;
pub mod approval;
pub mod audit;
pub mod authorization;
pub mod bank;
pub mod catalog;
pub mod claim;
pub mod clerk;
pub mod config;
pub mod confirmation;
pub mod contact;
pub mod context;
pub mod delivery;
pub mod error;
pub mod esia;
pub mod evidence;
pub mod factor;
pub mod further_document;
pub mod generate;
pub mod hashing;
pub mod installation;
pub mod job;
pub mod letter;
pub mod limit;
pub mod listing;
pub mod login;
pub mod login_step;
pub mod next_step;
pub mod notification;
pub mod one_time_code;
pub mod operator;
pub mod organization;
pub mod outbox;
pub mod overview;
pub mod person;
pub mod ports;
pub mod protocol;
pub mod recovery;
pub mod registration;
pub mod relying_party;
pub mod restriction;
pub mod seal;
pub mod security;
pub mod service_center;
pub mod session;
pub mod settings;
pub mod signal;
pub mod signing_key;
pub mod site_grant;
pub mod site_session;
pub mod statistic;
pub mod step_up;
pub mod support;
mod token;
pub mod vault;
pub mod verification;
pub mod wording;

pub use context::{App, Client, Clock, Cx, RandomSource, SharedRandom};
pub use error::{Error, Result};
pub use ports::Ports;
pub use settings::Settings;
