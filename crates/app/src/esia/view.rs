//! What the data service shows of a person: the facts that the person agreed to, in the words of the dialect.

use std::collections::BTreeSet;

use okno_domain::{
    account::AccountLevel,
    identifier::document::IdentityDocumentType,
    person::{IdentityDocument, Sex},
};
use okno_oidc::esia::rest::{
    open::Opened,
    path::PersonPart,
    person::{ContactType, ContactView, DocumentView, Gender, PersonView, Status, Verified, date, phone, snils},
    tagged,
};
use serde_json::Value;

use crate::claim::PersonFacts;

/// The number of each element in its collection. There is at most one of each kind, so the kind is the number.
pub(super) const PHONE: u64 = 1;
pub(super) const EMAIL: u64 = 2;
pub(super) const DOCUMENT: u64 = 1;

/// Which claim a field is, so that nothing is shown that the person kept back.
const CLAIMS: [(&str, &str); 11] = [
    ("lastName", "family_name"),
    ("firstName", "given_name"),
    ("middleName", "middle_name"),
    ("birthDate", "birthdate"),
    ("birthPlace", "place_of_birth"),
    ("gender", "gender"),
    ("citizenship", "nationalities"),
    ("snils", "snils"),
    ("inn", "inn"),
    ("rIdDoc", "identity_document"),
    // Nobody is asked about this one: the dialect has it in every person and every id token.
    ("trusted", "account_level"),
];

/// A person as one grant shows them.
pub(super) struct Shown<'a> {
    pub facts: &'a PersonFacts,
    pub agreed: &'a BTreeSet<String>,
}

/// An element of a collection.
pub(super) struct Element {
    /// Its number.
    pub id: u64,
    /// The claim that it is.
    pub claim: &'static str,
    /// As it is shown.
    pub view: Value,
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// `dd.MM.yyyy` of `YYYY-MM-DD`.
fn day(text: &str) -> Option<String> {
    text.parse().ok().map(date)
}

impl Shown<'_> {
    fn has(&self, claim: &str) -> bool {
        self.agreed.contains(claim)
    }

    /// The person; what was kept back is not there.
    pub(super) fn person(&self) -> PersonView {
        let person = &self.facts.person;
        let told = |claim: &str, value: Option<String>| value.filter(|_| self.has(claim));
        let gender = person.sex.map(|sex| match sex {
            Sex::Male => Gender::M,
            Sex::Female => Gender::F,
        });
        PersonView {
            first_name: told("given_name", text(&person.given_name)),
            last_name: told("family_name", text(&person.family_name)),
            middle_name: told("middle_name", text(&person.patronymic)),
            birth_date: told("birthdate", day(&person.birth_date)),
            birth_place: told("place_of_birth", text(&person.birth_place)),
            gender: gender.filter(|_| self.has("gender")),
            citizenship: told("nationalities", text(&person.citizenship)),
            snils: told("snils", snils(&person.snils)),
            inn: told("inn", text(&person.inn)),
            r_id_doc: self.document().filter(|_| self.has("identity_document")).map(|_| DOCUMENT),
            trusted: Some(self.facts.standing().level == AccountLevel::Confirmed),
            updated_on: Some(self.facts.verified_at.unwrap_or(self.facts.account.created_at)),
            status: Some(Status::Registered),
            ..PersonView::default()
        }
    }

    fn document(&self) -> Option<(&IdentityDocument, IdentityDocumentType)> {
        let document = &self.facts.person.document;
        let kind = IdentityDocumentType::parse(&document.document_type).ok()?;
        Some((document, kind)).filter(|(document, _)| !document.number.is_empty())
    }

    /// The elements of a collection that scopes and the person open.
    pub(super) fn elements(&self, part: PersonPart, opened: &Opened<'_>) -> Vec<Element> {
        let found: Vec<Element> = match part {
            PersonPart::Contacts => self.contacts(opened),
            PersonPart::Documents => self.documents(|kind| opened.document(kind)),
            // None of these is kept here.
            PersonPart::Addresses
            | PersonPart::Vehicles
            | PersonPart::Kids
            | PersonPart::Organizations
            | PersonPart::Roles => Vec::new(),
        };
        found.into_iter().filter(|element| self.has(element.claim)).collect()
    }

    fn contacts(&self, opened: &Opened<'_>) -> Vec<Element> {
        let contact = |id, claim, kind: ContactType, value: Option<String>| {
            let value = value.filter(|_| opened.contact(kind.code()))?;
            // Only confirmed contacts are known here.
            Some(Element { id, claim, view: tagged(&ContactView::new(id, kind, Verified::Verified, value)) })
        };
        let facts = self.facts;
        let mobile = contact(PHONE, "phone_number", ContactType::Mbt, facts.phone.as_deref().map(phone));
        let email = contact(EMAIL, "email", ContactType::Eml, facts.email.clone());
        mobile.into_iter().chain(email).collect()
    }

    /// The identity document, if its type is open.
    pub(super) fn documents(&self, is_open: impl Fn(&str) -> bool) -> Vec<Element> {
        let Some((document, kind)) = self.document().filter(|(_, kind)| is_open(kind.facade())) else {
            return Vec::new();
        };
        let dates = (day(&document.issue_date), day(&document.expiry_date));
        let members = [
            ("series", Some(document.series.as_str())),
            ("number", Some(document.number.as_str())),
            ("issueDate", dates.0.as_deref()),
            ("issueId", Some(document.unit_code.as_str())),
            ("issuedBy", Some(document.issued_by.as_str())),
            ("expiryDate", dates.1.as_deref()),
        ];
        // `issueId` is the unit's code without its hyphen.
        let unit: String = document.unit_code.chars().filter(char::is_ascii_digit).collect();
        let parts: Vec<(&str, &str)> = members
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)))
            .map(|(name, value)| if name == "issueId" { (name, unit.as_str()) } else { (name, value) })
            .collect();
        let is_verified = self.facts.standing().level >= AccountLevel::Standard;
        let verified = if is_verified { Verified::Verified } else { Verified::NotVerified };
        let view = tagged(&DocumentView::new(DOCUMENT, kind.facade(), verified, &parts));
        vec![Element { id: DOCUMENT, claim: "identity_document", view }]
    }
}

/// The claims that an answer tells: of the person's fields, those that are there.
pub(super) fn told(person: &Value) -> impl Iterator<Item = &'static str> {
    CLAIMS.iter().filter(|(field, _)| person.get(field).is_some()).map(|(_, claim)| *claim)
}
