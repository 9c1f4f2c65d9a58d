//! Dates, times and numbers as each language writes them.

use jiff::{Zoned, civil::Date};
use okno_domain::locale::Locale;

use crate::text::Text;

/// A short date: DD.MM.YYYY in Russian, DD/MM/YYYY elsewhere.
pub fn date(locale: Locale, date: Date) -> String {
    let mark = match locale {
        Locale::Ru => '.',
        Locale::En | Locale::Fr => '/',
    };
    format!("{:02}{mark}{:02}{mark}{:04}", date.day(), date.month(), date.year())
}

/// A long date with the name of the month.
pub fn date_long(locale: Locale, date: Date) -> String {
    Text::new(locale, "date-long")
        .with("day", date.day())
        .with("month", date.month())
        // As text, so that a year is never grouped like a number.
        .with("year", date.year().to_string())
        .to_string()
}

/// A short date with hours, minutes and the zone as its distance from UTC.
pub fn moment(locale: Locale, at: &Zoned) -> String {
    let minutes = at.offset().seconds() / 60;
    let (hours, rest) = (minutes / 60, (minutes % 60).abs());
    let zone = if rest == 0 { format!("UTC{hours:+}") } else { format!("UTC{hours:+}:{rest:02}") };
    format!("{}, {:02}:{:02} ({zone})", date(locale, at.date()), at.hour(), at.minute())
}

/// A whole number, its digits in groups of three from five digits on.
pub fn number(locale: Locale, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "\u{2212}" } else { "" };
    if digits.len() < 5 {
        return format!("{sign}{digits}");
    }
    let mark = match locale {
        Locale::Ru => "\u{a0}",
        Locale::En => ",",
        Locale::Fr => "\u{202f}",
    };
    let mut grouped = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push_str(mark);
        }
        grouped.push(digit);
    }
    grouped
}

/// Roubles and kopecks.
pub fn money(locale: Locale, kopecks: i64) -> String {
    let roubles = number(locale, kopecks / 100);
    let rest = (kopecks % 100).abs();
    match locale {
        Locale::Ru | Locale::Fr => format!("{roubles},{rest:02}\u{a0}\u{20bd}"),
        Locale::En => format!("{roubles}.{rest:02}\u{a0}\u{20bd}"),
    }
}

/// A time of the day given in minutes since midnight.
pub fn time(locale: Locale, minutes: u16) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match locale {
        Locale::Ru | Locale::En => format!("{hours}:{rest:02}"),
        Locale::Fr if rest == 0 => format!("{hours}\u{a0}h"),
        Locale::Fr => format!("{hours}\u{a0}h\u{a0}{rest:02}"),
    }
}

/// A distance: by 100 meters when it is short.
pub fn distance(locale: Locale, km: f64) -> String {
    let said = if km < 10.0 { format!("{km:.1}") } else { format!("{km:.0}") };
    let said = if locale == Locale::En { said } else { said.replace('.', ",") };
    Text::new(locale, "unit-km").with("n", said).to_string()
}

/// Seconds as minutes and seconds.
pub fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    #[test]
    fn each_language_writes_dates_its_own_way() {
        let day = civil::date(2026, 3, 1);
        assert_eq!(date(Locale::Ru, day), "01.03.2026");
        assert_eq!(date(Locale::Fr, day), "01/03/2026");
        assert_eq!(date_long(Locale::Ru, day), "1 марта 2026\u{a0}г.");
        assert_eq!(date_long(Locale::En, day), "1 March 2026");
        assert_eq!(date_long(Locale::Fr, day), "1er mars 2026");
    }

    #[test]
    fn a_moment_shows_its_zone() {
        let at = civil::date(2026, 1, 15).at(9, 5, 0, 0).in_tz("Europe/Moscow").unwrap();
        assert_eq!(moment(Locale::Ru, &at), "15.01.2026, 09:05 (UTC+3)");
    }

    #[test]
    fn long_numbers_are_grouped() {
        assert_eq!(number(Locale::Ru, 1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(number(Locale::En, 9999), "9999");
        assert_eq!(money(Locale::En, 70_050), "700.50\u{a0}₽");
    }
}
