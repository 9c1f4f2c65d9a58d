//! What a site can be told of a person: which scope opens which claims, and where each value comes from (OpenID Connect
//! Core 5.1 and 5.4; the scopes of ESIA where it has a name of its own). Also the levels in the protocol's words, and the name
//! that a person has at a site.

mod evidence;
mod level;
mod subject;

use okno_domain::{
    account::{AccountId, AccountLevel, AccountStatus},
    contact::{ContactKind, ContactStatus},
    evidence::Standing,
    person::{PersonalData, Sex},
};
use okno_oidc::{
    claims::{Available, ScopeClaims},
    discovery::VerifiedOffer,
};
use okno_store::{Read, contact, evidence::EvidenceRow, person};
use serde_json::{Map, Value, json};

pub use evidence::{RECORD, TRUST_FRAMEWORK};
pub use level::{LEVELS, amr, minimum, reachable, strength};
pub use subject::{inherit, subject};

use crate::{
    account::Account,
    context::Cx,
    error::{Error, Result},
    notification::contact_place,
    session::person_place,
    vault::data_key_place,
};

/// Which claims a scope opens.
pub const SCOPES: ScopeClaims<'static> = &[
    ("openid", &[]),
    ("offline_access", &[]),
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
            "account_level",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("phone", &["phone_number", "phone_number_verified"]),
    ("fullname", &["name", "family_name", "given_name", "middle_name"]),
    ("birthdate", &["birthdate"]),
    ("gender", &["gender"]),
    ("birthplace", &["place_of_birth"]),
    ("snils", &["snils"]),
    ("inn", &["inn"]),
    ("id_doc", &["identity_document"]),
    ("citizenship", &["nationalities"]),
    ("latin_name", &["latin_family_name", "latin_given_name"]),
    ("mobile", &["phone_number", "phone_number_verified"]),
    ("contacts", &["email", "email_verified", "phone_number", "phone_number_verified"]),
    ("level", &["account_level", "confirmed_by"]),
];

/// What a site may ask for whose rule names nothing in particular.
pub const STANDARD_SCOPES: [&str; 3] = ["profile", "email", "phone"];

/// Every claim of a person.
pub const CLAIMS: &[&str] = &[
    "sub",
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "place_of_birth",
    "snils",
    "inn",
    "identity_document",
    "nationalities",
    "latin_family_name",
    "latin_given_name",
    "account_level",
    "confirmed_by",
];

/// The claims that registries have verified, once they have.
const VERIFIED_CLAIMS: &[&str] = &[
    "family_name",
    "given_name",
    "middle_name",
    "gender",
    "birthdate",
    "place_of_birth",
    "nationalities",
    "snils",
    "identity_document",
];

/// What is offered of verified claims (OpenID Connect for Identity Assurance 1.0, 9).
pub const VERIFIED: VerifiedOffer<'static> = VerifiedOffer {
    trust_frameworks: &[TRUST_FRAMEWORK],
    evidence: &["electronic_record", "vouch"],
    documents: &[],
    electronic_records: &[RECORD],
    claims: VERIFIED_CLAIMS,
};

/// What is known of a person, as far as a site can be told any of it.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// The account.
    pub account: Account,
    /// The data in force.
    pub person: PersonalData,
    /// The confirmed mobile phone.
    pub phone: Option<String>,
    /// The confirmed e-mail address.
    pub email: Option<String>,
    /// When the data were last verified.
    pub verified_at: Option<okno_domain::time::Timestamp>,
    /// The log of evidence.
    pub log: Vec<EvidenceRow>,
}

impl PersonFacts {
    /// What the account is worth.
    pub fn standing(&self) -> Standing {
        evidence::standing(self.account.holder(), &self.log)
    }
}

/// Reads what is known of a person.
pub async fn facts(read: &mut Read, cx: &Cx, id: AccountId) -> Result<PersonFacts> {
    let row = person::facts(read, id).await?.ok_or(Error::NotFound)?;
    if row.account.status == AccountStatus::Deleted {
        return Err(Error::NotFound);
    }
    let key = cx.app.vault.unwrap(&row.key.vault_key, &data_key_place(id), &row.key.wrapped).await?;
    let data = key.open_json(&person_place("data_sealed", id), &row.data_sealed)?;
    let (mut phone, mut email) = (None, None);
    for contact in contact::list(read, id).await? {
        if contact.status != ContactStatus::Confirmed {
            continue;
        }
        let value = key.open_text(&contact_place(contact.id), &contact.value_sealed)?;
        match contact.kind {
            ContactKind::MobilePhone => phone = Some(value),
            ContactKind::Email => email = Some(value),
        }
    }
    let log = crate::evidence::log(read, &row.account).await?;
    Ok(PersonFacts { account: row.account, person: data, phone, email, verified_at: row.verified_at, log })
}

/// Everything that is at hand, by claim. What is not known is not there.
pub fn available(facts: &PersonFacts) -> Available {
    let mut claims = personal(&facts.person);
    let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    if let Some(email) = &facts.email {
        put("email", json!(email));
        put("email_verified", json!(true));
    }
    if let Some(phone) = &facts.phone {
        put("phone_number", json!(phone));
        put("phone_number_verified", json!(true));
    }
    put("locale", json!(facts.account.locale.tag()));
    if let Some(zone) = &facts.account.time_zone {
        put("zoneinfo", json!(zone.as_str()));
    }
    let updated = facts.verified_at.unwrap_or(facts.account.created_at);
    put("updated_at", json!(updated.as_second()));
    put("account_level", json!(facts.account.level.name()));
    let standing = facts.standing();
    if standing.level == AccountLevel::Confirmed {
        let methods: Vec<&str> = standing.methods.iter().map(|method| method.name()).collect();
        put("confirmed_by", json!(methods));
    }
    let verified = evidence::records((facts.account.holder(), &facts.log), &claims, VERIFIED_CLAIMS);
    Available { claims, verified }
}

fn personal(person: &PersonalData) -> Map<String, Value> {
    let mut claims = Map::new();
    let texts = [
        ("family_name", &person.family_name),
        ("given_name", &person.given_name),
        ("middle_name", &person.patronymic),
        ("birthdate", &person.birth_date),
        ("snils", &person.snils),
        ("inn", &person.inn),
        ("latin_family_name", &person.latin_family_name),
        ("latin_given_name", &person.latin_given_name),
    ];
    for (name, text) in texts {
        if !text.is_empty() {
            claims.insert(name.to_owned(), json!(text));
        }
    }
    let whole = [&person.family_name, &person.given_name, &person.patronymic];
    let whole: Vec<&str> = whole.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if !whole.is_empty() {
        claims.insert("name".to_owned(), json!(whole.join(" ")));
    }
    if let Some(sex) = person.sex {
        let gender = match sex {
            Sex::Male => "male",
            Sex::Female => "female",
        };
        claims.insert("gender".to_owned(), json!(gender));
    }
    if !person.birth_place.is_empty() {
        claims.insert("place_of_birth".to_owned(), json!({ "locality": person.birth_place }));
    }
    if !person.citizenship.is_empty() {
        claims.insert("nationalities".to_owned(), json!([person.citizenship]));
    }
    if !person.document.number.is_empty() {
        claims.insert("identity_document".to_owned(), document(person));
    }
    claims
}

fn document(person: &PersonalData) -> Value {
    let document = &person.document;
    let members = [
        ("type", &document.document_type),
        ("series", &document.series),
        ("number", &document.number),
        ("date_of_issuance", &document.issue_date),
        ("issued_by", &document.issued_by),
        ("unit_code", &document.unit_code),
        ("issuing_state", &document.issuing_state),
        ("date_of_expiry", &document.expiry_date),
    ];
    let told = members.into_iter().filter(|(_, text)| !text.is_empty());
    Value::Object(told.map(|(name, text)| (name.to_owned(), json!(text))).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What a scope opens is a claim that is announced, and every one that is announced is opened by some scope.
    #[test]
    fn scopes_and_claims_belong_together() {
        let opened: BTreeSet<&str> = SCOPES.iter().flat_map(|(_, claims)| claims.iter().copied()).collect();
        let announced: BTreeSet<&str> = CLAIMS.iter().copied().filter(|name| *name != "sub").collect();
        assert_eq!(opened, announced);
        assert!(VERIFIED_CLAIMS.iter().all(|name| announced.contains(name)));
        assert!(STANDARD_SCOPES.iter().all(|name| SCOPES.iter().any(|(scope, _)| scope == name)));
    }

    /// A text that was not given is no claim.
    #[test]
    fn what_is_not_known_is_not_told() {
        let person = PersonalData {
            family_name: "Orlova".to_owned(),
            given_name: "Anna".to_owned(),
            sex: Some(Sex::Female),
            ..PersonalData::default()
        };
        let claims = personal(&person);
        let names: Vec<&str> = claims.keys().map(String::as_str).collect();
        assert_eq!(names, ["family_name", "gender", "given_name", "name"]);
        assert_eq!(claims["name"], "Orlova Anna");
    }
}
