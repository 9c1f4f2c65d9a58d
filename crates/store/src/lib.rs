//! All SQL of the program. `db` is the driver for both engines; then one module per word.

pub mod account;
pub mod audit;
pub mod contact;
pub mod db;
pub mod guess_limit;
pub mod job;
pub mod notice;
pub mod one_time_code;
pub mod operator_case;
pub mod outgoing_message;
pub mod password;
pub mod person;
pub mod recovery;
pub mod registration;
pub mod session;

pub use db::{Error, Read, Store, Tx};
