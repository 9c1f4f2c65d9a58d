//! Drawing a person from bytes. The names are common ones, each beside its Latin letters for the address.

use jiff::civil::Date;

use super::{ISSUER, Invented, MAIL_DOMAIN};
use crate::{
    identifier::{birth_date::birthday, snils::Snils},
    person::{IdentityDocument, PersonalData, Sex},
};

/// Surnames of men; those of women end in one letter more.
const FAMILY_NAMES: [(&str, &str); 16] = [
    ("Абрамов", "abramov"),
    ("Белов", "belov"),
    ("Воронов", "voronov"),
    ("Громов", "gromov"),
    ("Дроздов", "drozdov"),
    ("Ершов", "ershov"),
    ("Журавлев", "zhuravlev"),
    ("Зимин", "zimin"),
    ("Калинин", "kalinin"),
    ("Лебедев", "lebedev"),
    ("Морозов", "morozov"),
    ("Никитин", "nikitin"),
    ("Орлов", "orlov"),
    ("Павлов", "pavlov"),
    ("Соколов", "sokolov"),
    ("Тихонов", "tikhonov"),
];
const MEN: [&str; 8] = ["Алексей", "Борис", "Виктор", "Дмитрий", "Иван", "Михаил", "Николай", "Сергей"];
const WOMEN: [&str; 8] = ["Анна", "Вера", "Галина", "Елена", "Ирина", "Мария", "Ольга", "Татьяна"];
/// Patronymics of men and of women.
const PATRONYMICS: [(&str, &str); 8] = [
    ("Алексеевич", "Алексеевна"),
    ("Борисович", "Борисовна"),
    ("Викторович", "Викторовна"),
    ("Дмитриевич", "Дмитриевна"),
    ("Иванович", "Ивановна"),
    ("Михайлович", "Михайловна"),
    ("Николаевич", "Николаевна"),
    ("Сергеевич", "Сергеевна"),
];
const PLACES: [&str; 8] =
    ["гор. Тверь", "гор. Калуга", "гор. Вологда", "гор. Пермь", "гор. Томск", "гор. Псков", "гор. Рязань", "гор. Омск"];
/// Letters and digits that are not taken for one another.
const SIGNS: &str = "23456789abcdefghjkmnpqrstuvwxyz";
/// The ages between which people are drawn: each has a passport, of the form that there is now, which is still good.
const YOUNGEST: i16 = 21;
const OLDEST: i16 = 64;
/// The ages at which a passport is exchanged, and how many days later it is there.
const EXCHANGED_AT: [i16; 2] = [45, 20];
const ISSUED_AFTER_DAYS: i32 = 30;

/// Numbers from bytes, two bytes each.
struct Dice<'a>(std::slice::Iter<'a, u8>);

impl Dice<'_> {
    fn number(&mut self) -> u32 {
        let mut byte = || u32::from(self.0.next().copied().unwrap_or_default());
        byte() * 256 + byte()
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.number() % bound.max(1)
    }

    /// Below a bound of up to nine digits.
    fn far_below(&mut self, bound: u32) -> u32 {
        let whole = u64::from(self.number()) * 65_536 + u64::from(self.number());
        u32::try_from(whole % u64::from(bound.max(1))).unwrap_or_default()
    }

    fn pick<T: Copy + Default>(&mut self, all: &[T]) -> T {
        let at = self.below(u32::try_from(all.len()).unwrap_or(u32::MAX));
        usize::try_from(at).ok().and_then(|at| all.get(at)).copied().unwrap_or_default()
    }
}

pub(super) fn person(bytes: &[u8; 40], today: Date) -> Invented {
    let mut dice = Dice(bytes.iter());
    let is_man = dice.below(2) == 0;
    let (family, latin) = dice.pick(&FAMILY_NAMES);
    let given = if is_man { dice.pick(&MEN) } else { dice.pick(&WOMEN) };
    let (son, daughter) = dice.pick(&PATRONYMICS);
    let ending = |letter| if is_man { "" } else { letter };
    let years = i16::try_from(dice.below(u32::from((OLDEST - YOUNGEST).unsigned_abs()))).unwrap_or_default();
    let born = born(today, YOUNGEST + years, dice.below(365));
    let data = PersonalData {
        family_name: format!("{family}{}", ending("а")),
        given_name: given.to_owned(),
        patronymic: if is_man { son } else { daughter }.to_owned(),
        sex: Some(if is_man { Sex::Male } else { Sex::Female }),
        birth_date: born.to_string(),
        birth_place: dice.pick(&PLACES).to_owned(),
        snils: snils(&mut dice),
        citizenship: "RUS".to_owned(),
        document: passport(&mut dice, born, today),
        ..PersonalData::default()
    };
    let mark: String = (0..8).map(|_| dice.sign()).collect();
    let login = format!("{latin}{}-{mark}@{MAIL_DOMAIN}", ending("a"));
    Invented { data, login }
}

impl Dice<'_> {
    fn sign(&mut self) -> char {
        let at = self.below(u32::try_from(SIGNS.len()).unwrap_or(u32::MAX));
        usize::try_from(at).ok().and_then(|at| SIGNS.chars().nth(at)).unwrap_or('2')
    }
}

/// A day on which somebody was born who has reached this age by so many days.
fn born(today: Date, age: i16, days: u32) -> Date {
    let at = today.checked_sub(jiff::Span::new().years(i64::from(age)).days(i64::from(days)));
    at.unwrap_or(today)
}

/// A number where no check number is verified, with the right one all the same.
fn snils(dice: &mut Dice<'_>) -> String {
    Snils::synthetic(dice.far_below(Snils::SYNTHETIC)).as_str().to_owned()
}

/// A passport of a region that there is not.
fn passport(dice: &mut Dice<'_>, born: Date, today: Date) -> IdentityDocument {
    let exchanged = EXCHANGED_AT.into_iter().filter_map(|age| birthday(born, age)).find(|day| *day < today);
    let issued = exchanged.and_then(|day| day.checked_add(jiff::Span::new().days(ISSUED_AFTER_DAYS)).ok());
    let issued = issued.unwrap_or(today).min(today);
    IdentityDocument {
        document_type: "internal_passport".to_owned(),
        series: format!("00{:02}", issued.year().rem_euclid(100)),
        number: format!("{:06}", dice.far_below(1_000_000)),
        issue_date: issued.to_string(),
        issued_by: ISSUER.to_owned(),
        unit_code: "990-999".to_owned(),
        ..IdentityDocument::default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rand_chacha::{
        ChaCha8Rng,
        rand_core::{Rng as _, SeedableRng as _},
    };

    use super::*;
    use crate::{
        identifier::email::{Email, EmailRules},
        person::form::{FormRules, PersonForm, Today},
        test_person::is_its_address,
    };

    /// Whoever is made up could have filled the form in: nothing of it is refused, on ordinary days and on the 29th of
    /// February. Everybody is known as made up, and the SNILS is one of those kept for such persons.
    #[test]
    fn everybody_made_up_is_complete_and_right() {
        let mut rng = ChaCha8Rng::seed_from_u64(28);
        for today in [date(2026, 3, 2), date(2028, 2, 29), date(2031, 12, 31)] {
            let rules = FormRules {
                today: Today { east: today, west: today },
                may_have_one_name: false,
                snils_allow_unchecked_range: true,
            };
            for _ in 0..5_000 {
                let mut bytes = [0; 40];
                rng.fill_bytes(&mut bytes);
                let made = person(&bytes, today);
                assert_eq!(made, person(&bytes, today));
                let form = PersonForm::of(&made.data);
                assert!(form.missing().is_empty(), "{form:?}");
                assert_eq!(form.check(&rules).unwrap(), made.data, "{form:?}");
                assert!(made.data.document.series.starts_with("00") && made.data.document.issued_by == ISSUER);
                assert!(Snils::parse(&made.data.snils).unwrap().is_in_unchecked_range());
                assert!(is_its_address(&made.login), "{}", made.login);
                let email = Email::parse(&made.login, EmailRules { smtputf8: false }).unwrap();
                assert_eq!(email.comparison(), made.login);
            }
        }
    }

    /// Both ends of the range of numbers are in it.
    #[test]
    fn the_range_of_numbers() {
        assert_eq!(&Snils::synthetic(0).as_str()[..9], "000000001");
        assert_eq!(&Snils::synthetic(Snils::SYNTHETIC - 1).as_str()[..9], "001001998");
        assert_eq!(Snils::synthetic(Snils::SYNTHETIC), Snils::synthetic(0));
        assert_eq!(Snils::synthetic(599).as_str(), "00000060018");
    }
}
