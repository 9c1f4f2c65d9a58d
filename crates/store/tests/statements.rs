//! What the compiler does for other ways of talking to a database: every statement is prepared on both engines and
//! compared with its declaration, and both engines end up with the same tables.
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet};

use okno_store::{
    MIGRATIONS, Store, all_statements,
    db::{Engine, Key, Sql, args},
};
use okno_testkit::{TestStore, engine_test};

engine_test! {
    /// Parameters are numbered without gaps, and columns have the declared names, order and (on PostgreSQL) types.
    async fn statements_are_what_they_declare(store: Store) {
        let mut complaints = Vec::new();
        for sql in all_statements() {
            let description = match store.read().await.unwrap().describe(sql).await {
                Ok(description) => description,
                Err(error) => {
                    complaints.push(error.to_string());
                    continue;
                }
            };
            let declared: Vec<_> = sql.columns().iter().map(|column| column.name).collect();
            if description.columns != declared {
                complaints.push(format!("{}: has the columns {:?}", sql.name(), description.columns));
            }
            complaints.extend(description.misfits.iter().map(|misfit| format!("{}: {misfit}", sql.name())));
            let numbers = parameters(sql.text(store.engine()));
            if numbers != (1..=description.parameters).collect::<Vec<_>>() {
                complaints.push(format!("{}: has the parameters {numbers:?}", sql.name()));
            }
        }
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

/// The parameter numbers of a text, sorted, each once.
fn parameters(text: &str) -> Vec<usize> {
    let number = |part: &str| part.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    let mut numbers: Vec<usize> = text.split('$').skip(1).filter_map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

#[test]
fn statement_names_are_unique_and_have_two_parts() {
    let mut seen = BTreeSet::new();
    for sql in all_statements() {
        assert!(
            sql.name().split_once('.').is_some_and(|(word, verb)| !word.is_empty() && !verb.is_empty()),
            "{}",
            sql.name()
        );
        assert!(seen.insert(sql.name()), "{} twice", sql.name());
    }
}

/// Decision 7: a statement keeps to the key it names, so that a cluster can send it to one machine.
#[test]
fn statements_keep_to_their_keys() {
    let keys = declared_keys();
    let mut complaints = Vec::new();
    for sql in all_statements() {
        let text = sql.text(Engine::Sqlite);
        let (kept, wants) = match sql.key() {
            Key::Account => (has_word(text, "account_id"), "account_id".to_owned()),
            Key::Own(column) => (has_word(text, column), column.to_owned()),
            Key::Lookup => (text.contains("_hash"), "a hash".to_owned()),
            Key::Reference => (!has_word(text, "account_id"), "no account_id".to_owned()),
            Key::Sweep => (has_word(text, "LIMIT") || text.contains("= $1"), "a LIMIT or a key".to_owned()),
        };
        if !kept {
            complaints.push(format!("{}: {:?} wants {wants}", sql.name(), sql.key()));
        }
        for table in tables(text) {
            let Some(key) = keys.get(&table) else { continue };
            let own = match sql.key() {
                Key::Sweep => continue,
                Key::Account => "account".to_owned(),
                Key::Lookup => "lookup".to_owned(),
                Key::Reference => "reference".to_owned(),
                Key::Own(column) => format!("own({column})"),
            };
            if *key != own && key != "reference" {
                complaints.push(format!("{}: {own}, but {table} is {key}", sql.name()));
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn has_word(text: &str, wanted: &str) -> bool {
    words(text).any(|word| word == wanted)
}

/// What stands after FROM, JOIN, INTO and UPDATE.
fn tables(text: &str) -> Vec<String> {
    let named =
        |(before, word): (&str, &str)| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&before).then(|| word.to_owned());
    words(text).zip(words(text).skip(1)).filter_map(named).collect()
}

/// The key that the comment above each table of the migrations declares, written as in `own(column)`.
fn declared_keys() -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    for migration in MIGRATIONS {
        let mut declared = None;
        for line in migration.text.lines() {
            if let Some(comment) = line.strip_prefix("--") {
                if let Some(key) = comment.trim().strip_prefix("key:") {
                    declared = Some(key.trim().replace('"', ""));
                }
                continue;
            }
            if let Some(table) = line.strip_prefix("CREATE TABLE ").and_then(|rest| words(rest).next()) {
                let key = declared.take().unwrap_or_default();
                let known = ["account", "lookup", "reference"].contains(&key.as_str())
                    || key.strip_prefix("own(").is_some_and(|own| own.ends_with(')'));
                assert!(known, "{}: {table} has no `-- key:` comment that says where it lives", migration.name);
                keys.insert(table.to_owned(), key);
            }
            declared = None;
        }
    }
    keys
}

/// A column as both engines should see it.
#[derive(Debug, PartialEq, Eq)]
struct CatalogueColumn {
    table: String,
    column: String,
    sqlite_type: String,
    required: i64,
    key_position: i64,
}

async fn catalogue(store: &Store) -> Vec<CatalogueColumn> {
    let sql: &'static Sql = all_statements().find(|sql| sql.name() == "catalogue.columns").unwrap();
    let rows = store.read().await.unwrap().query_all(sql, args![]).await.unwrap();
    rows.iter()
        .map(|row| CatalogueColumn {
            table: row.get("table_name").unwrap(),
            column: row.get("column_name").unwrap(),
            sqlite_type: sqlite_type(&row.get::<String>("column_type").unwrap()),
            required: row.get("required").unwrap(),
            key_position: row.get("key_position").unwrap(),
        })
        .collect()
}

/// How SQLite keeps what PostgreSQL calls by this name.
fn sqlite_type(name: &str) -> String {
    match name {
        "uuid" | "bytea" => "BLOB",
        "bigint" | "boolean" | "timestamp with time zone" => "INTEGER",
        "text" | "date" | "jsonb" => "TEXT",
        "double precision" => "REAL",
        other => other,
    }
    .to_owned()
}

#[tokio::test]
async fn both_engines_have_the_same_tables() {
    let database = TestStore::sqlite().await;
    let sqlite = catalogue(&database).await;
    for column in &sqlite {
        let CatalogueColumn { table, column, sqlite_type, .. } = column;
        assert!(
            ["BLOB", "INTEGER", "TEXT", "REAL"].contains(&sqlite_type.as_str()),
            "{table}.{column} has the type {sqlite_type}, for which there is a type word"
        );
    }
    if let Some(postgres) = TestStore::postgres().await {
        let postgres = catalogue(&postgres).await;
        let missing = |from: &[CatalogueColumn], of: &[CatalogueColumn]| {
            of.iter().filter(|column| !from.contains(column)).map(|column| format!("{column:?}")).collect::<Vec<_>>()
        };
        let none: Vec<String> = Vec::new();
        assert_eq!((missing(&postgres, &sqlite), missing(&sqlite, &postgres)), (none.clone(), none));
    }
}

/// Decision 7: every table says where it lives, and its primary key begins with that key.
#[tokio::test]
async fn tables_live_where_they_say() {
    let database = TestStore::sqlite().await;
    let columns = catalogue(&database).await;
    for (table, key) in declared_keys() {
        let first = columns.iter().find(|column| column.table == table && column.key_position == 1);
        let first = first.unwrap_or_else(|| panic!("{table} has no primary key")).column.as_str();
        match key.as_str() {
            "account" => assert_eq!(first, "account_id", "{table}"),
            "lookup" => assert!(first.ends_with("_hash"), "{table} is found by {first}"),
            "reference" => {}
            own => assert_eq!(format!("own({first})"), own, "{table}"),
        }
    }
    for column in columns {
        assert!(column.key_position == 0 || column.required == 1, "{}.{} may be null", column.table, column.column);
    }
}

#[test]
fn the_list_of_migrations_is_the_folder() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> =
        folder.read_dir().into_iter().flatten().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    let listed: Vec<_> = MIGRATIONS.iter().map(|m| format!("{:04}_{}.sql", m.number, m.name)).collect();
    assert_eq!(files, listed);
    assert!(MIGRATIONS.iter().map(|migration| migration.number).is_sorted_by(|one, next| one < next));
}
