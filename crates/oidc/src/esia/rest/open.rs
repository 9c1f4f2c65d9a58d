//! What the scopes of a token open: fields, collections and the elements in them (sections 3.1, 3.2, 4.8).

use super::path::{OrganizationPart, PersonPart, Resource};
use crate::esia::{
    error::{Code, Refusal},
    scope::{Scope, Target, table::Opens},
    token::AccessClaims,
};

/// What changed its meaning over time, by setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenRules {
    /// `contacts` opens addresses as well: its older meaning.
    pub contacts_open_addresses: bool,
}

/// What a token opens of one person or one organization.
#[derive(Clone, Debug)]
pub struct Opened<'a> {
    scopes: Vec<&'a Scope>,
    rules: OpenRules,
}

/// Fields of the person that belong to no scope of their own: the state of the account.
pub const BASE: [&str; 8] = [
    "trusted",
    "updatedOn",
    "status",
    "verifying",
    "containsUpCfmCode",
    "kidAccCreatedByParent",
    "rfgUOperatorCheck",
    "assuranceLevel",
];

/// What each scope about children opens: fields of the child, and types of the child's documents.
pub const KIDS: [(&str, &[&str], &[&str]); 10] = [
    ("kid_fullname", &["lastName", "firstName", "middleName"], &[]),
    ("kid_birthdate", &["birthDate"], &[]),
    ("kid_gender", &["gender"], &[]),
    ("kid_snils", &["snils"], &[]),
    ("kid_inn", &["inn"], &[]),
    ("kid_birth_cert_doc", &[], &["RF_BRTH_CERT", "FID_BRTH_CERT", "OLD_BRTH_CERT", "BRTH_CERT"]),
    ("kid_medical_doc", &[], &["MDCL_PLCY"]),
    // There is no known address or field for these.
    ("kid_mobile", &[], &[]),
    ("kid_email", &[], &[]),
    ("kid_school_data", &[], &[]),
];

impl<'a> Opened<'a> {
    /// What a token opens of this person: nothing of anybody but its own person (ESIA-005029).
    pub fn of_person(claims: &'a AccessClaims, oid: u64, rules: OpenRules) -> Result<Self, Refusal> {
        if claims.person != Some(oid) {
            return Err(Refusal::new(Code::SCOPE_NOT_ALLOWED, "the token is about somebody else"));
        }
        let is_own =
            |scope: &&Scope| matches!(scope.target(), Target::Unnamed) || scope.target() == Target::Person(oid);
        Ok(Self { scopes: claims.scopes.iter().filter(is_own).collect(), rules })
    }

    /// What a token opens of this organization: it must name it in a scope, or act for it. Without any such scope the
    /// person is told that it is not of this organization (ESIA-007194) or that the scope does not do (ESIA-005029).
    pub fn of_organization(claims: &'a AccessClaims, oid: u64, rules: OpenRules) -> Result<Self, Refusal> {
        let is_about = |scope: &&Scope| {
            scope.is_organization()
                && match scope.target() {
                    Target::Organization(named) => named == oid,
                    Target::Unnamed => claims.organization == Some(oid),
                    Target::Person(_) => false,
                }
        };
        let scopes: Vec<&Scope> = claims.scopes.iter().filter(is_about).collect();
        if !scopes.is_empty() {
            return Ok(Self { scopes, rules });
        }
        if claims.scopes.iter().any(Scope::is_organization) {
            return Err(Refusal::new(Code::NOT_AN_EMPLOYEE, "the scopes are of another organization"));
        }
        Err(Refusal::new(Code::SCOPE_NOT_ALLOWED, "no scope is of an organization"))
    }

    fn opens(&self, wanted: impl Fn(&Opens) -> bool) -> bool {
        self.scopes.iter().filter_map(|scope| scope.row()).any(|row| row.opens.iter().any(&wanted))
    }

    /// Whether a field of the person is open.
    pub fn field(&self, name: &str) -> bool {
        self.opens(|opens| match opens {
            Opens::Everything => true,
            Opens::Field(field) => *field == name,
            Opens::Base => BASE.contains(&name),
            _ => false,
        })
    }

    /// Whether contacts of this type are open.
    pub fn contact(&self, kind: &str) -> bool {
        self.opens(|opens| match opens {
            Opens::Everything | Opens::Contacts(None) => true,
            Opens::Contacts(Some(open)) => *open == kind,
            _ => false,
        })
    }

    /// Whether documents of this type are open.
    pub fn document(&self, kind: &str) -> bool {
        self.opens(|opens| match opens {
            Opens::Everything => true,
            Opens::Document(open) => *open == kind,
            _ => false,
        })
    }

    /// Whether a document of this type is open in the Digital profile.
    pub fn profile_document(&self, kind: &str) -> bool {
        self.document(kind) || self.opens(|opens| matches!(opens, Opens::ProfileDocument(open) if *open == kind))
    }

    /// Whether a field of a child is open.
    pub fn kid_field(&self, name: &str) -> bool {
        KIDS.iter().any(|(scope, fields, _)| self.has(scope) && fields.contains(&name))
    }

    /// Whether documents of this type of a child are open.
    pub fn kid_document(&self, kind: &str) -> bool {
        KIDS.iter().any(|(scope, _, documents)| self.has(scope) && documents.contains(&kind))
    }

    /// Whether the picture is open.
    pub fn avatar(&self) -> bool {
        self.opens(|opens| *opens == Opens::Avatar)
    }

    fn has(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.name() == name)
    }

    /// Whether any element of a collection of the person can be open.
    pub fn part(&self, part: PersonPart) -> bool {
        self.opens(|opens| match (part, opens) {
            (_, Opens::Everything)
            | (PersonPart::Addresses, Opens::Addresses)
            | (PersonPart::Contacts, Opens::Contacts(_))
            | (PersonPart::Documents, Opens::Document(_))
            | (PersonPart::Vehicles, Opens::Vehicles)
            | (PersonPart::Kids, Opens::Kids)
            | (PersonPart::Organizations | PersonPart::Roles, Opens::Organizations) => true,
            (PersonPart::Addresses, Opens::Contacts(None)) => self.rules.contacts_open_addresses,
            _ => false,
        })
    }

    /// Whether a field of the organization is open.
    pub fn organization_field(&self, name: &str) -> bool {
        self.opens(|opens| matches!(opens, Opens::OrganizationField(field) if *field == name))
    }

    /// Whether a collection of the organization is open.
    pub fn organization_part(&self, part: OrganizationPart) -> bool {
        self.opens(|opens| matches!(opens, Opens::OrganizationPart(segment) if *segment == part.segment()))
    }
}

/// What a token opens of the thing that an address means; the refusal where that is nothing.
///
/// The person itself always answers to its own token: fields that no scope opens are absent.
pub fn open<'a>(resource: &Resource, claims: &'a AccessClaims, rules: OpenRules) -> Result<Opened<'a>, Refusal> {
    let need = |opened: Opened<'a>, is_open: bool| {
        if is_open {
            Ok(opened)
        } else {
            Err(Refusal::new(Code::SCOPE_NOT_ALLOWED, "no scope of the token opens this"))
        }
    };
    let person = |oid: u64| Opened::of_person(claims, oid, rules);
    let organization = |oid: u64| Opened::of_organization(claims, oid, rules);
    match resource {
        Resource::Person(oid) => person(*oid),
        Resource::PersonPart(oid, part) | Resource::PersonItem(oid, part, _) => {
            let opened = person(*oid)?;
            let is_open = opened.part(*part);
            need(opened, is_open)
        }
        Resource::KidDocuments(oid, _) | Resource::KidDocument(oid, ..) => {
            let opened = person(*oid)?;
            let is_open = KIDS.iter().any(|(scope, _, documents)| !documents.is_empty() && opened.has(scope));
            need(opened, is_open)
        }
        Resource::Avatar(oid, _) => {
            let opened = person(*oid)?;
            let is_open = opened.avatar();
            need(opened, is_open)
        }
        Resource::ProfileDocument(oid, kind) => {
            let opened = person(*oid)?;
            let is_open = opened.profile_document(kind);
            need(opened, is_open)
        }
        Resource::PersonCategories(oid) => {
            let opened = person(*oid)?;
            let is_open = opened.has("categories");
            need(opened, is_open)
        }
        Resource::Organization(oid) => organization(*oid),
        Resource::OrganizationPart(oid, part) | Resource::OrganizationItem(oid, part, _) => {
            let opened = organization(*oid)?;
            let is_open = opened.organization_part(*part);
            need(opened, is_open)
        }
        Resource::EmployeeGroups(oid, _) => {
            let opened = organization(*oid)?;
            let is_open = opened.organization_part(OrganizationPart::Groups);
            need(opened, is_open)
        }
        // Nobody knows which scope opens these lists.
        Resource::People | Resource::Organizations | Resource::OrganizationCategories(_) => {
            Err(Refusal::new(Code::SCOPE_NOT_ALLOWED, "no scope is known to open this"))
        }
    }
}

#[cfg(test)]
mod tests;
