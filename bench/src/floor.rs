//! What an operation cannot avoid, measured beside it: bare requests, reads, durable commits, hashes, signatures.
//!
//! Each is done in the quickest way there is on this machine. The commit and the read are one statement by itself, as the
//! client of the database pays for it; what PostgreSQL spends in its own processes counts neither here nor there.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ED25519, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::figures::{Figures, number};
use crate::http::{Fault, Request};
use crate::load::{self, Scenario};
use crate::{hash, process};

/// Processor milliseconds of one of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Floors {
    pub(crate) request: f64,
    pub(crate) read: f64,
    pub(crate) commit: f64,
    /// ES256.
    pub(crate) signature: f64,
    /// EdDSA, by which access tokens are signed.
    pub(crate) verification: f64,
    pub(crate) hash: f64,
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Needs {
    pub(crate) requests: u32,
    pub(crate) reads: u32,
    pub(crate) commits: u32,
    pub(crate) signatures: u32,
    pub(crate) verifications: u32,
    pub(crate) hashes: u32,
}

impl Floors {
    /// The sum.
    pub(crate) fn of(&self, needs: Needs) -> f64 {
        let parts = [
            (needs.requests, self.request),
            (needs.reads, self.read),
            (needs.commits, self.commit),
            (needs.signatures, self.signature),
            (needs.verifications, self.verification),
            (needs.hashes, self.hash),
        ];
        parts.into_iter().map(|(count, each)| f64::from(count) * each).sum()
    }

    pub(crate) fn print(&self) {
        let Self { request, read, commit, signature, verification, hash } = self;
        println!(
            "floors, CPU ms: bare request {request:.4}, read {read:.4}, durable commit {commit:.4}, \
             ES256 signature {signature:.4}, EdDSA verification {verification:.4}, password hash {hash:.2}"
        );
    }
}

/// Where to measure.
pub(crate) struct Place<'a> {
    /// The server's process, and its port that answers `/health/live`.
    pub(crate) process: u32,
    pub(crate) bare_port: u16,
    /// `postgres://...`; else SQLite in this folder.
    pub(crate) database: Option<&'a str>,
    pub(crate) folder: &'a Path,
    pub(crate) connections: usize,
    pub(crate) time: Duration,
}

/// What is written and read: about as long as a row of ours.
const ROW: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\
                   0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
/// Rows to find one among.
const ROWS: i64 = 1000;
const INSERT: &str = "INSERT INTO bench_floor (id, content) VALUES ($1, $2)";
const SELECT: &str = "SELECT content FROM bench_floor WHERE id = $1";
const TABLE: &str = "CREATE TABLE bench_floor (id BIGINT NOT NULL PRIMARY KEY, content TEXT NOT NULL)";

pub(crate) async fn measure(place: &Place<'_>) -> Result<Floors, Fault> {
    let (read, commit) = match place.database {
        Some(url) => postgres(url, place.time).await?,
        None => sqlite(place.folder, place.time)?,
    };
    let (signature, verification) = signatures(place.time)?;
    let request = request(place).await?;
    Ok(Floors { request, read, commit, signature, verification, hash: hash::cpu_ms_each(place.time)? })
}

fn failed(error: impl std::fmt::Display) -> Fault {
    Fault::Unexpected(format!("a floor: {error}"))
}

async fn request(place: &Place<'_>) -> Result<f64, Fault> {
    let requests = Arc::new(|_| Ok(Request::get("/health/live")));
    let scenario = Scenario { name: "bare request", requests, accept: &[200] };
    let before = process::cpu_ms(place.process)?;
    let outcome = load::run(scenario.workers(place.bare_port, place.connections), place.time).await;
    let cpu = process::cpu_ms(place.process)?.saturating_sub(before);
    if outcome.errors > 0 {
        return Err(outcome.fault.unwrap_or(Fault::Malformed("bare requests fail")));
    }
    Ok(Figures::of(&outcome, cpu).cpu_ms)
}

/// Processor time of each, of this very process.
fn each(time: Duration, mut act: impl FnMut(i64) -> Result<(), Fault>) -> Result<f64, Fault> {
    let me = std::process::id();
    let (begun, before) = (Instant::now(), process::cpu_ms(me)?);
    let mut count = 0_i64;
    while begun.elapsed() < time {
        act(count)?;
        count += 1;
    }
    spent(me, before, count)
}

fn spent(me: u32, before: u64, count: i64) -> Result<f64, Fault> {
    let spent = process::cpu_ms(me)?.saturating_sub(before);
    Ok(number(spent) / number(u64::try_from(count.max(1)).unwrap_or(1)))
}

fn signatures(time: Duration) -> Result<(f64, f64), Fault> {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(failed)?;
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).map_err(failed)?;
    let sign = each(time, |_| {
        black_box(key.sign(&random, black_box(ROW.as_bytes())).map_err(failed)?);
        Ok(())
    })?;
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&random).map_err(failed)?;
    let key = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).map_err(failed)?;
    let signed = key.sign(ROW.as_bytes());
    let public = UnparsedPublicKey::new(&ED25519, key.public_key().as_ref());
    let verify = each(time, |_| public.verify(black_box(ROW.as_bytes()), signed.as_ref()).map_err(failed))?;
    Ok((sign, verify))
}

/// A read and a durable commit of SQLite, with the settings of the portal.
fn sqlite(folder: &Path, time: Duration) -> Result<(f64, f64), Fault> {
    let path = folder.join("floor.sqlite");
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    let connection = Connection::open(&path).map_err(failed)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").map_err(failed)?;
    connection.execute_batch(TABLE).map_err(failed)?;
    connection.execute_batch("BEGIN").map_err(failed)?;
    let mut insert = connection.prepare(INSERT).map_err(failed)?;
    for id in 0..ROWS {
        insert.execute((id, ROW)).map_err(failed)?;
    }
    connection.execute_batch("COMMIT").map_err(failed)?;
    let mut select = connection.prepare(SELECT).map_err(failed)?;
    let read = each(time, |number| {
        let content: String = select.query_row([number % ROWS], |row| row.get(0)).map_err(failed)?;
        black_box(content);
        Ok(())
    })?;
    let commit = each(time, |number| {
        insert.execute((ROWS + number, ROW)).map_err(failed)?;
        Ok(())
    })?;
    Ok((read, commit))
}

/// The same of PostgreSQL, as it is set.
async fn postgres(url: &str, time: Duration) -> Result<(f64, f64), Fault> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.map_err(failed)?;
    tokio::spawn(connection);
    client.batch_execute("DROP TABLE IF EXISTS bench_floor").await.map_err(failed)?;
    client.batch_execute(TABLE).await.map_err(failed)?;
    let insert = client.prepare(INSERT).await.map_err(failed)?;
    let select = client.prepare(SELECT).await.map_err(failed)?;
    for id in 0..ROWS {
        client.execute(&insert, &[&id, &ROW]).await.map_err(failed)?;
    }
    let me = std::process::id();
    let (mut begun, mut before, mut count) = (Instant::now(), process::cpu_ms(me)?, 0_i64);
    while begun.elapsed() < time {
        black_box(client.query_one(&select, &[&(count % ROWS)]).await.map_err(failed)?);
        count += 1;
    }
    let read = spent(me, before, count)?;
    (begun, before, count) = (Instant::now(), process::cpu_ms(me)?, 0);
    while begun.elapsed() < time {
        client.execute(&insert, &[&(ROWS + count), &ROW]).await.map_err(failed)?;
        count += 1;
    }
    let commit = spent(me, before, count)?;
    client.batch_execute("DROP TABLE bench_floor").await.map_err(failed)?;
    Ok((read, commit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_the_sum_of_its_parts() {
        let floors = Floors { request: 1.0, read: 10.0, commit: 100.0, signature: 1000.0, ..Floors::default() };
        let needs = Needs { requests: 2, commits: 3, signatures: 1, ..Needs::default() };
        assert!((floors.of(needs) - 1302.0).abs() < 1e-9);
    }

    #[test]
    fn sqlite_and_signatures_can_be_measured() {
        let folder = std::env::temp_dir().join(format!("okno-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let time = Duration::from_millis(20);
        let measured = sqlite(&folder, time).and_then(|_| signatures(time));
        std::fs::remove_dir_all(&folder).unwrap();
        measured.unwrap();
    }
}
