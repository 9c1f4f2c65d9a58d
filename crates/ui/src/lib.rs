//! Pages and messages: data in, text or HTML out.

pub mod message;
