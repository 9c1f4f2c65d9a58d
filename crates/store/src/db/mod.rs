//! A thin layer over SQLite and PostgreSQL: one SQL text, the best type of each engine, transactions that end when they
//! are dropped.
//!
//! Reading happens in [`Read`], a transaction that sees one state of the database and cannot write. Writing happens in
//! [`Tx`], which is kept by [`Tx::commit`] alone; on SQLite there is one at a time. Nothing here relies on locks of an
//! engine: writers state what they have seen in the WHERE clause and look at [`Changed`]. After a statement has failed,
//! its transaction can only be dropped, on both engines, because PostgreSQL allows nothing else.
//!
//! Nothing outside this folder names a driver.

mod config;
mod error;
pub(crate) mod exceptions;
pub(crate) mod migrate;
mod postgres;
mod reach;
mod sqlite;
mod statement;
mod store;
mod value;

pub use crate::{args, statements};
pub use config::DatabaseConfig;
pub use error::Error;
pub use migrate::Migration;
pub use statement::{Changed, Column, Description, Engine, Key, Row, Sql};
pub use store::{Read, Store, Tx};
pub use value::{FromValue, Kind, ToValue, Value};
