//! Tables of what is the same and what differs.

use super::*;
use crate::person::IdentityDocument;

fn profile() -> PersonalData {
    PersonalData {
        family_name: "Озёрова-Лесная".to_owned(),
        given_name: "Алёна".to_owned(),
        patronymic: "Петровна".to_owned(),
        birth_date: "1985-03-12".to_owned(),
        snils: "00000060006".to_owned(),
        document: IdentityDocument {
            document_type: "internal_passport".to_owned(),
            series: "4008".to_owned(),
            number: "123456".to_owned(),
            ..IdentityDocument::default()
        },
        ..PersonalData::default()
    }
}

fn claims() -> BankClaims {
    BankClaims {
        family_name: "Озёрова-Лесная".to_owned(),
        given_name: "Алёна".to_owned(),
        middle_name: "Петровна".to_owned(),
        birthdate: "1985-03-12".to_owned(),
        snils: "000-000-600 06".to_owned(),
        document_number: "4008 123456".to_owned(),
        portal_profile: "00000060006".to_owned(),
    }
}

fn bank_page(change: impl FnOnce(&mut BankClaims)) -> Comparison {
    let mut claims = claims();
    change(&mut claims);
    compare(BankPattern::BankPage, &profile(), &claims)
}

/// R169: the same person in another usual spelling is the same.
#[test]
fn spelling_makes_no_difference() {
    assert_eq!(bank_page(|_| ()), Comparison::Same);
    assert_eq!(bank_page(|it| "ОЗЕРОВА ЛЕСНАЯ".clone_into(&mut it.family_name)), Comparison::Same);
    assert_eq!(bank_page(|it| " алена ".clone_into(&mut it.given_name)), Comparison::Same);
    assert_eq!(bank_page(|it| "40 08 - 123456".clone_into(&mut it.document_number)), Comparison::Same);
    assert_eq!(bank_page(|it| "00000060006".clone_into(&mut it.snils)), Comparison::Same);
}

/// R169: one of SNILS and document is enough, and each that is there must be equal.
#[test]
fn snils_or_document() {
    assert_eq!(bank_page(|it| it.snils.clear()), Comparison::Same);
    assert_eq!(bank_page(|it| it.document_number.clear()), Comparison::Same);
    let neither = bank_page(|it| {
        it.snils.clear();
        "  ".clone_into(&mut it.document_number);
    });
    assert_eq!(neither, Comparison::Incomplete);
    assert_eq!(bank_page(|it| "4008 123457".clone_into(&mut it.document_number)), Comparison::Different);
    assert_eq!(bank_page(|it| "--".clone_into(&mut it.document_number)), Comparison::Different);
    assert_eq!(bank_page(|it| "112-233-445 95".clone_into(&mut it.snils)), Comparison::Different);
    assert_eq!(bank_page(|it| "something".clone_into(&mut it.snils)), Comparison::Different);
}

/// R169: each single difference is one.
#[test]
fn every_datum_counts() {
    assert_eq!(bank_page(|it| "Озерова".clone_into(&mut it.family_name)), Comparison::Different);
    assert_eq!(bank_page(|it| "Ozerova".clone_into(&mut it.family_name)), Comparison::Different);
    assert_eq!(bank_page(|it| "Анна".clone_into(&mut it.given_name)), Comparison::Different);
    assert_eq!(bank_page(|it| "Павловна".clone_into(&mut it.middle_name)), Comparison::Different);
    assert_eq!(bank_page(|it| it.middle_name.clear()), Comparison::Different);
    assert_eq!(bank_page(|it| "1985-03-13".clone_into(&mut it.birthdate)), Comparison::Different);
    assert_eq!(bank_page(|it| "12.03.1985".clone_into(&mut it.birthdate)), Comparison::Different);
    assert_eq!(bank_page(|it| "0000-03-12".clone_into(&mut it.birthdate)), Comparison::Different);
}

/// R77, R169: a person without patronymic has none at the bank either.
#[test]
fn no_patronymic_on_both_sides_is_the_same() {
    let ours = PersonalData { patronymic: String::new(), ..profile() };
    let said = BankClaims { middle_name: String::new(), ..claims() };
    assert_eq!(compare(BankPattern::BankPage, &ours, &said), Comparison::Same);
    assert_eq!(compare(BankPattern::BankPage, &ours, &claims()), Comparison::Different);
}

/// R169: what is missing is not taken for equal, also where the profile has nothing either.
#[test]
fn nothing_said_proves_nothing() {
    assert_eq!(bank_page(|it| it.family_name.clear()), Comparison::Incomplete);
    assert_eq!(bank_page(|it| it.given_name.clear()), Comparison::Incomplete);
    assert_eq!(bank_page(|it| it.birthdate.clear()), Comparison::Incomplete);
    for pattern in [BankPattern::BankPage, BankPattern::PortalProfile] {
        let empty = compare(pattern, &PersonalData::default(), &BankClaims::default());
        assert_eq!(empty, Comparison::Incomplete);
        assert_ne!(compare(pattern, &PersonalData::default(), &claims()), Comparison::Same);
    }
}

/// R168: where the profile is indicated at the bank, it must be indicated, and be this one.
#[test]
fn the_indicated_profile_is_this_one() {
    let portal_profile = |snils: &str| {
        let claims = BankClaims { portal_profile: snils.to_owned(), ..claims() };
        compare(BankPattern::PortalProfile, &profile(), &claims)
    };
    assert_eq!(portal_profile("000-000-600 06"), Comparison::Same);
    assert_eq!(portal_profile(""), Comparison::Incomplete);
    assert_eq!(portal_profile("112-233-445 95"), Comparison::Different);
}

#[test]
fn ids_and_names() {
    for good in ["baltika", "bank-2", "a"] {
        assert_eq!(BankId::parse(good).map(String::from).as_deref(), Some(good));
    }
    for bad in ["", "-a", "a-", "A", "bänk", "a/b", "a b", &"a".repeat(33)] {
        assert_eq!(BankId::parse(bad), None, "{bad}");
    }
    for status in AuthorizationStatus::ALL {
        assert_eq!(AuthorizationStatus::from_name(status.name()), Some(status));
    }
}

/// Claims are personal data and do not show themselves.
#[test]
fn claims_do_not_print() {
    assert_eq!(format!("{:?}", claims()), "BankClaims(…)");
}
