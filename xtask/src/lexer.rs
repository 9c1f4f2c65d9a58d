//! Splits Rust source into what is code, what stands in string literals, what is comment; line by line.
//!
//! Enough of the language for the tidy checks; it never has to understand the code, only to not be fooled by it.

/// One line of a source file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Code with the contents of literals blanked.
    pub(crate) code: String,
    /// What stands inside string literals.
    pub(crate) text: String,
    /// Comments with their markers.
    pub(crate) comment: String,
}

enum State {
    Code,
    LineComment,
    BlockComment(usize),
    /// A string literal; for a raw one the number of `#` that close it.
    Text(Option<usize>),
}

/// Splits a source file.
pub(crate) fn lines(source: &str) -> Vec<Line> {
    let mut lines = vec![];
    let mut line = Line::default();
    let mut state = State::Code;
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        if next == '\n' {
            lines.push(std::mem::take(&mut line));
            if matches!(state, State::LineComment) {
                state = State::Code;
            }
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let taken = match state {
            State::Code => code(rest, next, &mut line, &mut state),
            State::LineComment => {
                line.comment.push(next);
                next.len_utf8()
            }
            State::BlockComment(depth) => block_comment(rest, next, depth, &mut line, &mut state),
            State::Text(hashes) => text(rest, next, hashes, &mut line, &mut state),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    if line != Line::default() {
        lines.push(line);
    }
    lines
}

fn code(rest: &str, next: char, line: &mut Line, state: &mut State) -> usize {
    if rest.starts_with("//") {
        *state = State::LineComment;
        line.comment.push_str("//");
        return 2;
    }
    if rest.starts_with("/*") {
        *state = State::BlockComment(1);
        line.comment.push_str("/*");
        return 2;
    }
    if next == '"' {
        *state = State::Text(None);
        line.code.push('"');
        return 1;
    }
    let in_word = line.code.ends_with(|last: char| last.is_alphanumeric() || last == '_');
    if !in_word && let Some((hashes, length)) = raw_text_start(rest) {
        *state = State::Text(Some(hashes));
        line.code.push('"');
        return length;
    }
    if next == '\''
        && let Some(length) = character_literal(rest)
    {
        line.code.push_str("' '");
        return length;
    }
    line.code.push(next);
    next.len_utf8()
}

/// `r"`, `r#"`, `br##"` and so on: how many `#`, how long.
fn raw_text_start(rest: &str) -> Option<(usize, usize)> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let after = rest.get(prefix.len()..)?;
    let hashes = after.chars().take_while(|&mark| mark == '#').count();
    after.get(hashes..)?.starts_with('"').then_some((hashes, prefix.len() + hashes + 1))
}

/// The length of a character literal, or nothing for a lifetime.
fn character_literal(rest: &str) -> Option<usize> {
    let inside = rest.get(1..)?;
    if inside.starts_with('\\') {
        let end = inside.get(2..)?.find('\'')?;
        return Some(1 + 2 + end + 1);
    }
    let first = inside.chars().next()?;
    inside.get(first.len_utf8()..)?.starts_with('\'').then_some(1 + first.len_utf8() + 1)
}

fn block_comment(rest: &str, next: char, depth: usize, line: &mut Line, state: &mut State) -> usize {
    if rest.starts_with("*/") {
        *state = if depth == 1 { State::Code } else { State::BlockComment(depth - 1) };
        return 2;
    }
    if rest.starts_with("/*") {
        *state = State::BlockComment(depth + 1);
        return 2;
    }
    line.comment.push(next);
    next.len_utf8()
}

fn text(rest: &str, next: char, hashes: Option<usize>, line: &mut Line, state: &mut State) -> usize {
    match hashes {
        None if next == '\\' => {
            let length = 1 + rest.chars().nth(1).filter(|&escaped| escaped != '\n').map_or(0, char::len_utf8);
            line.text.push_str(rest.get(..length).unwrap_or_default());
            return length;
        }
        None if next == '"' => {
            *state = State::Code;
            line.code.push('"');
            line.text.push(' ');
            return 1;
        }
        Some(hashes) if next == '"' && rest.get(1..).is_some_and(|after| after.starts_with(&"#".repeat(hashes))) => {
            *state = State::Code;
            line.code.push('"');
            line.text.push(' ');
            return 1 + hashes;
        }
        None | Some(_) => {}
    }
    line.text.push(next);
    next.len_utf8()
}

/// Marks the lines that belong to `#[cfg(test)]` modules.
pub(crate) fn test_lines(lines: &[Line]) -> Vec<bool> {
    let mut marks = vec![false; lines.len()];
    let mut pending = false;
    let mut depth: Option<i64> = None;
    for (line, mark) in lines.iter().zip(marks.iter_mut()) {
        let code = line.code.trim();
        if depth.is_none() && code.starts_with("#[cfg(test)]") {
            pending = true;
        }
        if pending || depth.is_some() {
            *mark = true;
        }
        if pending && depth.is_none() && code.contains('{') {
            pending = false;
            depth = Some(0);
        } else if pending && code.ends_with(';') {
            pending = false;
        }
        if let Some(open) = depth.as_mut() {
            *open += braces(&line.code);
            if *open <= 0 {
                depth = None;
            }
        }
    }
    marks
}

/// Opening minus closing braces of a line of code.
pub(crate) fn braces(code: &str) -> i64 {
    code.chars().map(|mark| i64::from(mark == '{') - i64::from(mark == '}')).sum()
}

/// Whether a word stands in the text, with nothing of a word on either side.
pub(crate) fn contains_word(text: &str, word: &str) -> bool {
    let part_of_word = |mark: char| mark.is_alphanumeric() || mark == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separates_code_text_and_comments() {
        let source = "let a = \"x // y\"; // z \"q\"\nlet b = r#\"one\ntwo \"quoted\" \"#; /* c\nd */ let e = 'f';\n";
        let lines = lines(source);
        let codes: Vec<&str> = lines.iter().map(|line| line.code.trim_end()).collect();
        assert_eq!(codes, ["let a = \"\";", "let b = \"", "\";", " let e = ' ';"]);
        assert_eq!(lines[0].text, "x // y ");
        assert_eq!(lines[0].comment, "// z \"q\"");
        assert_eq!(lines[2].text, "two \"quoted\"  ");
        assert_eq!(lines[3].comment, "d ");
    }

    #[test]
    fn is_not_fooled_by_lifetimes_escapes_and_braces_in_literals() {
        let lines = lines("fn a<'a>(x: &'a str) { b('\\'', '{', \"\\\"{\", b'}') }\n");
        assert_eq!(braces(&lines[0].code), 0);
        assert!(lines[0].code.contains("&'a str"));
    }

    #[test]
    fn finds_test_modules() {
        let lines = lines("fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n");
        assert_eq!(test_lines(&lines), [false, true, true, true, true, false]);
    }
}
