//! How a text reads: with sample values, one line for each case that it tells apart.

use std::collections::BTreeSet;

use okno_domain::locale::Locale;

use super::{
    catalogue::{file, patterns, variables},
    rule::Shape,
    spoken::over_built_in,
};
use crate::text::{Arg, catalogue, say};

/// Readings of one text that a page shows.
const MOST: usize = 6;

/// How a text reads with sample values; the built-in one when none is given. A text that does not fit has no readings.
pub fn read_aloud(key: &str, locale: Locale, text: Option<&str>) -> Vec<String> {
    let Some(pattern) = patterns(locale).get(key) else { return Vec::new() };
    let selects = Shape::of(pattern).selects;
    let names: Vec<String> = variables(key).into_iter().collect();
    let mut cases: Vec<Vec<(String, Arg)>> = vec![Vec::new()];
    for name in names {
        let values = values(&name, selects.get(&format!("${name}")));
        let with = |case: &Vec<(String, Arg)>, value: &Arg| {
            let mut case = case.clone();
            case.push((name.clone(), value.clone()));
            case
        };
        cases = cases.iter().flat_map(|case| values.iter().map(move |value| with(case, value))).collect();
        cases.truncate(64);
    }
    let replaced;
    let bundle = match text {
        None => &catalogue(locale).bundle,
        Some(text) => {
            replaced = over_built_in(locale, file(key, text));
            &replaced
        }
    };
    let mut readings: Vec<String> = Vec::new();
    for reading in cases.iter().filter_map(|case| say(bundle, locale, key, case)) {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings.truncate(MOST);
    readings
}

/// The values that show the cases of a text: for plural forms one number of each, for other variants each of them.
fn values(name: &str, variants: Option<&BTreeSet<String>>) -> Vec<Arg> {
    let Some(variants) = variants else { return vec![sample_value(name)] };
    let is_plural = |key: &String| ["zero", "one", "two", "few", "many", "other"].contains(&key.as_str());
    let numbers = variants.iter().filter_map(|key| key.parse::<i64>().ok());
    if variants.iter().all(|key| is_plural(key) || key.parse::<i64>().is_ok()) {
        let mut numbers: Vec<i64> = numbers.chain([1, 3, 5]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        return numbers.into_iter().map(Arg::Number).collect();
    }
    variants.iter().map(|key| Arg::Text(key.clone())).collect()
}

/// A value such as a text may get; one that has no sample is shown by its name.
pub(super) fn sample_value(name: &str) -> Arg {
    let text = match name {
        "n" | "count" | "left" | "days" | "usable_until" => return Arg::Number(5),
        "minutes" | "minimum" | "least" => return Arg::Number(15),
        "hours" => return Arg::Number(72),
        "seconds" => return Arg::Number(60),
        "most" | "max" | "maximum" | "size" => return Arg::Number(300),
        "date" | "day" | "until" => return Arg::Date(jiff::civil::date(2026, 9, 30)),
        "code" => "123456",
        "time" => "10:20",
        "at" | "when" => "30.09.2026, 10:20",
        "contact" => "i***@example.org",
        "login" => "b.petrova",
        "name" => "Анна Петровна",
        "bank" => "Банк «Пример»",
        "place" | "center" => "Центр «Пример» № 1, Казань, ул. Примерная, 1",
        "town" => "Казань",
        "link" | "portal" | "host" => "https://okno.example",
        "number" => "10100001000016",
        "network" => "203.0.113.0/24",
        other => return Arg::Text(format!("‹{other}›")),
    };
    Arg::Text(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_is_read_once() {
        assert_eq!(read_aloud("unit-seconds", Locale::En, None), ["1 second", "3 seconds", "5 seconds"]);
        assert_eq!(read_aloud("unit-seconds", Locale::En, Some("{ $n } s")), ["1 s", "3 s", "5 s"]);
        assert_eq!(read_aloud("message-level", Locale::En, None).len(), 3);
        assert_eq!(read_aloud("action-edit", Locale::En, Some("Alter")), ["Alter"]);
        assert_eq!(read_aloud("no-such-key", Locale::En, None), [""; 0]);
        let months = read_aloud("month", Locale::En, None);
        assert_eq!(months.len(), MOST);
    }

    #[test]
    fn a_sample_has_no_hole() {
        let sms = read_aloud("message-registration_code-sms", Locale::En, None);
        assert!(sms.len() == 1 && sms[0].contains("123456") && sms[0].contains("15 min"), "{sms:?}");
    }
}
