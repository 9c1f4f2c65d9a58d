//! Statements as constants, and what running them gives.
//!
//! A statement is a `&'static str` with a name, the key it follows on a cluster and its result columns; a text put
//! together from input cannot be executed.

use super::{
    error::Error,
    value::{FromValue, Kind, Value},
};

/// The two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server or a cluster of them.
    Postgres,
}

/// Which rows of a cluster a statement touches; a test refuses texts that do not keep to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Rows of one account: the text filters by `account_id`.
    Account,
    /// One row found by a hash.
    Lookup,
    /// A small table that is the same everywhere.
    Reference,
    /// Rows that share this column's value.
    Own(&'static str),
    /// Rows of many keys, in bounded number; for periodic jobs only.
    Sweep,
}

/// A result column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A statement for both engines; made by [`statements!`](crate::statements).
#[derive(Debug)]
pub struct Sql {
    name: &'static str,
    key: Key,
    text: &'static str,
    postgres: Option<&'static str>,
    columns: &'static [Column],
}

impl Sql {
    /// One text that both engines understand.
    pub const fn new(name: &'static str, key: Key, text: &'static str, columns: &'static [Column]) -> Self {
        Self { name, key, text, postgres: None, columns }
    }

    /// A text for each engine; only `exceptions.rs` may need it.
    pub(super) const fn per_engine(
        name: &'static str,
        key: Key,
        sqlite: &'static str,
        postgres: &'static str,
        columns: &'static [Column],
    ) -> Self {
        Self { name, key, text: sqlite, postgres: Some(postgres), columns }
    }

    /// Its name, `word.verb`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The key it follows.
    pub const fn key(&self) -> Key {
        self.key
    }

    /// Its text on this engine.
    pub const fn text(&self, engine: Engine) -> &'static str {
        match (engine, self.postgres) {
            (Engine::Postgres, Some(text)) => text,
            _ => self.text,
        }
    }

    /// Its result columns.
    pub const fn columns(&self) -> &'static [Column] {
        self.columns
    }

    /// The table it is about: the word before the dot of its name.
    pub(super) fn table(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(table, _)| table)
    }
}

/// Declares statements, and `ALL` of them for the statement test:
/// `NAME = key "word.verb" "text" => [column: Kind, ...];` with the key `account`, `lookup`, `reference`,
/// `own("column")` or `sweep`.
#[macro_export]
macro_rules! statements {
    (@key account) => { $crate::db::Key::Account };
    (@key lookup) => { $crate::db::Key::Lookup };
    (@key reference) => { $crate::db::Key::Reference };
    (@key sweep) => { $crate::db::Key::Sweep };
    (@key own ($column:literal)) => { $crate::db::Key::Own($column) };
    ($(
        $(#[$meta:meta])*
        $constant:ident = $key:ident $(($own:literal))? $name:literal $text:literal => [$($column:ident: $kind:ident),* $(,)?];
    )*) => {
        $(
            $(#[$meta])*
            static $constant: $crate::db::Sql = $crate::db::Sql::new(
                $name,
                $crate::statements!(@key $key $(($own))?),
                $text,
                &[$($crate::db::Column { name: stringify!($column), kind: $crate::db::Kind::$kind }),*],
            );
        )*
        /// Every statement of this module.
        pub(crate) const ALL: &[&$crate::db::Sql] = &[$(&$constant),*];
    };
}

/// One row of a result.
#[derive(Clone, Debug)]
pub struct Row {
    sql: &'static Sql,
    values: Vec<Value>,
}

impl Row {
    pub(super) const fn new(sql: &'static Sql, values: Vec<Value>) -> Self {
        Self { sql, values }
    }

    /// The value of a column. `Corrupt` when it is not a `T`, for instance null where `T` is no `Option`; `Bug` when the
    /// statement declares no such column.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, Error> {
        let value = self
            .sql
            .columns
            .iter()
            .position(|declared| declared.name == column)
            .and_then(|index| self.values.get(index))
            .ok_or_else(|| Error::bug(self.sql.name, format_args!("no column {column}")))?;
        T::from_value(value).ok_or_else(|| self.corrupt(column))
    }

    /// The error for a column whose value has the right kind and still makes no sense.
    pub fn corrupt(&self, column: &str) -> Error {
        corrupt(self.sql, column, &self.values)
    }
}

/// The error for a value that is not what the program writes, in a row read as far as `values`.
pub(super) fn corrupt(sql: &'static Sql, column: &str, values: &[Value]) -> Error {
    let key = values.iter().find_map(|value| if let Value::Id(id) = value { Some(id.to_string()) } else { None });
    Error::Corrupt { table: sql.table(), column: column.to_owned(), key: key.unwrap_or_default() }
}

/// How many rows a statement changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "the number of rows is the verdict of a guarded statement"]
pub struct Changed(pub(super) u64);

impl Changed {
    /// The number.
    pub const fn count(self) -> u64 {
        self.0
    }

    /// Any number will do: the statement says what must be true afterwards, not what it finds.
    pub const fn any(self) {}

    /// `Conflict` unless it was one row: the version or state the caller saw is no longer there.
    pub const fn exactly_one(self) -> Result<(), Error> {
        if self.0 == 1 { Ok(()) } else { Err(Error::Conflict) }
    }
}

/// What an engine says of a statement, for the statement test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// How many parameters it takes.
    pub parameters: usize,
    /// Its result columns.
    pub columns: Vec<String>,
    /// Columns whose type on the engine does not fit the declared kind.
    pub misfits: Vec<String>,
}
