//! Russian letters in Latin ones, by the four schemes in use.
//!
//! A person may keep an earlier spelling: a Latin name is offered from here once, then stored and never recomputed.

use unicode_normalization::UnicodeNormalization;

/// A scheme of transliteration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// ICAO Doc 9303: passports since about 2013, and the machine-readable zone of travel passports.
    Icao9303,
    /// GOST R 52535.1-2006: passports of about 2010 to 2013.
    GostR52535,
    /// GOST 7.79-2000 system B: where the text must be convertible back.
    Gost779B,
    /// The letter table of the machine-readable zone of the internal passport.
    InternalMrz,
}

/// Letter, ICAO 9303, GOST R 52535.1, GOST 7.79 B, internal MRZ.
const TABLE: [(char, &str, &str, &str, &str); 33] = [
    ('а', "a", "a", "a", "A"),
    ('б', "b", "b", "b", "B"),
    ('в', "v", "v", "v", "V"),
    ('г', "g", "g", "g", "G"),
    ('д', "d", "d", "d", "D"),
    ('е', "e", "e", "e", "E"),
    ('ё', "e", "e", "yo", "2"),
    ('ж', "zh", "zh", "zh", "J"),
    ('з', "z", "z", "z", "Z"),
    ('и', "i", "i", "i", "I"),
    ('й', "i", "i", "j", "Q"),
    ('к', "k", "k", "k", "K"),
    ('л', "l", "l", "l", "L"),
    ('м', "m", "m", "m", "M"),
    ('н', "n", "n", "n", "N"),
    ('о', "o", "o", "o", "O"),
    ('п', "p", "p", "p", "P"),
    ('р', "r", "r", "r", "R"),
    ('с', "s", "s", "s", "S"),
    ('т', "t", "t", "t", "T"),
    ('у', "u", "u", "u", "U"),
    ('ф', "f", "f", "f", "F"),
    ('х', "kh", "kh", "x", "H"),
    ('ц', "ts", "tc", "cz", "C"),
    ('ч', "ch", "ch", "ch", "3"),
    ('ш', "sh", "sh", "sh", "4"),
    ('щ', "shch", "shch", "shh", "W"),
    ('ъ', "ie", "", "``", "X"),
    ('ы', "y", "y", "y`", "Y"),
    ('ь', "", "", "`", "9"),
    ('э', "e", "e", "e`", "6"),
    ('ю', "iu", "iu", "yu", "7"),
    ('я', "ia", "ia", "ya", "8"),
];

/// The text with its Russian letters replaced; everything else stays. Case follows the text, except in the internal
/// MRZ, which has capitals only.
pub fn transliterate(text: &str, scheme: Scheme) -> String {
    let letters: Vec<char> = text.nfc().collect();
    let mut result = String::with_capacity(text.len());
    for (index, c) in letters.iter().copied().enumerate() {
        let next = letters.get(index + 1).copied();
        let Some(latin) = replacement(c, next, scheme) else {
            result.push(c);
            continue;
        };
        let previous = index.checked_sub(1).and_then(|before| letters.get(before)).copied();
        if c.is_uppercase() && in_capitals(previous, next) {
            result.push_str(&latin.to_uppercase());
        } else if c.is_uppercase() {
            let mut parts = latin.chars();
            result.extend(parts.next().into_iter().flat_map(char::to_uppercase));
            result.push_str(parts.as_str());
        } else {
            result.push_str(latin);
        }
    }
    result
}

/// Whether a capital stands in a word of capitals, so that all of its Latin letters are capitals.
fn in_capitals(previous: Option<char>, next: Option<char>) -> bool {
    match next {
        Some(next) if next.is_alphabetic() => next.is_uppercase(),
        _ => previous.is_some_and(char::is_uppercase),
    }
}

fn replacement(c: char, next: Option<char>, scheme: Scheme) -> Option<&'static str> {
    let small = lower(c);
    let (_, icao, gost, reversible, mrz) = TABLE.iter().find(|(letter, ..)| *letter == small)?;
    Some(match scheme {
        Scheme::Icao9303 => icao,
        Scheme::GostR52535 => gost,
        // Before e, i, y and j the z would be read as a letter of its own.
        Scheme::Gost779B if small == 'ц' && next.map(lower).is_some_and(|next| "еёийыэюя".contains(next)) => {
            "c"
        }
        Scheme::Gost779B => reversible,
        Scheme::InternalMrz => mrz,
    })
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// The Russian capital for a character of the internal MRZ.
pub(super) fn from_internal_mrz(c: char) -> Option<char> {
    TABLE.iter().find(|(.., mrz)| mrz.starts_with(c)).and_then(|(letter, ..)| letter.to_uppercase().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_names() {
        for (name, icao, gost) in [
            ("Юлия Щеглова", "Iuliia Shcheglova", "Iuliia Shcheglova"),
            ("Наталья Подъячева", "Natalia Podieiacheva", "Natalia Podiacheva"),
            ("Пётр Цой", "Petr Tsoi", "Petr Tcoi"),
            ("Александр Ёлкин-Цыганов", "Aleksandr Elkin-Tsyganov", "Aleksandr Elkin-Tcyganov"),
            ("Дмитрий Объедков", "Dmitrii Obieedkov", "Dmitrii Obedkov"),
            ("Соловьёв Игорь", "Solovev Igor", "Solovev Igor"),
            ("Фёдор Достоевский", "Fedor Dostoevskii", "Fedor Dostoevskii"),
        ] {
            assert_eq!(transliterate(name, Scheme::Icao9303), icao);
            assert_eq!(transliterate(name, Scheme::GostR52535), gost);
        }
    }

    #[test]
    fn capitals_stay_capitals() {
        assert_eq!(transliterate("ЩЕГЛОВА ЮЛИЯ", Scheme::Icao9303), "SHCHEGLOVA IULIIA");
        assert_eq!(transliterate("Я", Scheme::Icao9303), "Ia");
    }

    #[test]
    fn the_reversible_scheme() {
        assert_eq!(transliterate("Цирк, царь, объём, мышь", Scheme::Gost779B), "Cirk, czar`, ob``yom, my`sh`");
        assert_eq!(transliterate("Эхо", Scheme::Gost779B), "E`xo");
    }

    #[test]
    fn the_internal_table_is_reversible() {
        let alphabet = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";
        let coded = transliterate(alphabet, Scheme::InternalMrz);
        assert_eq!(coded.chars().filter_map(from_internal_mrz).collect::<String>(), alphabet);
    }
}
