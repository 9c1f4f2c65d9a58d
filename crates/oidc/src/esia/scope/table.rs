//! What each scope opens (sections 3.1 to 3.3).

use Kind::{Child, Old, Organization, Personal, Profile, Service};
use Opens::{
    Addresses, Avatar, Base, Contacts, Document, Everything, Field, IdToken, Kids, Nothing, OrganizationField,
    OrganizationPart, Organizations, ProfileDocument, Set, Vehicles,
};

/// What kind of scope it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// About the person.
    Personal,
    /// About the person's children.
    Child,
    /// A data set of the Digital profile.
    Profile,
    /// Access to another service by the person's leave.
    Service,
    /// About an organization.
    Organization,
    /// Of the old kind, by address.
    Old,
}

/// What a scope opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opens {
    /// The id_token.
    IdToken,
    /// A field of the person.
    Field(&'static str),
    /// The base of the person: state of the account, time of the last change.
    Base,
    /// Contacts of one type; of all types when none.
    Contacts(Option<&'static str>),
    /// Addresses.
    Addresses,
    /// Documents of one type.
    Document(&'static str),
    /// A document of the Digital profile, read by its own service.
    ProfileDocument(&'static str),
    /// Vehicles.
    Vehicles,
    /// Organizations and roles of the person.
    Organizations,
    /// The picture.
    Avatar,
    /// Children; which of their fields the name tells.
    Kids,
    /// A field of an organization.
    OrganizationField(&'static str),
    /// A collection of an organization.
    OrganizationPart(&'static str),
    /// Everything about the person.
    Everything,
    /// A set of the Digital profile of which no address is known.
    Set,
    /// What it opens is unknown, or not served here: it can be granted and opens nothing.
    Nothing,
}

/// A scope and what it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// What it opens.
    pub opens: &'static [Opens],
}

const fn row(kind: Kind, name: &'static str, opens: &'static [Opens]) -> Row {
    Row { name, kind, opens }
}

/// The row of a name. Scopes that end in `_ext` are data sets of the Digital profile.
pub fn find(name: &str) -> Option<&'static Row> {
    static EXTENDED: Row = row(Profile, "*_ext", &[Set]);
    let listed = TABLE.iter().flat_map(|part| part.iter()).find(|row| row.name == name);
    listed.or_else(|| name.strip_suffix("_ext").is_some_and(|stem| !stem.is_empty()).then_some(&EXTENDED))
}

/// Every scope, in five parts.
pub const TABLE: [&[Row]; 5] = [PERSONAL, KIDS, PROFILE, ORGANIZATION, OLD];

const PERSONAL: &[Row] = &[
    row(Personal, "openid", &[IdToken]),
    row(Personal, "fullname", &[Base, Field("lastName"), Field("firstName"), Field("middleName")]),
    row(Personal, "birthdate", &[Field("birthDate")]),
    row(Personal, "birthplace", &[Field("birthPlace")]),
    row(Personal, "gender", &[Field("gender")]),
    row(Personal, "citizenship", &[Field("citizenship")]),
    row(Personal, "snils", &[Field("snils")]),
    row(Personal, "inn", &[Field("inn")]),
    row(Personal, "id_doc", &[Field("rIdDoc"), Field("citizenship"), Document("RF_PASSPORT"), Document("FID_DOC")]),
    row(Personal, "foreign_passport_doc", &[Document("FRGN_PASS")]),
    row(Personal, "medical_doc", &[Document("MDCL_PLCY")]),
    row(Personal, "military_doc", &[Document("MLTR_ID")]),
    row(Personal, "drivers_licence_doc", &[Document("RF_DRIVING_LICENSE")]),
    row(
        Personal,
        "birth_cert_doc",
        &[Document("RF_BRTH_CERT"), Document("FID_BRTH_CERT"), Document("OLD_BRTH_CERT"), Document("BRTH_CERT")],
    ),
    // The type codes of these two are unknown.
    row(Personal, "residence_doc", &[Nothing]),
    row(Personal, "temporary_residence_doc", &[Nothing]),
    row(Personal, "history_passport_doc", &[Document("PASSPORT_HISTORY")]),
    row(Personal, "vehicles", &[Vehicles]),
    row(Personal, "vehicle_reg_cert_doc", &[Vehicles]),
    row(Personal, "email", &[Contacts(Some("EML"))]),
    row(Personal, "mobile", &[Contacts(Some("MBT"))]),
    row(Personal, "contacts", &[Contacts(None)]),
    row(Personal, "addresses", &[Addresses]),
    row(Personal, "usr_org", &[Organizations]),
    row(Personal, "usr_avt", &[Avatar]),
    row(Personal, "self_employed", &[Field("selfEmployed")]),
    row(Personal, "categories", &[Nothing]),
    row(Personal, "bank_account", &[Nothing]),
    row(Personal, "link", &[Nothing]),
    row(Personal, "bio", &[Field("biomStu")]),
    row(Personal, "bio_export", &[Nothing]),
    row(Personal, "ext_auth_result", &[Nothing]),
    row(Service, "prm_chg", &[Nothing]),
    row(Service, "api-order", &[Nothing]),
    row(Service, "api-geps", &[Nothing]),
    row(Service, "elk", &[Nothing]),
    // Seen in one client's test; nobody knows what it means.
    row(Personal, "bup", &[Nothing]),
];

const KIDS: &[Row] = &[
    row(Child, "kid_fullname", &[Kids]),
    row(Child, "kid_birthdate", &[Kids]),
    row(Child, "kid_gender", &[Kids]),
    row(Child, "kid_snils", &[Kids]),
    row(Child, "kid_inn", &[Kids]),
    row(Child, "kid_birth_cert_doc", &[Kids]),
    row(Child, "kid_medical_doc", &[Kids]),
    row(Child, "kid_mobile", &[Kids]),
    row(Child, "kid_email", &[Kids]),
    row(Child, "kid_school_data", &[Kids]),
];

/// Which document a scope opens is read off the names; the sheet does not say.
const PROFILE: &[Row] = &[
    row(Profile, "change_fullname_cert_doc", &[ProfileDocument("NAME_CHANGE_CERT")]),
    row(Profile, "death_cert_doc", &[Set]),
    row(Profile, "marriage_cert_doc", &[ProfileDocument("MARRIED_CERT")]),
    row(Profile, "divorce_cert_doc", &[ProfileDocument("DIVORCE_CERT")]),
    row(Profile, "paternity_cert_doc", &[ProfileDocument("FATHERHOOD_CERT")]),
    row(Profile, "ils_doc", &[ProfileDocument("ILS_PFR"), ProfileDocument("ILS_PFR_V2"), ProfileDocument("ILS_SFR")]),
    row(Profile, "ndfl_person", &[ProfileDocument("INCOME_REFERENCE"), ProfileDocument("INCOME_REFERENCE_V2")]),
    row(
        Profile,
        "electronic_workbook",
        &[
            ProfileDocument("ELECTRONIC_WORKBOOK"),
            ProfileDocument("ELECTRONIC_WORKBOOK_V2"),
            ProfileDocument("ELECTRONIC_WORKBOOK_V3"),
        ],
    ),
    row(
        Profile,
        "pre_retirement_age",
        &[ProfileDocument("PRE_RETIREMENT_AGE"), ProfileDocument("PRE_RETIREMENT_AGE_SFR")],
    ),
    row(Profile, "payments_egisso", &[ProfileDocument("PAYMENTS_EGISSO")]),
    row(Profile, "payout_income", &[ProfileDocument("PAYOUT_INCOME"), ProfileDocument("PAYOUT_INCOME_V2")]),
    row(Profile, "pension_reference", &[ProfileDocument("PENSION_REFERENCE")]),
    row(Profile, "reg_realestate", &[ProfileDocument("REG_REALESTATE")]),
    row(Profile, "educational_doc", &[Set]),
    row(Profile, "ege_result", &[Set]),
    row(Profile, "family_assets_balance", &[ProfileDocument("FAMILY_ASSETS")]),
    row(Profile, "legalcapacity", &[Set]),
    row(Profile, "number_plate_doc", &[Set]),
    row(Profile, "olympics", &[Set]),
    row(Profile, "osago_policy", &[Set]),
    row(Profile, "registry_office_data", &[Set]),
    row(Profile, "remd_medical_doc", &[Set]),
    row(Profile, "social_support_info", &[Set]),
    row(Profile, "student_ticket", &[Set]),
    row(Profile, "volunteer_activity", &[Set]),
];

const ORGANIZATION: &[Row] = &[
    row(Organization, "org_shortname", &[OrganizationField("shortName")]),
    row(Organization, "org_fullname", &[OrganizationField("fullName")]),
    row(Organization, "org_type", &[OrganizationField("type")]),
    row(Organization, "org_ogrn", &[OrganizationField("ogrn")]),
    row(Organization, "org_inn", &[OrganizationField("inn")]),
    row(Organization, "org_kpp", &[OrganizationField("kpp")]),
    row(Organization, "org_leg", &[OrganizationField("leg")]),
    row(Organization, "org_agencyterrange", &[OrganizationField("agencyTerRange")]),
    row(Organization, "org_agencytype", &[OrganizationField("agencyType")]),
    row(Organization, "org_oktmo", &[OrganizationField("oktmo")]),
    row(Organization, "org_ctts", &[OrganizationPart("ctts")]),
    row(Organization, "org_addrs", &[OrganizationPart("addrs")]),
    row(Organization, "org_vhls", &[OrganizationPart("vhls")]),
    row(Organization, "org_grps", &[OrganizationPart("grps")]),
    row(Organization, "org_emps", &[OrganizationPart("emps"), OrganizationField("staffCount")]),
    row(Organization, "org_brhs", &[OrganizationPart("brhs"), OrganizationField("branchesCount")]),
    row(Organization, "org_brhs_ctts", &[Nothing]),
    row(Organization, "org_brhs_addrs", &[Nothing]),
    row(Organization, "org_invts", &[OrganizationPart("invts")]),
    row(Organization, "org_rcs", &[Nothing]),
    row(Organization, "org_stms", &[Nothing]),
    row(Organization, "org_ra", &[Nothing]),
    row(Organization, "org_inf", WIDE),
    row(Organization, "org_ful", WIDE),
];

/// "Wider sets" whose content is unknown: every field that has a scope of its own, no collection.
const WIDE: &[Opens] = &[
    OrganizationField("shortName"),
    OrganizationField("fullName"),
    OrganizationField("type"),
    OrganizationField("ogrn"),
    OrganizationField("inn"),
    OrganizationField("kpp"),
    OrganizationField("leg"),
    OrganizationField("agencyTerRange"),
    OrganizationField("agencyType"),
    OrganizationField("oktmo"),
];

const OLD: &[Row] = &[
    row(Old, "usr_inf", &[Everything]),
    row(Old, "usr_brf", &[Base, Field("lastName"), Field("firstName"), Field("middleName")]),
    row(Old, "usr_srch_by_snils", &[Nothing]),
    row(Old, "usr_srch_by_passport", &[Nothing]),
];
