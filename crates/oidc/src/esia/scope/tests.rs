//! Sections 3.1 to 3.3.

use std::collections::BTreeSet;

use super::*;
use table::{Kind, Opens, TABLE};

/// Section 3.1 and 3.2: every spelling.
#[test]
fn scopes_read_as_they_are_written() {
    let cases = [
        ("openid", "", "openid", Target::Unnamed),
        ("fullname?oid=1000300001", "", "fullname", Target::Person(1_000_300_001)),
        (
            "http://esia.gosuslugi.ru/org_shortname?org_oid=1000400001",
            PREFIX,
            "org_shortname",
            Target::Organization(1_000_400_001),
        ),
        ("http://esia.gosuslugi.ru/usr_inf?oid=1000300001", PREFIX, "usr_inf", Target::Person(1_000_300_001)),
        ("http://lk.gosuslugi.ru/api-order", "http://lk.gosuslugi.ru/", "api-order", Target::Unnamed),
        ("prm_chg?oid=1000300001", "", "prm_chg", Target::Person(1_000_300_001)),
        ("org_ogrn", "", "org_ogrn", Target::Unnamed),
    ];
    for (text, prefix, name, target) in cases {
        let scope = Scope::parse(text).unwrap();
        assert_eq!((scope.prefix(), scope.name(), scope.target()), (prefix, name, target));
        assert_eq!(scope.to_string(), text);
        assert!(scope.row().is_some(), "{text}");
    }
}

#[test]
fn other_spellings_are_malformed() {
    for text in [
        "",
        "?oid=1",
        "fullname?oid=",
        "fullname?oid=0",
        "fullname?oid=01",
        "fullname?oid=-1",
        "fullname?oid=12345678901234567890",
        "fullname?uid=1",
        "fullname?oid=1&oid=2",
        "fullname?",
        "full\"name",
        "full name",
        "ftp://esia.gosuslugi.ru/usr_inf",
        "http://",
        "http:///usr_inf",
        "esia/usr_inf",
        "http://a b/usr_inf",
        "http://esia.gosuslugi.ru/",
        "fullname\n",
        "\u{444}",
    ] {
        assert_eq!(Scope::parse(text), None, "{text:?}");
    }
}

/// Section 1.1: the list is signed exactly as it was sent.
#[test]
fn lists_keep_their_text_and_order() {
    let text = "snils openid fullname snils";
    let list = ScopeList::parse(text, Mode::Strict).unwrap();
    assert_eq!(list.as_sent(), text);
    assert_eq!(list.scopes().iter().map(Scope::name).collect::<Vec<_>>(), ["snils", "openid", "fullname"]);
    assert!(list.has("openid") && !list.has("inn"));
    for text in ["openid  fullname", " openid", "openid ", "openid full*name"] {
        assert_eq!(ScopeList::parse(text, Mode::Strict).unwrap_err().code(), Code::SCOPE, "{text}");
        assert_eq!(ScopeList::parse(text, Mode::Lenient).unwrap().as_sent(), text);
    }
    for text in ["", " ", "*", &"a".repeat(MOST_LETTERS + 1)] {
        for mode in [Mode::Strict, Mode::Lenient] {
            assert_eq!(ScopeList::parse(text, mode).unwrap_err().code(), Code::SCOPE, "{text}");
        }
    }
    let many: Vec<String> = (0..=MOST).map(|number| format!("s{number}")).collect();
    assert_eq!(ScopeList::parse(&many.join(" "), Mode::Lenient).unwrap_err().code(), Code::SCOPE);
}

/// Sections 2.9, 3.1: unknown is 007006, not granted is 007019.
#[test]
fn clients_get_what_they_were_granted() {
    let parse = |text| ScopeList::parse(text, Mode::Strict).unwrap();
    let granted = |scope: &Scope| scope.name() != "inn";
    assert_eq!(parse("openid snils").admit(Mode::Strict, granted).unwrap().len(), 2);
    assert_eq!(parse("openid inn").admit(Mode::Strict, granted).unwrap_err().code(), Code::NO_GRANTS);
    assert_eq!(parse("openid inn").admit(Mode::Lenient, granted).unwrap_err().code(), Code::NO_GRANTS);
    assert_eq!(parse("openid shoe_size").admit(Mode::Strict, granted).unwrap_err().code(), Code::SCOPE);
    assert_eq!(parse("openid shoe_size").admit(Mode::Lenient, granted).unwrap(), [Scope::bare("openid")]);
    assert_eq!(parse("shoe_size").admit(Mode::Lenient, granted).unwrap_err().code(), Code::SCOPE);
}

/// Section 2.9: 007194.
#[test]
fn organizations_must_be_the_persons() {
    let list = ScopeList::parse("openid org_inn http://esia.gosuslugi.ru/org_ogrn?org_oid=5", Mode::Strict).unwrap();
    assert_eq!(check_employment(list.scopes(), |oid| oid == 5), Ok(()));
    let refusal = check_employment(list.scopes(), |oid| oid == 6).unwrap_err();
    assert_eq!(refusal.code(), Code::NOT_AN_EMPLOYEE);
}

/// Section 2.3: how scopes stand in the access token.
#[test]
fn tokens_name_the_person_in_each_scope() {
    let cases = [
        ("fullname", "fullname?oid=1000300001"),
        ("openid", "openid"),
        ("fullname?oid=7", "fullname?oid=7"),
        ("org_ogrn", "org_ogrn?org_oid=1000400001"),
        ("http://esia.gosuslugi.ru/org_ogrn?org_oid=5", "http://esia.gosuslugi.ru/org_ogrn?org_oid=5"),
        ("http://lk.gosuslugi.ru/api-order", "http://lk.gosuslugi.ru/api-order"),
    ];
    for (sent, in_token) in cases {
        let scope = Scope::parse(sent).unwrap().in_token(1_000_300_001, Some(1_000_400_001));
        assert_eq!(scope.to_string(), in_token);
    }
    assert_eq!(join(&[Scope::bare("openid"), Scope::bare("snils")]), "openid snils");
}

/// Section 3: every name of the sheet's tables.
#[test]
fn the_table_is_the_sheets() {
    let names = "openid fullname birthdate birthplace gender citizenship snils inn id_doc foreign_passport_doc \
        medical_doc military_doc drivers_licence_doc birth_cert_doc residence_doc temporary_residence_doc \
        history_passport_doc vehicles vehicle_reg_cert_doc email mobile contacts addresses usr_org usr_avt \
        kid_fullname kid_birthdate kid_gender kid_snils kid_inn kid_birth_cert_doc kid_medical_doc kid_mobile \
        kid_email kid_school_data self_employed categories bank_account link bio bio_export ext_auth_result \
        change_fullname_cert_doc death_cert_doc marriage_cert_doc divorce_cert_doc paternity_cert_doc ils_doc \
        ndfl_person electronic_workbook pre_retirement_age payments_egisso payout_income pension_reference \
        reg_realestate educational_doc ege_result family_assets_balance legalcapacity number_plate_doc olympics \
        osago_policy registry_office_data remd_medical_doc social_support_info student_ticket volunteer_activity \
        prm_chg api-order api-geps elk bup org_shortname org_fullname org_type org_ogrn org_inn org_kpp org_leg \
        org_agencyterrange org_agencytype org_oktmo org_ctts org_addrs org_vhls org_grps org_emps org_brhs \
        org_brhs_ctts org_brhs_addrs org_invts org_rcs org_stms org_ra org_inf org_ful usr_inf usr_brf \
        usr_srch_by_snils usr_srch_by_passport";
    let expected: BTreeSet<&str> = names.split_whitespace().collect();
    let rows: Vec<_> = TABLE.iter().flat_map(|part| part.iter()).collect();
    let known: BTreeSet<&str> = rows.iter().map(|row| row.name).collect();
    assert_eq!(known, expected);
    assert_eq!(known.len(), rows.len(), "each once");
    for row in rows {
        assert!(!row.opens.is_empty());
        assert_eq!(row.kind == Kind::Organization, row.name.starts_with("org_"), "{}", row.name);
        assert_eq!(row.kind == Kind::Child, row.opens == [Opens::Kids], "{}", row.name);
    }
    assert_eq!(table::find("fullname_ext").unwrap().kind, Kind::Profile);
    assert_eq!(table::find("_ext"), None);
    assert_eq!(table::find("shoe_size"), None);
}
