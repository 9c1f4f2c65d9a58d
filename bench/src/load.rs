//! Many who each do the same again as soon as it is done, for a while.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::http::{Client, Fault, Request};

/// One of those who ask, each over a connection of their own.
pub(crate) trait Worker: Send {
    /// Does what is measured once; a fault is an answer that was not the expected one.
    fn once(&mut self) -> Doing<'_>;
}

/// Something being done.
pub(crate) type Doing<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

/// Makes the n-th request of a measurement.
pub(crate) type Requests = Arc<dyn Fn(usize) -> Result<Request, Fault> + Send + Sync>;

/// Single requests to measure.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) requests: Requests,
    /// Which statuses are the expected answer.
    pub(crate) accept: &'static [u16],
}

impl Scenario {
    /// So many who share the requests among them.
    pub(crate) fn workers(&self, port: u16, count: usize) -> Vec<Box<dyn Worker>> {
        let count = count.max(1);
        let worker = |number| -> Box<dyn Worker> {
            let requests = Arc::clone(&self.requests);
            Box::new(Asker { client: Client::of(port), requests, accept: self.accept, number, step: count })
        };
        (0..count).map(worker).collect()
    }
}

/// Asks every `step`-th request.
struct Asker {
    client: Client,
    requests: Requests,
    accept: &'static [u16],
    number: usize,
    step: usize,
}

impl Worker for Asker {
    fn once(&mut self) -> Doing<'_> {
        Box::pin(async {
            let request = (self.requests)(self.number)?;
            self.number += self.step;
            let status = self.client.ask(&request).await?.status;
            if self.accept.contains(&status) {
                Ok(())
            } else {
                Err(Fault::Unexpected(format!("{} answers {status}", request.path)))
            }
        })
    }
}

/// How it went.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) elapsed: Duration,
    pub(crate) errors: u64,
    /// The first of them.
    pub(crate) fault: Option<Fault>,
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

    /// Whether errors outnumber what was done, so that the figures say nothing.
    pub(crate) fn is_void(&self) -> bool {
        usize::try_from(self.errors).is_ok_and(|errors| errors > self.count())
    }

    fn fail(&mut self, fault: Fault) {
        self.errors += 1;
        self.fault.get_or_insert(fault);
    }
}

pub(crate) async fn run(workers: Vec<Box<dyn Worker>>, time: Duration) -> Outcome {
    let begun = Instant::now();
    let tasks: Vec<_> = workers.into_iter().map(|worker| tokio::spawn(one(worker, begun + time))).collect();
    let mut outcome = Outcome::default();
    for task in tasks {
        match task.await {
            Ok(part) => {
                outcome.times.extend(part.times);
                outcome.errors += part.errors;
                outcome.fault = outcome.fault.or(part.fault);
            }
            Err(error) => outcome.fail(Fault::Unexpected(error.to_string())),
        }
    }
    outcome.elapsed = begun.elapsed();
    outcome.times.sort_unstable();
    outcome
}

async fn one(mut worker: Box<dyn Worker>, end: Instant) -> Outcome {
    let mut outcome = Outcome::default();
    while Instant::now() < end {
        let begun = Instant::now();
        match worker.once().await {
            Ok(()) => outcome.times.push(begun.elapsed()),
            Err(fault) => outcome.fail(fault),
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_errors_than_answers_say_nothing() {
        let outcome = |errors, answers| Outcome { errors, times: vec![Duration::ZERO; answers], ..Outcome::default() };
        assert!(outcome(1, 0).is_void() && outcome(3, 2).is_void());
        assert!(!outcome(2, 2).is_void() && !outcome(0, 1).is_void());
    }
}
