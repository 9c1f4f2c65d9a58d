//! Brings a database to the schema of this program: numbered files, applied once, in one transaction, never changed after.

use std::fmt::Write as _;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Engine, Error, Read, Store, args, exceptions, statements};

/// A file of the migrations.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number, rising.
    pub number: u32,
    /// Its name without number and ending.
    pub name: &'static str,
    /// Its text, with type words such as `@id`.
    pub text: &'static str,
}

/// Where applied migrations are noted.
const LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migration (number @bigint NOT NULL, name TEXT NOT NULL, \
     checksum TEXT NOT NULL, applied_at @instant NOT NULL, PRIMARY KEY (number))@table_end";

statements! {
    /// What was applied.
    APPLIED = reference "schema_migration.applied" "SELECT number, checksum FROM schema_migration ORDER BY number" => [number: I64, checksum: Text];
    /// Notes a migration.
    RECORD = reference "schema_migration.record" "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)" => [];
}

impl Store {
    /// Applies what is missing of `migrations`, all or nothing; returns the names of what was applied. Programs that do
    /// this at the same time wait for each other. `Bug` when a migration changed after it was applied.
    pub async fn migrate_with(
        &self,
        migrations: &'static [Migration],
        now: Timestamp,
    ) -> Result<Vec<&'static str>, Error> {
        let mut tx = self.write().await?;
        tx.batch(exceptions::lock_migrations(self.engine()).to_owned()).await?;
        tx.batch(translate(LEDGER, self.engine())?).await?;
        let pending = pending(&mut tx, migrations).await?;
        for migration in &pending {
            let Migration { number, name, text } = migration;
            let done = tx.batch(translate(text, self.engine())?).await;
            done.map_err(|error| Error::Bug(format!("migration {number} {name}: {error}")))?;
            tx.execute(&RECORD, args![*number, *name, checksum(text), now]).await?.exactly_one()?;
            tracing::info!(number, name, "migration applied");
        }
        tx.commit().await?;
        Ok(pending.iter().map(|migration| migration.name).collect())
    }

    /// The names of what [`Store::migrate_with`] would apply.
    pub async fn pending_of(&self, migrations: &'static [Migration]) -> Result<Vec<&'static str>, Error> {
        let mut read = self.read().await?;
        let tables = read.query_all(&exceptions::CATALOGUE, args![]).await?;
        let mut fresh = true;
        for table in tables {
            fresh &= table.get::<String>("table_name")? != "schema_migration";
        }
        let pending = if fresh { migrations.iter().collect() } else { pending(&mut read, migrations).await? };
        Ok(pending.iter().map(|migration| migration.name).collect())
    }
}

async fn pending(read: &mut Read, migrations: &'static [Migration]) -> Result<Vec<&'static Migration>, Error> {
    let mut applied = Vec::new();
    for row in read.query_all(&APPLIED, args![]).await? {
        applied.push((row.get::<u32>("number")?, row.get::<String>("checksum")?));
    }
    let mut pending = Vec::new();
    for migration in migrations {
        match applied.iter().find(|(number, _)| *number == migration.number) {
            None => pending.push(migration),
            Some((_, seen)) if *seen == checksum(migration.text) => {}
            Some(_) => {
                let Migration { number, name, .. } = migration;
                return Err(Error::Bug(format!("migration {number} {name} is not the one that was applied")));
            }
        }
    }
    Ok(pending)
}

/// SHA-256 of the text, whatever line ends a checkout gave it.
fn checksum(text: &str) -> String {
    Sha256::digest(text.replace('\r', "")).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The text with its type words replaced; an unknown word is a `Bug`. Comments are left out.
fn translate(text: &str, engine: Engine) -> Result<String, Error> {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let code = line.split_once("--").map_or(line, |(code, _)| code);
        let mut parts = code.split('@');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(part.len());
            let (word, rest) = part.split_at(end);
            let (_, sqlite, postgres) = exceptions::TYPE_WORDS
                .iter()
                .find(|(known, ..)| *known == word)
                .ok_or_else(|| Error::Bug(format!("migration with the unknown word @{word}")))?;
            out.push_str(if engine == Engine::Sqlite { sqlite } else { postgres });
            out.push_str(rest);
        }
        out.push('\n');
    }
    Ok(out)
}
