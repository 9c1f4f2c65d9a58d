//! What a measurement comes to.

use crate::http::Fault;
use crate::load::Outcome;

pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) cpu_ms: f64,
    pub(crate) errors: u64,
    /// Whether errors outnumber successes.
    pub(crate) is_void: bool,
}

impl Figures {
    pub(crate) fn of(outcome: &Outcome, cpu_ms: u64) -> Self {
        let count = number(u64::try_from(outcome.count()).unwrap_or(u64::MAX));
        Self {
            per_second: count / outcome.elapsed.as_secs_f64(),
            p50_ms: outcome.percentile(50).as_secs_f64() * 1000.0,
            p99_ms: outcome.percentile(99).as_secs_f64() * 1000.0,
            cpu_ms: number(cpu_ms) / count.max(1.0),
            errors: outcome.errors,
            is_void: outcome.is_void(),
        }
    }

    pub(crate) fn print(&self, name: &str) {
        let Self { per_second, p50_ms, p99_ms, cpu_ms, errors, .. } = self;
        println!("| {name} | {per_second:.0} | {p50_ms:.2} | {p99_ms:.2} | {cpu_ms:.3} | {errors} |");
    }
}

/// A fault where measurements had more errors than successes.
pub(crate) fn none_void(void: &[&str]) -> Result<(), Fault> {
    if void.is_empty() {
        return Ok(());
    }
    Err(Fault::Unexpected(format!("more errors than successes: {}", void.join(", "))))
}

/// A count as a figure to divide; more than four thousand million of anything is not measured here.
pub(crate) fn number(value: u64) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

pub(crate) fn mib(kib: u64) -> f64 {
    number(kib) / 1024.0
}
