//! The directory of organizations and centers, as administrators keep it (R122, R123, R181).

mod center;
mod import;
mod organization;

pub use center::{CENTER_FIELDS, CenterFormView, CentersView, ServiceRow};
pub use import::{ImportView, MOST_REFUSED, RefusedLine, ReportLines};
pub use organization::{Existing, OrganizationLine, OrganizationView, OrganizationsView, kinds, organization_url};

use jiff::civil::Date;
use okno_domain::operator::Role;

use crate::route;

/// The address of a center's record.
pub fn center_url(id: &str) -> String {
    format!("{}/{id}", route::OPERATOR_CENTERS)
}

/// The address of an operator's page.
pub fn operator_url(id: &str) -> String {
    format!("{}/{id}", route::OPERATOR_OPERATORS)
}

/// A center in a list.
#[derive(Clone, Debug)]
pub struct CenterLine {
    /// The address of its record.
    pub url: String,
    /// What people call it.
    pub name: String,
    /// Its name in files.
    pub external_id: String,
    /// Town and address.
    pub address: String,
    /// Who keeps the record current.
    pub owner: String,
    /// When it was last checked.
    pub checked: Date,
    /// Whether it works at all.
    pub is_open: bool,
    /// Whether nobody has checked the record for too long (R181).
    pub is_stale: bool,
}

impl CenterLine {
    /// Three of them, for samples in tests.
    pub fn samples() -> Vec<Self> {
        let line = |name: &str, external_id: &str, is_open, is_stale| Self {
            url: center_url("1"),
            name: name.to_owned(),
            external_id: external_id.to_owned(),
            address: "Казань, ул. Баумана, 12".to_owned(),
            owner: "registry@example.org".to_owned(),
            checked: jiff::civil::date(2026, 2, 1),
            is_open,
            is_stale,
        };
        vec![
            line("МФЦ «Центральный»", "moi-dela-01", true, false),
            line("МФЦ «Заречный», второе отделение на проспекте Строителей", "moi-dela-02", true, true),
            line("МФЦ «Старый»", "moi-dela-03", false, false),
        ]
    }
}

/// Somebody who works at the workplace, in a list.
#[derive(Clone, Debug)]
pub struct OperatorLine {
    /// The address of their page; none where it cannot be opened.
    pub url: String,
    /// The login name.
    pub login_name: String,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether a second factor is set up.
    pub has_factor: bool,
}

impl OperatorLine {
    /// Three of them, for samples in tests.
    pub fn samples() -> Vec<Self> {
        let line = |login: &str, name: &str, role, is_active, has_factor| Self {
            url: operator_url("1"),
            login_name: login.to_owned(),
            name: name.to_owned(),
            role,
            is_active,
            has_factor,
        };
        vec![
            line("a.petrova", "Петрова А. С.", Role::Clerk, true, true),
            line("b.konstantinopolskaya", "Константинопольская Б. В.", Role::CenterAdministrator, true, false),
            line("c.former", "Бывший В. В.", Role::Clerk, false, true),
        ]
    }
}
