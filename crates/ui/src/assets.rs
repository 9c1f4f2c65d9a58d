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

    /// Decision 16: nothing on a page is fetched from anyone else.
    #[test]
    fn no_asset_names_another_site() {
        for entry in TABLE.iter().filter(|entry| entry.content_type.starts_with("text/")) {
            let text = String::from_utf8_lossy(entry.bytes);
            let address = |at: usize| text[..at].ends_with("http") || text[..at].ends_with("https");
            // The names of the languages of documents look like addresses; a scheme alone is none.
            let is_site =
                |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && !rest.starts_with("www.w3.org/");
            let foreign = text.match_indices("://").find(|(at, _)| address(*at) && is_site(&text[at + 3..]));
            assert_eq!(foreign, None, "{}", entry.name);
        }
    }

    fn color(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (color(one), color(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// WCAG 2.2 AA, in both schemes: 4.5 to 1 for text, 3 to 1 for the lines of controls.
    #[test]
    fn colors_have_contrast() {
        let source = include_str!("../assets/style/_tokens.scss");
        let blocks: Vec<&str> = source.split("--paper:").skip(1).collect();
        assert_eq!(blocks.len(), 2, "a light and a dark scheme");
        for block in blocks {
            let block = format!("--paper:{block}");
            let value =
                |name: &str| block.split(&format!("--{name}: ")).nth(1).unwrap().split(';').next().unwrap().to_owned();
            let text = ["ink", "ink-soft", "brand", "brand-strong", "bad", "good", "warn", "visited"];
            for (ground, texts) in [
                ("paper", &text[..]),
                ("surface", &text[..]),
                ("surface-soft", &["ink", "ink-soft", "brand", "good"]),
                ("info-soft", &["ink", "brand"]),
                ("good-soft", &["ink", "good"]),
                ("warn-soft", &["ink", "warn"]),
                ("bad-soft", &["ink", "bad"]),
                ("brand", &["on-brand"]),
                ("brand-strong", &["on-brand"]),
            ] {
                for name in texts {
                    let found = contrast(&value(ground), &value(name));
                    assert!(found >= 4.5, "{name} on {ground}: {found:.2}");
                }
            }
            for ground in ["paper", "surface"] {
                assert!(contrast(&value(ground), &value("line-strong")) >= 3.0, "lines of controls on {ground}");
                assert!(contrast(&value(ground), &value("focus")) >= 3.0, "focus on {ground}");
            }
        }
    }
}
