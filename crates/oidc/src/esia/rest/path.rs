//! Addresses of the data service.

use std::fmt;

use crate::esia::scope::object_id;

/// The most letters of a path.
pub const MOST: usize = 512;

/// A collection of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonPart {
    /// `ctts`
    Contacts,
    /// `addrs`
    Addresses,
    /// `docs`
    Documents,
    /// `vhls`
    Vehicles,
    /// `kids`
    Kids,
    /// `orgs`
    Organizations,
    /// `roles`
    Roles,
}

impl PersonPart {
    /// Every collection.
    pub const ALL: [Self; 7] = [
        Self::Contacts,
        Self::Addresses,
        Self::Documents,
        Self::Vehicles,
        Self::Kids,
        Self::Organizations,
        Self::Roles,
    ];

    /// The segment of the path.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Contacts => "ctts",
            Self::Addresses => "addrs",
            Self::Documents => "docs",
            Self::Vehicles => "vhls",
            Self::Kids => "kids",
            Self::Organizations => "orgs",
            Self::Roles => "roles",
        }
    }

    /// The name in `embed` and in the embedding object.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Addresses => "addresses",
            Self::Documents => "documents",
            Self::Vehicles => "vehicles",
            Self::Kids => "kids",
            Self::Organizations => "organizations",
            Self::Roles => "roles",
        }
    }

    /// The model of the collection, for `schema`.
    pub const fn model(self) -> &'static str {
        match self {
            Self::Contacts => "ctts/Contacts-1",
            Self::Addresses => "addrs/Addresses-1",
            Self::Documents => "docs/Documents-1",
            Self::Vehicles => "vhls/Vehicles-1",
            Self::Kids => "kids/Kids-1",
            Self::Organizations => "orgs/Organizations-1",
            Self::Roles => "roles/Roles-1",
        }
    }
}

/// A collection of an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OrganizationPart {
    /// `ctts`
    Contacts,
    /// `addrs`
    Addresses,
    /// `vhls`
    Vehicles,
    /// `emps`: employees
    Employees,
    /// `grps`: groups of access
    Groups,
    /// `brhs`: branches
    Branches,
    /// `invts`: invitations
    Invitations,
}

impl OrganizationPart {
    /// Every collection.
    pub const ALL: [Self; 7] = [
        Self::Contacts,
        Self::Addresses,
        Self::Vehicles,
        Self::Employees,
        Self::Groups,
        Self::Branches,
        Self::Invitations,
    ];

    /// The segment of the path.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Contacts => "ctts",
            Self::Addresses => "addrs",
            Self::Vehicles => "vhls",
            Self::Employees => "emps",
            Self::Groups => "grps",
            Self::Branches => "brhs",
            Self::Invitations => "invts",
        }
    }
}

/// What an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// `/rs/prns`: people, with `updatedSince`.
    People,
    /// `/rs/prns/{oid}`
    Person(u64),
    /// `/rs/prns/{oid}/{part}`
    PersonPart(u64, PersonPart),
    /// `/rs/prns/{oid}/{part}/{id}`
    PersonItem(u64, PersonPart, u64),
    /// `/rs/prns/{oid}/kids/{kid}/docs`
    KidDocuments(u64, u64),
    /// `/rs/prns/{oid}/kids/{kid}/docs/{id}`
    KidDocument(u64, u64, u64),
    /// `/rs/orgs`: organizations, with `updatedSince`.
    Organizations,
    /// `/rs/orgs/{oid}`
    Organization(u64),
    /// `/rs/orgs/{oid}/{part}`
    OrganizationPart(u64, OrganizationPart),
    /// `/rs/orgs/{oid}/{part}/{id}`; an employee's id is the person's.
    OrganizationItem(u64, OrganizationPart, Id),
    /// `/rs/orgs/{oid}/emps/{person}/grps`
    EmployeeGroups(u64, u64),
    /// `/esia-rs/api/public/v1/pso/{oid}/avt/{kind}`
    Avatar(u64, String),
    /// `/digital/api/public/v1/pso/{oid}/doc/{TYPE}`
    ProfileDocument(u64, String),
    /// `/categories/prns/{oid}`
    PersonCategories(u64),
    /// `/categories/orgs/{oid}`
    OrganizationCategories(u64),
}

/// The last segment: a number, or the mnemonic of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Id {
    /// A number.
    Number(u64),
    /// A mnemonic.
    Name(String),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl Resource {
    /// Reads a path. Double and trailing slashes, which clients send, do not count; versions 1 to 4 of the newer bases
    /// read alike.
    pub fn parse(path: &str) -> Option<Self> {
        if path.len() > MOST || !path.starts_with('/') {
            return None;
        }
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        if !segments.iter().all(|segment| is_segment(segment)) {
            return None;
        }
        match segments.as_slice() {
            ["rs", "prns", rest @ ..] => person(rest),
            ["rs", "orgs", rest @ ..] => organization(rest),
            ["esia-rs", "api", "public", "v1" | "v2" | "v3" | "v4", "pso", oid, "avt", kind] => {
                Some(Self::Avatar(object_id(oid)?, (*kind).to_owned()))
            }
            ["digital", "api", "public", "v1" | "v2", "pso", oid, "doc", kind] => {
                Some(Self::ProfileDocument(object_id(oid)?, (*kind).to_owned()))
            }
            ["categories", "prns", oid] => Some(Self::PersonCategories(object_id(oid)?)),
            ["categories", "orgs", oid] => Some(Self::OrganizationCategories(object_id(oid)?)),
            _ => None,
        }
    }

    /// The absolute address, on the base that clients reach.
    pub fn url(&self, base: &str) -> String {
        format!("{base}{self}")
    }

    /// The model for `schema`, where one is known.
    pub const fn model(&self) -> Option<&'static str> {
        match self {
            Self::People => Some("prns/Persons-1"),
            Self::Person(_) => Some("prn/Person-3"),
            Self::PersonPart(_, part) => Some(part.model()),
            Self::KidDocuments(..) => Some("docs/Documents-1"),
            Self::Organizations => Some("orgs/Organizations-1"),
            _ => None,
        }
    }
}

fn is_segment(segment: &str) -> bool {
    segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && !matches!(segment, "." | "..")
}

fn person(segments: &[&str]) -> Option<Resource> {
    let part = |segment: &str| PersonPart::ALL.into_iter().find(|part| part.segment() == segment);
    match segments {
        [] => Some(Resource::People),
        [oid] => Some(Resource::Person(object_id(oid)?)),
        [oid, segment] => Some(Resource::PersonPart(object_id(oid)?, part(segment)?)),
        [oid, segment, id] => Some(Resource::PersonItem(object_id(oid)?, part(segment)?, object_id(id)?)),
        [oid, "kids", kid, "docs"] => Some(Resource::KidDocuments(object_id(oid)?, object_id(kid)?)),
        [oid, "kids", kid, "docs", id] => Some(Resource::KidDocument(object_id(oid)?, object_id(kid)?, object_id(id)?)),
        _ => None,
    }
}

fn organization(segments: &[&str]) -> Option<Resource> {
    let part = |segment: &str| OrganizationPart::ALL.into_iter().find(|part| part.segment() == segment);
    match segments {
        [] => Some(Resource::Organizations),
        [oid] => Some(Resource::Organization(object_id(oid)?)),
        [oid, segment] => Some(Resource::OrganizationPart(object_id(oid)?, part(segment)?)),
        [oid, "grps", id] => {
            let id = object_id(id).map_or_else(|| Id::Name((*id).to_owned()), Id::Number);
            Some(Resource::OrganizationItem(object_id(oid)?, OrganizationPart::Groups, id))
        }
        [oid, segment, id] => {
            Some(Resource::OrganizationItem(object_id(oid)?, part(segment)?, Id::Number(object_id(id)?)))
        }
        [oid, "emps", person, "grps"] => Some(Resource::EmployeeGroups(object_id(oid)?, object_id(person)?)),
        _ => None,
    }
}

/// The path in its plain form.
impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::People => f.write_str("/rs/prns"),
            Self::Person(oid) => write!(f, "/rs/prns/{oid}"),
            Self::PersonPart(oid, part) => write!(f, "/rs/prns/{oid}/{}", part.segment()),
            Self::PersonItem(oid, part, id) => write!(f, "/rs/prns/{oid}/{}/{id}", part.segment()),
            Self::KidDocuments(oid, kid) => write!(f, "/rs/prns/{oid}/kids/{kid}/docs"),
            Self::KidDocument(oid, kid, id) => write!(f, "/rs/prns/{oid}/kids/{kid}/docs/{id}"),
            Self::Organizations => f.write_str("/rs/orgs"),
            Self::Organization(oid) => write!(f, "/rs/orgs/{oid}"),
            Self::OrganizationPart(oid, part) => write!(f, "/rs/orgs/{oid}/{}", part.segment()),
            Self::OrganizationItem(oid, part, id) => write!(f, "/rs/orgs/{oid}/{}/{id}", part.segment()),
            Self::EmployeeGroups(oid, person) => write!(f, "/rs/orgs/{oid}/emps/{person}/grps"),
            Self::Avatar(oid, kind) => write!(f, "/esia-rs/api/public/v1/pso/{oid}/avt/{kind}"),
            Self::ProfileDocument(oid, kind) => write!(f, "/digital/api/public/v1/pso/{oid}/doc/{kind}"),
            Self::PersonCategories(oid) => write!(f, "/categories/prns/{oid}"),
            Self::OrganizationCategories(oid) => write!(f, "/categories/orgs/{oid}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sections 4.1 to 4.8: every address reads as itself.
    #[test]
    fn addresses_read_as_they_are_written() {
        for path in [
            "/rs/prns",
            "/rs/prns/1000300001",
            "/rs/prns/1000300001/ctts",
            "/rs/prns/1000300001/ctts/501",
            "/rs/prns/1000300001/addrs/601",
            "/rs/prns/1000300001/docs/301",
            "/rs/prns/1000300001/vhls/701",
            "/rs/prns/1000300001/kids/801",
            "/rs/prns/1000300001/orgs",
            "/rs/prns/1000300001/roles",
            "/rs/prns/1000300001/kids/801/docs",
            "/rs/prns/1000300001/kids/801/docs/1",
            "/rs/orgs",
            "/rs/orgs/1000400001",
            "/rs/orgs/1000400001/ctts",
            "/rs/orgs/1000400001/addrs/1",
            "/rs/orgs/1000400001/vhls",
            "/rs/orgs/1000400001/emps",
            "/rs/orgs/1000400001/emps/1000300001",
            "/rs/orgs/1000400001/emps/1000300001/grps",
            "/rs/orgs/1000400001/grps/TECH_PORTAL",
            "/rs/orgs/1000400001/grps/5",
            "/rs/orgs/1000400001/brhs/3",
            "/rs/orgs/1000400001/invts",
            "/esia-rs/api/public/v1/pso/1000300001/avt/circle",
            "/digital/api/public/v1/pso/1000300001/doc/ILS_PFR",
            "/categories/prns/1000300001",
            "/categories/orgs/1000400001",
        ] {
            let resource = Resource::parse(path).unwrap();
            assert_eq!(resource.to_string(), path);
            assert_eq!(resource.url("http://localhost:8080"), format!("http://localhost:8080{path}"));
        }
    }

    /// Section 4.1: `//vhls` (sokolovs, py-v2-fork), a trailing slash (npm-esia).
    #[test]
    fn slashes_are_forgiven() {
        for (path, plain) in [
            ("/rs/prns/1000300001//vhls", "/rs/prns/1000300001/vhls"),
            ("/rs/prns/1000300001/", "/rs/prns/1000300001"),
            ("//rs//prns//1000300001//", "/rs/prns/1000300001"),
            ("/esia-rs/api/public/v4/pso/1/avt/circle", "/esia-rs/api/public/v1/pso/1/avt/circle"),
        ] {
            assert_eq!(Resource::parse(path).map(|resource| resource.to_string()).as_deref(), Some(plain));
        }
    }

    #[test]
    fn other_addresses_mean_nothing() {
        for path in [
            "",
            "/",
            "rs/prns/1",
            "/rs",
            "/rs/prns/0",
            "/rs/prns/x",
            "/rs/prns/-1",
            "/rs/prns/1/emps",
            "/rs/prns/1/ctts/x",
            "/rs/prns/1/ctts/1/2",
            "/rs/prns/1/kids/2/ctts",
            "/rs/prns/../orgs/1",
            "/rs/prns/1%2fctts",
            "/rs/orgs/1/docs",
            "/rs/orgs/1/emps/x",
            "/esia-rs/api/public/v5/pso/1/avt/circle",
            "/esia-rs/api/internal/v1/pso/srch/by-snils",
            "/rs/prns/99999999999999999999",
            &format!("/rs/prns/1{}", "/".repeat(MOST)),
        ] {
            assert_eq!(Resource::parse(path), None, "{path}");
        }
    }
}
