//! Pages: single requests, asked again and again.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use crate::figures::{Figures, mib, none_void};
use crate::http::{Fault, Request};
use crate::load::{self, Scenario};
use crate::person::Person;
use crate::{hash, operator, process};

#[derive(Args)]
pub(crate) struct Options {
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
    /// How many accounts were generated.
    #[arg(long)]
    accounts: u32,
    /// Where to write the figures as JSON, for comparing two runs.
    #[arg(long)]
    figures: PathBuf,
}

pub(crate) async fn run(arguments: &Options) -> Result<(), Fault> {
    let idle = process::resident_kib(arguments.process)?;
    let person = Person::register(arguments.port, arguments.simulators).await?;
    let signed_in = person.log_in(arguments.port).await?;
    let searches = operator::searches(arguments.port, arguments.accounts, &person.phone).await?;
    let scenarios = [
        Scenario { name: "main page", requests: Arc::new(|_| Ok(Request::get("/"))), accept: &[200] },
        Scenario { name: "login page", requests: Arc::new(|_| Ok(Request::get("/login"))), accept: &[200] },
        Scenario {
            name: "finder: a town",
            requests: Arc::new(|_| Ok(Request::get("/service-centers?town=%D0%9A%D0%B0%D0%B7%D0%B0%D0%BD%D1%8C"))),
            accept: &[200],
        },
        Scenario {
            name: "finder: nearest",
            requests: Arc::new(|_| Ok(Request::get("/service-centers?near=55.80,49.12"))),
            accept: &[200],
        },
        Scenario {
            name: "finder: map",
            requests: Arc::new(|_| Ok(Request::get("/service-centers/points?near=55.80,49.12"))),
            accept: &[200],
        },
        Scenario { name: "personal area", requests: signed_in.page("/account"), accept: &[200] },
        Scenario { name: "password login", requests: person.logins(arguments.port).await?, accept: &[302, 303] },
        Scenario {
            name: "code check (wrong code)",
            requests: person.codes(arguments.port).await?,
            accept: &[200, 303, 422, 429],
        },
        Scenario { name: "operator's search", requests: searches, accept: &[303] },
    ];
    println!("| what | requests/s | p50 ms | p99 ms | CPU ms per request | errors |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let mut all = serde_json::Map::new();
    let mut void = Vec::new();
    for scenario in scenarios {
        let before = process::cpu_ms(arguments.process)?;
        // One clerk serves one visitor at a time.
        let connections = if scenario.name == "operator's search" { 1 } else { arguments.connections };
        let workers = scenario.workers(arguments.port, connections);
        let outcome = load::run(workers, Duration::from_secs(arguments.seconds)).await;
        let cpu = process::cpu_ms(arguments.process)?.saturating_sub(before);
        let figures = Figures::of(&outcome, cpu);
        figures.print(scenario.name);
        if figures.is_void {
            if let Some(fault) = &outcome.fault {
                println!("{}: {} times, first: {fault}", scenario.name, figures.errors);
            }
            void.push(scenario.name);
        }
        all.insert(scenario.name.to_owned(), serde_json::json!({ "cpu_ms": figures.cpu_ms, "p50_ms": figures.p50_ms }));
    }
    let hash = hash::cpu_ms_each(Duration::from_secs(arguments.seconds.div_ceil(2)))?;
    println!("\npassword hash alone: {hash:.2} CPU ms, part of each password login");
    let after = process::resident_kib(arguments.process)?;
    println!("resident memory: {:.1} MB idle, {:.1} MB after the load", mib(idle), mib(after));
    std::fs::write(&arguments.figures, serde_json::Value::Object(all).to_string())?;
    none_void(&void)
}
