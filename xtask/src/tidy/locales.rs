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
    // Expressions first: they may stand inside of tags and hold signs that look like their end. Names of classes are no
    // words.
    let classes = ("{% block main_class %}", "{% endblock %}");
    let html = blank(text, &[classes, ("{#", "#}"), ("{{", "}}"), ("{%", "%}")]);
    let words = blank(&html, &[("<!--", "-->"), ("<", ">")]);
    let mut found = vec![];
    for (at, line) in words.lines().enumerate() {
        let said = line.split(GAP).map(str::trim).filter(|said| speaks(said));
        found.extend(said.map(|said| (at, said.to_owned())));
    }
    found
}

/// Stands where something was cut out.
const GAP: char = '\u{0}';

/// Cuts out everything between the given marks, but keeps the lines.
fn blank(text: &str, marks: &[(&str, &str)]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let Some((open, close)) = marks.iter().find(|(open, _)| rest.starts_with(open)) else {
            kept.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
            continue;
        };
        let inside = rest.get(open.len()..).unwrap_or_default();
        let length = inside.find(close).map_or(rest.len(), |end| open.len() + end + close.len());
        kept.push(GAP);
        kept.extend(rest.get(..length).unwrap_or_default().chars().filter(|mark| *mark == '\n'));
        rest = rest.get(length..).unwrap_or_default();
    }
    kept
}

/// Whether it is a word for people: not punctuation, not an entity such as `&nbsp;`, not the name of a class or an
/// attribute.
fn speaks(said: &str) -> bool {
    let entity = said.starts_with('&') && said.ends_with(';');
    let class = said.contains('-') && said.chars().all(|mark| mark.is_ascii_lowercase() || mark == '-');
    // Macros write attributes into tags that stand elsewhere.
    let attribute = said.contains("=\"");
    let letters = said.chars().filter(|mark| mark.is_alphabetic()).count();
    let cyrillic = said.chars().any(rust::is_cyrillic);
    !entity && !class && !attribute && !SAME_EVERYWHERE.contains(&said) && (letters > 2 || cyrillic)
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
        let text = "{# note #}<p class=\"a\">{{ t(\"x\") }}</p>\n<b>Hello</b>&nbsp;<i>Okno</i>\n<i{% if a > b %} id=\"c\"{% endif %}>: </i>";
        assert_eq!(spoken(text), [(1, "Hello".to_owned())]);
    }

    #[test]
    fn knows_the_language_of_a_file() {
        assert_eq!(language(Path::new("crates/ui/locales/fr/login.ftl")), Some("fr"));
        assert_eq!(language(Path::new("crates/ui/locales/login/ru.ftl")), Some("ru"));
        assert_eq!(language(Path::new("crates/ui/locales/login.ftl")), None);
    }
}
