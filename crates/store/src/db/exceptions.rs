//! The only texts that differ between the engines. Each states why one text cannot do.

use super::{Column, Engine, Key, Kind, Sql};

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::I64 }
}

/// The columns of every table; each engine describes itself in tables of its own.
pub(crate) static CATALOGUE: Sql = Sql::per_engine(
    "catalogue.columns",
    Key::Reference,
    "SELECT t.name AS table_name, c.name AS column_name, c.type AS column_type, c.\"notnull\" AS required, c.pk AS key_position \
     FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' \
     ORDER BY t.name, c.name",
    "SELECT c.relname::TEXT AS table_name, a.attname::TEXT AS column_name, format_type(a.atttypid, a.atttypmod) AS column_type, \
     CASE WHEN a.attnotnull THEN 1 ELSE 0 END AS required, COALESCE(array_position(k.conkey, a.attnum), 0) AS key_position \
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
     LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p' \
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace \
     ORDER BY c.relname COLLATE \"C\", a.attname COLLATE \"C\"",
    &[text("table_name"), text("column_name"), text("column_type"), number("required"), number("key_position")],
);

/// Every statement of this module.
pub(crate) const ALL: &[&Sql] = &[&CATALOGUE];

/// Keeps two programs from migrating at once. On SQLite the writing transaction does; PostgreSQL has many writers, and
/// its time limit is meant for statements that answer a person.
pub(super) const fn lock_migrations(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(6004207251)",
    }
}

/// What the type words of the migrations mean.
pub(super) const TYPE_WORDS: [(&str, &str, &str); 9] = [
    // word, SQLite, PostgreSQL
    ("id", "BLOB", "UUID"),
    ("instant", "INTEGER", "TIMESTAMPTZ"),
    ("date", "TEXT", "DATE"),
    ("json", "TEXT", "JSONB"),
    ("bytes", "BLOB", "BYTEA"),
    ("bool", "INTEGER", "BOOLEAN"),
    ("bigint", "INTEGER", "BIGINT"),
    ("float", "REAL", "DOUBLE PRECISION"),
    ("table_end", " STRICT", ""),
];
