//! Registration plates of vehicles.

use super::text::{is_digits, tidy_without};

reasons! {
    /// Why a text is not a registration plate.
    PlateRefusal {
        /// Nothing was given.
        Empty => "plate-empty",
        /// Not a plate of any known type.
        Pattern => "plate-pattern",
    }
}

/// The type of a plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlateKind {
    /// Type 1: a car, `А123ВС77`.
    Car,
    /// Type 1B: a taxi or bus, `АВ12377`.
    Taxi,
    /// Type 2: a trailer, `АВ123477`.
    Trailer,
    /// Type 4: a motorcycle, `1234АВ77`.
    Motorcycle,
}

/// A plate: Cyrillic capitals and digits without spaces.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plate(String);

checked_text!(Plate, personal, PlateRefusal);

/// The shapes: letters and digits in front of the region.
const SHAPES: [(PlateKind, &str); 4] = [
    (PlateKind::Car, "LNNNLL"),
    (PlateKind::Taxi, "LLNNN"),
    (PlateKind::Trailer, "LLNNNN"),
    (PlateKind::Motorcycle, "NNNNLL"),
];

impl Plate {
    /// Reads a plate; Latin look-alikes become Cyrillic.
    pub fn parse(text: &str) -> Result<Self, PlateRefusal> {
        let plate: String = tidy_without(text, &[' ']).to_uppercase().chars().map(to_cyrillic).collect();
        if plate.is_empty() {
            return Err(PlateRefusal::Empty);
        }
        if kinds(&plate).is_empty() { Err(PlateRefusal::Pattern) } else { Ok(Self(plate)) }
    }

    /// The types it can be of. `АВ123477` is a trailer of region 77 or a taxi of region 477: only the list of regions
    /// can tell, so nothing is guessed here.
    pub fn kinds(&self) -> Vec<PlateKind> {
        kinds(&self.0).into_iter().map(|(kind, _, _)| kind).collect()
    }

    /// The regions it can be of, in the order of [`kinds`](Self::kinds).
    pub fn regions(&self) -> Vec<&str> {
        kinds(&self.0).into_iter().map(|(_, _, region)| region).collect()
    }
}

fn kinds(plate: &str) -> Vec<(PlateKind, &str, &str)> {
    SHAPES.into_iter().filter_map(|(kind, shape)| split(plate, kind, shape)).collect()
}

fn split<'a>(plate: &'a str, kind: PlateKind, shape: &str) -> Option<(PlateKind, &'a str, &'a str)> {
    let end = plate.char_indices().nth(shape.len()).map(|(index, _)| index)?;
    let (body, region) = plate.split_at_checked(end)?;
    let fits = body.chars().zip(shape.chars()).all(|(c, place)| match place {
        'L' => is_plate_letter(c),
        _ => c.is_ascii_digit(),
    });
    let has_region = (is_digits(region, 2) || is_digits(region, 3)) && region.bytes().any(|b| b != b'0');
    let has_number = kind != PlateKind::Car || !body.contains("000");
    (fits && has_region && has_number).then_some((kind, body, region))
}

/// Whether plates and vehicle papers use this Cyrillic letter: only those that look like Latin ones.
pub(super) fn is_plate_letter(c: char) -> bool {
    "АВЕКМНОРСТУХ".contains(c)
}

/// The Cyrillic letter that looks like this Latin capital.
pub(super) fn to_cyrillic(c: char) -> char {
    match c {
        'A' => 'А',
        'B' => 'В',
        'E' => 'Е',
        'K' => 'К',
        'M' => 'М',
        'H' => 'Н',
        'O' => 'О',
        'P' => 'Р',
        'C' => 'С',
        'T' => 'Т',
        'Y' => 'У',
        'X' => 'Х',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ambiguous_plate_keeps_both_readings() {
        let plate = Plate::parse("АВ1234 77").unwrap();
        assert_eq!(plate.kinds(), [PlateKind::Taxi, PlateKind::Trailer]);
        assert_eq!(plate.regions(), ["477", "77"]);
        assert_eq!(Plate::parse("а 123 вс 777").unwrap().regions(), ["777"]);
        assert_eq!(Plate::parse("А123ВС00"), Err(PlateRefusal::Pattern));
    }
}
