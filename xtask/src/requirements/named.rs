//! Finds the requirements that tests name.

use std::collections::BTreeSet;

use crate::lexer::Line;
use crate::tidy::function_name;

/// Test functions of a Rust file with the requirements in their doc comments and names.
pub(super) fn in_rust(lines: &[Line]) -> Vec<(String, BTreeSet<u16>)> {
    let mut found = vec![];
    let mut comment = String::new();
    let mut is_test = false;
    // Inside `engine_test! { ... }` every function at the first level is a test, without an attribute of its own.
    let mut in_macro = false;
    for line in lines {
        let code = line.code.trim();
        if code.ends_with("test! {") {
            in_macro = true;
        } else if line.code.starts_with('}') {
            in_macro = false;
        }
        if code.is_empty() && !line.comment.is_empty() {
            comment.push_str(line.comment.trim_start_matches('/'));
            comment.push('\n');
        } else if code.starts_with("#[") {
            is_test |= is_test_attribute(code);
        } else if let Some(name) = function_name(&line.code) {
            let mut numbers = numbers(&comment);
            numbers.extend(numbers_in_name(name));
            let is_macro_test = in_macro && line.code.starts_with("    async fn");
            if (is_test || is_macro_test) && !numbers.is_empty() {
                found.push((name.to_owned(), numbers));
            }
            comment.clear();
            is_test = false;
        } else if code.ends_with(['{', '}', ';']) || code.is_empty() {
            comment.clear();
            is_test = false;
        }
    }
    found
}

/// `#[test]`, `#[tokio::test]`, `#[world_test(...)]` and the like.
fn is_test_attribute(code: &str) -> bool {
    let inside = code.trim_start_matches("#[");
    let end = inside.find(|mark: char| !(mark.is_alphanumeric() || mark == '_' || mark == ':')).unwrap_or(inside.len());
    inside.get(..end).is_some_and(|path| path.ends_with("test"))
}

/// Titles of `test(...)`, `it(...)` and `describe(...)` in a script.
pub(super) fn in_script(text: &str) -> Vec<(String, BTreeSet<u16>)> {
    let mut found = vec![];
    for call in ["test(", "it(", "describe(", "journey("] {
        for (at, _) in text.match_indices(call) {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            if before.is_some_and(|mark| mark.is_alphanumeric() || mark == '_') {
                continue;
            }
            let Some(title) = text.get(at + call.len()..).and_then(quoted) else { continue };
            let numbers = numbers(title);
            if !numbers.is_empty() {
                found.push((title.to_owned(), numbers));
            }
        }
    }
    found
}

/// The string literal that text begins with.
fn quoted(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|mark| matches!(mark, '"' | '\'' | '`'))?;
    text.get(1..)?.split(quote).next()
}

/// `R33`, `R41 to R46`, `R41-R46`, `R41..R46`, `R41 to 46`.
fn numbers(text: &str) -> BTreeSet<u16> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    let mut boundary = true;
    while let Some(mark) = rest.chars().next() {
        let after = rest.get(mark.len_utf8()..).unwrap_or_default();
        match (boundary && mark == 'R').then(|| leading_number(after)).flatten() {
            Some((first, tail)) => {
                let (last, tail) = range_end(tail).filter(|(last, _)| *last > first).unwrap_or((first, tail));
                found.extend(first..=last);
                rest = tail;
                boundary = false;
            }
            None => {
                boundary = !(mark.is_alphanumeric() || mark == '_');
                rest = after;
            }
        }
    }
    found
}

/// The second half of a range, if one follows.
fn range_end(tail: &str) -> Option<(u16, &str)> {
    let trimmed = tail.trim_start_matches(' ');
    let after = ["to ", "..=", "..", "-", "\u{2013}"].iter().find_map(|dash| trimmed.strip_prefix(dash))?;
    let after = after.trim_start_matches(' ');
    leading_number(after.strip_prefix('R').unwrap_or(after))
}

fn leading_number(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|mark: char| !mark.is_ascii_digit()).unwrap_or(text.len());
    let number = text.get(..end)?.parse().ok().filter(|number| *number > 0)?;
    Some((number, text.get(end..)?))
}

/// `r33_a_code_lives_300_seconds`, `r41_to_r46_...`.
fn numbers_in_name(name: &str) -> BTreeSet<u16> {
    let words: Vec<String> = name
        .split('_')
        .map(|word| match word.strip_prefix('r') {
            Some(digits) if !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit()) => {
                format!("R{digits}")
            }
            _ => word.to_owned(),
        })
        .collect();
    // Digits alone are part of the story, not of a range: `r33_to_300` would otherwise name 268 requirements.
    let text = words.join(" ");
    numbers(&text.replace(" to R", "..R").replace(" to ", " , "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer;

    fn set(numbers: &[u16]) -> BTreeSet<u16> {
        numbers.iter().copied().collect()
    }

    #[test]
    fn reads_numbers_and_ranges() {
        for (text, expected) in [
            ("R33: accepted", &[33][..]),
            ("R41 to R43, R50", &[41, 42, 43, 50]),
            ("R1-R3 and R7\u{2013}R8", &[1, 2, 3, 7, 8]),
            ("R1..R2 R5 to 6", &[1, 2, 5, 6]),
            ("QR33 R R0 Rx", &[]),
            ("(R2)/R3", &[2, 3]),
        ] {
            assert_eq!(numbers(text), set(expected), "{text}");
        }
        assert_eq!(numbers_in_name("r33_lives_to_300"), set(&[33]));
        assert_eq!(numbers_in_name("r41_to_r43_rules"), set(&[41, 42, 43]));
        assert_eq!(numbers_in_name("rates_and_r2d2"), set(&[]));
    }

    #[test]
    fn finds_tests_in_rust_and_only_tests() {
        let source = "/// R5: not a test.\nfn a() {}\n\n/// R6: a test\n/// of R7.\n#[tokio::test]\nasync fn b() {\n    // R9\n}\n\n#[world_test(x)]\nasync fn r8_c(world: World) {}\n";
        let found = in_rust(&lexer::lines(source));
        assert_eq!(found, [("b".to_owned(), set(&[6, 7])), ("r8_c".to_owned(), set(&[8]))]);
    }

    #[test]
    fn finds_the_tests_of_a_macro() {
        let source = "engine_test! {\n    /// R5: a test.\n    async fn a(store: Store) {\n        b();\n    }\n}\n\n/// R6: not a test.\nasync fn b() {}\n";
        assert_eq!(in_rust(&lexer::lines(source)), [("a".to_owned(), set(&[5]))]);
    }

    #[test]
    fn finds_titles_in_scripts() {
        let source =
            "test(\"R1: main page\", async () => {});\nfor (const x of y) test(`R2 to R3 in ${x}`, f);\nlatest('R9');";
        let found = in_script(source);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].1, set(&[2, 3]));
    }
}
