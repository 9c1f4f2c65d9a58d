//! The zone of the Russian internal passport, in passports since 2011.

use jiff::civil::Date;

use super::{
    LINE, MrzRefusal, MrzSex, at, check_digit, composite, fill, read_date, six_digits, split_names, verify, words,
};
use crate::identifier::{
    birth_date::{PASSPORT_AGE, age_on},
    internal_passport::InternalPassportNumber,
    passport_term::FORM_SINCE,
    person_name::PersonName,
    transliteration::{Scheme, from_internal_mrz, transliterate},
    unit_code::UnitCode,
};

/// The places of the name field.
const NAME: usize = LINE - 5;
/// The place of the field after which a first name is cut: position 42 of the line.
const CUT: usize = 42 - 5;

/// What the zone of an internal passport states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InternalMrz {
    /// The surname in Cyrillic capitals; parts of a compound are separated by a space.
    pub surname: String,
    /// First name and patronymic in Cyrillic capitals, separated by spaces, perhaps cut.
    pub given_names: String,
    /// Series and number.
    pub number: InternalPassportNumber,
    /// Year, month and day of birth, two digits each.
    pub born: String,
    /// The sex.
    pub sex: MrzSex,
    /// The date of issue.
    pub issued: Date,
    /// The unit that issued it.
    pub unit_code: UnitCode,
    names: String,
}

impl InternalMrz {
    /// The statement of a passport.
    pub fn new(
        (surname, first_name, patronymic): (&PersonName, &PersonName, Option<&PersonName>),
        number: InternalPassportNumber,
        born: Date,
        sex: MrzSex,
        issued: Date,
        unit_code: UnitCode,
    ) -> Result<Self, MrzRefusal> {
        let names = name_field(&coded(surname)?, &coded(first_name)?, &patronymic.map_or(Ok(String::new()), coded)?);
        let (surname, given_names) = decoded(&names)?;
        Ok(Self { surname, given_names, number, born: six_digits(born), sex, issued, unit_code, names })
    }

    /// The two lines.
    pub fn lines(&self) -> [String; 2] {
        let series = self.number.series();
        let short = format!("{}{}", at(series, 1, 3), self.number.number());
        let tail = format!("{}{}{}<", at(series, 4, 4), six_digits(self.issued), self.unit_code.facade());
        let mut second = format!(
            "{short}{}RUS{}{}{}<<<<<<<{tail}{}",
            check_digit(&short),
            self.born,
            check_digit(&self.born),
            self.sex.letter(),
            check_digit(&tail),
        );
        second.push(composite(&second));
        [format!("PNRUS{}", fill(&self.names, NAME)), second]
    }

    /// The date of birth: the latest that gives the age of a passport holder at the date of issue and is not in the
    /// future.
    pub fn birth_date(&self, today: Date) -> Option<Date> {
        [2000, 1900]
            .into_iter()
            .filter_map(|century| read_date(&self.born, century))
            .find(|born| *born <= today && age_on(*born, self.issued) >= PASSPORT_AGE)
    }

    pub(super) fn read(first: &str, second: &str) -> Result<Self, MrzRefusal> {
        let field = |name| MrzRefusal::Field { field: name };
        verify(at(second, 1, 9), at(second, 10, 10), "document_number")?;
        verify(at(second, 14, 19), at(second, 20, 20), "birth_date")?;
        verify(at(second, 29, 42), at(second, 43, 43), "optional")?;
        if !at(second, 44, 44).starts_with(composite(second)) {
            return Err(MrzRefusal::CheckDigit { field: "composite" });
        }
        if at(second, 11, 13) != "RUS" || at(second, 22, 28) != "<<<<<<<" || at(second, 42, 42) != "<" {
            return Err(MrzRefusal::Kind);
        }
        let number = format!("{}{}{}", at(second, 1, 3), at(second, 29, 29), at(second, 4, 9));
        let names = at(first, 6, LINE).trim_end_matches('<').to_owned();
        let (surname, given_names) = decoded(&names)?;
        Ok(Self {
            surname,
            given_names,
            number: InternalPassportNumber::parse(&number).map_err(|_| field("document_number"))?,
            born: at(second, 14, 19).to_owned(),
            sex: MrzSex::read(at(second, 21, 21))?,
            issued: read_issued(at(second, 30, 35)).ok_or(field("issue_date"))?,
            unit_code: UnitCode::parse(at(second, 36, 41)).map_err(|_| field("unit_code"))?,
            names,
        })
    }
}

/// A date of issue: in 1997 or later.
fn read_issued(text: &str) -> Option<Date> {
    [1900, 2000].into_iter().filter_map(|century| read_date(text, century)).find(|issued| *issued >= FORM_SINCE)
}

/// A name in the zone's letters, its parts joined by fillers; marks that the zone cannot carry are left out.
fn coded(name: &PersonName) -> Result<String, MrzRefusal> {
    let latin = transliterate(&name.as_str().to_uppercase(), Scheme::InternalMrz);
    let plain: String =
        latin.chars().filter(|c| !"'.()".contains(*c)).map(|c| if matches!(c, ' ' | '-') { '<' } else { c }).collect();
    let text = plain.split('<').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("<");
    let fits = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '<');
    if fits { Ok(text) } else { Err(MrzRefusal::Field { field: "name" }) }
}

/// The name field: a patronymic that does not fit is cut; if nothing of it fits, the first name is cut and the initial
/// of the patronymic follows.
fn name_field(surname: &str, first_name: &str, patronymic: &str) -> String {
    // A surname so long that no first name would remain is cut itself.
    let surname: String = surname.chars().take(CUT - 3).collect();
    let start = format!("{surname}<<{first_name}");
    if patronymic.is_empty() {
        return fill(&start, NAME);
    }
    if start.len() + 2 <= NAME {
        return fill(&format!("{start}<{patronymic}"), NAME);
    }
    let initial: String = patronymic.chars().take(1).collect();
    fill(&format!("{}<{initial}", fill(&start, CUT)), NAME)
}

/// Surname and the rest of a name field in Cyrillic.
fn decoded(names: &str) -> Result<(String, String), MrzRefusal> {
    let cyrillic = |text: &str| {
        words(text).chars().map(|c| if c == ' ' { Some(c) } else { from_internal_mrz(c) }).collect::<Option<String>>()
    };
    let (surname, given_names) = split_names(names);
    match (cyrillic(surname), cyrillic(given_names)) {
        (Some(surname), Some(given_names)) if !surname.is_empty() => Ok((surname, given_names)),
        _ => Err(MrzRefusal::Field { field: "name" }),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{super::*, *};

    fn name(text: &str) -> PersonName {
        PersonName::parse(text).unwrap()
    }

    fn built(names: [&str; 3], number: &str, born: Date, sex: MrzSex, issued: Date, unit: &str) -> InternalMrz {
        let [surname, first_name, patronymic] = names.map(name);
        InternalMrz::new(
            (&surname, &first_name, Some(&patronymic)),
            InternalPassportNumber::parse(number).unwrap(),
            born,
            sex,
            issued,
            UnitCode::parse(unit).unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn our_specimens_are_built_and_read() {
        let first = built(
            ["Иванов", "Пётр", "Сергеевич"],
            "4008123456",
            date(1985, 3, 12),
            MrzSex::Male,
            date(2008, 4, 15),
            "780-001",
        );
        let second = built(
            ["Щеглова-Юрьева", "Юлия", "Яковлевна"],
            "4515000789",
            date(1996, 2, 29),
            MrzSex::Female,
            date(2016, 3, 10),
            "770-002",
        );
        for (mrz, lines, born) in [
            (
                first,
                ["PNRUSIVANOV<<P2TR<SERGEEVI3<<<<<<<<<<<<<<<<<", "4001234563RUS8503127M<<<<<<<8080415780001<84"],
                date(1985, 3, 12),
            ),
            (
                second,
                ["PNRUSWEGLOVA<7R9EVA<<7LI8<8KOVLEVNA<<<<<<<<<", "4510007896RUS9602290F<<<<<<<5160310770002<64"],
                date(1996, 2, 29),
            ),
        ] {
            assert_eq!(mrz.lines(), lines);
            let Ok(Mrz::Internal(read)) = parse(lines.join("\r\n").as_bytes()) else { panic!("not read") };
            assert_eq!(read.lines(), lines);
            assert_eq!((&read.number, &read.unit_code, read.issued), (&mrz.number, &mrz.unit_code, mrz.issued));
            assert_eq!(read.birth_date(date(2026, 1, 1)), Some(born));
        }
    }

    #[test]
    fn names_come_back_in_cyrillic() {
        let text = "PNRUSWEGLOVA<7R9EVA<<7LI8<8KOVLEVNA<<<<<<<<<4510007896RUS9602290F<<<<<<<5160310770002<64";
        let Ok(Mrz::Internal(read)) = parse(text.as_bytes()) else { panic!("not read") };
        assert_eq!(read.surname, "ЩЕГЛОВА ЮРЬЕВА");
        assert_eq!(read.given_names, "ЮЛИЯ ЯКОВЛЕВНА");
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(name_field("A", "B", &"C".repeat(50)).len(), NAME);
        let cut = name_field(&"A".repeat(20), &"B".repeat(20), "CD");
        assert_eq!(cut, format!("{}<<{}<C", "A".repeat(20), "B".repeat(15)));
        let long = name_field(&"A".repeat(60), "BC", "D");
        assert_eq!(long, format!("{}<<B<D", "A".repeat(34)));
    }

    #[test]
    fn the_century_of_birth_follows_from_the_age_at_issue() {
        let of = |born, issued| {
            let mrz = built(["А", "Б", "В"], "4520000001", born, MrzSex::Male, issued, "770-002");
            mrz.birth_date(date(2026, 1, 1))
        };
        assert_eq!(of(date(2006, 5, 1), date(2020, 5, 2)), Some(date(2006, 5, 1)));
        assert_eq!(of(date(1915, 5, 1), date(2020, 5, 2)), Some(date(1915, 5, 1)));
    }
}
