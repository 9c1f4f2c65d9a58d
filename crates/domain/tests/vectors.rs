//! Every line of the shared vectors of identifiers: kind, input, verdict, canonical form or reason.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test program")]

use okno_domain::credential::password::{OwnData, PasswordPolicy, PasswordProfile};
use okno_domain::identifier::{
    Reason, birth_certificate::BirthCertificate, inn::Inn, inn::InnKind, internal_passport::InternalPassportNumber,
    kpp::Kpp, ogrn::Ogrn, ogrn::OgrnKind, person_name::PersonName, phone::Phone, phone::PhoneRules, plate::Plate,
    plate::PlateKind, postal_index::PostalIndex, snils::Snils, tracking_number::TrackingKind,
    tracking_number::TrackingNumber, uin::Uin, unit_code::UnitCode, vehicle::DrivingLicence,
    vehicle::VehicleCertificate, vehicle::Vin,
};
use okno_domain::secret::Secret;

const VECTORS: &str = include_str!("vectors/identifier-vectors.tsv");

/// What our code says of an input: the fourth column, or as much of it as we can say.
type Verdict = Result<String, String>;

fn judge(kind: &str, input: &str) -> Verdict {
    match kind {
        "snils" => snils(input),
        "inn" => inn(input),
        "ogrn" => ogrn(input),
        "kpp" => Kpp::parse(input).map(|_| String::new()).map_err(code),
        "passport_rf" => InternalPassportNumber::parse(input)
            .map(|passport| format!("series {}, number {}", passport.series(), passport.number()))
            .map_err(code),
        "unit_code" => UnitCode::parse(input).map(|unit| unit.as_str().to_owned()).map_err(code),
        "postal_index" => {
            PostalIndex::parse(input).map(|_| "format only; existence is a directory look-up".to_owned()).map_err(code)
        }
        "mobile_ru" => Phone::parse(input, PhoneRules::default()).map(|phone| phone.as_str().to_owned()).map_err(code),
        "person_name" => PersonName::parse(input)
            .map(|name| format!("{} / key {}", name.as_str(), name.comparison_key()))
            .map_err(code),
        "plate" => plate(input),
        "sts_or_driving_licence" => paper(input),
        "vin" => Vin::parse(input).map(|vin| vin.as_str().to_owned()).map_err(code),
        "birth_certificate_rf" => {
            BirthCertificate::parse(input).map(|certificate| certificate.as_str().to_owned()).map_err(code)
        }
        "uin" => uin(input),
        "tracking_number" => TrackingNumber::parse(input)
            .map(|number| match number.kind() {
                TrackingKind::Domestic => "domestic 14-digit".to_owned(),
                TrackingKind::International => "S10".to_owned(),
            })
            .map_err(code),
        other => panic!("unknown kind {other}"),
    }
}

/// The code and arguments of a reason, as in `snils-checksum 95`.
fn code(reason: impl Reason) -> String {
    let args = reason.args();
    std::iter::once(reason.code()).chain(args.iter().map(|(_, value)| value.as_ref())).collect::<Vec<_>>().join(" ")
}

fn snils(input: &str) -> Verdict {
    let snils = Snils::parse(input).map_err(code)?;
    let note = if snils.is_in_unchecked_range() { " (check number not verified)" } else { "" };
    Ok(format!("{}{note}", snils.as_str()))
}

fn inn(input: &str) -> Verdict {
    Inn::parse(input).map_err(code).map(|inn| match inn.kind() {
        InnKind::Organization => "organisation".to_owned(),
        InnKind::Person => "person".to_owned(),
    })
}

fn ogrn(input: &str) -> Verdict {
    Ogrn::parse(input).map_err(code).map(|ogrn| match ogrn.kind() {
        OgrnKind::Organization => "OGRN".to_owned(),
        OgrnKind::Entrepreneur => "OGRNIP".to_owned(),
    })
}

fn plate(input: &str) -> Verdict {
    let plate = Plate::parse(input).map_err(code)?;
    let kinds = plate.kinds().into_iter().map(|kind| match kind {
        PlateKind::Car => "type 1 car",
        PlateKind::Taxi => "type 1B taxi/bus",
        PlateKind::Trailer => "type 2 trailer",
        PlateKind::Motorcycle => "type 4 motorcycle",
    });
    Ok(format!("{} {}", plate.as_str(), kinds.collect::<Vec<_>>().join(" or ")))
}

fn paper(input: &str) -> Verdict {
    let certificate = VehicleCertificate::parse(input).map(|paper| paper.as_str().to_owned());
    let licence = DrivingLicence::parse(input).map(|paper| paper.as_str().to_owned());
    assert_eq!(certificate.clone().ok(), licence.ok(), "one format for both papers");
    certificate.map_err(code)
}

fn uin(input: &str) -> Verdict {
    Uin::parse(input).map_err(code).map(|uin| match uin.check_pass() {
        None => "\"no identifier\" marker, allowed in a payment, not in a bill".to_owned(),
        Some(pass) => format!("check digit by pass {pass}"),
    })
}

/// Our reason for the vectors' words.
fn expected_code(kind: &str, reason: &str) -> String {
    let expected = |code: &str| format!("{code} {}", reason.rsplit(' ').next().unwrap());
    let is = |start: &str| reason.starts_with(start);
    match kind {
        "snils" | "inn" | "ogrn" if is("checksum") => expected(&format!("{kind}-checksum")),
        "snils" if is("zero") => "snils-zero".into(),
        "inn" if is("all zeros") => "inn-zeros".into(),
        "inn" | "unit_code" if is("region") => format!("{}-region", kind.replace('_', "-")),
        "ogrn" if reason.contains("for OGRNIP") => "ogrnip-first-digit".into(),
        "ogrn" if is("first digit") => "ogrn-first-digit".into(),
        "snils" | "inn" | "ogrn" | "kpp" | "unit_code" | "postal_index" if is("format") => {
            format!("{}-format", kind.replace('_', "-"))
        }
        "passport_rf" => "internal-passport-format".into(),
        "mobile_ru" if is("not a Russian mobile code") => expected("phone-not-mobile"),
        "mobile_ru" if is("not +7") => "phone-foreign".into(),
        "mobile_ru" if is("length") => "phone-length".into(),
        "mobile_ru" if is("illegal character") => "phone-character".into(),
        "person_name" if is("Latin") => "name-latin".into(),
        "person_name" => format!("name-{reason}"),
        "plate" => "plate-pattern".into(),
        "sts_or_driving_licence" => "vehicle-certificate-format".into(),
        "vin" => "vin-format".into(),
        "birth_certificate_rf" => "birth-certificate-format".into(),
        "uin" if is("check digit") => expected("uin-check-digit"),
        "uin" if is("all zeros") => "uin-zeros".into(),
        "uin" => "uin-format".into(),
        "tracking_number" if is("check digit") => expected("tracking-number-check-digit"),
        "tracking_number" => "tracking-number-format".into(),
        other => panic!("no reason for {other}: {reason}"),
    }
}

#[test]
fn every_line_of_the_identifier_vectors() {
    let mut failures = Vec::new();
    let mut count = 0;
    for line in VECTORS.lines().skip(1).filter(|line| !line.starts_with("password_")) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (kind, input, verdict) = (columns[0], columns[1], columns[2]);
        let note = columns.get(3).copied().unwrap_or_default();
        let want = match verdict {
            "accept" => Ok(note.to_owned()),
            "reject" => Err(expected_code(kind, note)),
            other => panic!("unknown verdict {other}"),
        };
        let have = judge(kind, input);
        if have != want {
            failures.push(format!("{line}: {have:?}, not {want:?}"));
        }
        count += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 150, "the vectors have shrunk");
}

/// R41, R42, R43, R44, R45, R46: the vectors of the seed profile.
#[test]
fn every_line_of_the_password_vectors() {
    let policy = PasswordPolicy::profile(PasswordProfile::Seed);
    let lines: Vec<&str> = VECTORS.lines().filter(|line| line.starts_with("password_")).collect();
    for line in &lines {
        let columns: Vec<&str> = line.split('\t').collect();
        assert_eq!(columns[0], "password_seed_profile", "unknown kind");
        let want = columns.get(3).map_or(Vec::new(), |codes| codes.split('+').collect());
        let have: Vec<String> = policy
            .check_form(columns[1])
            .iter()
            .map(|fault| fault.code().trim_start_matches("password-").replace('-', "_").to_uppercase())
            .collect();
        assert_eq!(have, want, "{line}");
        assert_eq!(columns[2] == "accept", have.is_empty(), "{line}");
        // R49: nothing that the vectors accept is refused as simple.
        if have.is_empty() {
            assert_eq!(policy.check(&Secret::new(columns[1]), &OwnData::default()), [], "{line}");
        }
    }
    assert!(lines.len() >= 15, "the vectors have shrunk");
}
