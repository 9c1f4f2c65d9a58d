//! Sections 3.1, 3.2, 4.2, 4.8.

use super::*;
use crate::esia::scope::Scope;

const OID: u64 = 1_000_300_001;
const ORGANIZATION: u64 = 1_000_400_001;

fn claims(scopes: &str) -> AccessClaims {
    AccessClaims {
        person: Some(OID),
        organization: None,
        session: String::new(),
        name: String::new(),
        client_id: "DEMO01".to_owned(),
        scopes: scopes.split(' ').map(|scope| Scope::parse(scope).unwrap().in_token(OID, None)).collect(),
        permissions: Vec::new(),
        expires_at: jiff::Timestamp::MAX,
    }
}

fn code(path: &str, claims: &AccessClaims) -> Option<Code> {
    let resource = Resource::parse(path).unwrap();
    open(&resource, claims, OpenRules::default()).err().map(|refusal| refusal.code())
}

/// Section 3.1: which fields a scope opens.
#[test]
fn scopes_open_fields() {
    let fields = [
        "lastName",
        "firstName",
        "middleName",
        "birthDate",
        "birthPlace",
        "gender",
        "citizenship",
        "snils",
        "inn",
        "rIdDoc",
        "trusted",
        "status",
        "updatedOn",
        "selfEmployed",
        "biomStu",
    ];
    let cases: [(&str, &[&str]); 12] = [
        ("openid", &[]),
        ("fullname", &["lastName", "firstName", "middleName", "trusted", "status", "updatedOn"]),
        ("birthdate", &["birthDate"]),
        ("birthplace", &["birthPlace"]),
        ("gender", &["gender"]),
        ("citizenship", &["citizenship"]),
        ("snils", &["snils"]),
        ("inn", &["inn"]),
        ("id_doc", &["citizenship", "rIdDoc"]),
        ("self_employed", &["selfEmployed"]),
        ("bio", &["biomStu"]),
        ("http://esia.gosuslugi.ru/usr_inf", &fields),
    ];
    for (scope, expected) in cases {
        let claims = claims(scope);
        let opened = Opened::of_person(&claims, OID, OpenRules::default()).unwrap();
        for field in fields {
            assert_eq!(opened.field(field), expected.contains(&field), "{scope} {field}");
        }
    }
}

/// Sections 3.1 and 4.2: which collections a scope opens, and what of them.
#[test]
fn scopes_open_collections() {
    let parts = |scope: &str, rules: OpenRules| {
        let claims = claims(scope);
        let opened = Opened::of_person(&claims, OID, rules).unwrap();
        PersonPart::ALL.into_iter().filter(|part| opened.part(*part)).map(PersonPart::segment).collect::<Vec<_>>()
    };
    let new = OpenRules::default();
    for (scope, expected) in [
        ("openid", vec![]),
        ("fullname", vec![]),
        ("email", vec!["ctts"]),
        ("mobile", vec!["ctts"]),
        ("contacts", vec!["ctts"]),
        ("addresses", vec!["addrs"]),
        ("id_doc", vec!["docs"]),
        ("drivers_licence_doc", vec!["docs"]),
        ("vehicles", vec!["vhls"]),
        ("vehicle_reg_cert_doc", vec!["vhls"]),
        ("usr_org", vec!["orgs", "roles"]),
        ("kid_fullname", vec!["kids"]),
        ("usr_inf", vec!["ctts", "addrs", "docs", "vhls", "kids", "orgs", "roles"]),
    ] {
        assert_eq!(parts(scope, new), expected, "{scope}");
    }
    assert_eq!(parts("contacts", OpenRules { contacts_open_addresses: true }), ["ctts", "addrs"]);
    assert_eq!(parts("email", OpenRules { contacts_open_addresses: true }), ["ctts"]);
}

/// Sections 3.1, 4.6: the Digital profile has an address of its own for its documents.
#[test]
fn profile_scopes_open_their_documents() {
    for (scope, kind) in [
        ("ils_doc", "ILS_PFR_V2"),
        ("ndfl_person", "INCOME_REFERENCE"),
        ("electronic_workbook", "ELECTRONIC_WORKBOOK_V3"),
        ("pre_retirement_age", "PRE_RETIREMENT_AGE_SFR"),
        ("payments_egisso", "PAYMENTS_EGISSO"),
        ("payout_income", "PAYOUT_INCOME"),
        ("pension_reference", "PENSION_REFERENCE"),
        ("reg_realestate", "REG_REALESTATE"),
        ("family_assets_balance", "FAMILY_ASSETS"),
        ("marriage_cert_doc", "MARRIED_CERT"),
        ("divorce_cert_doc", "DIVORCE_CERT"),
        ("change_fullname_cert_doc", "NAME_CHANGE_CERT"),
        ("paternity_cert_doc", "FATHERHOOD_CERT"),
    ] {
        let token = claims(scope);
        let path = |kind: &str| format!("/digital/api/public/v1/pso/1000300001/doc/{kind}");
        assert_eq!(code(&path(kind), &token), None, "{scope}");
        assert_eq!(code(&path("BSS_DATA"), &token), Some(Code::SCOPE_NOT_ALLOWED));
        assert_eq!(code("/rs/prns/1000300001/docs", &token), Some(Code::SCOPE_NOT_ALLOWED), "{scope}");
        assert!(crate::esia::rest::person::PROFILE_DOCUMENTS.contains(&kind), "{kind}");
    }
}

#[test]
fn scopes_open_elements() {
    let both = claims("email medical_doc birth_cert_doc kid_snils kid_birth_cert_doc");
    let opened = Opened::of_person(&both, OID, OpenRules::default()).unwrap();
    assert!(opened.contact("EML") && !opened.contact("MBT") && !opened.contact("PHN"));
    assert!(opened.document("MDCL_PLCY") && opened.document("OLD_BRTH_CERT") && !opened.document("RF_PASSPORT"));
    assert!(opened.kid_field("snils") && !opened.kid_field("lastName"));
    assert!(opened.kid_document("RF_BRTH_CERT") && !opened.kid_document("MDCL_PLCY"));
    let all = claims("contacts");
    let opened = Opened::of_person(&all, OID, OpenRules::default()).unwrap();
    assert!(opened.contact("EML") && opened.contact("PHN"));
}

/// Sections 2.9, 4.1: 403 with ESIA-005029.
#[test]
fn what_no_scope_opens_is_refused() {
    let token = claims("openid email id_doc usr_avt kid_medical_doc");
    let closed = Some(Code::SCOPE_NOT_ALLOWED);
    for (path, expected) in [
        ("/rs/prns/1000300001", None),
        ("/rs/prns/1000300002", closed),
        ("/rs/prns/1000300001/ctts", None),
        ("/rs/prns/1000300001/ctts/501", None),
        ("/rs/prns/1000300002/ctts", closed),
        ("/rs/prns/1000300001/addrs", closed),
        ("/rs/prns/1000300001/docs/301", None),
        ("/rs/prns/1000300001/roles", closed),
        ("/rs/prns/1000300001/kids/1/docs", None),
        ("/esia-rs/api/public/v1/pso/1000300001/avt/circle", None),
        ("/digital/api/public/v1/pso/1000300001/doc/RF_PASSPORT", None),
        ("/digital/api/public/v1/pso/1000300001/doc/ILS_PFR", closed),
        ("/categories/prns/1000300001", closed),
        ("/categories/orgs/1000400001", closed),
        ("/rs/prns", closed),
        ("/rs/orgs", closed),
        ("/rs/orgs/1000400001", closed),
    ] {
        assert_eq!(code(path, &token), expected, "{path}");
    }
    assert_eq!(code("/rs/prns/1000300001", &AccessClaims { person: None, ..token }), closed);
}

/// A scope that names somebody else opens nothing of the person.
#[test]
fn a_scope_is_about_whom_it_names() {
    let mut token = claims("openid");
    token.scopes.push(Scope::parse("snils?oid=1000300002").unwrap());
    let opened = Opened::of_person(&token, OID, OpenRules::default()).unwrap();
    assert!(!opened.field("snils"));
}

/// Sections 3.2, 4.8: a scope must name the organization; another one is ESIA-007194.
#[test]
fn organizations_open_by_their_own_scopes() {
    let named = claims("org_inn?org_oid=1000400001 http://esia.gosuslugi.ru/org_emps?org_oid=1000400001");
    let mut acting = claims("org_inn org_grps");
    acting.organization = Some(ORGANIZATION);
    for (path, by_name, by_acting) in [
        ("/rs/orgs/1000400001", None, None),
        ("/rs/orgs/1000400001/emps", None, Some(Code::SCOPE_NOT_ALLOWED)),
        ("/rs/orgs/1000400001/emps/1000300001", None, Some(Code::SCOPE_NOT_ALLOWED)),
        ("/rs/orgs/1000400001/grps", Some(Code::SCOPE_NOT_ALLOWED), None),
        ("/rs/orgs/1000400001/emps/1000300001/grps", Some(Code::SCOPE_NOT_ALLOWED), None),
        ("/rs/orgs/1000400002", Some(Code::NOT_AN_EMPLOYEE), Some(Code::NOT_AN_EMPLOYEE)),
        ("/rs/orgs/1000400002/emps", Some(Code::NOT_AN_EMPLOYEE), Some(Code::NOT_AN_EMPLOYEE)),
    ] {
        assert_eq!(code(path, &named), by_name, "{path}");
        assert_eq!(code(path, &acting), by_acting, "{path}");
    }
    let opened = Opened::of_organization(&named, ORGANIZATION, OpenRules::default()).unwrap();
    assert!(opened.organization_field("inn") && opened.organization_field("staffCount"));
    assert!(!opened.organization_field("ogrn"));
    let system = AccessClaims { person: None, ..named };
    assert_eq!(code("/rs/orgs/1000400001", &system), None, "a system's own token");
    for (scope, field) in [
        ("org_shortname", "shortName"),
        ("org_fullname", "fullName"),
        ("org_type", "type"),
        ("org_ogrn", "ogrn"),
        ("org_inn", "inn"),
        ("org_kpp", "kpp"),
        ("org_leg", "leg"),
        ("org_agencyterrange", "agencyTerRange"),
        ("org_agencytype", "agencyType"),
        ("org_oktmo", "oktmo"),
    ] {
        for name in [scope, "org_inf", "org_ful"] {
            let token = claims(&format!("{name}?org_oid=1000400001"));
            assert!(
                Opened::of_organization(&token, ORGANIZATION, OpenRules::default()).unwrap().organization_field(field)
            );
        }
    }
    for (scope, part) in [
        ("org_ctts", OrganizationPart::Contacts),
        ("org_addrs", OrganizationPart::Addresses),
        ("org_vhls", OrganizationPart::Vehicles),
        ("org_grps", OrganizationPart::Groups),
        ("org_emps", OrganizationPart::Employees),
        ("org_brhs", OrganizationPart::Branches),
        ("org_invts", OrganizationPart::Invitations),
    ] {
        let token = claims(&format!("{scope}?org_oid=1000400001"));
        let opened = Opened::of_organization(&token, ORGANIZATION, OpenRules::default()).unwrap();
        let open: Vec<_> = OrganizationPart::ALL.into_iter().filter(|part| opened.organization_part(*part)).collect();
        assert_eq!(open, [part], "{scope}");
    }
}
