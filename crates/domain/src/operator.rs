//! The people who work with the system: their roles, what a role may do, and where they may do it (R124 to R135).
//!
//! A role says what somebody may do at all; a center says where; four eyes and a fresh proof of who they are come on top
//! for what cannot be undone ([`Act::is_sensitive`]). An operator never acts on themselves.

mod access;
mod login_name;
mod sign_in;

pub use access::{Act, demand};
pub use login_name::{LoginName, LoginNameRefusal};
pub use sign_in::{MOST_WRONG_CODES, SignIn, SignInRefusal, Stage};

pub use crate::{organization::OrganizationId, service_center::CenterId};

use serde::{Deserialize, Serialize};

use crate::{
    id::Id,
    refusal::{Class, Refusal, Refuse},
};

/// Names operators.
#[derive(Debug)]
pub enum Operator {}
/// An operator's id.
pub type OperatorId = Id<Operator>;

/// Names sessions of operators.
#[derive(Debug)]
pub enum OperatorSession {}
/// The id of an operator's session.
pub type OperatorSessionId = Id<OperatorSession>;

/// What somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Serves visitors at the window of a center.
    Clerk,
    /// The same, and looks after the center and who works there.
    CenterAdministrator,
    /// Answers people who write to the support.
    Support,
    /// Runs the installation. Sees no person's data.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Clerk, Self::CenterAdministrator, Self::Support, Self::Administrator];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::CenterAdministrator => "center_administrator",
            Self::Support => "support",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether one works at centers, so that signing in names one and an organization stands behind it (R135).
    pub const fn works_at_center(self) -> bool {
        matches!(self, Self::Clerk | Self::CenterAdministrator)
    }
}

/// Whether an operator may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorStatus {
    /// Yes.
    Active,
    /// No longer; what they did stays under their name.
    Disabled,
}

impl OperatorStatus {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// The status with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Active, Self::Disabled].into_iter().find(|status| status.name() == name)
    }
}

/// Why an operator looks at a person. There is no look without one, and the person reads it (decision 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// The person stands at the window and wants their identity confirmed.
    ConfirmIdentity,
    /// The person lost access.
    RestoreAccess,
    /// The person wants the account deleted.
    DeleteAccount,
    /// Something was entered wrongly (R129).
    CorrectData,
    /// The person wrote to the support.
    AnswerSupport,
    /// A registry did not answer, or a document cannot be asked about (R108, R211).
    DecideVerification,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 6] = [
        Self::ConfirmIdentity,
        Self::RestoreAccess,
        Self::DeleteAccount,
        Self::CorrectData,
        Self::AnswerSupport,
        Self::DecideVerification,
    ];

    /// The name in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ConfirmIdentity => "confirm_identity",
            Self::RestoreAccess => "restore_access",
            Self::DeleteAccount => "delete_account",
            Self::CorrectData => "correct_data",
            Self::AnswerSupport => "answer_support",
            Self::DecideVerification => "decide_verification",
        }
    }

    /// The task with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.name() == name)
    }

    /// The act that the look serves: who may not do it may not look for it.
    pub const fn act(self) -> Act {
        match self {
            Self::ConfirmIdentity => Act::ConfirmIdentity,
            Self::RestoreAccess => Act::RestoreAccess,
            Self::DeleteAccount => Act::DeleteAccount,
            Self::CorrectData => Act::CorrectData,
            Self::AnswerSupport => Act::AnswerSupport,
            Self::DecideVerification => Act::DecideVerification,
        }
    }
}

/// Why an operator may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperatorRefusal {
    /// The role does not do this.
    #[error("the role may not do this")]
    Role,
    /// Nobody acts on themselves.
    #[error("an operator may not act on themselves")]
    Oneself,
    /// The session is bound to no center.
    #[error("the session has no center")]
    NoCenter,
    /// The operator is not, or no longer, admitted to the center.
    #[error("not admitted to the center")]
    NotAdmitted,
    /// The proof of who they are is too old for this.
    #[error("must prove again who they are")]
    NotFresh,
}

impl OperatorRefusal {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Role, Self::Oneself, Self::NoCenter, Self::NotAdmitted, Self::NotFresh];
}

impl Refuse for OperatorRefusal {
    fn refusal(&self) -> Refusal {
        let code = match self {
            Self::Role => "operator-role",
            Self::Oneself => "operator-oneself",
            Self::NoCenter => "operator-no-center",
            Self::NotAdmitted => "operator-not-admitted",
            Self::NotFresh => "operator-not-fresh",
        };
        Refusal::new(code, Class::Forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        assert!(Role::ALL.into_iter().all(|role| Role::from_name(role.name()) == Some(role)));
        assert!(Task::ALL.into_iter().all(|task| Task::from_name(task.name()) == Some(task)));
        for status in [OperatorStatus::Active, OperatorStatus::Disabled] {
            assert_eq!(OperatorStatus::from_name(status.name()), Some(status));
        }
        assert_eq!(Role::from_name("root"), None);
    }
}
