//! The rules of Okno: types, states, transitions, refusals and access decisions, one module per word of the glossary.
//!
//! Everything here is a function of its arguments. There is no I/O, no clock, no source of randomness and no text for
//! people: the present instant and the generator are arguments, and a refusal is a stable code with data.

#[macro_use]
mod macros;

pub mod account;
pub mod announcement;
pub mod appointment;
pub mod approval;
pub mod bank;
pub mod confirmation;
pub mod contact;
pub mod credential;
pub mod developer;
pub mod evidence;
pub mod guess_limit;
pub mod id;
pub mod identifier;
pub mod letter;
pub mod locale;
pub mod login_step;
pub mod merge;
pub mod next_step;
pub mod one_time_code;
pub mod operator;
pub mod organization;
pub mod person;
pub mod public_service;
pub mod recovery;
pub mod refusal;
pub mod registration;
pub mod relying_party;
pub mod restriction;
pub mod secret;
pub mod service_center;
pub mod session;
pub mod site_check;
pub mod statistic;
pub mod support;
pub mod test_person;
pub mod time;
pub mod verification;
pub mod visit;
pub mod wording;
