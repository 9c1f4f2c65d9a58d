//! The way in: the password was right, now the second factor, then the center.
//!
//! A sign-in is short: it dies by age and by wrong codes, and then begins with the password again.

use jiff::Timestamp;

use super::{CenterId, Role};
use crate::refusal::{Class, Refusal, Refuse};

/// Wrong codes of the second factor after which the sign-in begins anew.
pub const MOST_WRONG_CODES: u32 = 5;

/// Where a sign-in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The first time: an application is to be set up, and to show a code.
    Enrollment,
    /// A code of the application is awaited.
    SecondFactor,
    /// Everything is proved; one of several centers is to be chosen.
    Center,
    /// It led to a session.
    Done,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Enrollment, Self::SecondFactor, Self::Center, Self::Done];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enrollment => "enrollment",
            Self::SecondFactor => "second_factor",
            Self::Center => "center",
            Self::Done => "done",
        }
    }

    /// The stage with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// A sign-in under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Where it stands.
    pub stage: Stage,
    /// Wrong codes so far.
    pub wrong_codes: u32,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

/// Why a sign-in does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// It is over; the password comes first again.
    #[error("the sign-in is over")]
    Over,
    /// This is not the step that is due.
    #[error("another step is due")]
    OtherStep,
    /// The operator is admitted to no center.
    #[error("admitted to no center")]
    NoCenter,
    /// The operator is not admitted to the center that was chosen.
    #[error("not admitted to this center")]
    NotAdmitted,
}

impl SignInRefusal {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Over, Self::OtherStep, Self::NoCenter, Self::NotAdmitted];
}

impl Refuse for SignInRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Over => Refusal::new("operator-sign-in-over", Class::Gone),
            Self::OtherStep => Refusal::new("operator-other-step", Class::Conflict),
            Self::NoCenter => Refusal::new("operator-no-center-admitted", Class::Forbidden),
            Self::NotAdmitted => Refusal::new("operator-not-admitted", Class::Forbidden),
        }
    }
}

impl SignIn {
    /// The password was right.
    pub const fn begin(has_second_factor: bool, expires_at: Timestamp) -> Self {
        let stage = if has_second_factor { Stage::SecondFactor } else { Stage::Enrollment };
        Self { stage, wrong_codes: 0, expires_at }
    }

    /// Whether anything can still happen.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.stage != Stage::Done && self.wrong_codes < MOST_WRONG_CODES && now < self.expires_at
    }

    /// Refuses when it is over or another stage than this is due.
    pub fn expect(&self, stage: Stage, now: Timestamp) -> Result<(), SignInRefusal> {
        if !self.is_open(now) {
            Err(SignInRefusal::Over)
        } else if self.stage != stage {
            Err(SignInRefusal::OtherStep)
        } else {
            Ok(())
        }
    }

    /// A code was wrong.
    #[must_use]
    pub const fn wrong_code(self) -> Self {
        Self { wrong_codes: self.wrong_codes.saturating_add(1), ..self }
    }

    /// The second factor is proved: the next stage, and the center when there is nothing to choose. One who works at
    /// centers needs to be admitted to one; the others sign in without.
    pub fn proved(self, role: Role, admitted: &[CenterId]) -> Result<(Self, Option<CenterId>), SignInRefusal> {
        match (role.works_at_center(), admitted) {
            (false, _) => Ok((Self { stage: Stage::Done, ..self }, None)),
            (true, []) => Err(SignInRefusal::NoCenter),
            (true, [only]) => Ok((Self { stage: Stage::Done, ..self }, Some(*only))),
            (true, _) => Ok((Self { stage: Stage::Center, ..self }, None)),
        }
    }

    /// A center was chosen.
    pub fn chosen(self, center: CenterId, admitted: &[CenterId], now: Timestamp) -> Result<Self, SignInRefusal> {
        self.expect(Stage::Center, now)?;
        if admitted.contains(&center) {
            Ok(Self { stage: Stage::Done, ..self })
        } else {
            Err(SignInRefusal::NotAdmitted)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{id::Id, time::SECOND, time::after};

    fn center(number: u128) -> CenterId {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn names_lead_back() {
        assert!(Stage::ALL.into_iter().all(|stage| Stage::from_name(stage.name()) == Some(stage)));
    }

    /// R135: nobody who works at a center gets in without one, and only into one of their own.
    #[test]
    fn the_way_in_ends_at_a_center() {
        let proved = SignIn::begin(true, at(600));
        for role in Role::ALL {
            if role.works_at_center() {
                assert_eq!(proved.proved(role, &[]), Err(SignInRefusal::NoCenter));
                let (done, only) = proved.proved(role, &[center(1)]).unwrap();
                assert_eq!((done.stage, only), (Stage::Done, Some(center(1))));
                let (next, none) = proved.proved(role, &[center(1), center(2)]).unwrap();
                assert_eq!((next.stage, none), (Stage::Center, None));
                assert_eq!(next.chosen(center(3), &[center(1), center(2)], at(0)), Err(SignInRefusal::NotAdmitted));
                assert_eq!(next.chosen(center(2), &[center(1), center(2)], at(0)).unwrap().stage, Stage::Done);
            } else {
                assert_eq!(proved.proved(role, &[]).unwrap().0.stage, Stage::Done);
                assert_eq!(proved.proved(role, &[center(1)]).unwrap().1, None);
            }
        }
    }

    #[test]
    fn a_sign_in_is_over_by_age_by_wrong_codes_and_by_success() {
        let mut sign_in = SignIn::begin(false, at(600));
        assert_eq!(sign_in.stage, Stage::Enrollment);
        assert_eq!(sign_in.expect(Stage::Enrollment, after(at(600), -SECOND)), Ok(()));
        assert_eq!(sign_in.expect(Stage::SecondFactor, at(0)), Err(SignInRefusal::OtherStep));
        assert_eq!(sign_in.expect(Stage::Enrollment, at(600)), Err(SignInRefusal::Over));
        for _ in 0..MOST_WRONG_CODES {
            assert!(sign_in.is_open(at(0)));
            sign_in = sign_in.wrong_code();
        }
        assert_eq!(sign_in.expect(Stage::Enrollment, at(0)), Err(SignInRefusal::Over));
        assert!(!SignIn { stage: Stage::Done, ..SignIn::begin(true, at(600)) }.is_open(at(0)));
    }
}
