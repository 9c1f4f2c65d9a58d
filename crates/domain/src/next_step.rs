//! The next step of a person at every stage (R8): one answer for every page that names it.

use crate::{
    account::AccountLevel,
    verification::{Finding, Verification, VerificationState},
};

/// What the person does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Personal data are missing.
    FillIn,
    /// A draft of them has been saved.
    GoOn,
    /// The registries are checking.
    Checking,
    /// An operator is looking into it.
    WithOperator,
    /// Something did not match.
    Correct,
    /// The SNILS belongs to another account (R107).
    SnilsTaken,
    /// The data are verified; identity is to be confirmed.
    Confirm,
    /// Nothing is left to do.
    Done,
}

impl NextStep {
    /// Every step.
    pub const ALL: [Self; 8] = [
        Self::FillIn,
        Self::GoOn,
        Self::Checking,
        Self::WithOperator,
        Self::Correct,
        Self::SnilsTaken,
        Self::Confirm,
        Self::Done,
    ];

    /// From the level, the newest submission, and whether a draft has been saved. A submission that has taken effect asks
    /// nothing of the person: its level speaks for it. A rejected check is to be corrected at once, though the other one is
    /// still open (R106).
    pub fn of(level: AccountLevel, newest: Option<&Verification>, has_draft: bool) -> Self {
        let pending = newest.filter(|verification| verification.effect.is_none());
        if let Some(pending) = pending.filter(|pending| pending.is_in_force()) {
            let is_taken = pending.checks.iter().any(|check| check.finding == Some(Finding::SnilsTaken));
            match pending.state {
                _ if pending.has_rejection() => return if is_taken { Self::SnilsTaken } else { Self::Correct },
                VerificationState::InProgress => return Self::Checking,
                VerificationState::NeedsOperator => return Self::WithOperator,
                VerificationState::Verified | VerificationState::Rejected | VerificationState::Superseded => {}
            }
        }
        match level {
            AccountLevel::Simplified if has_draft => Self::GoOn,
            AccountLevel::Simplified => Self::FillIn,
            AccountLevel::Standard => Self::Confirm,
            AccountLevel::Confirmed => Self::Done,
        }
    }

    /// The step towards the next level (R65): from Standard on, a change of data that is being verified does not stand in
    /// its way.
    #[must_use]
    pub fn towards_next_level(self, level: AccountLevel) -> Self {
        if level == AccountLevel::Standard { Self::Confirm } else { self }
    }

    /// The middle of its message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FillIn => "fill-in",
            Self::GoOn => "go-on",
            Self::Checking => "checking",
            Self::WithOperator => "operator",
            Self::Correct => "correct",
            Self::SnilsTaken => "snils-taken",
            Self::Confirm => "confirm",
            Self::Done => "done",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::Id,
        time::{DAY, Timestamp},
        verification::{CheckKind, VerificationStatus},
    };
    use uuid::Uuid;

    fn pending(snils: VerificationStatus, document: VerificationStatus, state: VerificationState) -> Verification {
        let id = |number| Id::from_uuid(Uuid::from_u128(number));
        let checks = [(id(1), CheckKind::Snils), (id(2), CheckKind::InternalPassport)];
        let mut verification = Verification::submit(Id::from_uuid(Uuid::nil()), checks, Timestamp::UNIX_EPOCH, DAY * 5);
        verification.state = state;
        for (check, status) in verification.checks.iter_mut().zip([snils, document]) {
            check.status = status;
        }
        verification
    }

    /// R8: at every stage there is one next step.
    #[test]
    fn each_stage_has_its_step() {
        use VerificationStatus::{InProgress, NeedsOperator, Rejected, Verified};
        let of = |level, newest: Option<&Verification>| NextStep::of(level, newest, false);
        assert_eq!(of(AccountLevel::Simplified, None), NextStep::FillIn);
        assert_eq!(NextStep::of(AccountLevel::Simplified, None, true), NextStep::GoOn);
        assert_eq!(of(AccountLevel::Standard, None), NextStep::Confirm);
        assert_eq!(of(AccountLevel::Confirmed, None), NextStep::Done);
        for level in AccountLevel::ALL {
            let checking = pending(Verified, InProgress, VerificationState::InProgress);
            assert_eq!(of(level, Some(&checking)), NextStep::Checking);
            let operator = pending(Verified, NeedsOperator, VerificationState::NeedsOperator);
            assert_eq!(of(level, Some(&operator)), NextStep::WithOperator);
            let mut rejected = pending(Rejected, Verified, VerificationState::Rejected);
            assert_eq!(of(level, Some(&rejected)), NextStep::Correct);
            rejected.checks[0].finding = Some(Finding::SnilsTaken);
            assert_eq!(of(level, Some(&rejected)), NextStep::SnilsTaken);
        }
    }

    /// R106: what did not match can be corrected at once, though the other check is open.
    #[test]
    fn a_rejection_is_corrected_at_once() {
        use VerificationStatus::{InProgress, Rejected};
        let half = pending(Rejected, InProgress, VerificationState::InProgress);
        assert_eq!(NextStep::of(AccountLevel::Simplified, Some(&half), true), NextStep::Correct);
    }

    /// R65: what is in force, or a change of it, does not hide the way to the next level.
    #[test]
    fn the_way_to_the_next_level_is_open() {
        use VerificationStatus::{InProgress, NeedsOperator, Verified};
        let contested = pending(Verified, NeedsOperator, VerificationState::NeedsOperator)
            .took_effect(Id::from_uuid(Uuid::from_u128(3)));
        assert_eq!(NextStep::of(AccountLevel::Standard, Some(&contested), false), NextStep::Confirm);
        let change = pending(Verified, InProgress, VerificationState::InProgress);
        let step = NextStep::of(AccountLevel::Standard, Some(&change), false);
        assert_eq!((step, step.towards_next_level(AccountLevel::Standard)), (NextStep::Checking, NextStep::Confirm));
        assert_eq!(step.towards_next_level(AccountLevel::Simplified), NextStep::Checking);
    }
}
