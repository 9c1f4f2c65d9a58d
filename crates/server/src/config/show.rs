//! Showing the configuration and its schema.

use std::path::Path;

use figment::value::{Dict, Value};

use super::{Config, load};

/// Parts of names of settings whose values are never shown.
const SECRET: [&str; 5] = ["password", "secret", "token", "key", "pin"];

/// The JSON schema of the configuration.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Config);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// What was set in file and environment, as TOML, without secrets. Fails like loading does.
pub(crate) fn show(path: Option<&Path>) -> Result<String, Vec<String>> {
    let mut tree = load::merged(path)?;
    load::read(tree.clone())?;
    hide(&mut tree);
    toml::to_string_pretty(&tree).map_err(|error| vec![error.to_string()])
}

fn hide(tree: &mut Dict) {
    for (name, value) in tree.iter_mut() {
        match value {
            // A section, such as `password`, is not itself a secret; `{ file = ... }` names a file and may be seen.
            Value::Dict(_, inner) => hide(inner),
            Value::Array(_, items) => items.iter_mut().for_each(|item| {
                if let Value::Dict(_, inner) = item {
                    hide(inner);
                }
            }),
            Value::String(tag, text) if name == "url" => *value = Value::String(*tag, without_password(text)),
            other if is_secret(name) => *other = Value::from("(hidden)"),
            _ => {}
        }
    }
}

fn is_secret(name: &str) -> bool {
    let file = name.ends_with("_file") || name == "file";
    !file && SECRET.iter().any(|part| name.contains(part))
}

/// A database address without the password in it.
fn without_password(url: &str) -> String {
    let hidden = url.split_once("://").and_then(|(scheme, rest)| {
        let (login, place) = rest.rsplit_once('@')?;
        let (user, _) = login.split_once(':')?;
        Some(format!("{scheme}://{user}:(hidden)@{place}"))
    });
    hidden.unwrap_or_else(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use figment::{
        Figment,
        providers::{Format as _, Toml},
    };

    #[test]
    fn secrets_are_hidden() {
        let text = "[database]\nurl = \"postgres://okno:s3cr3t@db/okno\"\n\
                    [mail]\npassword = \"s3cr3t\"\nhost = \"mx\"\n\
                    [sms]\nsecret_token = \"s3cr3t\"\n[sms.password]\nfile = \"/run/pw\"\n\
                    [[registries.x]]\nprivate_key = \"s3cr3t\"\n[password]\nprofile = \"seed\"";
        let mut tree: Dict = Figment::from(Toml::string(text)).extract().unwrap();
        hide(&mut tree);
        let shown = toml::to_string_pretty(&tree).unwrap();
        assert!(!shown.contains("s3cr3t"), "{shown}");
        for seen in ["okno:(hidden)@db", "mx", "/run/pw", "seed"] {
            assert!(shown.contains(seen), "{seen} in {shown}");
        }
    }

    /// Every setting of the schema is described, so that the schema is the manual.
    #[test]
    fn the_schema_describes_every_section() {
        let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
        for (name, section) in schema["properties"].as_object().unwrap() {
            assert!(section["description"].is_string(), "{name}");
        }
        assert_eq!(schema["additionalProperties"], false);
    }
}
