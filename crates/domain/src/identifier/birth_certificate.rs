//! Series and number of a Russian birth certificate.

use super::text::{is_cyrillic, is_digits, tidy_without};

reasons! {
    /// Why a text is not series and number of a birth certificate.
    BirthCertificateRefusal {
        /// Nothing was given.
        Empty => "birth-certificate-empty",
        /// Not a Roman numeral, a hyphen, two Cyrillic letters and six digits.
        Format => "birth-certificate-format",
    }
}

/// A birth certificate: `II-МЮ 123456`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthCertificate(String);

checked_text!(BirthCertificate, personal, BirthCertificateRefusal);

impl BirthCertificate {
    /// Reads series and number from one field.
    pub fn parse(text: &str) -> Result<Self, BirthCertificateRefusal> {
        let text = tidy_without(text, &[' ', '№']).to_uppercase().replace(['‐', '‑', '–', '—'], "-");
        if text.is_empty() {
            return Err(BirthCertificateRefusal::Empty);
        }
        read(&text).map(Self).ok_or(BirthCertificateRefusal::Format)
    }

    /// The series: `II-МЮ`.
    pub fn series(&self) -> &str {
        self.0.split_once(' ').map_or("", |(series, _)| series)
    }

    /// The number: six digits.
    pub fn number(&self) -> &str {
        self.0.split_once(' ').map_or("", |(_, number)| number)
    }
}

fn read(text: &str) -> Option<String> {
    let (numeral, rest) = text.split_once('-')?;
    let (second, _) = rest.char_indices().nth(2)?;
    let (letters, number) = rest.split_at_checked(second)?;
    let fits = is_numeral(numeral) && letters.chars().all(is_cyrillic) && is_digits(number, 6);
    fits.then(|| format!("{numeral}-{letters} {number}"))
}

/// Whether the text is a Roman numeral up to 89 in its usual spelling.
fn is_numeral(text: &str) -> bool {
    const TENS: [&str; 9] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    !text.is_empty() && TENS.iter().any(|tens| text.strip_prefix(tens).is_some_and(|ones| ONES.contains(&ones)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let certificate = BirthCertificate::parse("xiv-аг 000123").unwrap();
        assert_eq!((certificate.series(), certificate.number()), ("XIV-АГ", "000123"));
        assert_eq!(BirthCertificate::parse("IIII-МЮ 123456"), Err(BirthCertificateRefusal::Format));
    }
}
