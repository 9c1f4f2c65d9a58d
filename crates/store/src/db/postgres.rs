//! PostgreSQL: a pool of connections, each lent to one transaction at a time, with TLS when the URL or the distance asks
//! for it.
//!
//! A transaction that is dropped sends its ROLLBACK before the connection goes back, and messages of a connection are
//! answered in turn, so the next borrower never finds it open. A connection whose last call was given up half-way is
//! closed instead, because nobody knows how long that call will take.

use std::{error::Error as _, future::Future, io, pin::pin, task, time::Duration};

use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, PoolError, RecyclingMethod, Runtime};
use jiff::{Timestamp, civil::Date};
use tokio_postgres::{
    NoTls,
    config::SslMode,
    error::SqlState,
    types::{IsNull, ToSql, Type, to_sql_checked},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{
    Changed, Column, DatabaseConfig, Description, Engine, Error, Kind, Row, Sql, Value,
    reach::{server, tls},
    sqlite::Mode,
    statement::corrupt,
};

/// A pool of connections to one server.
#[derive(Clone)]
pub(super) struct Database {
    pool: deadpool_postgres::Pool,
}

impl Database {
    pub(super) fn open(config: &DatabaseConfig) -> Result<Self, Error> {
        let server = server(config)?;
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = if server.get_ssl_mode() == SslMode::Disable {
            Manager::from_config(server, NoTls, manager)
        } else {
            Manager::from_config(server, MakeRustlsConnect::new(tls(config)?), manager)
        };
        let pool = deadpool_postgres::Pool::builder(manager)
            .max_size(config.pool_size.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(config.wait_timeout()))
            .create_timeout(Some(Duration::from_millis(config.connect_timeout_ms)))
            .build();
        Ok(Self { pool: pool.map_err(|error| Error::bug("postgres.open", error))? })
    }

    pub(super) async fn begin(&self, mode: Mode) -> Result<Lease, Error> {
        let client = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => Error::unavailable("begin", chain(&error)),
            other => Error::unavailable("begin", other),
        })?;
        Ok(match mode {
            Mode::Read => Lease { client: Some(client), state: State::Closed, begin: Some(READ) },
            Mode::Write => {
                let mut lease = Lease { client: Some(client), state: State::Busy, begin: None };
                lease.simple(WRITE).await?;
                lease
            }
        })
    }
}

/// Repeatable read, so that a reader sees one state, as on SQLite.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// Where a connection stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// A call is under way, or was given up.
    Busy,
    /// In a transaction, waiting for the next call.
    Open,
    /// Without a transaction.
    Closed,
}

/// A connection with an open transaction; given back when dropped, without the transaction.
pub(super) struct Lease {
    /// Taken only by `drop`.
    client: Option<deadpool_postgres::Client>,
    state: State,
    /// What begins the transaction of a reader: sent together with its first query, which saves a wait for the server. Were it
    /// refused, what that query gave would be dropped; a writer, whose statements would stand, waits for it.
    begin: Option<&'static str>,
}

impl Lease {
    pub(super) async fn query(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        let client = self.client.as_ref().ok_or_else(gone)?;
        self.state = State::Busy;
        let result = match self.begin.take() {
            None => query(client, sql, &args).await,
            Some(begin) => {
                // In this order: each sends its message when it is first polled.
                let both = tokio::join!(biased; client.batch_execute(begin), query(client, sql, &args));
                let (begun, result) = both;
                begun.and(result)
            }
        };
        self.settle(sql, result)
    }

    /// Begins the transaction now, which tells whether the server answers.
    pub(super) async fn open(&mut self) -> Result<(), Error> {
        match self.begin.take() {
            None => Ok(()),
            Some(begin) => self.simple(begin).await,
        }
    }

    pub(super) async fn execute(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Changed, Error> {
        let client = self.client.as_ref().ok_or_else(gone)?;
        self.state = State::Busy;
        let result = execute(client, sql, &args).await;
        self.settle(sql, result)
    }

    pub(super) async fn describe(&mut self, sql: &'static Sql) -> Result<Description, Error> {
        let client = self.client.as_ref().ok_or_else(gone)?;
        self.state = State::Busy;
        let statement = client.prepare(sql.text(Engine::Postgres)).await;
        self.state = State::Open;
        let statement = statement.map_err(|error| fault(sql.name(), &error))?;
        let misfit = |(real, declared): (&tokio_postgres::Column, &Column)| {
            let fits = fits(declared.kind, real.type_());
            (!fits).then(|| format!("{}: {:?} declared, {} found", declared.name, declared.kind, real.type_()))
        };
        Ok(Description {
            parameters: statement.params().len(),
            columns: statement.columns().iter().map(|column| column.name().to_owned()).collect(),
            misfits: statement.columns().iter().zip(sql.columns()).filter_map(misfit).collect(),
        })
    }

    pub(super) async fn batch(&mut self, text: &str) -> Result<(), Error> {
        self.simple(text).await
    }

    pub(super) async fn commit(mut self) -> Result<(), Error> {
        self.simple("COMMIT").await?;
        self.state = State::Closed;
        Ok(())
    }

    async fn simple(&mut self, text: &str) -> Result<(), Error> {
        let client = self.client.as_ref().ok_or_else(gone)?;
        self.state = State::Busy;
        let done = client.batch_execute(text).await;
        self.state = State::Open;
        done.map_err(|error| fault("batch", &error))
    }

    fn settle<T>(
        &mut self,
        sql: &'static Sql,
        result: Result<Result<T, Error>, tokio_postgres::Error>,
    ) -> Result<T, Error> {
        self.state = match &result {
            // A cached plan that a migration has outdated: only a new connection helps.
            Err(error) if error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED) => State::Busy,
            _ => State::Open,
        };
        result.unwrap_or_else(|error| Err(fault(sql.name(), &error)))
    }
}

/// Prepares the statement once per connection. Errors of the server are outside, our own inside.
async fn prepare(
    client: &deadpool_postgres::Client,
    sql: &'static Sql,
    args: &[Value],
) -> Result<Result<tokio_postgres::Statement, Error>, tokio_postgres::Error> {
    let statement = client.prepare_cached(sql.text(Engine::Postgres)).await?;
    if statement.params().len() == args.len() {
        Ok(Ok(statement))
    } else {
        Ok(Err(Error::bug(sql.name(), "wrong number of arguments")))
    }
}

fn parameters(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect()
}

async fn query(
    client: &deadpool_postgres::Client,
    sql: &'static Sql,
    args: &[Value],
) -> Result<Result<Vec<Row>, Error>, tokio_postgres::Error> {
    let statement = match prepare(client, sql, args).await? {
        Ok(statement) => statement,
        Err(error) => return Ok(Err(error)),
    };
    let columns = statement.columns().iter().map(tokio_postgres::Column::name);
    if !columns.eq(sql.columns().iter().map(|column| column.name)) {
        return Ok(Err(Error::bug(sql.name(), "the result columns are not the declared ones")));
    }
    Ok(client.query(&statement, &parameters(args)).await?.iter().map(|row| decode(sql, row)).collect())
}

async fn execute(
    client: &deadpool_postgres::Client,
    sql: &'static Sql,
    args: &[Value],
) -> Result<Result<Changed, Error>, tokio_postgres::Error> {
    Ok(match prepare(client, sql, args).await? {
        Ok(statement) => Ok(Changed(client.execute(&statement, &parameters(args)).await?)),
        Err(error) => Err(error),
    })
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(client) = self.client.take() else { return };
        match self.state {
            State::Closed => {}
            State::Busy => drop(deadpool_postgres::Client::take(client)),
            State::Open => {
                // The first poll sends the message; the answer is of no interest, and comes before any later one.
                let rollback =
                    pin!(client.batch_execute("ROLLBACK")).poll(&mut task::Context::from_waker(task::Waker::noop()));
                if matches!(rollback, task::Poll::Ready(Err(_))) {
                    drop(deadpool_postgres::Client::take(client));
                }
            }
        }
    }
}

fn gone() -> Error {
    Error::Bug("the connection was given back".to_owned())
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(value) => value.to_sql_checked(kind, out),
            Self::I64(value) if *kind == Type::INT4 => i32::try_from(*value)?.to_sql_checked(kind, out),
            Self::I64(value) if *kind == Type::INT2 => i16::try_from(*value)?.to_sql_checked(kind, out),
            Self::I64(value) => value.to_sql_checked(kind, out),
            Self::F64(value) => value.to_sql_checked(kind, out),
            Self::Text(value) => value.to_sql_checked(kind, out),
            Self::Bytes(value) => value.to_sql_checked(kind, out),
            Self::Id(value) => value.to_sql_checked(kind, out),
            Self::Instant(value) => value.to_sql_checked(kind, out),
            Self::Date(value) => value.to_sql_checked(kind, out),
            Self::Json(value) => value.to_sql_checked(kind, out),
        }
    }

    /// Each kind answers for itself in `to_sql`.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn fits(kind: Kind, found: &Type) -> bool {
    match kind {
        Kind::Bool => *found == Type::BOOL,
        Kind::I64 => [Type::INT8, Type::INT4, Type::INT2].contains(found),
        Kind::F64 => *found == Type::FLOAT8,
        Kind::Text => *found == Type::TEXT || *found == Type::VARCHAR,
        Kind::Bytes => *found == Type::BYTEA,
        Kind::Id => *found == Type::UUID,
        Kind::Instant => *found == Type::TIMESTAMPTZ,
        Kind::Date => *found == Type::DATE,
        Kind::Json => *found == Type::JSONB,
    }
}

fn decode(sql: &'static Sql, row: &tokio_postgres::Row) -> Result<Row, Error> {
    let mut values = Vec::with_capacity(sql.columns().len());
    for (index, column) in sql.columns().iter().enumerate() {
        values.push(decode_column(column, row, index).map_err(|_| corrupt(sql, column.name, &values))?);
    }
    Ok(Row::new(sql, values))
}

fn decode_column(column: &Column, row: &tokio_postgres::Row, index: usize) -> Result<Value, tokio_postgres::Error> {
    let found = row.columns().get(index).map(tokio_postgres::Column::type_);
    let value = match column.kind {
        Kind::Bool => row.try_get::<_, Option<bool>>(index)?.map(Value::Bool),
        Kind::I64 if found == Some(&Type::INT4) => {
            row.try_get::<_, Option<i32>>(index)?.map(|number| Value::I64(number.into()))
        }
        Kind::I64 if found == Some(&Type::INT2) => {
            row.try_get::<_, Option<i16>>(index)?.map(|number| Value::I64(number.into()))
        }
        Kind::I64 => row.try_get::<_, Option<i64>>(index)?.map(Value::I64),
        Kind::F64 => row.try_get::<_, Option<f64>>(index)?.map(Value::F64),
        Kind::Text => row.try_get::<_, Option<String>>(index)?.map(Value::Text),
        Kind::Bytes => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Value::Bytes),
        Kind::Id => row.try_get::<_, Option<uuid::Uuid>>(index)?.map(Value::Id),
        Kind::Instant => row.try_get::<_, Option<Timestamp>>(index)?.map(Value::Instant),
        Kind::Date => row.try_get::<_, Option<Date>>(index)?.map(Value::Date),
        Kind::Json => row.try_get::<_, Option<serde_json::Value>>(index)?.map(Value::Json),
    };
    Ok(value.unwrap_or(Value::Null))
}

/// Sorts an error of the driver into ours. The server's detail is left out: it quotes values.
fn fault(statement: &str, error: &tokio_postgres::Error) -> Error {
    let Some(code) = error.code() else {
        let broken = error.is_closed() || error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
        return if broken { Error::unavailable(statement, chain(error)) } else { Error::bug(statement, chain(error)) };
    };
    let conflicts = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::EXCLUSION_VIOLATION,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ];
    if conflicts.contains(code) {
        return Error::Conflict;
    }
    // Connection, resources, operator intervention (also the time limit), system; a lock or an outdated plan.
    let passing = ["08", "53", "57", "58"].iter().any(|class| code.code().starts_with(class))
        || [
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
            SqlState::FEATURE_NOT_SUPPORTED,
        ]
        .contains(code);
    if passing { Error::unavailable(statement, chain(error)) } else { Error::bug(statement, chain(error)) }
}

/// The error with its causes; of the server's part only code and message.
fn chain(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(server), _) => format!("{} {}", server.code().code(), server.message()),
        (None, Some(source)) => format!("{error} ({source})"),
        (None, None) => error.to_string(),
    }
}
