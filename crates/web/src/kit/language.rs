//! Which language a page is in (R32): the cookie, else what the browser prefers, else the default.
//!
//! The switch `?lang=` sets the cookie and sends the browser to the same page without it, so a page's address never
//! names a language.

use okno_domain::locale::Locale;

/// The best language for a request with this cookie and this `Accept-Language` header.
pub fn negotiate(cookie: Option<&str>, accept_language: Option<&str>) -> Locale {
    cookie.and_then(|tag| tag.parse().ok()).or_else(|| accept_language.and_then(preferred)).unwrap_or_default()
}

/// The supported language that `Accept-Language` (RFC 9110 12.5.4) rates highest; the first named among equals.
fn preferred(header: &str) -> Option<Locale> {
    let mut best: Option<(u16, Locale)> = None;
    for range in header.split(',').take(32) {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths);
        if let (Ok(locale), Some(quality @ 1..)) = (primary.parse(), quality)
            && best.is_none_or(|(most, _)| quality > most)
        {
            best = Some((quality, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// A quality value in thousandths; `None` when it is none.
pub(super) fn thousandths(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction = format!("{fraction:0<3}").parse::<u16>().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

/// The language a query string switches to, and the query without the switch.
pub fn switch(query: &str) -> Option<(Locale, String)> {
    let mut chosen = None;
    let mut rest = Vec::new();
    for part in query.split('&') {
        match part.strip_prefix("lang=").and_then(|tag| tag.parse().ok()) {
            Some(locale) => chosen = Some(locale),
            None if part.starts_with("lang=") => {}
            None => rest.push(part),
        }
    }
    chosen.map(|locale| (locale, rest.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R32: cookie before browser before default.
    #[test]
    fn the_language_comes_from_cookie_then_browser_then_default() {
        for (cookie, header, expected) in [
            (None, None, Locale::Ru),
            (Some("fr"), Some("en"), Locale::Fr),
            (Some("xx"), Some("en"), Locale::En),
            (None, Some("de-DE,de;q=0.9,fr-CA;q=0.8,en;q=0.7"), Locale::Fr),
            (None, Some("en;q=0.5, fr;q=0.9"), Locale::Fr),
            (None, Some("en;q=0, FR;q=0.001"), Locale::Fr),
            (None, Some("en;q=5, ;;;,=,"), Locale::Ru),
            (None, Some("*"), Locale::Ru),
        ] {
            assert_eq!(negotiate(cookie, header), expected, "{cookie:?} {header:?}");
        }
    }

    #[test]
    fn the_switch_leaves_the_rest_of_the_query() {
        assert_eq!(switch("lang=en"), Some((Locale::En, String::new())));
        assert_eq!(switch("a=1&lang=fr&b=%20"), Some((Locale::Fr, "a=1&b=%20".to_owned())));
        assert_eq!(switch("lang=de&a=1"), None);
        assert_eq!(switch("a=lang"), None);
    }
}
