//! The built-in texts in the form in which the files have them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use fluent_syntax::{
    ast::{Entry, Identifier, Message, Pattern, Resource},
    serializer,
};
use okno_domain::locale::Locale;

use super::rule::Shape;
use crate::text::catalogue;

pub(super) type Patterns = BTreeMap<String, &'static Pattern<&'static str>>;

/// Every built-in text of a language by its key; terms begin with `-`.
pub(super) fn patterns(locale: Locale) -> &'static Patterns {
    static RU: OnceLock<Patterns> = OnceLock::new();
    static EN: OnceLock<Patterns> = OnceLock::new();
    static FR: OnceLock<Patterns> = OnceLock::new();
    let cell = match locale {
        Locale::Ru => &RU,
        Locale::En => &EN,
        Locale::Fr => &FR,
    };
    cell.get_or_init(|| {
        let entries = catalogue(locale).resources.iter().flat_map(|resource| resource.entries());
        let named = entries.filter_map(|entry| match entry {
            Entry::Message(message) => Some((message.id.name.to_owned(), message.value.as_ref()?)),
            Entry::Term(term) => Some((format!("-{}", term.id.name), &term.value)),
            _ => None,
        });
        named.collect()
    })
}

/// A text as one types it: without its key, and without the blanks at the beginnings of lines that files have.
pub(super) fn source(pattern: &Pattern<&str>) -> String {
    const KEY: &str = "t";
    let message =
        Message { id: Identifier { name: KEY }, value: Some(pattern.clone()), attributes: Vec::new(), comment: None };
    let file = serializer::serialize(&Resource { body: vec![Entry::Message(message)] });
    let text = file.strip_prefix("t =").unwrap_or(&file);
    let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim_matches('\n').trim_start_matches(' ').trim_end().to_owned()
}

/// A text with its key, as a file has it. Every line is pushed in, so that none begins another message.
pub(super) fn file(key: &str, text: &str) -> String {
    let mut file = format!("{key} =\n");
    for line in text.lines() {
        file.push_str("    ");
        file.push_str(line);
        file.push('\n');
    }
    file
}

/// The built-in text with this key in a language.
pub fn built_in(key: &str, locale: Locale) -> Option<String> {
    patterns(locale).get(key).map(|pattern| source(pattern))
}

/// The values that the built-in text with this key is given, in any language.
pub fn variables(key: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut keys = vec![key.to_owned()];
    // References lead a few steps at most; the build has followed them all.
    for _ in 0..8 {
        let mut next = Vec::new();
        for key in &keys {
            for locale in Locale::ALL {
                let Some(pattern) = patterns(locale).get(key) else { continue };
                let shape = Shape::of(pattern);
                for name in shape.shown.iter().chain(shape.selects.keys()) {
                    match name.strip_prefix('$') {
                        Some(variable) => {
                            found.insert(variable.to_owned());
                        }
                        None => next.push(name.clone()),
                    }
                }
            }
        }
        keys = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_as_it_is_typed() {
        assert_eq!(built_in("action-edit", Locale::En).as_deref(), Some("Edit"));
        let plural = built_in("unit-seconds", Locale::En).unwrap();
        assert!(plural.starts_with("{ $n ->\n    [one]") && plural.ends_with('}'), "{plural}");
        assert_eq!(built_in("no-such-text", Locale::En), None);
        assert_eq!(variables("message-account_level_changed-sms"), ["level".to_owned()].into());
    }
}
