//! Connections that are lent to one transaction at a time, and where their statements run.
//!
//! Nearly every statement of ours takes some microseconds, less than waking another thread twice. So it runs where it is
//! asked for. What may take longer runs on the connection's own thread, while the task waits: beginning to write while
//! another process writes, commits, which wait for the disk, migrations, and statements that were slow the last time. A
//! statement that was not expected to be slow blocks one thread of the runtime once, and at most until its time is up.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, InterruptHandle};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Mode, execute, fault, query};
use crate::db::{Changed, DatabaseConfig, Description, Engine, Error, Row, Sql, Value};

/// From here on a statement is slow, and its next run is given to the thread of its connection.
const SLOW: Duration = Duration::from_millis(5);
/// Below this a slow statement is so no longer.
const QUICK: Duration = Duration::from_millis(1);
/// After how many steps of SQLite's machine it is looked whether the time is up; some tens of microseconds.
const STEPS: i32 = 4_000;

type Order = Box<dyn FnOnce(Turn<'_>) + Send>;

/// The connection while one order is carried out; ends before whoever waits is told, so that they find it free.
struct Turn<'a> {
    connection: MutexGuard<'a, Connection>,
    pending: &'a AtomicUsize,
}

impl Turn<'_> {
    fn end(self) {
        drop(self.connection);
        self.pending.fetch_sub(1, Ordering::Release);
    }
}

/// Until when a statement may run, shared with the connection's progress handler; microseconds since `begin`, 0 for ever.
struct Deadline {
    begin: Instant,
    micros: AtomicU64,
}

impl Deadline {
    fn set(&self, limit: Duration) {
        let until = self.begin.elapsed() + limit;
        self.micros.store(u64::try_from(until.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn clear(&self) {
        self.micros.store(0, Ordering::Relaxed);
    }

    fn has_passed(&self) -> bool {
        match self.micros.load(Ordering::Relaxed) {
            0 => false,
            until => self.begin.elapsed().as_micros() > u128::from(until),
        }
    }
}

/// A connection with its thread; the thread ends, and the connection is closed, when this is dropped.
struct Worker {
    connection: Arc<Mutex<Connection>>,
    orders: Option<mpsc::Sender<Order>>,
    /// Orders that are not yet carried out; while there are some, nothing may overtake them.
    pending: Arc<AtomicUsize>,
    deadline: Arc<Deadline>,
    thread: Option<thread::JoinHandle<()>>,
    interrupt: InterruptHandle,
    /// How long the connection waits for another process, when it may.
    busy_timeout: Duration,
}

impl Worker {
    fn start(name: &str, mut connection: Connection, busy_timeout: Duration) -> Result<Self, Error> {
        let deadline = Arc::new(Deadline { begin: Instant::now(), micros: AtomicU64::new(0) });
        let seen = Arc::clone(&deadline);
        let progress = connection.progress_handler(STEPS, Some(move || seen.has_passed()));
        progress.map_err(|error| fault("sqlite.open", &error))?;
        let interrupt = connection.get_interrupt_handle();
        let connection = Arc::new(Mutex::new(connection));
        let pending = Arc::new(AtomicUsize::new(0));
        let (orders, inbox) = mpsc::channel::<Order>();
        let (own, counted) = (Arc::clone(&connection), Arc::clone(&pending));
        let work = move || {
            for order in inbox {
                let connection = own.lock().unwrap_or_else(PoisonError::into_inner);
                order(Turn { connection, pending: &counted });
            }
        };
        let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
        let thread = Some(thread.map_err(|error| Error::unavailable("sqlite.open", error))?);
        Ok(Self { connection, orders: Some(orders), pending, deadline, thread, interrupt, busy_timeout })
    }

    /// False when the thread is gone.
    fn order(&self, order: Order) -> bool {
        self.pending.fetch_add(1, Ordering::Acquire);
        let taken = self.orders.as_ref().is_some_and(|orders| orders.send(order).is_ok());
        if !taken {
            self.pending.fetch_sub(1, Ordering::Release);
        }
        taken
    }

    /// The connection for a quick statement here and now; `None` while the thread has something to do with it.
    fn here(&self) -> Option<MutexGuard<'_, Connection>> {
        if self.pending.load(Ordering::Acquire) > 0 {
            return None;
        }
        match self.connection.try_lock() {
            Ok(connection) => Some(connection),
            Err(std::sync::TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => None,
        }
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
pub(super) struct Pool {
    free: Mutex<Vec<Worker>>,
    permits: Arc<Semaphore>,
    wait_timeout: Duration,
    statement_timeout: Duration,
    /// Names of the statements whose last run was slow.
    slow: RwLock<HashSet<&'static str>>,
}

impl Pool {
    pub(super) fn start(name: &str, connections: Vec<Connection>, config: &DatabaseConfig) -> Result<Arc<Self>, Error> {
        let busy_timeout = Duration::from_millis(config.busy_timeout_ms);
        let start = |connection| Worker::start(name, connection, busy_timeout);
        let workers = connections.into_iter().map(start).collect::<Result<Vec<_>, _>>()?;
        Ok(Arc::new(Self {
            permits: Arc::new(Semaphore::new(workers.len())),
            free: Mutex::new(workers),
            wait_timeout: config.wait_timeout(),
            statement_timeout: config.statement_timeout(),
            slow: RwLock::new(HashSet::new()),
        }))
    }

    pub(super) async fn lend(pool: &Arc<Self>) -> Result<Lease, Error> {
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

    fn is_slow(&self, name: &str) -> bool {
        self.slow.read().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    /// Remembers how long a statement took, for its next run.
    fn note(&self, name: &'static str, was_slow: bool, took: Duration) {
        if !was_slow && took >= SLOW {
            self.slow.write().unwrap_or_else(PoisonError::into_inner).insert(name);
        } else if was_slow && took < QUICK {
            self.slow.write().unwrap_or_else(PoisonError::into_inner).remove(name);
        }
    }
}

/// A connection with an open transaction; given back when dropped, without the transaction.
pub(in crate::db) struct Lease {
    /// Taken only by `drop`.
    worker: Option<Worker>,
    pool: Arc<Pool>,
    /// Released after `drop` has put the worker back.
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    pub(super) async fn begin(&self, mode: Mode) -> Result<(), Error> {
        let text = match mode {
            Mode::Read => "BEGIN",
            Mode::Write => "BEGIN IMMEDIATE",
        };
        let worker = self.worker()?;
        if let Some(connection) = worker.here() {
            // Nothing waits here: whoever has to wait for another process does so on the connection's thread.
            let patience = |of: Duration| connection.busy_timeout(of).map_err(|error| fault("begin", &error));
            patience(Duration::ZERO)?;
            let begun = connection.execute_batch(text);
            patience(worker.busy_timeout)?;
            match begun {
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
                begun => return begun.map_err(|error| fault("begin", &error)),
            }
        }
        self.call("begin", None, move |connection| connection.execute_batch(text).map_err(|e| fault("begin", &e))).await
    }

    pub(in crate::db) async fn query(&self, sql: &'static Sql, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        self.run(sql, args, query).await
    }

    pub(in crate::db) async fn execute(&self, sql: &'static Sql, args: Vec<Value>) -> Result<Changed, Error> {
        self.run(sql, args, execute).await
    }

    pub(in crate::db) async fn describe(&self, sql: &'static Sql) -> Result<Description, Error> {
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

    pub(in crate::db) async fn batch(&self, text: String) -> Result<(), Error> {
        self.call("batch", None, move |c| c.execute_batch(&text).map_err(|e| fault("batch", &e))).await
    }

    pub(in crate::db) async fn commit(self) -> Result<(), Error> {
        self.call("commit", None, |c| c.execute_batch("COMMIT").map_err(|e| fault("commit", &e))).await
    }

    fn worker(&self) -> Result<&Worker, Error> {
        self.worker.as_ref().ok_or_else(|| Error::unavailable("lease", "the connection was given back"))
    }

    /// Runs a statement: here when it is quick, otherwise on the connection's thread.
    async fn run<T: Send + 'static>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        statement: fn(&Connection, &'static Sql, &[Value]) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (name, limit) = (sql.name(), self.pool.statement_timeout);
        let worker = self.worker()?;
        let was_slow = self.pool.is_slow(name);
        if !was_slow && let Some(connection) = worker.here() {
            let begun = Instant::now();
            worker.deadline.set(limit);
            let done = statement(&connection, sql, &args);
            worker.deadline.clear();
            self.pool.note(name, was_slow, begun.elapsed());
            return done;
        }
        let work = move |connection: &Connection| {
            let begun = Instant::now();
            statement(connection, sql, &args).map(|done| (done, begun.elapsed()))
        };
        let (done, took) = self.call(name, Some(limit), work).await?;
        self.pool.note(name, was_slow, took);
        Ok(done)
    }

    /// Has the thread do `work` and waits for it, interrupting what runs longer than `limit`.
    async fn call<T: Send + 'static>(
        &self,
        name: &'static str,
        limit: Option<Duration>,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let gone = || Error::unavailable(name, "the connection's thread is gone");
        let worker = self.worker()?;
        let (reply, mut answer) = oneshot::channel();
        // Nobody may be waiting any more; then the result is lost on purpose.
        let order = move |turn: Turn<'_>| {
            let done = work(&turn.connection);
            turn.end();
            drop(reply.send(done));
        };
        if !worker.order(Box::new(order)) {
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
        if let Some(connection) = worker.here() {
            undo(&connection);
        } else {
            // Orders run in turn, so whoever gets this connection next finds no transaction.
            worker.order(Box::new(|turn| {
                undo(&turn.connection);
                turn.end();
            }));
        }
        self.pool.free.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
    }
}

fn undo(connection: &Connection) {
    if !connection.is_autocommit() && connection.execute_batch("ROLLBACK").is_err() {
        tracing::error!("a transaction of SQLite could not be rolled back");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_statement_is_so_until_it_is_quick_again() {
        let pool = Pool::start("test", Vec::new(), &DatabaseConfig::at("sqlite::memory:".to_owned())).unwrap();
        let ran = |took: Duration| {
            pool.note("a.b", pool.is_slow("a.b"), took);
            pool.is_slow("a.b")
        };
        assert!(!ran(SLOW.checked_sub(Duration::from_micros(1)).unwrap()));
        assert!(ran(SLOW));
        assert!(ran(QUICK), "in between it stays as it was");
        assert!(!ran(QUICK.checked_sub(Duration::from_micros(1)).unwrap()));
        assert!(!pool.is_slow("c.d"));
    }

    #[test]
    fn nothing_overtakes_what_the_thread_has_to_do() {
        let connection = Connection::open_in_memory().unwrap();
        let worker = Worker::start("test", connection, Duration::ZERO).unwrap();
        assert!(worker.here().is_some());
        let (go, wait) = mpsc::channel::<()>();
        let (done, told) = mpsc::channel::<()>();
        assert!(worker.order(Box::new(move |turn| {
            wait.recv().unwrap();
            turn.end();
            done.send(()).unwrap();
        })));
        assert!(worker.here().is_none());
        go.send(()).unwrap();
        told.recv().unwrap();
        assert!(worker.here().is_some(), "whoever was told finds it free");
    }
}
