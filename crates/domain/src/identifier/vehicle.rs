//! Papers of vehicles and drivers: registration certificate (STS), driving licence, VIN, vehicle passport.

use super::{
    plate::{is_plate_letter, to_cyrillic},
    text::{is_cyrillic, is_digits, tidy_without},
};

reasons! {
    /// Why a text does not name a paper of a vehicle or driver.
    VehicleRefusal {
        /// Not two digits, two digits or plate letters, six digits.
        Certificate => "vehicle-certificate-format",
        /// Not two digits, two digits or plate letters, six digits.
        Licence => "driving-licence-format",
        /// Not 17 digits and Latin letters without I, O and Q.
        Vin => "vin-format",
        /// Neither two digits, two letters, six digits nor fifteen digits.
        Passport => "vehicle-passport-format",
    }
}

/// Series and number of a vehicle's registration certificate (STS).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VehicleCertificate(String);

checked_text!(VehicleCertificate, personal, VehicleRefusal);

impl VehicleCertificate {
    /// Reads series and number from one field.
    pub fn parse(text: &str) -> Result<Self, VehicleRefusal> {
        ten_characters(text).map(Self).ok_or(VehicleRefusal::Certificate)
    }

    /// The form for people: `77 АВ 345678`.
    pub fn display(&self) -> String {
        grouped(&self.0)
    }
}

/// Series and number of a driving licence.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DrivingLicence(String);

checked_text!(DrivingLicence, personal, VehicleRefusal);

impl DrivingLicence {
    /// Reads series and number from one field.
    pub fn parse(text: &str) -> Result<Self, VehicleRefusal> {
        ten_characters(text).map(Self).ok_or(VehicleRefusal::Licence)
    }

    /// The form for people: `77 12 345678`.
    pub fn display(&self) -> String {
        grouped(&self.0)
    }
}

/// The number of a vehicle itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vin(String);

checked_text!(Vin, personal, VehicleRefusal);

impl Vin {
    /// Reads 17 characters; the check digit is not compulsory, so it is not looked at.
    pub fn parse(text: &str) -> Result<Self, VehicleRefusal> {
        let vin = tidy_without(text, &[' ']).to_uppercase();
        let known = |b: u8| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"IOQ".contains(&b));
        if vin.len() == 17 && vin.bytes().all(known) { Ok(Self(vin)) } else { Err(VehicleRefusal::Vin) }
    }
}

/// A vehicle's passport: on paper (two digits, two letters, six digits) or electronic (fifteen digits).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VehiclePassport(String);

checked_text!(VehiclePassport, personal, VehicleRefusal);

impl VehiclePassport {
    /// Reads either kind.
    pub fn parse(text: &str) -> Result<Self, VehicleRefusal> {
        let text = tidy_without(text, &[' ', '№']).to_uppercase();
        let paper: String = text.chars().map(to_cyrillic).collect();
        if is_digits(&text, 15) {
            Ok(Self(text))
        } else if split_ten(&paper).is_some_and(|[year, letters, number]| {
            is_digits(year, 2) && letters.chars().all(is_cyrillic) && is_digits(number, 6)
        }) {
            Ok(Self(paper))
        } else {
            Err(VehicleRefusal::Passport)
        }
    }

    /// Whether it is an electronic one.
    pub fn is_electronic(&self) -> bool {
        self.0.len() == 15
    }
}

fn ten_characters(text: &str) -> Option<String> {
    let text: String = tidy_without(text, &[' ', '№']).to_uppercase().chars().map(to_cyrillic).collect();
    let [region, series, number] = split_ten(&text)?;
    let has_series = is_digits(series, 2) || series.chars().all(is_plate_letter);
    (is_digits(region, 2) && has_series && is_digits(number, 6)).then_some(text)
}

/// A text of ten characters as its groups of two, two and six.
fn split_ten(text: &str) -> Option<[&str; 3]> {
    let at = |count: usize| text.char_indices().nth(count).map(|(index, _)| index);
    let (first, second) = (at(2)?, at(4)?);
    let whole = text.chars().count() == 10;
    whole.then_some([text.get(..first)?, text.get(first..second)?, text.get(second..)?])
}

fn grouped(text: &str) -> String {
    split_ten(text).map_or_else(|| text.to_owned(), |parts| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert_eq!(VehicleCertificate::parse("77ab 345678").unwrap().display(), "77 АВ 345678");
        assert_eq!(DrivingLicence::parse("7712 № 345678").unwrap().display(), "77 12 345678");
    }

    #[test]
    fn vehicle_passports() {
        assert_eq!(VehiclePassport::parse("77 УЕ 123456").unwrap().as_str(), "77УЕ123456");
        assert!(VehiclePassport::parse("164301000000001").unwrap().is_electronic());
        assert_eq!(VehiclePassport::parse("77 1Е 123456"), Err(VehicleRefusal::Passport));
    }
}
