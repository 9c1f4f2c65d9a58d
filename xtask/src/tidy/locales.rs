//! Every language has the same messages with the same arguments, and no template speaks by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Complaint, rust};
use crate::failure::Outcome;
use crate::workspace;

const LOCALES: &str = "crates/ui/locales";
const TEMPLATES: &str = "crates/ui/templates";
const LANGUAGES: [&str; 3] = ["ru", "en", "fr"];
/// What a template may say in every language.
const SAME_EVERYWHERE: [&str; 1] = ["Okno"];

pub(super) fn check(files: &[PathBuf], complaints: &mut Vec<Complaint>) -> Outcome {
    let mut keys: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for path in files.iter().filter(|path| path.starts_with(LOCALES) && workspace::has_extension(path, "ftl")) {
        let text = workspace::read(path)?;
        match language(path) {
            Some(language) => {
                for key in messages(&text) {
                    if !keys.entry(language).or_default().insert(key.clone()) {
                        complaints.push(Complaint::new(path.display().to_string(), format!("{key} is there twice")));
                    }
                }
            }
            None => complaints.push(Complaint::new(path.display().to_string(), "belongs to no language")),
        }
    }
    compare(&keys, complaints);
    for path in files.iter().filter(|path| path.starts_with(TEMPLATES)) {
        for (at, words) in spoken(&workspace::read(path)?) {
            complaints.push(Complaint::at(path, at, format!("a template must not say {words:?} by itself")));
        }
    }
    Ok(())
}

fn compare(keys: &BTreeMap<&str, BTreeSet<String>>, complaints: &mut Vec<Complaint>) {
    let every: BTreeSet<&String> = keys.values().flatten().collect();
    for language in LANGUAGES {
        for key in &every {
            if !keys.get(language).is_some_and(|known| known.contains(*key)) {
                complaints.push(Complaint::new(format!("{LOCALES} ({language})"), format!("{key} is missing")));
            }
        }
    }
}

/// The language of a file, from its folder or its name.
fn language(path: &Path) -> Option<&'static str> {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    LANGUAGES.into_iter().find(|language| parts.contains(language) || stem == *language)
}

/// Messages, terms and their attributes.
fn messages(text: &str) -> Vec<String> {
    let mut found: Vec<String> = vec![];
    let mut owner = String::new();
    for line in text.lines() {
        let Some((name, _)) = line.split_once('=') else { continue };
        let name = name.trim_end();
        let well_formed = |name: &str| {
            !name.is_empty() && name.chars().all(|mark| mark.is_ascii_alphanumeric() || mark == '-' || mark == '_')
        };
        if well_formed(name) {
            name.clone_into(&mut owner);
            found.push(owner.clone());
        } else if let Some(attribute) = name.trim_start().strip_prefix('.').filter(|attribute| well_formed(attribute)) {
            found.push(format!("{owner}.{attribute}"));
        }
    }
    found
}

/// Words between the tags and the expressions of a template, by line.
fn spoken(text: &str) -> Vec<(usize, String)> {
    let mut found = vec![];
    let mut rest = text;
    let mut line = 0;
    let mut said = String::new();
    while let Some(mark) = rest.chars().next() {
        let closing = [("{#", "#}"), ("{{", "}}"), ("{%", "%}"), ("<!--", "-->"), ("<", ">")];
        let skip = closing.iter().find(|(open, _)| rest.starts_with(open)).map(|(open, close)| {
            let inside = rest.get(open.len()..).unwrap_or_default();
            inside.find(close).map_or(rest.len(), |end| open.len() + end + close.len())
        });
        let length = skip.unwrap_or(mark.len_utf8());
        if skip.is_some() || mark == '\n' {
            note(&mut said, line, &mut found);
        } else {
            said.push(mark);
        }
        line += rest.get(..length).unwrap_or_default().matches('\n').count();
        rest = rest.get(length..).unwrap_or_default();
    }
    note(&mut said, line, &mut found);
    found
}

fn note(said: &mut String, line: usize, found: &mut Vec<(usize, String)>) {
    let words = std::mem::take(said);
    let words = words.trim();
    // An entity such as `&nbsp;` is punctuation.
    let entity = words.starts_with('&') && words.ends_with(';');
    let letters = words.chars().filter(|mark| mark.is_alphabetic()).count();
    if !entity && !SAME_EVERYWHERE.contains(&words) && (letters > 2 || words.chars().any(rust::is_cyrillic)) {
        found.push((line, words.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_messages_and_attributes() {
        let text = "# comment = no\n-brand = Okno\nlogin-title = A { $b ->\n    [one] x = y\n   *[other] z\n}\n    .hint = H\n";
        assert_eq!(messages(text), ["-brand", "login-title", "login-title.hint"]);
    }

    #[test]
    fn hears_templates_speak() {
        let text =
            "{# note #}<p class=\"a\">{{ t(\"x\") }}</p>\n<b>Hello</b>&nbsp;<i>Okno</i>\n{% if a > b %}: {% endif %}";
        assert_eq!(spoken(text), [(1, "Hello".to_owned())]);
    }

    #[test]
    fn knows_the_language_of_a_file() {
        assert_eq!(language(Path::new("crates/ui/locales/fr/login.ftl")), Some("fr"));
        assert_eq!(language(Path::new("crates/ui/locales/login/ru.ftl")), Some("ru"));
        assert_eq!(language(Path::new("crates/ui/locales/login.ftl")), None);
    }
}
