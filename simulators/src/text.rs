//! Finding codes and links in the text of a message.

/// One piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Words(String),
    /// An address to follow.
    Link(String),
    /// A number that looks like a code: four to eight digits that stand alone.
    Code(String),
}

/// Cuts a text into words, links and codes; nothing is lost.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, link, after)) = next_link(rest) {
        push_with_codes(&mut pieces, before);
        pieces.push(Piece::Link(link.to_owned()));
        rest = after;
    }
    push_with_codes(&mut pieces, rest);
    pieces
}

fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let start = ["https://", "http://"].into_iter().filter_map(|scheme| text.find(scheme)).min()?;
    let (before, from) = text.split_at_checked(start)?;
    let end = from.find(|c: char| c.is_whitespace() || "<>\"'«»".contains(c)).unwrap_or(from.len());
    let link = from.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']);
    let after = from.get(link.len()..)?;
    Some((before, link, after))
}

fn push_with_codes(pieces: &mut Vec<Piece>, text: &str) {
    let mut words = String::new();
    let mut digits = String::new();
    // A letter, digit or sign of a longer number right before or after: not a code.
    let mut joined = false;
    let mut flush = |words: &mut String, digits: &mut String, joined: bool| {
        if (4..=8).contains(&digits.len()) && !joined {
            if !words.is_empty() {
                pieces.push(Piece::Words(std::mem::take(words)));
            }
            pieces.push(Piece::Code(std::mem::take(digits)));
        } else {
            words.push_str(&std::mem::take(digits));
        }
    };
    let mut previous = ' ';
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            if digits.is_empty() {
                joined = previous.is_alphanumeric() || matches!(previous, '+' | '-' | '/' | '№');
            }
            digits.push(letter);
        } else {
            let joins = letter.is_alphanumeric() || matches!(letter, '-' | '/');
            flush(&mut words, &mut digits, joined || joins);
            words.push(letter);
        }
        previous = letter;
    }
    flush(&mut words, &mut digits, joined);
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
}

/// The codes of a text.
pub(crate) fn codes(text: &str) -> Vec<String> {
    let code = |piece| if let Piece::Code(code) = piece { Some(code) } else { None };
    pieces(text).into_iter().filter_map(code).collect()
}

/// The links of a text.
pub(crate) fn links(text: &str) -> Vec<String> {
    let link = |piece| if let Piece::Link(link) = piece { Some(link) } else { None };
    pieces(text).into_iter().filter_map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_alone() {
        assert_eq!(codes("Код 123456. Никому не говорите"), ["123456"]);
        assert_eq!(codes("123456 is your code"), ["123456"]);
        assert_eq!(codes("code:0042"), ["0042"]);
        assert!(codes("тел. +79161234567, 300 с, 2026-11-25, a1234").is_empty());
    }

    #[test]
    fn links_end_before_punctuation() {
        assert_eq!(links("см. http://127.0.0.1:8080/c/AbC?x=1."), ["http://127.0.0.1:8080/c/AbC?x=1"]);
        assert_eq!(
            links("<https://a.example/1234> и (https://b.example)"),
            ["https://a.example/1234", "https://b.example"]
        );
        assert!(codes("https://a.example/123456").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "\\PC*") {
            let joined: String = pieces(&text).into_iter().map(|piece| match piece {
                Piece::Words(text) | Piece::Link(text) | Piece::Code(text) => text,
            }).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}
