//! Makes the table of built assets from `assets/dist/manifest.json`, and the one of fonts for paper.

use std::{fmt::Write as _, fs, path::Path};

use serde_json::Value;

/// Rust source of a slice of `Entry`; empty when the assets have not been built.
pub(crate) fn table(dist: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let manifest = dist.join("manifest.json");
    let mut source = String::from("&[\n");
    if manifest.exists() {
        let entries: serde_json::Map<String, Value> = serde_json::from_slice(&fs::read(&manifest)?)?;
        for (name, entry) in &entries {
            let file = entry.get("file").and_then(Value::as_str).ok_or("manifest entry without file")?;
            let kind = entry.get("type").and_then(Value::as_str).ok_or("manifest entry without type")?;
            let path = dist.join(file).display().to_string();
            let gzip = dist.join(format!("{file}.gz"));
            let gzip = if gzip.exists() {
                format!("Some(include_bytes!({:?}))", gzip.display().to_string())
            } else {
                "None".to_owned()
            };
            writeln!(
                source,
                "Entry {{ name: {name:?}, file: {file:?}, content_type: {kind:?}, bytes: include_bytes!({path:?}), gzip: {gzip} }},",
            )?;
        }
    }
    source.push(']');
    Ok(source)
}

/// Rust source of a slice of fonts for documents on paper; empty when the assets have not been built.
pub(crate) fn fonts(dist: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let mut source = String::from("&[\n");
    for name in ["regular", "semibold"] {
        let path = dist.join("print").join(format!("{name}.ttf"));
        if path.exists() {
            writeln!(source, "include_bytes!({:?}),", path.display().to_string())?;
        }
    }
    source.push(']');
    Ok(source)
}
