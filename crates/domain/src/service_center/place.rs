//! Points on the globe, distances, and how names of towns are compared.

use std::fmt;

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The radius of the globe in kilometers.
const GLOBE_KM: f64 = 6371.0;
/// Kilometers from one parallel to the next.
const DEGREE_KM: f64 = 111.195;

/// A point: degrees north and east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    latitude: f64,
    longitude: f64,
}

impl Place {
    /// The point, if there is one at these degrees.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let exists = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        exists.then_some(Self { latitude, longitude })
    }

    /// Reads `55.75,37.62`.
    pub fn parse(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once(',')?;
        Self::new(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
    }

    /// Degrees north.
    pub const fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub const fn longitude(self) -> f64 {
        self.longitude
    }

    /// How many kilometers it is to there, in a straight line.
    pub fn distance_km(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let north = ((to - from) / 2.0).sin();
        let east = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let half_chord = (north * north + from.cos() * to.cos() * east * east).sqrt().min(1.0);
        2.0 * GLOBE_KM * half_chord.asin()
    }

    /// How much a degree eastward counts here against one northward, squared; what a database sorts by distance with.
    pub fn east_weight(self) -> f64 {
        self.latitude.to_radians().cos().powi(2)
    }

    /// What is sorted by to have the nearest first: the squared distance in degrees of a flat map, with [`Self::east_weight`].
    pub fn remoteness(self, other: Self) -> f64 {
        self.remoteness_by(self.east_weight(), other)
    }

    /// The same for whoever sorts many, with its [`Self::east_weight`].
    pub fn remoteness_by(self, east_weight: f64, other: Self) -> f64 {
        (other.latitude - self.latitude).powi(2) + (other.longitude - self.longitude).powi(2) * east_weight
    }

    /// The area around it that holds every point up to this far away, cut at the date line.
    pub fn around(self, km: f64) -> Area {
        let north = km / DEGREE_KM;
        let (south_end, north_end) = ((self.latitude - north).max(-90.0), (self.latitude + north).min(90.0));
        // Where the area touches a pole, every meridian passes through it.
        let narrowest = south_end.abs().max(north_end.abs()).to_radians().cos();
        let east = if narrowest < 0.001 { 180.0 } else { (north / narrowest).min(180.0) };
        Area {
            south: south_end,
            north: north_end,
            west: (self.longitude - east).max(-180.0),
            east: (self.longitude + east).min(180.0),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.latitude, self.longitude)
    }
}

/// A part of the globe between two parallels and two meridians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// The southern end.
    pub south: f64,
    /// The northern end.
    pub north: f64,
    /// The western end.
    pub west: f64,
    /// The eastern end.
    pub east: f64,
}

/// A name as it is compared: small letters without marks, so that `ё` is `е`, other signs as single spaces.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            key.push(letter);
        } else if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Words that stand before the name of a town in an address.
const BEFORE_TOWN: [&str; 12] = ["г", "гор", "город", "пос", "поселок", "пгт", "п", "с", "село", "ст", "станица", "рп"];

/// The parts of an address that may name a town, as they are compared, the most likely first.
pub fn address_parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut add = |part: String| {
        if part.chars().count() >= 2 && !parts.contains(&part) {
            parts.push(part);
        }
    };
    for part in text.split([',', ';', '\n']).map(search_key).take(12) {
        // An index of six digits is no town.
        if part.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        if let Some((first, rest)) = part.split_once(' ')
            && BEFORE_TOWN.contains(&first)
        {
            add(rest.to_owned());
            continue;
        }
        add(part);
    }
    // People also write an address without commas: its beginning may be the town, of three words at most.
    let key = search_key(text);
    let words: Vec<&str> = key.split(' ').filter(|word| !BEFORE_TOWN.contains(word)).take(4).collect();
    for count in (1..=words.len().min(3)).rev() {
        add(words.iter().take(count).copied().collect::<Vec<_>>().join(" "));
    }
    parts
}

/// Whether two compared names differ by one letter at most: left out, added, taken for another, or two swapped.
pub fn is_close(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 {
        return false;
    }
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], skip: usize| letters.get(same + skip..).unwrap_or_default().to_vec();
    let swapped = || {
        let mut letters = rest(&one, 0);
        if letters.len() >= 2 {
            letters.swap(0, 1);
        }
        letters
    };
    rest(&one, 1) == rest(&other, 1)
        || rest(&one, 1) == rest(&other, 0)
        || rest(&one, 0) == rest(&other, 1)
        || swapped() == rest(&other, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(latitude: f64, longitude: f64) -> Place {
        Place::new(latitude, longitude).unwrap()
    }

    /// R180: distances by which centers are sorted.
    #[test]
    fn distances_are_those_of_the_globe() {
        let (moscow, petersburg) = (place(55.7558, 37.6176), place(59.9391, 30.3159));
        assert!((moscow.distance_km(petersburg) - 634.0).abs() < 3.0);
        assert!(moscow.distance_km(moscow) < 0.001);
        assert!((place(0.0, 179.5).distance_km(place(0.0, -179.5)) - 111.2).abs() < 0.1);
        assert_eq!(Place::new(91.0, 0.0), None);
        assert_eq!(Place::new(f64::NAN, 0.0), None);
        assert_eq!(Place::parse("55.75, 37.62"), Some(place(55.75, 37.62)));
        assert_eq!(Place::parse("55.75"), None);
        assert_eq!(Place::parse("inf,1"), None);
    }

    /// R180: nothing within the distance lies outside the area.
    #[test]
    fn areas_hold_what_is_near() {
        for center in [place(55.75, 37.62), place(69.0, 33.1), place(-89.99, 10.0), place(0.0, 0.0)] {
            let area = center.around(25.0);
            for step in 0..36_u32 {
                let angle = (f64::from(step) * 10.0).to_radians();
                let (north, east) = (24.5 / DEGREE_KM * angle.cos(), 24.5 / DEGREE_KM * angle.sin());
                let latitude = center.latitude + north;
                let longitude = center.longitude + east / center.latitude.to_radians().cos().max(0.001);
                let Some(point) = Place::new(latitude, longitude) else { continue };
                if point.distance_km(center) <= 25.0 {
                    assert!((area.south..=area.north).contains(&latitude), "{center} {point}");
                    assert!((area.west..=area.east).contains(&longitude), "{center} {point}");
                }
            }
        }
    }

    /// R176: the name of a town is found however it is typed.
    #[test]
    fn names_are_compared_without_case_and_marks() {
        assert_eq!(search_key("  Орёл "), "орел");
        assert_eq!(search_key("САНКТ-ПЕТЕРБУРГ"), "санкт петербург");
        assert_eq!(search_key("Saint-Pétersbourg"), "saint petersbourg");
        assert_eq!(search_key("Йошкар–Ола"), search_key("ЙОШКАР ОЛА"));
        assert_eq!(search_key("—!"), "");
    }

    /// R180: an address leads to its town.
    #[test]
    fn towns_are_found_in_addresses() {
        assert_eq!(address_parts("г. Казань, ул. Баумана, 12")[0], "казань");
        assert_eq!(address_parts("420111, Казань, Баумана 12")[0], "казань");
        assert!(address_parts("нижний новгород рождественская 5").contains(&search_key("Нижний Новгород")));
        assert!(address_parts("").is_empty());
    }

    /// R176: one wrong letter does not lead nowhere.
    #[test]
    fn one_wrong_letter_is_forgiven() {
        for typed in ["казан", "казанъ", "кзань", "аказнь", "каазнь", "казань"] {
            assert_eq!(is_close(typed, "казань"), typed != "аказнь", "{typed}");
        }
        assert!(!is_close("орел", "орск"));
    }
}
