//! What no file of the project may contain: paths of one machine, hosts of package registries.

use std::fs;
use std::path::PathBuf;

use super::Complaint;
use crate::failure::Outcome;
use crate::workspace;

/// Written in two halves, so that this file passes its own check.
const FORBIDDEN: [(&str, &str, &str); 8] = [
    ("/wor", "k/", "is a path of one machine"),
    ("/ho", "me/", "is a path of one machine"),
    ("registry.npm", "js.org", "is a registry's host: write package-lock.json with omit-lockfile-registry-resolved"),
    ("static.", "crates.io", "is a registry's host"),
    ("index.", "crates.io", "is a registry's host"),
    ("deb.", "debian.org", "is a registry's host"),
    ("proxy.", "golang.org", "is a registry's host"),
    ("pypi.", "org", "is a registry's host"),
];

pub(super) fn check(files: &[PathBuf], complaints: &mut Vec<Complaint>) -> Outcome {
    for path in files {
        let bytes = fs::read(workspace::root().join(path))?;
        // Pictures, fonts and the like have no words.
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for (at, line) in text.lines().enumerate() {
            for (first, second, why) in FORBIDDEN {
                let word = format!("{first}{second}");
                if line.contains(&word) {
                    complaints.push(Complaint::at(path, at, format!("{word} {why}")));
                }
            }
        }
    }
    Ok(())
}
