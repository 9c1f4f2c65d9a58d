//! The person's own data, which must not be in the password: R49.

use jiff::civil::Date;

use crate::identifier::transliteration::{Scheme, transliterate};

/// What is known of the person who sets a password.
#[derive(Clone, Default)]
pub struct OwnData {
    /// Surname, first name, patronymic, in any letters.
    pub names: Vec<String>,
    /// Dates of birth.
    pub birth_dates: Vec<Date>,
    /// Phone numbers.
    pub phones: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Numbers such as the SNILS.
    pub numbers: Vec<String>,
}

impl std::fmt::Debug for OwnData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnData(…)")
    }
}

/// A shorter word occurs in other words by chance.
const SHORTEST_WORD: usize = 4;
/// A shorter number occurs in other numbers by chance.
const SHORTEST_NUMBER: usize = 6;

impl OwnData {
    /// Whether a password holds one of these data in one of its usual spellings.
    pub(super) fn is_in(&self, password: &str) -> bool {
        let plain = password.to_lowercase();
        let compact: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
        let letters: String = plain.chars().map(undo_substitution).collect();
        let holds = |word: &str| plain.contains(word) || compact.contains(word) || letters.contains(word);
        self.words().iter().any(|word| word.chars().count() >= SHORTEST_WORD && holds(word))
            || self.number_spellings().iter().any(|number| number.len() >= SHORTEST_NUMBER && compact.contains(number))
    }

    /// Every word and number, short ones too, for the estimator.
    pub(super) fn estimator_words(&self) -> Vec<String> {
        let years = self.birth_dates.iter().map(|born| born.year().to_string());
        let domains =
            self.emails.iter().filter_map(|email| email.split_once('@')).flat_map(|(_, domain)| domain.split('.'));
        let mut words = self.words();
        words.extend(self.number_spellings());
        words.extend(years);
        words.extend(domains.map(str::to_lowercase));
        words.retain(|word| word.chars().count() > 1);
        words
    }

    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        for name in &self.names {
            let name = name.to_lowercase();
            let parts = name.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
            for part in parts {
                words.push(part.to_owned());
                words.push(other_keyboard(part));
                for scheme in [Scheme::Icao9303, Scheme::GostR52535, Scheme::Gost779B] {
                    let latin = transliterate(part, scheme);
                    words.push(latin.chars().filter(|c| c.is_alphabetic()).collect());
                }
            }
        }
        for email in &self.emails {
            let email = email.to_lowercase();
            let local = email.split_once('@').map_or(email.as_str(), |(local, _)| local);
            words.push(local.to_owned());
            words.extend(local.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    fn number_spellings(&self) -> Vec<String> {
        let digits = |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let mut numbers: Vec<String> = self.numbers.iter().map(digits).collect();
        for phone in self.phones.iter().map(digits) {
            // The last seven digits are in every way of writing the number.
            numbers.extend(phone.len().checked_sub(7).and_then(|start| phone.get(start..)).map(str::to_owned));
        }
        for born in &self.birth_dates {
            let (year, month, day) = (born.year(), born.month(), born.day());
            let short = year.rem_euclid(100);
            numbers.extend([
                format!("{day:02}{month:02}{year}"),
                format!("{year}{month:02}{day:02}"),
                format!("{month:02}{day:02}{year}"),
                format!("{day}{month}{year}"),
                format!("{day:02}{month:02}{short:02}"),
                format!("{short:02}{month:02}{day:02}"),
            ]);
        }
        numbers
    }
}

/// The letter that a digit or mark often stands for.
pub(super) fn undo_substitution(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// What comes out when a Russian word is typed with the Latin keyboard.
fn other_keyboard(word: &str) -> String {
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    let key =
        |c: char| RUSSIAN.chars().zip(LATIN.chars()).find(|(russian, _)| *russian == c).map_or(c, |(_, latin)| latin);
    word.chars().map(key).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn own() -> OwnData {
        OwnData {
            names: vec!["Щеглова-Юрьева".into(), "Юлия".into(), "Ли".into()],
            birth_dates: vec![date(1985, 3, 12)],
            phones: vec!["+79123456789".into()],
            emails: vec!["julia.kedr@example.org".into()],
            numbers: vec!["112-233-445 95".into()],
        }
    }

    /// R49: names, dates, phone and e-mail are found in every usual spelling.
    #[test]
    fn own_data_are_found() {
        for password in [
            "Shcheglova1!",
            "xSHCHEGLOVAx",
            "Щеглова;7A",
            "Iuliia!85",
            "1ul11a",
            "Otukjdf1!",
            "12.03.1985Aa!",
            "A12031985!",
            "850312;A",
            "1985-03-12;A",
            "8(912)345-67-89A",
            "A;345-67-89",
            "julia.kedr",
            "Kedr;7Sosna",
            "11223344595",
        ] {
            assert!(own().is_in(password), "{password}");
        }
    }

    #[test]
    fn short_names_and_chance_are_not() {
        for password in ["Linoleum;7", "A1b2C3d)", "example.org", "Zx9?qwer"] {
            assert!(!own().is_in(password), "{password}");
        }
        assert!(!OwnData::default().is_in("Abcdef1!"));
        assert!(own().estimator_words().contains(&"li".to_owned()));
    }
}
