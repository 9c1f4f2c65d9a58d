//! Rules for Rust sources: lengths, module comments, where SQL may stand, no words for people in code.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Complaint, Source};
use crate::lexer;

const LONGEST_FILE: usize = 800;
const LONGEST_FUNCTION: usize = 100;

/// Where letters of other alphabets are data and not words: identifier rules and the simulators' population.
const LETTERS_ALLOWED: [&str; 3] = ["crates/domain/src", "simulators/src", "fuzz"];

/// Where SQL may stand: the store, the checks of its statements, and what measures the databases without it.
const SQL_ALLOWED: [&str; 3] = ["crates/store", "xtask", "bench/src/floor.rs"];

/// At most this many statements in a hundred may have a text of their own for one engine.
const EXCEPTIONS_PERCENT: usize = 3;
const EXCEPTIONS: &str = "crates/store/src/db/exceptions.rs";

pub(super) fn check(source: &Source, complaints: &mut Vec<Complaint>) {
    check_length(source, complaints);
    check_module_comment(source, complaints);
    check_functions(source, complaints);
    check_letters(source, complaints);
    check_sql(source, complaints);
}

fn check_length(source: &Source, complaints: &mut Vec<Complaint>) {
    let length = source.lines.len();
    if length > LONGEST_FILE {
        let what = format!("has {length} lines, {LONGEST_FILE} is the most; split it by what its parts are about");
        complaints.push(Complaint::new(source.path.display().to_string(), what));
    }
}

fn check_module_comment(source: &Source, complaints: &mut Vec<Complaint>) {
    let mut written = source.lines.iter().filter(|line| !line.code.trim().is_empty() || !line.comment.is_empty());
    if !written.next().is_some_and(|line| line.comment.starts_with("//!")) {
        let what = "begins without `//!`: say what the module is for and what it must never do";
        complaints.push(Complaint::new(source.path.display().to_string(), what));
    }
}

fn check_functions(source: &Source, complaints: &mut Vec<Complaint>) {
    for (start, line) in source.lines.iter().enumerate() {
        let Some(name) = function_name(&line.code) else { continue };
        let length = function_length(source, start);
        if length > LONGEST_FUNCTION {
            let what = format!("function {name} has {length} lines, {LONGEST_FUNCTION} is the most");
            complaints.push(Complaint::at(&source.path, start, what));
        }
    }
}

/// The name of the function that a line of code begins to declare.
pub(crate) fn function_name(code: &str) -> Option<&str> {
    let trimmed = code.trim_start();
    let at = if trimmed.starts_with("fn ") { 0 } else { trimmed.find(" fn ")? + 1 };
    let modifiers = trimmed.get(..at)?;
    let known = |word: &str| {
        matches!(word, "pub" | "const" | "async" | "unsafe" | "extern" | "in" | "\"\"" | "default")
            || word.starts_with("pub(")
            || word.ends_with(')')
    };
    if !modifiers.split_whitespace().all(known) {
        return None;
    }
    let rest = trimmed.get(at + 3..)?;
    let end = rest.find(|mark: char| !(mark.is_alphanumeric() || mark == '_')).unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}

/// Lines from the `fn` to the closing brace; 1 for a declaration without a body.
fn function_length(source: &Source, start: usize) -> usize {
    let mut depth = 0;
    let mut opened = false;
    for (count, line) in source.lines.iter().skip(start).enumerate() {
        if !opened && line.code.trim_end().ends_with(';') && !line.code.contains('{') {
            return 1;
        }
        opened = opened || line.code.contains('{');
        depth += lexer::braces(&line.code);
        if opened && depth <= 0 {
            return count + 1;
        }
    }
    1
}

fn check_letters(source: &Source, complaints: &mut Vec<Complaint>) {
    if LETTERS_ALLOWED.iter().any(|folder| source.path.starts_with(folder)) {
        return;
    }
    let samples = sample_lines(source);
    for (at, line) in source.shipped() {
        if !samples.contains(&at) && line.code.chars().chain(line.text.chars()).any(is_cyrillic) {
            let what = "words for people belong to crates/ui/locales, data to data files or functions named sample...";
            complaints.push(Complaint::at(&source.path, at, what));
        }
    }
}

/// Lines of functions and constants whose name begins with "sample": views show their tests what a page may hold.
fn sample_lines(source: &Source) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (start, line) in source.lines.iter().enumerate() {
        if function_name(&line.code).is_some_and(|name| name.starts_with("sample")) {
            found.extend(start..start + function_length(source, start));
        } else if line.code.contains("const SAMPLE") {
            let length =
                source.lines.iter().skip(start).take_while(|line| !line.code.trim_end().ends_with(';')).count();
            found.extend(start..=start + length);
        }
    }
    found
}

pub(super) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

fn check_sql(source: &Source, complaints: &mut Vec<Complaint>) {
    if SQL_ALLOWED.iter().any(|place| source.path.starts_with(place)) {
        return;
    }
    for (at, line) in source.shipped() {
        if is_sql(&line.text) {
            complaints.push(Complaint::at(&source.path, at, "SQL belongs to okno-store"));
        }
    }
}

fn is_sql(text: &str) -> bool {
    let has = |word: &str| lexer::contains_word(text, word);
    (has("SELECT") && has("FROM"))
        || (has("INSERT") && has("INTO"))
        || (has("UPDATE") && has("SET"))
        || (has("DELETE") && has("FROM"))
        || (has("CREATE") && (has("TABLE") || has("INDEX")))
}

/// Counts the statements of `store` and those with a text for one engine.
pub(super) fn check_exceptions(sources: &[Source], complaints: &mut Vec<Complaint>) {
    let store = || sources.iter().filter(|source| source.path.starts_with("crates/store/src"));
    let lines = || store().flat_map(|source| source.shipped().map(|(_, line)| &line.code));
    let exceptions = lines().filter(|code| code.contains("Sql::per_engine(")).count();
    let statements = exceptions + lines().filter(|code| declares_statement(code)).count();
    if exceptions * 100 > statements * EXCEPTIONS_PERCENT {
        let what = format!(
            "{exceptions} of {statements} statements have a text for one engine; {EXCEPTIONS_PERCENT} % is the most"
        );
        complaints.push(Complaint::new(EXCEPTIONS, what));
    }
    let misplaced = |source: &&Source| source.path != Path::new(EXCEPTIONS);
    for source in store().filter(misplaced) {
        for (at, _) in source.shipped().filter(|(_, line)| line.code.contains("Sql::per_engine(")) {
            complaints.push(Complaint::at(&source.path, at, format!("a text for one engine belongs to {EXCEPTIONS}")));
        }
    }
}

/// `NAME = class "name" "text"` of the `statements!` macro.
fn declares_statement(code: &str) -> bool {
    let classes = ["account", "lookup", "reference", "sweep", "own"];
    let Some((name, rest)) = code.split_once('=') else { return false };
    let constant = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    let (name, rest) = (name.trim(), rest.trim_start());
    !name.is_empty()
        && name.chars().all(constant)
        && classes.iter().any(|class| rest.strip_prefix(class).is_some_and(|after| after.starts_with([' ', '('])))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn said(path: &str, text: &str) -> Vec<String> {
        let mut complaints = vec![];
        check(&Source::new(PathBuf::from(path), text), &mut complaints);
        complaints.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn finds_names_of_functions() {
        for (code, name) in [
            ("fn a() {", Some("a")),
            ("    pub(crate) async fn b<T>(x: T)", Some("b")),
            ("pub const unsafe fn c()", Some("c")),
            ("let f: fn (u8) = d;", None),
            ("x.map(|a| fn_b(a))", None),
        ] {
            assert_eq!(function_name(code), name, "{code}");
        }
    }

    #[test]
    fn a_function_may_have_a_hundred_lines() {
        let of = |lines: usize| format!("//! M.\nfn a() {{\n{}}}\n", "    b();\n".repeat(lines - 2));
        assert_eq!(said("a.rs", &of(100)), [""; 0]);
        assert_eq!(said("a.rs", &of(101)), ["a.rs:2: function a has 101 lines, 100 is the most"]);
    }

    #[test]
    fn a_file_may_have_eight_hundred_lines_and_needs_a_comment() {
        assert_eq!(said("a.rs", &format!("//! M.\n{}", "a();\n".repeat(799))), [""; 0]);
        assert_eq!(said("a.rs", &format!("//! M.\n{}", "a();\n".repeat(800))).len(), 1);
        assert_eq!(said("a.rs", "fn a() {}\n").len(), 1);
    }

    #[test]
    fn words_and_sql_have_their_places() {
        let word = "//! M.\nconst A: &str = \"\u{430}\";\n";
        assert_eq!(said("crates/web/src/a.rs", word).len(), 1);
        assert_eq!(said("crates/domain/src/a.rs", word).len(), 0);
        assert_eq!(said("crates/web/tests/a.rs", word).len(), 0);
        let sql = "//! M.\nconst A: &str = \"SELECT a FROM b\";\n// SELECT a FROM b\n";
        assert_eq!(said("crates/web/src/a.rs", sql), ["crates/web/src/a.rs:2: SQL belongs to okno-store"]);
        assert_eq!(said("crates/store/src/a.rs", sql).len(), 0);
    }
}
