//! Sixty-four persons computed from their numbers alone: the same in every run and on every machine.
//!
//! Nobody of them turns 14, 20 or 45 between 2024 and 2036, so that their passports stay valid while people use them.

use jiff::{Span, civil::Date};

use super::{Passport, Person, Record, Sex, snils};

const COUNT: u32 = 64;

/// Region by OKATO, region of the unit code, place of birth, the body that issues.
const REGIONS: [(&str, &str, &str, &str); 8] = [
    ("45", "77", "гор. Москва", "ГОР. МОСКВЕ"),
    ("40", "78", "город Санкт-Петербург", "Г. САНКТ-ПЕТЕРБУРГУ И ЛЕНИНГРАДСКОЙ ОБЛАСТИ"),
    ("65", "66", "гор. Екатеринбург", "СВЕРДЛОВСКОЙ ОБЛАСТИ"),
    ("50", "54", "гор. Новосибирск", "НОВОСИБИРСКОЙ ОБЛАСТИ"),
    ("92", "16", "гор. Казань", "РЕСПУБЛИКЕ ТАТАРСТАН"),
    ("22", "52", "гор. Нижний Новгород", "НИЖЕГОРОДСКОЙ ОБЛАСТИ"),
    ("03", "23", "гор. Краснодар", "КРАСНОДАРСКОМУ КРАЮ"),
    ("75", "74", "г. Челябинск", "ЧЕЛЯБИНСКОЙ ОБЛАСТИ"),
];

/// Masculine and feminine form.
const SURNAMES: [(&str, &str); 16] = [
    ("Снегирёв", "Снегирёва"),
    ("Полевой", "Полевая"),
    ("Дубровин", "Дубровина"),
    ("Черных", "Черных"),
    ("Ковальчук", "Ковальчук"),
    ("Синицын-Речной", "Синицына-Речная"),
    ("Гайдаров", "Гайдарова"),
    ("Ясный", "Ясная"),
    ("Щукин", "Щукина"),
    ("Алфёров", "Алфёрова"),
    ("Хохлов", "Хохлова"),
    ("Цветаевский", "Цветаевская"),
    ("Жук", "Жук"),
    ("Подъячев", "Подъячева"),
    ("Эверт", "Эверт"),
    ("Уваров", "Уварова"),
];

const MEN: [&str; 8] = ["Артём", "Игорь", "Пётр", "Тимофей", "Юрий", "Семён", "Илья", "Захар"];
const WOMEN: [&str; 8] = ["Алёна", "Дарья", "Ксения", "Наталья", "Любовь", "Евгения", "Майя", "Анна-Мария"];
const FATHERS: [(&str, &str); 8] = [
    ("Петрович", "Петровна"),
    ("Ильич", "Ильинична"),
    ("Фёдорович", "Фёдоровна"),
    ("Юрьевич", "Юрьевна"),
    ("Никитич", "Никитична"),
    ("Савельевич", "Савельевна"),
    ("Яковлевич", "Яковлевна"),
    ("Львович", "Львовна"),
];

/// A stream of numbers from one seed; quality does not matter here, sameness does.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(bound.max(1))).unwrap_or_default()
    }

    fn of<T: Copy, const N: usize>(&mut self, all: &[T; N]) -> Option<T> {
        let index = usize::try_from(self.below(u32::try_from(N).unwrap_or(u32::MAX))).ok()?;
        all.get(index).copied()
    }
}

pub(super) fn persons() -> impl Iterator<Item = Person> {
    (1..=COUNT).filter_map(person)
}

fn person(index: u32) -> Option<Person> {
    let mut dice = Dice(u64::from(index) * 0x9E37_79B9);
    let sex = if index.is_multiple_of(2) { Sex::Female } else { Sex::Male };
    let pick = |(man, woman): (&'static str, &'static str)| if sex == Sex::Male { man } else { woman };
    let (okato, region, birth_place, body) = dice.of(&REGIONS)?;
    let family_name = pick(dice.of(&SURNAMES)?);
    let given_name = dice.of(if sex == Sex::Male { &MEN } else { &WOMEN })?;
    let patronymic = (!index.is_multiple_of(16)).then(|| dice.of(&FATHERS).map(pick)).flatten();
    let birth_date = birth(index, &mut dice)?;
    let passport = passport(index, birth_date, okato, region, body, &mut dice)?;
    Some(Person {
        key: format!("p{index:02}"),
        story: "generated".into(),
        family_name: family_name.into(),
        given_name: given_name.into(),
        patronymic: patronymic.map(Into::into),
        sex,
        birth_date,
        birth_place: birth_place.into(),
        citizenship: "RUS".into(),
        snils: snils(100_000 + index * 1_237),
        passport: Some(passport),
        foreign_document: None,
        pension_fund: Record::default(),
        interior_ministry: Record::default(),
    })
}

/// From 1936 to 1978 or from 1992 to 2003; every twentieth on 29 February.
fn birth(index: u32, dice: &mut Dice) -> Option<Date> {
    let year = match dice.below(55) {
        early @ 0..43 => 1936 + early,
        late => 1992 + late - 43,
    };
    let year = i16::try_from(year).ok()?;
    if index.is_multiple_of(20) {
        let leap = if year < 1980 { year - year % 4 } else { 1996 };
        return Date::new(leap, 2, 29).ok();
    }
    let day = i32::try_from(dice.below(365)).ok()?;
    Date::new(year, 1, 1).ok()?.checked_add(Span::new().days(day)).ok()
}

fn passport(index: u32, birth: Date, okato: &str, region: &str, body: &str, dice: &mut Dice) -> Option<Passport> {
    // The last replacement that was due; those past 45 when the form came in got theirs at the exchange of all passports.
    let due = if birth.year() < 1980 { 45 } else { 20 };
    let birthday = birth.checked_add(Span::new().years(due)).ok()?;
    let exchange = Date::new(1998, 1, 10).ok()?;
    let (from, spread) = if birthday < exchange { (exchange, 1_800) } else { (birthday, 60) };
    let days = i32::try_from(5 + dice.below(spread)).ok()?;
    let issue_date = from.checked_add(Span::new().days(days)).ok()?;
    let printed = issue_date.checked_sub(Span::new().days(120)).ok()?.year() % 100;
    let office = 1 + dice.below(60);
    let (level, issued_by) = match issue_date.year() {
        ..=2006 => (2, format!("ОТДЕЛОМ ВНУТРЕННИХ ДЕЛ № {office} ПО {body}")),
        2007..=2016 => (0, format!("ОТДЕЛОМ УФМС РОССИИ ПО {body} № {office}")),
        _ => (0, format!("ГУ МВД РОССИИ ПО {body}")),
    };
    Some(Passport {
        series: format!("{okato}{printed:02}"),
        number: format!("{:06}", 300_000 + index * 4_093),
        issue_date,
        issued_by,
        unit_code: format!("{region}{level}-{office:03}"),
    })
}
