//! Sections 4.3 to 4.7: the examples, member by member.

use jiff::civil::date as day;
use serde_json::json;

use super::*;
use crate::esia::{
    rest::{open::OpenRules, tagged},
    scope::Scope,
    token::AccessClaims,
};

const OID: u64 = 1_000_300_001;

fn claims(scopes: &str) -> AccessClaims {
    AccessClaims {
        person: Some(OID),
        organization: None,
        session: String::new(),
        name: String::new(),
        client_id: "DEMO01".to_owned(),
        scopes: scopes.split(' ').map(|scope| Scope::parse(scope).unwrap()).collect(),
        permissions: Vec::new(),
        expires_at: Timestamp::MAX,
    }
}

fn anna() -> PersonView {
    PersonView {
        first_name: Some("Anna".to_owned()),
        last_name: Some("Primerova".to_owned()),
        middle_name: Some("Igorevna".to_owned()),
        birth_date: Some(date(day(1990, 4, 17))),
        birth_place: Some("Primer".to_owned()),
        gender: Some(Gender::F),
        trusted: Some(true),
        citizenship: Some("RUS".to_owned()),
        snils: snils("00012312344"),
        inn: Some("000000000000".to_owned()),
        updated_on: Some(Timestamp::from_second(1_772_357_405).unwrap()),
        status: Some(Status::Registered),
        verifying: Some(false),
        r_id_doc: Some(301),
        contains_up_cfm_code: Some(false),
        ..PersonView::default()
    }
}

fn shown(scopes: &str, parts: Vec<(PersonPart, Collection)>) -> Value {
    let claims = claims(scopes);
    let opened = Opened::of_person(&claims, OID, OpenRules::default()).unwrap();
    anna().shown(&opened, parts)
}

fn without_tag(mut value: Value) -> Value {
    let tag = value.as_object_mut().unwrap().remove("eTag").unwrap();
    assert_eq!(tag.as_str().unwrap().len(), 40);
    value
}

/// Section 4.3.
#[test]
fn the_person_is_the_example() {
    let all = "fullname birthdate birthplace gender citizenship snils inn id_doc";
    assert_eq!(
        without_tag(shown(all, Vec::new())),
        json!({"stateFacts": ["EntityRoot"], "firstName": "Anna", "lastName": "Primerova", "middleName": "Igorevna",
            "birthDate": "17.04.1990", "birthPlace": "Primer", "gender": "F", "trusted": true, "citizenship": "RUS",
            "snils": "000-123-123 44", "inn": "000000000000", "updatedOn": 1_772_357_405, "status": "REGISTERED",
            "verifying": false, "rIdDoc": 301, "containsUpCfmCode": false})
    );
}

/// Section 4.3: fields outside the scopes are absent; the tag says nothing of them.
#[test]
fn closed_fields_are_absent() {
    let openid = shown("openid", Vec::new());
    assert_eq!(without_tag(openid.clone()), json!({"stateFacts": ["EntityRoot"]}));
    let claims = claims("openid");
    let opened = Opened::of_person(&claims, OID, OpenRules::default()).unwrap();
    let other = PersonView { snils: snils("00000060006"), ..anna() };
    assert_eq!(other.shown(&opened, Vec::new()), openid, "another SNILS cannot be told from the tag");
    assert_eq!(
        without_tag(shown("snils", Vec::new())),
        json!({"stateFacts": ["EntityRoot"], "snils": "000-123-123 44"})
    );
}

/// Section 4.2: what is embedded has its own name; what is closed is left out.
#[test]
fn collections_stand_inside() {
    let parts = || {
        vec![
            (PersonPart::Contacts, Collection::of_objects(vec![json!({"id": 501})])),
            (PersonPart::Addresses, Collection::of_objects(vec![json!({"id": 601})])),
        ]
    };
    let value = shown("openid email", parts());
    assert_eq!(value["contacts"]["elements"], json!([{"id": 501}]));
    assert!(value.get("addresses").is_none());
}

/// Section 4.7: children are like people and have an id.
#[test]
fn kids_show_what_their_scopes_open() {
    let claims = claims("kid_fullname kid_birthdate");
    let opened = Opened::of_person(&claims, OID, OpenRules::default()).unwrap();
    let kid = PersonView { id: Some(801), ..anna() }.shown_as_kid(&opened);
    assert_eq!(
        without_tag(kid),
        json!({"stateFacts": ["Identifiable"], "id": 801, "firstName": "Anna", "lastName": "Primerova",
            "middleName": "Igorevna", "birthDate": "17.04.1990"})
    );
}

/// Section 4.4.
#[test]
fn contacts_are_the_example() {
    let contact = ContactView::new(501, ContactType::Mbt, Verified::Verified, phone("+79000000001"));
    assert_eq!(
        without_tag(tagged(&contact)),
        json!({"stateFacts": ["Identifiable"], "id": 501, "type": "MBT", "vrfStu": "VERIFIED", "value": "+7(900)0000001"})
    );
    let changing = ContactView {
        verifying_value: Some("a@example.com".to_owned()),
        vrf_val_stu: Some(Verifying::VerificationFailed),
        is_cfm_code_expired: Some(true),
        ..ContactView::new(1, ContactType::Eml, Verified::NotVerified, "b@example.com")
    };
    let value = tagged(&changing);
    assert_eq!((&value["vrfStu"], &value["vrfValStu"]), (&json!("NOT_VERIFIED"), &json!("VERIFICATION_FAILED")));
    assert_eq!((&value["verifyingValue"], &value["isCfmCodeExpired"]), (&json!("a@example.com"), &json!(true)));
    for kind in [ContactType::Mbt, ContactType::Eml, ContactType::Phn, ContactType::Cem, ContactType::Cph] {
        assert_eq!(json!(kind), json!(kind.code()));
    }
}

/// Sections 4.5, 4.6, 4.7.
#[test]
fn other_things_are_the_examples() {
    let address = AddressView::new(601, AddressType::Prg, "Primer", "RUS", &[("zipCode", "000001"), ("house", "1")]);
    assert_eq!(
        without_tag(tagged(&address)),
        json!({"stateFacts": ["Identifiable"], "id": 601, "type": "PRG", "addressStr": "Primer", "countryId": "RUS",
            "zipCode": "000001", "house": "1"})
    );
    let document = DocumentView::new(
        301,
        "RF_PASSPORT",
        Verified::Verified,
        &[("series", "0000"), ("number", "123123"), ("issueDate", "01.02.2010"), ("issueId", "000001")],
    );
    assert_eq!(
        without_tag(tagged(&document)),
        json!({"stateFacts": ["EntityRoot"], "id": 301, "type": "RF_PASSPORT", "vrfStu": "VERIFIED", "series": "0000",
            "number": "123123", "issueDate": "01.02.2010", "issueId": "000001"})
    );
    let vehicle = VehicleView {
        id: 701,
        name: "Car".to_owned(),
        number_plate: "A000AA00".to_owned(),
        reg_certificate: RegistrationCertificate { series: "0000".to_owned(), number: "000000".to_owned() },
    };
    assert_eq!(
        without_tag(tagged(&vehicle)),
        json!({"id": 701, "name": "Car", "numberPlate": "A000AA00",
            "regCertificate": {"series": "0000", "number": "000000"}})
    );
    assert_eq!(json!([AddressType::Plv, AddressType::Prg]), json!(["PLV", "PRG"]));
    assert_eq!(json!([Status::Deleted]), json!(["DELETED"]));
    assert!(DOCUMENTS.contains(&"FRGN_PASS"));
}

#[test]
fn values_are_written_as_the_sheet_has_them() {
    assert_eq!(date(day(2010, 2, 1)), "01.02.2010");
    assert_eq!(snils("11223344595").as_deref(), Some("112-233-445 95"));
    for text in ["", "1122334459", "112233445955", "1122334459x", "\u{661}1223344595"] {
        assert_eq!(snils(text), None);
    }
    for (number, written) in [("+79000000001", "+7(900)0000001"), ("+4915100000000", "+4915100000000"), ("+7", "+7")] {
        assert_eq!(phone(number), written);
    }
}
