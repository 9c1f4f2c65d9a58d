//! `embed=(…)`: which collections stand inside the answer.

use super::path::PersonPart;
use crate::esia::{
    Mode,
    error::{Code, Refusal},
};

/// The most letters of the parameter.
pub const MOST_LETTERS: usize = 512;

/// The most parts between the brackets.
pub const MOST: usize = 16;

/// What stands inside the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// `elements`: the elements of the collection that was asked for are objects, not addresses.
    pub elements: bool,
    /// Collections inside the person, each once, in the order of the request.
    pub parts: Vec<Embedded>,
}

/// A collection inside the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// Which one.
    pub part: PersonPart,
    /// Whether its elements are objects; otherwise addresses.
    pub elements: bool,
}

impl Embed {
    /// Reads `(name.elements,name.elements-1)`, or `(elements)` of a collection (ESIA-030003).
    ///
    /// A suffix of version, `-1`, may stand behind each part and does not matter. Lenient mode passes over names that it
    /// does not know, and over blanks.
    pub fn parse(text: &str, mode: Mode) -> Result<Self, Refusal> {
        let refuse = |why: &'static str| Refusal::new(Code::REST_PARAMETERS, why);
        if text.len() > MOST_LETTERS {
            return Err(refuse("embed is too long"));
        }
        let lenient = mode.is_lenient();
        let trimmed = if lenient { text.trim_matches(' ') } else { text };
        let inside = trimmed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let inside = inside.ok_or_else(|| refuse("embed has no brackets"))?;
        let mut embed = Self::default();
        for (count, word) in inside.split(',').enumerate() {
            if count >= MOST {
                return Err(refuse("embed names too much"));
            }
            let word = if lenient { word.trim_matches(' ') } else { word };
            match read(word) {
                Some(Word::Elements) => embed.elements = true,
                Some(Word::Part(embedded)) => embed.add(embedded),
                None if lenient => {}
                None => return Err(refuse("embed names what cannot stand inside the answer")),
            }
        }
        Ok(embed)
    }

    fn add(&mut self, new: Embedded) {
        match self.parts.iter_mut().find(|known| known.part == new.part) {
            Some(known) => known.elements |= new.elements,
            None => self.parts.push(new),
        }
    }

    /// Whether a collection stands inside the person, and if so, whether its elements are objects.
    pub fn of(&self, part: PersonPart) -> Option<bool> {
        self.parts.iter().find(|known| known.part == part).map(|known| known.elements)
    }
}

/// As it would be written anew.
impl std::fmt::Display for Embed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut words: Vec<String> = self.elements.then(|| "elements".to_owned()).into_iter().collect();
        words.extend(self.parts.iter().map(|embedded| {
            let suffix = if embedded.elements { ".elements" } else { "" };
            format!("{}{suffix}", embedded.part.name())
        }));
        write!(f, "({})", words.join(","))
    }
}

enum Word {
    Elements,
    Part(Embedded),
}

fn read(word: &str) -> Option<Word> {
    let (word, version) = word.split_once('-').map_or((word, None), |(word, version)| (word, Some(version)));
    let is_version = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
    if !version.is_none_or(is_version) {
        return None;
    }
    if word == "elements" {
        return Some(Word::Elements);
    }
    let (name, elements) = match word.split_once('.') {
        None => (word, false),
        Some((name, "elements")) => (name, true),
        Some(_) => return None,
    };
    let part = PersonPart::ALL.into_iter().find(|part| part.name() == name)?;
    Some(Word::Part(Embedded { part, elements }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 4.2.
    #[test]
    fn what_clients_embed_is_read() {
        let all = "(contacts.elements,addresses.elements,documents.elements,vehicles.elements,organizations.elements)";
        let embed = Embed::parse(all, Mode::Strict).unwrap();
        assert_eq!(embed.to_string(), all);
        assert_eq!((embed.of(PersonPart::Contacts), embed.of(PersonPart::Kids)), (Some(true), None));
        for (text, plain) in [
            ("(elements)", "(elements)"),
            ("(elements-1)", "(elements)"),
            ("(contacts.elements-1)", "(contacts.elements)"),
            (
                "(contacts.elements-1,kids.elements-3,roles.elements)",
                "(contacts.elements,kids.elements,roles.elements)",
            ),
            ("(contacts)", "(contacts)"),
            ("(contacts,contacts.elements)", "(contacts.elements)"),
        ] {
            for mode in [Mode::Strict, Mode::Lenient] {
                assert_eq!(Embed::parse(text, mode).unwrap().to_string(), plain, "{text}");
            }
        }
    }

    #[test]
    fn the_rest_is_refused_or_passed_over() {
        for text in [
            "()",
            "(contacts.elements,)",
            "(contacts.elements, documents.elements)",
            "(contacts.items)",
            "(contacts.elements.elements)",
            "(contacts.elements-)",
            "(contacts.elements-1-1)",
            "(contacts.elements-x)",
            "(contacts.elements-1000)",
            "(secrets.elements)",
            "(Contacts.elements)",
            "((contacts.elements))",
        ] {
            assert_eq!(Embed::parse(text, Mode::Strict).unwrap_err().code(), Code::REST_PARAMETERS, "{text}");
            assert!(Embed::parse(text, Mode::Lenient).is_ok(), "{text}");
        }
        let many = format!("({})", ["kids"; MOST + 1].join(","));
        let long = format!("({})", "a".repeat(MOST_LETTERS));
        for text in ["", "elements", "(elements", "elements)", ")(", many.as_str(), long.as_str()] {
            for mode in [Mode::Strict, Mode::Lenient] {
                assert_eq!(Embed::parse(text, mode).unwrap_err().code(), Code::REST_PARAMETERS, "{text}");
            }
        }
        let spaced = Embed::parse(" (contacts.elements, documents.elements) ", Mode::Lenient).unwrap();
        assert_eq!(spaced.to_string(), "(contacts.elements,documents.elements)");
    }
}
