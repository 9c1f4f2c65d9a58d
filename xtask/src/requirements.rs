//! Which requirement is named by which test.
//!
//! The list stands in `docs/requirements.md`; a test names a requirement in its doc comment, its name (`r33_...`) or,
//! for browser journeys, its title.

mod named;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clap::Args;

use crate::failure::{Failure, Outcome};
use crate::{tidy, workspace};

const LIST: &str = "docs/requirements.md";
const UNTESTABLE: &str = "docs/requirements-untestable.md";

/// What has been built so far, first and last number; grows with the work.
const ASSIGNED: [(u16, u16); 5] = [(1, 151), (165, 185), (187, 202), (209, 226), (244, 246)];

#[derive(Args)]
pub(crate) struct Options {
    /// Fails when an assigned requirement has neither a test nor a reason.
    #[arg(long)]
    check: bool,
    /// Only what is missing.
    #[arg(long)]
    missing: bool,
}

/// A test and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    place: String,
    title: String,
}

struct Report {
    titles: BTreeMap<u16, String>,
    tests: BTreeMap<u16, BTreeSet<Test>>,
    reasons: BTreeMap<u16, String>,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let report = Report::read()?;
    report.print(options.missing);
    if options.check { report.check() } else { Ok(()) }
}

/// The check alone, with its findings.
pub(crate) fn check() -> Outcome {
    let report = Report::read()?;
    report.print(true);
    report.check()
}

fn is_assigned(number: u16) -> bool {
    ASSIGNED.iter().any(|(first, last)| (*first..=*last).contains(&number))
}

impl Report {
    fn read() -> Outcome<Self> {
        let mut tests: BTreeMap<u16, BTreeSet<Test>> = BTreeMap::new();
        let mut note = |numbers: BTreeSet<u16>, place: &Path, title: String| {
            for number in numbers {
                let test = Test { place: place.display().to_string(), title: title.clone() };
                tests.entry(number).or_default().insert(test);
            }
        };
        for source in tidy::sources()? {
            for (title, numbers) in named::in_rust(&source.lines) {
                note(numbers, &source.path, title);
            }
        }
        for path in workspace::files()?.iter().filter(|path| is_script_test(path)) {
            for (title, numbers) in named::in_script(&workspace::read(path)?) {
                note(numbers, path, title);
            }
        }
        Ok(Self { titles: table(LIST)?, tests, reasons: table(UNTESTABLE)? })
    }

    fn print(&self, missing_only: bool) {
        let mut tested = 0;
        let assigned: Vec<(&u16, &String)> = self.titles.iter().filter(|(number, _)| is_assigned(**number)).collect();
        for (number, title) in &assigned {
            let tests = self.tests.get(number);
            tested += usize::from(tests.is_some());
            if missing_only && (tests.is_some() || self.reasons.contains_key(number)) {
                continue;
            }
            println!("R{number}  {title}");
            for test in tests.into_iter().flatten() {
                println!("      {}: {}", test.place, test.title);
            }
            if let Some(reason) = self.reasons.get(number) {
                println!("      not testable by program: {reason}");
            } else if tests.is_none() {
                println!("      NO TEST");
            }
        }
        println!("requirements: {tested} of {} assigned ones are named by a test", assigned.len());
    }

    fn check(&self) -> Outcome {
        let bare = |number: &&u16| !self.tests.contains_key(number) && !self.reasons.contains_key(number);
        let missing: Vec<String> = self
            .titles
            .keys()
            .filter(|number| is_assigned(**number))
            .filter(bare)
            .map(|number| format!("R{number}"))
            .collect();
        if !missing.is_empty() {
            return Err(Failure::new(format!("requirements without a test: {}", missing.join(", "))));
        }
        let unknown: Vec<String> = self
            .tests
            .keys()
            .filter(|number| !self.titles.contains_key(number))
            .map(|number| format!("R{number}"))
            .collect();
        if !unknown.is_empty() {
            return Err(Failure::new(format!("tests name requirements that do not exist: {}", unknown.join(", "))));
        }
        Ok(())
    }
}

fn is_script_test(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    [".spec.mjs", ".test.mjs", ".test.ts", ".spec.ts"].iter().any(|ending| name.ends_with(ending))
}

/// Reads `| R<number> | ... | text |`: the number and the last column.
fn table(path: &str) -> Outcome<BTreeMap<u16, String>> {
    let text = workspace::read(Path::new(path))?;
    Ok(text.lines().filter_map(row).collect())
}

fn row(line: &str) -> Option<(u16, String)> {
    let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
    let number = cells.first()?.strip_prefix('R')?.parse().ok()?;
    Some((number, (*cells.last()?).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_complete() {
        let titles = table(LIST).unwrap();
        assert!(titles.keys().copied().eq(1..=246));
        assert!(table(UNTESTABLE).unwrap().keys().all(|number| titles.contains_key(number)));
    }
}
