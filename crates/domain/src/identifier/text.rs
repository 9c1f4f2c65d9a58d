//! What is done to every typed or pasted text before it is judged; in one place, so that no field differs.

use unicode_normalization::UnicodeNormalization;

/// Trims, brings to NFC, turns every kind of space into an ordinary one and drops invisible characters.
///
/// Invisible ones (zero-width spaces, direction marks, soft hyphens) come with pasted text and would make two equal
/// looking values differ.
pub fn tidy(text: &str) -> String {
    let flat: String = text
        .nfc()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        // A removed character may have stood between a letter and its accent.
        .nfc()
        .collect();
    flat.trim_matches(' ').to_owned()
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// The tidy text without the given characters.
pub(crate) fn tidy_without(text: &str, dropped: &[char]) -> String {
    tidy(text).chars().filter(|c| !dropped.contains(c)).collect()
}

/// Runs of spaces as one space.
pub(crate) fn single_spaces(text: &str) -> String {
    text.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether the text is this many ASCII digits.
pub(crate) fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_digit())
}

/// The text cut at these byte positions; missing parts are empty. For canonical ASCII forms.
pub(crate) fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Whether this is a letter of the Russian alphabet.
pub(crate) fn is_cyrillic(c: char) -> bool {
    matches!(c, 'А'..='я' | 'Ё' | 'ё')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_become_plain_and_invisible_characters_go() {
        assert_eq!(tidy("\u{FEFF} 40\u{A0}08\u{202F}123456\t"), "40 08 123456");
        assert_eq!(tidy("Ива\u{200B}нов"), "Иванов");
        assert_eq!(tidy("и\u{306}од"), "йод");
        assert_eq!(single_spaces("a  b   c"), "a b c");
    }

    proptest::proptest! {
        #[test]
        fn tidy_is_a_fixed_point(text in "\\PC*") {
            let once = tidy(&text);
            proptest::prop_assert_eq!(tidy(&once), once);
        }
    }
}
