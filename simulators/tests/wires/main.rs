//! Every wire with a real client on loopback, every switch as its client feels it.

mod mail;
mod pages;
mod registry;
mod smpp;
mod sms_gateway;
mod world;
