//! Dependencies that a manifest names and no source file mentions.

use std::path::Path;

use serde_json::Value;

use super::{Complaint, Source, edges};
use crate::{lexer, workspace};

/// Named for their features alone, by package and dependency.
const FOR_FEATURES: [(&str, &str); 0] = [];

/// A package with less code than this is not written yet; its manifest shows what it is going to use.
const WRITTEN: usize = 20;

pub(super) fn check(metadata: &Value, sources: &[Source], complaints: &mut Vec<Complaint>) {
    for package in edges::members(metadata) {
        let (Some(name), Some(folder)) = (edges::name(package), folder(package)) else { continue };
        let own: Vec<&Source> = sources.iter().filter(|source| source.path.starts_with(&folder)).collect();
        if own.iter().map(|source| source.lines.len()).sum::<usize>() < WRITTEN {
            continue;
        }
        let dependencies = package.get("dependencies").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for dependency in dependencies {
            let Some(crate_name) = crate_name(dependency) else { continue };
            if !FOR_FEATURES.contains(&(name, crate_name.as_str())) && !mentioned(&own, &crate_name) {
                complaints.push(Complaint::new(name, format!("{crate_name} is a dependency that nothing uses")));
            }
        }
    }
}

fn folder(package: &Value) -> Option<String> {
    let manifest = package.get("manifest_path").and_then(Value::as_str)?;
    Some(workspace::relative(Path::new(manifest).parent()?))
}

fn crate_name(dependency: &Value) -> Option<String> {
    let text = |key: &str| dependency.get(key).and_then(Value::as_str);
    Some(text("rename").or_else(|| text("name"))?.replace('-', "_"))
}

fn mentioned(sources: &[&Source], name: &str) -> bool {
    // Attributes such as `#[serde(with = "...")]` name crates in text.
    let in_line = |line: &lexer::Line| lexer::contains_word(&line.code, name) || lexer::contains_word(&line.text, name);
    sources.iter().any(|source| source.lines.iter().any(in_line))
}
