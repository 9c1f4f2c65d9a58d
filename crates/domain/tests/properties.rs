//! What holds for every text: reading never panics, and a canonical form reads as itself.

use jiff::civil::date;
use okno_domain::identifier::{
    bank, birth_certificate, birth_date, document, email, inn, internal_passport, issued_by, kpp, latin_name,
    medical_policy, mrz, ogrn, person_name, phone, plate, postal_index, snils, territory, tracking_number,
    transliteration, uin, unit_code, vehicle,
};
use proptest::prelude::*;

/// Anything at all, and texts made of what identifiers are made of.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9 -]{0,26}",
        "[0-9A-ZА-ЯЁа-яё №()<+.'@-]{0,50}",
        "[А-ЯЁ][а-яё]{0,8}[ '’–.-]{0,2}[А-ЯЁIVXа-яё]{0,8}",
        "[A-ZАВЕКМНОРСТУХ]{0,2}[0-9]{3,4}[АВЕКМНОРСТУХ]{0,2} ?[0-9]{2,3}",
        "[ -~]{1,12}@[a-zа-я0-9-]{1,8}\\.[a-zа-я]{2,4}",
        "[IVXL]{1,5}-[А-Я]{2} ?№? ?[0-9]{6}",
    ]
}

macro_rules! fixed_point {
    ($text:expr, $($parse:expr),+ $(,)?) => {
        $(
            if let Ok(value) = $parse($text) {
                let again = $parse(value.as_str());
                prop_assert_eq!(again.as_ref().map(|v| v.as_str()), Ok(value.as_str()));
            }
        )+
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn canonical_forms_are_fixed_points(text in texts()) {
        fixed_point!(
            &text,
            snils::Snils::parse, inn::Inn::parse, ogrn::Ogrn::parse, kpp::Kpp::parse,
            internal_passport::InternalPassportNumber::parse, issued_by::IssuedBy::parse, unit_code::UnitCode::parse,
            postal_index::PostalIndex::parse, person_name::PersonName::parse, latin_name::LatinName::parse,
            uin::Uin::parse, bank::Bik::parse, bank::BankAccount::parse, bank::Kbk::parse, plate::Plate::parse,
            vehicle::VehicleCertificate::parse, vehicle::DrivingLicence::parse, vehicle::Vin::parse,
            vehicle::VehiclePassport::parse, birth_certificate::BirthCertificate::parse,
            tracking_number::TrackingNumber::parse, medical_policy::MedicalPolicy::parse,
            territory::Okato::parse, territory::Oktmo::parse, territory::Country::parse,
            |text: &str| phone::Phone::parse(text, phone::PhoneRules { foreign: true, test_numbers: true }),
            |text: &str| email::Email::parse(text, email::EmailRules { smtputf8: true }),
            |text: &str| uin::Uin::receive(text).map(|received| received.value),
        );
    }

    #[test]
    fn forms_for_people_read_as_the_same_value(text in texts()) {
        if let Ok(value) = snils::Snils::parse(&text) {
            prop_assert_eq!(snils::Snils::parse(&value.display()), Ok(value));
        }
        if let Ok(value) = phone::Phone::parse(&text, phone::PhoneRules::default()) {
            prop_assert_eq!(phone::Phone::parse(&value.display(), phone::PhoneRules::default()), Ok(value));
        }
        if let Ok(value) = email::Email::parse(&text, email::EmailRules::default()) {
            prop_assert_eq!(email::Email::parse(value.display(), email::EmailRules::default()), Ok(value));
        }
        if let Ok(value) = internal_passport::InternalPassportNumber::parse(&text) {
            prop_assert_eq!(internal_passport::InternalPassportNumber::parse(&value.display_numbered()), Ok(value));
        }
    }

    #[test]
    fn a_comparison_key_is_a_fixed_point(text in texts()) {
        if let Ok(name) = person_name::PersonName::parse(&text) {
            let key = name.comparison_key();
            if let Ok(again) = person_name::PersonName::parse(&key) {
                prop_assert_eq!(again.comparison_key(), key);
            }
        }
    }

    #[test]
    fn documents_and_dates_never_panic(series in texts(), number in texts()) {
        for kind in document::IdentityDocumentType::all() {
            if let Ok(value) = document::DocumentNumber::parse(kind, &series, &number) {
                let again = document::DocumentNumber::parse(kind, value.series(), value.number());
                prop_assert_eq!(again, Ok(value));
            }
        }
        let _ = birth_date::BirthDate::parse(&number, date(2026, 1, 1));
        let _ = snils::reads_as_phone(&number);
        let _ = transliteration::transliterate(&number, transliteration::Scheme::Gost779B);
    }

    #[test]
    fn the_zone_takes_arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = mrz::parse(&bytes);
    }

    #[test]
    fn the_zone_takes_its_own_alphabet(text in "P[N<]RUS[A-Z0-9<]{83}") {
        let _ = mrz::parse(text.as_bytes());
    }

    /// Lines that we build are read back, whatever the names.
    #[test]
    fn internal_zones_round_trip(
        names in proptest::array::uniform3("[А-ЯЁ][а-яё]{0,30}(-[А-ЯЁ][а-яё]{1,10})?"),
        number in "[0-9]{10}",
        unit in "[1-9][0-9]{5}",
        days in 0..20_000_i32,
    ) {
        let [surname, first_name, patronymic] = names.map(|name| person_name::PersonName::parse(&name).unwrap());
        let built = mrz::InternalMrz::new(
            (&surname, &first_name, Some(&patronymic)),
            internal_passport::InternalPassportNumber::parse(&number).unwrap(),
            date(1950, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap(),
            mrz::MrzSex::Female,
            date(2025, 5, 6),
            unit_code::UnitCode::parse(&unit).unwrap(),
        ).unwrap();
        let lines = built.lines();
        prop_assert!(lines.iter().all(|line| line.len() == 44));
        let Ok(mrz::Mrz::Internal(read)) = mrz::parse(lines.concat().as_bytes()) else {
            return Err(TestCaseError::fail(lines.join("\n")));
        };
        prop_assert_eq!(read.lines(), lines);
    }
}
