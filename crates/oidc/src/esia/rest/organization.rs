//! Organizations and roles, as clients read them (sections 4.7, 4.8).

use serde::Serialize;
use serde_json::Value;

use super::{object, open::Opened, tag};

/// An organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationView {
    /// Its number.
    pub oid: u64,
    /// Short name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// What it is; the full list of types is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<OrganizationType>,
    /// Number in the state register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ogrn: Option<String>,
    /// Number of the tax payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inn: Option<String>,
    /// Reason of tax registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpp: Option<String>,
    /// Code of the legal form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<String>,
    /// Code of the region; `00` is federal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_ter_range: Option<String>,
    /// Kind of state body, one of [`AGENCIES`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_type: Option<String>,
    /// Code of the municipal territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oktmo: Option<String>,
    /// How many people work there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_count: Option<u64>,
    /// How many branches it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branches_count: Option<u64>,
}

/// What an organization is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum OrganizationType {
    /// A legal entity.
    Legal,
    /// A state body.
    Agency,
    /// Probably a sole proprietor.
    Business,
}

/// Kinds of state bodies.
pub const AGENCIES: [&str; 10] =
    ["10.FED", "11.REG", "12.LCL", "13.PVD", "20.GOV", "21.MCL", "30.FND", "31.PFN", "40.MFC", "41.LEG"];

impl OrganizationView {
    /// What is shown of it: fields that no scope opens are absent, its number is always there.
    pub fn shown(&self, opened: &Opened<'_>) -> Value {
        let mut shown = object(self);
        shown.retain(|field, _| field == "oid" || opened.organization_field(field));
        tag(&mut shown);
        Value::Object(shown)
    }
}

/// A role of the person: an organization, and what the person is there. It has no tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// The organization.
    pub oid: u64,
    /// The person.
    pub prn_oid: u64,
    /// Full name.
    pub full_name: String,
    /// Short name.
    pub short_name: String,
    /// Number in the state register.
    pub ogrn: String,
    /// What it is.
    pub r#type: OrganizationType,
    /// Whether the person is its head.
    pub chief: bool,
    /// Whether the person administers it.
    pub admin: bool,
    /// Phone there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the role is in use.
    pub active: bool,
    /// Whether the person may stand in for others.
    pub has_right_of_substitution: bool,
    /// Whether the person sees the page of approvals.
    pub has_approval_tab_access: bool,
    /// Whether the organization was dissolved.
    pub is_liquidated: bool,
    /// The branch, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_name: Option<String>,
}

/// A group of access of an employee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupView {
    /// Its mnemonic.
    pub grp_id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it is of the operator's own.
    pub system: bool,
    /// The system it belongs to.
    #[serde(rename = "itSystem")]
    pub it_system: String,
    /// That system's name.
    #[serde(rename = "itSystemName")]
    pub it_system_name: String,
    /// Whether acting in it needs a signature.
    #[serde(rename = "requireSignature")]
    pub require_signature: bool,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::esia::{rest::open::OpenRules, scope::Scope, token::AccessClaims};

    const OID: u64 = 1_000_400_001;

    fn organization() -> OrganizationView {
        OrganizationView {
            oid: OID,
            short_name: Some("Primer".to_owned()),
            full_name: Some("LLC Primer".to_owned()),
            r#type: Some(OrganizationType::Legal),
            ogrn: Some("1027700132195".to_owned()),
            inn: Some("7707083893".to_owned()),
            agency_ter_range: Some("00".to_owned()),
            staff_count: Some(5),
            ..OrganizationView::default()
        }
    }

    /// Section 4.8.
    #[test]
    fn organizations_show_what_their_scopes_open() {
        let shown = |scopes: &str| {
            let claims = AccessClaims {
                person: Some(1),
                organization: Some(OID),
                session: String::new(),
                name: String::new(),
                client_id: String::new(),
                scopes: scopes.split(' ').map(|scope| Scope::parse(scope).unwrap()).collect(),
                permissions: Vec::new(),
                expires_at: jiff::Timestamp::MAX,
            };
            let opened = Opened::of_organization(&claims, OID, OpenRules::default()).unwrap();
            let mut value = organization().shown(&opened);
            value.as_object_mut().unwrap().remove("eTag").unwrap();
            value
        };
        assert_eq!(shown("org_ctts"), json!({"oid": OID}));
        assert_eq!(shown("org_ogrn org_type"), json!({"oid": OID, "ogrn": "1027700132195", "type": "LEGAL"}));
        assert_eq!(shown("org_emps org_agencyterrange"), json!({"oid": OID, "staffCount": 5, "agencyTerRange": "00"}));
    }

    /// Sections 4.2, 4.7, 4.8: the members' names.
    #[test]
    fn roles_and_groups_have_their_members() {
        let role = RoleView {
            oid: OID,
            prn_oid: 1,
            full_name: "LLC Primer".to_owned(),
            short_name: "Primer".to_owned(),
            ogrn: "1027700132195".to_owned(),
            r#type: OrganizationType::Business,
            chief: true,
            admin: false,
            phone: None,
            email: None,
            active: true,
            has_right_of_substitution: false,
            has_approval_tab_access: false,
            is_liquidated: false,
            branch_name: None,
        };
        assert_eq!(
            json!(role),
            json!({"oid": OID, "prnOid": 1, "fullName": "LLC Primer", "shortName": "Primer", "ogrn": "1027700132195",
                "type": "BUSINESS", "chief": true, "admin": false, "active": true, "hasRightOfSubstitution": false,
                "hasApprovalTabAccess": false, "isLiquidated": false})
        );
        let group = GroupView {
            grp_id: "G".to_owned(),
            name: "g".to_owned(),
            description: String::new(),
            system: false,
            it_system: "DEMO01".to_owned(),
            it_system_name: "Demo".to_owned(),
            require_signature: false,
        };
        assert_eq!(
            json!(group),
            json!({"grp_id": "G", "name": "g", "description": "", "system": false, "itSystem": "DEMO01",
                "itSystemName": "Demo", "requireSignature": false})
        );
        assert_eq!(json!(OrganizationType::Agency), json!("AGENCY"));
        assert!(AGENCIES.contains(&"40.MFC"));
    }
}
