//! SQLite: each connection lives on a thread of its own and is lent to one transaction at a time.
//!
//! There is one writer, because SQLite has one, and a queue for it is fairer than its retries; it begins with
//! `BEGIN IMMEDIATE`, because a transaction that starts as a reader and then writes fails at once when another wrote
//! meanwhile, whatever the timeout. Readers are query-only and each sees the state at its first statement.

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use jiff::{Timestamp, civil::Date};
use rusqlite::{
    Connection, ErrorCode, InterruptHandle,
    config::DbConfig,
    ffi,
    types::{ToSqlOutput, ValueRef},
};
use tempfile::TempDir;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Changed, Column, DatabaseConfig, Description, Engine, Error, Kind, Row, Sql, Value, statement::corrupt};

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
        let (pool, text) = match mode {
            Mode::Read => (&self.readers, "BEGIN"),
            Mode::Write => (&self.writer, "BEGIN IMMEDIATE"),
        };
        let lease = Pool::lend(pool).await?;
        lease
            .call("begin", None, move |connection| connection.execute_batch(text).map_err(|e| fault("begin", &e)))
            .await?;
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

type Order = Box<dyn FnOnce(&Connection) + Send>;

/// A connection's thread; it ends, and closes the connection, when this is dropped.
struct Worker {
    orders: Option<mpsc::Sender<Order>>,
    thread: Option<thread::JoinHandle<()>>,
    interrupt: InterruptHandle,
}

impl Worker {
    fn start(name: &str, connection: Connection) -> Result<Self, Error> {
        let interrupt = connection.get_interrupt_handle();
        let (orders, inbox) = mpsc::channel::<Order>();
        let work = move || {
            for order in inbox {
                order(&connection);
            }
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
        let thread = thread.map_err(|error| Error::unavailable("sqlite.open", error))?;
        Ok(Self { orders: Some(orders), thread: Some(thread), interrupt })
    }

    /// False when the thread is gone.
    fn order(&self, order: Order) -> bool {
        self.orders.as_ref().is_some_and(|orders| orders.send(order).is_ok())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.orders.take());
        if let Some(thread) = self.thread.take() {
            // Waits, so that the file is closed when the store is gone. A thread that panicked has told so itself.
            let _ = thread.join();
        }
    }
}

/// Workers that are lent to one transaction at a time.
struct Pool {
    free: Mutex<Vec<Worker>>,
    permits: Arc<Semaphore>,
    wait_timeout: Duration,
    statement_timeout: Duration,
}

impl Pool {
    fn start(name: &str, connections: Vec<Connection>, config: &DatabaseConfig) -> Result<Arc<Self>, Error> {
        let workers = connections.into_iter().map(|c| Worker::start(name, c)).collect::<Result<Vec<_>, _>>()?;
        Ok(Arc::new(Self {
            permits: Arc::new(Semaphore::new(workers.len())),
            free: Mutex::new(workers),
            wait_timeout: config.wait_timeout(),
            statement_timeout: config.statement_timeout(),
        }))
    }

    async fn lend(pool: &Arc<Self>) -> Result<Lease, Error> {
        let waiting = tokio::time::timeout(pool.wait_timeout, Arc::clone(&pool.permits).acquire_owned());
        let permit = waiting
            .await
            .map_err(|_| Error::unavailable("begin", "no connection became free in time"))?
            .map_err(|error| Error::bug("begin", error))?;
        let worker = pool.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if worker.is_none() {
            return Err(Error::bug("begin", "a permit without a connection"));
        }
        Ok(Lease { worker, pool: Arc::clone(pool), _permit: permit })
    }
}

/// A connection with an open transaction; given back when dropped, without the transaction.
pub(super) struct Lease {
    /// Taken only by `drop`.
    worker: Option<Worker>,
    pool: Arc<Pool>,
    /// Released after `drop` has put the worker back.
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    pub(super) async fn query(&self, sql: &'static Sql, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        self.call(sql.name(), Some(self.pool.statement_timeout), move |c| query(c, sql, &args)).await
    }

    pub(super) async fn execute(&self, sql: &'static Sql, args: Vec<Value>) -> Result<Changed, Error> {
        self.call(sql.name(), Some(self.pool.statement_timeout), move |c| execute(c, sql, &args)).await
    }

    pub(super) async fn describe(&self, sql: &'static Sql) -> Result<Description, Error> {
        self.call(sql.name(), None, move |connection| {
            let text = sql.text(Engine::Sqlite);
            let statement = connection.prepare(text).map_err(|error| fault(sql.name(), &error))?;
            Ok(Description {
                parameters: statement.parameter_count(),
                columns: statement.column_names().map(ToOwned::to_owned).collect(),
                misfits: Vec::new(),
            })
        })
        .await
    }

    pub(super) async fn batch(&self, text: String) -> Result<(), Error> {
        self.call("batch", None, move |c| c.execute_batch(&text).map_err(|e| fault("batch", &e))).await
    }

    pub(super) async fn commit(self) -> Result<(), Error> {
        self.call("commit", None, |c| c.execute_batch("COMMIT").map_err(|e| fault("commit", &e))).await
    }

    /// Has the thread do `work` and waits for it, interrupting what runs longer than `limit`.
    async fn call<T: Send + 'static>(
        &self,
        name: &'static str,
        limit: Option<Duration>,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let gone = || Error::unavailable(name, "the connection's thread is gone");
        let worker = self.worker.as_ref().ok_or_else(gone)?;
        let (reply, mut answer) = oneshot::channel();
        // Nobody may be waiting any more; then the result is lost on purpose.
        if !worker.order(Box::new(move |connection| drop(reply.send(work(connection))))) {
            return Err(gone());
        }
        let answer = match limit {
            None => answer.await,
            Some(limit) => match tokio::time::timeout(limit, &mut answer).await {
                Ok(answer) => answer,
                Err(_) => {
                    worker.interrupt.interrupt();
                    answer.await
                }
            },
        };
        answer.unwrap_or_else(|_| Err(gone()))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(worker) = self.worker.take() else { return };
        // Orders run in turn, so whoever gets this connection next finds no transaction.
        worker.order(Box::new(|connection| {
            if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
                tracing::error!("a transaction of SQLite could not be rolled back");
            }
        }));
        self.pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }
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
