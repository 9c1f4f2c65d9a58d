//! Checks the messages against each other and against their uses, and makes the tables of messages and assets.
//!
//! A mistake in a message fails the build: a key missing in one language, different placeables, an unknown key or
//! wrong arguments in a template.

#[path = "build/assets.rs"]
mod assets;
#[path = "build/french.rs"]
mod french;
#[path = "build/messages.rs"]
mod messages;

use std::{env, fs, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    match run() {
        Ok(problems) if problems.is_empty() => ExitCode::SUCCESS,
        Ok(problems) => report(&problems),
        Err(error) => report(&[error.to_string()]),
    }
}

#[expect(clippy::disallowed_methods, reason = "Cargo tells a build script its folders through the environment")]
fn run() -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for watched in ["build.rs", "build", "locales", "templates", "src", "assets/dist"] {
        tell(&format!("cargo::rerun-if-changed={watched}"));
    }
    let catalogue = messages::Catalogue::read(&root.join("locales"))?;
    let mut problems = catalogue.problems();
    problems.extend(catalogue.check_uses(&messages::uses_in(&root.join("templates"))?));
    problems.extend(catalogue.check_uses(&messages::uses_in(&root.join("src"))?));
    fs::write(out.join("messages.rs"), catalogue.table())?;
    fs::write(out.join("assets.rs"), assets::table(&root.join("assets/dist"))?)?;
    fs::write(out.join("print_fonts.rs"), assets::fonts(&root.join("assets/dist"))?)?;
    Ok(problems)
}

fn report(problems: &[String]) -> ExitCode {
    for problem in problems {
        tell(&format!("cargo::error={}", problem.replace('\n', " ")));
    }
    ExitCode::FAILURE
}

fn tell(line: &str) {
    println!("{line}");
}
