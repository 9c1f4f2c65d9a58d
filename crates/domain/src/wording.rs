//! Texts that administrators put in place of built-in ones at run time (docs/decisions/0015).
//!
//! A text is a message of the catalogue, in one language, in the form in which the catalogue has it. What fits in place of
//! which built-in text is known where the built-in ones are; here is what holds for any text.

use std::{any::Any, collections::BTreeMap, sync::OnceLock};

use serde::{Deserialize, Serialize};

use crate::{locale::Locale, refusal::FieldFault};

/// The fields of a form with a text in every language.
pub const FIELDS: [&str; 3] = ["text_ru", "text_en", "text_fr"];

/// The longest text: the longest built-in ones are articles of the help.
pub const LONGEST: usize = 6000;

/// The field of a language.
pub const fn field(locale: Locale) -> &'static str {
    let [ru, en, fr] = FIELDS;
    match locale {
        Locale::Ru => ru,
        Locale::En => en,
        Locale::Fr => fr,
    }
}

/// What stands in place of one built-in text; in a language without a text of its own the built-in one stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Replacement {
    #[serde(skip_serializing_if = "Option::is_none")]
    ru: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fr: Option<String>,
}

impl Replacement {
    /// The text in this language.
    pub fn get(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Ru => self.ru.as_deref(),
            Locale::En => self.en.as_deref(),
            Locale::Fr => self.fr.as_deref(),
        }
    }

    /// Sets the text in this language, or leaves it to the built-in one.
    pub fn set(&mut self, locale: Locale, text: Option<String>) {
        match locale {
            Locale::Ru => self.ru = text,
            Locale::En => self.en = text,
            Locale::Fr => self.fr = text,
        }
    }

    /// Whether every language has its built-in text.
    pub fn is_empty(&self) -> bool {
        Locale::ALL.into_iter().all(|locale| self.get(locale).is_none())
    }

    /// The languages with a text of their own.
    pub fn locales(&self) -> impl Iterator<Item = Locale> {
        Locale::ALL.into_iter().filter(|locale| self.get(*locale).is_some())
    }
}

/// All texts that were replaced, as of one moment, by key.
///
/// Whoever words things makes something of them that it can use, once for each moment: see [`Replacements::made`].
#[derive(Debug, Default)]
pub struct Replacements {
    texts: BTreeMap<String, Replacement>,
    made: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl PartialEq for Replacements {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
    }
}

impl Eq for Replacements {}

impl FromIterator<(String, Replacement)> for Replacements {
    fn from_iter<T: IntoIterator<Item = (String, Replacement)>>(texts: T) -> Self {
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        Self { texts, made: OnceLock::new() }
    }
}

impl Replacements {
    /// Whether every text is the built-in one.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What stands in place of the text with this key.
    pub fn get(&self, key: &str) -> Option<&Replacement> {
        self.texts.get(key)
    }

    /// All of them, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Replacement)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text))
    }

    /// What was made of these texts: made by the first who asks, and the same for everybody after. None when something of
    /// another type was made of them.
    pub fn made<T: Any + Send + Sync>(&self, make: impl FnOnce(&Self) -> T) -> Option<&T> {
        self.made.get_or_init(|| Box::new(make(self))).downcast_ref()
    }
}

/// What was typed, as it is judged and kept: lines end as everywhere, without blanks at their ends, and the text begins and
/// ends with a line that says something.
pub fn tidy(typed: &str) -> String {
    let lines: Vec<&str> = typed.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').trim_end().to_owned()
}

/// Characters that nobody sees, or that turn the direction of what others read: they have no place in a text for people.
/// The no-break spaces of print are none of them.
pub const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{9}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{34f}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2800}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{10ffff}'
    )
}

/// What is wrong with a text of any kind: too long, or with characters that are not seen.
pub fn faults(locale: Locale, text: &str) -> Option<FieldFault> {
    if text.chars().count() > LONGEST {
        return Some(FieldFault::new(field(locale), "wording-long").with("most", LONGEST.to_string()));
    }
    let hidden = text.chars().find(|c| is_hidden(*c))?;
    Some(FieldFault::new(field(locale), "wording-hidden").with("character", format!("U+{:04X}", u32::from(hidden))))
}

/// How many septets a character takes in an SMS of the GSM alphabet (3GPP TS 23.038); none when it is not of that alphabet.
pub fn gsm_septets(c: char) -> Option<usize> {
    const BASE: &str = "@£$¥èéùìòÇ\nØø\rÅå_ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà\
        \u{394}\u{3a6}\u{393}\u{39b}\u{3a9}\u{3a0}\u{3a8}\u{3a3}\u{398}\u{39e}";
    match c {
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' | '\u{c}' => Some(2),
        _ if c.is_ascii_alphabetic() || BASE.contains(c) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<&'static str> {
        faults(Locale::En, text).map(|fault| fault.code)
    }

    #[test]
    fn hidden_and_turning_characters_are_refused() {
        for fine in ["", "Words, and a line\nmore", "a\u{a0}b\u{202f}c", "№ 5 – «да»", "naïve café", "🙂"] {
            assert_eq!(code(fine), None, "{fine:?}");
        }
        for hidden in
            ['\u{0}', '\t', '\r', '\u{1b}', '\u{85}', '\u{ad}', '\u{200b}', '\u{200e}', '\u{202e}', '\u{2066}']
        {
            assert_eq!(code(&format!("a{hidden}b")), Some("wording-hidden"), "{hidden:?}");
        }
        for hidden in ['\u{feff}', '\u{e000}', '\u{e0041}', '\u{fffb}'] {
            assert_eq!(code(&format!("a{hidden}b")), Some("wording-hidden"), "{hidden:?}");
        }
    }

    #[test]
    fn a_text_has_an_end() {
        assert_eq!(code(&"я".repeat(LONGEST)), None);
        assert_eq!(code(&"я".repeat(LONGEST + 1)), Some("wording-long"));
    }

    #[test]
    fn what_is_typed_is_tidied() {
        assert_eq!(tidy("\r\n one  \r\n\r\n two\t\r\n \r\n"), " one\n\n two");
        assert_eq!(tidy(" \n "), "");
    }

    #[test]
    fn the_gsm_alphabet_is_known() {
        assert_eq!(gsm_septets('é'), Some(1));
        assert_eq!(gsm_septets('€'), Some(2));
        for c in ['ê', 'ç', '«', '’', '\u{a0}', 'я', '–'] {
            assert_eq!(gsm_septets(c), None, "{c}");
        }
    }

    #[test]
    fn a_language_without_a_text_has_the_built_in_one() {
        let mut text = Replacement::default();
        assert!(text.is_empty());
        text.set(Locale::Fr, Some("Oui".to_owned()));
        assert_eq!(text.locales().collect::<Vec<_>>(), [Locale::Fr]);
        assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"fr":"Oui"}"#);
        assert_eq!(serde_json::from_str::<Replacement>(r#"{"fr":"Oui"}"#).unwrap(), text);
        let all: Replacements =
            [("a".to_owned(), text), ("b".to_owned(), Replacement::default())].into_iter().collect();
        assert_eq!(all.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["a"]);
        assert!(all.get("b").is_none() && !all.is_empty());
    }

    #[test]
    fn what_is_made_of_texts_is_made_once() {
        let all = Replacements::default();
        assert_eq!(all.made(|_| 1_u8), Some(&1));
        assert_eq!(all.made(|_| 2_u8), Some(&1));
        assert_eq!(all.made(|_| "other"), None);
    }
}
