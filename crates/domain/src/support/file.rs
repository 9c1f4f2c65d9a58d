//! Files that come with a message: which kinds, how many, how large (R224). The kind is told from the content, never from
//! the name.

use crate::refusal::FieldFault;

/// The most files that come with one message.
pub const MOST_FILES: usize = 5;
/// The most bytes of one file.
pub const MOST_FILE_BYTES: usize = 5 * 1024 * 1024;
/// The most characters of a file's name that are kept.
const MOST_NAME: usize = 100;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A PDF document.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// Plain text in UTF-8.
    Text,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Jpeg, Self::Png, Self::Text];

    /// The ending of its files, also the stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Text => "txt",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The media type under which it is handed out.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// The kind of this content; none when it is not taken.
    pub fn of(content: &[u8]) -> Option<Self> {
        if content.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if content.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            let text = std::str::from_utf8(content).ok().filter(|text| !text.is_empty())?;
            let is_plain = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
            text.chars().all(is_plain).then_some(Self::Text)
        }
    }
}

/// What a virus scanner found in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScanState {
    /// It has not looked yet: the file is closed.
    Waiting,
    /// Nothing: the file can be opened.
    Clean,
    /// Something dangerous: the content was wiped.
    Infected,
    /// It cannot look at such a file: the content was wiped.
    Unscannable,
}

impl ScanState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Clean, Self::Infected, Self::Unscannable];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Clean => "clean",
            Self::Infected => "infected",
            Self::Unscannable => "unscannable",
        }
    }

    /// The state with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// The kinds of these files in their order, or what is wrong with the first that is not taken.
pub fn check_files<'a>(files: impl ExactSizeIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<FileKind>, FieldFault> {
    const FIELD: &str = "attachment";
    if files.len() > MOST_FILES {
        return Err(FieldFault::new(FIELD, "support-files-many").with("most", MOST_FILES.to_string()));
    }
    let check = |(name, content): (&str, &[u8])| {
        let named = |code| FieldFault::new(FIELD, code).with("name", clean_name(name));
        if content.is_empty() {
            return Err(named("support-file-empty"));
        }
        if content.len() > MOST_FILE_BYTES {
            return Err(named("support-file-large").with("most", (MOST_FILE_BYTES / 1024 / 1024).to_string()));
        }
        FileKind::of(content).ok_or_else(|| named("support-file-kind"))
    };
    files.map(check).collect()
}

/// A file's name as it may be shown and handed out: the last part of a path, without what is no letter, digit or mark of
/// a name, not longer than a line, and never empty.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = |c: &char| c.is_alphanumeric() || " .,-_()+№".contains(*c);
    let clean: String = last.chars().filter(fits).collect();
    let clean = clean.trim_matches(['.', ' ']);
    let length = clean.chars().count();
    let kept: String = clean.chars().skip(length.saturating_sub(MOST_NAME)).collect();
    if kept.is_empty() { "file".to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R224: what a file is, its content says; a program is no picture, whatever it is called.
    #[test]
    fn the_content_says_what_it_is() {
        assert_eq!(FileKind::of(b"%PDF-1.7\n"), Some(FileKind::Pdf));
        assert_eq!(FileKind::of(&[0xff, 0xd8, 0xff, 0xe0]), Some(FileKind::Jpeg));
        assert_eq!(FileKind::of(b"\x89PNG\r\n\x1a\nrest"), Some(FileKind::Png));
        assert_eq!(FileKind::of("Справка\r\n\tвторая строка".as_bytes()), Some(FileKind::Text));
        for other in [&b"MZ\x90\0"[..], b"PK\x03\x04", b"\x7fELF", b"", b"GIF89a\x01\0", &[0xff, 0xfe]] {
            assert_eq!(FileKind::of(other), None, "{other:?}");
        }
        assert!(FileKind::ALL.into_iter().all(|kind| FileKind::from_name(kind.name()) == Some(kind)));
        assert!(ScanState::ALL.into_iter().all(|state| ScanState::from_name(state.name()) == Some(state)));
    }

    /// R224: number, size and kind have limits, and the fault names the file.
    #[test]
    fn files_have_limits() {
        let check = |files: &[(&str, &[u8])]| check_files(files.iter().copied());
        let large = vec![b'a'; MOST_FILE_BYTES + 1];
        assert_eq!(check(&[]), Ok(Vec::new()));
        assert_eq!(check(&[("a.pdf", b"%PDF-1"), ("b", b"x")]), Ok(vec![FileKind::Pdf, FileKind::Text]));
        assert_eq!(check(&[("a", &large[1..])]), Ok(vec![FileKind::Text]));
        assert_eq!(check(&[("a", &large)]).unwrap_err().code, "support-file-large");
        assert_eq!(check(&[("a", b"")]).unwrap_err().code, "support-file-empty");
        let wrong = check(&[("c:\\x\\run.exe", b"MZ\0")]).unwrap_err();
        assert_eq!((wrong.code, wrong.args[0].1.as_ref()), ("support-file-kind", "run.exe"));
        assert_eq!(check(&[("a", &b"x"[..]); 6]).unwrap_err().code, "support-files-many");
    }

    #[test]
    fn names_are_harmless() {
        for (name, clean) in [
            ("паспорт (1).pdf", "паспорт (1).pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\"\r\nX: y.png", "aX y.png"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(clean_name(name), clean);
        }
        assert_eq!(clean_name(&"x".repeat(500)).len(), MOST_NAME);
    }
}
