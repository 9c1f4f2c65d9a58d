//! Names of countries, in the order in which menus show them (R82, R210).

use okno_domain::{identifier::territory::Citizenship, locale::Locale};

use crate::{form::Choice, text::Text};

const RU: &str = include_str!("../data/countries.ru.tsv");
const EN: &str = include_str!("../data/countries.en.tsv");
const FR: &str = include_str!("../data/countries.fr.tsv");

/// Codes of ISO 3166-1 alpha-3 with their names: Russia first, then the alphabet of the language.
pub fn all(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = match locale {
        Locale::Ru => RU,
        Locale::En => EN,
        Locale::Fr => FR,
    };
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The menu.
pub fn choices(locale: Locale) -> Vec<Choice> {
    all(locale).map(|(code, name)| Choice::new(code, name)).collect()
}

/// The menu of citizenships: the countries, and after Russia that there is none (R82, R210).
pub fn citizenships(locale: Locale) -> Vec<Choice> {
    let mut menu = choices(locale);
    menu.insert(menu.len().min(1), Choice::new(Citizenship::STATELESS, stateless(locale)));
    menu
}

/// The name of a citizenship.
pub fn citizenship(locale: Locale, code: &str) -> String {
    if code == Citizenship::STATELESS { stateless(locale).to_string() } else { name(locale, code).to_owned() }
}

fn stateless(locale: Locale) -> Text<'static> {
    Text::new(locale, "citizenship-none")
}

/// The name of a country; the code itself when there is no such country.
pub fn name(locale: Locale, code: &str) -> &str {
    all(locale).find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use okno_domain::identifier::territory::Country;

    use super::*;

    /// R82, R210: every country of the standard has a name in every language, and Russia comes first.
    #[test]
    fn every_country_has_a_name() {
        for locale in Locale::ALL {
            let mut codes: Vec<_> = all(locale).map(|(code, _)| code).collect();
            assert_eq!(codes[0], "RUS");
            codes.sort_unstable();
            assert_eq!(codes, Country::all().collect::<Vec<_>>());
            assert!(all(locale).all(|(_, name)| !name.is_empty()));
        }
        assert_eq!(name(Locale::En, "KAZ"), "Kazakhstan");
        assert_eq!(citizenships(Locale::En).len(), 250);
        assert_eq!(citizenships(Locale::En)[1].value, Citizenship::STATELESS);
        assert_eq!(citizenship(Locale::En, Citizenship::STATELESS), "Stateless person");
    }
}
