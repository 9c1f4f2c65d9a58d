//! What can go wrong in storage, in four kinds that callers treat differently.
//!
//! Texts name statements, tables and codes, never values: an error may be logged.

/// Why a statement or a transaction did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, is overloaded, out of space or too slow; the same call may succeed later.
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// Someone else changed or took the same thing first.
    #[error("the row changed meanwhile, or exists already")]
    Conflict,
    /// A stored value is not what the program wrote.
    #[error("corrupt data in {table}, column {column}, row {key}")]
    Corrupt {
        /// The table, as the statement's name has it.
        table: &'static str,
        /// The column.
        column: String,
        /// The first id in the row, or nothing.
        key: String,
    },
    /// The program is at fault.
    #[error("storage was misused: {0}")]
    Bug(String),
}

impl Error {
    /// A misuse of the statement with this name.
    pub(super) fn bug(statement: &str, what: impl std::fmt::Display) -> Self {
        Self::Bug(format!("{statement}: {what}"))
    }

    /// An outage, met by the statement with this name.
    pub(super) fn unavailable(statement: &str, what: impl std::fmt::Display) -> Self {
        Self::Unavailable(format!("{statement}: {what}"))
    }
}
