//! Addresses that proofs are for (`htu`): without query and fragment, and normalized so that one resource has one text
//! (RFC 9449 4.3, 9; RFC 3986 6.2.2, 6.2.3).

use std::fmt::Write as _;

use url::Url;

/// The longest address, in bytes.
const LONGEST: usize = 2048;

/// Why a text is no address that a request can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetFault {
    /// Longer than 2048 bytes.
    #[error("it is too long")]
    Long,
    /// Not printable ASCII, or with characters that no URI has.
    #[error("it has characters that no URI has")]
    Characters,
    /// Not an absolute URI.
    #[error("it is not an absolute URI")]
    Malformed,
    /// Neither `https` nor `http`.
    #[error("its scheme is not one of the web")]
    Scheme,
    /// With a user or a password.
    #[error("it names a user")]
    UserInfo,
}

/// The address of a request without its query, normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(String);

impl Target {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, TargetFault> {
        if text.len() > LONGEST {
            return Err(TargetFault::Long);
        }
        // What the library would repair, browsers and other readers may understand differently.
        if !text.bytes().all(|byte| byte.is_ascii_graphic() && !br#"\"<>^`{|}"#.contains(&byte)) {
            return Err(TargetFault::Characters);
        }
        let url = Url::parse(text).map_err(|_| TargetFault::Malformed)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(TargetFault::Scheme);
        }
        if !text.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//")) {
            return Err(TargetFault::Malformed);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetFault::UserInfo);
        }
        let mut normal = format!("{}://{}", url.scheme(), url.host_str().ok_or(TargetFault::Malformed)?);
        if let Some(port) = url.port() {
            // Writing to a text does not fail.
            let _ = write!(normal, ":{port}");
        }
        push_path(url.path(), &mut normal);
        Ok(Self(normal))
    }

    /// The normalized text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Percent signs before unreserved characters are undone, others get capital digits (RFC 3986 6.2.2.1, 6.2.2.2).
fn push_path(path: &str, normal: &mut String) {
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        normal.push_str(before);
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if !after.starts_with('+') => {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    normal.push(char::from(byte));
                } else {
                    let _ = write!(normal, "%{byte:02X}");
                }
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                normal.push('%');
                rest = after;
            }
        }
    }
    normal.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_resource_has_one_text() {
        for (text, normal) in [
            ("https://okno.example/token", "https://okno.example/token"),
            ("HTTPS://OKNO.Example:443/token?a=b#c", "https://okno.example/token"),
            ("http://localhost:80/token", "http://localhost/token"),
            ("http://localhost:8080/token", "http://localhost:8080/token"),
            ("https://okno.example", "https://okno.example/"),
            ("https://okno.example/a/../token", "https://okno.example/token"),
            ("https://okno.example/a/./b", "https://okno.example/a/b"),
            ("https://okno.example/%74oken", "https://okno.example/token"),
            ("https://okno.example/a%2fb%c3%a9", "https://okno.example/a%2Fb%C3%A9"),
            ("https://okno.example/a%zz%", "https://okno.example/a%zz%"),
            ("https://okno.example/a%+1", "https://okno.example/a%+1"),
            ("https://[::1]:8443/t", "https://[::1]:8443/t"),
        ] {
            assert_eq!(Target::parse(text).unwrap().as_str(), normal, "{text}");
        }
    }

    #[test]
    fn different_resources_differ() {
        let token = Target::parse("https://okno.example/token").unwrap();
        for other in [
            "http://okno.example/token",
            "https://okno.example:8443/token",
            "https://okno.example/token/",
            "https://okno.example/Token",
            "https://okno.example//token",
            "https://okno.example.evil/token",
        ] {
            assert_ne!(Target::parse(other).unwrap(), token, "{other}");
        }
    }

    #[test]
    fn refuses_what_readers_understand_differently() {
        for (text, fault) in [
            ("", TargetFault::Malformed),
            ("/token", TargetFault::Malformed),
            ("token", TargetFault::Malformed),
            ("https:okno.example/token", TargetFault::Malformed),
            ("https:/okno.example/token", TargetFault::Malformed),
            ("https://", TargetFault::Malformed),
            ("https:\\\\okno.example/token", TargetFault::Characters),
            ("https://okno.example/to\tken", TargetFault::Characters),
            (" https://okno.example/token", TargetFault::Characters),
            ("https://okno.example/t\u{f6}", TargetFault::Characters),
            ("ftp://okno.example/token", TargetFault::Scheme),
            ("urn:a:b", TargetFault::Scheme),
            ("https://okno.example@evil.example/token", TargetFault::UserInfo),
            ("https://:p@evil.example/token", TargetFault::UserInfo),
        ] {
            assert_eq!(Target::parse(text), Err(fault), "{text}");
        }
        assert_eq!(Target::parse(&format!("https://a/{}", "b".repeat(LONGEST))), Err(TargetFault::Long));
    }
}
