//! The layer over the engines: what a transaction promises, on both of them alike.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may")]

use std::{future::Future, pin::pin, task};

use jiff::{Timestamp, civil::Date};
use okno_domain::id::Id;
use okno_store::{
    Store,
    db::{DatabaseConfig, Engine, Error, Migration, Read, Tx, args, statements},
};
use okno_testkit::{TestStore, engine_test};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

const SCHEMA: &[Migration] = &[Migration {
    number: 9001,
    name: "sample",
    text: "-- mail@example is no type word in a comment
        CREATE TABLE sample (
            account_id @id NOT NULL, name TEXT NOT NULL, flag @bool, number @bigint, ratio @float, data @bytes,
            at @instant, day @date, doc @json, version @bigint NOT NULL, PRIMARY KEY (account_id)
        )@table_end;
        CREATE UNIQUE INDEX sample_name ON sample (name);",
}];

statements! {
    /// Every kind.
    INSERT = account "sample.insert" "INSERT INTO sample (account_id, name, flag, number, ratio, data, at, day, doc, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)" => [];
    /// Every kind back.
    FIND = account "sample.find" "SELECT account_id, name, flag, number, ratio, data, at, day, doc, version FROM sample WHERE account_id = $1"
        => [account_id: Id, name: Text, flag: Bool, number: I64, ratio: F64, data: Bytes, at: Instant, day: Date, doc: Json, version: I64];
    /// Little.
    ADD = account "sample.add" "INSERT INTO sample (account_id, name, version) VALUES ($1, $2, 1)" => [];
    /// The same, after so much counting that nobody has the answer at once.
    ADD_SLOWLY = account "sample.add_slowly" "INSERT INTO sample (account_id, name, version) VALUES ($1, $2, (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT COUNT(*) FROM n))" => [];
    /// A guarded update; the parameters are out of order on purpose.
    RENAME = account "sample.rename" "UPDATE sample SET name = $3, version = version + 1 WHERE account_id = $1 AND version = $2" => [];
    /// A guarded update that tells the new version.
    BUMP = account "sample.bump" "UPDATE sample SET version = version + 1 WHERE account_id = $1 RETURNING version" => [version: I64];
    /// How many.
    COUNT = sweep "sample.count" "SELECT COUNT(*) AS many FROM sample LIMIT 1" => [many: I64];
    /// By pattern.
    LIKE = sweep "sample.like" "SELECT name FROM sample WHERE name LIKE $1 LIMIT 10" => [name: Text];
    /// Two rows.
    TWO = reference "sample.two" "SELECT 1 AS one UNION ALL SELECT 2" => [one: I64];
    /// Takes far longer than anyone waits.
    ENDLESS = reference "sample.endless" "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT CAST(COUNT(*) AS BIGINT) AS many FROM n" => [many: I64];
    /// Declares a column that is not there.
    MISDECLARED = reference "sample.misdeclared" "SELECT 1 AS one" => [two: I64];
}

fn account(number: u128) -> Id<u8> {
    Id::from_uuid(Uuid::from_u128(number))
}

async fn with_sample(store: &Store) -> Tx {
    store.migrate_with(SCHEMA, NOW).await.unwrap();
    store.write().await.unwrap()
}

async fn count(read: &mut Read) -> i64 {
    read.query_one(&COUNT, args![]).await.unwrap().get("many").unwrap()
}

async fn counted(store: &Store) -> i64 {
    count(&mut store.read().await.unwrap()).await
}

/// The same test on each engine that is there, opened with these settings.
async fn on_each<F: Future<Output = ()>>(change: impl Fn(&mut DatabaseConfig), test: impl Fn(Store) -> F) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if let Some(database) = TestStore::on(engine, &change).await {
            test(database.store()).await;
        }
    }
}

engine_test! {
    async fn every_kind_comes_back_as_it_went(store: Store) {
        let mut tx = with_sample(&store).await;
        let texts = ["", "Ёлка — «окно» 🪟 'quoted' \"double\" $1"];
        let numbers = [i64::MIN, i64::MAX];
        let ratios = [0.1, -1.5e300];
        let bytes = [vec![], vec![0, 255, 128, 39]];
        let instants = ["1969-12-31T23:59:59.999999Z", "2026-11-25T02:45:54.123456Z"].map(|at| at.parse::<Timestamp>().unwrap());
        let days: [Date; 2] = ["0001-01-01".parse().unwrap(), "9999-12-31".parse().unwrap()];
        let docs = [serde_json::json!(null), serde_json::json!({"b": [1, 2.5, "я"], "a": {"x": true}})];
        for (at, id) in [(0, account(1)), (1, account(u128::MAX))] {
            let all = args![id, texts[at], at == 1, numbers[at], ratios[at], bytes[at], instants[at], days[at], docs[at]];
            tx.execute(&INSERT, all).await.unwrap().exactly_one().unwrap();
            let row = tx.query_one(&FIND, args![id]).await.unwrap();
            assert_eq!(row.get::<Id<u8>>("account_id").unwrap(), id);
            assert_eq!(row.get::<String>("name").unwrap(), texts[at]);
            assert_eq!(row.get::<bool>("flag").unwrap(), at == 1);
            assert_eq!(row.get::<i64>("number").unwrap(), numbers[at]);
            assert_eq!(row.get::<f64>("ratio").unwrap().to_bits(), ratios[at].to_bits());
            assert_eq!(row.get::<Vec<u8>>("data").unwrap(), bytes[at]);
            assert_eq!(row.get::<Timestamp>("at").unwrap(), instants[at]);
            assert_eq!(row.get::<Option<Date>>("day").unwrap(), Some(days[at]));
            assert_eq!(row.get::<serde_json::Value>("doc").unwrap(), docs[at]);
        }
        tx.commit().await.unwrap();
    }

    async fn nothing_comes_back_as_nothing(store: Store) {
        let mut tx = with_sample(&store).await;
        let none: Option<String> = None;
        let all = args![account(1), "a", none, none, none, none, none, none, none];
        tx.execute(&INSERT, all).await.unwrap().exactly_one().unwrap();
        let row = tx.query_one(&FIND, args![account(1)]).await.unwrap();
        assert_eq!(row.get::<Option<bool>>("flag").unwrap(), None);
        assert_eq!(row.get::<Option<i64>>("number").unwrap(), None);
        assert_eq!(row.get::<Option<Timestamp>>("at").unwrap(), None);
        assert_eq!(row.get::<Option<serde_json::Value>>("doc").unwrap(), None);
        let key = account(1).to_string();
        assert_eq!(row.get::<i64>("number"), Err(Error::Corrupt { table: "sample", column: "number".to_owned(), key }));
    }

    async fn instants_are_cut_to_microseconds(store: Store) {
        let mut tx = with_sample(&store).await;
        let none: Option<String> = None;
        let at: Timestamp = "2026-11-25T02:45:54.123456789Z".parse().unwrap();
        tx.execute(&INSERT, args![account(1), "a", none, none, none, none, at, none, none]).await.unwrap().exactly_one().unwrap();
        let row = tx.query_one(&FIND, args![account(1)]).await.unwrap();
        assert_eq!(row.get::<Timestamp>("at").unwrap().to_string(), "2026-11-25T02:45:54.123456Z");
    }

    async fn a_column_is_asked_for_by_its_declared_name_and_type(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        let row = tx.query_one(&FIND, args![account(1)]).await.unwrap();
        assert!(matches!(row.get::<String>("nickname"), Err(Error::Bug(_))));
        assert!(matches!(row.get::<i64>("name"), Err(Error::Corrupt { table: "sample", .. })));
        assert!(matches!(row.get::<[u8; 3]>("data"), Err(Error::Corrupt { .. })));
        assert!(matches!(tx.query_one(&MISDECLARED, args![]).await, Err(Error::Bug(_))));
    }

    async fn a_dropped_transaction_leaves_nothing(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        assert_eq!(count(&mut tx).await, 1);
        drop(tx);
        assert_eq!(counted(&store).await, 0);
        let mut tx = store.write().await.unwrap();
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(counted(&store).await, 1);
    }

    async fn what_is_not_committed_is_not_seen_and_a_reader_sees_one_state(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        let mut early = store.read().await.unwrap();
        assert_eq!(count(&mut early).await, 0);
        tx.commit().await.unwrap();
        assert_eq!(count(&mut early).await, 0);
        assert_eq!(counted(&store).await, 1);
    }

    async fn a_reader_cannot_write(store: Store) {
        drop(with_sample(&store).await);
        let mut read = store.read().await.unwrap();
        assert!(matches!(read.query_opt(&BUMP, args![account(1)]).await, Err(Error::Bug(_))));
    }

    async fn what_exists_already_is_a_conflict_and_ends_the_transaction(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        tx.commit().await.unwrap();
        for clash in [args![account(1), "b"], args![account(2), "a"]] {
            let mut tx = store.write().await.unwrap();
            tx.execute(&ADD, args![account(3), "c"]).await.unwrap().exactly_one().unwrap();
            assert_eq!(tx.execute(&ADD, clash).await, Err(Error::Conflict));
            assert!(matches!(tx.execute(&ADD, args![account(4), "d"]).await, Err(Error::Bug(_))));
            assert!(matches!(tx.commit().await, Err(Error::Bug(_))));
        }
        assert_eq!(counted(&store).await, 1);
    }

    async fn a_broken_rule_of_the_schema_is_a_bug(store: Store) {
        let mut tx = with_sample(&store).await;
        let none: Option<String> = None;
        assert!(matches!(tx.execute(&ADD, args![account(1), none]).await, Err(Error::Bug(_))));
    }

    async fn of_two_who_saw_the_same_version_one_gets_a_conflict(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        tx.commit().await.unwrap();
        let rename = async |name: &str| {
            let mut tx = store.write().await?;
            tx.execute(&RENAME, args![account(1), 1_i64, name]).await?.exactly_one()?;
            tx.commit().await
        };
        let (one, other) = tokio::join!(rename("b"), rename("c"));
        assert!(matches!((&one, &other), (Ok(()), Err(Error::Conflict)) | (Err(Error::Conflict), Ok(()))), "{one:?} {other:?}");
    }

    async fn returning_is_queried_and_not_executed(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        assert!(matches!(tx.execute(&BUMP, args![account(1)]).await, Err(Error::Bug(_))));
        let row = tx.query_opt(&BUMP, args![account(1)]).await.unwrap().unwrap();
        assert_eq!(row.get::<u8>("version").unwrap(), 2);
        assert!(tx.query_opt(&BUMP, args![account(2)]).await.unwrap().is_none());
        assert!(matches!(tx.query_one(&BUMP, args![account(2)]).await, Err(Error::Bug(_))));
        assert!(matches!(tx.query_opt(&TWO, args![]).await, Err(Error::Bug(_))));
    }

    async fn wrong_arguments_are_bugs(store: Store) {
        drop(with_sample(&store).await);
        for wrong in [args![account(1)], args![account(1), "a", "b"], args![account(1), "a\0b"]] {
            let mut tx = store.write().await.unwrap();
            assert!(matches!(tx.execute(&ADD, wrong).await, Err(Error::Bug(_))));
        }
    }

    async fn patterns_mind_the_case(store: Store) {
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD, args![account(1), "Anna"]).await.unwrap().exactly_one().unwrap();
        assert_eq!(tx.query_all(&LIKE, args!["An%"]).await.unwrap().len(), 1);
        assert_eq!(tx.query_all(&LIKE, args!["an%"]).await.unwrap().len(), 0);
    }

    async fn migrations_are_applied_once_and_may_not_change(store: Store) {
        const CHANGED: &[Migration] = &[Migration { number: 9001, name: "sample", text: "SELECT 1" }];
        assert_eq!(store.pending_of(SCHEMA).await.unwrap(), ["sample"]);
        assert_eq!(store.migrate_with(SCHEMA, NOW).await.unwrap(), ["sample"]);
        assert!(store.pending_of(SCHEMA).await.unwrap().is_empty());
        assert!(store.migrate_with(SCHEMA, NOW).await.unwrap().is_empty());
        assert!(store.pending_migrations().await.unwrap().is_empty());
        assert!(matches!(store.migrate_with(CHANGED, NOW).await, Err(Error::Bug(_))));
    }

    async fn migrations_are_applied_all_or_none(store: Store) {
        const UNKNOWN: &[Migration] = &[Migration { number: 9004, name: "unknown", text: "CREATE TABLE t (a @money)" }];
        const HALF: &[Migration] = &[
            Migration { number: 9002, name: "good", text: "CREATE TABLE good (id @id NOT NULL, PRIMARY KEY (id))@table_end;" },
            Migration { number: 9003, name: "bad", text: "CREATE TABLE bad (id @id NOT NULL; PRIMARY KEY (id))" },
        ];
        assert!(matches!(store.migrate_with(HALF, NOW).await, Err(Error::Bug(_))));
        assert_eq!(store.pending_of(HALF).await.unwrap(), ["good", "bad"]);
        assert!(matches!(store.migrate_with(UNKNOWN, NOW).await, Err(Error::Bug(_))));
    }
}

#[tokio::test]
async fn a_call_given_up_half_way_undoes_its_transaction() {
    // One connection, so that the next transaction would meet what the last one left.
    let single = |config: &mut DatabaseConfig| (config.pool_size, config.readers) = (1, 1);
    on_each(single, |store| async move {
        // SQLite learns that the statement is slow; from then on it runs elsewhere, and can be given up.
        let mut tx = with_sample(&store).await;
        tx.execute(&ADD_SLOWLY, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        drop(tx);
        let mut tx = store.write().await.unwrap();
        {
            let call = pin!(tx.execute(&ADD_SLOWLY, args![account(1), "a"]));
            assert!(call.poll(&mut task::Context::from_waker(task::Waker::noop())).is_pending());
        }
        assert!(matches!(tx.execute(&ADD, args![account(2), "b"]).await, Err(Error::Bug(_))));
        drop(tx);
        assert_eq!(counted(&store).await, 0);
        let mut tx = store.write().await.unwrap();
        tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(counted(&store).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_writer_who_asks_for_another_gets_an_answer_in_time() {
    let impatient = |config: &mut DatabaseConfig| (config.pool_size, config.wait_timeout_ms) = (1, 20);
    on_each(impatient, |store| async move {
        let tx = store.write().await.unwrap();
        assert!(matches!(store.write().await, Err(Error::Unavailable(_))));
        drop(tx);
        assert!(store.write().await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn sqlite_has_one_writer_and_serves_it_in_turn() {
    let database = TestStore::sqlite().await;
    let tx = database.write().await.unwrap();
    let mut next = pin!(database.write());
    assert!(next.as_mut().poll(&mut task::Context::from_waker(task::Waker::noop())).is_pending());
    assert!(database.read().await.is_ok());
    drop(tx);
    assert!(next.await.is_ok());
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_stopped() {
    let hasty = |config: &mut DatabaseConfig| config.statement_timeout_ms = 50;
    on_each(hasty, |store| async move {
        let mut read = store.read().await.unwrap();
        assert!(matches!(read.query_one(&ENDLESS, args![]).await, Err(Error::Unavailable(_))));
        drop(read);
        assert!(store.read().await.unwrap().query_all(&TWO, args![]).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn two_programs_that_start_together_migrate_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = DatabaseConfig::at(format!("sqlite:{}", folder.path().join("okno.db").display()));
    let server = TestStore::postgres().await;
    let configs = [Some(file), server.as_ref().map(|server| server.config().clone())];
    for config in configs.into_iter().flatten() {
        let (one, other) = (Store::open(&config).unwrap(), Store::open(&config).unwrap());
        let (first, second) = tokio::join!(one.migrate_with(SCHEMA, NOW), other.migrate_with(SCHEMA, NOW));
        assert_eq!(first.unwrap().len() + second.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_was_committed_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let config = DatabaseConfig::at(format!("sqlite:{}", folder.path().join("okno.db").display()));
    let store = Store::open(&config).unwrap();
    let mut tx = with_sample(&store).await;
    tx.execute(&ADD, args![account(1), "a"]).await.unwrap().exactly_one().unwrap();
    tx.commit().await.unwrap();
    drop(store);
    assert_eq!(counted(&Store::open(&config).unwrap()).await, 1);
}

#[tokio::test]
async fn an_unreachable_database_is_unavailable_and_a_wrong_url_a_bug() {
    let nowhere = Store::open(&DatabaseConfig::at("postgres://okno@127.0.0.1:1/okno")).unwrap();
    assert!(matches!(nowhere.read().await, Err(Error::Unavailable(_))));
    assert!(matches!(Store::open(&DatabaseConfig::at("sqlite:/no/such/folder/okno.db")), Err(Error::Unavailable(_))));
    assert!(matches!(Store::open(&DatabaseConfig::at("mysql://okno")), Err(Error::Bug(_))));
    assert!(matches!(Store::open(&DatabaseConfig::at("postgres://okno@[")), Err(Error::Bug(_))));
}

#[test]
fn the_configuration_does_not_print_its_password() {
    let config = DatabaseConfig::at("postgres://okno:secret@db/okno");
    assert!(!format!("{config:?}").contains("secret"));
}

engine_test! {
    async fn the_statements_of_this_file_are_what_they_declare(store: Store) {
        drop(with_sample(&store).await);
        for sql in ALL.iter().filter(|sql| sql.name() != MISDECLARED.name()) {
            let description = store.read().await.unwrap().describe(sql).await.unwrap();
            assert!(description.misfits.is_empty(), "{description:?}");
            assert_eq!(description.columns.len(), sql.columns().len());
        }
    }
}
