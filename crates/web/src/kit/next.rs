//! Where to go after signing in (R3): a path on this site and nothing else.

use std::fmt;

/// The longest path we carry along.
const LONGEST: usize = 512;

/// A path on this site, with its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextPath(String);

impl NextPath {
    /// Takes a path of this site, see [`NextPath::within`]; `None` for the pages that would lead in a circle.
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.split('?').next().unwrap_or_default();
        let circular = ["/login", "/logout"]
            .iter()
            .any(|page| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
        Self::within(text).filter(|_| !circular)
    }

    /// Takes a path that begins with one slash and that no browser can read as another site's address: without
    /// backslashes, empty segments, steps up, control characters, spaces or anything beyond ASCII. `None` for
    /// everything else.
    pub fn within(text: &str) -> Option<Self> {
        let path = text.split('?').next().unwrap_or_default();
        let sound = text.len() <= LONGEST
            && text.starts_with('/')
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#')
            && !path.contains("//")
            && !path.split('/').any(is_dots);
        sound.then(|| Self(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether browsers take this segment for a step up or for no step; they read `%2e` as a dot.
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}

impl fmt::Display for NextPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads as a path or, when what came is not one, as none: a wrong one is nobody's error.
impl<'de> serde::Deserialize<'de> for MaybeNext {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(NextPath::parse(&text)))
    }
}

/// The query parameter `return`, and the hidden field that carries it through the login form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaybeNext(pub Option<NextPath>);

impl MaybeNext {
    /// The path, or this one.
    pub fn or<'a>(&'a self, default: &'a str) -> &'a str {
        self.0.as_ref().map_or(default, NextPath::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R3: after login the visitor is back at the same service, and nowhere else.
    #[test]
    fn only_paths_of_this_site_are_taken() {
        for good in ["/", "/services/passport", "/services?category=tax&page=2", "/a%2F%2Fb", "/loginhelp"] {
            assert_eq!(NextPath::parse(good).unwrap().as_str(), good);
        }
        for evil in [
            "",
            "services",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/ /evil.example",
            "\n//evil.example",
            "javascript:alert(1)",
            "/a//b",
            "/..//evil.example",
            "/./x",
            "/a/%2e%2E/login",
            "/.%2e/logout",
            "/%2e/login",
            "/x\r\nSet-Cookie:a=b",
            "/\u{2215}evil",
            "/a#b",
            "/login",
            "/login?next=/login",
            "/login/snils",
            "/logout",
            " /a",
            "http:/evil",
            "/\u{0}",
        ] {
            assert_eq!(NextPath::parse(evil), None, "{evil:?}");
        }
        assert_eq!(NextPath::parse(&format!("/{}", "a".repeat(LONGEST))), None);
    }
}
