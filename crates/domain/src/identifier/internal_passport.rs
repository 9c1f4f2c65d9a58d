//! Series and number of the internal passport of the Russian Federation.

use jiff::civil::Date;

use super::text::{is_digits, slice, tidy_without};

reasons! {
    /// Why a text is not series and number of an internal passport.
    InternalPassportRefusal {
        /// Nothing was given.
        Empty => "internal-passport-empty",
        /// Not ten digits.
        Format => "internal-passport-format",
    }
}

/// Series (four digits) and number (six digits), ten digits together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InternalPassportNumber(String);

checked_text!(InternalPassportNumber, personal, InternalPassportRefusal);

impl InternalPassportNumber {
    /// Reads series and number from one field; spaces and the sign № are dropped. R84.
    pub fn parse(text: &str) -> Result<Self, InternalPassportRefusal> {
        let text = tidy_without(text, &[' ', '№']);
        if text.is_empty() {
            return Err(InternalPassportRefusal::Empty);
        }
        if is_digits(&text, 10) { Ok(Self(text)) } else { Err(InternalPassportRefusal::Format) }
    }

    /// The series: four digits.
    pub fn series(&self) -> &str {
        slice(&self.0, 0, 4)
    }

    /// The number: six digits.
    pub fn number(&self) -> &str {
        slice(&self.0, 4, 10)
    }

    /// The form for people: `40 08 123456`.
    pub fn display(&self) -> String {
        format!("{} {} {}", slice(&self.0, 0, 2), slice(&self.0, 2, 4), self.number())
    }

    /// The form of printed papers: `4008 № 123456`.
    pub fn display_numbered(&self) -> String {
        format!("{} № {}", self.series(), self.number())
    }

    /// The region of the issuing body: two digits of the classifier OKATO.
    pub fn region(&self) -> &str {
        slice(&self.0, 0, 2)
    }

    /// The year in which the form was printed.
    pub fn form_year(&self) -> i16 {
        let year: i16 = slice(&self.0, 2, 4).parse().unwrap_or(0);
        if year >= 97 { 1900 + year } else { 2000 + year }
    }

    /// Whether the form is more than three years away from the date of issue: worth a warning, never a refusal.
    pub fn is_unusual_for(&self, issued: Date) -> bool {
        (issued.year() - self.form_year()).abs() > 3
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// R84: one field for series and number, displayed in groups.
    #[test]
    fn forms() {
        let passport = InternalPassportNumber::parse("4008 № 123456").unwrap();
        assert_eq!(passport.display(), "40 08 123456");
        assert_eq!(passport.display_numbered(), "4008 № 123456");
        assert_eq!(passport.region(), "40");
    }

    #[test]
    fn the_year_of_the_form() {
        let year = |text| InternalPassportNumber::parse(text).unwrap().form_year();
        assert_eq!((year("4597123456"), year("4500123456"), year("4515123456")), (1997, 2000, 2015));
        let passport = InternalPassportNumber::parse("4008123456").unwrap();
        assert!(!passport.is_unusual_for(date(2011, 12, 31)));
        assert!(passport.is_unusual_for(date(2012, 1, 1)));
    }
}
