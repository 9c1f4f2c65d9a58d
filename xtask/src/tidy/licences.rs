//! The licences of everything we build from: crates and npm packages.

use std::path::PathBuf;

use serde_json::Value;

use super::Complaint;
use crate::failure::{Doing, Outcome};
use crate::workspace;

/// Licences that an Apache-2.0 program can be built with and distributed under.
const ALLOWED: [&str; 20] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC-BY-4.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Packages that give no expression but a text, with what the text was found to be.
const READ_BY_US: [(&str, &str); 0] = [];

pub(super) fn check(metadata: &Value, files: &[PathBuf], complaints: &mut Vec<Complaint>) -> Outcome {
    let packages = metadata.get("packages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for package in packages {
        let name = package.get("name").and_then(Value::as_str).unwrap_or_default();
        judge(name, package.get("license").and_then(Value::as_str), complaints);
    }
    for path in files.iter().filter(|path| path.file_name().is_some_and(|name| name == "package-lock.json")) {
        let lock: Value = serde_json::from_str(&workspace::read(path)?).doing(path.display())?;
        let packages = lock.get("packages").and_then(Value::as_object);
        for (place, package) in packages.into_iter().flatten().filter(|(place, _)| !place.is_empty()) {
            judge(place, package.get("license").and_then(Value::as_str), complaints);
            if package.get("link").is_none() && package.get("integrity").is_none() {
                complaints.push(Complaint::new(path.display().to_string(), format!("{place} has no integrity hash")));
            }
        }
    }
    Ok(())
}

fn judge(name: &str, licence: Option<&str>, complaints: &mut Vec<Complaint>) {
    let read = READ_BY_US.iter().find(|(package, _)| *package == name).map(|(_, licence)| *licence);
    match licence.or(read) {
        None => complaints.push(Complaint::new(name, "names no licence")),
        Some(licence) if is_allowed(licence) => {}
        Some(licence) => complaints.push(Complaint::new(name, format!("the licence {licence} is not on the list"))),
    }
}

/// Whether an SPDX expression can be met with the allowed licences alone.
fn is_allowed(expression: &str) -> bool {
    // Older manifests write `A/B` for `A OR B`.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = any(&words);
    met && rest.is_empty()
}

fn any<'w, 's>(words: &'w [&'s str]) -> (bool, &'w [&'s str]) {
    let (mut met, mut rest) = all(words);
    while let Some((&"OR", after)) = rest.split_first() {
        let (other, left) = all(after);
        met |= other;
        rest = left;
    }
    (met, rest)
}

fn all<'w, 's>(words: &'w [&'s str]) -> (bool, &'w [&'s str]) {
    let (mut met, mut rest) = one(words);
    while let Some((&"AND", after)) = rest.split_first() {
        let (other, left) = one(after);
        met &= other;
        rest = left;
    }
    (met, rest)
}

fn one<'w, 's>(words: &'w [&'s str]) -> (bool, &'w [&'s str]) {
    match words {
        ["(", inside @ ..] => {
            let (met, rest) = any(inside);
            match rest {
                [")", after @ ..] => (met, after),
                _ => (false, rest),
            }
        }
        [licence, "WITH", exception, rest @ ..] => {
            (ALLOWED.contains(&format!("{licence} WITH {exception}").as_str()), rest)
        }
        [licence, rest @ ..] => (ALLOWED.contains(licence), rest),
        [] => (false, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_licence_expressions() {
        for (expression, allowed) in [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("Apache-2.0 WITH LLVM-exception OR MIT", true),
            ("GPL-2.0 WITH Classpath-exception", false),
            ("AGPL-3.0", false),
            ("MIT OR", true),
            ("(MIT", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression), allowed, "{expression}");
        }
    }
}
