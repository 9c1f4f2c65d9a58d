//! The carrier of letters: what it tells us of items, and the directory of postal indexes.

use okno_app::letter::IndexDirectory;
use okno_gateways::carrier::wire;

/// News: what is read names numbers that read as themselves, and no more than the protocol allows.
pub(crate) fn news(bytes: &[u8]) {
    if let Ok(news) = wire::read(bytes) {
        assert!(news.len() <= wire::MOST_NUMBERS * 100);
        for one in &news {
            let again = one.number.as_str().parse();
            assert_eq!(again.as_ref(), Ok(&one.number));
        }
        // Read twice is read alike.
        assert_eq!(wire::read(bytes).ok(), Some(news));
    }
}

/// Postal indexes: a directory that is taken finds each of its own entries.
pub(crate) fn indexes(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(directory) = IndexDirectory::parse(text) {
        let found = directory.find(text, text);
        assert!(found.len() <= 20);
    }
}
