//! Organizations that run service centers (R122, C14).

use serde::{Deserialize, Serialize};

use crate::{id::Id, locale::Texts};

/// An organization's id.
pub type OrganizationId = Id<Organization>;

/// What an organization is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    /// Runs multifunctional centers.
    MultifunctionalCenter,
    /// Pays pensions.
    PensionFund,
    /// Provides telephone and Internet.
    Telecom,
    /// Carries letters.
    Post,
    /// A bank.
    Bank,
    /// Issues certificates of electronic signatures (R183).
    CertificationCenter,
    /// Anything else.
    Other,
}

impl OrganizationKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::MultifunctionalCenter,
        Self::PensionFund,
        Self::Telecom,
        Self::Post,
        Self::Bank,
        Self::CertificationCenter,
        Self::Other,
    ];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MultifunctionalCenter => "multifunctional_center",
            Self::PensionFund => "pension_fund",
            Self::Telecom => "telecom",
            Self::Post => "post",
            Self::Bank => "bank",
            Self::CertificationCenter => "certification_center",
            Self::Other => "other",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name in the files it comes from.
    pub external_id: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// What people call it.
    pub name: Texts,
}
