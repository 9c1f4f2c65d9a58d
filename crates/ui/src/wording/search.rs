//! Looks for texts by their keys and words.

use okno_domain::{locale::Locale, wording::Replacements};

use super::catalogue::{patterns, source};

/// Lines of one page.
pub const PAGE: usize = 25;

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// A part of a key, or words of one language; every text when empty.
    pub words: &'a str,
    /// Only texts that were replaced.
    pub only_replaced: bool,
    /// After which key the page begins.
    pub after: &'a str,
}

/// A text that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its key.
    pub key: &'static str,
    /// What stands now in the language of the page.
    pub text: String,
    /// In which languages it was replaced.
    pub replaced: Vec<Locale>,
}

/// The texts that were looked for, by key, and how many there are; built-in ones are found by what they say as well as those
/// in their place.
pub fn search(locale: Locale, query: Query<'_>, texts: &Replacements) -> (Vec<Found>, usize) {
    let words = plain(query.words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let keys = patterns(locale).keys().map(String::as_str).filter(|key| !key.starts_with('-'));
    let keys = keys.filter(|key| !query.only_replaced || texts.get(key).is_some());
    let found: Vec<&'static str> = keys.filter(|key| is_meant(key, &words, texts)).collect();
    let count = found.len();
    let page = found.into_iter().filter(|key| *key > query.after).take(PAGE);
    let line = |key: &'static str| {
        let replaced = texts.get(key);
        let own = replaced.and_then(|replaced| replaced.get(locale)).map(str::to_owned);
        let built_in = || patterns(locale).get(key).map(|pattern| source(pattern)).unwrap_or_default();
        Found {
            key,
            text: own.unwrap_or_else(built_in),
            replaced: replaced.map(|replaced| replaced.locales().collect()).unwrap_or_default(),
        }
    };
    (page.map(line).collect(), count)
}

/// Whether all words stand in the key or in one language's text.
fn is_meant(key: &str, words: &[&str], texts: &Replacements) -> bool {
    let has_all = |text: &str| words.iter().all(|word| key.contains(word) || text.contains(word));
    if has_all("") {
        return true;
    }
    Locale::ALL.into_iter().any(|locale| {
        let built_in = patterns(locale).get(key).map(|pattern| plain(&source(pattern))).unwrap_or_default();
        let own = texts.get(key).and_then(|text| text.get(locale)).map(plain).unwrap_or_default();
        has_all(&built_in) || has_all(&own)
    })
}

/// As it is compared: without capitals, without dots over the letter that often goes without, with ordinary spaces.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('\u{451}', "\u{435}").replace(['\u{a0}', '\u{202f}'], " ")
}

#[cfg(test)]
mod tests {
    use okno_domain::wording::Replacement;

    use super::*;

    fn keys(words: &str, texts: &Replacements) -> Vec<&'static str> {
        let (found, count) = search(Locale::En, Query { words, ..Query::default() }, texts);
        assert!(found.len() == count.min(PAGE));
        found.into_iter().map(|found| found.key).collect()
    }

    #[test]
    fn texts_are_found_by_key_and_by_words_of_any_language() {
        let none = Replacements::default();
        assert_eq!(keys("unit-seconds", &none), ["unit-seconds"]);
        assert!(keys("СЕКУНДА", &none).contains(&"unit-seconds"));
        assert!(keys("announcements head page", &none).contains(&"operator-task-announcements-text"));
        assert!(keys("no text says this", &none).is_empty());
        assert!(keys("еще", &none).iter().any(|key| keys("ещё", &none).contains(key)));
    }

    #[test]
    fn replaced_texts_are_found_by_what_stands_now() {
        let mut own = Replacement::default();
        own.set(Locale::Fr, Some("Bricoler".to_owned()));
        let texts: Replacements = [("action-edit".to_owned(), own)].into_iter().collect();
        assert_eq!(keys("bricoler", &texts), ["action-edit"]);
        let query = Query { only_replaced: true, ..Query::default() };
        let (found, count) = search(Locale::Fr, query, &texts);
        assert_eq!((count, found[0].text.as_str(), &found[0].replaced[..]), (1, "Bricoler", &[Locale::Fr][..]));
    }

    #[test]
    fn the_list_has_pages() {
        let none = Replacements::default();
        let (first, count) = search(Locale::Ru, Query::default(), &none);
        assert!(count > 2000 && first.len() == PAGE);
        let after = first.last().unwrap().key;
        let (second, same) = search(Locale::Ru, Query { after, ..Query::default() }, &none);
        assert!(same == count && second[0].key > after);
    }
}
