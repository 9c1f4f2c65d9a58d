//! `okno-bench`: asks a running portal the same things again and again, and says what that cost it.
//!
//! Started by `cargo xtask bench` next to a portal and simulators that it owns. It speaks HTTP as a browser does, knows
//! nothing of the portal's inside, and measures the portal's process from `/proc`.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod form;
mod http;
mod load;
mod person;
mod process;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;

use crate::http::{Fault, Request};
use crate::load::{Outcome, Scenario};
use crate::person::Person;

#[derive(Parser)]
struct Arguments {
    /// The portal's port on this machine.
    #[arg(long)]
    port: u16,
    /// The port of the simulators' page.
    #[arg(long)]
    simulators: u16,
    /// The portal's process.
    #[arg(long)]
    process: u32,
    /// Seconds for each measurement.
    #[arg(long)]
    seconds: u64,
    /// How many ask at the same time.
    #[arg(long)]
    connections: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            println!("okno-bench: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Fault> {
    let idle = process::resident_kib(arguments.process)?;
    let person = Person::register(arguments.port, arguments.simulators).await?;
    let signed_in = person.log_in(arguments.port).await?;
    let scenarios = [
        Scenario { name: "main page", requests: Arc::new(|_| Ok(Request::get("/"))), accept: &[200] },
        Scenario { name: "login page", requests: Arc::new(|_| Ok(Request::get("/login"))), accept: &[200] },
        Scenario { name: "personal area", requests: signed_in.page("/account"), accept: &[200] },
        Scenario { name: "password login", requests: person.logins(arguments.port).await?, accept: &[302, 303] },
        Scenario {
            name: "code check (wrong code)",
            requests: person.codes(arguments.port).await?,
            accept: &[200, 303, 422, 429],
        },
    ];
    println!("| what | requests/s | p50 ms | p99 ms | CPU ms per request | errors |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for scenario in scenarios {
        let before = process::cpu_ms(arguments.process)?;
        let outcome =
            load::run(arguments.port, &scenario, arguments.connections, Duration::from_secs(arguments.seconds)).await;
        let cpu = process::cpu_ms(arguments.process)?.saturating_sub(before);
        print(scenario.name, &outcome, cpu);
    }
    let after = process::resident_kib(arguments.process)?;
    println!("\nresident memory: {:.1} MB idle, {:.1} MB after the load", mib(idle), mib(after));
    Ok(())
}

fn print(name: &str, outcome: &Outcome, cpu_ms: u64) {
    let count = outcome.count();
    let (count_f, cpu) =
        (f64::from(u32::try_from(count).unwrap_or(u32::MAX)), f64::from(u32::try_from(cpu_ms).unwrap_or(u32::MAX)));
    let per_second = count_f / outcome.elapsed.as_secs_f64();
    let each = if count == 0 { 0.0 } else { cpu / count_f };
    let (median, slow) = (outcome.percentile(50), outcome.percentile(99));
    println!(
        "| {name} | {per_second:.0} | {:.2} | {:.2} | {each:.3} | {} |",
        median.as_secs_f64() * 1000.0,
        slow.as_secs_f64() * 1000.0,
        outcome.errors
    );
}

fn mib(kib: u64) -> f64 {
    f64::from(u32::try_from(kib).unwrap_or(u32::MAX)) / 1024.0
}
