//! The machine-readable zone of passports: two lines of 44 characters.
//!
//! `parse` takes whatever a scanner or an attacker sends; it never panics and looks at no more than it needs.

mod internal;
mod travel;

use jiff::civil::Date;

pub use internal::InternalMrz;
pub use travel::TravelMrz;

use super::check::weighted;

reasons! {
    /// Why bytes are not a machine-readable zone, or why one cannot be made.
    MrzRefusal {
        /// Not two lines of 44 characters.
        Length => "mrz-length",
        /// A character other than A to Z, 0 to 9 and the filler.
        Character => "mrz-character",
        /// Not the zone of a travel passport or an internal passport.
        Kind => "mrz-kind",
        /// A field holds what it may not hold.
        Field { field: &'static str } => "mrz-field",
        /// The check digit of a field is another.
        CheckDigit { field: &'static str } => "mrz-check-digit",
    }
}

/// The length of a line.
const LINE: usize = 44;

/// A machine-readable zone that has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mrz {
    /// Of a passport for travel abroad (TD3), of any state.
    Travel(TravelMrz),
    /// Of a Russian internal passport.
    Internal(InternalMrz),
}

/// The sex as the zone states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MrzSex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Not stated.
    Unspecified,
}

impl MrzSex {
    const fn letter(self) -> char {
        match self {
            Self::Female => 'F',
            Self::Male => 'M',
            Self::Unspecified => '<',
        }
    }

    fn read(text: &str) -> Result<Self, MrzRefusal> {
        match text {
            "F" => Ok(Self::Female),
            "M" => Ok(Self::Male),
            "<" | "X" => Ok(Self::Unspecified),
            _ => Err(MrzRefusal::Field { field: "sex" }),
        }
    }
}

/// Reads a zone of either kind: two lines, or 88 characters in one.
pub fn parse(bytes: &[u8]) -> Result<Mrz, MrzRefusal> {
    // Two lines with their ends and some spaces fit well below this; more is not a zone.
    if bytes.len() > 4 * LINE {
        return Err(MrzRefusal::Length);
    }
    let text: String =
        bytes.iter().filter(|b| !b.is_ascii_whitespace()).map(|b| char::from(b.to_ascii_uppercase())).collect();
    if !text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '<') {
        return Err(MrzRefusal::Character);
    }
    if text.len() != 2 * LINE {
        return Err(MrzRefusal::Length);
    }
    let (first, second) = (at(&text, 1, LINE), at(&text, LINE + 1, 2 * LINE));
    if first.starts_with("PNRUS") {
        InternalMrz::read(first, second).map(Mrz::Internal)
    } else if first.starts_with('P') {
        TravelMrz::read(first, second).map(Mrz::Travel)
    } else {
        Err(MrzRefusal::Kind)
    }
}

/// The characters at these positions, counted from one and both included, as the standards count.
fn at(line: &str, from: usize, to: usize) -> &str {
    line.get(from.saturating_sub(1)..to).unwrap_or_default()
}

/// The check digit over a text of the zone's alphabet.
pub fn check_digit(text: &str) -> char {
    let values: Vec<u32> = text.chars().map(|c| c.to_digit(36).unwrap_or(0)).collect();
    char::from_digit(weighted(&values, &[7, 3, 1]) % 10, 10).unwrap_or('0')
}

fn verify(text: &str, check: &str, field: &'static str) -> Result<(), MrzRefusal> {
    if check.starts_with(check_digit(text)) { Ok(()) } else { Err(MrzRefusal::CheckDigit { field }) }
}

/// The composite check digit over positions 1-10, 14-20 and 22-43 of the second line.
fn composite(line: &str) -> char {
    check_digit(&format!("{}{}{}", at(line, 1, 10), at(line, 14, 20), at(line, 22, 43)))
}

/// A date as six digits.
fn six_digits(day: Date) -> String {
    format!("{:02}{:02}{:02}", day.year().rem_euclid(100), day.month(), day.day())
}

/// A date of six digits in this century of years, such as 1900 or 2000.
fn read_date(text: &str, century: i16) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from, to| at(text, from, to).parse::<i8>().ok();
    Date::new(century + i16::from(part(1, 2)?), part(3, 4)?, part(5, 6)?).ok()
}

/// The line padded with fillers; a longer one is cut.
fn fill(text: &str, length: usize) -> String {
    format!("{text:<<length$}").chars().take(length).collect()
}

/// The parts of a name field between fillers, joined by single spaces.
fn words(text: &str) -> String {
    text.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A name field at its double filler: primary and secondary identifier.
fn split_names(text: &str) -> (&str, &str) {
    text.trim_end_matches('<').split_once("<<").unwrap_or((text.trim_end_matches('<'), ""))
}
