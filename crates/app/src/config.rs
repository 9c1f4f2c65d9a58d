//! Pieces of configuration that several crates share: where a secret comes from.
//!
//! A secret is written in place or kept in a file of its own; it never shows itself when the configuration is printed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use okno_domain::secret::Secret;
use schemars::JsonSchema;
use serde::Deserialize;

/// No secret we know of is longer; a larger file is a mistake in the path.
const LONGEST_BYTES: u64 = 64 * 1024;

/// A secret, or key in PEM: the text itself, or `{ file = "/path" }`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum SecretSource {
    /// The text itself.
    Value(#[schemars(with = "String")] Secret),
    /// A file that holds it.
    File(SecretFile),
}

/// The file a secret is read from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretFile {
    /// The path of the file; a line end after the text does not belong to the secret.
    pub file: PathBuf,
}

/// Why a secret could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretFault {
    /// The file could not be read.
    #[error("the file {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is far larger than any secret.
    #[error("the file {} is too large for a secret", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// Nothing was given.
    #[error("the secret is empty")]
    Empty,
}

impl SecretSource {
    /// The secret in this file.
    pub const fn file(file: PathBuf) -> Self {
        Self::File(SecretFile { file })
    }

    /// The secret; reads the file, so it belongs to the start of the program.
    pub fn read(&self) -> Result<Secret, SecretFault> {
        let secret = match self {
            Self::Value(secret) => secret.clone(),
            Self::File(SecretFile { file }) => read_file(file)?,
        };
        if secret.is_empty() { Err(SecretFault::Empty) } else { Ok(secret) }
    }
}

fn read_file(path: &Path) -> Result<Secret, SecretFault> {
    let unreadable = |source| SecretFault::Unreadable { path: path.to_owned(), source };
    if fs::metadata(path).map_err(unreadable)?.len() > LONGEST_BYTES {
        return Err(SecretFault::TooLarge { path: path.to_owned() });
    }
    let text = Secret::new(fs::read_to_string(path).map_err(unreadable)?);
    Ok(Secret::new(text.expose().trim_end_matches(['\r', '\n'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<SecretSource, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_secret_is_a_text_or_a_file() {
        assert_eq!(parse("\"s\"").unwrap().read().unwrap().expose(), "s");
        let path = std::env::temp_dir().join(format!("okno-secret-{}", std::process::id()));
        fs::write(&path, "from file\n").unwrap();
        let source = parse(&format!("{{\"file\":{path:?}}}")).unwrap();
        assert_eq!(source.read().unwrap().expose(), "from file");
        fs::remove_file(&path).unwrap();
        assert!(matches!(source.read(), Err(SecretFault::Unreadable { .. })));
        assert!(parse("{\"file\":\"x\",\"mode\":1}").is_err());
        assert!(matches!(parse("\"\"").unwrap().read(), Err(SecretFault::Empty)));
    }

    #[test]
    fn a_secret_does_not_print() {
        assert!(!format!("{:?}", parse("\"hidden\"").unwrap()).contains("hidden"));
    }
}
