//! Longer texts: one message per text, with just enough form for people who write them.
//!
//! An empty line ends a paragraph. `## ` begins a heading, `- ` an item of a list, `1. ` a step; `[words](/path)` is a
//! link to a page of ours. Nothing else has a meaning, so a text can never break a page.

use std::mem;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The words.
    pub text: String,
    /// The path they lead to; empty for plain words.
    pub path: String,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list.
    Items(Vec<Vec<Span>>),
    /// Steps to be done one after the other.
    Steps(Vec<Vec<Span>>),
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    paragraph: String,
    items: Vec<Vec<Span>>,
    steps: Vec<Vec<Span>>,
}

impl Writer {
    fn end_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            let text = mem::take(&mut self.paragraph);
            self.blocks.push(Block::Paragraph(spans(&text)));
        }
    }

    fn end_items(&mut self) {
        if !self.items.is_empty() {
            self.blocks.push(Block::Items(mem::take(&mut self.items)));
        }
    }

    fn end_steps(&mut self) {
        if !self.steps.is_empty() {
            self.blocks.push(Block::Steps(mem::take(&mut self.steps)));
        }
    }

    fn end(&mut self) {
        self.end_paragraph();
        self.end_items();
        self.end_steps();
    }

    fn line(&mut self, line: &str) {
        let number = line.split_once(". ").filter(|(number, _)| number.parse::<u8>().is_ok());
        if line.is_empty() {
            self.end_paragraph();
        } else if let Some(heading) = line.strip_prefix("## ") {
            self.end();
            self.blocks.push(Block::Heading(heading.to_owned()));
        } else if let Some(item) = line.strip_prefix("- ") {
            self.end_paragraph();
            self.end_steps();
            self.items.push(spans(item));
        } else if let Some((_, step)) = number {
            self.end_paragraph();
            self.end_items();
            self.steps.push(spans(step));
        } else {
            self.end_items();
            self.end_steps();
            if !self.paragraph.is_empty() {
                self.paragraph.push(' ');
            }
            self.paragraph.push_str(line);
        }
    }
}

/// The pieces of a text.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut writer = Writer::default();
    text.lines().for_each(|line| writer.line(line.trim()));
    writer.end();
    writer.blocks
}

fn spans(line: &str) -> Vec<Span> {
    let plain = |text: &str| Span { text: text.to_owned(), path: String::new() };
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some((before, words, path, after)) = next_link(rest) {
        if !before.is_empty() {
            spans.push(plain(before));
        }
        spans.push(Span { text: words.to_owned(), path: path.to_owned() });
        rest = after;
    }
    if !rest.is_empty() {
        spans.push(plain(rest));
    }
    spans
}

/// Whether a path leads to a page of ours: browsers take a backslash for a slash, and pass over blanks and controls.
pub(crate) fn is_ours(path: &str) -> bool {
    let leads_out = |c: char| c == '\\' || c.is_whitespace() || c.is_control();
    path.starts_with('/') && !path.starts_with("//") && !path.contains(leads_out)
}

fn next_link(line: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = line.split_once('[')?;
    let (words, rest) = rest.split_once("](")?;
    let (path, after) = rest.split_once(')')?;
    is_ours(path).then_some((before, words, path, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_of_ours() {
        assert!(is_ours("/help") && is_ours("/help?a=b#c"));
        for path in ["", "help", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"] {
            assert!(!is_ours(path), "{path:?}");
        }
    }

    fn words(text: &str) -> Vec<Span> {
        vec![Span { text: text.to_owned(), path: String::new() }]
    }

    #[test]
    fn a_text_becomes_its_pieces() {
        let text = "One\nline.\n\nTwo.\n\n## Head\n1. First\n2. Second\n\n- a\n- b\nEnd.";
        assert_eq!(
            blocks(text),
            vec![
                Block::Paragraph(words("One line.")),
                Block::Paragraph(words("Two.")),
                Block::Heading("Head".to_owned()),
                Block::Steps(vec![words("First"), words("Second")]),
                Block::Items(vec![words("a"), words("b")]),
                Block::Paragraph(words("End.")),
            ]
        );
    }

    #[test]
    fn only_links_to_our_own_pages_are_links() {
        let found = spans("See [help](/help) now");
        assert_eq!(found.len(), 3);
        assert_eq!((found[1].text.as_str(), found[1].path.as_str()), ("help", "/help"));
        for text in ["[x](https://other.example)", "[x](//other.example)", "[x", "[x](javascript:1)"] {
            assert_eq!(spans(text), words(text));
        }
    }
}
