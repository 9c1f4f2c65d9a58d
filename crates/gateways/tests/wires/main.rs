//! The wires to the outside, against the simulators.

mod antivirus;
mod bank;
mod carrier;
mod mail;
mod registry;
mod site;
mod sms;
mod support;
