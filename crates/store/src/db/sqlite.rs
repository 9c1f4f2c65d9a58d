//! SQLite: each connection is lent to one transaction at a time, with a thread of its own for what takes long.
//!
//! There is one writer, because SQLite has one, and a queue for it is fairer than its retries; it begins with
//! `BEGIN IMMEDIATE`, because a transaction that starts as a reader and then writes fails at once when another wrote
//! meanwhile, whatever the timeout. Readers are query-only and each sees the state at its first statement.

mod lease;

use std::{fmt, path::Path, sync::Arc, time::Duration};

use jiff::{Timestamp, civil::Date};
use rusqlite::{
    Connection, ErrorCode,
    config::DbConfig,
    ffi,
    types::{ToSqlOutput, ValueRef},
};
use tempfile::TempDir;

pub(super) use self::lease::Lease;
use self::lease::Pool;
use super::{Changed, Column, DatabaseConfig, Engine, Error, Kind, Row, Sql, Value, statement::corrupt};

/// Enough for every statement of the program.
const CACHED_STATEMENTS: usize = 512;

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    Write,
}

/// A database file with its connections.
#[derive(Clone)]
pub(super) struct Database {
    writer: Arc<Pool>,
    readers: Arc<Pool>,
    /// Removes the file of a temporary database, after the connections are closed.
    _temporary: Option<Arc<TempDir>>,
}

impl Database {
    /// Opens the file, or for `:memory:` a temporary one: shared in-memory databases of SQLite know no write-ahead log,
    /// so that readers and the writer would block each other as they do nowhere else.
    pub(super) fn open(place: &str, config: &DatabaseConfig) -> Result<Self, Error> {
        let temporary = if place == ":memory:" {
            Some(tempfile::tempdir().map_err(|error| Error::unavailable("sqlite.open", error))?)
        } else {
            None
        };
        let path = temporary.as_ref().map_or_else(|| Path::new(place).to_owned(), |dir| dir.path().join("okno.db"));
        // What is removed at the end need not survive a power failure.
        let synchronous = if temporary.is_some() { "OFF" } else { "FULL" };
        let writer = connect(&path, Mode::Write, synchronous, config)?;
        let readers = (0..config.readers.max(1))
            .map(|_| connect(&path, Mode::Read, synchronous, config))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            writer: Pool::start("okno-db-writer", vec![writer], config)?,
            readers: Pool::start("okno-db-reader", readers, config)?,
            _temporary: temporary.map(Arc::new),
        })
    }

    pub(super) async fn begin(&self, mode: Mode) -> Result<Lease, Error> {
        let pool = match mode {
            Mode::Read => &self.readers,
            Mode::Write => &self.writer,
        };
        let lease = Pool::lend(pool).await?;
        lease.begin(mode).await?;
        Ok(lease)
    }
}

fn connect(path: &Path, mode: Mode, synchronous: &str, config: &DatabaseConfig) -> Result<Connection, Error> {
    let open = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_millis(config.busy_timeout_ms))?;
        connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
        // As in PostgreSQL: "x" is a column and never a text, LIKE minds the case, references hold.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        // A statement is planned once: not again at each use for the values that it is given, as some would be whose parameters meet a
        // number in an index or an end of a list.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; \
             PRAGMA case_sensitive_like = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; \
             PRAGMA query_only = {};",
            if mode == Mode::Read { "ON" } else { "OFF" }
        ))?;
        Ok(connection)
    };
    open().map_err(|error| fault(&format!("sqlite.open {}", path.display()), &error))
}

fn bind(statement: &mut rusqlite::CachedStatement<'_>, sql: &'static Sql, args: &[Value]) -> Result<(), Error> {
    if statement.parameter_count() != args.len() {
        return Err(Error::bug(sql.name(), "wrong number of arguments"));
    }
    for (number, value) in (1..).zip(args) {
        if matches!(value, Value::Text(text) if text.contains('\0')) {
            return Err(Error::bug(sql.name(), "text with U+0000, which PostgreSQL would refuse"));
        }
        // For SQLite `$1` is a name, and its index is where the name first occurs.
        let name = format!("${number}");
        statement.raw_bind_parameter(name.as_str(), value).map_err(|error| fault(sql.name(), &error))?;
    }
    Ok(())
}

fn query(connection: &Connection, sql: &'static Sql, args: &[Value]) -> Result<Vec<Row>, Error> {
    let fail = |error: rusqlite::Error| fault(sql.name(), &error);
    let mut statement = connection.prepare_cached(sql.text(Engine::Sqlite)).map_err(fail)?;
    if !statement.column_names().eq(sql.columns().iter().map(|column| column.name)) {
        return Err(Error::bug(sql.name(), "the result columns are not the declared ones"));
    }
    bind(&mut statement, sql, args)?;
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(fail)? {
        let mut values = Vec::with_capacity(sql.columns().len());
        for (index, column) in sql.columns().iter().enumerate() {
            let value = decode(column, row.get_ref(index).map_err(fail)?);
            values.push(value.ok_or_else(|| corrupt(sql, column.name, &values))?);
        }
        found.push(Row::new(sql, values));
    }
    Ok(found)
}

fn execute(connection: &Connection, sql: &'static Sql, args: &[Value]) -> Result<Changed, Error> {
    let fail = |error: rusqlite::Error| fault(sql.name(), &error);
    let mut statement = connection.prepare_cached(sql.text(Engine::Sqlite)).map_err(fail)?;
    bind(&mut statement, sql, args)?;
    let count = statement.raw_execute().map_err(fail)?;
    u64::try_from(count).map(Changed).map_err(|error| Error::bug(sql.name(), error))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Bool(value) => ToSqlOutput::from(*value),
            Self::I64(value) => ToSqlOutput::from(*value),
            Self::F64(value) => ToSqlOutput::from(*value),
            Self::Text(value) => ToSqlOutput::from(value.as_str()),
            Self::Bytes(value) => ToSqlOutput::from(value.as_slice()),
            Self::Id(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
            Self::Instant(value) => ToSqlOutput::from(value.as_microsecond()),
            Self::Date(value) => ToSqlOutput::from(value.to_string()),
            Self::Json(value) => ToSqlOutput::from(value.to_string()),
        })
    }
}

fn decode(column: &Column, value: ValueRef<'_>) -> Option<Value> {
    Some(match (column.kind, value) {
        (_, ValueRef::Null) => Value::Null,
        (Kind::Bool, ValueRef::Integer(number @ (0 | 1))) => Value::Bool(number == 1),
        (Kind::I64, ValueRef::Integer(number)) => Value::I64(number),
        (Kind::F64, ValueRef::Real(number)) => Value::F64(number),
        (Kind::Text, ValueRef::Text(text)) => Value::Text(str::from_utf8(text).ok()?.to_owned()),
        (Kind::Bytes, ValueRef::Blob(bytes)) => Value::Bytes(bytes.to_vec()),
        (Kind::Id, ValueRef::Blob(bytes)) => Value::Id(uuid::Uuid::from_slice(bytes).ok()?),
        (Kind::Instant, ValueRef::Integer(micros)) => Value::Instant(Timestamp::from_microsecond(micros).ok()?),
        (Kind::Date, ValueRef::Text(text)) => Value::Date(str::from_utf8(text).ok()?.parse::<Date>().ok()?),
        (Kind::Json, ValueRef::Text(text)) => Value::Json(serde_json::from_slice(text).ok()?),
        _ => return None,
    })
}

/// Sorts an error of the driver into ours. The driver's texts name tables and columns, not values.
fn fault(statement: &(impl fmt::Display + ?Sized), error: &rusqlite::Error) -> Error {
    let statement = statement.to_string();
    let Some(failure) = error.sqlite_error() else { return Error::bug(&statement, error) };
    match (failure.extended_code, failure.code) {
        (ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID, _) => {
            Error::Conflict
        }
        (
            _,
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::OperationInterrupted
            | ErrorCode::SystemIoFailure
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::OutOfMemory,
        ) => Error::unavailable(&statement, error),
        _ => Error::bug(&statement, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_or_broken_disk_is_an_outage() {
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_BUSY, ffi::SQLITE_CANTOPEN] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert!(matches!(fault("sample.insert", &error), Error::Unavailable(_)), "{error}");
        }
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CONSTRAINT_CHECK), None);
        assert!(matches!(fault("sample.insert", &error), Error::Bug(_)));
    }
}
