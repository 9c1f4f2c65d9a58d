//! Recovery of access by a forgotten password (R192 to R199, portal-requirements 1.6).
//!
//! A recovery exists for unknown contacts too and takes the same steps, so that the pages do not tell whether there is
//! an account (C28).

use jiff::{SignedDuration, Timestamp};

use crate::{
    id::Id,
    refusal::{Class, Refusal, Refuse},
    time::after,
};

/// Names recoveries.
#[derive(Debug)]
pub enum RecoveryName {}
/// A recovery's id.
pub type RecoveryId = Id<RecoveryName>;

/// Where a recovery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryStage {
    /// The security question has been asked (R193).
    QuestionAsked,
    /// A code or link is on its way.
    CodeSent,
    /// The contact is proved; the new password may be chosen.
    Proved,
    /// The new password is in force.
    Completed,
    /// Its time ran out.
    Expired,
}

impl RecoveryStage {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::QuestionAsked => "question_asked",
            Self::CodeSent => "code_sent",
            Self::Proved => "proved",
            Self::Completed => "completed",
            Self::Expired => "expired",
        }
    }

    /// The stage with this stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::QuestionAsked, Self::CodeSent, Self::Proved, Self::Completed, Self::Expired]
            .into_iter()
            .find(|stage| stage.name() == name)
    }
}

/// A recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Its id.
    pub id: RecoveryId,
    /// Where it stands.
    pub stage: RecoveryStage,
    /// From this instant on it is over.
    pub expires_at: Timestamp,
}

/// Why a recovery does not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryRefusal {
    /// Its time ran out, or it never was.
    #[error("the recovery is over")]
    Expired,
    /// The step is not the current one.
    #[error("another step is due")]
    OutOfStep,
    /// The answer to the security question is another one.
    #[error("wrong answer")]
    WrongAnswer,
}

impl Refuse for RecoveryRefusal {
    fn refusal(&self) -> Refusal {
        match self {
            Self::Expired => Refusal::new("recovery-expired", Class::Gone),
            Self::OutOfStep => Refusal::new("recovery-out-of-step", Class::Conflict),
            Self::WrongAnswer => Refusal::new("recovery-wrong-answer", Class::Invalid),
        }
    }
}

impl Recovery {
    /// The recovery as it is at `now`.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        if now >= self.expires_at && self.stage != RecoveryStage::Completed {
            self.stage = RecoveryStage::Expired;
        }
        self
    }

    /// The contact is proved: the new password is due within `proof_life`.
    pub fn prove(self, now: Timestamp, proof_life: SignedDuration) -> Result<Self, RecoveryRefusal> {
        let proved = self.advance(RecoveryStage::CodeSent, RecoveryStage::Proved)?;
        Ok(Self { expires_at: proved.expires_at.min(after(now, proof_life)), ..proved })
    }

    /// Given up by the person: nothing can be done with it any more.
    #[must_use]
    pub fn cancel(mut self) -> Self {
        if self.stage != RecoveryStage::Completed {
            self.stage = RecoveryStage::Expired;
        }
        self
    }

    /// Moves on from one stage to the next; refused when it is not at `from`.
    pub fn advance(mut self, from: RecoveryStage, to: RecoveryStage) -> Result<Self, RecoveryRefusal> {
        match self.stage {
            RecoveryStage::Expired | RecoveryStage::Completed => Err(RecoveryRefusal::Expired),
            stage if stage == from => {
                self.stage = to;
                Ok(self)
            }
            _ => Err(RecoveryRefusal::OutOfStep),
        }
    }
}

/// The questions one may choose from (C27). A fixed menu, so that an unknown contact can be asked one as well.
pub const QUESTIONS: [&str; 8] = [
    "first-school",
    "first-pet",
    "childhood-street",
    "first-teacher",
    "favourite-book",
    "grandmother-town",
    "dream-job",
    "first-concert",
];

/// An answer as it is compared: case, Ё, punctuation and spaces do not count.
pub fn comparable_answer(typed: &str) -> String {
    let lower = typed.to_lowercase().replace('ё', "е");
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{HOUR, MINUTE};

    fn recovery(stage: RecoveryStage) -> Recovery {
        Recovery { id: Id::from_uuid(uuid::Uuid::nil()), stage, expires_at: after(Timestamp::UNIX_EPOCH, HOUR) }
    }

    /// R193, R194: the steps follow one another, and none is skipped.
    #[test]
    fn steps_follow_one_another() {
        use RecoveryStage::{CodeSent, Completed, Proved, QuestionAsked};
        let asked = recovery(QuestionAsked);
        assert_eq!(asked.advance(CodeSent, Proved), Err(RecoveryRefusal::OutOfStep));
        let done = asked.advance(QuestionAsked, CodeSent).and_then(|next| next.advance(CodeSent, Proved));
        let done = done.and_then(|next| next.advance(Proved, Completed)).unwrap();
        assert_eq!(done.advance(Proved, Completed), Err(RecoveryRefusal::Expired));
        assert_eq!(recovery(Proved).at(after(Timestamp::UNIX_EPOCH, HOUR)).stage, RecoveryStage::Expired);
    }

    /// R194: after the proof the password is due within minutes, and never later than the recovery ends.
    #[test]
    fn a_proof_lapses() {
        let now = Timestamp::UNIX_EPOCH;
        let proved = recovery(RecoveryStage::CodeSent).prove(now, MINUTE).unwrap();
        assert_eq!(proved.at(after(now, MINUTE)).stage, RecoveryStage::Expired);
        assert_eq!(recovery(RecoveryStage::CodeSent).prove(now, HOUR * 2).unwrap().expires_at, after(now, HOUR));
        let cancelled = recovery(RecoveryStage::Proved).cancel();
        assert_eq!(cancelled.advance(RecoveryStage::Proved, RecoveryStage::Completed), Err(RecoveryRefusal::Expired));
    }

    /// R193: an answer counts whatever its case, spaces and full stops.
    #[test]
    fn answers_compare_by_their_words() {
        assert_eq!(comparable_answer("  Школа № 5, Орёл. "), comparable_answer("школа 5 орел"));
    }
}
