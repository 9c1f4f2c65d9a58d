//! Reads the message files and the places that use them. Shared by the build script and the test of unused keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use crate::french;

use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

/// The languages, by folder; the first is the one the others are compared with.
const LOCALES: [&str; 3] = ["ru", "en", "fr"];

/// All messages of all languages with the variables each takes.
pub(crate) struct Catalogue {
    /// What each file says, by language.
    sources: Vec<(&'static str, String)>,
    messages: BTreeMap<&'static str, BTreeMap<String, Message>>,
    problems: Vec<String>,
}

#[derive(Default)]
struct Message {
    variables: BTreeSet<String>,
    references: BTreeSet<String>,
}

/// One use of a message in a template or in code.
pub(crate) struct Use {
    /// Where, as `file:line`.
    pub place: String,
    /// The message's key.
    pub key: String,
    /// The names it is given.
    pub names: BTreeSet<String>,
}

impl Catalogue {
    /// Reads `locales/<language>/<word>.ftl`.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let mut catalogue = Self { sources: Vec::new(), messages: BTreeMap::new(), problems: Vec::new() };
        for locale in LOCALES {
            catalogue.messages.insert(locale, BTreeMap::new());
            for path in files_under(&folder.join(locale))? {
                if path.extension().is_some_and(|ext| ext == "ftl") {
                    let source = fs::read_to_string(&path)?;
                    catalogue.add(locale, &path, &source);
                    catalogue.sources.push((locale, if locale == "fr" { french_spacing(&source) } else { source }));
                }
            }
        }
        Ok(catalogue)
    }

    fn add(&mut self, locale: &'static str, path: &Path, source: &str) {
        let resource = match parser::parse(source) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let line = source.get(..error.pos.start).unwrap_or_default().lines().count();
                    self.problems.push(format!("{}:{line}: {error}", path.display()));
                }
                resource
            }
        };
        for entry in resource.body {
            let (key, pattern) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value)),
                _ => continue,
            };
            let mut message = Message::default();
            if let Some(pattern) = pattern {
                note_pattern(&pattern, &mut message);
            }
            let known = self.messages.entry(locale).or_default();
            if known.insert(key.clone(), message).is_some() {
                self.problems.push(format!("{}: key {key} is there twice", path.display()));
            }
        }
    }

    /// Every message key of the first language; terms begin with `-`.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test of unused keys"))]
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.messages.get("ru").into_iter().flat_map(|messages| messages.keys().map(String::as_str))
    }

    /// Keys that other messages refer to.
    #[cfg_attr(not(test), expect(dead_code, reason = "for the test of unused keys"))]
    pub(crate) fn referenced(&self) -> BTreeSet<&str> {
        self.messages
            .values()
            .flat_map(BTreeMap::values)
            .flat_map(|m| m.references.iter().map(String::as_str))
            .collect()
    }

    /// What is wrong with the messages themselves.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = self.problems.clone();
        let all: BTreeSet<&String> = self.messages.values().flat_map(BTreeMap::keys).collect();
        for key in all {
            let mut variables: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for (locale, messages) in &self.messages {
                if messages.contains_key(key) {
                    variables.insert(locale, self.variables(locale, key, 0));
                } else {
                    problems.push(format!("message {key} is missing in {locale}"));
                }
            }
            let mut sets = variables.values();
            let first = sets.next();
            if sets.any(|other| Some(other) != first) {
                problems.push(format!("message {key} takes different values in different languages: {variables:?}"));
            }
            problems.extend(self.dangling(key));
        }
        problems
    }

    fn dangling(&self, key: &str) -> Vec<String> {
        let mut problems = Vec::new();
        for (locale, messages) in &self.messages {
            for target in messages.get(key).into_iter().flat_map(|m| &m.references) {
                if !messages.contains_key(target) {
                    problems.push(format!("message {key} in {locale} refers to {target}, which does not exist"));
                }
            }
        }
        problems
    }

    fn variables(&self, locale: &str, key: &str, depth: u8) -> BTreeSet<String> {
        let Some(message) = self.messages.get(locale).and_then(|messages| messages.get(key)) else {
            return BTreeSet::new();
        };
        let mut found = message.variables.clone();
        if depth < 8 {
            for target in message.references.iter().filter(|target| !target.starts_with('-')) {
                found.extend(self.variables(locale, target, depth.saturating_add(1)));
            }
        }
        found
    }

    /// What is wrong with these uses: unknown keys, missing or superfluous values.
    pub(crate) fn check_uses(&self, uses: &[Use]) -> Vec<String> {
        let known = self.messages.get("ru");
        let mut problems = Vec::new();
        for Use { place, key, names } in uses {
            if !known.is_some_and(|messages| messages.contains_key(key)) {
                problems.push(format!("{place}: no message has the key {key}"));
            } else if self.variables("ru", key, 0) != *names {
                let wanted = self.variables("ru", key, 0);
                problems.push(format!("{place}: message {key} takes {wanted:?} and is given {names:?}"));
            }
        }
        problems
    }

    /// Rust source of a slice of `(language, file contents)`.
    pub(crate) fn table(&self) -> String {
        let mut source = String::from("&[\n");
        for (locale, text) in &self.sources {
            // Writing to a string does not fail.
            let _ = writeln!(source, "({locale:?}, {text:?}),");
        }
        source.push(']');
        source
    }
}

/// The no-break spaces of French; in an SMS the ordinary ones stay, as the other kind is outside the GSM alphabet and doubles
/// the cost.
fn french_spacing(source: &str) -> String {
    let mut is_sms = false;
    let lines = source.lines().map(|line| {
        if !line.starts_with([' ', '}', '#']) {
            is_sms = line.split(" =").next().is_some_and(|key| key.starts_with("message-") && key.ends_with("-sms"));
        }
        if is_sms || line.starts_with('#') {
            return line.to_owned();
        }
        french::set(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn note_pattern(pattern: &Pattern<&str>, message: &mut Message) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            note_expression(expression, message);
        }
    }
}

fn note_expression(expression: &Expression<&str>, message: &mut Message) {
    match expression {
        Expression::Inline(inline) => note_inline(inline, message),
        Expression::Select { selector, variants } => {
            note_inline(selector, message);
            for variant in variants {
                note_pattern(&variant.value, message);
            }
        }
    }
}

fn note_inline(inline: &InlineExpression<&str>, message: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            message.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            message.references.insert(id.name.to_owned());
        }
        InlineExpression::TermReference { id, arguments, .. } => {
            message.references.insert(format!("-{}", id.name));
            if let Some(arguments) = arguments {
                note_arguments(arguments, message);
            }
        }
        InlineExpression::FunctionReference { arguments, .. } => note_arguments(arguments, message),
        InlineExpression::Placeable { expression } => note_expression(expression, message),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

fn note_arguments(arguments: &CallArguments<&str>, message: &mut Message) {
    for inline in &arguments.positional {
        note_inline(inline, message);
    }
    for named in &arguments.named {
        note_inline(&named.value, message);
    }
}

/// Every `t("key")` with its `.with("name", ...)` in the files of a folder.
pub(crate) fn uses_in(folder: &Path) -> io::Result<Vec<Use>> {
    let mut uses = Vec::new();
    for path in files_under(folder)? {
        let source = fs::read_to_string(&path)?;
        let code = path.extension().is_some_and(|ext| ext == "rs");
        for (at, _) in source.match_indices("t(\"") {
            let before = source.get(..at).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            let joined = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
            if joined || (code && line.trim_start().starts_with("//")) {
                continue;
            }
            let rest = source.get(at.saturating_add(3)..).unwrap_or_default();
            if let Some((key, rest)) = rest.split_once('"') {
                let place = format!("{}:{}", path.display(), before.matches('\n').count().saturating_add(1));
                uses.push(Use { place, key: key.to_owned(), names: given_names(rest) });
            }
        }
    }
    Ok(uses)
}

/// The names in `).with("a", x).with("b", f(y))` and so on, until something else comes.
fn given_names(after_key: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = after_key.trim_start();
    while let Some(tail) = rest.strip_prefix(')') {
        let Some(call) = tail.trim_start().strip_prefix(".with(") else { break };
        let Some((name, value)) = call.trim_start().strip_prefix('"').and_then(|call| call.split_once('"')) else {
            break;
        };
        names.insert(name.to_owned());
        rest = closing(value);
    }
    names
}

/// The text from the bracket on that closes the one before `text`.
fn closing(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth = depth.saturating_add(1),
            ')' if !quoted && depth == 0 => return text.get(at..).unwrap_or_default(),
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    ""
}

/// All files below a folder, in a stable order.
pub(crate) fn files_under(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
