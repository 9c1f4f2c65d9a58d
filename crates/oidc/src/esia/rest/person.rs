//! The person and what belongs to it, as clients read them (sections 4.3 to 4.7).

use jiff::{Timestamp, civil::Date};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{collection::Collection, object, open::Opened, path::PersonPart, tag};

/// The person. Dates, SNILS and phones are written by [`date`], [`snils`] and [`phone`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// The id; of a child in a list of children only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Patronymic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// `dd.MM.yyyy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// Place of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_place: Option<String>,
    /// `M` or `F`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Whether the account is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// A country's code of three letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citizenship: Option<String>,
    /// `NNN-NNN-NNN NN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snils: Option<String>,
    /// Number of the tax payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    /// When the data last changed, in seconds.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "seconds")]
    pub updated_on: Option<Timestamp>,
    /// State of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Whether data are being checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verifying: Option<bool>,
    /// The id of the main document in `docs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r_id_doc: Option<u64>,
    /// Whether a code of confirmation is on its way by post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains_up_cfm_code: Option<bool>,
    /// Whether a parent made the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid_acc_created_by_parent: Option<bool>,
    /// Whether an operator checks a foreigner's data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rfg_u_operator_check: Option<bool>,
    /// Whether biometric data are registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biom_stu: Option<bool>,
    /// Level of assurance; of its scale only `AL20` is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance_level: Option<String>,
    /// Whether the person is self-employed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_employed: Option<SelfEmployed>,
}

/// Of a self-employed person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SelfEmployed {
    /// Whether it is confirmed.
    pub confirmed: bool,
}

/// Sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Gender {
    /// Male.
    M,
    /// Female.
    F,
}

/// State of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// It exists.
    Registered,
    /// It was deleted.
    Deleted,
}

impl PersonView {
    /// What is shown of it: fields that no scope opens are absent. `parts` are the collections to stand inside, of which
    /// those that no scope opens are left out.
    pub fn shown(&self, opened: &Opened<'_>, parts: Vec<(PersonPart, Collection)>) -> Value {
        let mut shown = self.filtered("EntityRoot", |field| opened.field(field));
        for (part, collection) in parts {
            if opened.part(part) {
                shown.insert(part.name().to_owned(), Value::Object(object(&collection)));
            }
        }
        Value::Object(shown)
    }

    /// A child in the list of children.
    pub fn shown_as_kid(&self, opened: &Opened<'_>) -> Value {
        Value::Object(self.filtered("Identifiable", |field| field == "id" || opened.kid_field(field)))
    }

    fn filtered(&self, facts: &str, is_open: impl Fn(&str) -> bool) -> Map<String, Value> {
        let mut shown = object(self);
        shown.retain(|field, _| is_open(field));
        shown.insert("stateFacts".to_owned(), Value::Array(vec![Value::String(facts.to_owned())]));
        tag(&mut shown);
        shown
    }
}

/// Whether something was found good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verified {
    /// It was.
    Verified,
    /// It was not.
    NotVerified,
}

/// How the check of a new value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verifying {
    /// It goes on.
    Verifying,
    /// It failed.
    VerificationFailed,
}

/// `stateFacts` of things in a collection.
const ITEM: [&str; 1] = ["Identifiable"];

/// `stateFacts` of documents.
const ROOT: [&str; 1] = ["EntityRoot"];

/// Types of contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ContactType {
    /// Mobile phone; it can be verified.
    Mbt,
    /// E-mail; it can be verified.
    Eml,
    /// Phone at home.
    Phn,
    /// Corporate e-mail.
    Cem,
    /// Corporate phone.
    Cph,
}

impl ContactType {
    /// The code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mbt => "MBT",
            Self::Eml => "EML",
            Self::Phn => "PHN",
            Self::Cem => "CEM",
            Self::Cph => "CPH",
        }
    }
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    state_facts: [&'static str; 1],
    /// The id.
    pub id: u64,
    /// The type.
    pub r#type: ContactType,
    /// Whether it was verified.
    pub vrf_stu: Verified,
    /// The address or number.
    pub value: String,
    /// What it is to become.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verifying_value: Option<String>,
    /// How that goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vrf_val_stu: Option<Verifying>,
    /// Whether the code for it is too old.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_cfm_code_expired: Option<bool>,
}

impl ContactView {
    /// A contact that is not about to change.
    pub fn new(id: u64, r#type: ContactType, vrf_stu: Verified, value: impl Into<String>) -> Self {
        let value = value.into();
        Self {
            state_facts: ITEM,
            id,
            r#type,
            vrf_stu,
            value,
            verifying_value: None,
            vrf_val_stu: None,
            is_cfm_code_expired: None,
        }
    }
}

/// Types of addresses. The code of a temporary registration is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AddressType {
    /// Where the person lives.
    Plv,
    /// Where the person is registered.
    Prg,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressView {
    state_facts: [&'static str; 1],
    /// The id.
    pub id: u64,
    /// The type.
    pub r#type: AddressType,
    /// The whole address but house and flat.
    pub address_str: String,
    /// A country's code of three letters.
    pub country_id: String,
    /// Further parts by their names: `fiasCode`, `zipCode`, `region`, `city`, `street`, `house`, `flat`, `building`,
    /// `frame`, `district`, `area`, `settlement`, `additionArea`, `additionAreaStreet`, `vrfDdt`, `fiasCode2`.
    #[serde(flatten)]
    pub parts: Map<String, Value>,
}

impl AddressView {
    /// An address with the parts that are known of it.
    pub fn new(id: u64, r#type: AddressType, address_str: &str, country_id: &str, parts: &[(&str, &str)]) -> Self {
        let parts =
            parts.iter().map(|(name, value)| ((*name).to_owned(), Value::String((*value).to_owned()))).collect();
        let (address_str, country_id) = (address_str.to_owned(), country_id.to_owned());
        Self { state_facts: ITEM, id, r#type, address_str, country_id, parts }
    }
}

/// A document; which types there are says [`DOCUMENTS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    state_facts: [&'static str; 1],
    /// The id.
    pub id: u64,
    /// The type.
    pub r#type: String,
    /// Whether registries found it good.
    pub vrf_stu: Verified,
    /// Further members by their names: `series`, `number`, `issueDate`, `issueId`, `issuedBy`, `expiryDate`, `firstName`,
    /// `lastName`, `actNo`, `actDate`, `vrfValStu`, `vrfReqId`, `fmsValid`, `fmsState`.
    #[serde(flatten)]
    pub parts: Map<String, Value>,
}

impl DocumentView {
    /// A document with what is known of it.
    pub fn new(id: u64, r#type: &str, vrf_stu: Verified, parts: &[(&str, &str)]) -> Self {
        let parts =
            parts.iter().map(|(name, value)| ((*name).to_owned(), Value::String((*value).to_owned()))).collect();
        Self { state_facts: ROOT, id, r#type: r#type.to_owned(), vrf_stu, parts }
    }
}

/// Types of documents in `docs`, without the Digital profile's.
pub const DOCUMENTS: [&str; 10] = [
    "RF_PASSPORT",
    "FID_DOC",
    "RF_DRIVING_LICENSE",
    "MLTR_ID",
    "FRGN_PASS",
    "MDCL_PLCY",
    "RF_BRTH_CERT",
    "FID_BRTH_CERT",
    "OLD_BRTH_CERT",
    "BRTH_CERT",
];

/// Types of documents of the Digital profile, one of them spelled as it is.
pub const PROFILE_DOCUMENTS: [&str; 35] = [
    "RF_PASSPORT_V2",
    "USSR_PASSPORT",
    "PASSPORT_HISTORY",
    "PAYOUT_INCOME",
    "PAYOUT_INCOME_V2",
    "INCOME_REFERENCE",
    "INCOME_REFERENCE_V2",
    "ELECTRONIC_WORKBOOK",
    "ELECTRONIC_WORKBOOK_V2",
    "ELECTRONIC_WORKBOOK_V3",
    "ILS_PFR",
    "ILS_PFR_V2",
    "ILS_SFR",
    "MARRIED_CERT",
    "DIVORCE_CERT",
    "NAME_CHANGE_CERT",
    "FATHERHOOD_CERT",
    "PENSION_REFERENCE",
    "PENSION",
    "PAYMENTS_EGISSO",
    "FAMILY_ASSETS",
    "PRE_RETIREMENT_AGE",
    "PRE_RETIREMENT_AGE_SFR",
    "VEHICLE_INFO",
    "BSS_DATA",
    "ORG_DATA",
    "REG_REALESTATE",
    "SELF_EMPLOYED",
    "SELF_EMPLOEYD_INCOME",
    "GIBDD_DRIVER_LICENSE",
    "KID_RF_PASSPORT",
    "KID_RF_BRTH_CERT",
    "KID_SNILS_DOC",
    "DISABLED_PERSON",
    "DIGITAL_WORKBOOK",
];

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VehicleView {
    /// The id.
    pub id: u64,
    /// What its owner calls it.
    pub name: String,
    /// Its plate.
    pub number_plate: String,
    /// Its certificate of registration.
    pub reg_certificate: RegistrationCertificate,
}

/// A vehicle's certificate of registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegistrationCertificate {
    /// Series.
    pub series: String,
    /// Number.
    pub number: String,
}

/// `dd.MM.yyyy`.
pub fn date(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// `NNN-NNN-NNN NN` of eleven digits.
pub fn snils(digits: &str) -> Option<String> {
    let plain = digits.len() == 11 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let part = |range: std::ops::Range<usize>| digits.get(range).filter(|_| plain);
    Some(format!("{}-{}-{} {}", part(0..3)?, part(3..6)?, part(6..9)?, part(9..11)?))
}

/// `+7(NNN)NNNNNNN` of `+7NNNNNNNNNN`; other countries' numbers stay as they are.
pub fn phone(number: &str) -> String {
    match number.strip_prefix("+7").and_then(|rest| rest.split_at_checked(3)) {
        Some((code, rest)) if rest.len() == 7 => format!("+7({code}){rest}"),
        _ => number.to_owned(),
    }
}

#[expect(clippy::ref_option, reason = "serde calls it so")]
fn seconds<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(Timestamp::as_second).serialize(serializer)
}

#[cfg(test)]
mod tests;
