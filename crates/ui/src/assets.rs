//! Style, type, icons and scripts, built by `cargo xtask assets` and embedded in the program.
//!
//! Names carry a hash of the contents, so a browser may keep them for ever. Without a build the table is empty: pages
//! still work, unstyled, and `is_built` says so.

struct Entry {
    name: &'static str,
    file: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

static TABLE: &[Entry] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The path under which the assets are served.
pub const PREFIX: &str = "/assets/";

/// One file as it is served.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// The contents.
    pub bytes: &'static [u8],
    /// The same, compressed beforehand, where that pays.
    pub gzip: Option<&'static [u8]>,
    /// The value for `content-type`.
    pub content_type: &'static str,
    /// Whether the name changes with the contents.
    pub immutable: bool,
}

/// Whether the assets were there when the program was compiled.
pub fn is_built() -> bool {
    !TABLE.is_empty()
}

/// The asset served under this path below [`PREFIX`]; plain names work too, but are not immutable.
pub fn find(path: &str) -> Option<Asset> {
    let entry = TABLE.iter().find(|entry| entry.file == path || entry.name == path)?;
    Some(Asset {
        bytes: entry.bytes,
        gzip: entry.gzip,
        content_type: entry.content_type,
        immutable: entry.file == path && entry.file != entry.name,
    })
}

/// The paths of all assets below [`PREFIX`].
pub fn paths() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|entry| entry.file)
}

/// The address of an asset by its plain name, such as `app.css`.
pub fn url(name: &str) -> String {
    let file = TABLE.iter().find(|entry| entry.name == name).map_or(name, |entry| entry.file);
    format!("{PREFIX}{file}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_asset_is_found_under_its_hashed_name_and_never_changes() {
        for entry in TABLE {
            assert!(find(entry.file).is_some_and(|asset| asset.immutable && !asset.bytes.is_empty()), "{}", entry.name);
        }
        assert!(find("../manifest.json").is_none());
    }
}
