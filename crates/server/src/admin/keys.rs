//! `okno admin keys`: the key file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use ed25519_dalek::{
    SigningKey,
    pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, spki::der::pem::LineEnding},
};
use okno_app::{RandomSource as _, vault::FileVault};

use crate::{
    Outcome,
    cli::{self, Source},
    exit::Failure,
    system::{self, SystemGenerator, SystemRandom},
    wiring,
};

/// What to do with the keys.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the keys of an installation: `vault.toml`, which protects personal data, and `okno.key` with `okno.pub`, by
    /// which registries know us. Keys that are there are kept.
    Generate {
        /// Where; the folder of `vault.key_file` in the configuration unless given.
        #[arg(long)]
        directory: Option<PathBuf>,
    },
    /// Add a key to the file, under which new data are protected from the next start of the program on. Data under the
    /// earlier keys stay readable and are wrapped anew in the background.
    Rotate {
        /// Which file; `vault.key_file` of the configuration unless given.
        #[arg(long)]
        file: Option<PathBuf>,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let place = |file: &Option<PathBuf>| match file {
        Some(file) => Ok(file.clone()),
        None => cli::load(source).map(|config| config.vault.key_file),
    };
    match command {
        Command::Generate { directory } => {
            let vault = match directory {
                Some(directory) => directory.join("vault.toml"),
                None => cli::load(source)?.vault.key_file,
            };
            generate(&vault)
        }
        Command::Rotate { file } => {
            let file = place(file)?;
            rotate(&file)?;
            system::print(&format!("{} has a new current key. Start the program anew.", file.display()))
        }
    }
}

/// Makes what is missing of the keys of an installation.
fn generate(vault: &Path) -> Outcome {
    let private = vault.with_file_name("okno.key");
    if vault.exists() {
        system::print(&format!("{} is there", vault.display()))?;
    } else {
        wiring::write_new(vault, &wiring::new_keys()?)?;
        system::print(&format!("{} is made; without it all personal data are lost: keep a copy", vault.display()))?;
    }
    if private.exists() {
        return system::print(&format!("{} is there", private.display()));
    }
    let failed = |error: &dyn std::fmt::Display| Failure::other("making the signing key", error);
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    SystemRandom.fill(seed.as_mut());
    let key = SigningKey::from_bytes(&seed);
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(|error| failed(&error))?;
    wiring::write_new(&private, &key.to_pkcs8_pem(LineEnding::LF).map_err(|error| failed(&error))?)?;
    let public_file = vault.with_file_name("okno.pub");
    fs::write(&public_file, public).map_err(|error| failed(&error))?;
    system::print(&format!("{} is made; give {} to the registries", private.display(), public_file.display()))
}

/// Writes the new file beside the old one and puts it in its place in one step: at no moment is there half a file.
fn rotate(file: &Path) -> Outcome {
    let failed = |error| Failure::other(&format!("reading {}", file.display()), error);
    let text = zeroize::Zeroizing::new(fs::read_to_string(file).map_err(failed)?);
    let next =
        FileVault::rotate(&text, &mut SystemGenerator).map_err(|error| Failure::other("rotating keys", error))?;
    let beside = file.with_extension("new");
    wiring::write_new(&beside, &next)?;
    fs::rename(&beside, file).map_err(|error| Failure::other(&format!("replacing {}", file.display()), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    /// R245, decision 10: keys are made once, only their owner reads them, and a rotation keeps the old ones.
    #[test]
    fn keys_are_made_and_rotated() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vault.toml");
        let generate = Command::Generate { directory: Some(folder.path().to_owned()) };
        let source = Source { config: None };
        run(&generate, &source).unwrap();
        for secret in ["vault.toml", "okno.key"] {
            assert_eq!(fs::metadata(folder.path().join(secret)).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let before = fs::read_to_string(&file).unwrap();
        run(&generate, &source).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), before);

        run(&Command::Rotate { file: Some(file.clone()) }, &source).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        assert_ne!(before, after);
        assert!(FileVault::parse(&after).is_ok());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
