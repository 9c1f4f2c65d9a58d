//! Many connections that each ask as soon as they have their answer, for a while.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::http::{Connection, Fault, Request};

/// Makes the n-th request of a measurement.
pub(crate) type Requests = Arc<dyn Fn(usize) -> Result<Request, Fault> + Send + Sync>;

/// Something to measure.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) requests: Requests,
    /// Which statuses are the expected answer.
    pub(crate) accept: &'static [u16],
}

/// How it went.
pub(crate) struct Outcome {
    pub(crate) elapsed: Duration,
    pub(crate) errors: u64,
    /// Sorted.
    times: Vec<Duration>,
}

impl Outcome {
    pub(crate) fn count(&self) -> usize {
        self.times.len()
    }

    /// The time within which so many of a hundred answers came.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let at = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        self.times.get(at).copied().unwrap_or_default()
    }
}

pub(crate) async fn run(port: u16, scenario: &Scenario, connections: usize, time: Duration) -> Outcome {
    let begun = Instant::now();
    let tasks: Vec<_> = (0..connections.max(1))
        .map(|first| {
            let requests = Arc::clone(&scenario.requests);
            tokio::spawn(one(port, requests, scenario.accept, first, connections.max(1), begun + time))
        })
        .collect();
    let mut outcome = Outcome { elapsed: Duration::ZERO, errors: 0, times: vec![] };
    for task in tasks {
        match task.await {
            Ok((times, errors)) => {
                outcome.times.extend(times);
                outcome.errors += errors;
            }
            Err(_) => outcome.errors += 1,
        }
    }
    outcome.elapsed = begun.elapsed();
    outcome.times.sort_unstable();
    outcome
}

async fn one(
    port: u16,
    requests: Requests,
    accept: &'static [u16],
    first: usize,
    step: usize,
    end: Instant,
) -> (Vec<Duration>, u64) {
    let (mut times, mut errors, mut number) = (vec![], 0, first);
    let mut connection = None;
    while Instant::now() < end {
        let begun = Instant::now();
        match ask(port, &requests, number, &mut connection).await {
            Ok(status) if accept.contains(&status) => times.push(begun.elapsed()),
            Ok(_) => errors += 1,
            Err(_) => {
                errors += 1;
                connection = None;
            }
        }
        number += step;
    }
    (times, errors)
}

async fn ask(port: u16, requests: &Requests, number: usize, connection: &mut Option<Connection>) -> Result<u16, Fault> {
    let request = requests(number)?;
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(Connection::open(port).await?),
    };
    Ok(connection.ask(&request).await?.status)
}
