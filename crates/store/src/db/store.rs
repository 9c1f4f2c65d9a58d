//! The store as the rest of the program sees it: open, read, write.

use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

use super::{
    Changed, DatabaseConfig, Description, Engine, Error, Row, Sql, Value, postgres,
    sqlite::{self, Mode},
};

/// The database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    database: Database,
}

#[derive(Clone)]
enum Database {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

impl Store {
    /// Opens SQLite, or prepares the pool for PostgreSQL, whose connections open when they are needed. Must be called in
    /// a tokio runtime.
    pub fn open(config: &DatabaseConfig) -> Result<Self, Error> {
        let database = if let Some(place) = config.url.strip_prefix("sqlite:") {
            Database::Sqlite(sqlite::Database::open(place, config)?)
        } else if config.url.starts_with("postgres:") || config.url.starts_with("postgresql:") {
            Database::Postgres(postgres::Database::open(config)?)
        } else {
            return Err(Error::Bug("the database URL must begin with sqlite: or postgres:".to_owned()));
        };
        Ok(Self { database })
    }

    /// The engine behind it.
    pub const fn engine(&self) -> Engine {
        match self.database {
            Database::Sqlite(_) => Engine::Sqlite,
            Database::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether the database answers: `Unavailable` when it does not.
    pub async fn answers(&self) -> Result<(), Error> {
        match &self.database {
            Database::Sqlite(database) => database.begin(Mode::Read).await.map(drop),
            Database::Postgres(database) => database.begin(Mode::Read).await?.open().await,
        }
    }

    /// A transaction that reads one state of the database; a write in it fails. On PostgreSQL it begins with its first query, so
    /// this says nothing of whether the server answers; [`Store::answers`] does.
    pub async fn read(&self) -> Result<Read, Error> {
        Ok(Read::new(match &self.database {
            Database::Sqlite(database) => Link::Sqlite(database.begin(Mode::Read).await?),
            Database::Postgres(database) => Link::Postgres(database.begin(Mode::Read).await?),
        }))
    }

    /// A transaction that writes; dropping it without [`Tx::commit`] undoes it. A task that holds one must not ask for
    /// another: on SQLite it would wait for itself until the time is up.
    pub async fn write(&self) -> Result<Tx, Error> {
        let read = Read::new(match &self.database {
            Database::Sqlite(database) => Link::Sqlite(database.begin(Mode::Write).await?),
            Database::Postgres(database) => Link::Postgres(database.begin(Mode::Write).await?),
        });
        Ok(Tx(read, BTreeMap::new(), false))
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

enum Link {
    Sqlite(sqlite::Lease),
    Postgres(postgres::Lease),
}

/// An open transaction, seen as a reader.
pub struct Read {
    link: Link,
    failed: bool,
}

impl Read {
    const fn new(link: Link) -> Self {
        Self { link, failed: false }
    }

    /// All rows of the result.
    pub async fn query_all(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Vec<Row>, Error> {
        self.usable(sql)?;
        // Set before the wait: a call that is given up half-way leaves its transaction in an unknown state.
        self.failed = true;
        let rows = match &mut self.link {
            Link::Sqlite(lease) => lease.query(sql, args).await,
            Link::Postgres(lease) => lease.query(sql, args).await,
        };
        self.failed = rows.is_err();
        rows
    }

    /// The only row of the result, if there is one; two rows are a `Bug`.
    pub async fn query_opt(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Option<Row>, Error> {
        let mut rows = self.query_all(sql, args).await?;
        let row = rows.pop();
        if rows.is_empty() { Ok(row) } else { Err(Error::bug(sql.name(), "more than one row")) }
    }

    /// The only row of the result; none is a `Bug`.
    pub async fn query_one(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Row, Error> {
        self.query_opt(sql, args).await?.ok_or_else(|| Error::bug(sql.name(), "no row"))
    }

    /// What the engine says of a statement, without running it.
    pub async fn describe(&mut self, sql: &'static Sql) -> Result<Description, Error> {
        self.usable(sql)?;
        self.failed = true;
        let description = match &mut self.link {
            Link::Sqlite(lease) => lease.describe(sql).await,
            Link::Postgres(lease) => lease.describe(sql).await,
        };
        self.failed = description.is_err();
        description
    }

    fn usable(&self, sql: &'static Sql) -> Result<(), Error> {
        if self.failed { Err(Error::bug(sql.name(), "the transaction has failed before")) } else { Ok(()) }
    }
}

/// A counter that is raised at the commit: its statement, the arguments that name it, and by how much.
struct Raise {
    sql: &'static Sql,
    name: Vec<Value>,
    by: i64,
}

/// An open transaction that may write, the counters that are raised at its commit, and whether it leaves work to be done.
pub struct Tx(Read, BTreeMap<String, Raise>, bool);

impl Tx {
    /// Runs a statement without result columns; for those with RETURNING there is [`Read::query_opt`].
    pub async fn execute(&mut self, sql: &'static Sql, args: Vec<Value>) -> Result<Changed, Error> {
        self.0.usable(sql)?;
        if !sql.columns().is_empty() {
            return Err(Error::bug(sql.name(), "it has result columns, so it must be queried"));
        }
        self.0.failed = true;
        let changed = match &mut self.0.link {
            Link::Sqlite(lease) => lease.execute(sql, args).await,
            Link::Postgres(lease) => lease.execute(sql, args).await,
        };
        self.0.failed = changed.is_err();
        changed
    }

    /// Raises a counter by one at the commit. `mark` stands for the counter: raised twice, it is written once, and all
    /// transactions write their counters in the order of the marks. So nobody waits for a counter while holding one that
    /// others wait for, and a busy one is held no longer than a commit takes. `sql` takes `name` and, last, the number.
    pub(crate) fn raise_at_commit(&mut self, mark: String, sql: &'static Sql, name: Vec<Value>) {
        self.1.entry(mark).or_insert(Raise { sql, name, by: 0 }).by += 1;
    }

    /// Notes that a job is to be looked for once this is committed.
    pub(crate) const fn leave_work(&mut self) {
        self.2 = true;
    }

    /// Whether a job is to be looked for once this is committed.
    pub const fn leaves_work(&self) -> bool {
        self.2
    }

    /// Makes everything permanent. Once this returns, a crash does not undo it.
    pub async fn commit(mut self) -> Result<(), Error> {
        for Raise { sql, mut name, by } in std::mem::take(&mut self.1).into_values() {
            name.push(Value::I64(by));
            self.execute(sql, name).await?.exactly_one()?;
        }
        if self.0.failed {
            return Err(Error::Bug("commit of a transaction that has failed".to_owned()));
        }
        match self.0.link {
            Link::Sqlite(lease) => lease.commit().await,
            Link::Postgres(lease) => lease.commit().await,
        }
    }

    /// Runs several statements of a migration.
    pub(super) async fn batch(&mut self, text: String) -> Result<(), Error> {
        self.0.failed = true;
        let done = match &mut self.0.link {
            Link::Sqlite(lease) => lease.batch(text).await,
            Link::Postgres(lease) => lease.batch(&text).await,
        };
        self.0.failed = done.is_err();
        done
    }
}

impl Deref for Tx {
    type Target = Read;
    fn deref(&self) -> &Read {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.0
    }
}
