//! The zone of a passport for travel abroad: TD3 of ICAO Doc 9303.

use jiff::civil::Date;

use super::{
    LINE, MrzRefusal, MrzSex, at, check_digit, composite, fill, read_date, six_digits, split_names, verify, words,
};
use crate::identifier::{latin_name::LatinName, text::is_digits};

/// What the zone of a travel passport states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelMrz {
    /// The issuing state, up to three letters.
    pub issuing_state: String,
    /// The surname in Latin capitals, words separated by spaces.
    pub surname: String,
    /// The given names in Latin capitals; empty if there are none.
    pub given_names: String,
    /// Up to nine letters and digits; for a Russian passport series and number.
    pub document_number: String,
    /// The nationality, up to three letters.
    pub nationality: String,
    /// Year, month and day of birth, two digits each.
    pub born: String,
    /// The sex.
    pub sex: MrzSex,
    /// Year, month and day of expiry, two digits each.
    pub expires: String,
    /// The optional field of the issuing state; often empty.
    pub optional: String,
}

impl TravelMrz {
    /// The statement of a Russian travel passport.
    pub fn russian(
        surname: &LatinName,
        given_names: Option<&LatinName>,
        document_number: &str,
        born: Date,
        sex: MrzSex,
        expires: Date,
    ) -> Result<Self, MrzRefusal> {
        if !is_digits(document_number, 9) {
            return Err(MrzRefusal::Field { field: "document_number" });
        }
        let plain = |name: &LatinName| name.as_str().replace('\'', "").replace('-', " ");
        Ok(Self {
            issuing_state: "RUS".to_owned(),
            surname: plain(surname),
            given_names: given_names.map(plain).unwrap_or_default(),
            document_number: document_number.to_owned(),
            nationality: "RUS".to_owned(),
            born: six_digits(born),
            sex,
            expires: six_digits(expires),
            optional: String::new(),
        })
    }

    /// The two lines.
    pub fn lines(&self) -> [String; 2] {
        let names = format!("{}<<{}", self.surname, self.given_names).replace(' ', "<");
        let first = format!("P<{}{}", fill(&self.issuing_state, 3), fill(&names, LINE - 5));
        let number = fill(&self.document_number, 9);
        let optional = fill(&self.optional, 14);
        let mut second = format!(
            "{number}{}{}{}{}{}{}{}{optional}",
            check_digit(&number),
            fill(&self.nationality, 3),
            self.born,
            check_digit(&self.born),
            self.sex.letter(),
            self.expires,
            check_digit(&self.expires),
        );
        second.push(if self.optional.is_empty() { '<' } else { check_digit(&optional) });
        second.push(composite(&second));
        [first, second]
    }

    /// The date of birth: the latest century that is not in the future.
    pub fn birth_date(&self, today: Date) -> Option<Date> {
        [2000, 1900].into_iter().filter_map(|century| read_date(&self.born, century)).find(|born| *born <= today)
    }

    /// The date of expiry; such passports exist in this century only.
    pub fn expiry_date(&self) -> Option<Date> {
        read_date(&self.expires, 2000)
    }

    pub(super) fn read(first: &str, second: &str) -> Result<Self, MrzRefusal> {
        let field = |name| MrzRefusal::Field { field: name };
        verify(at(second, 1, 9), at(second, 10, 10), "document_number")?;
        verify(at(second, 14, 19), at(second, 20, 20), "birth_date")?;
        verify(at(second, 22, 27), at(second, 28, 28), "expiry_date")?;
        let optional = at(second, 29, 42);
        let blank = optional.bytes().all(|b| b == b'<');
        // An empty optional field has either the filler or zero as its check digit.
        if !(blank && at(second, 43, 43) == "<") {
            verify(optional, at(second, 43, 43), "optional")?;
        }
        if !at(second, 44, 44).starts_with(composite(second)) {
            return Err(MrzRefusal::CheckDigit { field: "composite" });
        }
        let (surname, given_names) = split_names(at(first, 6, LINE));
        let value = Self {
            issuing_state: state(at(first, 3, 5)).ok_or(field("issuing_state"))?,
            surname: words(surname),
            given_names: words(given_names),
            document_number: at(second, 1, 9).trim_end_matches('<').to_owned(),
            nationality: state(at(second, 11, 13)).ok_or(field("nationality"))?,
            born: at(second, 14, 19).to_owned(),
            sex: MrzSex::read(at(second, 21, 21))?,
            expires: at(second, 22, 27).to_owned(),
            optional: optional.trim_end_matches('<').to_owned(),
        };
        let has_digits = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
        if value.surname.is_empty() || has_digits(&value.surname) || has_digits(&value.given_names) {
            return Err(field("name"));
        }
        if value.document_number.is_empty() {
            return Err(field("document_number"));
        }
        if read_date(&value.expires, 2000).is_none() {
            return Err(field("expiry_date"));
        }
        Ok(value)
    }
}

/// A state's code: letters first, fillers after them.
fn state(text: &str) -> Option<String> {
    let code = text.trim_end_matches('<');
    code.bytes().all(|b| b.is_ascii_uppercase()).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{super::*, *};

    const SPECIMEN: &str =
        "P<RUSIVANOV<<PETR<<<<<<<<<<<<<<<<<<<<<<<<<<<\n7500000015RUS8503127M3103120<<<<<<<<<<<<<<<0\n";

    fn read(text: &str) -> Result<TravelMrz, MrzRefusal> {
        match parse(text.as_bytes())? {
            Mrz::Travel(mrz) => Ok(mrz),
            Mrz::Internal(_) => Err(MrzRefusal::Kind),
        }
    }

    #[test]
    fn our_specimen_is_built_and_read() {
        let name = |text| LatinName::parse(text).unwrap();
        let (born, expires) = (date(1985, 3, 12), date(2031, 3, 12));
        let built =
            TravelMrz::russian(&name("IVANOV"), Some(&name("PETR")), "750000001", born, MrzSex::Male, expires).unwrap();
        assert_eq!(built.lines().join("\n") + "\n", SPECIMEN);
        let parsed = read(SPECIMEN).unwrap();
        assert_eq!(parsed, built);
        assert_eq!(parsed.birth_date(date(2026, 1, 1)), Some(born));
        assert_eq!(parsed.expiry_date(), Some(expires));
    }

    #[test]
    fn the_icao_specimen_verifies() {
        let parsed =
            read("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10").unwrap();
        assert_eq!((parsed.surname.as_str(), parsed.given_names.as_str()), ("ERIKSSON", "ANNA MARIA"));
        assert_eq!((parsed.document_number.as_str(), parsed.optional.as_str()), ("L898902C3", "ZE184226B"));
    }

    #[test]
    fn an_empty_optional_field_has_two_spellings() {
        assert!(read(&SPECIMEN.replace("<<<0\n", "<<00\n")).is_ok());
        assert_eq!(read(&SPECIMEN.replace("<<<0\n", "<<10\n")), Err(MrzRefusal::CheckDigit { field: "optional" }));
    }

    #[test]
    fn wrong_check_digits_name_the_field() {
        let broken = |from: &str, to: &str| read(&SPECIMEN.replace(from, to)).unwrap_err();
        assert_eq!(broken("7500000015", "7500000016"), MrzRefusal::CheckDigit { field: "document_number" });
        assert_eq!(broken("8503127", "8503117"), MrzRefusal::CheckDigit { field: "birth_date" });
        assert_eq!(broken("3103120", "3103121"), MrzRefusal::CheckDigit { field: "expiry_date" });
        assert_eq!(broken("<<<0\n", "<<<1\n"), MrzRefusal::CheckDigit { field: "composite" });
        assert_eq!(broken("P<RUS", "V<RUS"), MrzRefusal::Kind);
        assert_eq!(broken("IVANOV", "IVAN0V"), MrzRefusal::Field { field: "name" });
    }

    #[test]
    fn a_state_has_no_gap() {
        assert_eq!(read(&SPECIMEN.replace("P<RUS", "P<R<S")), Err(MrzRefusal::Field { field: "issuing_state" }));
        assert_eq!(read(&SPECIMEN.replace("P<RUS", "P<<RU")), Err(MrzRefusal::Field { field: "issuing_state" }));
        assert_eq!(read(&SPECIMEN.replace("5RUS", "5R<S")), Err(MrzRefusal::Field { field: "nationality" }));
        assert_eq!(read(&SPECIMEN.replace("5RUS", "5D<<")).unwrap().nationality, "D");
    }

    #[test]
    fn rubbish_is_refused() {
        assert_eq!(parse(b""), Err(MrzRefusal::Length));
        assert_eq!(parse(&[b'<'; 88]), Err(MrzRefusal::Kind));
        assert_eq!(parse(&[0xFF; 88]), Err(MrzRefusal::Character));
        assert_eq!(parse(&[b'P'; 1_000]), Err(MrzRefusal::Length));
    }
}
