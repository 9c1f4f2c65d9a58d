//! One question to one registry.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{id::Id, identifier::document::IdentityDocumentType, time::Timestamp};

/// Names checks.
#[derive(Debug)]
pub enum RegistryCheck {}
/// A check's id; also the idempotency key of its request.
pub type CheckId = Id<RegistryCheck>;

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// SNILS and who its holder is; the pension fund answers.
    Snils,
    /// The internal passport; the interior ministry answers.
    InternalPassport,
    /// A document that no registry knows; an operator looks at it (R211).
    ForeignDocument,
}

impl CheckKind {
    const ALL: [Self; 3] = [Self::Snils, Self::InternalPassport, Self::ForeignDocument];

    /// The stored name, which is also `kind` in the request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Snils => "snils",
            Self::InternalPassport => "internal_passport",
            Self::ForeignDocument => "foreign_document",
        }
    }

    /// The kind with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The registry that is asked, or that would be (R96, C7).
    pub const fn registry(self) -> &'static str {
        match self {
            Self::Snils => "pension_fund",
            Self::InternalPassport | Self::ForeignDocument => "interior_ministry",
        }
    }

    /// How a document of this type is checked.
    pub fn of_document(document_type: &str) -> Self {
        if document_type == IdentityDocumentType::InternalPassport.as_str() {
            Self::InternalPassport
        } else {
            Self::ForeignDocument
        }
    }
}

/// Where a check stands (R97).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    /// The registry has not been asked yet.
    NotSubmitted,
    /// The registry has the request.
    InProgress,
    /// The data match.
    Verified,
    /// They do not.
    Rejected,
    /// The registry cannot be reached; it is asked again and again.
    Unavailable,
    /// An operator must look.
    NeedsOperator,
}

impl VerificationStatus {
    const ALL: [Self; 6] =
        [Self::NotSubmitted, Self::InProgress, Self::Verified, Self::Rejected, Self::Unavailable, Self::NeedsOperator];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotSubmitted => "not_submitted",
            Self::InProgress => "in_progress",
            Self::Verified => "verified",
            Self::Rejected => "rejected",
            Self::Unavailable => "unavailable",
            Self::NeedsOperator => "needs_operator",
        }
    }

    /// The status with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether the registry is still to be asked or to answer.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NotSubmitted | Self::InProgress | Self::Unavailable)
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The data match.
    Match,
    /// They differ in these members of the request, as far as the registry says.
    Mismatch(Vec<String>),
    /// The registry knows no such document.
    NoData,
    /// The data match, but the SNILS belongs to another account (R107).
    SnilsTaken,
    /// An operator has looked and accepts the document.
    AcceptedByOperator,
    /// An operator has looked and does not.
    RefusedByOperator,
}

impl Finding {
    /// The stored name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mismatch(_) => "mismatch",
            Self::NoData => "no_data",
            Self::SnilsTaken => "snils_taken",
            Self::AcceptedByOperator => "accepted_by_operator",
            Self::RefusedByOperator => "refused_by_operator",
        }
    }

    /// The finding with this stored name.
    pub fn from_name(name: &str, mismatched: Vec<String>) -> Option<Self> {
        Some(match name {
            "match" => Self::Match,
            "mismatch" => Self::Mismatch(mismatched),
            "no_data" => Self::NoData,
            "snils_taken" => Self::SnilsTaken,
            "accepted_by_operator" => Self::AcceptedByOperator,
            "refused_by_operator" => Self::RefusedByOperator,
            _ => return None,
        })
    }

    /// The members that differ; empty when all match or when nothing is known of them.
    pub fn mismatched(&self) -> &[String] {
        if let Self::Mismatch(members) = self { members } else { &[] }
    }

    /// The status of a check with this finding.
    pub const fn status(&self) -> VerificationStatus {
        match self {
            Self::Match | Self::AcceptedByOperator => VerificationStatus::Verified,
            Self::Mismatch(_) | Self::NoData | Self::SnilsTaken | Self::RefusedByOperator => {
                VerificationStatus::Rejected
            }
        }
    }
}

/// The request as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// When.
    pub at: Timestamp,
    /// SHA-256 of the signed text.
    pub digest: [u8; 32],
}

/// A signed answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its own id.
    pub id: Uuid,
    /// What it says: match, mismatch or no data.
    pub finding: Finding,
    /// The digest of the request it answers.
    pub request_digest: [u8; 32],
    /// When the registry made it.
    pub at: Timestamp,
}

impl Answer {
    /// Whether another answer adds nothing: the same result, whatever its id. The list of differing members is help for
    /// the person, not the result.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.finding.name() == other.finding.name()
    }
}

/// One question to one registry within a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// What is checked.
    pub kind: CheckKind,
    /// Where it stands.
    pub status: VerificationStatus,
    /// Calls in a row that failed.
    pub attempts: u32,
    /// The registry's name for the request.
    pub ticket: Option<String>,
    /// The request, once made.
    pub asked: Option<Asked>,
    /// The answer that decided.
    pub answer: Option<Answer>,
    /// What was found in the end.
    pub finding: Option<Finding>,
}

impl Check {
    /// A check that has not been sent, or that no registry can answer.
    pub fn new(id: CheckId, kind: CheckKind) -> Self {
        let status = match kind {
            CheckKind::Snils | CheckKind::InternalPassport => VerificationStatus::NotSubmitted,
            CheckKind::ForeignDocument => VerificationStatus::NeedsOperator,
        };
        Self { id, kind, status, attempts: 0, ticket: None, asked: None, answer: None, finding: None }
    }

    /// Whether its registry has said nothing yet and could still: it is open, or waits for an operator only because no
    /// answer came (R108).
    pub fn is_unanswered(&self) -> bool {
        let nothing_came = self.answer.is_none() && self.finding.is_none();
        let waits = self.status.is_open() || self.status == VerificationStatus::NeedsOperator;
        waits && nothing_came && self.kind != CheckKind::ForeignDocument
    }

    /// Where the exchange with the registry stands; what waits for an operator goes on waiting.
    pub(super) fn stands_at(&mut self, status: VerificationStatus) {
        if self.status.is_open() {
            self.status = status;
        }
    }

    /// The fields of the form that did not match (R106); series and number are one field there (R84).
    pub fn mismatched_fields(&self) -> Vec<&str> {
        let members = self.finding.as_ref().map(Finding::mismatched).unwrap_or_default();
        let mut fields: Vec<&str> = Vec::new();
        for member in members {
            let field = if matches!(member.as_str(), "series" | "number") { "document_number" } else { member };
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}
