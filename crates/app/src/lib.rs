//! Use cases: one function per intention, in one transaction each.

pub mod config;
pub mod ports;
