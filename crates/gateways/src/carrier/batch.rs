//! A batch as the carrier finds it: letters as PDF, a manifest, and check sums, in a folder that appears whole.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use okno_app::ports::{LetterContent, PortError};
use okno_domain::{identifier::postal_index::PostalIndex, letter::BatchId};
use okno_ui::{letter::print::LetterPrint, print::PrintError};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::http::{later, refused};

/// The name and version of the format.
const FORMAT: &str = "okno-letters/1";

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    batch: String,
    created_at: Timestamp,
    acceptance_index: PostalIndex,
    letters: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    number: String,
    file: String,
    sha256: String,
    name: String,
    address: Vec<String>,
}

/// A batch, ready to be left.
pub(super) struct Batch {
    id: String,
    files: Vec<(String, Vec<u8>)>,
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a string does not fail.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
    }
    text
}

fn unwritten(error: impl std::fmt::Display) -> PortError {
    later(format!("the batch cannot be written: {error}"), None)
}

impl Batch {
    /// Draws every letter.
    pub(super) fn draw(
        id: BatchId,
        letters: &[LetterContent],
        (acceptance_index, sender): (&PostalIndex, &[String]),
        now: Timestamp,
    ) -> Result<Self, PortError> {
        let mut files = vec![];
        let mut entries = vec![];
        for letter in letters {
            let pdf = pdf(letter, sender).map_err(|error| match error {
                // An administrator repairs it; until then letters wait.
                PrintError::NoFonts => later(error.to_string(), None),
                PrintError::Refused(_) => refused(format!("letter {}: {error}", letter.letter)),
            })?;
            let file = format!("{}.pdf", letter.number.as_str());
            entries.push(Entry {
                number: letter.number.as_str().to_owned(),
                file: file.clone(),
                sha256: hex(&pdf),
                name: letter.name.clone(),
                address: letter.address.clone(),
            });
            files.push((file, pdf));
        }
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            batch: id.to_string(),
            created_at: now,
            acceptance_index: acceptance_index.clone(),
            letters: entries,
        };
        let manifest = serde_json::to_vec_pretty(&manifest).map_err(unwritten)?;
        files.push(("manifest.json".to_owned(), manifest));
        let lines: Vec<_> = files.iter().map(|(name, bytes)| format!("{}  {name}\n", hex(bytes))).collect();
        files.push(("SHA256SUMS".to_owned(), lines.concat().into_bytes()));
        Ok(Self { id: id.to_string(), files })
    }

    /// Leaves it in a folder. One that is there already stays as it is: it may be being printed.
    pub(super) fn leave(&self, folder: &Path) -> io::Result<()> {
        let target = folder.join(&self.id);
        if target.exists() {
            return Ok(());
        }
        let part = folder.join(format!(".{}.part", self.id));
        if part.exists() {
            fs::remove_dir_all(&part)?;
        }
        DirBuilder::new().mode(0o750).create(&part)?;
        for (name, bytes) in &self.files {
            write(&part.join(name), bytes)?;
        }
        fs::File::open(&part)?.sync_all()?;
        fs::rename(&part, &target)?;
        fs::File::open(folder)?.sync_all()
    }

    /// Leaves it below `outgoing/` of an SFTP account; the `.ready` file comes last, since a client sees files appear.
    pub(super) fn leave_for_sftp(&self, root: &Path) -> io::Result<()> {
        let outgoing = outgoing(root);
        fs::create_dir_all(&outgoing)?;
        self.leave(&outgoing)?;
        let ready = outgoing.join(format!("{}.ready", self.id));
        if ready.exists() {
            return Ok(());
        }
        let sums = self.files.iter().find(|(name, _)| name == "SHA256SUMS").map(|(_, bytes)| hex(bytes));
        let part = outgoing.join(format!(".{}.ready.part", self.id));
        if part.exists() {
            fs::remove_file(&part)?;
        }
        write(&part, format!("{}  {}/SHA256SUMS\n", sums.unwrap_or_default(), self.id).as_bytes())?;
        fs::rename(&part, &ready)?;
        fs::File::open(&outgoing)?.sync_all()
    }
}

pub(super) fn outgoing(root: &Path) -> PathBuf {
    root.join("outgoing")
}

/// Whether batches can be left in this folder.
pub(super) fn is_writable(folder: &Path) -> io::Result<()> {
    let probe = folder.join(".okno-check.part");
    if probe.exists() {
        fs::remove_file(&probe)?;
    }
    write(&probe, b"")?;
    fs::remove_file(&probe)
}

/// A new file that the carrier's group may read and nobody else.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o640).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn pdf(letter: &LetterContent, sender: &[String]) -> Result<Vec<u8>, PrintError> {
    let print = LetterPrint {
        locale: letter.locale,
        name: &letter.name,
        address: &letter.address,
        number: letter.number.as_str(),
        code: &letter.code,
        printed_on: letter.printed_on,
        valid_until: letter.valid_until,
        portal: &letter.portal,
        sender,
    };
    okno_ui::wording::within(&letter.texts, || okno_ui::letter::print::letter(&print))
}
