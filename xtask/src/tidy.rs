//! The checks that neither the compiler nor clippy makes. Each rule is a function from the tree to complaints.

mod edges;
mod licences;
mod locales;
mod rust;
mod texts;
mod unused;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::lexer::{self, Line};
use crate::workspace;

pub(crate) use rust::function_name;

/// Something the project does not allow.
pub(crate) struct Complaint {
    place: String,
    line: Option<usize>,
    what: String,
}

impl Complaint {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), line: None, what: what.into() }
    }

    /// About a line, counted from 0.
    fn at(path: &Path, index: usize, what: impl Into<String>) -> Self {
        Self { place: path.display().to_string(), line: Some(index + 1), what: what.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.place, self.what),
            None => write!(formatter, "{}: {}", self.place, self.what),
        }
    }
}

/// A Rust file, taken apart.
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) lines: Vec<Line>,
    /// For each line whether it is test code.
    pub(crate) test: Vec<bool>,
}

impl Source {
    fn new(path: PathBuf, text: &str) -> Self {
        let lines = lexer::lines(text);
        let all = is_test_file(&path);
        let test = if all { vec![true; lines.len()] } else { lexer::test_lines(&lines) };
        Self { path, lines, test }
    }

    /// Lines that ship, with their index.
    fn shipped(&self) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().zip(&self.test).enumerate().filter(|(_, (_, test))| !**test).map(|(at, (line, _))| (at, line))
    }
}

/// Files that hold nothing but tests, or serve nothing else.
fn is_test_file(path: &Path) -> bool {
    let named = |name: &str| path.file_name().is_some_and(|file| file == name);
    named("tests.rs")
        || path.starts_with("crates/testkit")
        || path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "benches")
}

/// All Rust sources of the project.
pub(crate) fn sources() -> Outcome<Vec<Source>> {
    workspace::files()?
        .into_iter()
        .filter(|path| workspace::has_extension(path, "rs"))
        .map(|path| workspace::read(&path).map(|text| Source::new(path, &text)))
        .collect()
}

pub(crate) fn run() -> Outcome {
    let complaints = complaints()?;
    if complaints.is_empty() {
        println!("tidy: nothing to complain about");
        return Ok(());
    }
    for complaint in &complaints {
        println!("{complaint}");
    }
    Err(Failure::new(format!("tidy: {} complaints", complaints.len())))
}

fn complaints() -> Outcome<Vec<Complaint>> {
    let files = workspace::files()?;
    let sources = sources()?;
    let metadata = workspace::metadata()?;
    let mut complaints = vec![];
    for source in &sources {
        rust::check(source, &mut complaints);
    }
    rust::check_exceptions(&sources, &mut complaints);
    edges::check(&metadata, &mut complaints);
    unused::check(&metadata, &sources, &mut complaints);
    licences::check(&metadata, &files, &mut complaints)?;
    locales::check(&files, &mut complaints)?;
    texts::check(&files, &mut complaints)?;
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_tidy() {
        let complaints = complaints().unwrap();
        let list: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert!(list.is_empty(), "\n{}", list.join("\n"));
    }
}
