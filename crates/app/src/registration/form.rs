//! The form of a registration: what is typed, and what it comes to (R13 to R17).

use okno_domain::{
    contact::ContactKind,
    identifier::{Reason, email::Email, person_name::PersonName, phone::Phone},
    refusal::FieldFault,
    registration::GivenContact,
};
use serde::{Deserialize, Serialize};

use crate::{
    context::Cx,
    login::{email_rules, phone_rules},
    settings::RequiredContacts,
};

/// What the form holds (R13), as typed.
#[derive(Clone, Debug, Default)]
pub struct StartForm {
    /// Surname.
    pub family_name: String,
    /// First name.
    pub given_name: String,
    /// Mobile phone; may be empty.
    pub mobile_phone: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// The page that the visitor came for, a path on this site (R3).
    pub next: Option<String>,
}

/// Names and contacts in canonical form, sealed while the registration is under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Detail {
    pub(super) family_name: String,
    pub(super) given_name: String,
    pub(super) mobile_phone: Option<String>,
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) next: Option<String>,
}

impl Detail {
    pub(super) fn address(&self, kind: ContactKind) -> Option<&String> {
        match kind {
            ContactKind::MobilePhone => self.mobile_phone.as_ref(),
            ContactKind::Email => self.email.as_ref(),
        }
    }
}

/// Reads the form: the canonical values, or every fault at its field.
pub(super) fn parse(cx: &Cx, form: &StartForm) -> Result<(Detail, Vec<GivenContact>), Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut name = |field: &'static str, typed: &str| match PersonName::parse(typed) {
        Ok(name) => name.as_str().to_owned(),
        Err(refusal) => {
            faults.push(refusal.on(field));
            String::new()
        }
    };
    let family_name = name("family_name", &form.family_name);
    let given_name = name("given_name", &form.given_name);
    let mut detail = Detail { family_name, given_name, next: form.next.clone(), ..Detail::default() };
    let mut contacts = Vec::with_capacity(2);
    let mut given = |kind: ContactKind, key: &str| {
        contacts.push(GivenContact { kind, hash: cx.app.keys.blind(kind.name(), key), confirmed_at: None });
    };
    if !form.mobile_phone.trim().is_empty() {
        match Phone::parse(&form.mobile_phone, phone_rules(cx)) {
            Ok(phone) => {
                given(ContactKind::MobilePhone, phone.as_str());
                detail.mobile_phone = Some(phone.as_str().to_owned());
            }
            Err(refusal) => faults.push(refusal.on("mobile_phone")),
        }
    }
    if !form.email.trim().is_empty() {
        match Email::parse(&form.email, email_rules(cx)) {
            Ok(email) => {
                given(ContactKind::Email, email.comparison());
                detail.email = Some(email.as_str().to_owned());
            }
            Err(refusal) => faults.push(refusal.on("email")),
        }
    }
    let (no_phone, no_email) = (form.mobile_phone.trim().is_empty(), form.email.trim().is_empty());
    let required = cx.settings().registration.required_contacts;
    let (phone_missing, email_missing) = match required {
        RequiredContacts::Any => (no_phone && no_email, false),
        RequiredContacts::Phone => (no_phone, false),
        RequiredContacts::Email => (false, no_email),
        RequiredContacts::Both => (no_phone, no_email),
    };
    let code = if required == RequiredContacts::Any { "contact-required" } else { "required" };
    for (field, missing) in [("mobile_phone", phone_missing), ("email", email_missing)] {
        if missing {
            faults.push(FieldFault::new(field, code));
        }
    }
    if faults.is_empty() { Ok((detail, contacts)) } else { Err(faults) }
}
