//! One name of a person: surname, first name or patronymic, in Cyrillic.
//!
//! The name is kept as typed apart from spaces, dashes and apostrophes. Registries, banks and certificates are compared
//! by the comparison key; exact equality is a question of its own.

use super::text::{is_cyrillic, single_spaces, tidy};

reasons! {
    /// Why a text is not a name.
    PersonNameRefusal {
        /// Nothing was given.
        Empty => "name-empty",
        /// Longer than 100 characters.
        Length => "name-length",
        /// Digits.
        Digits => "name-digits",
        /// Latin letters, which may only look like Cyrillic ones.
        Latin => "name-latin",
        /// A hyphen in place of a name, which only an operator may put there.
        Hyphen => "name-hyphen",
        /// Signs that names do not have, or hyphens in the wrong place.
        Pattern => "name-pattern",
    }
}

/// The longest name, in characters.
pub const MAX_LENGTH: usize = 100;

/// What stands for the surname or first name of a person who has only one name (2.10).
pub const NO_NAME: &str = "-";

/// A surname, first name or patronymic.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

checked_text!(PersonName, personal, PersonNameRefusal, Self::parse_by_operator);

impl PersonName {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self, PersonNameRefusal> {
        let name = normalize(text);
        if name.is_empty() {
            return Err(PersonNameRefusal::Empty);
        }
        if name == NO_NAME {
            return Err(PersonNameRefusal::Hyphen);
        }
        if name.chars().count() > MAX_LENGTH {
            return Err(PersonNameRefusal::Length);
        }
        if name.chars().any(char::is_numeric) {
            return Err(PersonNameRefusal::Digits);
        }
        let mut words = name.split(' ');
        // A Roman numeral follows a name; alone it is a word in Latin letters.
        let is_latin = |word: &str| word.contains(|c: char| c.is_ascii_alphabetic());
        if words.next().is_some_and(is_latin) || words.any(|word| is_latin(word) && !is_roman(word)) {
            return Err(PersonNameRefusal::Latin);
        }
        if has_pattern(&name) { Ok(Self(name)) } else { Err(PersonNameRefusal::Pattern) }
    }

    /// Reads what an operator typed: a hyphen stands for the surname or first name of a person who has only one name.
    pub fn parse_by_operator(text: &str) -> Result<Self, PersonNameRefusal> {
        if normalize(text) == NO_NAME { Ok(Self(NO_NAME.to_owned())) } else { Self::parse(text) }
    }

    /// What is compared with other systems: capitals, Ё as Е; hyphens, apostrophes, dots and spaces as one space.
    pub fn comparison_key(&self) -> String {
        let flat: String = self
            .0
            .to_uppercase()
            .chars()
            .map(|c| match c {
                'Ё' => 'Е',
                '-' | '\'' | '.' => ' ',
                other => other,
            })
            .collect();
        single_spaces(&flat)
    }

    /// Whether another system's spelling names the same.
    pub fn matches(&self, other: &Self) -> bool {
        self.comparison_key() == other.comparison_key()
    }

    /// For a name typed in capitals, the spelling to offer instead.
    pub fn title_case(&self) -> Option<String> {
        let letters = self.0.chars().filter(|c| c.is_alphabetic());
        if letters.clone().count() < 2 || !letters.clone().all(char::is_uppercase) {
            return None;
        }
        let words: Vec<_> =
            self.0.split(' ').map(|word| if is_roman(word) { word.to_owned() } else { title(word) }).collect();
        Some(words.join(" ")).filter(|offer| *offer != self.0)
    }
}

fn title(word: &str) -> String {
    let mut after_letter = false;
    let mut result = String::with_capacity(word.len());
    for c in word.chars() {
        if after_letter {
            result.extend(c.to_lowercase());
        } else {
            result.push(c);
        }
        after_letter = c.is_alphabetic();
    }
    result
}

/// Single spaces, one kind of hyphen without spaces around, one kind of apostrophe.
fn normalize(text: &str) -> String {
    let unified: String = tidy(text)
        .chars()
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{B4}' | '`' | '\u{2032}' => '\'',
            other => other,
        })
        .collect();
    let spaced = single_spaces(&unified);
    // Spaces are single here, so a hyphen has at most one on each side.
    spaced.replace(" -", "-").replace("- ", "-")
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| "IVXLCDM".contains(c))
}

fn has_pattern(name: &str) -> bool {
    let known = |c: char| is_cyrillic(c) || is_roman(c.encode_utf8(&mut [0; 4])) || " -'.()".contains(c);
    let edges = name.starts_with(['-', '.', ')', '\'']) || name.ends_with(['-', '(']);
    name.chars().all(known)
        && name.chars().any(is_cyrillic)
        && !edges
        && !name.contains("--")
        && !name.contains("''")
        && !name.contains("..")
        && has_balanced_parentheses(name)
}

fn has_balanced_parentheses(name: &str) -> bool {
    let mut depth = 0_u32;
    for c in name.chars() {
        match c {
            '(' if depth == 0 => depth = 1,
            ')' if depth == 1 => depth = 0,
            '(' | ')' => return false,
            _ => {}
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_match_by_key() {
        let name = |text| PersonName::parse(text).unwrap();
        assert!(name("Соловьёв").matches(&name("СОЛОВЬЕВ")));
        assert!(name("Салтыков Щедрин").matches(&name("Салтыков-Щедрин")));
        assert!(!name("Иванов").matches(&name("Иванова")));
    }

    #[test]
    fn capitals_get_an_offer() {
        let offer = |text| PersonName::parse(text).unwrap().title_case();
        assert_eq!(offer("САЛТЫКОВ-ЩЕДРИН").as_deref(), Some("Салтыков-Щедрин"));
        assert_eq!(offer("ИВАН IV").as_deref(), Some("Иван IV"));
        assert_eq!(offer("Иванов"), None);
        assert_eq!(offer("О"), None);
    }

    #[test]
    fn one_name_is_for_operators() {
        assert_eq!(PersonName::parse("-"), Err(PersonNameRefusal::Hyphen));
        assert_eq!(PersonName::parse_by_operator(" – ").unwrap().as_str(), "-");
        assert_eq!(PersonName::parse("IV"), Err(PersonNameRefusal::Latin));
        assert_eq!(PersonName::parse(&"О".repeat(101)), Err(PersonNameRefusal::Length));
        for text in ["Иванов-", "(Петров", "Иванов)", "...", "'", "()"] {
            assert_eq!(PersonName::parse(text), Err(PersonNameRefusal::Pattern), "{text}");
        }
    }
}
