//! What each role may do: the whole table.

use super::{OperatorRefusal, Role};

/// What operators do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Finds a person by SNILS, contact or document (R124).
    FindPerson,
    /// Confirms a visitor's identity (R126).
    ConfirmIdentity,
    /// Hands out a confirmation code (R130).
    HandOutCode,
    /// Prints the paper form (R127).
    PrintForm,
    /// Gives a visitor access again (R200).
    RestoreAccess,
    /// Deletes a visitor's account for good (R201).
    DeleteAccount,
    /// Corrects data with the document at hand (R129).
    CorrectData,
    /// Takes in a visitor whom the queue did not serve (R132).
    TakeUnserved,
    /// Agrees to what another operator asked for.
    Approve,
    /// Looks after hours, services and contacts of the own center.
    ManageCenter,
    /// Sees who works at the own center.
    SeeColleagues,
    /// Works on what people wrote (R225, R226).
    AnswerSupport,
    /// Decides what no registry answers (R108, R211).
    DecideVerification,
    /// Takes evidence back.
    WithdrawEvidence,
    /// Makes two accounts of one person one (R107).
    MergeAccounts,
    /// Makes, admits and disables operators, and resets their second factors.
    ManageOperators,
    /// Makes, admits and disables clerks of the own center (R133).
    ManageClerks,
    /// Keeps the directory of organizations and their centers (R122, R181).
    ManageDirectory,
    /// Changes methods, texts and limits; looks after queues.
    ManageInstallation,
    /// Looks at numbers.
    SeeStatistics,
    /// Learns that a colleague signals to act under duress.
    SeeDuress,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 21] = [
        Self::FindPerson,
        Self::ConfirmIdentity,
        Self::HandOutCode,
        Self::PrintForm,
        Self::RestoreAccess,
        Self::DeleteAccount,
        Self::CorrectData,
        Self::TakeUnserved,
        Self::Approve,
        Self::ManageCenter,
        Self::SeeColleagues,
        Self::AnswerSupport,
        Self::DecideVerification,
        Self::WithdrawEvidence,
        Self::MergeAccounts,
        Self::ManageOperators,
        Self::ManageClerks,
        Self::ManageDirectory,
        Self::ManageInstallation,
        Self::SeeStatistics,
        Self::SeeDuress,
    ];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FindPerson => "find_person",
            Self::ConfirmIdentity => "confirm_identity",
            Self::HandOutCode => "hand_out_code",
            Self::PrintForm => "print_form",
            Self::RestoreAccess => "restore_access",
            Self::DeleteAccount => "delete_account",
            Self::CorrectData => "correct_data",
            Self::TakeUnserved => "take_unserved",
            Self::Approve => "approve",
            Self::ManageCenter => "manage_center",
            Self::SeeColleagues => "see_colleagues",
            Self::AnswerSupport => "answer_support",
            Self::DecideVerification => "decide_verification",
            Self::WithdrawEvidence => "withdraw_evidence",
            Self::MergeAccounts => "merge_accounts",
            Self::ManageOperators => "manage_operators",
            Self::ManageClerks => "manage_clerks",
            Self::ManageDirectory => "manage_directory",
            Self::ManageInstallation => "manage_installation",
            Self::SeeStatistics => "see_statistics",
            Self::SeeDuress => "see_duress",
        }
    }

    /// The act with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    /// Whether it needs a second operator and a fresh proof of who the first one is.
    pub const fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::RestoreAccess
                | Self::DeleteAccount
                | Self::CorrectData
                | Self::WithdrawEvidence
                | Self::MergeAccounts
        )
    }

    /// Whether some of it needs a second operator, beside what always does.
    pub const fn may_need_approval(self) -> bool {
        self.is_sensitive() || matches!(self, Self::ManageOperators | Self::ManageClerks | Self::ManageInstallation)
    }

    /// Whether it is done at a center, by a session bound to one.
    pub const fn needs_center(self) -> bool {
        matches!(
            self,
            Self::ConfirmIdentity
                | Self::HandOutCode
                | Self::PrintForm
                | Self::RestoreAccess
                | Self::DeleteAccount
                | Self::CorrectData
                | Self::TakeUnserved
                | Self::ManageCenter
                | Self::ManageClerks
                | Self::SeeColleagues
        )
    }
}

impl Role {
    /// Whether this role does this at all.
    pub const fn may(self, act: Act) -> bool {
        match act {
            Act::ConfirmIdentity
            | Act::HandOutCode
            | Act::PrintForm
            | Act::RestoreAccess
            | Act::DeleteAccount
            | Act::CorrectData => matches!(self, Self::Clerk | Self::CenterAdministrator),
            Act::FindPerson => matches!(self, Self::Clerk | Self::CenterAdministrator | Self::Support),
            Act::TakeUnserved | Act::ManageCenter | Act::ManageClerks | Act::SeeColleagues => {
                matches!(self, Self::CenterAdministrator)
            }
            Act::Approve => matches!(self, Self::Clerk | Self::CenterAdministrator | Self::Administrator),
            Act::AnswerSupport | Act::DecideVerification | Act::WithdrawEvidence | Act::MergeAccounts => {
                matches!(self, Self::Support)
            }
            Act::ManageOperators | Act::ManageDirectory | Act::ManageInstallation | Act::SeeDuress => {
                matches!(self, Self::Administrator)
            }
            Act::SeeStatistics => matches!(self, Self::CenterAdministrator | Self::Administrator),
        }
    }
}

/// Refuses what the role may not do.
pub const fn demand(role: Role, act: Act) -> Result<(), OperatorRefusal> {
    if role.may(act) { Ok(()) } else { Err(OperatorRefusal::Role) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::operator::Task;

    /// R133, R135: the whole table, written down a second time: clerk, center administrator, support, administrator.
    #[test]
    fn every_role_and_every_act() {
        const TABLE: [(Act, &str); 21] = [
            (Act::FindPerson, "xxx-"),
            (Act::ConfirmIdentity, "xx--"),
            (Act::HandOutCode, "xx--"),
            (Act::PrintForm, "xx--"),
            (Act::RestoreAccess, "xx--"),
            (Act::DeleteAccount, "xx--"),
            (Act::CorrectData, "xx--"),
            (Act::TakeUnserved, "-x--"),
            (Act::Approve, "xx-x"),
            (Act::ManageCenter, "-x--"),
            (Act::SeeColleagues, "-x--"),
            (Act::AnswerSupport, "--x-"),
            (Act::DecideVerification, "--x-"),
            (Act::WithdrawEvidence, "--x-"),
            (Act::MergeAccounts, "--x-"),
            (Act::ManageOperators, "---x"),
            (Act::ManageClerks, "-x--"),
            (Act::ManageDirectory, "---x"),
            (Act::ManageInstallation, "---x"),
            (Act::SeeStatistics, "-x-x"),
            (Act::SeeDuress, "---x"),
        ];
        let listed: BTreeSet<Act> = TABLE.iter().map(|(act, _)| *act).collect();
        assert_eq!(listed, Act::ALL.into_iter().collect());
        for (act, marks) in TABLE {
            assert_eq!(Act::from_name(act.name()), Some(act));
            for (role, mark) in Role::ALL.into_iter().zip(marks.chars()) {
                assert_eq!(role.may(act), mark == 'x', "{role:?} {act:?}");
                assert_eq!(demand(role, act).is_ok(), mark == 'x');
            }
        }
    }

    /// The administrator of the installation has no task that shows a person: reads nothing that no task needs.
    #[test]
    fn administrators_see_no_person() {
        assert!(Task::ALL.into_iter().all(|task| !Role::Administrator.may(task.act())));
        assert!(Task::ALL.into_iter().all(|task| Role::ALL.into_iter().any(|role| role.may(task.act()))));
    }

    /// R135: whoever does what is done at a center works at one.
    #[test]
    fn what_is_done_at_a_center_is_done_by_who_works_at_one() {
        for act in Act::ALL.into_iter().filter(|act| act.needs_center()) {
            assert!(Role::ALL.into_iter().filter(|role| role.may(act)).all(Role::works_at_center), "{act:?}");
        }
    }
}
