//! Every check in order, timed; nothing is passed over.

use std::time::{Duration, Instant};

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::process::{self, Count};
use crate::{assets, browser, generated, paper, requirements, setup, suite, tidy, workspace};

#[derive(Args)]
pub(crate) struct Options {
    /// Only these steps, by name; the default is all of them.
    #[arg(long = "step")]
    steps: Vec<String>,
}

type Step = (&'static str, fn() -> Outcome<Count>);

const STEPS: [Step; 12] = [
    ("setup", || plain(setup::run())),
    ("format", || plain(process::run(workspace::cargo().args(["fmt", "--all", "--check"])))),
    ("tidy", || plain(tidy::run())),
    ("requirements", || plain(requirements::check())),
    ("assets", || plain(assets::run())),
    ("clippy", || plain(clippy())),
    ("documentation", || plain(documentation())),
    ("programs", || plain(suite::programs())),
    ("generated files", || plain(generated::check())),
    ("tests on SQLite and PostgreSQL", || suite::on_both(&[])),
    ("documents for paper", || plain(paper::check())),
    ("browser journeys", browser::on_both),
];

pub(crate) fn run(options: &Options) -> Outcome {
    if let Some(unknown) = options.steps.iter().find(|step| !STEPS.iter().any(|(name, _)| name == step)) {
        let known: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        return Err(Failure::new(format!("no step is named {unknown}; there are: {}", known.join(", "))));
    }
    let mut times: Vec<(&str, Duration, bool)> = vec![];
    let mut total = Count::default();
    let mut outcome = Ok(());
    for (name, step) in STEPS {
        if !options.steps.is_empty() && !options.steps.iter().any(|wanted| wanted == name) {
            continue;
        }
        println!("\n=== {name}");
        let begun = Instant::now();
        let result = step();
        times.push((name, begun.elapsed(), result.is_ok()));
        match result {
            Ok(count) => total.add(count),
            Err(failure) => {
                outcome = Err(Failure::new(format!("{name}: {failure}")));
                break;
            }
        }
    }
    table(&times);
    outcome?;
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(())
}

fn plain(outcome: Outcome) -> Outcome<Count> {
    outcome.map(|()| Count::default())
}

fn clippy() -> Outcome {
    process::run(workspace::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))
}

fn documentation() -> Outcome {
    process::run(
        workspace::cargo()
            .args(["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"])
            // Private items are documented too, so links to them lead somewhere.
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"),
    )
}

fn table(times: &[(&str, Duration, bool)]) {
    println!("\n{:<32} {:>9}", "step", "seconds");
    for (name, time, passed) in times {
        println!("{name:<32} {:>9.1}{}", time.as_secs_f64(), if *passed { "" } else { "  failed" });
    }
    let all: Duration = times.iter().map(|(_, time, _)| *time).sum();
    println!("{:<32} {:>9.1}\n", "together", all.as_secs_f64());
}
