//! What people type: identifiers, documents, codes, and the zone that a scanner reads.

use jiff::civil::date;
use okno_domain::{
    credential::{
        code::{ConfirmationCode, OneTimeCode},
        recovery_code::RecoveryCode,
    },
    identifier::{
        bank, birth_certificate, birth_date, document, email, inn, internal_passport, issued_by, kpp, latin_name,
        medical_policy, mrz, ogrn, person_name, phone, plate, postal_index, region_zone, snils, territory,
        tracking_number, transliteration, uin, unit_code, vehicle,
    },
};

/// What is accepted must read as itself in canonical form.
macro_rules! fixed_point {
    ($text:expr, $($parse:expr),+ $(,)?) => {
        $(
            if let Ok(value) = $parse($text) {
                let again = $parse(value.as_str());
                assert_eq!(again.as_ref().map(|again| again.as_str()), Ok(value.as_str()), stringify!($parse));
            }
        )+
    };
}

/// What is accepted must read as itself in the form for people.
macro_rules! shown {
    ($text:expr, $($parse:expr => $show:expr),+ $(,)?) => {
        $(
            if let Ok(value) = $parse($text) {
                let shown = $show(&value);
                assert_eq!($parse(&shown).as_ref(), Ok(&value), "{}: {shown:?}", stringify!($parse));
            }
        )+
    };
}

/// Every identifier, given the same text.
pub(crate) fn identifiers(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let foreign = |text: &str| phone::Phone::parse(text, phone::PhoneRules { foreign: true, test_numbers: true });
    let domestic = |text: &str| phone::Phone::parse(text, phone::PhoneRules::default());
    let ascii = |text: &str| email::Email::parse(text, email::EmailRules::default());
    let unicode = |text: &str| email::Email::parse(text, email::EmailRules { smtputf8: true });
    fixed_point!(
        text,
        snils::Snils::parse,
        inn::Inn::parse,
        inn::Inn::parse_person,
        inn::Inn::parse_organization,
        ogrn::Ogrn::parse,
        kpp::Kpp::parse,
        internal_passport::InternalPassportNumber::parse,
        issued_by::IssuedBy::parse,
        unit_code::UnitCode::parse,
        postal_index::PostalIndex::parse,
        person_name::PersonName::parse,
        person_name::PersonName::parse_by_operator,
        latin_name::LatinName::parse,
        uin::Uin::parse,
        bank::Bik::parse,
        bank::BankAccount::parse,
        bank::Kbk::parse,
        plate::Plate::parse,
        vehicle::VehicleCertificate::parse,
        vehicle::DrivingLicence::parse,
        vehicle::Vin::parse,
        vehicle::VehiclePassport::parse,
        birth_certificate::BirthCertificate::parse,
        tracking_number::TrackingNumber::parse,
        medical_policy::MedicalPolicy::parse,
        territory::Okato::parse,
        territory::Oktmo::parse,
        territory::Country::parse,
        region_zone::RegionZone::parse,
        foreign,
        domestic,
        ascii,
        unicode,
    );
    received(text);
    shown!(
        text,
        snils::Snils::parse => |value: &snils::Snils| value.display(),
        domestic => |value: &phone::Phone| value.display(),
        foreign => |value: &phone::Phone| value.display(),
        ascii => |value: &email::Email| value.display().to_owned(),
        unicode => |value: &email::Email| value.display().to_owned(),
        internal_passport::InternalPassportNumber::parse =>
            |value: &internal_passport::InternalPassportNumber| value.display_numbered(),
        vehicle::VehicleCertificate::parse => |value: &vehicle::VehicleCertificate| value.display(),
        vehicle::DrivingLicence::parse => |value: &vehicle::DrivingLicence| value.display(),
    );
    let today = date(2026, 1, 1);
    if let Ok(value) = birth_date::BirthDate::parse(text, today) {
        assert_eq!(birth_date::BirthDate::parse(&value.display(), today), Ok(value));
        let _ = (value.reaches(14), value.age_on(today), value.is_unusual(today));
    }
    if let Ok(name) = person_name::PersonName::parse(text) {
        let key = name.comparison_key();
        assert!(name.matches(&name));
        if let Ok(again) = person_name::PersonName::parse(&key) {
            assert_eq!(again.comparison_key(), key);
        }
        let _ = name.title_case();
    }
    for scheme in [transliteration::Scheme::Gost779B, transliteration::Scheme::InternalMrz] {
        let _ = transliteration::transliterate(text, scheme);
    }
    let _ = snils::reads_as_phone(text);
}

/// What other systems send is kept although a check fails, and then still in canonical form.
fn received(text: &str) {
    fixed_point!(
        text,
        |text: &str| snils::Snils::receive(text).map(|received| received.value),
        |text: &str| inn::Inn::receive(text).map(|received| received.value),
        |text: &str| ogrn::Ogrn::receive(text).map(|received| received.value),
        |text: &str| uin::Uin::receive(text).map(|received| received.value),
        |text: &str| medical_policy::MedicalPolicy::receive(text).map(|received| received.value),
    );
}

/// Series and number, on two lines, as every kind of document.
pub(crate) fn documents(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    let (series, number) = text.split_once('\n').unwrap_or(("", text));
    for kind in document::IdentityDocumentType::all() {
        if let Ok(value) = document::DocumentNumber::parse(kind, series, number) {
            let again = document::DocumentNumber::parse(kind, value.series(), value.number());
            assert_eq!(again.as_ref(), Ok(&value), "{kind:?}");
            let _ = value.display();
        }
    }
    if let Ok(kind) = document::IdentityDocumentType::parse(text) {
        assert_eq!(kind.as_str(), text);
    }
}

/// Codes of messages and letters, as typed or pasted.
pub(crate) fn credential_codes(bytes: &[u8]) {
    let Some(text) = crate::text(bytes) else { return };
    if let Ok(code) = OneTimeCode::parse(text, OneTimeCode::DIGITS) {
        assert_eq!(code.expose().len(), OneTimeCode::DIGITS);
        assert_eq!(OneTimeCode::parse(code.expose(), OneTimeCode::DIGITS).as_ref(), Ok(&code));
    }
    if let Ok(code) = ConfirmationCode::parse(text) {
        assert_eq!(ConfirmationCode::parse(code.expose()).as_ref(), Ok(&code));
        assert_eq!(ConfirmationCode::parse(code.grouped().expose()).as_ref(), Ok(&code));
    }
    if let Ok(code) = RecoveryCode::parse(text) {
        assert_eq!(RecoveryCode::parse(code.grouped().expose()).as_ref(), Ok(&code));
    }
}

/// The machine-readable zone: what was read is written as a zone that reads the same.
pub(crate) fn mrz(bytes: &[u8]) {
    let Ok(zone) = mrz::parse(bytes) else { return };
    let today = date(2026, 1, 1);
    let lines = match &zone {
        mrz::Mrz::Travel(travel) => {
            let _ = (travel.birth_date(today), travel.expiry_date());
            travel.lines()
        }
        mrz::Mrz::Internal(internal) => {
            let _ = internal.birth_date(today);
            internal.lines()
        }
    };
    assert!(lines.iter().all(|line| line.len() == 44), "{lines:?}");
    assert_eq!(mrz::parse(lines.concat().as_bytes()).as_ref(), Ok(&zone), "{lines:?}");
}

/// The zone with its check digits put right first, which chance would hardly do: of any bytes, whatever is not of the
/// zone's alphabet being a filler.
pub(crate) fn mrz_content(bytes: &[u8]) {
    let known = |byte: &u8| if byte.is_ascii_alphanumeric() { char::from(byte.to_ascii_uppercase()) } else { '<' };
    let letters = bytes.iter().filter(|byte| **byte != b'\n').map(known);
    let mut zone: Vec<char> = letters.chain(std::iter::repeat('<')).take(88).collect();
    // Places in the second line, counted from 0: a field and its check digit; the expiry date is one of travel passports.
    let mut fields = vec![(0..9, 9), (13..19, 19), (28..42, 42)];
    if !zone.starts_with(&['P', 'N', 'R', 'U', 'S']) {
        fields.push((21..27, 27));
    }
    let put = |zone: &mut Vec<char>, text: String, place: usize| {
        if let Some(letter) = zone.get_mut(44 + place) {
            *letter = mrz::check_digit(&text);
        }
    };
    let part = |zone: &[char], from: usize, to: usize| zone.iter().skip(44 + from).take(to - from).collect::<String>();
    for (field, place) in fields {
        let text = part(&zone, field.start, field.end);
        put(&mut zone, text, place);
    }
    let all = part(&zone, 0, 10) + &part(&zone, 13, 20) + &part(&zone, 21, 43);
    put(&mut zone, all, 43);
    mrz(zone.into_iter().collect::<String>().as_bytes());
}
